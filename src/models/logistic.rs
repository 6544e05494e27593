//! Logistic regression for two classes, by linfa-logistic (L-BFGS).
//!
//! Minimises Σ log(1 + e^(-y z)) + alpha/2 ‖w‖², z = b + Xw, with a free intercept: alpha is 1/C of
//! scikit-learn. linfa tells nothing while it runs, so it runs in blocks of iterations, each from where the last one ended.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, Axis, Slice};
use serde::{Deserialize, Serialize};

use super::linear::{self, Linear, sigmoid};
use super::training::{classes, complete, report};
use super::{Capabilities, Family, Model, Parameter, Params, Training, parameters};
use crate::decisions::Task;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::prepare::{Matrix, Needs};
use crate::work::{Rng, guarded};

/// Iterations between two reports.
const BLOCK: u64 = 25;
/// Blocks at most.
const BLOCKS: usize = 40;
/// The mean gradient, by its Euclidean norm, at which the fit has converged.
const TOLERANCE: f64 = 1e-6;
/// How often alpha is raised tenfold when the line search fails.
const RAISES: usize = 3;

pub(super) const PARAMETERS: &[Parameter] = &[Parameter::real(
    "alpha",
    1.0,
    (1e-9, f64::MAX),
    "weight of half the squared coefficients, 1/C of scikit-learn",
)];

/// The values tried, the default first.
pub(super) const ALPHAS: [f64; 7] = [1.0, 10.0, 0.1, 100.0, 0.01, 1e3, 1e-3];

/// The family.
pub(super) struct Logistic;

impl Family for Logistic {
    fn name(&self) -> &'static str {
        "logistic"
    }

    fn title(&self) -> &'static str {
        "logistic regression: a weighted sum of the columns as odds"
    }

    fn tasks(&self) -> &'static [Task] {
        &[Task::Binary]
    }

    fn needs(&self) -> Needs {
        Needs {
            complete: true,
            scaled: true,
        }
    }

    fn can(&self) -> Capabilities {
        Capabilities {
            probabilities: true,
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
        let present = classes(training)?;
        complete(training.x)?;
        let &[first, second] = present.codes.as_slice() else {
            return Err(Error::new(format!(
                "logistic regression takes two classes, and there are '{}'",
                present.codes.len()
            ))
            .with_fix("use the family softmax, or set problem.task to \"multiclass\""));
        };
        let y: Array1<bool> = present.rows.iter().map(|&r| r == 1).collect();
        let mut alpha = parameters::value(PARAMETERS, params, "alpha");
        let mut raised = 0;
        let weights = loop {
            match converge(training, &y, alpha) {
                Ok(weights) => break weights,
                Err(error) if error.is_cancelled() || raised == RAISES => return Err(error),
                Err(_) => {
                    alpha *= 10.0;
                    raised += 1;
                }
            }
        };
        let columns = training.x.values.ncols();
        Ok(Box::new(Fitted {
            alpha,
            classes: present.classes.clone(),
            between: [first, second],
            linear: Linear::new(
                training.x,
                vec![weights.iter().take(columns).copied().collect()],
                vec![weights[columns]],
            ),
        }))
    }

    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>> {
        let fitted: Fitted = linear::read(saved)?;
        fitted.linear.check(1)?;
        linear::same_classes(&fitted.classes, classes)?;
        let [first, second] = fitted.between.map(|code| code as usize);
        if first >= second || second >= fitted.classes.names.len() {
            return Err(linear::damaged("its classes do not exist"));
        }
        Ok(Box::new(fitted))
    }
}

