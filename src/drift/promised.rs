//! What training promised, with its error of estimation: computed once, for all chunks.

use rand::Rng;

use super::reference::{Promise, Reference};
use super::sampling::{Sampled, weighted_mean};
use crate::benchmark::Setup;
use crate::error::Result;
use crate::metrics::{Metric, Prediction, Truth};
use crate::work::rng;

/// What the model did on rows that it had not seen.
#[derive(Debug, Default)]
pub struct Promised {
    /// Its score in the metric that decides, and on which rows: the holdout, predicted anew so that its error is known;
    /// else the scores that were kept.
    pub score: Option<(Sampled, &'static str)>,
    /// Its mean absolute error on the holdout, where the metric is another.
    pub in_unit: Option<Sampled>,
    /// The mean residual on the holdout, for each of [`classes_of`].
    pub residuals: Vec<Option<Sampled>>,
}

impl Promised {
    /// Asks the rows held out; nothing where there is no model or no target.
    pub fn of(reference: &Reference) -> Result<Promised> {
        let (Some(setup), Some(model)) = (&reference.setup, &reference.model) else {
            return Ok(Promised::default());
        };
        let metric = setup.problem.metric;
        let kept = || {
            model
                .kept(metric)
                .map(|(score, on)| (Sampled::exactly(score), on))
        };
        let Some(promise) = &reference.promise else {
            return Ok(Promised {
                score: kept(),
                ..Promised::default()
            });
        };
        let score = sampled(promise, metric, setup)?.map(|s| (s, "holdout"));
        let in_unit = match beside(setup) {
            Some(mae) => sampled(promise, mae, setup)?,
            None => None,
        };
        let means = classes_of(setup).into_iter().map(|class| {
            let then = residuals(&promise.truth, &promise.prediction, class);
            let seed = rng(setup.seed, &["drift", "bias"]).random::<u64>();
            let order = promise.order.as_deref();
            Sampled::of(then.len(), order, seed, |w| weighted_mean(&then, w))
        });
        Ok(Promised {
            score: score.or_else(kept),
            in_unit,
            residuals: means.collect::<Result<_>>()?,
        })
    }
}

fn sampled(promise: &Promise, metric: Metric, setup: &Setup) -> Result<Option<Sampled>> {
    let Some(prepared) = metric.prepared(&promise.truth, &promise.prediction) else {
        return Ok(None);
    };
    let seed = rng(setup.seed, &["drift", "promise"]).random::<u64>();
    let order = promise.order.as_deref();
    Sampled::of(promise.truth.len(), order, seed, |w| prepared.score(w))
}

/// The metric in the target's unit that is told beside another one.
pub fn beside(setup: &Setup) -> Option<Metric> {
    let mae = Metric::named("mae")?;
    (setup.problem.classes.is_none() && setup.problem.metric != mae).then_some(mae)
}

/// What happened less what was predicted: numbers, or the share of a class less its probability.
pub fn residuals(truth: &Truth, prediction: &Prediction, class: Option<usize>) -> Vec<f64> {
    match (truth, prediction, class) {
        (Truth::Numbers(truth), Prediction::Numbers(said), _) => {
            truth.iter().zip(said).map(|(t, p)| t - p).collect()
        }
        (Truth::Classes(codes, _), Prediction::Probabilities(shares), Some(class)) => codes
            .iter()
            .zip(shares.column(class))
            .map(|(code, share)| f64::from(u8::from(*code as usize == class)) - share)
            .collect(),
        _ => Vec::new(),
    }
}

/// The classes that a bias is looked for in: the positive of two, else each.
pub fn classes_of(setup: &Setup) -> Vec<Option<usize>> {
    match &setup.problem.classes {
        None => vec![None],
        Some(classes) => match classes.binary() {
            Some(positive) => vec![Some(positive)],
            None => (0..classes.names.len()).map(Some).collect(),
        },
    }
}
