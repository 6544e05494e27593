//! Baselines on the folds: each pair of the two is a piece of work of its own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::baselines::{Answer, Predictor};
use super::{Baseline, Costing, FoldCosts, OutOfFold, Setup, usual_scores};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::split::Fold;
use crate::stats;
use crate::work::{Progress, guarded};

/// Share of the work that scoring is.
pub(super) const SCORED: f64 = 0.8;

/// Scores of the folds with mean and deviation.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldScores {
    /// One a fold, `None` where undefined.
    pub scores: Vec<Option<f64>>,
    /// Their mean; none where one is undefined.
    pub mean: Option<f64>,
    /// Their deviation, n - 1.
    pub std: Option<f64>,
}

impl FoldScores {
    /// Those of scores that are known.
    fn of_scores(scores: Vec<Option<f64>>) -> FoldScores {
        let defined: Option<Vec<f64>> = scores.iter().copied().collect();
        let defined = defined.filter(|d| !d.is_empty());
        let mean = defined.as_deref().map(stats::mean);
        let std = defined.filter(|d| d.len() > 1).map(|d| stats::std(&d));
        FoldScores { scores, mean, std }
    }

    /// Scores out-of-fold predictions in the problem's metric.
    pub fn of(setup: &Setup, predictions: &OutOfFold) -> FoldScores {
        let judged = setup.judged(predictions);
        let folds = setup.plan.folds.iter().zip(&judged.folds);
        let scores = folds.map(|(fold, prediction)| setup.score(&fold.test, prediction));
        FoldScores::of_scores(scores.collect())
    }
}

/// The metric of the problem and every usual one that is defined for a prediction of the holdout, metrics of decisions for the
/// threshold.
pub fn holdout_scores(
    setup: &Setup,
    prediction: &Prediction,
    threshold: Option<f64>,
) -> BTreeMap<String, f64> {
    let positive = setup.problem.classes.as_ref().and_then(Classes::binary);
    let decided = threshold.zip(positive);
    let decided = decided.map(|(threshold, positive)| prediction.decided(threshold, positive));
    let decided = decided.as_ref().unwrap_or(prediction);
    let scores = usual_scores(setup, &setup.plan.holdout, prediction, decided).into_iter();
    scores
        .map(|score| (score.metric.name().to_owned(), score.value))
        .collect()
}

fn described(predictor: &dyn Predictor) -> Baseline {
    Baseline {
        name: predictor.name().to_owned(),
        kind: if predictor.is_rule() { "rule" } else { "naive" }.to_owned(),
        description: predictor.description(),
        ..Baseline::default()
    }
}

/// A baseline with what it predicts out of fold; without, where it failed.
pub(super) type Scored = (Baseline, Option<OutOfFold>);

/// Every baseline on every fold; the results stand in the order of the baselines, whatever the number of threads. One that fails is a row that
/// says why.
pub(super) fn score_all(
    setup: &Setup,
    predictors: &[Box<dyn Predictor>],
    costing: Option<&Costing>,
    progress: &Progress,
) -> Result<Vec<Scored>> {
    let folds = &setup.plan.folds;
    let pairs = predictors.len() * folds.len();
    let done = AtomicUsize::new(0);
    let answers: Vec<Result<Tried>> = (0..pairs)
        .into_par_iter()
        .with_max_len(1)
        .map(|pair| {
            progress.check()?;
            let predictor = &predictors[pair / folds.len()];
            let fold = &folds[pair % folds.len()];
            let tried = Tried::on(setup, predictor.as_ref(), fold)?;
            progress.score(predictor.name(), tried.score.unwrap_or(f64::NAN));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress.step("scoring baselines", SCORED * done as f64 / pairs as f64);
            Ok(tried)
        })
        .collect();
    progress.check()?;
    let mut answers = answers.into_iter();
    let of_each: Vec<Vec<Result<Tried>>> = predictors
        .iter()
        .map(|_| answers.by_ref().take(folds.len()).collect())
        .collect();
    let scored = predictors.par_iter().zip(of_each);
    scored
        .map(|(predictor, answers)| {
            progress.check()?;
            let predictor = predictor.as_ref();
            let scored = guarded(|| {
                let answers = answers.into_iter().collect::<Result<_>>()?;
                summed_up(setup, predictor, costing, answers)
            });
            match scored {
                Ok((baseline, predictions)) => Ok((baseline, Some(predictions))),
                Err(error) if error.is_cancelled() => Err(error),
                Err(error) => {
                    progress.failed(predictor.name(), &error.message);
                    Ok((failed(predictor, &error), None))
                }
            }
        })
        .collect()
}

