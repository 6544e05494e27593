//! Whole groups divided by chance: no group is both learned from and scored.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

use super::{Fold, Request, folds_of, groups};
use crate::error::{Error, Result};
use crate::text::counted;
use crate::work::rng;

/// Groups in drawn order, each put into the fold with the fewest rows so far.
pub(super) fn folds(request: &Request<'_>, development: &[usize]) -> Result<Vec<Fold>> {
    let group = groups(request)?;
    let sizes = sizes(development.iter().map(|&row| group[row]));
    if sizes.len() < request.folds {
        return Err(Error::new(format!(
            "{} outside the holdout cannot make '{}' folds of whole groups",
            counted(sizes.len(), "group"),
            request.folds
        ))
        .with_fix(if sizes.len() < 2 {
            "choose another split.strategy, or another problem.group".to_owned()
        } else {
            format!(
                "set split.folds to {} or fewer, or choose another split.strategy",
                sizes.len()
            )
        }));
    }
    Ok(folds_of(
        development,
        request.repeats,
        request.folds,
        |repeat| {
            let mut order = sizes.clone();
            order.shuffle(&mut rng(
                request.seed,
                &["split", "group", &repeat.to_string()],
            ));
            let mut filled = vec![0; request.folds];
            let mut fold_of_group = BTreeMap::new();
            for (name, size) in order {
                let emptiest = (0..filled.len()).min_by_key(|&f| filled[f]).unwrap_or(0);
                filled[emptiest] += size;
                fold_of_group.insert(name, emptiest);
            }
            development
                .iter()
                .map(|&row| fold_of_group[&group[row]])
                .collect()
        },
    ))
}

/// The groups with their sizes, by group.
pub(super) fn sizes(groups: impl Iterator<Item = u32>) -> Vec<(u32, usize)> {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for group in groups {
        *sizes.entry(group).or_default() += 1;
    }
    sizes.into_iter().collect()
}
