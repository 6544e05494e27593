//! The checks of the data, one file each. A new check touches its file and [`CHECKS`].

mod alike;
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
mod folds;
mod holdout;
mod identifier;
mod imbalance;
mod infinite;
mod label_errors;
#[cfg(test)]
mod label_tests;
mod length;
mod meaning;
mod missing;
mod missing_predicts;
mod mixed_dates;
mod mixed_nulls;
mod mixed_types;
mod near_duplicates;
mod not_known;
mod order_predicts;
mod outlier_rows;
mod outliers;
mod personal;
mod power;
mod range;
mod rare_levels;
mod reading;
mod row_order;
#[cfg(test)]
mod rows_tests;
mod schema;
mod series;
mod skewness;
mod spelling;
mod target_missing;
#[cfg(test)]
mod tests;
mod time_scale;
mod time_steps;
mod uniform;
mod units;
mod unmatched;
mod wide;
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
    &row_order::CHECK,
    &personal::CHECK,
    &not_known::CHECK,
    &content::CHECK,
    &reading::CHECK,
    &schema::CHECK,
    &folds::CHECK,
    &holdout::CHECK,
    &time_steps::CHECK,
    &series::CHECK,
    &unmatched::CHECK,
    &empty::CHECK,
    &missing::CHECK,
    &infinite::CHECK,
    &constant::CHECK,
    &identifier::CHECK,
    &range::CHECK,
    &mixed_types::CHECK,
    &mixed_dates::CHECK,
    &mixed_nulls::CHECK,
    &codes::CHECK,
    &units::CHECK,
    &spelling::CHECK,
    &length::CHECK,
    &outliers::CHECK,
    &outlier_rows::CHECK,
    &duplicates::CHECK,
    &near_duplicates::CHECK,
    &conflicts::CHECK,
    &label_errors::CHECK,
    &correlation::CHECK,
    &imbalance::CHECK,
    &cardinality::CHECK,
    &rare_levels::CHECK,
    &skewness::CHECK,
    &zeros::CHECK,
    &characters::CHECK,
    &uniform::CHECK,
    &meaning::CHECK,
];

/// Those that fit models, search, or compare rows with one another: they are left out where an answer is wanted at once.
pub(super) const LONG: &[&Check] = &[
    &answer::CHECK,
    &label_errors::CHECK,
    &near_duplicates::CHECK,
    &outlier_rows::CHECK,
    &row_order::CHECK,
];
