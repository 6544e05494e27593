//! What the benchmark leaves behind: `evidence/benchmark.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Gain, Money, Point, Thresholds};
use crate::decisions::{Decisions, Direction, GateName};
use crate::spec::Gate;

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
    /// Mean of the scores; none where one is undefined.
    pub mean: Option<f64>,
    /// Deviation of the scores, n - 1.
    pub std: Option<f64>,
    /// Interval of the mean at 95 %, by drawing the scored rows again.
    pub interval: Option<(f64, f64)>,
    /// Fitted coefficients of a rule on all rows outside the holdout.
    pub coefficients: Vec<f64>,
    /// Rows that the moving average takes, or that a season has, chosen on all rows outside the holdout.
    pub window: Option<usize>,
    /// Share of scored rows for which it had no answer of its own, 0 to 1.
    pub unanswered: f64,
    /// Why it could not be computed.
    pub failed: Option<String>,
    /// What its errors cost.
    pub money: Option<Money>,
    /// From which probability on it decides for the positive class, where the cost of an error is stated.
    pub thresholds: Option<Thresholds>,
    /// What it saves over the best baseline, on the folds; nothing for the best itself.
    pub gain: Option<Gain>,
    /// Every metric on the holdout that is defined there: for the best baseline only.
    pub holdout: Option<BTreeMap<String, f64>>,
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
    /// Unit of the scores, empty where none.
    pub unit: String,
    /// Rows set aside.
    pub holdout_rows: usize,
    /// Name of the best.
    pub best: Option<String>,
    /// What perfect answers cost, where a year's cost can be told.
    #[serde(default)]
    pub perfection: Option<Point>,
    /// The folds.
    pub folds: Vec<FoldNote>,
    /// The baselines, best first, failed last.
    pub baselines: Vec<Baseline>,
}

impl Evidence {
    /// The best baseline.
    pub fn best(&self) -> Option<&Baseline> {
        self.baselines
            .iter()
            .find(|b| Some(&b.name) == self.best.as_ref())
    }
}

/// Open when the best baseline is known.
pub fn gate(decisions: &Decisions, evidence: &Evidence) -> Gate {
    let reasons = if evidence.best.is_some() {
        Vec::new()
    } else {
        vec!["no baseline could be scored: see why in its row".to_owned()]
    };
    Gate::of(GateName::Benchmark, reasons, decisions)
}
