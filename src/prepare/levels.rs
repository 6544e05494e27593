//! Levels of a category: which occur in the training rows, how often, which get a column of their own.

use crate::decisions::Prepare;
use crate::table::Labels;

/// Levels that get a column of their own at most.
pub(super) const MOST: usize = 30;
/// A level with fewer rows than this and a smaller share than [`RARE_SHARE`] is pooled.
const RARE_ROWS: usize = 10;
/// See [`RARE_ROWS`].
const RARE_SHARE: f64 = 0.01;

/// The levels that occur in these rows with their counts, in the order of the labels' names, and the rows without a value.
pub(super) fn counts(labels: &Labels, rows: &[usize]) -> (Vec<(String, usize)>, usize) {
    let mut counts = vec![0; labels.names.len()];
    let mut missing = 0;
    for &row in rows {
        match labels.codes[row] {
            Some(code) => counts[code as usize] += 1,
            None => missing += 1,
        }
    }
    let seen = labels
        .names
        .iter()
        .cloned()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .collect();
    (seen, missing)
}

/// The levels that get a column of their own, in the order given: the most frequent ones that are not rare.
pub(super) fn kept(counts: &[(String, usize)], rows: usize, prepare: &Prepare) -> Vec<String> {
    let rare = |count: usize| {
        let share = count as f64 / rows as f64;
        match prepare.rare {
            Some(limit) => share < limit,
            None => count < RARE_ROWS && share < RARE_SHARE,
        }
    };
    let mut order: Vec<usize> = (0..counts.len()).filter(|&i| !rare(counts[i].1)).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(counts[i].1), i));
    order.truncate(MOST);
    order.sort_unstable();
    order.into_iter().map(|i| counts[i].0.clone()).collect()
}

/// For each code of the labels, the position of its name in `levels`.
pub(super) fn positions(labels: &Labels, levels: &[String]) -> Vec<Option<usize>> {
    labels
        .names
        .iter()
        .map(|name| levels.iter().position(|level| level == name))
        .collect()
}
