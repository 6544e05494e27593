//! A fitted linear function of the columns: what every linear family gives.

use ndarray::{Array1, Array2, Axis};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::metrics::{Classes, Prediction};
use crate::models::saved::{Answer, damaged};
use crate::models::{Model, Params, training};
use crate::prepare::Matrix;

/// Coefficients that a family found.
pub(super) struct Solution {
    pub(super) answer: Answer,
    /// By output, then by column: one output for a number or for two classes (the log odds of the second), else one a class.
    pub(super) coefficients: Vec<Vec<f64>>,
    /// By output.
    pub(super) intercepts: Vec<f64>,
    /// Parameters that the fit settled itself.
    pub(super) settled: Params,
}

/// A fitted model, as it is saved.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Fitted {
    params: Params,
    /// Parameters that the fit settled itself.
    settled: Params,
    answer: Answer,
    /// Names of the matrix columns.
    columns: Vec<String>,
    /// Deviation (n) of each column in the training rows.
    deviations: Vec<f64>,
    /// By output, then by column.
    pub(super) coefficients: Vec<Vec<f64>>,
    /// By output.
    pub(super) intercepts: Vec<f64>,
}

impl Fitted {
    pub(super) fn new(x: &Matrix, params: Params, solution: Solution) -> Self {
        Self {
            params,
            settled: solution.settled,
            answer: solution.answer,
            columns: x.names.clone(),
            deviations: x.values.std_axis(Axis(0), 0.0).to_vec(),
            coefficients: solution.coefficients,
            intercepts: solution.intercepts,
        }
    }

    /// An error where the parts do not fit each other or the classes of the problem.
    pub(super) fn check(&self, classes: Option<&Classes>) -> Result<()> {
        self.answer.check(classes)?;
        let outputs = match &self.answer {
            Answer::Classes { codes, .. } if codes.len() > 2 => codes.len(),
            _ => 1,
        };
        let columns = self.columns.len();
        let sound = self.coefficients.len() == outputs
            && self.intercepts.len() == outputs
            && self.deviations.len() == columns
            && self.coefficients.iter().all(|c| c.len() == columns);
        if sound {
            Ok(())
        } else {
            Err(damaged("its coefficients do not fit its columns"))
        }
    }

    /// Rows x outputs.
    fn outputs(&self, x: &Matrix) -> Array2<f64> {
        let mut outputs = Array2::zeros((x.values.nrows(), self.coefficients.len()));
        for (mut column, (coefficients, intercept)) in outputs
            .columns_mut()
            .into_iter()
            .zip(self.coefficients.iter().zip(&self.intercepts))
        {
            let coefficients = Array1::from_vec(coefficients.clone());
            column.assign(&(x.values.dot(&coefficients) + *intercept));
        }
        outputs
    }
}

impl Model for Fitted {
    fn predict(&self, x: &Matrix) -> Result<Prediction> {
        training::same_columns(x, &self.columns)?;
        training::complete(x)?;
        let outputs = self.outputs(x);
        let Answer::Classes { classes, codes } = &self.answer else {
            return Ok(Prediction::Numbers(outputs.into_iter().collect()));
        };
        let mut probabilities = Array2::zeros((outputs.nrows(), classes.names.len()));
        for (mut row, z) in probabilities.rows_mut().into_iter().zip(outputs.rows()) {
            if let [first, second] = codes[..] {
                row[first as usize] = sigmoid(-z[0]);
                row[second as usize] = sigmoid(z[0]);
                continue;
            }
            let log_sum = log_sum_exp(z);
            for (&code, &z) in codes.iter().zip(z) {
                row[code as usize] = (z - log_sum).exp();
            }
        }
        Ok(Prediction::Probabilities(probabilities))
    }

    fn save(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// |coefficient| of each column as if it had deviation 1, the mean over the outputs.
    fn importance(&self) -> Vec<(String, f64)> {
        let outputs = self.coefficients.len() as f64;
        self.columns
            .iter()
            .enumerate()
            .map(|(column, name)| {
                let sum: f64 = self.coefficients.iter().map(|c| c[column].abs()).sum();
                (name.clone(), sum / outputs * self.deviations[column])
            })
            .collect()
    }

    fn settled(&self) -> Params {
        self.settled.clone()
    }
}

/// 1 / (1 + e^-z).
pub(super) fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 {
        1.0 / (1.0 + (-z).exp())
    } else {
        let e = z.exp();
        e / (1.0 + e)
    }
}

/// log Σ e^z.
pub(super) fn log_sum_exp(z: ndarray::ArrayView1<'_, f64>) -> f64 {
    let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    z.iter().map(|z| (z - largest).exp()).sum::<f64>().ln() + largest
}
