//! The paired comparison of the runs with the best baseline on the same rows.

use std::collections::BTreeSet;

use crate::benchmark::{OutOfFold, Pooled, Setup};
use crate::decisions::{Choose, Strategy};
use crate::error::{Error, Result};
use crate::stats::{Resampler, Unit, block_length, corrected_t, interval, two_sided_p};

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
    let metric = setup.problem.metric;
    let direction = metric.direction();
    let Pooled { rows, prediction } = baseline.pooled(setup);
    let truth = setup.truth(&rows);
    let undefined = || {
        Error::new(format!("{} is undefined on the pooled rows", metric.name()))
            .with_fix("choose another metric, or check the folds")
    };
    let rule = metric.prepared(&truth, &prediction).ok_or_else(undefined)?;
    let mut models = Vec::new();
    for (id, predictions) in runs {
        models.push((
            *id,
            metric
                .prepared(&truth, &predictions.pooled(setup).prediction)
                .ok_or_else(undefined)?,
        ));
    }
    let all = vec![1.0; rows.len()];
    let score_of = |id: u32| {
        models
            .iter()
            .find(|(i, _)| *i == id)
            .and_then(|(_, m)| m.score(&all))
    };
    let gain = direction.gain(
        score_of(chosen).ok_or_else(undefined)?,
        rule.score(&all).ok_or_else(undefined)?,
    );

    if how == Choose::Resilient {
        models.retain(|(id, _)| *id == chosen);
    }
    let by_time = setup.axis.as_ref().map(|axis| {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&i| (axis.instants[rows[i]], i));
        order
    });
    let groups = match (&setup.problem.group, setup.strategy) {
        (Some(group), Strategy::Group | Strategy::GroupTime) => {
            let codes = setup.dataset.table.labels(group)?.codes;
            Some(
                rows.iter()
                    .map(|&r| codes[r].map_or(0, |c| c + 1))
                    .collect::<Vec<u32>>(),
            )
        }
        _ => None,
    };
    let row_ids: Vec<u32> = rows.iter().map(|&r| r as u32).collect();
    let unit = match (&groups, &by_time, setup.strategy) {
        (Some(groups), _, _) => Unit::Group(groups),
        (None, Some(order), Strategy::Time | Strategy::GroupTime) => Unit::Block {
            order,
            length: block_rows(setup, &rows),
        },
        // With repeats a row stands several times: it is drawn with all of them or not at all.
        _ => Unit::Group(&row_ids),
    };
    let resampler = Resampler::new(rows.len(), unit, setup.seed)?;
    let count = (REPLICATES * MANY_ROWS / rows.len().max(MANY_ROWS)).max(FEWEST_REPLICATES);
    let gains: Vec<f64> = resampler
        .replicates(count, |weights| {
            let rule = rule.score(weights)?;
            let winner = models
                .iter()
                .filter_map(|(_, model)| model.score(weights))
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
        corrected_t_p: fold_gains.and_then(|gains| t_over_folds(setup, gains)),
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
