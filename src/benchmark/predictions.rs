//! Out-of-fold predictions: kept as Parquet beside the evidence, so that any later model is compared on the same rows.

use ndarray::Array2;

use super::{Setup, Thresholds};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction, Truth};
use crate::project::Project;
use crate::table::{ReadOptions, Table, read};

/// Predictions of one predictor for the test rows of each fold.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfFold {
    /// One entry a fold of the plan, in its order.
    pub folds: Vec<Prediction>,
}

/// Out-of-fold predictions of all folds one below the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Pooled {
    /// Rows of the table.
    pub rows: Vec<usize>,
    /// Their predictions.
    pub prediction: Prediction,
}

/// The rows that the folds score, as they stand in every file of predictions: row of the table, fold, truth.
pub struct ScoredRows(Table);

impl ScoredRows {
    /// Those of these folds.
    pub fn of(setup: &Setup) -> Result<ScoredRows> {
        let folds = setup.plan.folds.iter().enumerate();
        let folds =
            folds.flat_map(|(i, fold)| std::iter::repeat_n(i as f64 + 1.0, fold.test.len()));
        let folds: Vec<f64> = folds.collect();
        let rows = setup.scored_rows();
        let row_numbers: Vec<f64> = rows.iter().map(|r| *r as f64).collect();
        let table = Table::from_numbers(&[("row", row_numbers), ("fold", folds)])?;
        let table = match setup.truth(&rows) {
            Truth::Numbers(values) => table.with_numbers("truth", &values)?,
            Truth::Classes(codes, classes) => {
                let names: Vec<_> = codes
                    .iter()
                    .map(|c| Some(classes.names[*c as usize].clone()))
                    .collect();
                table.with_texts("truth", &names)?
            }
        };
        Ok(ScoredRows(table))
    }
}

impl OutOfFold {
    /// What is decided with these thresholds, all folds one below the other; `None` where nothing cuts two classes.
    pub fn decided_by(&self, setup: &Setup, thresholds: Option<&Thresholds>) -> Option<Prediction> {
        let positive = setup.problem.classes.as_ref().and_then(Classes::binary);
        let (thresholds, positive) = thresholds.zip(positive)?;
        Some(self.decided(thresholds, positive).pooled(setup).prediction)
    }

    /// What is decided in each fold as a probability of 0 or 1 of the class at `positive`.
    pub fn decided(&self, thresholds: &Thresholds, positive: usize) -> OutOfFold {
        let folds = self.folds.iter().zip(&thresholds.folds);
        OutOfFold {
            folds: folds
                .map(|(fold, threshold)| fold.decided(*threshold, positive))
                .collect(),
        }
    }

    /// All folds one below the other.
    pub fn pooled(&self, setup: &Setup) -> Pooled {
        let rows = setup.scored_rows();
        let prediction = match self.folds.first() {
            Some(Prediction::Probabilities(first)) => {
                let width = first.ncols();
                let values = self.folds.iter().flat_map(|fold| match fold {
                    Prediction::Probabilities(shares) => shares.iter().copied().collect(),
                    Prediction::Numbers(_) => Vec::new(),
                });
                let values: Vec<f64> = values.collect();
                let shape = (values.len() / width.max(1), width);
                Prediction::Probabilities(Array2::from_shape_vec(shape, values).unwrap_or_default())
            }
            _ => Prediction::Numbers(
                self.folds
                    .iter()
                    .flat_map(|fold| match fold {
                        Prediction::Numbers(values) => values.clone(),
                        Prediction::Probabilities(_) => Vec::new(),
                    })
                    .collect(),
            ),
        };
        Pooled { rows, prediction }
    }

    /// Writes them beside the rows they are of: row of the table, fold, truth, prediction or probability of each class.
    pub fn keep(
        &self,
        project: &Project,
        path: &str,
        setup: &Setup,
        rows: &ScoredRows,
    ) -> Result<()> {
        let prediction = self.pooled(setup).prediction;
        with_prediction(rows.0.clone(), &prediction, setup.problem.classes.as_ref())?
            .write(&project.evidence_file(path)?)
    }

    /// Reads what [`OutOfFold::keep`] wrote. An error where it does not fit the folds of today.
    pub fn read(project: &Project, path: &str, setup: &Setup) -> Result<OutOfFold> {
        let file = project.evidence_path(path)?;
        let table = read(&file, &ReadOptions::default())?;
        let stale = || {
            Error::new("the predictions do not fit the folds of today")
                .at_file(file.clone())
                .with_fix("compute the stage again with --force")
        };
        let rows: Vec<usize> = table.numbers("row")?.iter().map(|r| *r as usize).collect();
        if rows != setup.scored_rows() || !tells_the_truth(&table, &setup.truth(&rows))? {
            return Err(stale());
        }
        let columns: Vec<Vec<f64>> = match &setup.problem.classes {
            None => vec![table.numbers("prediction")?],
            Some(classes) => classes
                .names
                .iter()
                .map(|n| table.numbers(&format!("probability_{n}")))
                .collect::<Result<_>>()?,
        };
        let mut from = 0;
        let mut folds = Vec::new();
        for fold in &setup.plan.folds {
            let to = from + fold.test.len();
            folds.push(match &setup.problem.classes {
                None => Prediction::Numbers(columns[0][from..to].to_vec()),
                Some(_) => Prediction::Probabilities(Array2::from_shape_fn(
                    (to - from, columns.len()),
                    |(r, c)| columns[c][from + r],
                )),
            });
            from = to;
        }
        Ok(OutOfFold { folds })
    }
}

/// Whether what happened is still what the predictions were kept with: other data may have as many rows.
fn tells_the_truth(table: &Table, truth: &Truth) -> Result<bool> {
    Ok(match truth {
        Truth::Numbers(values) => table.numbers("truth")? == *values,
        Truth::Classes(codes, classes) => table
            .texts("truth")?
            .iter()
            .zip(codes)
            .all(|(kept, code)| kept.as_ref() == Some(&classes.names[*code as usize])),
    })
}

/// Adds `prediction`, and `probability_<class>` where there are classes.
pub fn with_prediction(
    table: Table,
    prediction: &Prediction,
    classes: Option<&crate::metrics::Classes>,
) -> Result<Table> {
    match (prediction, classes) {
        (Prediction::Probabilities(shares), Some(classes)) => {
            let said = prediction.label_names(classes);
            let mut table = table.with_texts("prediction", &said)?;
            for (c, name) in classes.names.iter().enumerate() {
                table = table
                    .with_numbers(&format!("probability_{name}"), &shares.column(c).to_vec())?;
            }
            Ok(table)
        }
        (Prediction::Numbers(values), _) => table.with_numbers("prediction", values),
        (Prediction::Probabilities(_), None) => Err(Error::new("probabilities without classes")),
    }
}
