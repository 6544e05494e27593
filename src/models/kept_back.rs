//! Rows kept back inside a fit, to choose what the training rows themselves cannot tell: a number of rounds, a penalty.
//! They stand for the rows to come, so they are chosen as the split chooses its folds: by chance, the latest, or whole groups.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;

use super::{NewRows, Training};
use crate::work::rng;

/// Rows to learn from and rows by which that is judged, both ascending.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    pub(super) learn: Vec<usize>,
    pub(super) judge: Vec<usize>,
}

/// Looks at rows kept back, about this share of them. By chance of each stratum the same share, rounded down, so that a
/// class of few rows stays with those learned from. In time there are two looks: the latest rows judge what the earlier
/// ones learned, and those just before them what the rows before that did, so that no single season decides.
pub(super) fn looks(training: &Training<'_>, strata: &[usize], share: f64) -> Vec<Look> {
    let rows = strata.len();
    let wanted = (rows as f64 * share) as usize;
    let mut kept = vec![false; rows];
    match training.new_rows {
        NewRows::Alike => {
            let mut draws = rng(training.seed, &["kept back"]);
            for mut members in members(strata.iter().copied()).into_values() {
                members.shuffle(&mut draws);
                let count = (members.len() as f64 * share) as usize;
                members[..count].iter().for_each(|&row| kept[row] = true);
            }
        }
        NewRows::Later(instants) => {
            let order = by_time(instants);
            let look = |back: usize| {
                let to = rows - back * wanted;
                let ascending = |part: &[usize]| {
                    let mut part = part.to_vec();
                    part.sort_unstable();
                    part
                };
                Look {
                    learn: ascending(&order[..to - wanted]),
                    judge: ascending(&order[to - wanted..to]),
                }
            };
            return vec![look(1), look(0)];
        }
        NewRows::OtherGroups(groups) => {
            let mut count = 0;
            for members in drawn_groups(groups, training.seed) {
                if count + members.len() <= wanted {
                    count += members.len();
                    members.iter().for_each(|&row| kept[row] = true);
                }
            }
        }
    }
    let (learn, judge) = (0..rows).partition(|&row| !kept[row]);
    vec![Look { learn, judge }]
}

/// The rows in this many parts of about equal size, fewer where there are not enough rows or groups: each part stands
/// for new rows to the others.
pub(super) fn parts(training: &Training<'_>, count: usize) -> Vec<Vec<usize>> {
    let rows = training.y.len();
    let count = count.min(rows).max(1);
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
    match training.new_rows {
        NewRows::Alike => {
            let mut order: Vec<usize> = (0..rows).collect();
            order.shuffle(&mut rng(training.seed, &["kept back"]));
            for (at, row) in order.into_iter().enumerate() {
                parts[at % count].push(row);
            }
        }
        NewRows::Later(instants) => {
            for (at, row) in by_time(instants).into_iter().enumerate() {
                parts[at * count / rows].push(row);
            }
        }
        NewRows::OtherGroups(groups) => {
            for members in drawn_groups(groups, training.seed) {
                let emptiest = (0..count)
                    .min_by_key(|&part| parts[part].len())
                    .unwrap_or(0);
                parts[emptiest].extend(members);
            }
        }
    }
    parts.iter_mut().for_each(|part| part.sort_unstable());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Rows in order of time, those of one instant as they come.
fn by_time(instants: &[i64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..instants.len()).collect();
    order.sort_by_key(|&row| instants[row]);
    order
}

/// The rows of each group, the groups in drawn order.
fn drawn_groups(groups: &[u32], seed: u64) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = members(groups.iter().copied()).into_values().collect();
    members.shuffle(&mut rng(seed, &["kept back"]));
    members
}

fn members<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, Vec<usize>> {
    let mut members: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (row, key) in keys.enumerate() {
        members.entry(key).or_default().push(row);
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Truth;
    use crate::models::tests::{noise, watching};

    fn with<R>(new_rows: NewRows<'_>, rows: usize, look: impl Fn(&Training<'_>) -> R) -> R {
        let (x, y) = noise(rows, 3, 1);
        let truth = Truth::Numbers(y);
        let watch = watching(usize::MAX);
        look(&Training {
            new_rows,
            ..Training::new(&x, &truth, 3, &watch)
        })
    }

    #[test]
    fn the_latest_rows_are_kept_back_in_time() {
        // Newest first, as many tables are sorted.
        let instants: Vec<i64> = (0..40).rev().collect();
        let found = with(NewRows::Later(&instants), 40, |training| {
            looks(training, &[0; 40], 0.25)
        });
        let look = |learn: std::ops::Range<usize>, judge: std::ops::Range<usize>| Look {
            learn: learn.collect(),
            judge: judge.collect(),
        };
        assert_eq!(found, [look(20..40, 10..20), look(10..40, 0..10)]);
        let parts = with(NewRows::Later(&instants), 40, |training| parts(training, 4));
        assert_eq!(parts[3], (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn no_group_is_on_both_sides() {
        let groups: Vec<u32> = (0..60).map(|row| row % 12).collect();
        let groups_of = |rows: &[usize]| -> std::collections::BTreeSet<u32> {
            rows.iter().map(|&row| groups[row]).collect()
        };
        let found = with(NewRows::OtherGroups(&groups), 60, |training| {
            looks(training, &[0; 60], 0.2)
        });
        let [Look { learn, judge }] = found.as_slice() else {
            panic!("one look")
        };
        assert_eq!(judge.len(), 10);
        assert!(groups_of(learn).is_disjoint(&groups_of(judge)));
        let parts = with(NewRows::OtherGroups(&groups), 60, |training| {
            parts(training, 5)
        });
        assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), 60);
        assert!(groups_of(&parts[0]).is_disjoint(&groups_of(&parts[4])));
    }

    #[test]
    fn by_chance_each_class_gives_its_share() {
        let strata: Vec<usize> = (0..100).map(|row| usize::from(row >= 80)).collect();
        let found = with(NewRows::Alike, 100, |training| {
            looks(training, &strata, 0.1)
        });
        assert_eq!(found.len(), 1);
        let judge = &found[0].judge;
        assert_eq!(judge.iter().filter(|&&row| row >= 80).count(), 2);
        assert_eq!(judge.len(), 10);
    }
}
