//! L-BFGS: the minimum of a smooth convex function from its value and gradient.
//!
//! Nocedal and Wright, Numerical Optimization (2006), algorithms 7.4 and 7.5, with steps that halve until
//! the function falls enough (Armijo); pairs of too little curvature are left out, so the direction always descends.

use std::collections::VecDeque;

use ndarray::Array1;

use crate::error::{Error, Result};

/// Pairs of steps and gradient changes remembered.
const MEMORY: usize = 10;
/// Share of the fall promised by the slope that a step must bring.
const ARMIJO: f64 = 1e-4;
/// Halvings of a step before the fit counts as settled.
const HALVINGS: usize = 40;

/// When to stop.
pub(super) struct Limits {
    /// Iterations at most.
    pub(super) iterations: usize,
    /// Euclidean norm of the gradient that counts as zero.
    pub(super) gradient: f64,
}

/// Minimises from `start`; `function` gives value and gradient, `watch` is told each iteration from 1 and the value.
pub(super) fn minimise(
    start: Array1<f64>,
    limits: &Limits,
    mut function: impl FnMut(&Array1<f64>) -> (f64, Array1<f64>),
    mut watch: impl FnMut(usize, f64) -> Result<()>,
) -> Result<Array1<f64>> {
    let mut at = start;
    let (mut value, mut gradient) = function(&at);
    let mut memory = Memory::default();
    for iteration in 1..=limits.iterations {
        if !value.is_finite() {
            return Err(Error::new("the loss is not finite"));
        }
        if norm(&gradient) <= limits.gradient {
            break;
        }
        let direction = memory.direction(&gradient);
        let slope = direction.dot(&gradient);
        // Without memory the gradient has no scale: the first step has length 1 at most.
        let mut step = if memory.pairs.is_empty() {
            (1.0 / norm(&gradient)).min(1.0)
        } else {
            1.0
        };
        let mut found = None;
        for _ in 0..HALVINGS {
            let next = &at + &(&direction * step);
            let (next_value, next_gradient) = function(&next);
            if next_value <= value + ARMIJO * step * slope {
                found = Some((next, next_value, next_gradient));
                break;
            }
            step *= 0.5;
        }
        let Some((next, next_value, next_gradient)) = found else {
            if memory.pairs.is_empty() {
                break;
            }
            // The remembered curvature misleads: start again along the gradient.
            memory.pairs.clear();
            continue;
        };
        memory.push(&next - &at, &next_gradient - &gradient);
        let settled = value - next_value <= 1e-14 * next_value.abs();
        (at, value, gradient) = (next, next_value, next_gradient);
        watch(iteration, value)?;
        if settled {
            break;
        }
    }
    Ok(at)
}

fn norm(v: &Array1<f64>) -> f64 {
    v.dot(v).sqrt()
}

/// The last steps with the changes of the gradient along them and 1 / (step · change).
#[derive(Default)]
struct Memory {
    pairs: VecDeque<(Array1<f64>, Array1<f64>, f64)>,
}

impl Memory {
    fn push(&mut self, step: Array1<f64>, change: Array1<f64>) {
        let curvature = step.dot(&change);
        if curvature > 1e-10 * norm(&step) * norm(&change) {
            if self.pairs.len() == MEMORY {
                self.pairs.pop_front();
            }
            self.pairs.push_back((step, change, 1.0 / curvature));
        }
    }

    /// Minus the gradient times the remembered inverse curvature.
    fn direction(&self, gradient: &Array1<f64>) -> Array1<f64> {
        let mut q = -gradient;
        let mut weights = Vec::with_capacity(self.pairs.len());
        for (step, change, inverse) in self.pairs.iter().rev() {
            let weight = inverse * step.dot(&q);
            q.scaled_add(-weight, change);
            weights.push(weight);
        }
        if let Some((_, change, inverse)) = self.pairs.back() {
            q /= inverse * change.dot(change);
        }
        for ((step, change, inverse), weight) in self.pairs.iter().zip(weights.into_iter().rev()) {
            let correction = weight - inverse * change.dot(&q);
            q.scaled_add(correction, step);
        }
        q
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn finds_the_bottom_of_a_narrow_valley() {
        // Rosenbrock's function, minimum 0 at (1, 1).
        let limits = Limits {
            iterations: 500,
            gradient: 1e-10,
        };
        let found = minimise(
            array![-1.2, 1.0],
            &limits,
            |p| {
                let (x, y) = (p[0], p[1]);
                let value = (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
                let gradient = array![
                    -2.0 * (1.0 - x) - 400.0 * x * (y - x * x),
                    200.0 * (y - x * x)
                ];
                (value, gradient)
            },
            |_, _| Ok(()),
        )
        .unwrap();
        assert!((found[0] - 1.0).abs() < 1e-6 && (found[1] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn an_error_of_the_watcher_ends_it() {
        let limits = Limits {
            iterations: 100,
            gradient: 0.0,
        };
        let mut seen = 0;
        let outcome = minimise(
            array![5.0],
            &limits,
            |p| ((p[0]).powi(4), array![4.0 * p[0].powi(3)]),
            |iteration, _| {
                seen = iteration;
                if iteration == 3 {
                    Err(Error::cancelled())
                } else {
                    Ok(())
                }
            },
        );
        assert!(outcome.unwrap_err().is_cancelled());
        assert_eq!(seen, 3);
    }
}
