//! The sections of `jalon.toml` as plain types. Everything is optional: what is left out takes the default of the field table.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::source::Source;
use super::words::*;

/// A whole `jalon.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// Version of the format.
    pub format: u32,
    /// Path of a file whose decisions hold where this one is silent.
    pub extends: Option<String>,
    /// What it is about.
    pub project: About,
    /// The question as a machine-learning problem.
    pub problem: Problem,
    /// What it is worth.
    pub value: Value,
    /// Where the data come from.
    pub source: Vec<Source>,
    /// What the law asks.
    pub rights: Rights,
    /// What was decided of single columns.
    pub columns: IndexMap<String, Column>,
    /// The user's own metrics.
    pub metric: Vec<StatedMetric>,
    /// The user's own rules.
    pub rule: Vec<Rule>,
    /// Columns computed from others: name and expression.
    pub features: IndexMap<String, String>,
    /// How single columns are prepared.
    pub prepare: IndexMap<String, Prepare>,
    /// How rows are divided.
    pub split: Split,
    /// The families to train; all that fit the task where empty.
    pub model: Vec<Model>,
    /// Findings the person lives with.
    pub accepted: Vec<Accepted>,
    /// Closed gates that were passed with a reason.
    pub passed: Vec<Passed>,
    /// Thresholds of checks.
    pub checks: IndexMap<String, f64>,
    /// How new data are watched.
    pub monitor: Monitor,
    /// When to train again.
    pub retrain: Retrain,
}

/// `[project]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// Short name.
    pub name: Option<String>,
    /// The business question.
    pub question: Option<String>,
    /// Where the answer is used.
    pub product: Option<String>,
    /// What is decided with it.
    pub decision: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Whether the product is commercial.
    pub commercial: Option<bool>,
}

/// `[problem]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// The kind of question.
    pub task: Option<Task>,
    /// Column to predict.
    pub target: Option<String>,
    /// Class that counts as positive.
    pub positive: Option<String>,
    /// Classes, where their list or order is decided.
    pub classes: Vec<String>,
    /// Whether the classes have an order.
    pub ordered: Option<bool>,
    /// Unit of the target.
    pub unit: Option<String>,
    /// Column of time.
    pub time: Option<String>,
    /// Column of groups.
    pub group: Option<String>,
    /// Column that names rows.
    pub id: Option<String>,
    /// Column of weights.
    pub weight: Option<String>,
    /// How old a row must be to be known at prediction: `0`, `1d`, `2w`.
    pub horizon: Option<String>,
    /// Name of the metric that decides.
    pub metric: Option<String>,
    /// What counts as success.
    pub success: Success,
    /// What training and predicting may cost.
    pub budget: Budget,
    /// How often the world behind the data changes.
    pub changes: Option<Changes>,
    /// Which answers must be explained.
    pub explain: Option<Explain>,
    /// How the run to ship is chosen.
    pub choose: Option<Choose>,
}

/// `problem.success`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Success {
    /// The metric may be at most this.
    pub at_most: Option<f64>,
    /// The metric must be at least this.
    pub at_least: Option<f64>,
    /// Lead over the best baseline, percent.
    pub lead_percent: Option<f64>,
    /// Region of practical equivalence: a gain up to this, in the metric, makes no difference.
    pub rope: Option<f64>,
    /// Unit of the score, where it is stated beside it.
    pub unit: Option<String>,
}

/// `problem.budget`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// Seconds that training may take.
    pub train_seconds: Option<f64>,
    /// Milliseconds that one prediction may take.
    pub predict_ms: Option<f64>,
}

/// `[value]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Value {
    /// Currency of every amount.
    pub currency: Option<String>,
    /// Cost of a decision as an expression of `prediction` and the columns.
    pub cost: Option<String>,
    /// Cost by true class, then predicted class.
    pub matrix: Option<BTreeMap<String, BTreeMap<String, f64>>>,
    /// How often the decision is taken in a year.
    pub decisions_per_year: Option<f64>,
    /// What building costs once.
    pub build_cost: Option<f64>,
    /// What running costs a year.
    pub run_cost_per_year: Option<f64>,
    /// Share of the decisions that one can act on.
    pub capacity: Option<f64>,
}

/// `[rights]`: GDPR, CNIL, AI Act. `unknown` is a valid answer and is flagged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rights {
    /// Why the data are processed.
    pub purpose: Option<String>,
    /// GDPR art. 6.
    pub legal_basis: Option<String>,
    /// Controller, joint controller, processor.
    pub role: Option<String>,
    /// Why each personal column is needed.
    pub minimisation: Option<String>,
    /// How long data are kept.
    pub retention: Option<String>,
    /// How people are told (art. 13 and 14).
    pub information: Option<String>,
    /// How people see, correct and erase their data (art. 15 to 21).
    pub requests: Option<String>,
    /// How data and model are kept safe (art. 32).
    pub security: Option<String>,
    /// Whether an impact assessment exists (art. 35).
    pub dpia: Option<String>,
    /// Categories of art. 9 and 10.
    pub special_categories: Option<String>,
    /// What permits them (art. 9(2)).
    pub special_basis: Option<String>,
    /// Decisions without a human (art. 22).
    pub automated_decision: Option<String>,
    /// How a person reaches a human who can change the decision (art. 22(3)).
    pub recourse: Option<String>,
    /// Whether persons can be read out of the model.
    pub model_personal: Option<String>,
    /// Who labelled the data, by which rules.
    pub annotation: Option<String>,
    /// Class of the EU AI Act.
    pub ai_act: Option<String>,
}

