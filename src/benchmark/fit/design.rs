//! A rule that is linear in its coefficients: least squares, and least absolute deviations by reweighting.

use super::Predict;
use crate::error::{Error, Result};
use crate::stats;

/// Rounds of reweighting of the least absolute deviations.
const REWEIGHTINGS: usize = 200;

/// A linear rule as numbers: a constant and a column a coefficient.
pub(super) struct Design {
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

    pub(super) fn at(&self, row: usize, coefficients: &[f64]) -> f64 {
        self.constant[row]
            + self
                .columns
                .iter()
                .zip(coefficients)
                .map(|(column, c)| column[row] * c)
                .sum::<f64>()
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

    fn absolute(&self, truth: &[f64], weights: &[f64], coefficients: &[f64]) -> f64 {
        (0..truth.len())
            .map(|r| weights[r] * (truth[r] - self.at(r, coefficients)).abs())
            .sum()
    }

    /// Least absolute deviations: iteratively reweighted least squares (Schlossmacher 1973), then the vertex through
    /// the rows that fit best, since an optimum passes exactly through as many rows as there are coefficients.
    pub(super) fn least_absolute(
        &self,
        truth: &[f64],
        weights: &[f64],
        start: Vec<f64>,
    ) -> Result<Vec<f64>> {
        let rows = truth.len();
        let mut best = (self.absolute(truth, weights, &start), start.clone());
        let mut now = start;
        let sizes: Vec<f64> = truth.iter().map(|t| t.abs()).collect();
        let scale = stats::mean(&sizes).max(f64::MIN_POSITIVE);
        for round in 0..REWEIGHTINGS {
            let floor = scale * 10f64.powf(-2.0 - 8.0 * round as f64 / REWEIGHTINGS as f64);
            let reweighted: Vec<f64> = (0..rows)
                .map(|r| weights[r] / (truth[r] - self.at(r, &now)).abs().max(floor))
                .collect();
            let Ok(next) = self.weighted_least_squares(truth, &reweighted) else {
                break;
            };
            let moved = next
                .iter()
                .zip(&now)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f64::max);
            now = next;
            let loss = self.absolute(truth, weights, &now);
            if loss < best.0 {
                best = (loss, now.clone());
            }
            if moved <= 1e-12 * (1.0 + now.iter().fold(0.0, |m: f64, c| m.max(c.abs()))) {
                break;
            }
        }
        Ok(self.nearest_vertex(truth, weights, best).1)
    }

    fn nearest_vertex(
        &self,
        truth: &[f64],
        weights: &[f64],
        best: (f64, Vec<f64>),
    ) -> (f64, Vec<f64>) {
        let p = self.columns.len();
        let mut order: Vec<usize> = (0..truth.len()).collect();
        order.sort_by(|&a, &b| {
            let residual = |r: usize| (truth[r] - self.at(r, &best.1)).abs();
            residual(a).total_cmp(&residual(b)).then(a.cmp(&b))
        });
        let mut chosen: Vec<Vec<f64>> = Vec::new();
        for &row in &order {
            let mut equation: Vec<f64> = self.columns.iter().map(|c| c[row]).collect();
            equation.push(truth[row] - self.constant[row]);
            chosen.push(equation);
            if chosen.len() < p {
                continue;
            }
            match solve(chosen.clone()) {
                Ok(vertex) => {
                    let loss = self.absolute(truth, weights, &vertex);
                    return if loss < best.0 { (loss, vertex) } else { best };
                }
                Err(_) => {
                    chosen.pop();
                }
            }
        }
        best
    }
}

/// Gauss elimination with pivoting of `p` equations with the right side as last entry.
fn solve(mut rows: Vec<Vec<f64>>) -> Result<Vec<f64>> {
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
