//! Ridge regression: least squares with a penalty on the squared coefficients.
//!
//! Minimises Σ v (y - b - xw)² + alpha ‖w‖² with a free intercept, v the weight of the row, as scikit-learn's `Ridge`
//! does. Solved exactly, by Cholesky's decomposition (linfa-linalg) of the normal equations of the centred columns:
//! the coordinate descent of linfa-elasticnet does not centre the columns beside its intercept, and with
//! `l1_ratio` 0 its stopping rule (a duality gap) is not met by a fit that leaves an error, so that it runs to its limit.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array1, Axis};

use super::model::Solution;
use super::moments::{Centre, Moments, blocks};
use super::{LinearFamily, NUMBERS};
use crate::error::{Error, Result};
use crate::models::saved::Answer;
use crate::models::training::{numbers, report};
use crate::models::{Parameter, Params, Training, parameters};

/// The family.
pub(in crate::models) const RIDGE: LinearFamily = LinearFamily {
    name: "ridge",
    title: "ridge regression: a weighted sum of the columns",
    tasks: NUMBERS,
    parameters: PARAMETERS,
    trials: |count| parameters::grid("alpha", &ALPHAS, count),
    solve,
};

const PARAMETERS: &[Parameter] = &[Parameter::real(
    "alpha",
    1.0,
    (0.0, f64::MAX),
    "weight of the squared coefficients, scikit-learn's alpha",
)];

/// The values tried, the default first.
const ALPHAS: [f64; 8] = [1.0, 10.0, 0.1, 100.0, 0.01, 1e3, 1e-3, 1e4];

fn solve(training: &Training<'_>, params: &Params) -> Result<Solution> {
    let y = numbers(training)?;
    let alpha = parameters::value(PARAMETERS, params, "alpha");
    let x = &training.x.values;
    let (rows, columns) = x.dim();
    let centre = Centre::of(x, y, training.weights);
    let blocks = blocks(rows);
    let mut moments = Moments::zero(columns);
    for block in 0..blocks {
        moments.add_block(block, x.view(), y, training.weights, &centre);
        // Until the equations are solved, the mean is what is known.
        report(training, block + 1, blocks + 1, moments.yy / moments.weight)?;
    }
    let mut gram = moments.xx.clone();
    // A column that never varies has no coefficient; a 1 keeps its equation solvable without a penalty.
    for column in 0..columns {
        let varies = gram[[column, column]] > 0.0;
        gram[[column, column]] += if varies || alpha > 0.0 { alpha } else { 1.0 };
    }
    let mut solution = moments.xy.clone().insert_axis(Axis(1));
    gram.solvec_inplace(&mut solution)
        .map_err(|e| unsolvable(&e.to_string()))?;
    let coefficients: Array1<f64> = solution.remove_axis(Axis(1));
    if coefficients.iter().any(|c| !c.is_finite()) {
        return Err(unsolvable("a coefficient is not finite"));
    }
    let loss = moments.error(&coefficients, 0.0);
    report(training, blocks + 1, blocks + 1, loss)?;
    Ok(Solution {
        answer: Answer::Number,
        intercepts: vec![centre.y - centre.x.dot(&coefficients)],
        coefficients: vec![coefficients.to_vec()],
        settled: Params::new(),
    })
}

fn unsolvable(why: &str) -> Error {
    Error::new(format!(
        "the normal equations have no stable solution: {why}"
    ))
    .with_fix("set the parameter alpha higher, or leave out columns that say the same")
}

#[cfg(test)]
mod tests {
    use super::super::model::Fitted;
    use super::*;
    use crate::metrics::Truth;
    use crate::models::tests::{noise, watching};
    use crate::models::{Family, saved};

    #[test]
    fn the_gradient_is_zero_with_weights_and_without() {
        let (x, y) = noise(200, 5, 1);
        let truth = Truth::Numbers(y.clone());
        let watch = watching(usize::MAX);
        let weights: Vec<f64> = (0..200).map(|row| f64::from(row % 3)).collect();
        for weights in [None, Some(weights.as_slice())] {
            let training = Training {
                weights,
                ..Training::new(&x, &truth, 0, &watch)
            };
            for alpha in [0.0, 0.5, 30.0] {
                let params = Params::from([("alpha".to_owned(), alpha)]);
                let model = RIDGE.fit(&training, &params).unwrap();
                let saved: Fitted = saved::read(&model.save()).unwrap();
                let w = Array1::from_vec(saved.coefficients[0].clone());
                let mut error =
                    Array1::from_vec(y.clone()) - (x.values.dot(&w) + saved.intercepts[0]);
                if let Some(weights) = weights {
                    error *= &Array1::from_vec(weights.to_vec());
                }
                // The closed form is where the gradient is zero, in the coefficients and in the intercept.
                let gradient = x.values.t().dot(&error) - alpha * &w;
                assert!(gradient.iter().all(|g| g.abs() < 1e-9), "{gradient}");
                assert!(error.sum().abs() < 1e-9);
            }
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
        let training = Training::new(&x, &truth, 0, &watch);
        let fit = |alpha| RIDGE.fit(&training, &Params::from([("alpha".to_owned(), alpha)]));
        let importance = fit(1.0).unwrap().importance();
        assert!((importance[0].1 - importance[1].1).abs() < 1e-9);
        assert_eq!(importance[2].1, 0.0);
        if let Err(error) = fit(0.0) {
            assert!(error.fix.as_deref().unwrap().contains("alpha"));
        }
    }
}
