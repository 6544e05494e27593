//! Coordinate descent for the elastic net on mean products ("covariance updates"), with warm starts along a path:
//! Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models (2010), sections 2.1 to 2.5.
//!
//! linfa-elasticnet 0.8 solves the same problem, but begins every fit at zero, knows no row weights, cannot be stopped,
//! and inverts the products of all columns after each fit for deviations that nobody asks for. Tuning needs some 100
//! penalties on each of a few samples of the same rows: here the rows are summed up once for all of them.

use ndarray::Array1;

use super::moments::Covariances;

/// Sweeps over the columns at most. A fit that has not settled by then is taken as it is: every sweep lowers the objective.
const SWEEPS: usize = 1_000;
/// Largest fall of the objective by one column, as a share of the target's variance, at which a fit has settled.
const SETTLED: f64 = 1e-10;

/// The penalty `alpha * (l1_ratio ‖w‖₁ + (1 - l1_ratio) / 2 ‖w‖²)`, scikit-learn's parametrisation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Penalty {
    pub(super) alpha: f64,
    /// Above 0, at most 1.
    pub(super) l1_ratio: f64,
}

/// The least alpha at which every coefficient is zero.
pub(super) fn largest_alpha(rows: &Covariances, l1_ratio: f64) -> f64 {
    let steepest = rows.xy.iter().fold(0.0_f64, |most, c| most.max(c.abs()));
    steepest / l1_ratio
}

/// Moves `coefficients` to the minimum of half the mean squared error plus the penalty.
pub(super) fn descend(rows: &Covariances, penalty: Penalty, coefficients: &mut Array1<f64>) {
    let columns = coefficients.len();
    let lasso = penalty.alpha * penalty.l1_ratio;
    let ridge = penalty.alpha * (1.0 - penalty.l1_ratio);
    let mut fitted = rows.xx.dot(coefficients);
    let enough = SETTLED * rows.yy;
    let mut sweep = |coefficients: &mut Array1<f64>, over: &[usize]| {
        let mut most = 0.0_f64;
        for &j in over {
            let own = rows.xx[[j, j]];
            let old = coefficients[j];
            // A column that never varies keeps its zero.
            if own <= 0.0 {
                continue;
            }
            let pull = rows.xy[j] - fitted[j] + own * old;
            let new = pull.signum() * (pull.abs() - lasso).max(0.0) / (own + ridge);
            let step = new - old;
            if step != 0.0 {
                coefficients[j] = new;
                fitted.scaled_add(step, &rows.xx.column(j));
                most = most.max(own * step * step);
            }
        }
        most
    };
    let all: Vec<usize> = (0..columns).collect();
    let mut sweeps = 0;
    while sweeps < SWEEPS {
        sweeps += 1;
        if sweep(coefficients, &all) <= enough {
            return;
        }
        // Columns outside the model rarely enter: those inside settle first.
        let active: Vec<usize> = (0..columns).filter(|&j| coefficients[j] != 0.0).collect();
        while sweeps < SWEEPS {
            sweeps += 1;
            if sweep(coefficients, &active) <= enough {
                break;
            }
        }
    }
}
