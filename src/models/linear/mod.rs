//! The linear families: what differs is how coefficients are found (`ridge.rs`, `elastic_net.rs` for lasso as well,
//! `logistic.rs`, `softmax.rs`); what they share is here and in `model.rs`, the fitted function of the columns.
//!
//! `moments.rs` sums up rows for least squares, `descent.rs` is coordinate descent, `minimise.rs` L-BFGS.

mod descent;
mod elastic_net;
mod logistic;
mod minimise;
mod model;
mod moments;
mod ridge;
mod softmax;

pub(super) use elastic_net::{ELASTIC_NET, LASSO};
pub(super) use logistic::LOGISTIC;
pub(super) use ridge::RIDGE;
pub(super) use softmax::SOFTMAX;

use super::training::complete;
use super::{Capabilities, Cost, Family, Model, Parameter, Params, Training, parameters, saved};
use crate::decisions::Task;
use crate::error::Result;
use crate::metrics::Classes;
use crate::prepare::Needs;
use crate::work::{Rng, guarded};
use model::{Fitted, Solution};

/// Tasks of the families for numbers.
const NUMBERS: &[Task] = &[Task::Regression, Task::Forecast];

/// What one linear family does its own way.
pub(super) struct LinearFamily {
    name: &'static str,
    title: &'static str,
    tasks: &'static [Task],
    parameters: &'static [Parameter],
    /// Parameter sets to try, the default first, at most as many as asked.
    trials: fn(usize) -> Vec<Params>,
    /// Finds the coefficients; the parameters are checked, the matrix has no gap.
    solve: fn(&Training<'_>, &Params) -> Result<Solution>,
}

impl Family for LinearFamily {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn tasks(&self) -> &'static [Task] {
        self.tasks
    }

    fn needs(&self) -> Needs {
        Needs {
            complete: true,
            scaled: true,
        }
    }

    fn can(&self) -> Capabilities {
        Capabilities {
            weights: true,
            missing: false,
            probabilities: !self.tasks.contains(&Task::Regression),
            monotone: false,
            cost: Cost::Light,
        }
    }

    fn parameters(&self) -> &'static [Parameter] {
        self.parameters
    }

    fn trials(&self, count: usize, _: &mut Rng) -> Vec<Params> {
        (self.trials)(count)
    }

    fn fit(&self, training: &Training<'_>, params: &Params) -> Result<Box<dyn Model>> {
        self.check(params)?;
        complete(training.x)?;
        let params = parameters::completed(self.parameters, params);
        let solution = guarded(|| (self.solve)(training, &params))?;
        Ok(Box::new(Fitted::new(training.x, params, solution)))
    }

    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>> {
        let fitted: Fitted = saved::read(saved)?;
        fitted.check(classes)?;
        Ok(Box::new(fitted))
    }
}
