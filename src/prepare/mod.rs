//! From table to matrix: imputation, clipping, transforming, encoding, scaling; fitted on training rows only, saved with the model.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::decisions::{Kind, Prepare};
use crate::error::Result;
use crate::table::Table;

/// One input column of a model and how a person wants it prepared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Name of the column.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Decisions; what is left out follows from the family's needs.
    pub prepare: Prepare,
}

/// What a family needs of its matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// No NaN: missing values are imputed and marked by an indicator.
    pub complete: bool,
    /// Numbers have mean 0 and deviation 1.
    pub scaled: bool,
}

/// Rows x features.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Values, NaN where missing and the family can take it.
    pub values: Array2<f64>,
    /// Name of each column: `trip_miles`, `company = Yellow`, `trip_miles missing`.
    pub names: Vec<String>,
}

/// A fitted preparation, one step list a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pipeline {
    columns: Vec<Prepared>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Prepared {
    feature: Feature,
}

impl Pipeline {
    /// Learns medians, levels, deviations from these rows of the table.
    pub fn fit(
        table: &Table,
        rows: &[usize],
        features: &[Feature],
        needs: Needs,
    ) -> Result<Pipeline> {
        let _ = (table, rows, features, needs);
        todo!()
    }
    /// Prepares these rows of a table that has the columns (an unseen category is like a rare one; a missing column is an error naming it).
    pub fn transform(&self, table: &Table, rows: &[usize]) -> Result<Matrix> {
        let _ = (table, rows);
        todo!()
    }
    /// The columns it reads.
    pub fn inputs(&self) -> Vec<&Feature> {
        todo!()
    }
    /// Names of the columns it makes.
    pub fn names(&self) -> Vec<String> {
        todo!()
    }
    /// What was done to each column, in words: `median 2.1 where missing, one-hot of 12 levels`.
    pub fn describe(&self) -> Vec<(String, String)> {
        todo!()
    }
}
