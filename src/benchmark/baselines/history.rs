//! Answers from the past of the same group, one step ahead: the last value, the mean of the last few.
//! A row knows every row of its group that is older by the horizon, inside folds and holdout too.

use std::sync::Arc;

use super::fitted::gather;
use super::{Answer, Fitted, Predictor, best_constant, class_shares};
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::metrics::{Prediction, Truth};
use crate::stats;

/// Lengths tried for the moving average; the best on the training rows serves.
const WINDOWS: &[usize] = &[3, 6, 12, 24];

enum History {
    LastValue(Arc<Past>),
    MovingAverage(Arc<Past>),
}

/// For each row of the table, the rows of its group in order of time and how many of them it knows.
struct Past {
    /// Labelled rows of every group, oldest first.
    groups: Vec<Vec<usize>>,
    /// Group and number of known rows, by row of the table.
    known: Vec<Option<(usize, usize)>>,
}

pub(super) fn list(setup: &Setup) -> Result<Vec<Box<dyn Predictor>>> {
    if setup.axis.is_none() {
        return Ok(Vec::new());
    }
    let past = Arc::new(Past::of(setup)?);
    Ok(vec![
        Box::new(History::LastValue(past.clone())),
        Box::new(History::MovingAverage(past)),
    ])
}

impl Past {
    fn of(setup: &Setup) -> Result<Past> {
        let table = &setup.dataset.table;
        let empty = Vec::new();
        let instants = setup.axis.as_ref().map_or(&empty, |a| &a.instants);
        let (codes, count) = match &setup.problem.group {
            Some(group) => {
                let labels = table.labels(group)?;
                let none = labels.names.len();
                (
                    labels
                        .codes
                        .iter()
                        .map(|c| c.map_or(none, |c| c as usize))
                        .collect(),
                    none + 1,
                )
            }
            None => (vec![0; table.rows()], 1),
        };
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut known = vec![None; table.rows()];
        setup
            .problem
            .labelled
            .iter()
            .filter(|&&r| instants[r].is_some())
            .for_each(|&r| groups[codes[r]].push(r));
        for (g, rows) in groups.iter_mut().enumerate() {
            rows.sort_by_key(|&r| (instants[r], r));
            for &row in rows.iter() {
                let before = rows.partition_point(|&r| match (instants[r], instants[row]) {
                    (Some(a), Some(b)) => a < b && a <= b - setup.horizon,
                    _ => false,
                });
                known[row] = Some((g, before));
            }
        }
        Ok(Past { groups, known })
    }

    /// The mean of the last `window` known rows of each test row, `None` where nothing is known.
    fn means(&self, setup: &Setup, rows: &[usize], window: usize) -> Vec<Option<Vec<f64>>> {
        rows.iter()
            .map(|&row| {
                let (group, before) = self.known[row].filter(|(_, before)| *before > 0)?;
                let last = &self.groups[group][before.saturating_sub(window)..before];
                Some(match setup.truth(last) {
                    Truth::Numbers(values) => vec![stats::mean(&values)],
                    Truth::Classes(codes, classes) => class_shares(&codes, classes.names.len()),
                })
            })
            .collect()
    }

    fn predict(
        &self,
        setup: &Setup,
        train: &[usize],
        rows: &[usize],
        window: usize,
    ) -> (Prediction, usize) {
        let truth = setup.truth(train);
        let whole = best_constant(setup, &truth);
        let means = self.means(setup, rows, window);
        let unanswered = means.iter().filter(|m| m.is_none()).count();
        let answers: Vec<Vec<f64>> = means
            .into_iter()
            .map(|m| m.unwrap_or_else(|| whole.clone()))
            .collect();
        let shares = setup.problem.classes.is_some();
        let prediction = gather(answers.len(), whole.len(), shares, |row| &answers[row]);
        (prediction, unanswered)
    }
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
                format!(
                    "the mean of the last {WINDOWS:?} of the same group, whichever is best on the training rows"
                )
            }
        }
    }

    fn fit(&self, _: &Setup, _: &[usize]) -> Result<Fitted> {
        Err(Error::new(format!(
            "'{}' answers from the rows before, which a fitted answer does not hold",
            self.name()
        ))
        .with_fix("write it as a rule: `LAG(<target>)`"))
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let (past, window) = match self {
            History::LastValue(past) => (past, 1),
            History::MovingAverage(past) => (past, best_window(past, setup, train)),
        };
        let (prediction, unanswered) = past.predict(setup, train, test, window);
        Ok(Answer {
            prediction,
            unanswered,
        })
    }
}

fn best_window(past: &Past, setup: &Setup, train: &[usize]) -> usize {
    let truth = setup.truth(train);
    let metric = setup.problem.metric;
    let mut best = (f64::NAN, WINDOWS[0]);
    for &window in WINDOWS {
        let score = metric
            .score(&truth, &past.predict(setup, train, train, window).0, None)
            .unwrap_or(f64::NAN);
        if metric.direction().better(score, best.0) {
            best = (score, window);
        }
    }
    best.1
}
