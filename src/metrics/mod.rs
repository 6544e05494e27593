//! Scores: what is compared with what, the list of metrics, and one way to compute any of them.
//!
//! `list` is the one table of metrics; `regression`, `labels`, `ranking`, `top`, `probabilities` and `shares` hold a function for each
//! entry; `own` makes those that a project states itself, `summed` computes their expressions; `prepared` computes a score for many weight vectors after preparing once. Adding a metric is one function
//! and one entry.

mod labels;
mod list;
mod own;
mod prepared;
mod probabilities;
mod ranking;
mod regression;
mod shares;
mod summed;
mod top;

#[cfg(test)]
mod golden_tests;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::decisions::{Direction, Task};
use crate::table::Table;
use list::{Definition, definitions};
pub use own::{COST, PREDICTION, PROBABILITY, with_class, with_prediction};
use prepared::How;
pub use prepared::Prepared;

/// The classes of a classification, in the order of every probability column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classes {
    /// Names, at least one.
    pub names: Vec<String>,
    /// Position of the positive class when there are two.
    pub positive: Option<usize>,
}

impl Classes {
    /// Position of the positive class, if these are two classes of which one is positive.
    pub fn binary(&self) -> Option<usize> {
        self.positive.filter(|&at| self.names.len() == 2 && at < 2)
    }
}

/// What really happened, row by row.
#[derive(Debug, Clone, PartialEq)]
pub enum Truth {
    /// A number a row.
    Numbers(Vec<f64>),
    /// A position in the classes a row.
    Classes(Vec<u32>, Classes),
}

/// What was predicted, row by row.
#[derive(Debug, Clone, PartialEq)]
pub enum Prediction {
    /// A number a row; not-a-number where there is no answer.
    Numbers(Vec<f64>),
    /// Rows x classes, each row summing to one; not-a-number where there is no answer.
    Probabilities(Array2<f64>),
}

impl Truth {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Truth::Numbers(v) => v.len(),
            Truth::Classes(v, _) => v.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Truth {
        match self {
            Truth::Numbers(v) => Truth::Numbers(rows.iter().map(|&r| v[r]).collect()),
            Truth::Classes(v, classes) => {
                Truth::Classes(rows.iter().map(|&r| v[r]).collect(), classes.clone())
            }
        }
    }
}

impl Prediction {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Prediction::Numbers(v) => v.len(),
            Prediction::Probabilities(p) => p.nrows(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Prediction {
        match self {
            Prediction::Numbers(v) => Prediction::Numbers(rows.iter().map(|&r| v[r]).collect()),
            Prediction::Probabilities(p) => {
                Prediction::Probabilities(p.select(ndarray::Axis(0), rows))
            }
        }
    }

    /// The class of each row as label metrics cut it: the positive class from a probability of 0.5 on where there are
    /// two, else the most probable, the first of equals. `None` in a row without an answer, and in all where these are
    /// not probabilities of these classes.
    pub fn labels(&self, classes: &Classes) -> Vec<Option<u32>> {
        match self {
            Prediction::Probabilities(p) if p.ncols() == classes.names.len() => p
                .rows()
                .into_iter()
                .map(|row| labels::label(row, classes))
                .collect(),
            _ => vec![None; self.len()],
        }
    }

    /// The decision of each row as a probability of 0 or 1 of the class at `positive`, which is decided for from `threshold` on. A row without an
    /// answer stays without, numbers stay as they are.
    pub fn decided(&self, threshold: f64, positive: usize) -> Prediction {
        let Prediction::Probabilities(shares) = self else {
            return self.clone();
        };
        let mut decided = shares.clone();
        for mut row in decided.rows_mut() {
            let is_positive = row[positive] >= threshold;
            if !row.iter().any(|share| share.is_nan()) {
                row.fill(f64::from(u8::from(!is_positive)));
                row[positive] = f64::from(u8::from(is_positive));
            }
        }
        Prediction::Probabilities(decided)
    }

    /// The name of each row's class, as [`Prediction::labels`] finds it.
    pub fn label_names(&self, classes: &Classes) -> Vec<Option<String>> {
        let name = |class: u32| classes.names[class as usize].clone();
        self.labels(classes)
            .into_iter()
            .map(|class| class.map(name))
            .collect()
    }
}

/// A metric: how a prediction is judged.
#[derive(Clone, Copy)]
pub struct Metric(&'static Definition);

/// What the unit of a score is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// The unit of the target.
    Target,
    /// The unit of the target, squared.
    TargetSquared,
    /// No unit.
    None,
    /// As it is stated.
    Named(&'static str),
}

impl Unit {
    /// In words, where the target has this unit; empty where there is none to name.
    pub fn in_words(self, target: &str) -> &str {
        match self {
            Unit::Target => target,
            Unit::Named(unit) => unit,
            Unit::TargetSquared | Unit::None => "",
        }
    }
}

impl Metric {
    /// The metric of the list with this name: `mae`, `roc_auc`. Those that a project states itself are found in its decisions.
    pub fn named(name: &str) -> Option<Metric> {
        Metric::all().find(|metric| metric.name() == name)
    }

    /// Every metric of the list, family by family.
    pub fn all() -> impl Iterator<Item = Metric> {
        definitions().map(Metric)
    }

    /// Every metric that can judge this task, the default first.
    pub fn of_task(task: Task) -> Vec<Metric> {
        let default = default_name(task);
        let (mut first, rest): (Vec<_>, Vec<_>) = Metric::all()
            .filter(|metric| metric.can_judge(task))
            .partition(|metric| metric.name() == default);
        first.extend(rest);
        first
    }

    /// Whether it can judge this task.
    pub fn can_judge(self, task: Task) -> bool {
        self.0.tasks.contains(&task)
    }

    /// Whether it is told beside others; one that is not is for who asks for it.
    pub fn is_usual(self) -> bool {
        self.0.usual
    }

    /// Its name in files and JSON.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Its name for people: `mean absolute error`.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// What it says, in one sentence for somebody who has not met it.
    pub fn about(self) -> &'static str {
        self.0.about
    }

    /// Which way it is better.
    pub fn direction(self) -> Direction {
        self.0.direction
    }

    /// Unit of its values.
    pub fn unit(self) -> Unit {
        self.0.unit
    }

    /// Whether it judges the classes that are decided for, not their probabilities.
    pub fn is_of_decisions(self) -> bool {
        match &self.0.how {
            How::LabelLoss(..) | How::Labels(_) | How::Cost => true,
            How::Summary(summary) => summary.columns().contains(PREDICTION),
            _ => false,
        }
    }

    /// Whether it judges the order of the rows alone.
    pub fn is_of_ranks(self) -> bool {
        matches!(self.0.how, How::Ranking(_) | How::Top(..))
    }

    /// What it judges: what is predicted, or what is decided by it.
    pub fn judged<'a>(self, prediction: &'a Prediction, decided: &'a Prediction) -> &'a Prediction {
        match self.is_of_decisions() {
            true => decided,
            false => prediction,
        }
    }

    /// Whether it is the mean cost of a decision, which only who knows the costs can compute.
    pub fn is_cost(self) -> bool {
        matches!(self.0.how, How::Cost)
    }

    /// Whether it needs more of the rows than truth and prediction: their columns, or their costs.
    pub fn needs_rows(self) -> bool {
        matches!(self.0.how, How::Summary(_) | How::Cost)
    }

    /// The columns that it reads of each row, [`PREDICTION`] and [`PROBABILITY`] among them; none for a metric of truth and prediction alone.
    pub fn reads(self) -> Option<std::collections::BTreeSet<&'static str>> {
        match &self.0.how {
            How::Summary(summary) => Some(summary.columns()),
            _ => None,
        }
    }