/// Coefficients and, last, the intercept.
fn converge(training: &Training<'_>, y: &Array1<bool>, alpha: f64) -> Result<Array1<f64>> {
    let x = &training.x.values;
    let columns = x.ncols();
    let tolerance = TOLERANCE * x.nrows() as f64;
    let mut weights: Array1<f64> = Array1::zeros(columns + 1);
    let mut state = State::at(x, y, alpha, &weights);
    // linfa calls the more frequent class positive; here it is the later one.
    let mut sign = 1.0;
    for block in 1..=BLOCKS {
        let step = guarded(|| {
            LogisticRegression::default()
                .alpha(alpha)
                .gradient_tolerance(tolerance)
                .max_iterations(BLOCK)
                .initial_params(&weights * sign)
                .fit(&DatasetBase::new(x.view(), y.view()))
                .map_err(|e| failed(&e.to_string()))
        });
        let fitted = match step {
            Ok(fitted) => fitted,
            // Near the optimum the loss has no digits left for the line search to see a descent.
            Err(_) if state.gradient < 1e3 * tolerance => break,
            Err(error) => return Err(error),
        };
        sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
        let next: Array1<f64> = fitted
            .params()
            .iter()
            .copied()
            .chain([fitted.intercept()])
            .map(|w| sign * w)
            .collect();
        let now = State::at(x, y, alpha, &next);
        if !now.objective.is_finite() {
            return Err(failed("the loss is not finite"));
        }
        report(training, block, BLOCKS, now.loss)?;
        let settled = state.objective - now.objective <= 1e-13 * now.objective;
        weights = next;
        state = now;
        if settled || state.gradient <= tolerance {
            break;
        }
    }
    Ok(weights)
}

/// Where the fit stands.
struct State {
    /// What is minimised.
    objective: f64,
    /// Mean log loss, without the penalty.
    loss: f64,
    /// Euclidean norm of the objective's gradient.
    gradient: f64,
}

impl State {
    fn at(x: &Array2<f64>, y: &Array1<bool>, alpha: f64, weights: &Array1<f64>) -> State {
        let columns = x.ncols();
        let coefficients = weights.slice_axis(Axis(0), Slice::from(..columns));
        let z = x.dot(&coefficients) + weights[columns];
        let sum: f64 = z.iter().zip(y).map(|(&z, &y)| log_loss(z, y)).sum();
        let residual: Array1<f64> = z
            .iter()
            .zip(y)
            .map(|(&z, &y)| sigmoid(z) - f64::from(u8::from(y)))
            .collect();
        let slope = x.t().dot(&residual) + &(&coefficients * alpha);
        State {
            objective: sum + 0.5 * alpha * coefficients.dot(&coefficients),
            loss: sum / x.nrows() as f64,
            gradient: (slope.dot(&slope) + residual.sum().powi(2)).sqrt(),
        }
    }
}

/// -log of the probability that the log odds `z` give to what happened.
fn log_loss(z: f64, happened: bool) -> f64 {
    let against = if happened { -z } else { z };
    against.max(0.0) + (-against.abs()).exp().ln_1p()
}

fn failed(why: &str) -> Error {
    Error::new(format!(
        "logistic regression did not converge: {}",
        crate::text::escape(why)
    ))
    .with_fix("set the parameter alpha higher, or prepare.clip for columns with extreme values")
}

/// A fitted logistic regression.
#[derive(Debug, Serialize, Deserialize)]
struct Fitted {
    /// The alpha it was fitted with: higher than asked where the line search failed.
    alpha: f64,
    classes: Classes,
    /// Codes of the classes it chooses between: the output is the log odds of the second.
    between: [u32; 2],
    #[serde(flatten)]
    linear: Linear,
}

impl Model for Fitted {
    fn predict(&self, x: &Matrix) -> Result<Prediction> {
        let outputs = self.linear.outputs(x)?;
        let mut probabilities = Array2::zeros((x.values.nrows(), self.classes.names.len()));
        for (mut row, &z) in probabilities.rows_mut().into_iter().zip(&outputs[0]) {
            row[self.between[0] as usize] = sigmoid(-z);
            row[self.between[1] as usize] = sigmoid(z);
        }
        Ok(Prediction::Probabilities(probabilities))
    }

    fn save(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn importance(&self) -> Vec<(String, f64)> {
        self.linear.importance()
    }
}
