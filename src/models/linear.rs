//! What the linear families share: a fitted linear function of the columns, and reading it back.

use ndarray::{Array1, Axis};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::training;
use crate::error::{Error, Result};
use crate::metrics::Classes;
use crate::prepare::Matrix;

/// Outputs as linear functions of the columns: one for a number or for two classes, one a class for more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Linear {
    /// Names of the matrix columns.
    pub(super) columns: Vec<String>,
    /// Deviation (n) of each column in the training rows.
    pub(super) deviations: Vec<f64>,
    /// By output, then by column.
    pub(super) coefficients: Vec<Vec<f64>>,
    /// By output.
    pub(super) intercepts: Vec<f64>,
}

impl Linear {
    pub(super) fn new(x: &Matrix, coefficients: Vec<Vec<f64>>, intercepts: Vec<f64>) -> Self {
        Self {
            columns: x.names.clone(),
            deviations: x.values.std_axis(Axis(0), 0.0).to_vec(),
            coefficients,
            intercepts,
        }
    }

    /// The outputs of every row, one array an output.
    pub(super) fn outputs(&self, x: &Matrix) -> Result<Vec<Array1<f64>>> {
        training::same_columns(x, &self.columns)?;
        training::complete(x)?;
        Ok(self
            .coefficients
            .iter()
            .zip(&self.intercepts)
            .map(|(coefficients, intercept)| {
                let coefficients = Array1::from_vec(coefficients.clone());
                x.values.dot(&coefficients) + *intercept
            })
            .collect())
    }

    /// |coefficient| of each column as if it had deviation 1, the mean over the outputs.
    pub(super) fn importance(&self) -> Vec<(String, f64)> {
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

    /// An error where the parts do not fit each other, so that a damaged file cannot panic later.
    pub(super) fn check(&self, outputs: usize) -> Result<()> {
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

/// Reads a saved model.
pub(super) fn read<T: DeserializeOwned>(saved: &serde_json::Value) -> Result<T> {
    T::deserialize(saved).map_err(|e| damaged(&e.to_string()))
}

/// The error for a saved model that cannot be used.
pub(super) fn damaged(why: &str) -> Error {
    Error::new(format!(
        "the saved model cannot be read: {}",
        crate::text::escape(why)
    ))
    .with_fix("train it again")
}

/// An error where the classes of a saved model are not those of the problem.
pub(super) fn same_classes(own: &Classes, classes: Option<&Classes>) -> Result<()> {
    match classes {
        Some(classes) if classes.names != own.names => Err(Error::new(
            "the saved model has other classes than the problem",
        )
        .with_fix("train it again")),
        _ => Ok(()),
    }
}
