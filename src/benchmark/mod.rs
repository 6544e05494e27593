//! Milestone 3, Benchmark: how far does a simple rule get? Naive baselines and the user's rules on the folds models will see.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decisions::Direction;
use crate::error::Result;
use crate::project::Project;
use crate::spec::Gate;
use crate::work::Progress;

/// What errors cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Mean cost of a decision.
    pub per_decision: Option<f64>,
    /// Cost of a year's decisions.
    pub per_year: Option<f64>,
}

/// Costs on the folds and on the holdout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// On the folds.
    pub folds: Cost,
    /// On the holdout, where it was opened.
    pub holdout: Option<Cost>,
}

/// A fold, in words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoldNote {
    /// Its name.
    pub name: String,
    /// Rows learned from.
    pub train: usize,
    /// Rows scored.
    pub test: usize,
    /// First and last instant scored, where there is time.
    pub span: Option<(String, String)>,
}

/// One baseline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Baseline {
    /// `median`, or the name of a rule.
    pub name: String,
    /// `naive` or `rule`.
    pub kind: String,
    /// What it does, in words; a rule's expression.
    pub description: String,
    /// Score by fold; `None` where undefined.
    pub scores: Vec<Option<f64>>,
    /// Mean of the scores.
    pub mean: Option<f64>,
    /// Deviation of the scores, n - 1.
    pub std: Option<f64>,
    /// Every metric on the holdout: for the best baseline only.
    pub holdout: Option<BTreeMap<String, Option<f64>>>,
    /// What its errors cost.
    pub money: Option<Money>,
    /// Fitted coefficients of a rule on all rows outside the holdout.
    pub coefficients: Vec<f64>,
    /// Share of rows for which it had no answer of its own, 0 to 1.
    pub unanswered: f64,
    /// Why it could not be computed.
    pub failed: Option<String>,
}

/// `evidence/benchmark.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// Metric that decides.
    pub metric: String,
    /// Which way it is better.
    pub direction: Direction,
    /// Unit of the scores, `` where none.
    pub unit: String,
    /// The folds.
    pub folds: Vec<FoldNote>,
    /// Rows set aside.
    pub holdout_rows: usize,
    /// The baselines, best first, failed last.
    pub baselines: Vec<Baseline>,
    /// Name of the best.
    pub best: Option<String>,
    /// Score that a model must reach to be a success: from the decisions and the best baseline.
    pub must_reach: Option<f64>,
    /// Score at which a model pays its cost, where money is stated.
    pub break_even: Option<f64>,
}

impl Evidence {
    /// The best baseline.
    pub fn best(&self) -> Option<&Baseline> {
        self.baselines
            .iter()
            .find(|b| Some(&b.name) == self.best.as_ref())
    }
}

/// Scores every baseline on the folds and keeps the evidence. Progress has a line a baseline.
pub fn run(project: &Project, progress: &Progress) -> Result<Evidence> {
    let _ = (project, progress);
    todo!()
}

/// Hash of what the benchmark computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let _ = project;
    todo!()
}

/// Open when the best baseline is known.
pub fn gate(evidence: &Evidence) -> Gate {
    let _ = evidence;
    todo!()
}
