//! Milestone 4, Train: does a model beat the best baseline, and does it stand up?

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::benchmark::Money;
use crate::error::Result;
use crate::models::Params;
use crate::project::Project;
use crate::spec::Gate;
use crate::work::Progress;

/// Wall times of a run; apart, since they differ from run to run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Seconds of the last fit, on all rows outside the holdout.
    pub fit_seconds: f64,
    /// Microseconds a predicted row.
    pub predict_us: f64,
}

/// One family tuned once: `evidence/runs/0007-boosting/run.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Number, from 1.
    pub id: u32,
    /// Name of the family.
    pub family: String,
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// Parameters of the best trial.
    pub params: Params,
    /// Trials made.
    pub trials: usize,
    /// Score by fold of the best trial.
    pub scores: Vec<Option<f64>>,
    /// Mean of the scores.
    pub mean: Option<f64>,
    /// Deviation of the scores, n - 1.
    pub std: Option<f64>,
    /// Every metric on the holdout: for the chosen run only.
    pub holdout: Option<BTreeMap<String, Option<f64>>>,
    /// What its errors cost.
    pub money: Option<Money>,
    /// Why it could not be computed.
    pub failed: Option<String>,
    /// What was done to each column.
    pub preparation: Vec<(String, String)>,
    /// How much each column counts, largest first, summing to 1.
    pub importance: Vec<(String, f64)>,
    /// Training loss by round of the last fit, at most 100 points.
    pub curve: Vec<(f64, f64)>,
    /// Wall times.
    pub times: Times,
}

/// The answer of the milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// A model beats the best baseline and meets what was asked.
    #[serde(rename = "GO")]
    Go,
    /// It beats the baseline but not yet the goal, or the evidence is thin.
    #[serde(rename = "NOT YET")]
    NotYet,
    /// No model is shown to beat the best baseline.
    #[serde(rename = "USE THE RULE")]
    UseTheRule,
}

/// `evidence/verdict.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// The answer.
    pub decision: Decision,
    /// Chosen run.
    pub run: Option<u32>,
    /// Best baseline.
    pub baseline: String,
    /// Gain of the chosen run over the best baseline in the metric's good direction, on the folds' pooled rows.
    pub gain: Option<f64>,
    /// 95 % interval of the gain.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of no gain.
    pub p_value: Option<f64>,
    /// Corrected t-test of Nadeau and Bengio over the folds, where the split allows.
    pub corrected_t_p: Option<f64>,
    /// Whether the holdout meets what was asked; `None` where nothing was asked.
    pub meets_success: Option<bool>,
    /// Sentences, the weightiest first.
    pub reasons: Vec<String>,
    /// How often the holdout has been opened.
    pub holdout_openings: u32,
}

/// What the leaderboard shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Runs of the present fingerprint, best first, failed last.
    pub runs: Vec<Run>,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// Computed from other inputs than the present ones.
    pub stale: bool,
}

/// How much is tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// One parameter set a family.
    Quick,
    /// A handful a family, within the budget.
    #[default]
    Standard,
    /// Many a family, within the budget.
    Thorough,
}

/// What to train.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Names of families; those decided, or all that can do the task, where empty.
    pub families: Vec<String>,
    /// How much is tried.
    pub mode: Mode,
}

/// Trains the families on the folds, keeps a run each and the verdict. Progress has a line a family with fold scores and loss curve.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Board> {
    let _ = (project, options, progress);
    todo!()
}

/// What was trained so far, from the evidence.
pub fn board(project: &Project) -> Result<Board> {
    let _ = project;
    todo!()
}

/// Every run ever kept, by number.
pub fn runs(project: &Project) -> Result<Vec<Run>> {
    let _ = project;
    todo!()
}

/// Hash of what training computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let _ = project;
    todo!()
}

/// Open on GO.
pub fn gate(board: &Board) -> Gate {
    let _ = board;
    todo!()
}

/// Scores the rows of a file with a run (the best where `None`): the input's columns plus `prediction` and `probability_<class>`.
/// Returns the number of rows.
pub fn predict(
    project: &Project,
    run: Option<u32>,
    input: &Path,
    output: &Path,
    progress: &Progress,
) -> Result<usize> {
    let _ = (project, run, input, output, progress);
    todo!()
}