fn failed(predictor: &dyn Predictor, error: &Error) -> Baseline {
    let why = match &error.fix {
        Some(fix) => format!("{}; {fix}", error.message),
        None => error.message.clone(),
    };
    Baseline {
        failed: Some(why),
        ..described(predictor)
    }
}

/// One baseline on every fold.
pub(super) fn score_one(
    setup: &Setup,
    predictor: &dyn Predictor,
    costing: Option<&Costing>,
    progress: &Progress,
) -> Result<(Baseline, OutOfFold)> {
    let answers: Vec<Result<Tried>> = (setup.plan.folds.par_iter())
        .map(|fold| {
            progress.check()?;
            Tried::on(setup, predictor, fold)
        })
        .collect();
    progress.check()?;
    let answers = answers.into_iter().collect::<Result<_>>()?;
    guarded(|| summed_up(setup, predictor, costing, answers))
}

/// A baseline on one fold.
struct Tried {
    answer: Answer,
    /// Its score as it answers.
    score: Option<f64>,
}

impl Tried {
    fn on(setup: &Setup, predictor: &dyn Predictor, fold: &Fold) -> Result<Tried> {
        let answer = guarded(|| predictor.answer(setup, &fold.train, &fold.test))?;
        let score = setup.score(&fold.test, &answer.prediction);
        Ok(Tried { answer, score })
    }
}

/// What a baseline gave on all folds.
fn summed_up(
    setup: &Setup,
    predictor: &dyn Predictor,
    costing: Option<&Costing>,
    tried: Vec<Tried>,
) -> Result<(Baseline, OutOfFold)> {
    let unanswered: usize = tried.iter().map(|tried| tried.answer.unanswered).sum();
    let known = tried.iter().map(|tried| tried.score).collect();
    let folds = tried.into_iter().map(|tried| tried.answer.prediction);
    let folds: Vec<Prediction> = folds.collect();
    let rows: usize = folds.iter().map(Prediction::len).sum();
    let predictions = OutOfFold { folds };
    let FoldScores { scores, mean, std } = match setup.judged(&predictions) {
        Cow::Borrowed(_) => FoldScores::of_scores(known),
        Cow::Owned(_) => FoldScores::of(setup, &predictions),
    };
    let costs = costing.map(|costing| costing.on_folds(setup, &predictions));
    let costs = costs.transpose()?;
    let coefficients = if predictor.is_rule() {
        let fitted = predictor.fit(setup, &setup.plan.development)?;
        fitted.coefficients().to_vec()
    } else {
        Vec::new()
    };
    let unanswered = unanswered as f64 / rows.max(1) as f64;
    let mut description = predictor.description();
    let window = predictor.window(setup, &setup.plan.development);
    if let Some(window) = window {
        description += &format!("; {window} on all rows outside the holdout");
    }
    let baseline = Baseline {
        description,
        scores,
        mean,
        std,
        money: costs.as_ref().map(FoldCosts::money),
        thresholds: costs.and_then(|costs| costs.thresholds),
        coefficients,
        window,
        unanswered,
        ..described(predictor)
    };
    Ok((baseline, predictions))
}
