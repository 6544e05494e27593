//! From table to matrix: imputation, clipping, transforming, encoding, scaling; fitted on training rows only, saved with the model.
//!
//! A column is first turned into one or more columns of numbers (`encode.rs`: as it is, one-hot, by order,
//! by frequency, the parts of a date); each of these then goes through the same steps (`number.rs`:
//! impute, clip, transform, scale).

mod date;
mod encode;
mod levels;
mod number;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::decisions::{Kind, Prepare};
use crate::error::{Error, Result};
use crate::table::Table;
use encode::Encoder;
pub use encode::not_learned;
use number::Steps;

/// One input column of a model and how a person wants it prepared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Name of the column.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Decisions; what is left out follows from the family's needs.
    pub prepare: Prepare,
    /// Levels of an ordinal, lowest first; by value or by name where empty.
    #[serde(default)]
    pub levels: Vec<String>,
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
    /// Values, NaN where missing and the family can take it; never infinite.
    pub values: Array2<f64>,
    /// Name of each column: `trip_miles`, `company = Yellow`, `trip_miles missing`.
    pub names: Vec<String>,
}

/// A fitted preparation, one step list a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pipeline {
    columns: Vec<Prepared>,
}

/// One fitted column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Prepared {
    feature: Feature,
    encoder: Encoder,
    /// The steps of each column of numbers that the encoder makes; without entry, it is taken as it is.
    steps: Vec<Steps>,
}

impl Pipeline {
    /// Learns medians, levels, deviations from these rows of the table. Errors: no row, a missing
    /// column, a preparation that does not fit the column's kind, no column left to learn from.
    pub fn fit(
        table: &Table,
        rows: &[usize],
        features: &[Feature],
        needs: Needs,
    ) -> Result<Pipeline> {
        if rows.is_empty() {
            return Err(Error::new("there is no row to learn the preparation from")
                .with_fix("set split.folds lower, or set a smaller holdout aside"));
        }
        let columns = features
            .iter()
            .map(|feature| Prepared::fit(table, rows, feature, needs))
            .collect::<Result<Vec<_>>>()?;
        let pipeline = Pipeline { columns };
        if pipeline.names().is_empty() {
            return Err(Error::new("no column is left to learn from").with_fix(
                "give at least one column known at prediction the kind number, category, ordinal, boolean or date",
            ));
        }
        Ok(pipeline)
    }

    /// Prepares these rows of a table that has the columns (an unseen category is like a rare one; a missing column is an error naming it).
    pub fn transform(&self, table: &Table, rows: &[usize]) -> Result<Matrix> {
        let names = self.names();
        let mut values = Array2::zeros((rows.len(), names.len()));
        let mut at = 0;
        for prepared in &self.columns {
            for column in prepared.transform(table, rows)? {
                values.column_mut(at).assign(&Array1::from_vec(column));
                at += 1;
            }
        }
        Ok(Matrix { values, names })
    }

    /// The levels in these rows that the training rows did not have: column, level, rows.
    ///
    /// # Errors
    /// A column that is missing or cannot be read as levels.
    pub fn unseen(&self, table: &Table, rows: &[usize]) -> Result<Vec<(String, String, usize)>> {
        let mut unseen = Vec::new();
        for Prepared {
            feature, encoder, ..
        } in &self.columns
        {
            if encoder.has_seen("").is_none() {
                continue;
            }
            let (levels, _) = levels::counts(&table.labels(&feature.name)?, rows);
            let new = levels
                .into_iter()
                .filter(|(level, _)| encoder.has_seen(level) == Some(false));
            unseen.extend(new.map(|(level, rows)| (feature.name.clone(), level, rows)));
        }
        Ok(unseen)
    }

    /// The columns it reads, without those that it leaves out.
    pub fn inputs(&self) -> Vec<&Feature> {
        self.columns
            .iter()
            .filter(|prepared| !matches!(prepared.encoder, Encoder::Excluded { .. }))
            .map(|prepared| &prepared.feature)
            .collect()
    }

    /// Names of the columns it makes.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().flat_map(Prepared::names).collect()
    }

    /// What was done to each column, in words: `median 2.1 where missing, one-hot of 12 levels`.
    pub fn describe(&self) -> Vec<(String, String)> {
        self.columns
            .iter()
            .map(|prepared| (prepared.feature.name.clone(), prepared.describe()))
            .collect()
    }

    /// The column of the table from which each column of the matrix comes, in the order of [`Pipeline::names`].
    pub fn sources(&self) -> Vec<&str> {
        self.columns
            .iter()
            .flat_map(|p| p.names().into_iter().map(|_| p.feature.name.as_str()))
            .collect()
    }
}

impl Prepared {
    fn fit(table: &Table, rows: &[usize], feature: &Feature, needs: Needs) -> Result<Prepared> {
        let mut encoder = Encoder::fit(table, rows, feature)?;
        let columns = encoder.columns(table, rows, &feature.name)?;
        let mut steps = Vec::new();
        if encoder.is_numeric() {
            for column in &columns {
                steps.push(Steps::fit(column, feature, encoder.default_fill(), needs)?);
            }
        }
        if !columns.is_empty() && !columns.iter().any(|column| varies(column)) {
            steps.clear();
            encoder = Encoder::Excluded {
                why: "left out: it says the same in every training row".into(),
            };
        }
        Ok(Prepared {
            feature: feature.clone(),
            encoder,
            steps,
        })
    }

    fn transform(&self, table: &Table, rows: &[usize]) -> Result<Vec<Vec<f64>>> {
        let columns = self.encoder.columns(table, rows, &self.feature.name)?;
        if !self.encoder.is_numeric() {
            return Ok(columns);
        }
        Ok(columns
            .into_iter()
            .zip(&self.steps)
            .flat_map(|(column, steps)| steps.apply(column))
            .collect())
    }

    fn names(&self) -> Vec<String> {
        let names = self.encoder.names(&self.feature.name);
        if !self.encoder.is_numeric() {
            return names;
        }
        names
            .into_iter()
            .zip(&self.steps)
            .flat_map(|(name, steps)| steps.names(name))
            .collect()
    }

    fn describe(&self) -> String {
        let mut parts = vec![self.encoder.describe()];
        // A date makes many columns with alike steps: the encoder's words say enough.
        if let [steps] = self.steps.as_slice() {
            parts.push(steps.describe());
        }
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() {
            "as it is".into()
        } else {
            parts.join(", ")
        }
    }
}

/// Whether two values differ; a missing one differs from any other.
fn varies(column: &[f64]) -> bool {
    column
        .windows(2)
        .any(|pair| pair[0] != pair[1] && !(pair[0].is_nan() && pair[1].is_nan()))
}

#[cfg(test)]
mod tests;
