//! Softmax regression for several classes.
//!
//! Minimises -Σ log p(class of the row) + alpha/2 ‖W‖², p = softmax(b + XW), with free intercepts: alpha is
//! 1/C of scikit-learn's multinomial logistic regression. Minimised by the L-BFGS of this folder: the loss of
//! linfa-logistic takes one maximum over all rows where each row needs its own, so that rows whose outputs
//! lie 35 below the largest of the table lose their probabilities and the line search can break off.

use ndarray::{Array1, Array2, ArrayView1, Axis, Slice};
use serde::{Deserialize, Serialize};

use super::linear::{self, Linear};
use super::logistic::{ALPHAS, ITERATIONS, PARAMETERS, TOLERANCE};
use super::minimise::{Limits, minimise};
use super::training::{classes, complete, report};
use super::{Capabilities, Family, Model, Parameter, Params, Training, parameters};
use crate::decisions::Task;
use crate::error::Result;
use crate::metrics::{Classes, Prediction};
use crate::prepare::{Matrix, Needs};
use crate::work::{Rng, guarded};

/// The family.
pub(super) struct Softmax;

impl Family for Softmax {
    fn name(&self) -> &'static str {
        "softmax"
    }

    fn title(&self) -> &'static str {
        "softmax regression: a weighted sum of the columns for each class"
    }

    fn tasks(&self) -> &'static [Task] {
        &[Task::Multiclass]
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
        let alpha = parameters::value(PARAMETERS, params, "alpha");
        let x = &training.x.values;
        let (rows, columns) = x.dim();
        let width = present.codes.len();
        let problem = Problem {
            x,
            y: &present.rows,
            alpha,
            width,
        };
        let limits = Limits {
            iterations: ITERATIONS,
            gradient: TOLERANCE * rows as f64,
        };
        let weights = guarded(|| {
            minimise(
                Array1::zeros((columns + 1) * width),
                &limits,
                |w| problem.at(w),
                |iteration, value| report(training, iteration, ITERATIONS, value / rows as f64),
            )
        })?;
        let weights = problem.shaped(&weights);
        let by_class = |class: usize| {
            weights
                .column(class)
                .iter()
                .take(columns)
                .copied()
                .collect()
        };
        Ok(Box::new(Fitted {
            alpha,
            classes: present.classes.clone(),
            codes: present.codes,
            linear: Linear::new(
                training.x,
                (0..width).map(by_class).collect(),
                weights.row(columns).to_vec(),
            ),
        }))
    }

    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>> {
        let fitted: Fitted = linear::read(saved)?;
        fitted.linear.check(fitted.codes.len())?;
        linear::same_classes(&fitted.classes, classes)?;
        let names = fitted.classes.names.len();
        if fitted.codes.is_empty() || fitted.codes.iter().any(|&code| code as usize >= names) {
            return Err(linear::damaged("its classes do not exist"));
        }
        Ok(Box::new(fitted))
    }
}

/// The function to minimise, over (columns + 1) x classes weights with the intercepts in the last row.
struct Problem<'a> {
    x: &'a Array2<f64>,
    y: &'a [usize],
    alpha: f64,
    width: usize,
}

impl Problem<'_> {
    /// The flat weights as rows of columns, the last one the intercepts.
    fn shaped(&self, weights: &Array1<f64>) -> Array2<f64> {
        Array2::from_shape_fn((self.x.ncols() + 1, self.width), |(column, class)| {
            weights[column * self.width + class]
        })
    }

    fn at(&self, weights: &Array1<f64>) -> (f64, Array1<f64>) {
        let columns = self.x.ncols();
        let weights = self.shaped(weights);
        let coefficients = weights.slice_axis(Axis(0), Slice::from(..columns));
        let mut outputs = self.x.dot(&coefficients) + weights.row(columns);
        let mut value = 0.0;
        for (mut row, &class) in outputs.rows_mut().into_iter().zip(self.y) {
            let log_sum = log_sum_exp(row.view());
            value += log_sum - row[class];
            row.mapv_inplace(|z| (z - log_sum).exp());
            row[class] -= 1.0;
        }
        let slopes = self.x.t().dot(&outputs) + &(&coefficients * self.alpha);
        let gradient = slopes
            .iter()
            .copied()
            .chain(outputs.sum_axis(Axis(0)))
            .collect();
        let size: f64 = coefficients.iter().map(|w| w * w).sum();
        (value + 0.5 * self.alpha * size, gradient)
    }
}

fn log_sum_exp(row: ArrayView1<'_, f64>) -> f64 {
    let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    row.iter().map(|z| (z - largest).exp()).sum::<f64>().ln() + largest
}

/// A fitted softmax regression.
#[derive(Debug, Serialize, Deserialize)]
struct Fitted {
    alpha: f64,
    classes: Classes,
    /// Code of the class of each output.
    codes: Vec<u32>,
    #[serde(flatten)]
    linear: Linear,
}

impl Model for Fitted {
    fn predict(&self, x: &Matrix) -> Result<Prediction> {
        let outputs = self.linear.outputs(x)?;
        let mut probabilities = Array2::zeros((x.values.nrows(), self.classes.names.len()));
        for (at, mut row) in probabilities.rows_mut().into_iter().enumerate() {
            let own: Array1<f64> = outputs.iter().map(|output| output[at]).collect();
            let log_sum = log_sum_exp(own.view());
            for (&code, &z) in self.codes.iter().zip(&own) {
                row[code as usize] = (z - log_sum).exp();
            }
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
