//! Ridge regression: least squares with a penalty on the squared coefficients.
//!
//! Minimises ‖y - b - Xw‖² + alpha ‖w‖² with a free intercept, as scikit-learn's `Ridge` does. Solved
//! exactly, by Cholesky's decomposition (linfa-linalg) of the normal equations of the centred columns:
//! the coordinate descent of linfa-elasticnet does not centre the columns beside its intercept, and with
//! `l1_ratio` 0 its stopping rule (a duality gap) is not met by a fit that leaves an error, so that it runs to its limit.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array1, Array2, Axis, Slice};
use serde::{Deserialize, Serialize};

use super::linear::{self, Linear};
use super::training::{complete, numbers, report};
use super::{Capabilities, Family, Model, Parameter, Params, Training, parameters};
use crate::decisions::Task;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::prepare::{Matrix, Needs};
use crate::work::{Rng, guarded};

/// Rows taken into the normal equations at once.
const BLOCK: usize = 16_384;

const PARAMETERS: &[Parameter] = &[Parameter::real(
    "alpha",
    1.0,
    (0.0, f64::MAX),
    "weight of the squared coefficients, scikit-learn's alpha",
)];

/// The values tried, the default first.
const ALPHAS: [f64; 8] = [1.0, 10.0, 0.1, 100.0, 0.01, 1e3, 1e-3, 1e4];

/// The family.
pub(super) struct Ridge;

impl Family for Ridge {
    fn name(&self) -> &'static str {
        "ridge"
    }

    fn title(&self) -> &'static str {
        "ridge regression: a weighted sum of the columns"
    }

    fn tasks(&self) -> &'static [Task] {
        &[Task::Regression, Task::Forecast]
    }

    fn needs(&self) -> Needs {
        Needs {
            complete: true,
            scaled: true,
        }
    }

    fn can(&self) -> Capabilities {
        Capabilities {
            probabilities: false,
            missing_values: false,
            sample_weights: false,
            importance: true,
            reports_progress: true,
        }
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn trials(&self, count: usize, _: &mut Rng) -> Vec<Params> {
        parameters::grid("alpha", &ALPHAS, count)
    }

    fn fit(&self, training: &Training<'_>, params: &Params) -> Result<Box<dyn Model>> {
        self.check(params)?;
        let y = Array1::from_vec(numbers(training)?.to_vec());
        complete(training.x)?;
        let alpha = parameters::value(PARAMETERS, params, "alpha");
        let (coefficients, intercept) = guarded(|| solve(training, &y, alpha))?;
        Ok(Box::new(Fitted {
            alpha,
            linear: Linear::new(training.x, vec![coefficients.to_vec()], vec![intercept]),
        }))
    }

    fn load(&self, saved: &serde_json::Value, _: Option<&Classes>) -> Result<Box<dyn Model>> {
        let fitted: Fitted = linear::read(saved)?;
        fitted.linear.check(1)?;
        Ok(Box::new(fitted))
    }
}