/// One entry of `[columns]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Column {
    /// What its values are.
    pub kind: Option<Kind>,
    /// `feature` or `ignore`; the other roles are named in `[problem]`.
    pub role: Option<Role>,
    /// Why it is ignored.
    pub why: Option<String>,
    /// What it means.
    pub meaning: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// Lowest and highest valid value.
    pub range: Option<[f64; 2]>,
    /// Whether it is known when the prediction is made.
    pub known_at_prediction: Option<bool>,
    /// Levels of an ordinal, lowest first.
    pub levels: Option<Vec<String>>,
    /// Whether it is about a person.
    pub personal: Option<bool>,
}

/// `[[metric]]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedMetric {
    /// Its name, as `problem.metric` names it.
    pub name: String,
    /// Expression over the rows: aggregates of the columns, of the prediction and its probability.
    pub score: String,
    /// Which way it is better.
    pub better: Option<Better>,
    /// Unit of the score.
    pub unit: Option<String>,
}

/// `[[rule]]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Its name in every table.
    pub name: String,
    /// Expression; each `?` is fitted inside the fold. Empty where a table answers.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub predict: String,
    /// The table that answers instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookup: Option<LookupTable>,
}

/// `rule.lookup`: a table that says the answer by key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookupTable {
    /// Its file.
    pub path: String,
    /// Key columns.
    pub on: Vec<String>,
    /// The column that holds the answer.
    pub value: String,
}

/// One entry of `[prepare]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prepare {
    /// `median`, `mean`, `most_frequent`, `zero`, `native`.
    pub missing: Option<String>,
    /// Quantile beyond which values are cut, both ends.
    pub clip: Option<f64>,
    /// `one-hot`, `ordinal`, `target`, `frequency`, `hash`.
    pub encode: Option<String>,
    /// `standard`, `none`.
    pub scale: Option<String>,
    /// `log`, `square`, `sqrt`.
    pub transform: Option<String>,
    /// Share below which levels are pooled.
    pub rare: Option<f64>,
}

/// `[split]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Split {
    /// How rows are divided.
    pub strategy: Option<Strategy>,
    /// Rows set aside for the last word.
    pub holdout: Holdout,
    /// Number of folds.
    pub folds: Option<usize>,
    /// Column that names each row's fold.
    pub fold_column: Option<String>,
    /// Time left out between training and fold.
    pub gap: Option<String>,
    /// Time left out after a fold.
    pub embargo: Option<String>,
    /// How often folds are drawn anew.
    pub repeats: Option<usize>,
    /// Seed of every draw.
    pub seed: Option<u64>,
}

/// `split.holdout`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holdout {
    /// Share of rows, 0 to 0.5.
    pub share: Option<f64>,
    /// First instant of the holdout.
    pub from: Option<String>,
    /// A file of its own.
    pub file: Option<String>,
}

/// `[[model]]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Model {
    /// Name of the family.
    pub family: String,
    /// How its parameters are searched.
    pub tune: Tune,
    /// Parameters held fixed.
    pub params: BTreeMap<String, f64>,
    /// How much each class counts while training.
    pub class_weight: Option<ClassWeight>,
}

/// `model.tune`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tune {
    /// Parameter sets tried.
    pub trials: Option<usize>,
    /// How they are drawn.
    pub search: Option<Search>,
}

/// `[[accepted]]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accepted {
    /// Name of the check.
    pub check: String,
    /// Column, where the finding has one.
    pub column: Option<String>,
    /// Why it is accepted.
    pub reason: Option<String>,
}

/// `[[passed]]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passed {
    /// The gate.
    pub gate: Option<GateName>,
    /// Why the road goes on.
    pub reason: String,
    /// What closed the gate then; anything else closes it again.
    pub although: Vec<String>,
}

/// `[monitor]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Monitor {
    /// New data.
    pub current: Option<String>,
    /// Labels that come later.
    pub labels: Option<String>,
    /// Length of a chunk: rows or time.
    pub chunk: Option<String>,
    /// Whose tests and thresholds.
    pub preset: Option<String>,
    /// Chunks in a row before an alarm.
    pub consecutive: Option<usize>,
    /// More statistics, by name.
    pub tests: Vec<String>,
    /// `category` or `drop`.
    pub missing: Option<String>,
}

/// `[retrain]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retrain {
    /// Reasons to train again: `performance`, `drift`, `age`.
    pub when: Vec<String>,
    /// Loss of performance, percent.
    pub loss_over_percent: Option<f64>,
    /// `sliding` or `growing`.
    pub window: Option<String>,
    /// At most once in this time.
    pub every_at_most: Option<String>,
}

impl Decisions {
    /// The limit of a check: decided, or its default.
    pub fn threshold(&self, threshold: Threshold) -> f64 {
        let decided = self.checks.get(threshold.word()).copied();
        decided.unwrap_or(threshold.default_value())
    }
}
