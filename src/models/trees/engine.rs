//! The interface to what boosts trees, so that another library can take its place: rows in single
//! precision with NaN for missing, models as XGBoost JSON.

use std::fmt;
use std::ops::ControlFlow;

use crate::error::Result;

/// What is minimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objective {
    /// Squared error of a number.
    Squared,
    /// Absolute error of a number.
    Absolute,
    /// Log loss of two classes, labels 0 and 1.
    Binary,
    /// Log loss of this many classes, labels from 0.
    Classes(usize),
}

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Settings {
    pub(super) objective: Objective,
    pub(super) rounds: usize,
    pub(super) learning_rate: f64,
    pub(super) leaves: usize,
    /// 0 for no limit.
    pub(super) max_depth: usize,
    /// Sum of second derivatives of the loss that a leaf needs.
    pub(super) min_child_weight: f64,
    pub(super) subsample: f64,
    pub(super) colsample: f64,
    pub(super) lambda: f64,
    pub(super) seed: u64,
    pub(super) threads: usize,
}

/// Rows to learn from or to be judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'a> {
    /// Row by row.
    pub(super) values: &'a [f32],
    pub(super) columns: usize,
    /// One a row.
    pub(super) labels: &'a [f32],
    /// How much each row counts; all alike where `None`.
    pub(super) weights: Option<&'a [f32]>,
}

/// Told each round from 1 and the training loss: root of the mean squared error, mean absolute error, or log loss.
pub(super) type Watch<'a> = dyn FnMut(usize, f64) -> ControlFlow<()> + Send + 'a;

/// Grows and reads ensembles of trees.
pub(super) trait Engine: Sync {
    /// Grows trees on `rows`. `Break` from the watch is an error of cancelled work.
    fn grow(
        &self,
        rows: Rows<'_>,
        settings: &Settings,
        watch: &mut Watch<'_>,
    ) -> Result<Box<dyn Trees>>;

    /// Number of rounds with the least loss on `judge`, after at most `patience` rounds without gain.
    fn rounds(
        &self,
        rows: Rows<'_>,
        judge: Rows<'_>,
        patience: usize,
        settings: &Settings,
        watch: &mut Watch<'_>,
    ) -> Result<usize>;

    /// Reads what [`Trees::save`] gave.
    fn read(&self, saved: &serde_json::Value) -> Result<Box<dyn Trees>>;
}

/// A grown ensemble.
pub(super) trait Trees: Send + Sync + fmt::Debug {
    /// Number of columns it reads.
    fn columns(&self) -> usize;
    /// Outputs of each row: 1, or one a class.
    fn outputs(&self) -> usize;
    /// Numbers or probabilities, row by row (of two classes, that of label 1).
    fn predict(&self, values: &[f32]) -> Result<Vec<f32>>;
    /// SHAP values row by row, for each output one of each column and then the bias, in the unit of the margin.
    fn contributions(&self, values: &[f32]) -> Result<Vec<f32>>;
    /// Multiplications that the SHAP values of a row take, about.
    fn contribution_cost(&self) -> u64;
    /// The model as XGBoost JSON.
    fn save(&self) -> serde_json::Value;
    /// Loss saved by the splits on each column, by its position; columns without a split are left out.
    fn gains(&self) -> Vec<(usize, f64)>;
}
