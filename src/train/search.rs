//! One family tuned over the folds: each trial fits every fold, the best mean score wins.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::lesson::Lesson;
use crate::benchmark::{FoldScores, OutOfFold, Setup};
use crate::decisions::{Decisions, Model as Decided};
use crate::error::{Error, Result};
use crate::metrics::{Metric, Prediction};
use crate::models::{Family, Model, Params};
use crate::prepare::{Feature, Matrix, Needs, Pipeline};
use crate::work::{Progress, guarded, rng};

/// Points kept of the loss curve of a run.
const CURVE_POINTS: usize = 100;

/// The columns models learn from, with how a person wants them prepared.
pub fn features(setup: &Setup, decisions: &Decisions) -> Vec<Feature> {
    setup
        .dataset
        .model_inputs()
        .map(|column| Feature {
            name: column.name.clone(),
            kind: column.kind,
            levels: decisions
                .columns
                .get(&column.name)
                .and_then(|c| c.levels.clone())
                .unwrap_or_default(),
            prepare: decisions
                .prepare
                .get(&column.name)
                .cloned()
                .unwrap_or_default(),
        })
        .collect()
}

/// Folds prepared for families of the same needs, made once.
pub struct Prepared<'a> {
    setup: &'a Setup,
    features: Vec<Feature>,
    made: BTreeMap<(bool, bool), Vec<(Matrix, Matrix)>>,
}

impl<'a> Prepared<'a> {
    /// Nothing is prepared until a family asks.
    pub fn new(setup: &'a Setup, features: Vec<Feature>) -> Self {
        Self {
            setup,
            features,
            made: BTreeMap::new(),
        }
    }

    /// What families are compared on.
    pub fn setup(&self) -> &'a Setup {
        self.setup
    }

    /// The columns models learn from.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    fn folds(&mut self, needs: Needs) -> Result<&[(Matrix, Matrix)]> {
        let key = (needs.complete, needs.scaled);
        if !self.made.contains_key(&key) {
            let table = &self.setup.dataset.table;
            let folds = self
                .setup
                .plan
                .folds
                .par_iter()
                .map(|fold| {
                    let pipeline = Pipeline::fit(table, &fold.train, &self.features, needs)?;
                    Ok((
                        pipeline.transform(table, &fold.train)?,
                        pipeline.transform(table, &fold.test)?,
                    ))
                })
                .collect::<Result<Vec<_>>>()?;
            self.made.insert(key, folds);
        }
        Ok(self.made.get(&key).map(Vec::as_slice).unwrap_or_default())
    }
}

/// One parameter set fitted over the folds: a line of `trials.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// The parameters.
    params: Params,
    /// Score by fold.
    scores: Vec<Option<f64>>,
    /// Their mean.
    mean: Option<f64>,
    /// Why it could not be fitted.
    failed: Option<String>,
}

impl Trial {
    fn scored(params: &Params, scores: &FoldScores) -> Self {
        Self {
            params: params.clone(),
            scores: scores.scores.clone(),
            mean: scores.mean,
            failed: None,
        }
    }

    fn failed(params: &Params, why: &Error) -> Self {
        Self {
            params: params.clone(),
            scores: Vec::new(),
            mean: None,
            failed: Some(why.message.clone()),
        }
    }
}

/// The best trial of a family.
#[derive(Debug)]
pub struct Tuned {
    /// Its parameters.
    pub params: Params,
    /// Its scores.
    pub scores: FoldScores,
    /// Its out-of-fold predictions.
    pub predictions: OutOfFold,
    /// Every trial made, in order.
    pub trials: Vec<Trial>,
    /// Trials left out because the budget was spent.
    pub left_out: usize,
}

/// How long and how much a family may be tuned.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Parameter sets.
    pub trials: usize,
    /// No further trial is begun after this instant.
    pub until: Instant,
    /// Where in the whole job the family begins and ends, 0 to 1.
    pub span: (f64, f64),
}

/// Counts the fits of a family, which may end on several threads.
struct Fits {
    done: AtomicUsize,
    total: usize,
    span: (f64, f64),
}

impl Fits {
    fn new(total: usize, span: (f64, f64)) -> Self {
        Self {
            done: AtomicUsize::new(0),
            total,
            span,
        }
    }

    /// How far the whole job is after one more fit.
    fn one_more(&self) -> f64 {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let (from, to) = self.span;
        from + (to - from) * done as f64 / self.total.max(1) as f64
    }
}

