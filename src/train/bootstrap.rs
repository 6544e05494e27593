//! The paired comparison of the runs with the best baseline on the same rows.

use std::collections::BTreeSet;

use crate::benchmark::{OutOfFold, Pooled, Setup};
use crate::decisions::{Choose, Strategy};
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::stats::{Resampler, Unit, block_length, corrected_t, interval, two_sided_p};
use crate::text;

/// Bootstrap replicates up to [`MANY_ROWS`] rows.
const REPLICATES: usize = 2000;
/// Rows beyond which fewer replicates are drawn, so that the whole stays within seconds.
const MANY_ROWS: usize = 50_000;
/// Replicates at the least.
const FEWEST_REPLICATES: usize = 400;
/// Level of the interval.
const LEVEL: f64 = 0.95;

/// What the comparison found.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Gain of the chosen run on the pooled rows, in the metric's good direction.
    pub gain: f64,
    /// Interval of the gain at 95 %.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of no gain.
    pub p_value: Option<f64>,
    /// p of the corrected t-test over the folds.
    pub corrected_t_p: Option<f64>,
}

/// Beyond this p no gain is shown.
const SIGNIFICANCE: f64 = 0.05;

impl Comparison {
    /// Whether a gain is shown.
    pub fn is_better(&self) -> bool {
        self.p_value.is_some_and(|p| p < SIGNIFICANCE)
            && self.interval.is_some_and(|(low, _)| low > 0.0)
    }

    /// Whether a loss is shown.
    pub fn is_worse(&self) -> bool {
        self.p_value.is_some_and(|p| p < SIGNIFICANCE)
            && self.interval.is_some_and(|(_, high)| high < 0.0)
    }

    /// What was found, in words. The unit of the metric may be empty.
    pub fn sentence(&self, name: &str, rival: &str, unit: &str) -> String {
        let (name, rival) = (text::escape(name), text::escape(rival));
        let p = self.p_value.map_or("p unknown".to_owned(), |p| {
            format!("p = {}", text::number(p, 1))
        });
        let Some((low, high)) = self.interval else {
            return format!(
                "{name} cannot be compared with {rival}: the score is undefined on drawn rows"
            );
        };
        let (low, high) = (text::number(low, 3), text::with_unit(high, unit));
        if self.is_better() {
            format!("{name} beats {rival} by {low} to {high} ({p})")
        } else if self.is_worse() {
            format!("{name} is worse than {rival}: its gain lies between {low} and {high} ({p})")
        } else {
            format!(
                "{name} is not shown to beat {rival}: its gain lies between {low} and {high} ({p})"
            )
        }
    }
}

/// Compares the chosen run with the best baseline. In each replicate the winner among all runs is chosen anew, so that
/// the interval knows of the choice; a run chosen for its simplicity stands alone.
pub fn compare(
    setup: &Setup,
    baseline: &OutOfFold,
    runs: &[(u32, &OutOfFold)],
    chosen: u32,
    how: Choose,
    fold_gains: Option<&[f64]>,
) -> Result<Comparison> {
    let Pooled { rows, prediction } = baseline.pooled(setup);
    let field: Vec<&(u32, &OutOfFold)> = runs
        .iter()
        .filter(|(id, _)| how != Choose::Resilient || *id == chosen)
        .collect();
    let predictions: Vec<Prediction> = field
        .iter()
        .map(|(_, predictions)| predictions.pooled(setup).prediction)
        .collect();
    let at = field.iter().position(|(id, _)| *id == chosen);
    let comparison = paired(setup, &rows, &prediction, &predictions, at.unwrap_or(0))?;
    Ok(Comparison {
        corrected_t_p: fold_gains.and_then(|gains| t_over_folds(setup, gains)),
        ..comparison
    })
}

