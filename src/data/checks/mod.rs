//! The checks of the data, one file each. A new check touches its file and [`CHECKS`].

mod classes;
mod constant;
mod context;
mod duplicates;
mod empty;
mod few_rows;
mod identifier;
mod missing;
mod not_known;
mod outliers;
mod power;
mod range;
mod schema;
mod target_missing;
mod thresholds;

pub(super) use context::{Context, Found};

use crate::error::Result;

use super::Finding;

/// A line drawn by default, that `[checks]` can move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Key in `[checks]`.
    pub key: &'static str,
    /// Where the line is when nothing is decided.
    pub default: f64,
    /// What it limits, its unit, and where the default comes from.
    pub doc: &'static str,
}

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Name in findings, in `[[accepted]]` and in JSON.
    pub name: &'static str,
    /// What it looks for and why it matters.
    pub doc: &'static str,
    /// The lines it draws.
    pub thresholds: &'static [Threshold],
    run: fn(&Context<'_>) -> Result<Vec<Finding>>,
}

impl Check {
    /// Runs it.
    pub(super) fn findings(&self, context: &Context<'_>) -> Result<Vec<Finding>> {
        (self.run)(context)
    }
}

/// Every check, in the order of findings of equal severity.
pub const CHECKS: &[&Check] = &[
    &few_rows::CHECK,
    &target_missing::CHECK,
    &classes::CHECK,
    &power::CHECK,
    &not_known::CHECK,
    &schema::CHECK,
    &empty::CHECK,
    &missing::CHECK,
    &constant::CHECK,
    &identifier::CHECK,
    &range::CHECK,
    &outliers::CHECK,
    &duplicates::CHECK,
    &thresholds::CHECK,
];

/// Share of a constant's loss below which a column tells nothing. One percent is what a useless
/// column reaches by luck on a few hundred rows.
pub(super) const NO_SIGNAL: f64 = 0.01;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_keys_are_unique_and_documented() {
        let names: BTreeSet<_> = CHECKS.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), CHECKS.len());
        let keys: Vec<_> = CHECKS.iter().flat_map(|c| c.thresholds).map(|t| t.key).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        assert!(CHECKS.iter().all(|c| !c.doc.is_empty()));
    }
}
