//! Softmax regression for several classes.
//!
//! Minimises -Σ v log p(class of the row) + alpha/2 ‖W‖², p = softmax(b + XW), v the weight of the row, with free
//! intercepts: alpha is 1/C of scikit-learn's multinomial logistic regression. Minimised by the L-BFGS of this folder:
//! the loss of linfa-logistic takes one maximum over all rows where each row needs its own, so that rows whose outputs
//! lie 35 below the largest of the table lose their probabilities and the line search can break off.

use ndarray::{Array1, Array2, Axis, Slice};

use super::LinearFamily;
use super::logistic::{ALPHAS, ITERATIONS, PARAMETERS, TOLERANCE};
use super::minimise::{Limits, minimise};
use super::model::{Solution, log_sum_exp};
use crate::decisions::Task;
use crate::error::Result;
use crate::models::saved::Answer;
use crate::models::training::{classes, report};
use crate::models::{Params, Training, parameters};

/// The family.
pub(in crate::models) const SOFTMAX: LinearFamily = LinearFamily {
    name: "softmax",
    title: "softmax regression: a weighted sum of the columns for each class",
    tasks: &[Task::Multiclass],
    parameters: PARAMETERS,
    trials: |count| parameters::grid("alpha", &ALPHAS, count),
    solve,
};

fn solve(training: &Training<'_>, params: &Params) -> Result<Solution> {
    let present = classes(training)?;
    let x = &training.x.values;
    let (rows, columns) = x.dim();
    let width = present.codes.len();
    let problem = Problem {
        x,
        y: &present.rows,
        row_weights: training.weights,
        alpha: parameters::value(PARAMETERS, params, "alpha"),
        width,
    };
    let limits = Limits {
        iterations: ITERATIONS,
        gradient: TOLERANCE * rows as f64,
    };
    let weights = minimise(
        Array1::zeros((columns + 1) * width),
        &limits,
        |w| problem.at(w),
        |iteration, value| report(training, iteration, ITERATIONS, value / rows as f64),
    )?;
    let weights = problem.shaped(&weights);
    let of_class = |class: usize| -> Vec<f64> { weights.column(class).to_vec() };
    let (mut coefficients, mut intercepts): (Vec<Vec<f64>>, Vec<f64>) = (0..width)
        .map(|class| {
            (
                of_class(class)[..columns].to_vec(),
                weights[[columns, class]],
            )
        })
        .unzip();
    // Of two classes the log odds of the second say everything.
    if width == 2 {
        let odds = coefficients[0].iter().zip(&coefficients[1]);
        coefficients = vec![odds.map(|(first, second)| second - first).collect()];
        intercepts = vec![intercepts[1] - intercepts[0]];
    }
    Ok(Solution {
        answer: Answer::Classes {
            classes: present.classes.clone(),
            codes: present.codes,
        },
        coefficients,
        intercepts,
        settled: Params::new(),
    })
}

/// The function to minimise, over (columns + 1) x classes weights with the intercepts in the last row.
struct Problem<'a> {
    x: &'a Array2<f64>,
    y: &'a [usize],
    row_weights: Option<&'a [f64]>,
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
        for (at, (mut row, &class)) in outputs.rows_mut().into_iter().zip(self.y).enumerate() {
            let weight = self.row_weights.map_or(1.0, |w| w[at]);
            let log_sum = log_sum_exp(row.view());
            value += weight * (log_sum - row[class]);
            row.mapv_inplace(|z| weight * (z - log_sum).exp());
            row[class] -= weight;
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
