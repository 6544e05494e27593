//! What errors cost: the expression or the matrix of `[value]`, per decision and per year.

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

use super::Setup;
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::project::Project;
use crate::spec::{Columns, PREDICTION, Purpose, expression_at};
use crate::stats;
use crate::table::{Expression, Storage};

/// What errors cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Mean cost of a decision.
    pub per_decision: Option<f64>,
    /// Cost of a year's decisions.
    pub per_year: Option<f64>,
}

/// Costs on the folds and on the holdout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// On the folds' rows.
    pub folds: Cost,
    /// On the holdout, where it was opened.
    pub holdout: Option<Cost>,
}

/// How costs are computed, once it is stated.
#[derive(Debug, Clone)]
pub struct Costing {
    how: How,
    per_year: Option<f64>,
}

#[derive(Debug, Clone)]
enum How {
    Expression(Expression),
    /// Cost by true class, then predicted class.
    Matrix(Vec<Vec<f64>>),
}

impl Costing {
    /// What the decisions say; `None` where no cost is stated.
    pub fn of(project: &Project, setup: &Setup) -> Result<Option<Costing>> {
        let value = &project.decisions.value;
        let how = match (&value.cost, &value.matrix, &setup.problem.classes) {
            (Some(text), _, _) => {
                let columns = Columns {
                    schema: setup.dataset.table.schema(),
                    // A number or the name of a class.
                    unsure: [PREDICTION.to_owned()].into(),
                    ..Columns::default()
                };
                let key = "value.cost";
                let cost = expression_at(project, key, text, Purpose::Cost, &columns)?;
                How::Expression(cost)
            }
            (None, Some(matrix), Some(classes)) => {
                let cost = |truth: &String, said: &String| {
                    matrix.get(truth).and_then(|row| row.get(said)).copied()
                };
                let stray = matrix
                    .iter()
                    .flat_map(|(truth, row)| std::iter::once(truth).chain(row.keys()))
                    .find(|name| !classes.names.contains(name));
                if let Some(stray) = stray {
                    return Err(Error::new(format!(
                        "value.matrix names the class '{}', which the target has not",
                        crate::text::escape(stray)
                    ))
                    .at_file(project.file())
                    .with_fix(format!("the classes are {}", classes.names.join(", "))));
                }
                let row = |truth| {
                    classes
                        .names
                        .iter()
                        .map(|said| cost(truth, said).unwrap_or(0.0))
                        .collect()
                };
                How::Matrix(classes.names.iter().map(row).collect())
            }
            (None, Some(_), None) => {
                return Err(Error::new("value.matrix needs a target of classes")
                    .at_file(project.file())
                    .with_fix("write `cost = \"abs(prediction - …)\"` for a number"));
            }
            (None, None, _) => return Ok(None),
        };
        Ok(Some(Costing {
            how,
            per_year: value.decisions_per_year,
        }))
    }

    /// Cost of each of these rows under this prediction; not-a-number where the expression has no answer.
    pub fn per_row(
        &self,
        setup: &Setup,
        rows: &[usize],
        prediction: &Prediction,
    ) -> Result<Vec<f64>> {
        match (&self.how, prediction, setup.truth(rows)) {
            (
                How::Matrix(matrix),
                Prediction::Probabilities(_),
                crate::metrics::Truth::Classes(codes, classes),
            ) => {
                let said = cheapest(matrix, prediction, classes.names.len());
                let cost = |(&truth, said): (&u32, usize)| matrix[truth as usize][said];
                Ok(codes.iter().zip(said).map(cost).collect())
            }
            (How::Expression(expression), Prediction::Numbers(values), _) => {
                let table = setup
                    .dataset
                    .table
                    .take(rows)?
                    .with_numbers(PREDICTION, values)?;
                expression.numbers(&table, &[])
            }
            (
                How::Expression(expression),
                Prediction::Probabilities(_),
                crate::metrics::Truth::Classes(_, classes),
            ) => {
                let said = prediction.label_names(&classes);
                let table = setup.dataset.table.take(rows)?;
                // Beside a target of numbers such as 0 and 1 the predicted class is a number too.
                let numbers: Option<Vec<f64>> = match table.column(&setup.problem.target)?.storage {
                    Storage::Integer | Storage::Number => said
                        .iter()
                        .map(|name| name.as_ref().map_or(Some(f64::NAN), |n| n.parse().ok()))
                        .collect(),
                    _ => None,
                };
                let table = match numbers {
                    Some(numbers) => table.with_numbers(PREDICTION, &numbers)?,
                    None => table.with_texts(PREDICTION, &said)?,
                };
                expression.numbers(&table, &[])
            }
            _ => Err(Error::new("the cost does not go with the task")
                .with_fix("state `value.cost` or `value.matrix` for this target")),
        }
    }

    /// Mean cost of these rows, each with its weight, and of a year's decisions.
    pub fn cost(&self, setup: &Setup, rows: &[usize], prediction: &Prediction) -> Result<Cost> {
        let costs = self.per_row(setup, rows, prediction)?;
        let mean = match setup.weights(rows) {
            Some(weights) => stats::weighted_mean(&costs, &weights),
            None => stats::mean(&costs),
        };
        let per_decision = (!mean.is_nan()).then_some(mean);
        Ok(Cost {
            per_decision,
            per_year: per_decision.zip(self.per_year).map(|(cost, n)| cost * n),
        })
    }
}

/// The decision of least expected cost for each row (Elkan 2001): with costs of 5 to 1 a probability of a sixth is
/// enough to refuse. A rule that names a class keeps to it.
fn cheapest(matrix: &[Vec<f64>], prediction: &Prediction, classes: usize) -> Vec<usize> {
    let Prediction::Probabilities(shares) = prediction else {
        return Vec::new();
    };
    let expected = |row: ArrayView1<'_, f64>, said: usize| -> f64 {
        row.iter()
            .enumerate()
            .map(|(truth, share)| share * matrix[truth][said])
            .sum()
    };
    let decide = |row: ArrayView1<'_, f64>| {
        if let Some(certain) = row.iter().position(|share| *share == 1.0) {
            return certain;
        }
        (0..classes).fold(0, |best, said| {
            if expected(row, said) < expected(row, best) {
                said
            } else {
                best
            }
        })
    };
    shares.rows().into_iter().map(decide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dear_mistakes_are_avoided_early() {
        // Truth down, decision across: calling a bad one good costs 5.
        let matrix = [vec![0.0, 5.0], vec![1.0, 0.0]];
        let shares = ndarray::array![[0.1, 0.9], [0.2, 0.8], [0.0, 1.0], [1.0, 0.0]];
        assert_eq!(
            cheapest(&matrix, &Prediction::Probabilities(shares), 2),
            [1, 0, 1, 0]
        );
    }
}
