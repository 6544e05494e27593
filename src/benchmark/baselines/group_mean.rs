//! The mean (or shares of the classes) of the rows with the same value of one category, drawn towards the whole.
//! The category is the project's group column, else the one that does best inside the training rows.

use super::{Fitted, Predictor, best_constant, mean};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::{Error, Result};

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

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let column = if self.columns.len() == 1 {
            &self.columns[0]
        } else {
            self.best_column(setup, train)?
        };
        by_column(setup, column, train)
    }
}

impl GroupMean {
    /// Fitted on the even training rows and scored on the odd ones: the test rows are not looked at.
    fn best_column(&self, setup: &Setup, train: &[usize]) -> Result<&String> {
        let even: Vec<usize> = train.iter().copied().step_by(2).collect();
        let odd: Vec<usize> = train.iter().copied().skip(1).step_by(2).collect();
        let names: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let asked = setup.dataset.table.select(&names)?.take(&odd)?;
        let metric = setup.problem.metric;
        let mut best: Option<(f64, &String)> = None;
        for column in &self.columns {
            let answer =
                by_column(setup, column, &even)?.answer(&asked, setup.problem.classes.as_ref())?;
            let score = setup.score(&odd, &answer.prediction).unwrap_or(f64::NAN);
            if best.is_none_or(|(b, _)| metric.direction().better(score, b)) {
                best = Some((score, column));
            }
        }
        best.map(|(_, column)| column)
            .ok_or_else(|| Error::new("no category column to group by"))
    }
}

fn by_column(setup: &Setup, column: &str, train: &[usize]) -> Result<Fitted> {
    let labels = setup.dataset.table.labels(column)?;
    let groups = labels.names.len();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); groups + 1];
    for &row in train {
        members[labels.codes[row].map_or(groups, |c| c as usize)].push(row);
    }
    let whole = best_constant(setup, train);
    let shrunk = |rows: &Vec<usize>| -> Vec<f64> {
        let n = setup
            .weights(rows)
            .map_or(rows.len() as f64, |weights| weights.iter().sum());
        if n <= 0.0 {
            return whole.clone();
        }
        mean(setup, rows)
            .iter()
            .zip(&whole)
            .map(|(own, whole)| (n * own + SHRINKAGE * whole) / (n + SHRINKAGE))
            .collect()
    };
    let seen = (0..groups).filter(|&group| !members[group].is_empty());
    Ok(Fitted::Groups {
        column: column.to_owned(),
        answers: seen
            .map(|group| (labels.names[group].clone(), shrunk(&members[group])))
            .collect(),
        missing: shrunk(&members[groups]),
        otherwise: whole.clone(),
    })
}
