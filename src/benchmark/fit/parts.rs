//! Quantile regression of many rows by way of few: rows that lie far above or below the optimum pull at it with all their weight, wherever
//! exactly they lie, and count as one row on either side (Portnoy and Koenker 1997). The optimum is that of all rows: it is
//! taken only if every row lies on the side where it was counted.

use super::design::Design;
use super::quantile::Quantile;

/// Rows up to which all are looked at, and rows of the first look.
pub(super) const FEW: usize = 20_000;
/// Rows nearest to the rule that are looked at one by one, and their share of all, at most.
const NEAR: (usize, usize) = (20_000, 8);
/// Rounds in which rows that were on the wrong side are looked at one by one.
const ROUNDS: usize = 10;

/// The coefficients of least pinball loss; `None` where too many rows lie near the rule to gain anything.
pub(super) fn fit(all: &Quantile<'_>, start: Vec<f64>) -> Option<Vec<f64>> {
    let count = all.truth.len();
    let some: Vec<usize> = (0..count).step_by(count.div_ceil(FEW)).collect();
    let mut now = Part::of(all, &some).fit(start);
    let mut looked_at = vec![false; count];
    for _ in 0..ROUNDS {
        let residuals: Vec<f64> = (0..count).map(|row| all.residual(row, &now)).collect();
        let mut sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
        let wanted = NEAR.0.min(count / NEAR.1);
        let (_, reach, _) = sizes.select_nth_unstable_by(wanted, f64::total_cmp);
        let is_near = residuals.iter().map(|r| r.abs() <= *reach);
        looked_at
            .iter_mut()
            .zip(is_near)
            .for_each(|(l, near)| *l |= near);
        let near: Vec<usize> = (0..count).filter(|&row| looked_at[row]).collect();
        if near.len() > count / 2 {
            return None;
        }
        let mut part = Part::of(all, &near);
        for is_above in [true, false] {
            let far = (0..count).filter(|&row| !looked_at[row]);
            part.add_as_one(all, far.filter(|&row| (residuals[row] > 0.0) == is_above));
        }
        now = part.fit(now);
        let mut settled = true;
        for row in 0..count {
            let crossed = all.residual(row, &now) * residuals[row] < 0.0;
            if crossed && !looked_at[row] && all.weights[row] > 0.0 {
                looked_at[row] = true;
                settled = false;
            }
        }
        if settled {
            return Some(now);
        }
    }
    None
}

/// Some of the rows, and others together as one.
struct Part {
    design: Design,
    truth: Vec<f64>,
    weights: Vec<f64>,
    level: f64,
}

impl Part {
    fn of(all: &Quantile<'_>, rows: &[usize]) -> Part {
        Part {
            design: all.design.some(rows),
            truth: rows.iter().map(|&row| all.truth[row]).collect(),
            weights: rows.iter().map(|&row| all.weights[row]).collect(),
            level: all.level,
        }
    }

    /// Adds the mean of these rows, which counts as much as all of them.
    fn add_as_one(&mut self, all: &Quantile<'_>, rows: impl Iterator<Item = usize>) {
        let (mut weight, mut truth) = (0.0, 0.0);
        let mut equation = vec![0.0; all.design.count()];
        for row in rows {
            let counts = all.weights[row];
            weight += counts;
            truth += counts * (all.truth[row] - all.design.constant(row));
            let own = all.design.equation(row);
            equation
                .iter_mut()
                .zip(own)
                .for_each(|(sum, x)| *sum += counts * x);
        }
        if weight > 0.0 {
            equation.iter_mut().for_each(|sum| *sum /= weight);
            self.design.push(&equation);
            self.truth.push(truth / weight);
            self.weights.push(weight);
        }
    }

    fn fit(&self, start: Vec<f64>) -> Vec<f64> {
        let quantile = Quantile {
            design: &self.design,
            truth: &self.truth,
            weights: &self.weights,
            level: self.level,
        };
        quantile.fit_at_once(start)
    }
}
