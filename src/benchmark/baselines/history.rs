//! Answers from the past of the same group, one step ahead: the last value, the mean of the last few.
//! A row knows every row of its group that is older by the horizon, inside folds and holdout too.

use std::sync::Arc;

use super::fitted::gather;
use super::{Answer, Fitted, Predictor, best_constant, class_shares};
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::metrics::{Prediction, Truth};
use crate::stats;
use crate::table::Past;

/// Lengths tried for the moving average; the best on the training rows serves.
const WINDOWS: &[usize] = &[3, 6, 12, 24];

enum History {
    LastValue(Arc<Past>),
    MovingAverage(Arc<Past>),
}

pub(super) fn list(setup: &Setup) -> Result<Vec<Box<dyn Predictor>>> {
    let Some(order) = &setup.order else {
        return Ok(Vec::new());
    };
    let labelled = setup.problem.labelled.iter().copied();
    let past = Arc::new(order.past(&setup.dataset.table, labelled)?);
    Ok(vec![
        Box::new(History::LastValue(past.clone())),
        Box::new(History::MovingAverage(past)),
    ])
}

/// The mean of the last `window` known rows of each row, `None` where nothing is known.
fn means(past: &Past, setup: &Setup, rows: &[usize], window: usize) -> Vec<Option<Vec<f64>>> {
    rows.iter()
        .map(|&row| {
            let known = past.known(row);
            let last = &known[known.len().saturating_sub(window)..];
            (!last.is_empty()).then(|| match setup.truth(last) {
                Truth::Numbers(values) => vec![stats::mean(&values)],
                Truth::Classes(codes, classes) => class_shares(&codes, classes.names.len(), None),
            })
        })
        .collect()
}

fn predict(
    past: &Past,
    setup: &Setup,
    train: &[usize],
    rows: &[usize],
    window: usize,
) -> (Prediction, usize) {
    let whole = best_constant(setup, train);
    let means = means(past, setup, rows, window);
    let unanswered = means.iter().filter(|m| m.is_none()).count();
    let answers: Vec<Vec<f64>> = means
        .into_iter()
        .map(|m| m.unwrap_or_else(|| whole.clone()))
        .collect();
    let shares = setup.problem.classes.is_some();
    let prediction = gather(answers.len(), whole.len(), shares, |row| &answers[row]);
    (prediction, unanswered)
}

impl Predictor for History {
    fn name(&self) -> &str {
        match self {
            History::LastValue(_) => "last_value",
            History::MovingAverage(_) => "moving_average",
        }
    }

    fn description(&self) -> String {
        match self {
            History::LastValue(_) => "what happened last in the same group".into(),
            History::MovingAverage(_) => {
                let tried: Vec<String> = WINDOWS.iter().map(usize::to_string).collect();
                format!(
                    "the mean of the last few of the same group, the best of {} on the training rows",
                    tried.join(", ")
                )
            }
        }
    }

    fn window(&self, setup: &Setup, train: &[usize]) -> Option<usize> {
        match self {
            History::LastValue(_) => None,
            History::MovingAverage(past) => Some(best_window(past, setup, train)),
        }
    }

    /// The rule that answers the same. Shares of classes are no rule's answer.
    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let target = format!("\"{}\"", setup.problem.target.replace('"', "\"\""));
        let expression = match (self.window(setup, train), setup.problem.classes.is_some()) {
            (None, _) => format!("LAG({target})"),
            (Some(window), false) => {
                format!("AVG({target}) OVER (ROWS BETWEEN {window} PRECEDING AND 1 PRECEDING)")
            }
            (Some(_), true) => {
                return Err(Error::new("a mean of classes cannot be kept as a rule")
                    .with_fix("use last_value, or write a rule"));
            }
        };
        Ok(Fitted::Rule {
            expression,
            coefficients: Vec::new(),
            otherwise: best_constant(setup, train),
        })
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let (History::LastValue(past) | History::MovingAverage(past)) = self;
        let window = self.window(setup, train).unwrap_or(1);
        let (prediction, unanswered) = predict(past, setup, train, test, window);
        Ok(Answer {
            prediction,
            unanswered,
        })
    }
}

fn best_window(past: &Past, setup: &Setup, train: &[usize]) -> usize {
    let direction = setup.problem.metric.direction();
    let mut best = (f64::NAN, WINDOWS[0]);
    for &window in WINDOWS {
        let said = predict(past, setup, train, train, window).0;
        let score = setup.score(train, &said).unwrap_or(f64::NAN);
        if direction.better(score, best.0) {
            best = (score, window);
        }
    }
    best.1
}
