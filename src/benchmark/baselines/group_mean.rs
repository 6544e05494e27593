//! The mean (or shares of the classes) of the rows with the same value of one category, drawn towards the whole.
//! The category is the project's group column, else the one that does best inside the training rows.

use std::collections::BTreeSet;

use super::{Answer, Predictor, best_constant, class_shares, gather};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::{Error, Result};
use crate::metrics::Truth;
use crate::stats;

/// A group of this many rows counts as much as the whole (the `m` of the m-estimate).
const SHRINKAGE: f64 = 10.0;
/// Columns with more different values are no groups.
const MOST_GROUPS: usize = 1000;

struct GroupMean {
    columns: Vec<String>,
    decided: bool,
}

pub(super) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let columns: Vec<String> = match &setup.problem.group {
        Some(group) => vec![group.clone()],
        None => setup
            .dataset
            .model_inputs()
            .filter(|c| matches!(c.kind, Kind::Category | Kind::Ordinal | Kind::Boolean))
            .filter(|c| {
                setup
                    .dataset
                    .table
                    .labels(&c.name)
                    .is_ok_and(|l| (2..=MOST_GROUPS).contains(&l.names.len()))
            })
            .map(|c| c.name.clone())
            .collect(),
    };
    if columns.is_empty() {
        return Vec::new();
    }
    vec![Box::new(GroupMean {
        columns,
        decided: setup.problem.group.is_some(),
    })]
}

impl Predictor for GroupMean {
    fn name(&self) -> &str {
        "group_mean"
    }

    fn description(&self) -> String {
        if self.decided {
            format!(
                "the mean of each '{}', drawn towards the mean of all",
                self.columns[0]
            )
        } else {
            format!(
                "the mean by the best of {} in the training rows, drawn towards the mean of all",
                crate::text::counted(self.columns.len(), "category column")
            )
        }
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let column = if self.columns.len() == 1 {
            &self.columns[0]
        } else {
            self.best_column(setup, train)?
        };
        by_column(setup, column, train, test).map(Answer::complete)
    }
}

impl GroupMean {
    /// Fitted on the even training rows and scored on the odd ones: the test rows are not looked at.
    fn best_column(&self, setup: &Setup, train: &[usize]) -> Result<&String> {
        let even: Vec<usize> = train.iter().copied().step_by(2).collect();
        let odd: Vec<usize> = train.iter().copied().skip(1).step_by(2).collect();
        let truth = setup.truth(&odd);
        let metric = setup.problem.metric;
        let mut best: Option<(f64, &String)> = None;
        for column in &self.columns {
            let score = metric
                .score(&truth, &by_column(setup, column, &even, &odd)?, None)
                .unwrap_or(f64::NAN);
            if best.is_none_or(|(b, _)| metric.direction().better(score, b)) {
                best = Some((score, column));
            }
        }
        best.map(|(_, column)| column)
            .ok_or_else(|| Error::new("no category column to group by"))
    }
}

fn by_column(
    setup: &Setup,
    column: &str,
    train: &[usize],
    test: &[usize],
) -> Result<crate::metrics::Prediction> {
    let labels = setup.dataset.table.labels(column)?;
    let slot = |row: usize| labels.codes[row].map_or(labels.names.len(), |c| c as usize);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); labels.names.len() + 1];
    train.iter().for_each(|&row| members[slot(row)].push(row));
    let all = setup.truth(train);
    let whole = best_constant(setup, &all);
    let seen: BTreeSet<usize> = test.iter().map(|&row| slot(row)).collect();
    let mut answers = vec![whole.clone(); members.len()];
    for group in seen.into_iter().filter(|g| !members[*g].is_empty()) {
        let own = match setup.truth(&members[group]) {
            Truth::Numbers(values) => vec![stats::mean(&values)],
            Truth::Classes(codes, classes) => class_shares(&codes, classes.names.len()),
        };
        let n = members[group].len() as f64;
        answers[group] = own
            .iter()
            .zip(&whole)
            .map(|(own, whole)| (n * own + SHRINKAGE * whole) / (n + SHRINKAGE))
            .collect();
    }
    let rows: Vec<Vec<f64>> = test.iter().map(|&row| answers[slot(row)].clone()).collect();
    Ok(gather(&all, &rows))
}
