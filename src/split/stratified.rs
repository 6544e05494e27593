//! Rows divided by chance with the classes in equal shares, in the folds and in the holdout.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

use super::{Fold, Request, folds_of, holdout::share_of};
use crate::error::{Error, Result};
use crate::text::counted;
use crate::work::{Rng, rng};

/// Folds in which each class differs by at most one row, and so do the folds' sizes.
pub(super) fn folds(request: &Request<'_>, development: &[usize]) -> Result<Vec<Fold>> {
    let classes = classes(request)?;
    let members = members(development.iter().map(|&row| classes[row]));
    let rarest = members.values().map(Vec::len).min().unwrap_or(0);
    if rarest < request.folds {
        let fix = if rarest < 2 {
            "pool or leave out the rarest class, or set split.strategy to \"random\"".to_owned()
        } else {
            format!(
                "set split.folds to {rarest} or fewer, pool or leave out the rarest class, or set split.strategy to \"random\""
            )
        };
        return Err(Error::new(format!(
            "the rarest of {} classes has {} outside the holdout, too few for '{}' folds",
            members.len(),
            counted(rarest, "row"),
            request.folds
        ))
        .with_fix(fix));
    }
    Ok(folds_of(
        development,
        request.repeats,
        request.folds,
        |repeat| {
            let mut rng = rng(request.seed, &["split", "stratified", &repeat.to_string()]);
            let mut fold_of = vec![0; development.len()];
            // The deal goes on from class to class, so that small classes do not all fill the first folds.
            let mut dealt = 0;
            for rows in drawn(&members, &mut rng) {
                for at in rows {
                    fold_of[at] = dealt % request.folds;
                    dealt += 1;
                }
            }
            fold_of
        },
    ))
}

/// Which rows are set aside: of each class its share, by largest remainder, but never so many that
/// fewer rows than folds stay.
pub(super) fn holdout(request: &Request<'_>, share: f64) -> Result<Vec<bool>> {
    let classes = classes(request)?;
    let members = members(classes.iter().copied());
    let quotas = quotas(&members, share_of(classes.len(), share), share);
    let mut rng = rng(request.seed, &["split", "holdout"]);
    let mut held = vec![false; classes.len()];
    for (rows, quota) in drawn(&members, &mut rng).into_iter().zip(quotas) {
        let spare = rows.len().saturating_sub(request.folds);
        for &row in rows.iter().take(quota.min(spare)) {
            held[row] = true;
        }
    }
    Ok(held)
}

fn classes<'a>(request: &Request<'a>) -> Result<&'a [u32]> {
    request.classes.ok_or_else(|| {
        Error::new("a stratified split needs classes, and the target has none")
            .with_fix("set split.strategy to \"random\"")
    })
}

/// Positions by class.
fn members(classes: impl Iterator<Item = u32>) -> BTreeMap<u32, Vec<usize>> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, class) in classes.enumerate() {
        members.entry(class).or_default().push(at);
    }
    members
}

/// The members of each class in drawn order.
fn drawn(members: &BTreeMap<u32, Vec<usize>>, rng: &mut Rng) -> Vec<Vec<usize>> {
    members
        .values()
        .map(|rows| {
            let mut rows = rows.clone();
            rows.shuffle(rng);
            rows
        })
        .collect()
}

/// `total` dealt to the classes in proportion: whole parts first, the rest to the largest remainders.
fn quotas(members: &BTreeMap<u32, Vec<usize>>, total: usize, share: f64) -> Vec<usize> {
    let exact: Vec<f64> = members
        .values()
        .map(|rows| rows.len() as f64 * share)
        .collect();
    let mut quotas: Vec<usize> = exact.iter().map(|e| e.floor() as usize).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by(|&a, &b| {
        exact[b]
            .fract()
            .total_cmp(&exact[a].fract())
            .then(a.cmp(&b))
    });
    let left = total.saturating_sub(quotas.iter().sum());
    for &class in order.iter().take(left) {
        quotas[class] += 1;
    }
    quotas
}
