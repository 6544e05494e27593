//! The checks of the data, one file each. A new check touches its file and [`CHECKS`].

mod answer;
mod cardinality;
mod characters;
mod classes;
mod codes;
mod conflicts;
mod constant;
mod content;
#[cfg(test)]
mod content_tests;
mod context;
mod correlation;
mod duplicates;
mod empty;
mod few_rows;
mod identifier;
mod imbalance;
mod missing;
mod missing_predicts;
mod mixed_nulls;
mod mixed_types;
mod not_known;
mod order_predicts;
mod outliers;
mod personal;
mod power;
mod range;
mod reading;
mod schema;
mod skewness;
mod spelling;
mod target_missing;
#[cfg(test)]
mod tests;
mod units;
mod unmatched;
mod zeros;

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
    &answer::CHECK,
    &power::CHECK,
    &missing_predicts::CHECK,
    &order_predicts::CHECK,
    &personal::CHECK,
    &not_known::CHECK,
    &content::CHECK,
    &reading::CHECK,
    &schema::CHECK,
    &unmatched::CHECK,
    &empty::CHECK,
    &missing::CHECK,
    &constant::CHECK,
    &identifier::CHECK,
    &range::CHECK,
    &mixed_types::CHECK,
    &mixed_nulls::CHECK,
    &codes::CHECK,
    &units::CHECK,
    &spelling::CHECK,
    &outliers::CHECK,
    &duplicates::CHECK,
    &conflicts::CHECK,
    &correlation::CHECK,
    &imbalance::CHECK,
    &cardinality::CHECK,
    &skewness::CHECK,
    &zeros::CHECK,
    &characters::CHECK,
];