/// Tunes a family. `Err` where every trial failed, with the reason of the first.
pub fn tune(
    family: &dyn Family,
    decided: Option<&Decided>,
    prepared: &mut Prepared<'_>,
    limits: Limits,
    progress: &Progress,
) -> Result<Tuned> {
    let setup = prepared.setup;
    let fixed = decided.map(|d| d.params.clone()).unwrap_or_default();
    family.check(&fixed)?;
    let metric = setup.problem.metric;
    let trials = parameter_sets(family, metric, &fixed, limits.trials, setup.seed);
    let fits = Fits::new(trials.len() * setup.plan.folds.len(), limits.span);
    progress.begin(family.name(), fits.total);
    let folds = prepared.folds(family.needs())?;
    let direction = setup.problem.metric.direction();
    let mut best: Option<Tuned> = None;
    let mut failure: Option<Error> = None;
    let mut made: Vec<Trial> = Vec::new();
    for params in &trials {
        if !made.is_empty() && Instant::now() > limits.until {
            break;
        }
        progress.check()?;
        match trial((family, decided), params, setup, folds, (&fits, progress)) {
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => {
                made.push(Trial::failed(params, &error));
                failure = failure.or(Some(error));
            }
            Ok(predictions) => {
                let scores = FoldScores::of(setup, &predictions);
                made.push(Trial::scored(params, &scores));
                let mean = scores.mean.unwrap_or(f64::NAN);
                let better = best
                    .as_ref()
                    .is_none_or(|b| direction.better(mean, b.scores.mean.unwrap_or(f64::NAN)));
                if better {
                    best = Some(Tuned {
                        params: params.clone(),
                        scores,
                        predictions,
                        trials: Vec::new(),
                        left_out: 0,
                    });
                }
            }
        }
    }
    let failure = failure.unwrap_or_else(|| Error::new("no parameter set to try"));
    best.map(|b| Tuned {
        left_out: trials.len() - made.len(),
        trials: made,
        ..b
    })
    .ok_or(failure)
}

/// The sets to try: those of the family aimed at the metric, the decided values held fixed, doubles left out.
fn parameter_sets(
    family: &dyn Family,
    metric: Metric,
    fixed: &Params,
    count: usize,
    seed: u64,
) -> Vec<Params> {
    let mut draw = rng(seed, &["trials", family.name()]);
    let mut sets: Vec<Params> = Vec::new();
    for mut params in family.trials(count, &mut draw) {
        params.extend(family.aim(metric));
        params.extend(fixed.iter().map(|(name, value)| (name.clone(), *value)));
        if !sets.contains(&params) {
            sets.push(params);
        }
    }
    sets
}

/// One fit of one parameter set over the folds.
fn trial(
    (family, decided): (&dyn Family, Option<&Decided>),
    params: &Params,
    setup: &Setup,
    folds: &[(Matrix, Matrix)],
    (fits, progress): (&Fits, &Progress),
) -> Result<OutOfFold> {
    let predictions = setup
        .plan
        .folds
        .par_iter()
        .zip(folds)
        .enumerate()
        .map(|(i, (fold, (train, test)))| {
            progress.check()?;
            let watch = |round: usize, _rounds: usize, loss: f64| {
                // One curve is drawn: the first fold's stands for all.
                if i == 0 {
                    progress.loss(family.name(), round as f64, loss);
                }
                if progress.cancelled() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            };
            let lesson = Lesson::of(setup, &fold.train, decided)?;
            let training = lesson.training(family, train, fold_seed(setup, i), &watch)?;
            let prediction = guarded(|| family.fit(&training, params)?.predict(test))?;
            let score = setup.score(&fold.test, &prediction);
            progress.score(family.name(), score.unwrap_or(f64::NAN));
            progress.step(format!("training {}", family.name()), fits.one_more());
            Ok(prediction)
        })
        .collect::<Result<Vec<Prediction>>>()?;
    Ok(OutOfFold { folds: predictions })
}

fn fold_seed(setup: &Setup, fold: usize) -> u64 {
    setup.seed.wrapping_add(fold as u64 + 1)
}

/// A model fitted on all rows outside the holdout, with what it needs to predict.
#[derive(Debug)]
pub struct Fitted {
    /// The preparation.
    pub pipeline: Pipeline,
    /// The model.
    pub model: Box<dyn Model>,
    /// Training loss by round.
    pub curve: Vec<(f64, f64)>,
}

/// Fits a family on all rows outside the holdout.
pub fn fit_all(
    family: &dyn Family,
    decided: Option<&Decided>,
    params: &Params,
    prepared: &Prepared<'_>,
    progress: &Progress,
) -> Result<Fitted> {
    let setup = prepared.setup;
    let rows = &setup.plan.development;
    let table = &setup.dataset.table;
    let pipeline = Pipeline::fit(table, rows, &prepared.features, family.needs())?;
    let x = pipeline.transform(table, rows)?;
    let lesson = Lesson::of(setup, rows, decided)?;
    let curve = Mutex::new(Vec::new());
    let watch = |round: usize, _rounds: usize, loss: f64| {
        if let Ok(mut curve) = curve.lock() {
            // The search for the number of rounds came first; the model kept begins again at 1.
            if round == 1 {
                curve.clear();
            }
            curve.push((round as f64, loss));
        }
        if progress.cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let model = {
        let training = lesson.training(family, &x, setup.seed, &watch)?;
        guarded(|| family.fit(&training, params))?
    };
    let curve = curve.into_inner().unwrap_or_default();
    Ok(Fitted {
        pipeline,
        model,
        curve: thinned(curve),
    })
}

/// At most [`CURVE_POINTS`] points, first and last among them.
fn thinned(curve: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    if curve.len() <= CURVE_POINTS {
        return curve;
    }
    let last = curve.len() - 1;
    (0..CURVE_POINTS)
        .map(|i| curve[i * last / (CURVE_POINTS - 1)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_curves_keep_both_ends() {
        let thin = thinned((0..1000).map(|i| (f64::from(i), 0.0)).collect());
        assert_eq!(thin.len(), CURVE_POINTS);
        assert_eq!((thin[0].0, thin[CURVE_POINTS - 1].0), (0.0, 999.0));
    }
}
