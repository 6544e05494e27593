//! Quantile regression of a rule that is linear in its coefficients, exact: the optimum is found among the
//! coefficients at which the rule passes through as many rows as it has coefficients.

use super::design::{Design, solve};
use super::parts;
use crate::stats;

/// Rounds of reweighting that find a start near the optimum.
const REWEIGHTINGS: usize = 30;
/// Steps from one vertex to the next, at most. From a start near the optimum a few are enough.
const STEPS: usize = 1_000;
/// A residual, or a descent, below this share of its scale is none.
const NOTHING: f64 = 1e-12;

/// What a quantile is fitted to.
pub(super) struct Quantile<'a> {
    pub(super) design: &'a Design,
    pub(super) truth: &'a [f64],
    pub(super) weights: &'a [f64],
    /// Above 0 and below 1: the share of the rows that lie below the rule.
    pub(super) level: f64,
}

impl Quantile<'_> {
    /// The coefficients of least pinball loss (Koenker and Bassett 1978), from a start such as least squares: reweighted
    /// least squares bring it near (Schlossmacher 1973), then edges of the loss are followed downwards from vertex to
    /// vertex until none leads down (Barrodale and Roberts 1973). The loss is convex, so that this is its minimum.
    pub(super) fn fit(&self, start: Vec<f64>) -> Vec<f64> {
        let many = self.truth.len() > parts::FEW;
        let by_parts = many.then(|| parts::fit(self, start.clone())).flatten();
        by_parts.unwrap_or_else(|| self.fit_at_once(start))
    }

    /// The same with every row looked at in every step.
    pub(super) fn fit_at_once(&self, start: Vec<f64>) -> Vec<f64> {
        let near = self.reweighted(start);
        let Some(basis) = self.basis(&near) else {
            return near;
        };
        match self.descend(basis) {
            Some(vertex) if self.loss(&vertex) < self.loss(&near) => vertex,
            _ => near,
        }
    }

    pub(super) fn residual(&self, row: usize, coefficients: &[f64]) -> f64 {
        self.truth[row] - self.design.at(row, coefficients)
    }

    /// How much an error counts: more above the rule where a high quantile is asked.
    fn slope(&self, residual: f64) -> f64 {
        match residual >= 0.0 {
            true => self.level,
            false => 1.0 - self.level,
        }
    }

    fn loss(&self, coefficients: &[f64]) -> f64 {
        (0..self.truth.len())
            .map(|row| {
                let residual = self.residual(row, coefficients);
                self.weights[row] * self.slope(residual) * residual.abs()
            })
            .sum()
    }

    /// The mean size of what is predicted, above 0.
    fn scale(&self) -> f64 {
        let sizes: Vec<f64> = self.truth.iter().map(|t| t.abs()).collect();
        stats::mean(&sizes).max(f64::MIN_POSITIVE)
    }

    /// The best coefficients of some rounds of reweighted least squares.
    fn reweighted(&self, start: Vec<f64>) -> Vec<f64> {
        let scale = self.scale();
        let mut best = (self.loss(&start), start.clone());
        let mut now = start;
        for round in 0..REWEIGHTINGS {
            let floor = scale * 10f64.powf(-2.0 - 6.0 * round as f64 / REWEIGHTINGS as f64);
            let weights: Vec<f64> = (0..self.truth.len())
                .map(|row| {
                    let residual = self.residual(row, &now);
                    self.weights[row] * self.slope(residual) / residual.abs().max(floor)
                })
                .collect();
            let Ok(next) = self.design.weighted_least_squares(self.truth, &weights) else {
                break;
            };
            let moved = next.iter().zip(&now).map(|(a, b)| (a - b).abs());
            let moved = moved.fold(0.0, f64::max);
            let size = next.iter().fold(1.0, |m: f64, c| m.max(c.abs()));
            now = next;
            let loss = self.loss(&now);
            if loss < best.0 {
                best = (loss, now.clone());
            }
            if moved <= NOTHING * size {
                break;
            }
        }
        best.1
    }

    /// Rows that fit best and whose equations tell every coefficient; `None` where no rows do.
    fn basis(&self, near: &[f64]) -> Option<Vec<usize>> {
        let mut order: Vec<usize> = (0..self.truth.len())
            .filter(|&row| self.weights[row] > 0.0)
            .collect();
        let sizes: Vec<f64> = (0..self.truth.len())
            .map(|row| self.residual(row, near).abs())
            .collect();
        order.sort_by(|&a, &b| sizes[a].total_cmp(&sizes[b]).then(a.cmp(&b)));
        let wanted = self.design.count();
        let (mut basis, mut directions): (Vec<usize>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for row in order {
            // What the equation says that those before it do not (Gram and Schmidt).
            let equation = self.design.equation(row);
            let mut new = equation.clone();
            for direction in &directions {
                let along = product(&new, direction);
                let said = new.iter_mut().zip(direction);
                said.for_each(|(n, d)| *n -= along * d);
            }
            let (length, whole) = (norm(&new), norm(&equation));
            if length <= 1e-8 * whole || whole == 0.0 {
                continue;
            }
            new.iter_mut().for_each(|n| *n /= length);
            directions.push(new);
            basis.push(row);
            if basis.len() == wanted {
                return Some(basis);
            }
        }
        None
    }

    /// Follows edges downwards until none leads down; `None` where a vertex cannot be computed.
    fn descend(&self, mut basis: Vec<usize>) -> Option<Vec<f64>> {
        let mut vertex = self.vertex(&basis)?;
        let zero = NOTHING * self.scale();
        for _ in 0..STEPS {
            let mut residuals: Vec<f64> = (0..self.truth.len())
                .map(|row| self.residual(row, &vertex))
                .collect();
            let nearly = residuals.iter_mut().filter(|r| r.abs() <= zero);
            nearly.for_each(|r| *r = 0.0);
            basis.iter().for_each(|&row| residuals[row] = 0.0);
            let Some(edge) = self.steepest(&basis, &residuals)? else {
                break;
            };
            let Some((enters, length)) = self.lowest(&residuals, &edge) else {
                break;
            };
            basis[edge.leaves] = enters;
            vertex = match self.vertex(&basis) {
                Some(vertex) => vertex,
                None => moved(&vertex, &edge.direction, length),
            };
        }
        Some(vertex)
    }

    /// The coefficients at which the rule passes through these rows.
    fn vertex(&self, basis: &[usize]) -> Option<Vec<f64>> {
        let equations = basis.iter().map(|&row| {
            let mut equation = self.design.equation(row);
            equation.push(self.truth[row] - self.design.constant(row));
            equation
        });
        solve(equations.collect()).ok()
    }

    /// The edge along which the loss falls fastest. `Some(None)` where it falls along none.
    fn steepest(&self, basis: &[usize], residuals: &[f64]) -> Option<Option<Edge>> {
        let mut best: Option<(f64, Edge)> = None;
        for leaves in 0..basis.len() {
            let equations = basis.iter().enumerate().map(|(at, &row)| {
                let mut equation = self.design.equation(row);
                equation.push(if at == leaves { 1.0 } else { 0.0 });
                equation
            });
            let along = solve(equations.collect()).ok()?;
            for sign in [1.0, -1.0] {
                let direction: Vec<f64> = along.iter().map(|d| sign * d).collect();
                let (falls, size) = self.descent(residuals, &direction);
                if falls < -1e-10 * size && best.as_ref().is_none_or(|(b, _)| falls < *b) {
                    best = Some((falls, Edge { leaves, direction }));
                }
            }
        }
        Some(best.map(|(_, edge)| edge))
    }

    /// How fast the loss changes at the start of a direction, and the sum of the sizes that this is made of.
    fn descent(&self, residuals: &[f64], direction: &[f64]) -> (f64, f64) {
        let mut all = (0.0, 0.0);
        for (row, residual) in residuals.iter().enumerate() {
            // The residual falls by this much a unit.
            let falls = self.design.change(row, direction);
            let rises_above = *residual > 0.0 || (*residual == 0.0 && falls < 0.0);
            let slope = match rises_above {
                true => -self.level,
                false => 1.0 - self.level,
            };
            all.0 += self.weights[row] * slope * falls;
            all.1 += self.weights[row] * falls.abs();
        }
        all
    }

    /// The row at which the loss stops falling along an edge, and how far it is.
    fn lowest(&self, residuals: &[f64], edge: &Edge) -> Option<(usize, f64)> {
        let mut stops: Vec<(f64, usize, f64)> = Vec::new();
        for (row, residual) in residuals.iter().enumerate() {
            let falls = self.design.change(row, &edge.direction);
            let length = residual / falls;
            if *residual != 0.0 && length.is_finite() && length > 0.0 {
                stops.push((length, row, self.weights[row] * falls.abs()));
            }
        }
        stops.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (mut falls, _) = self.descent(residuals, &edge.direction);
        for (length, row, jump) in stops {
            falls += jump;
            if falls >= 0.0 {
                return Some((row, length));
            }
        }
        None
    }
}

/// A way from one vertex to others.
struct Edge {
    /// Which row of the basis the rule no longer passes through.
    leaves: usize,
    /// How the coefficients change along it.
    direction: Vec<f64>,
}

fn moved(from: &[f64], direction: &[f64], length: f64) -> Vec<f64> {
    let moved = from.iter().zip(direction);
    moved.map(|(c, d)| c + length * d).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    product(a, a).sqrt()
}
