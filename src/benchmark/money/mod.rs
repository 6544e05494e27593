//! What errors cost: the expression or the matrix of `[value]`, per decision and per year, and what one predictor gains over another.
//!
//! | file | what lives there |
//! |--|--|
//! | `stakes` | what each of two decisions costs, row by row, and the threshold that such costs imply |
//! | `threshold` | the threshold of least cost, chosen on rows that are not scored with it |
//! | `several` | the decision of least expected cost among several classes |
//! | `gain` | what one predictor saves over another, with its interval |

mod gain;
mod several;
mod stakes;
mod threshold;

pub use gain::{Amount, Gain, Payback, Upkeep, gains};
pub use threshold::Thresholds;

use serde::{Deserialize, Serialize};

use self::several::cheapest;
use self::stakes::Stakes;
use super::{OutOfFold, Setup};
use crate::decisions::Value;
use crate::error::{Error, Result};
use crate::metrics::{Prediction, Truth, with_prediction};
use crate::project::Project;
use crate::spec::{Columns, PREDICTION, Purpose, expression_at};
use crate::stats;
use crate::table::{Expression, Table};

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

/// What out-of-fold predictions cost.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldCosts {
    /// Mean cost of a decision and cost of a year's.
    pub cost: Cost,
    /// Where two classes are cut; `None` for another task.
    pub thresholds: Option<Thresholds>,
}

impl FoldCosts {
    /// As it is kept, before the holdout is opened.
    pub fn money(&self) -> Money {
        Money {
            folds: self.cost,
            holdout: None,
        }
    }
}

/// How costs are computed, once it is stated.
#[derive(Debug, Clone)]
pub struct Costing {
    how: How,
    decisions_per_year: Option<f64>,
}

#[derive(Debug, Clone)]
enum How {
    /// Two classes: what either decision costs in each row of the table, and the threshold implied by the rows outside the holdout.
    Two(Stakes, f64),
    /// Several classes: cost by true class, then predicted class.
    Matrix(Vec<Vec<f64>>),
    /// A number, or one of several classes.
    Expression(Expression),
}

impl Costing {
    /// What the decisions say; `None` where no cost is stated.
    pub fn of(project: &Project, setup: &Setup) -> Result<Option<Costing>> {
        let value = &project.decisions.value;
        let two = setup.problem.classes.as_ref().and_then(|c| c.binary());
        let how = match (&value.cost, &value.matrix, two) {
            (None, None, _) => return Ok(None),
            (Some(text), _, None) => How::Expression(expression(project, setup, text)?),
            (None, Some(_), None) => How::Matrix(matrix(project, setup)?),
            (Some(text), _, Some(positive)) => {
                let expression = expression(project, setup, text)?;
                two_classes(
                    setup,
                    Stakes::of_expression(setup, &expression, positive)?,
                    positive,
                )
            }
            (None, Some(_), Some(positive)) => {
                let matrix = matrix(project, setup)?;
                two_classes(
                    setup,
                    Stakes::of_matrix(setup, &matrix, positive)?,
                    positive,
                )
            }
        };
        Ok(Some(Costing {
            how,
            decisions_per_year: value.decisions_per_year,
        }))
    }

    /// Cost of each of these rows under this prediction; not-a-number where the expression has no answer. Two classes are cut where the stated
    /// costs imply it.
    pub fn per_row(
        &self,
        setup: &Setup,
        rows: &[usize],
        prediction: &Prediction,
    ) -> Result<Vec<f64>> {
        self.per_row_at(setup, rows, prediction, None)
    }

    /// The same with two classes cut at this threshold.
    pub fn per_row_at(
        &self,
        setup: &Setup,
        rows: &[usize],
        prediction: &Prediction,
        threshold: Option<f64>,
    ) -> Result<Vec<f64>> {
        match (&self.how, prediction) {
            (How::Two(stakes, implied), Prediction::Probabilities(shares)) => {
                let threshold = threshold.unwrap_or(*implied);
                let said = shares.column(stakes.positive());
                let cost = |(&row, &share): (&usize, &f64)| stakes.cost(row, share, threshold);
                Ok(rows.iter().zip(said).map(cost).collect())
            }
            (How::Matrix(matrix), Prediction::Probabilities(shares)) => {
                let Truth::Classes(codes, _) = setup.truth(rows) else {
                    return Err(does_not_go());
                };
                let said = shares.rows().into_iter().map(|row| cheapest(matrix, row));
                let cost = |(&truth, said): (&u32, usize)| matrix[truth as usize][said];
                Ok(codes.iter().zip(said).map(cost).collect())
            }
            (How::Expression(expression), _) => {
                let table = read_by(setup, expression)?.take(rows)?;
                let classes = setup.problem.classes.as_ref();
                let table = with_prediction(table, &setup.problem.target, prediction, classes)?;
                expression.numbers(&table, &[])
            }
            _ => Err(does_not_go()),
        }
    }

    /// Mean cost of these rows, each with its weight, and of a year's decisions. Two classes are cut where the stated costs imply it.
    pub fn cost(&self, setup: &Setup, rows: &[usize], prediction: &Prediction) -> Result<Cost> {
        self.cost_at(setup, rows, prediction, None)
    }

