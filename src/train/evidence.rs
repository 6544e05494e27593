//! What training leaves behind: a folder a run, and the verdict.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Mode;
use crate::benchmark::{Gain, Money, PairedTest, Thresholds, Worlds};
use crate::decisions::{Decisions, GateName};
use crate::models::Params;
use crate::spec::Gate;

/// Wall times of a run; apart, since they differ from run to run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Seconds of the last fit, on all rows outside the holdout.
    pub fit_seconds: f64,
    /// Microseconds a predicted row.
    pub predict_us: f64,
}

/// One family tuned once: `evidence/runs/0007-boosting/run.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Run {
    /// Number, from 1.
    pub id: u32,
    /// Name of the family.
    pub family: String,
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// Name of the metric of the scores.
    pub metric: String,
    /// How much was tried.
    pub mode: Mode,
    /// Trials made: parameter sets fitted over the folds.
    pub trials: usize,
    /// Trials left out because the budget of time was spent.
    pub trials_left_out: usize,
    /// Score by fold of the best trial, `None` where undefined.
    pub scores: Vec<Option<f64>>,
    /// Mean of the scores.
    pub mean: Option<f64>,
    /// Deviation of the scores, n - 1.
    pub std: Option<f64>,
    /// Interval of the mean at 95 %, by drawing the scored rows again.
    pub interval: Option<(f64, f64)>,
    /// Why it could not be computed.
    pub failed: Option<String>,
    /// What was done to each column.
    pub preparation: Vec<(String, String)>,
    /// How much each column counts, largest first, summing to 1.
    pub importance: Vec<(String, f64)>,
    /// Training loss by round of the last fit.
    pub curve: Vec<(f64, f64)>,
    /// Parameters of the best trial.
    pub params: Params,
    /// Parameters that its last fit settled itself, such as a number of rounds.
    pub settled: Params,
    /// What its errors cost.
    pub money: Option<Money>,
    /// From which probability on it decides for the positive class, where the cost of an error is stated.
    pub thresholds: Option<Thresholds>,
    /// Every metric on the holdout that is defined there: for the chosen run only.
    pub holdout: Option<BTreeMap<String, f64>>,
    /// Wall times.
    pub times: Times,
}

impl Run {
    /// Name of its folder under `evidence/runs/`.
    pub fn folder(&self) -> String {
        format!("{:04}-{}", self.id, self.family)
    }
}

/// The answer of the milestone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// A model beats the best baseline and meets what was asked.
    #[serde(rename = "GO")]
    Go,
    /// It beats the baseline but not what was asked, or the holdout does not bear it out; or nothing can be learned from yet.
    #[serde(rename = "NOT YET")]
    NotYet,
    /// No model is shown to beat the best baseline.
    #[default]
    #[serde(rename = "USE THE RULE")]
    UseTheRule,
}

impl Decision {
    /// As it is shown.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Go => "GO",
            Decision::NotYet => "NOT YET",
            Decision::UseTheRule => "USE THE RULE",
        }
    }
}

/// `evidence/verdict.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdict {
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// The answer.
    pub decision: Decision,
    /// Chosen run; none where every family failed, or none could be trained.
    pub run: Option<u32>,
    /// Whether every family took part that the decisions name, or that can do the task.
    pub complete: bool,
    /// Runs that took part.
    pub compared: Vec<u32>,
    /// Best baseline.
    pub baseline: String,
    /// Gain of the chosen run over the best baseline in the metric's good direction, on the folds' pooled rows.
    pub gain: Option<f64>,
    /// 95 % interval of the gain.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of no gain.
    pub p_value: Option<f64>,
    /// The paired tests that the split allows.
    pub tests: Vec<PairedTest>,
    /// In which share of worlds the chosen run is better, alike and worse.
    pub worlds: Option<Worlds>,
    /// What the chosen run saves over the best baseline, on the folds' pooled rows.
    pub money: Option<Gain>,
    /// Whether what was asked is met, on the holdout where there is one; `None` where nothing was asked.
    pub meets_success: Option<bool>,
    /// Sentences, the weightiest first.
    pub reasons: Vec<String>,
    /// How often the holdout has been opened.
    pub holdout_openings: u32,
}

/// What the leaderboard shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    /// Runs of the last training, best first, failed last.
    pub runs: Vec<Run>,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// Computed from other inputs than the present ones.
    pub stale: bool,
}

impl Board {
    /// The run that the verdict chose.
    pub fn best(&self) -> Option<&Run> {
        let chosen = self.verdict.as_ref()?.run?;
        self.runs.iter().find(|r| r.id == chosen)
    }
}

/// Open on GO. Another verdict may be overruled with a reason, for the numbers it had then.
pub fn gate(decisions: &Decisions, board: &Board) -> Gate {
    let reasons = match &board.verdict {
        None => return Gate::closed_by(vec!["nothing was trained yet".to_owned()]),
        Some(verdict) if verdict.decision == Decision::Go => Vec::new(),
        Some(verdict) => {
            let first = verdict.reasons.first().map_or("", String::as_str);
            vec![format!("{}: {first}", verdict.decision.word())]
        }
    };
    Gate::of(GateName::Train, reasons, decisions)
}
