//! A boosted model: trees and what their outputs mean.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::super::engine::{Engine, Trees};
use super::super::single;
use crate::error::Result;
use crate::metrics::{Classes, Prediction};
use crate::models::{Contributions, Model, Params, Scale, Told, saved, training};
use crate::prepare::Matrix;

/// What the outputs of the trees mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Target {
    /// A number: centre + unit x output.
    Number { centre: f64, unit: f64 },
    /// Probabilities of the classes with these codes; of two, the output is that of the second.
    Classes { classes: Classes, codes: Vec<u32> },
}

impl Target {
    /// What one unit of the training loss is in units of the target.
    pub(super) fn unit(&self) -> f64 {
        match self {
            Target::Number { unit, .. } => *unit,
            Target::Classes { .. } => 1.0,
        }
    }

    /// Outputs of the trees by row.
    fn width(&self) -> usize {
        match self {
            Target::Classes { codes, .. } if codes.len() > 2 => codes.len(),
            _ => 1,
        }
    }
}

/// A fitted model.
#[derive(Debug)]
pub(super) struct Boosted {
    /// Names of the matrix columns.
    pub(super) columns: Vec<String>,
    pub(super) rounds: usize,
    pub(super) target: Target,
    pub(super) trees: Box<dyn Trees>,
}

/// A model as it is saved.
#[derive(Serialize, Deserialize)]
struct Saved {
    columns: Vec<String>,
    rounds: usize,
    target: Target,
    /// The trees as XGBoost's own JSON, which other programs read as well.
    xgboost: serde_json::Value,
}

impl Boosted {
    pub(super) fn read(
        engine: &dyn Engine,
        saved: &serde_json::Value,
        classes: Option<&Classes>,
    ) -> Result<Boosted> {
        let saved: Saved = saved::read(saved)?;
        if let Target::Classes {
            classes: own,
            codes,
        } = &saved.target
        {
            saved::same_classes(own, classes)?;
            saved::existing(own, codes)?;
        }
        let trees = engine.read(&saved.xgboost)?;
        if trees.columns() != saved.columns.len() || trees.outputs() != saved.target.width() {
            return Err(saved::damaged(
                "its trees do not fit its columns or classes",
            ));
        }
        Ok(Boosted {
            columns: saved.columns,
            rounds: saved.rounds,
            target: saved.target,
            trees,
        })
    }
}

impl Model for Boosted {
    fn predict(&self, x: &Matrix) -> Result<Prediction> {
        training::same_columns(x, &self.columns)?;
        let outputs = self.trees.predict(&single(x))?;
        match &self.target {
            Target::Number { centre, unit } => Ok(Prediction::Numbers(
                outputs
                    .iter()
                    .map(|&o| centre + unit * f64::from(o))
                    .collect(),
            )),
            Target::Classes { classes, codes } => {
                let width = self.target.width();
                let mut probabilities = Array2::zeros((x.values.nrows(), classes.names.len()));
                for (mut row, output) in probabilities
                    .rows_mut()
                    .into_iter()
                    .zip(outputs.chunks_exact(width))
                {
                    if let [second] = *output {
                        row[codes[0] as usize] = 1.0 - f64::from(second);
                        row[codes[1] as usize] = f64::from(second);
                        continue;
                    }
                    // Single precision sums to 1 only to seven digits.
                    let sum: f64 = output.iter().map(|&p| f64::from(p)).sum();
                    for (&code, &p) in codes.iter().zip(output) {
                        row[code as usize] = f64::from(p) / sum;
                    }
                }
                Ok(Prediction::Probabilities(probabilities))
            }
        }
    }

    fn save(&self) -> serde_json::Value {
        serde_json::to_value(Saved {
            columns: self.columns.clone(),
            rounds: self.rounds,
            target: self.target.clone(),
            xgboost: self.trees.save(),
        })
        .unwrap_or_default()
    }

    fn importance(&self) -> Vec<(String, f64)> {
        let mut gains = vec![0.0; self.columns.len()];
        for (column, gain) in self.trees.gains() {
            gains[column] = gain.max(0.0);
        }
        self.columns.iter().cloned().zip(gains).collect()
    }

    fn contributions(&self, x: &Matrix) -> Result<Option<Contributions>> {
        training::same_columns(x, &self.columns)?;
        let values = self.trees.contributions(&single(x))?;
        let (rows, columns) = x.values.dim();
        let outputs = self.target.width();
        // By row, then by output: the columns and then the base.
        let at = |row: usize, output: usize, column: usize| {
            f64::from(values[(row * outputs + output) * (columns + 1) + column])
        };
        let told = |output: usize| {
            let (class, centre) = match &self.target {
                Target::Number { centre, .. } => (None, *centre),
                // Of two classes, the output is that of the second.
                Target::Classes { codes, .. } if outputs == 1 => (Some(codes[1]), 0.0),
                Target::Classes { codes, .. } => (Some(codes[output]), 0.0),
            };
            let unit = self.target.unit();
            let base = if rows > 0 {
                at(0, output, columns)
            } else {
                0.0
            };
            Told {
                class,
                base: centre + unit * base,
                values: Array2::from_shape_fn((rows, columns), |(row, column)| {
                    unit * at(row, output, column)
                }),
            }
        };
        Ok(Some(Contributions {
            scale: match self.target {
                Target::Number { .. } => Scale::Answer,
                Target::Classes { .. } => Scale::LogOdds,
            },
            told: (0..outputs).map(told).collect(),
        }))
    }

    fn contribution_cost(&self) -> u64 {
        self.trees.contribution_cost()
    }

    fn settled(&self) -> Params {
        Params::from([("rounds".to_owned(), self.rounds as f64)])
    }
}
