//! Folds: which rows are learned from, which are scored, which are set aside for the last word.

use crate::decisions::Strategy;
use crate::error::Result;

/// One fold: positions of rows, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Name: `1`, or the value of the fold column.
    pub name: String,
    /// Learned from.
    pub train: Vec<usize>,
    /// Scored.
    pub test: Vec<usize>,
}

/// The division of all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The folds, in order of time where there is time.
    pub folds: Vec<Fold>,
    /// Every row outside the holdout, ascending.
    pub development: Vec<usize>,
    /// Rows set aside, ascending; empty where the holdout is a file of its own.
    pub holdout: Vec<usize>,
}

/// What a plan is made from.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// Number of rows.
    pub rows: usize,
    /// How rows are divided.
    pub strategy: Option<Strategy>,
    /// Number of folds.
    pub folds: usize,
    /// Repeats of the draw.
    pub repeats: usize,
    /// Seed of every draw.
    pub seed: u64,
    /// Share set aside; None with `holdout_from` or a file.
    pub holdout_share: Option<f64>,
    /// First instant of the holdout, on the axis of `time`.
    pub holdout_from: Option<i64>,
    /// Instants by row (missing: never used in a time split but reported as an error).
    pub time: Option<&'a [Option<i64>]>,
    /// Length of the gap between training and fold, on the axis of `time`.
    pub gap: i64,
    /// Length left out after a fold.
    pub embargo: i64,
    /// Group by row.
    pub groups: Option<&'a [u32]>,
    /// Class by row.
    pub classes: Option<&'a [u32]>,
    /// Given fold by row, with the names of the folds.
    pub given: Option<(&'a [Option<u32>], &'a [String])>,
}

/// Divides the rows. Errors where there are too few rows, groups, classes or instants for the folds asked.
pub fn plan(request: &Request<'_>) -> Result<Plan> {
    let _ = request;
    todo!()
}
