//! The checks of the data, one file each. A new check touches its file and [`CHECKS`].

mod classes;
mod constant;
mod content;
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
#[cfg(test)]
mod tests;

pub(super) use context::{Context, Found};

use crate::decisions::Threshold;
use crate::error::Result;

use super::Finding;

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Name in findings, in `[[accepted]]` and in JSON.
    pub name: &'static str,
    /// What it looks for and why it matters.
    pub doc: &'static str,
    /// The limits of `[checks]` that it reads.
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
    &content::CHECK,
    &schema::CHECK,
    &empty::CHECK,
    &missing::CHECK,
    &constant::CHECK,
    &identifier::CHECK,
    &range::CHECK,
    &outliers::CHECK,
    &duplicates::CHECK,
];

/// Share of a constant's loss below which a column tells nothing. One percent is what a useless
/// column reaches by luck on a few hundred rows.
pub(super) const NO_SIGNAL: f64 = 0.01;
