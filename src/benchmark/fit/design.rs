//! A rule that is linear in its coefficients, as numbers; least squares.

use super::Predict;
use crate::error::{Error, Result};

/// A linear rule as numbers: a constant and a column a coefficient.
pub struct Design {
    constant: Vec<f64>,
    columns: Vec<Vec<f64>>,
}

impl Design {
    pub(super) fn of(predict: &Predict<'_>, count: usize) -> Result<Design> {
        let constant = predict(&vec![0.0; count])?;
        let mut columns = Vec::with_capacity(count);
        for i in 0..count {
            let mut unit = vec![0.0; count];
            unit[i] = 1.0;
            columns.push(
                predict(&unit)?
                    .iter()
                    .zip(&constant)
                    .map(|(a, b)| a - b)
                    .collect(),
            );
        }
        Ok(Design { constant, columns })
    }

    /// The same for these rows.
    pub(super) fn some(&self, rows: &[usize]) -> Design {
        let of = |values: &Vec<f64>| rows.iter().map(|&row| values[row]).collect();
        Design {
            constant: of(&self.constant),
            columns: self.columns.iter().map(of).collect(),
        }
    }

    /// Adds a row without a constant.
    pub(super) fn push(&mut self, equation: &[f64]) {
        self.constant.push(0.0);
        let columns = self.columns.iter_mut().zip(equation);
        columns.for_each(|(column, value)| column.push(*value));
    }

    /// How many coefficients there are.
    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    /// What the rule says of a row where every coefficient is 0.
    pub(super) fn constant(&self, row: usize) -> f64 {
        self.constant[row]
    }

    /// How much each coefficient adds to what the rule says of a row.
    pub(super) fn equation(&self, row: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[row]).collect()
    }

    /// How what the rule says of a row changes with the coefficients.
    pub(super) fn change(&self, row: usize, coefficients: &[f64]) -> f64 {
        let columns = self.columns.iter().zip(coefficients);
        columns.map(|(column, c)| column[row] * c).sum()
    }

    pub(super) fn at(&self, row: usize, coefficients: &[f64]) -> f64 {
        self.constant[row] + self.change(row, coefficients)
    }

    pub(super) fn weighted_least_squares(
        &self,
        truth: &[f64],
        weights: &[f64],
    ) -> Result<Vec<f64>> {
        let target: Vec<f64> = truth
            .iter()
            .zip(&self.constant)
            .map(|(t, c)| t - c)
            .collect();
        let product = |a: &[f64], b: &[f64]| -> f64 {
            weights
                .iter()
                .zip(a.iter().zip(b))
                .map(|(w, (a, b))| w * a * b)
                .sum()
        };
        let normal = self
            .columns
            .iter()
            .map(|row| {
                let columns = self.columns.iter().map(Vec::as_slice);
                columns
                    .chain([target.as_slice()])
                    .map(|column| product(row, column))
                    .collect()
            })
            .collect();
        solve(normal)
    }
}

/// Gauss elimination with pivoting of `p` equations with the right side as last entry.
pub(super) fn solve(mut rows: Vec<Vec<f64>>) -> Result<Vec<f64>> {
    let p = rows.len();
    let largest = rows
        .iter()
        .flat_map(|r| r[..p].iter())
        .fold(0.0f64, |m, v| m.max(v.abs()));
    for i in 0..p {
        let pivot = (i..p)
            .max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()))
            .unwrap_or(i);
        rows.swap(i, pivot);
        let head = rows[i][i];
        if head.is_nan() || head.abs() <= 1e-12 * largest {
            return Err(
                Error::new("the coefficients of the rule cannot be told apart")
                    .with_fix("take a `?` out, or check that its column varies"),
            );
        }
        let equation = rows[i].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(j, _)| *j != i) {
            let factor = row[i] / head;
            row.iter_mut()
                .zip(&equation)
                .for_each(|(a, b)| *a -= factor * b);
        }
    }
    Ok((0..p).map(|i| rows[i][p] / rows[i][i]).collect())
}