    /// The same with two classes cut at this threshold.
    pub fn cost_at(
        &self,
        setup: &Setup,
        rows: &[usize],
        prediction: &Prediction,
        threshold: Option<f64>,
    ) -> Result<Cost> {
        let costs = self.per_row_at(setup, rows, prediction, threshold)?;
        Ok(self.of_rows(setup, rows, &costs))
    }

    /// Where two classes are cut, chosen for these predictions; `None` for another task.
    pub fn thresholds(&self, setup: &Setup, predictions: &OutOfFold) -> Option<Thresholds> {
        match &self.how {
            How::Two(stakes, _) => Some(Thresholds::choose(setup, stakes, predictions)),
            _ => None,
        }
    }

    /// What the predictions of the folds cost. Two classes are cut in each fold where the decisions on the other rows that it learns from would have cost
    /// least.
    pub fn on_folds(&self, setup: &Setup, predictions: &OutOfFold) -> Result<FoldCosts> {
        let thresholds = self.thresholds(setup, predictions);
        let per_row = self.per_fold_row(setup, predictions, thresholds.as_ref())?;
        Ok(FoldCosts {
            cost: self.of_rows(setup, &setup.scored_rows(), &per_row),
            thresholds,
        })
    }

    /// Cost of each scored row, one fold below the other, with two classes cut at these thresholds; not-a-number where the expression has no answer.
    pub fn per_fold_row(
        &self,
        setup: &Setup,
        predictions: &OutOfFold,
        thresholds: Option<&Thresholds>,
    ) -> Result<Vec<f64>> {
        let folds = setup.plan.folds.iter().zip(&predictions.folds);
        let costs = folds.enumerate().map(|(at, (fold, prediction))| {
            let threshold = thresholds.and_then(|t| t.folds.get(at)).copied();
            self.per_row_at(setup, &fold.test, prediction, threshold)
        });
        Ok(costs.collect::<Result<Vec<_>>>()?.concat())
    }

    /// What one predictor saves over another on the folds, both with the thresholds that were chosen for them; `None` where no row has a cost.
    pub fn saved(
        &self,
        setup: &Setup,
        ours: (&OutOfFold, Option<&Thresholds>),
        theirs: (&OutOfFold, Option<&Thresholds>),
        value: &Value,
        upkeep: Upkeep,
    ) -> Result<Option<Gain>> {
        let theirs = self.per_fold_row(setup, theirs.0, theirs.1)?;
        let ours = self.per_fold_row(setup, ours.0, ours.1)?;
        let rows = setup.scored_rows();
        let found = gains(setup, &rows, &theirs, &[&ours], value, upkeep)?;
        Ok(found.into_iter().flatten().next())
    }

    fn of_rows(&self, setup: &Setup, rows: &[usize], costs: &[f64]) -> Cost {
        let mean = match setup.weights(rows) {
            Some(weights) => stats::weighted_mean(costs, &weights),
            None => stats::mean(costs),
        };
        let per_decision = (!mean.is_nan()).then_some(mean);
        Cost {
            per_decision,
            per_year: per_decision
                .zip(self.decisions_per_year)
                .map(|(cost, n)| cost * n),
        }
    }
}

fn two_classes(setup: &Setup, stakes: Stakes, positive: usize) -> How {
    let implied = stakes.implied(setup, &setup.plan.development, positive);
    How::Two(stakes, implied)
}

fn does_not_go() -> Error {
    Error::new("the cost does not go with the task")
        .with_fix("state `value.cost` or `value.matrix` for this target")
}

/// The expression of `value.cost`.
fn expression(project: &Project, setup: &Setup, text: &str) -> Result<Expression> {
    let columns = Columns {
        schema: setup.dataset.table.schema(),
        // A number or the name of a class.
        unsure: [PREDICTION.to_owned()].into(),
        ..Columns::default()
    };
    expression_at(project, "value.cost", text, Purpose::Cost, &columns)
}

/// `value.matrix` in the order of the classes, 0 where nothing is stated.
fn matrix(project: &Project, setup: &Setup) -> Result<Vec<Vec<f64>>> {
    let Some(classes) = &setup.problem.classes else {
        return Err(Error::new("value.matrix needs a target of classes")
            .at_file(project.file())
            .with_fix("write `cost = \"abs(prediction - …)\"` for a number"));
    };
    let stated = project.decisions.value.matrix.iter().flatten();
    let mut matrix = vec![vec![0.0; classes.names.len()]; classes.names.len()];
    for (truth, row) in stated {
        let place = |name: &str| {
            let found = classes.names.iter().position(|class| class == name);
            found.ok_or_else(|| {
                Error::new(format!(
                    "value.matrix names the class '{}', which the target has not",
                    crate::text::escape(name)
                ))
                .at_file(project.file())
                .with_fix(format!("the classes are {}", classes.names.join(", ")))
            })
        };
        let truth = place(truth)?;
        for (said, cost) in row {
            matrix[truth][place(said)?] = *cost;
        }
    }
    Ok(matrix)
}

/// The columns that the expression reads and the target.
fn read_by(setup: &Setup, expression: &Expression) -> Result<Table> {
    let target = setup.problem.target.as_str();
    let read = expression.columns().iter().map(String::as_str);
    let others = read.filter(|name| *name != PREDICTION && *name != target);
    let names: Vec<&str> = others.chain([target]).collect();
    setup.dataset.table.select(&names)
}

#[cfg(test)]
mod tests;
