//! Scores: what is compared with what, the list of metrics, and one function that computes any of them.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::decisions::{Direction, Task};

/// The classes of a classification, in the order of every probability column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classes {
    /// Names, at least one.
    pub names: Vec<String>,
    /// Position of the positive class when there are two.
    pub positive: Option<usize>,
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
    /// Rows x classes, each row summing to one.
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

/// A metric: how a prediction is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Metric(&'static Definition);

/// What the unit of a score is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// The unit of the target.
    Target,
    /// No unit.
    None,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Definition {
    name: &'static str,
    title: &'static str,
    direction: Direction,
    unit: Unit,
}

impl Metric {
    /// The metric with this name: `mae`, `roc_auc`.
    pub fn named(name: &str) -> Option<Metric> {
        let _ = name;
        todo!()
    }
    /// Every metric that can judge this task, the default first.
    pub fn of_task(task: Task) -> Vec<Metric> {
        let _ = task;
        todo!()
    }
    /// Its name in files and JSON.
    pub fn name(self) -> &'static str {
        self.0.name
    }
    /// Its name for people: `mean absolute error`.
    pub fn title(self) -> &'static str {
        self.0.title
    }
    /// Which way it is better.
    pub fn direction(self) -> Direction {
        self.0.direction
    }
    /// Unit of its values.
    pub fn unit(self) -> Unit {
        self.0.unit
    }
    /// The score; `None` where it is undefined (one class for ROC AUC, no row, a NaN prediction).
    /// `weights` has one entry a row (0 leaves the row out), all 1 where `None`.
    pub fn score(
        self,
        truth: &Truth,
        prediction: &Prediction,
        weights: Option<&[f64]>,
    ) -> Option<f64> {
        let _ = (truth, prediction, weights);
        todo!()
    }
    /// Loss of each row such that the score is their mean (absolute error, squared error before the root of `rmse`
    /// , log loss, 1 - right for accuracy); `None` where the metric does not divide into rows.
    pub fn losses(self, truth: &Truth, prediction: &Prediction) -> Option<Vec<f64>> {
        let _ = (truth, prediction);
        todo!()
    }
}
