//! Baselines: predictors that do not learn from features by optimisation, a file a kind, and the list of them.

mod constant;
mod drift;
mod fitted;
mod group_mean;
mod history;
mod keyed;
mod last_year;
mod line;
mod media;
mod rule;
mod smoothing;
mod tree;
mod word;

pub use fitted::Fitted;
pub use tree::{Node, Question};
pub use word::Word;

use super::Setup;
use super::fit::Criterion;
use crate::error::Result;
use crate::metrics::{Prediction, Truth};
use crate::project::Project;
use crate::stats;

/// What a baseline answers for some rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// A prediction for each row.
    pub prediction: Prediction,
    /// Rows for which it had no answer of its own and the best constant stood in.
    pub unanswered: usize,
}

/// A baseline.
pub trait Predictor: Send + Sync {
    /// Its name in every table.
    fn name(&self) -> &str;
    /// What it does, in words; a rule's expression.
    fn description(&self) -> String;
    /// Whether a person wrote it.
    fn is_rule(&self) -> bool {
        false
    }
    /// Rows that a moving average takes, or that a season has, chosen on these rows of the table; nothing for any other baseline.
    fn window(&self, _setup: &Setup, _train: &[usize]) -> Option<usize> {
        None
    }
    /// Learns what it needs from these rows of the table.
    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted>;
    /// Learns from `train` and answers for `test`, both rows of the table.
    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let fitted = self.fit(setup, train)?;
        // Rows are copied for the columns that are read.
        let inputs = fitted.inputs();
        let names: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let asked = setup.dataset.table.select(&names)?.take(test)?;
        fitted.answer(&asked, setup.problem.classes.as_ref())
    }
}

pub(super) use constant::list as constants;
pub(super) use rule::draft;

/// Every baseline that makes sense for the problem, then the user's rules.
pub fn all(project: &Project, setup: &Setup) -> Result<Vec<Box<dyn Predictor>>> {
    // Categories are coded and rows are put in the order of time side by side.
    let (groups, past) = rayon::join(|| group_mean::list(setup), || history::list(setup));
    let mut list: Vec<Box<dyn Predictor>> = constant::list(setup);
    list.extend(groups);
    list.extend(tree::list(setup));
    list.extend(line::list(setup));
    list.extend(word::list(setup));
    list.extend(media::list(project, setup));
    list.extend(past?);
    let taken: Vec<String> = list.iter().map(|b| b.name().to_owned()).collect();
    list.extend(rule::list(project, setup, &taken));
    Ok(list)
}

/// Shares of each class among rows that count alike, or with weights; all 0 where no row counts.
pub(super) fn class_shares(codes: &[u32], classes: usize, weights: Option<&[f64]>) -> Vec<f64> {
    let mut shares = vec![0.0; classes];
    for (row, &code) in codes.iter().enumerate() {
        shares[code as usize] += weights.map_or(1.0, |w| w[row]);
    }
    let total: f64 = shares.iter().sum();
    if total > 0.0 {
        shares.iter_mut().for_each(|s| *s /= total);
    }
    shares
}

/// The mean of these rows, each with its weight; for classes their shares.
pub(super) fn mean(setup: &Setup, rows: &[usize]) -> Vec<f64> {
    let Some(weights) = setup.weights(rows) else {
        return plain_mean(setup, rows);
    };
    match setup.truth(rows) {
        Truth::Classes(codes, classes) => class_shares(&codes, classes.names.len(), Some(&weights)),
        Truth::Numbers(values) => vec![stats::weighted_mean(&values, &weights)],
    }
}

/// The mean of these rows, all alike; for classes their shares.
pub(super) fn plain_mean(setup: &Setup, rows: &[usize]) -> Vec<f64> {
    match setup.truth(rows) {
        Truth::Classes(codes, classes) => class_shares(&codes, classes.names.len(), None),
        Truth::Numbers(values) => vec![stats::mean(&values)],
    }
}

/// The median of these rows, each with its weight; for classes their shares.
pub(super) fn median(setup: &Setup, rows: &[usize]) -> Vec<f64> {
    match (setup.truth(rows), setup.weights(rows)) {
        (Truth::Classes(..), _) => mean(setup, rows),
        (Truth::Numbers(values), None) => vec![stats::median(&values)],
        (Truth::Numbers(values), Some(weights)) => {
            vec![stats::weighted_median(&values, &weights).unwrap_or(f64::NAN)]
        }
    }
}

/// The best answer that is the same for every row: for classes their shares; for numbers the quantile that the metric asks
/// for, the median where absolute errors count, else the mean.
pub(super) fn best_constant(setup: &Setup, rows: &[usize]) -> Vec<f64> {
    if let Some(level) = tail(setup) {
        constant::quantile(setup, rows, level)
    } else if by_absolute_error(setup) {
        median(setup, rows)
    } else {
        mean(setup, rows)
    }
}

/// The quantile that the metric asks for, where it is not the median.
pub(super) fn tail(setup: &Setup) -> Option<f64> {
    match Criterion::of(setup.problem.metric) {
        Criterion::Quantile(level) if level != 0.5 => Some(level),
        _ => None,
    }
}

/// Whether the metric counts errors by their size rather than their square, so that a median is its best constant.
pub(super) fn by_absolute_error(setup: &Setup) -> bool {
    matches!(
        setup.problem.metric.name(),
        "mae" | "mape" | "smape" | "mase" | "median_absolute_error"
    )
}
