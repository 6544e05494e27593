//! The holdout: rows set aside before any fold is made.

use rand::seq::SliceRandom;

use super::group::{Members, add};
use super::{Request, groups, instants, stratified, time};
use crate::decisions::Strategy;
use crate::error::{Error, Result};
use crate::text::counted;
use crate::work::rng;

/// Development and holdout, both ascending.
pub(super) fn set_aside(request: &Request<'_>) -> Result<(Vec<usize>, Vec<usize>)> {
    let all: Vec<usize> = (0..request.rows).collect();
    let strategy = request.strategy.unwrap_or(Strategy::Random);
    let held: Vec<bool> = match (request.holdout_from, request.holdout_share) {
        (None, None) => return Ok((all, Vec::new())),
        (Some(from), _) => instants(request, &all)?
            .iter()
            .map(|&t| t >= from)
            .collect(),
        (None, Some(share)) => match strategy {
            Strategy::Random => by_chance(request, share),
            Strategy::Stratified => stratified::holdout(request, share)?,
            Strategy::Group => whole_groups(request, share)?,
            Strategy::Time | Strategy::GroupTime => last(&instants(request, &all)?, share)?,
        },
    };
    let (holdout, mut development): (Vec<usize>, Vec<usize>) =
        all.into_iter().partition(|&row| held[row]);
    if holdout.is_empty() || development.is_empty() {
        return Err(one_side_empty(request, holdout.is_empty()));
    }
    if strategy == Strategy::GroupTime {
        let group = groups(request)?;
        development = unseen(&development, &holdout, group);
        if development.is_empty() {
            return Err(Error::new(
                "every group occurs in the holdout, so no row is left to learn from",
            )
            .with_fix(
                "set split.strategy to \"time\" (groups go on) or \"group\" (groups are new)",
            ));
        }
    }
    Ok((development, holdout))
}

fn one_side_empty(request: &Request<'_>, holdout: bool) -> Error {
    let side = if holdout {
        "no row is in the holdout"
    } else {
        "every row is in the holdout"
    };
    Error::new(format!("{side} of {}", counted(request.rows, "row"))).with_fix(
        if request.holdout_from.is_some() {
            "move split.holdout.from inside the span of the data"
        } else {
            "change split.holdout.share, or give a file of its own with split.holdout.file"
        },
    )
}

/// Number of rows a share stands for, to the nearest.
pub(super) fn share_of(rows: usize, share: f64) -> usize {
    (rows as f64 * share).round() as usize
}

fn by_chance(request: &Request<'_>, share: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..request.rows).collect();
    order.shuffle(&mut rng(request.seed, &["split", "holdout"]));
    let mut held = vec![false; request.rows];
    for &row in order.iter().take(share_of(request.rows, share)) {
        held[row] = true;
    }
    held
}

/// Whole groups in drawn order, each taken if it brings the holdout nearer to its share of each class.
fn whole_groups(request: &Request<'_>, share: f64) -> Result<Vec<bool>> {
    let group = groups(request)?;
    let all: Vec<usize> = (0..request.rows).collect();
    let members = Members::of(request, group, &all);
    if members.groups.len() < 2 {
        return Err(
            Error::new("there is only one group, so none can be set aside")
                .with_fix("choose another split.strategy, or another problem.group"),
        );
    }
    let missed = |taken: &[usize]| -> f64 {
        let classes = taken.iter().zip(&members.totals);
        classes
            .map(|(&taken, &total)| (taken as f64 - total as f64 * share).abs())
            .sum()
    };
    let mut order: Vec<(&u32, &Vec<usize>)> = members.groups.iter().collect();
    order.shuffle(&mut rng(request.seed, &["split", "holdout"]));
    let mut taken = vec![0; members.totals.len()];
    let mut chosen = std::collections::BTreeSet::new();
    for (name, rows) in &order {
        let mut with = taken.clone();
        add(&mut with, rows);
        // One group must stay to learn from.
        if missed(&with) < missed(&taken) && chosen.len() + 1 < order.len() {
            taken = with;
            chosen.insert(**name);
        }
    }
    if chosen.is_empty() {
        // Every group is more than twice the share: the smallest comes nearest.
        let size = |rows: &Vec<usize>| rows.iter().sum::<usize>();
        let smallest = order.iter().min_by_key(|(name, rows)| (size(rows), **name));
        chosen.extend(smallest.map(|(name, _)| **name));
    }
    Ok(group.iter().map(|g| chosen.contains(g)).collect())
}

/// The last share of the rows, cut between two instants.
fn last(instants: &[i64], share: f64) -> Result<Vec<bool>> {
    let mut sorted = instants.to_vec();
    sorted.sort_unstable();
    let starts = time::starts(&sorted);
    let target = sorted.len() - share_of(sorted.len(), share);
    let cut = time::nearest(&starts, target).ok_or_else(|| {
        Error::new("every row has the same time, so the last ones cannot be set aside")
            .with_fix("choose another split.strategy, or another problem.time")
    })?;
    let from = sorted[starts[cut]];
    Ok(instants.iter().map(|&t| t >= from).collect())
}

/// The rows whose group does not occur in `other`.
pub(super) fn unseen(rows: &[usize], other: &[usize], group: &[u32]) -> Vec<usize> {
    let seen: std::collections::BTreeSet<u32> = other.iter().map(|&row| group[row]).collect();
    rows.iter()
        .copied()
        .filter(|&row| !seen.contains(&group[row]))
        .collect()
}
