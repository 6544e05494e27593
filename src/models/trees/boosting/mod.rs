//! Gradient boosting of decision trees, as XGBoost and LightGBM do it.
//!
//! `fit.rs` brings the target into shape and chooses the number of rounds, `model.rs` predicts.

mod fit;
mod model;

use rand::Rng as _;

use super::{ENGINE, NEEDS, TASKS, capabilities};
use crate::decisions::Task;
use crate::error::Result;
use crate::metrics::{Classes, Metric};
use crate::models::{Capabilities, Cost, Family, Model, Parameter, Params, Training, parameters};
use crate::prepare::Needs;
use crate::work::Rng;

// Defaults near LightGBM's. `lambda` and `colsample` are firmer: against 1 and 1, that was better on six of eight public
// tables of 344 to 48,842 rows and a little worse on two, one random split each, so a hint and no proof.
const PARAMETERS: &[Parameter] = &[
    Parameter::real(
        "learning_rate",
        0.1,
        (1e-4, 1.0),
        "share of each tree's answer that is added",
    ),
    Parameter::whole(
        "rounds",
        500.0,
        (1.0, 100_000.0),
        "rounds at most; each adds a tree, or one a class",
    ),
    Parameter::whole(
        "patience",
        20.0,
        (0.0, 10_000.0),
        "rounds without gain on the rows kept back (15 %: drawn, or whole groups, or in time the latest and then those before them, as the split is) before the search for the number of rounds ends; 0 takes all rounds",
    ),
    Parameter::whole("leaves", 31.0, (2.0, 4096.0), "leaves of a tree at most"),
    Parameter::whole(
        "max_depth",
        0.0,
        (0.0, 64.0),
        "depth of a tree at most; 0 for no limit",
    ),
    Parameter::real(
        "min_child_weight",
        10.0,
        (0.0, 1e9),
        "rows that a leaf needs; for classes, rows as undecided as the average one",
    ),
    Parameter::real(
        "subsample",
        1.0,
        (0.05, 1.0),
        "share of the rows drawn for each tree",
    ),
    Parameter::real(
        "colsample",
        0.8,
        (0.05, 1.0),
        "share of the columns drawn for each tree",
    ),
    Parameter::real(
        "lambda",
        10.0,
        (0.0, 1e6),
        "weight of the squared answers of the leaves",
    ),
    Parameter::whole(
        "objective",
        0.0,
        (0.0, 1.0),
        "for a number: 0 squared error, 1 absolute error",
    ),
    Parameter::whole(
        "threads",
        1.0,
        (1.0, 256.0),
        "threads that grow one model; the result is the same for any number",
    ),
];

/// The family.
pub(in crate::models) struct Boosting;

impl Family for Boosting {
    fn name(&self) -> &'static str {
        "boosting"
    }

    fn title(&self) -> &'static str {
        "gradient boosting: many small trees, each correcting those before"
    }

    fn tasks(&self) -> &'static [Task] {
        TASKS
    }

    fn needs(&self) -> Needs {
        NEEDS
    }

    fn can(&self) -> Capabilities {
        capabilities(Cost::Middle)
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    /// Ranges around the defaults of XGBoost and LightGBM, as tuning guides of both give them.
    fn trials(&self, count: usize, rng: &mut Rng) -> Vec<Params> {
        let draw = |rng: &mut Rng| {
            let real = |value: f64| parameters::short(value);
            Params::from([
                (
                    "learning_rate".to_owned(),
                    real(parameters::log_uniform(rng, 0.02, 0.2)),
                ),
                (
                    "leaves".to_owned(),
                    parameters::log_uniform(rng, 4.0, 128.0).round(),
                ),
                (
                    "min_child_weight".to_owned(),
                    real(parameters::log_uniform(rng, 1.0, 100.0)),
                ),
                ("subsample".to_owned(), real(rng.random_range(0.6..=1.0))),
                ("colsample".to_owned(), real(rng.random_range(0.4..=1.0))),
                (
                    "lambda".to_owned(),
                    real(parameters::log_uniform(rng, 0.01, 30.0)),
                ),
            ])
        };
        std::iter::once(Params::new())
            .chain(std::iter::repeat_with(|| draw(rng)))
            .take(count)
            .map(|drawn| {
                let mut params = parameters::defaults(PARAMETERS);
                params.remove("threads");
                params.extend(drawn);
                params
            })
            .collect()
    }

    fn aim(&self, metric: Metric) -> Params {
        parameters::absolute_error(metric)
    }

    fn fit(&self, training: &Training<'_>, params: &Params) -> Result<Box<dyn Model>> {
        self.check(params)?;
        Ok(Box::new(fit::fit(ENGINE, training, params)?))
    }

    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>> {
        Ok(Box::new(model::Boosted::read(ENGINE, saved, classes)?))
    }
}

/// The value of a parameter, its default where it is left out.
fn value(params: &Params, name: &str) -> f64 {
    parameters::value(PARAMETERS, params, name)
}
