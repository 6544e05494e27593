//! Whole groups divided by chance: no group is both learned from and scored. Where there are classes, each fold gets about
//! the same share of each, as far as whole groups allow (scikit-learn's `StratifiedGroupKFold`).

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

use super::{Fold, Request, folds_of, groups};
use crate::error::{Error, Result};
use crate::text::counted;
use crate::work::rng;

/// Groups one after the other, those of uneven classes first, each put where the classes stay most even.
pub(super) fn folds(request: &Request<'_>, development: &[usize]) -> Result<Vec<Fold>> {
    let group = groups(request)?;
    let members = Members::of(request, group, development);
    let count = members.groups.len();
    if count < request.folds {
        return Err(Error::new(format!(
            "{} outside the holdout cannot make '{}' folds of whole groups",
            counted(count, "group"),
            request.folds
        ))
        .with_fix(if count < 2 {
            "choose another split.strategy, or another problem.group".to_owned()
        } else {
            format!("set split.folds to {count} or fewer, or choose another split.strategy")
        }));
    }
    Ok(folds_of(
        development,
        request.repeats,
        request.folds,
        |repeat| {
            let mut order: Vec<(u32, &Vec<usize>)> =
                members.groups.iter().map(|(g, rows)| (*g, rows)).collect();
            order.shuffle(&mut rng(
                request.seed,
                &["split", "group", &repeat.to_string()],
            ));
            // What is hardest to balance goes first; of alike groups the drawn order stays.
            order.sort_by(|a, b| spread(b.1).total_cmp(&spread(a.1)));
            let mut filled = vec![vec![0; members.totals.len()]; request.folds];
            let mut fold_of_group = BTreeMap::new();
            for (name, rows) in order {
                let fold = members.best_fold(&filled, rows);
                add(&mut filled[fold], rows);
                fold_of_group.insert(name, fold);
            }
            development
                .iter()
                .map(|&row| fold_of_group[&group[row]])
                .collect()
        },
    ))
}

/// The groups with their rows of each class; all rows are of one class where there are none.
pub(super) struct Members {
    pub(super) groups: BTreeMap<u32, Vec<usize>>,
    /// Rows of each class.
    pub(super) totals: Vec<usize>,
}

impl Members {
    pub(super) fn of(request: &Request<'_>, group: &[u32], rows: &[usize]) -> Members {
        let class = |row: usize| request.classes.map_or(0, |classes| classes[row] as usize);
        let width = rows.iter().map(|&row| class(row) + 1).max().unwrap_or(0);
        let mut members = Members {
            groups: BTreeMap::new(),
            totals: vec![0; width],
        };
        for &row in rows {
            members
                .groups
                .entry(group[row])
                .or_insert_with(|| vec![0; width])[class(row)] += 1;
            members.totals[class(row)] += 1;
        }
        members
    }

    /// The fold that takes a group with these rows so that the shares of the classes differ least between folds; of
    /// equally good ones that with the fewest rows.
    fn best_fold(&self, filled: &[Vec<usize>], rows: &[usize]) -> usize {
        let unevenness = |taker: usize| -> f64 {
            let share = |fold: usize, class: usize| {
                let more = if fold == taker { rows[class] } else { 0 };
                (filled[fold][class] + more) as f64 / self.totals[class] as f64
            };
            let present = (0..self.totals.len()).filter(|&class| self.totals[class] > 0);
            present
                .map(|class| deviation((0..filled.len()).map(|fold| share(fold, class))))
                .sum()
        };
        let size = |fold: usize| filled[fold].iter().sum::<usize>();
        let mut best = (f64::INFINITY, usize::MAX, 0);
        for fold in 0..filled.len() {
            let (uneven, rows) = (unevenness(fold), size(fold));
            // Sums of the same shares in another order differ in their last digits.
            let alike = (uneven - best.0).abs() <= 1e-12;
            if uneven < best.0 && !alike || alike && rows < best.1 {
                best = (uneven, rows, fold);
            }
        }
        best.2
    }
}

/// Adds the rows of a group.
pub(super) fn add(filled: &mut [usize], rows: &[usize]) {
    filled.iter_mut().zip(rows).for_each(|(sum, n)| *sum += n);
}

/// How unevenly the classes share a group; 0 where there is one class.
fn spread(rows: &[usize]) -> f64 {
    if rows.len() < 2 {
        return 0.0;
    }
    deviation(rows.iter().map(|&n| n as f64))
}

/// Standard deviation (n).
fn deviation(values: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let count = values.len() as f64;
    let mean = values.clone().sum::<f64>() / count;
    (values.map(|v| (v - mean).powi(2)).sum::<f64>() / count).sqrt()
}