    /// The score; `None` where it is undefined (one class for ROC AUC, no row, a NaN prediction, a result that is not
    /// finite), and where truth and prediction are not of the kind the metric compares or differ in rows.
    /// `weights` has one entry a row (0 leaves the row out), all 1 where `None`.
    pub fn score(
        self,
        truth: &Truth,
        prediction: &Prediction,
        weights: Option<&[f64]>,
    ) -> Option<f64> {
        let prepared = self.prepared(truth, prediction)?;
        match weights {
            Some(weights) => prepared.score(weights),
            None => prepared.score(&vec![1.0; truth.len()]),
        }
    }

    /// Everything about these rows that does not depend on weights, computed once: losses, labels, the order of a
    /// ranking. For a bootstrap. `None` where truth and prediction are not of the kind the metric compares or differ
    /// in rows, and for a metric that needs more of the rows: see [`Metric::prepared_on`] and [`Prepared::of_losses`].
    pub fn prepared(self, truth: &Truth, prediction: &Prediction) -> Option<Prepared> {
        Prepared::new(&self.0.how, truth, prediction, None)
    }

    /// The same with the rows of the table that are judged, as [`with_prediction`] makes them.
    pub fn prepared_on(
        self,
        truth: &Truth,
        prediction: &Prediction,
        rows: &Table,
    ) -> Option<Prepared> {
        Prepared::new(&self.0.how, truth, prediction, Some(rows))
    }

    /// Loss of each row such that the score follows from their mean: absolute error for `mae`, squared error for
    /// `mse` and, before the root, for `rmse`, log loss, 1 - right for `accuracy`. Less is better whatever the
    /// direction of the score. Not-a-number in a row without an answer; `None` where the metric does not divide into
    /// rows. Takes the metric as it was prepared.
    pub fn losses_of(self, prepared: Prepared) -> Option<Vec<f64>> {
        let mut losses = prepared.into_losses()?;
        // A loss of the list is one already; a project's own may be good where it is large.
        if matches!(self.0.how, How::Summary(_)) && self.direction() == Direction::Maximise {
            losses.iter_mut().for_each(|loss| *loss = -*loss);
        }
        Some(losses)
    }
}

/// The metric proposed where a person has not chosen.
/// Numbers: `mae`, in the unit of the target and not ruled by a few extreme rows.
/// Two classes: `roc_auc`, which needs no threshold, does not move with the share of positives, and is 0.5 for any constant.
/// Several classes: `accuracy`, which everybody can read and which is defined for every prediction.
fn default_name(task: Task) -> &'static str {
    match task {
        Task::Regression | Task::Forecast => "mae",
        Task::Binary => "roc_auc",
        Task::Multiclass => "accuracy",
    }
}

impl PartialEq for Metric {
    fn eq(&self, other: &Metric) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Metric {}

impl std::hash::Hash for Metric {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl std::fmt::Debug for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Metric({})", self.name())
    }
}

#[cfg(test)]
mod tests;
