//! The simplex of Nelder and Mead, by `argmin`: the least of a function of which nothing more is known than its values.

use argmin::core::{CostFunction, Executor};
use argmin::solver::neldermead::NelderMead;

use crate::error::{Error, Result};

/// What is to become least. Where it is undefined it says so by a large number, which the simplex needs.
type Loss<'a> = dyn Fn(&[f64]) -> Result<f64> + 'a;

/// When the simplex has found it.
pub struct Until {
    /// The deviation of the losses at its corners.
    pub tolerance: f64,
    /// Steps for each number that is looked for, at most.
    pub steps: u64,
}

/// Where a loss is least, looked for from `start` on, each number moved by `step` of it. Errors: a loss that cannot be computed.
pub fn simplex(
    loss: &Loss<'_>,
    start: Vec<f64>,
    step: impl Fn(f64) -> f64,
    until: &Until,
) -> Result<Vec<f64>> {
    let corner = |at: usize| {
        let mut corner = start.clone();
        corner[at] += step(corner[at]);
        corner
    };
    let corners = std::iter::once(start.clone()).chain((0..start.len()).map(corner));
    let failed = |error: argmin::core::Error| Error::new(error.to_string());
    let solver = NelderMead::new(corners.collect())
        .with_sd_tolerance(until.tolerance)
        .map_err(failed)?;
    let steps = until.steps * start.len() as u64;
    let found = Executor::new(Cost(loss), solver)
        .configure(|state| state.max_iters(steps))
        .run()
        .map_err(failed)?;
    Ok(found.state.best_param.unwrap_or(start))
}

struct Cost<'a>(&'a Loss<'a>);

impl CostFunction for Cost<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, at: &Vec<f64>) -> std::result::Result<f64, argmin::core::Error> {
        (self.0)(at).map_err(|error| argmin::core::Error::msg(error.to_string()))
    }
}
