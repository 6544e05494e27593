//! The mean (or shares of the classes) of the rows with the same value of one category, drawn towards the whole.
//! The category is the project's group column, else the one that does best inside the training rows.

use super::fitted::gather;
use super::tree::drawn;
use super::{Fitted, Predictor, best_constant, mean};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::{Error, Result};
use crate::table::Labels;

/// A group of this many rows counts as much as the whole (the `m` of the m-estimate).
const SHRINKAGE: f64 = 10.0;
/// Columns with more different values are no groups.
const MOST_GROUPS: usize = 1000;

struct GroupMean {
    /// The columns with the value of each row of the table.
    columns: Vec<(String, Labels)>,
    decided: bool,
}

pub(super) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let table = &setup.dataset.table;
    let coded = |name: &String| Some((name.clone(), table.labels(name).ok()?));
    let columns: Vec<(String, Labels)> = match &setup.problem.group {
        Some(group) => coded(group).into_iter().collect(),
        None => setup
            .dataset
            .model_inputs()
            .filter(|c| matches!(c.kind, Kind::Category | Kind::Ordinal | Kind::Boolean))
            .filter_map(|c| coded(&c.name))
            .filter(|(_, labels)| (2..=MOST_GROUPS).contains(&labels.names.len()))
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
                self.columns[0].0
            )
        } else {
            format!(
                "the mean by the best of {} in the training rows, drawn towards the mean of all",
                crate::text::counted(self.columns.len(), "category column")
            )
        }
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let (name, labels) = match self.columns.as_slice() {
            [only] => only,
            _ => self.best_column(setup, train)?,
        };
        let means = Means::of(setup, labels, train);
        let seen = labels.names.iter().zip(means.of_group);
        Ok(Fitted::Groups {
            column: name.clone(),
            answers: seen
                .filter_map(|(name, mean)| Some((name.clone(), mean?)))
                .collect(),
            missing: means.missing,
            otherwise: means.whole,
        })
    }
}

impl GroupMean {
    /// Fitted on half of the training rows, or of as many as are enough, and scored on the others: the test rows are not looked at.
    fn best_column(&self, setup: &Setup, train: &[usize]) -> Result<&(String, Labels)> {
        let rows = drawn(setup, train);
        let even: Vec<usize> = rows.iter().copied().step_by(2).collect();
        let odd: Vec<usize> = rows.iter().copied().skip(1).step_by(2).collect();
        let metric = setup.problem.metric;
        let is_class = setup.problem.classes.is_some();
        let mut best: Option<(f64, &(String, Labels))> = None;
        for column in &self.columns {
            let means = Means::of(setup, &column.1, &even);
            let said = gather(odd.len(), means.whole.len(), is_class, |at| {
                means.answer(&column.1, odd[at])
            });
            let score = setup.score(&odd, &said).unwrap_or(f64::NAN);
            if best.is_none_or(|(b, _)| metric.direction().better(score, b)) {
                best = Some((score, column));
            }
        }
        best.map(|(_, column)| column)
            .ok_or_else(|| Error::new("no category column to group by"))
    }
}

/// The mean of each group, drawn towards that of all rows.
struct Means {
    /// `None` of a group that has no row.
    of_group: Vec<Option<Vec<f64>>>,
    missing: Vec<f64>,
    whole: Vec<f64>,
}

impl Means {
    fn of(setup: &Setup, labels: &Labels, train: &[usize]) -> Means {
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
        let missing = shrunk(&members[groups]);
        members.truncate(groups);
        let seen = |rows: &Vec<usize>| (!rows.is_empty()).then(|| shrunk(rows));
        Means {
            of_group: members.iter().map(seen).collect(),
            missing,
            whole,
        }
    }

    /// The answer for a row of the table.
    fn answer(&self, labels: &Labels, row: usize) -> &Vec<f64> {
        match labels.codes[row] {
            None => &self.missing,
            Some(code) => self.of_group[code as usize].as_ref().unwrap_or(&self.whole),
        }
    }
}
