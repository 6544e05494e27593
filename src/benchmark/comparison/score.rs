//! How far the score of a predictor on the folds would move if the rows were drawn again.

use super::Resampling;
use crate::benchmark::{OutOfFold, Setup};
use crate::error::Result;
use crate::metrics::{Prediction, Prepared};
use crate::stats::{Sorted, mean, std, widening};

/// Rows times replicates at most, so that many predictors of a million rows take a second or two.
const WORK: usize = 60_000_000;
/// Replicates at least and at most.
const REPLICATES: (usize, usize) = (30, 1000);
/// From so many replicates on their own quantiles are the interval; below, the normal distribution with their deviation, which fewer tell as well.
const QUANTILES: usize = 400;
/// Level of the interval, and the normal quantile that leaves the rest on both sides.
const LEVEL: f64 = 0.95;
const NORMAL: f64 = 1.959_963_984_540_054;

/// Interval at 95 % of the mean score over the folds, for each of these predictors; `None` where it is undefined on drawn rows.
pub fn score_intervals(
    setup: &Setup,
    predictors: &[&OutOfFold],
) -> Result<Vec<Option<(f64, f64)>>> {
    let rows = setup.scored_rows();
    let resampling = Resampling::of(setup, &rows)?;
    let count =
        (WORK / rows.len().max(1) / predictors.len().max(1)).clamp(REPLICATES.0, REPLICATES.1);
    let prepared: Vec<Option<Parts>> = predictors
        .iter()
        .map(|predictor| Parts::of(setup, predictor))
        .collect();
    let drawn = resampling.some_replicates(count, |weights| -> Vec<Option<f64>> {
        let score = |folds: &Option<Parts>| folds.as_ref()?.score(weights);
        prepared.iter().map(score).collect()
    });
    let whole = resampling.whole();
    let wider = widening(resampling.units(), LEVEL);
    Ok(prepared
        .iter()
        .enumerate()
        .map(|(at, folds)| {
            let score = folds.as_ref()?.score(&whole)?;
            let scores: Vec<f64> = drawn.iter().filter_map(|of| of[at]).collect();
            // An interval of the draws in which a score is defined would be too narrow.
            (2 * scores.len() > drawn.len()).then(|| around(score, &scores, wider))?
        })
        .collect())
}

/// The interval around a score from the scores of replicates.
pub(in crate::benchmark) fn around(score: f64, scores: &[f64], wider: f64) -> Option<(f64, f64)> {
    let tail = (1.0 - LEVEL) / 2.0;
    if scores.len() < QUANTILES {
        let half = wider * NORMAL * std(scores);
        return half.is_finite().then_some((score - half, score + half));
    }
    let sorted = Sorted::new(scores);
    let (low, high) = (sorted.quantile(tail)?, sorted.quantile(1.0 - tail)?);
    Some((
        score + wider * (low - score),
        score + wider * (high - score),
    ))
}

/// One predictor, fold by fold.
pub(super) struct Parts(Vec<(usize, Prepared)>);

impl Parts {
    fn of(setup: &Setup, predictor: &OutOfFold) -> Option<Parts> {
        let judged = setup.judged(predictor);
        let folds = setup.plan.folds.iter().zip(&judged.folds);
        let metric = setup.problem.metric;
        let prepared = folds.map(|(fold, prediction)| {
            let prepared = setup.prepared(metric, &fold.test, prediction)?;
            Some((fold.test.len(), prepared))
        });
        prepared.collect::<Option<Vec<_>>>().map(Parts)
    }

    /// Of rows that stand one fold below the other, so many in each.
    pub fn of_pooled(
        setup: &Setup,
        rows: &[usize],
        folds: &[usize],
        prediction: &Prediction,
    ) -> Option<Parts> {
        let metric = setup.problem.metric;
        let mut from = 0;
        let prepared = folds.iter().map(|&count| {
            let places: Vec<usize> = (from..from + count).collect();
            let own = rows.get(from..from + count)?;
            from += count;
            Some((
                count,
                setup.prepared(metric, own, &prediction.take(&places))?,
            ))
        });
        let parts = prepared.collect::<Option<Vec<_>>>()?;
        (from == rows.len()).then_some(Parts(parts))
    }

    /// Mean score of the folds, the rows one fold below the other.
    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        let mut rest = weights;
        let scores = self.0.iter().map(|(rows, prepared)| {
            let (own, others) = rest.split_at(*rows);
            rest = others;
            prepared.score(own)
        });
        let scores: Vec<f64> = scores.collect::<Option<_>>()?;
        (!scores.is_empty()).then(|| mean(&scores))
    }
}