/// Coefficients and intercept.
fn solve(training: &Training<'_>, y: &Array1<f64>, alpha: f64) -> Result<(Array1<f64>, f64)> {
    let x = &training.x.values;
    let (rows, columns) = x.dim();
    let centre = x
        .mean_axis(Axis(0))
        .unwrap_or_else(|| Array1::zeros(columns));
    let level = y.mean().unwrap_or(0.0);
    let spread = y.iter().map(|v| (v - level).powi(2)).sum::<f64>() / rows as f64;

    let blocks = rows.div_ceil(BLOCK);
    let mut gram: Array2<f64> = Array2::zeros((columns, columns));
    let mut moment: Array1<f64> = Array1::zeros(columns);
    for block in 0..blocks {
        let part = Slice::from(block * BLOCK..rows.min((block + 1) * BLOCK));
        let centred = &x.slice_axis(Axis(0), part) - &centre;
        let target = y.slice_axis(Axis(0), part).mapv(|v| v - level);
        gram += &centred.t().dot(&centred);
        moment += &centred.t().dot(&target);
        // Until the equations are solved, the mean is what is known.
        report(training, block + 1, blocks + 1, spread)?;
    }
    // A column that never varies has no coefficient; a 1 keeps its equation solvable without a penalty.
    for column in 0..columns {
        let varies = gram[[column, column]] > 0.0;
        gram[[column, column]] += if varies || alpha > 0.0 { alpha } else { 1.0 };
    }
    let mut solution = moment.insert_axis(Axis(1));
    gram.solvec_inplace(&mut solution)
        .map_err(|e| unsolvable(&e.to_string()))?;
    let coefficients = solution.remove_axis(Axis(1));
    if coefficients.iter().any(|c| !c.is_finite()) {
        return Err(unsolvable("a coefficient is not finite"));
    }

    let intercept = level - centre.dot(&coefficients);
    let errors = y - &(x.dot(&coefficients) + intercept);
    let loss = errors.mapv(|e| e * e).mean().unwrap_or(0.0);
    report(training, blocks + 1, blocks + 1, loss)?;
    Ok((coefficients, intercept))
}

fn unsolvable(why: &str) -> Error {
    Error::new(format!(
        "the normal equations have no stable solution: {why}"
    ))
    .with_fix("set the parameter alpha higher, or leave out columns that say the same")
}

/// A fitted ridge regression.
#[derive(Debug, Serialize, Deserialize)]
struct Fitted {
    alpha: f64,
    #[serde(flatten)]
    linear: Linear,
}

impl Model for Fitted {
    fn predict(&self, x: &Matrix) -> Result<Prediction> {
        let mut outputs = self.linear.outputs(x)?;
        Ok(Prediction::Numbers(outputs.remove(0).to_vec()))
    }

    fn save(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn importance(&self) -> Vec<(String, f64)> {
        self.linear.importance()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{noise, watching};
    use super::*;
    use crate::metrics::Truth;

    #[test]
    fn equals_gradient_zero_and_known_values() {
        let (x, y) = noise(200, 5, 1);
        let truth = Truth::Numbers(y.clone());
        let watch = watching(usize::MAX);
        let training = Training {
            x: &x,
            y: &truth,
            seed: 0,
            watch: &watch,
        };
        for alpha in [0.0, 0.5, 30.0] {
            let params = Params::from([("alpha".to_owned(), alpha)]);
            let model = Ridge.fit(&training, &params).unwrap();
            let saved: Fitted = linear::read(&model.save()).unwrap();
            let w = Array1::from_vec(saved.linear.coefficients[0].clone());
            let error =
                Array1::from_vec(y.clone()) - (x.values.dot(&w) + saved.linear.intercepts[0]);
            // The closed form is where the gradient is zero, in the coefficients and in the intercept.
            let gradient = x.values.t().dot(&error) - alpha * &w;
            assert!(gradient.iter().all(|g| g.abs() < 1e-9), "{gradient}");
            assert!(error.sum().abs() < 1e-9);
        }
    }

    #[test]
    fn collinear_columns_need_a_penalty() {
        let (mut x, y) = noise(50, 3, 2);
        let copy = x.values.column(0).to_owned();
        x.values.column_mut(1).assign(&copy);
        x.values.column_mut(2).fill(7.0);
        let truth = Truth::Numbers(y);
        let watch = watching(usize::MAX);
        let training = Training {
            x: &x,
            y: &truth,
            seed: 0,
            watch: &watch,
        };
        let fit = |alpha| Ridge.fit(&training, &Params::from([("alpha".to_owned(), alpha)]));
        let importance = fit(1.0).unwrap().importance();
        assert!((importance[0].1 - importance[1].1).abs() < 1e-9);
        assert_eq!(importance[2].1, 0.0);
        if let Err(error) = fit(0.0) {
            assert!(error.fix.as_deref().unwrap().contains("alpha"));
        }
    }
}