/// Compares predictions with others of the same rows, pair by pair: the gain of contender `chosen` over the rival, its
/// interval and p by resampling rows, groups or blocks of time, the winner among the contenders chosen anew in each
/// replicate.
pub fn paired(
    setup: &Setup,
    rows: &[usize],
    rival: &Prediction,
    contenders: &[Prediction],
    chosen: usize,
) -> Result<Comparison> {
    let metric = setup.problem.metric;
    let direction = metric.direction();
    let truth = setup.truth(rows);
    let undefined = || {
        Error::new(format!(
            "{} is undefined on the compared rows",
            metric.name()
        ))
        .with_fix("choose another metric, or check the folds")
    };
    let prepared = |prediction| metric.prepared(&truth, prediction).ok_or_else(undefined);
    let rival = prepared(rival)?;
    let contenders = contenders
        .iter()
        .map(prepared)
        .collect::<Result<Vec<_>>>()?;
    let own = setup.weights(rows);
    let all = own.clone().unwrap_or_else(|| vec![1.0; rows.len()]);
    let winner = contenders.get(chosen).and_then(|c| c.score(&all));
    let gain = direction.gain(
        winner.ok_or_else(undefined)?,
        rival.score(&all).ok_or_else(undefined)?,
    );

    let by_time = setup.axis.as_ref().map(|axis| {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&i| (axis.instants[rows[i]], i));
        order
    });
    let by_group = matches!(setup.strategy, Strategy::Group | Strategy::GroupTime);
    let groups = setup.groups(rows).filter(|_| by_group);
    let row_ids: Vec<u32> = rows.iter().map(|&r| r as u32).collect();
    let unit = match (&groups, &by_time, setup.strategy) {
        (Some(groups), _, _) => Unit::Group(groups),
        (None, Some(order), Strategy::Time | Strategy::GroupTime) => Unit::Block {
            order,
            length: block_rows(setup, rows),
        },
        // With repeats a row stands several times: it is drawn with all of them or not at all.
        _ => Unit::Group(&row_ids),
    };
    let resampler = Resampler::new(rows.len(), unit, setup.seed)?;
    let count = (REPLICATES * MANY_ROWS / rows.len().max(MANY_ROWS)).max(FEWEST_REPLICATES);
    let gains: Vec<f64> = resampler
        .replicates(count, |times| {
            let weighed: Option<Vec<f64>> = own.as_ref().map(|own| {
                own.iter()
                    .zip(times)
                    .map(|(own, times)| own * times)
                    .collect()
            });
            let weights = weighed.as_deref().unwrap_or(times);
            let rule = rival.score(weights)?;
            let winner = contenders
                .iter()
                .filter_map(|contender| contender.score(weights))
                .reduce(|a, b| if direction.better(b, a) { b } else { a })?;
            Some(direction.gain(winner, rule))
        })
        .into_iter()
        .flatten()
        .collect();
    Ok(Comparison {
        gain,
        interval: interval(&gains, LEVEL),
        p_value: two_sided_p(&gains),
        corrected_t_p: None,
    })
}

/// Rows of a block: the block length is a count of instants, and many rows may share one.
fn block_rows(setup: &Setup, rows: &[usize]) -> usize {
    let instants = setup
        .axis
        .as_ref()
        .map(|axis| rows.iter().map(|&r| axis.instants[r]));
    let distinct = instants
        .into_iter()
        .flatten()
        .collect::<BTreeSet<_>>()
        .len()
        .max(1);
    block_length(distinct) * rows.len().div_ceil(distinct)
}

/// The corrected t-test is made for folds drawn by chance from the same rows; with growing folds of time it has no meaning.
fn t_over_folds(setup: &Setup, gains: &[f64]) -> Option<f64> {
    if matches!(setup.strategy, Strategy::Time | Strategy::GroupTime) {
        return None;
    }
    let fold = setup.plan.folds.first()?;
    corrected_t(gains, fold.test.len() as f64 / fold.train.len() as f64).map(|t| t.p_value)
}
