//! Past before future: folds grow from the start.
//!
//! The rows in order of time are cut between instants into one more block than there are folds, of
//! about equal size. Fold `k` learns from every row before block `k + 1`, less the gap, and is scored on that block.

use super::{Fold, Request, instants};
use crate::error::{Error, Result};
use crate::table::Length;
use crate::text::counted;

/// Growing folds in order of time.
pub(super) fn folds(request: &Request<'_>, development: &[usize]) -> Result<Vec<Fold>> {
    let mut rows: Vec<(i64, usize)> = instants(request, development)?
        .into_iter()
        .zip(development.iter().copied())
        .collect();
    rows.sort_unstable();
    let sorted: Vec<i64> = rows.iter().map(|&(instant, _)| instant).collect();
    let cuts = cuts(&sorted, request.folds)?;
    let ends = cuts.iter().skip(1).copied().chain([rows.len()]);
    cuts.iter()
        .zip(ends)
        .enumerate()
        .map(|(k, (&start, end))| {
            let known = learnable(&sorted, start, request.gaps);
            if known == 0 {
                return Err(Error::new(format!(
                    "fold {} has nothing to learn from: no row is older than it by the gap",
                    k + 1
                ))
                .with_fix(
                    "shorten split.gap (it follows problem.horizon), or set split.folds lower",
                ));
            }
            Ok(Fold {
                name: (k + 1).to_string(),
                train: positions(&rows[..known]),
                test: positions(&rows[start..end]),
            })
        })
        .collect()
}

fn positions(rows: &[(i64, usize)]) -> Vec<usize> {
    let mut positions: Vec<usize> = rows.iter().map(|&(_, row)| row).collect();
    positions.sort_unstable();
    positions
}

/// Number of rows, in order of time, that may be learned from for a block that begins at `start`.
fn learnable(sorted: &[i64], start: usize, gaps: &[Length]) -> usize {
    let latest = gaps.iter().map(|gap| gap.before(sorted[start])).min();
    sorted[..start].partition_point(|&t| latest.is_none_or(|latest| t <= latest))
}

/// Where the blocks after the first begin: each at the first row of an instant.
fn cuts(sorted: &[i64], folds: usize) -> Result<Vec<usize>> {
    let starts = starts(sorted);
    if starts.len() < folds {
        return Err(Error::new(format!(
            "{} of time outside the holdout cannot make '{folds}' folds, which need {}",
            counted(starts.len() + 1, "different instant"),
            folds + 1
        ))
        .with_fix(if starts.is_empty() {
            "choose another split.strategy, or another problem.time".to_owned()
        } else {
            format!("set split.folds to {} or fewer", starts.len())
        }));
    }
    let mut cuts = Vec::with_capacity(folds);
    let mut first_free = 0;
    for k in 1..=folds {
        let target = (sorted.len() * k + folds.div_ceil(2)) / (folds + 1);
        // Enough instants must stay for the folds to come.
        let last_free = starts.len() - (folds - k);
        let choice = nearest(&starts[first_free..last_free], target).unwrap_or(0) + first_free;
        cuts.push(starts[choice]);
        first_free = choice + 1;
    }
    Ok(cuts)
}

/// The positions at which a new instant begins, without the first, in a sorted list.
pub(super) fn starts(sorted: &[i64]) -> Vec<usize> {
    (1..sorted.len())
        .filter(|&i| sorted[i] != sorted[i - 1])
        .collect()
}

/// Index of the entry nearest to `target`, the earlier of two equally near; None in an empty list.
pub(super) fn nearest(starts: &[usize], target: usize) -> Option<usize> {
    let after = starts.partition_point(|&s| s < target);
    [
        after.checked_sub(1),
        (after < starts.len()).then_some(after),
    ]
    .into_iter()
    .flatten()
    .min_by_key(|&i| starts[i].abs_diff(target))
}
