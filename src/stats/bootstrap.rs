//! The bootstrap: how far a score would move if the rows were drawn again.
//!
//! A replicate is a weight a row, the number of times the row was drawn; anything that takes weights can be
//! bootstrapped without copying rows. Each replicate has a generator of its own, so replicates can be computed
//! in any order on any number of threads.

use rand::Rng as _;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::stats::Sorted;
use crate::work::rng;

/// What is drawn: rows that depend on each other are drawn together.
#[derive(Debug, Clone, Copy)]
pub enum Unit<'a> {
    /// Single rows, independent of each other (Efron 1979).
    Row,
    /// Whole groups: a group's code for each row (cluster bootstrap, Davison & Hinkley 1997, section 3.8).
    Group(&'a [u32]),
    /// Blocks of `length` neighbours in time, the end joined to the beginning (circular block bootstrap, Politis &
    /// Romano 1992). `order` holds the positions of the rows from the earliest to the latest.
    Block {
        /// Every row's position once, in order of time.
        order: &'a [usize],
        /// Rows in a block, from 1 to all rows; see [`block_length`].
        length: usize,
    },
}

#[derive(Debug, Clone)]
enum Plan {
    Rows,
    Groups { of_row: Vec<u32>, count: u32 },
    Blocks { order: Vec<usize>, length: usize },
}

/// Draws replicates of a number of rows.
#[derive(Debug, Clone)]
pub struct Resampler {
    rows: u32,
    seed: u64,
    plan: Plan,
}

impl Resampler {
    /// A resampler of `rows` rows. An error where there is no row or more than 2^32, or where groups or order do not
    /// cover the rows exactly.
    pub fn new(rows: usize, unit: Unit<'_>, seed: u64) -> Result<Resampler> {
        let count = u32::try_from(rows).ok().filter(|&n| n > 0).ok_or_else(|| {
            Error::new(format!("the bootstrap cannot draw from '{rows}' rows"))
                .with_fix("check that folds and holdout leave rows to score")
        })?;
        let plan = match unit {
            Unit::Row => Plan::Rows,
            Unit::Group(groups) => number_groups(rows, groups)?,
            Unit::Block { order, length } => {
                check_order(rows, order)?;
                Plan::Blocks {
                    order: order.to_vec(),
                    length: length.clamp(1, rows),
                }
            }
        };
        Ok(Resampler {
            rows: count,
            seed,
            plan,
        })
    }

    /// How many units one replicate draws: rows, groups or blocks. With few of them an interval is too narrow.
    pub fn units(&self) -> usize {
        match &self.plan {
            Plan::Rows => self.rows as usize,
            Plan::Groups { count, .. } => *count as usize,
            Plan::Blocks { order, length } => order.len().div_ceil(*length),
        }
    }

    /// The weights of one replicate, one a row: how often the row was drawn.
    pub fn weights(&self, replicate: usize) -> Vec<f64> {
        let mut weights = Vec::new();
        self.fill(replicate, &mut weights);
        weights
    }

    /// `score` of each replicate from 0 to `count`, computed in parallel, returned in order.
    pub fn replicates<T: Send>(
        &self,
        count: usize,
        score: impl Fn(&[f64]) -> T + Sync + Send,
    ) -> Vec<T> {
        (0..count)
            .into_par_iter()
            .map_init(Vec::new, |weights, replicate| {
                self.fill(replicate, weights);
                score(weights)
            })
            .collect()
    }

    fn fill(&self, replicate: usize, weights: &mut Vec<f64>) {
        let mut rng = rng(self.seed, &["bootstrap", &replicate.to_string()]);
        weights.clear();
        weights.resize(self.rows as usize, 0.0);
        match &self.plan {
            Plan::Rows => {
                for _ in 0..self.rows {
                    weights[rng.random_range(0..self.rows) as usize] += 1.0;
                }
            }
            Plan::Groups { of_row, count } => {
                let mut drawn = vec![0.0; *count as usize];
                for _ in 0..*count {
                    drawn[rng.random_range(0..*count) as usize] += 1.0;
                }
                for (weight, &group) in weights.iter_mut().zip(of_row) {
                    *weight = drawn[group as usize];
                }
            }
            Plan::Blocks { order, length } => {
                let mut left = order.len();
                while left > 0 {
                    let start = rng.random_range(0..self.rows) as usize;
                    let take = left.min(*length);
                    for step in 0..take {
                        weights[order[(start + step) % order.len()]] += 1.0;
                    }
                    left -= take;
                }
            }
        }
    }
}

/// Numbers the groups from 0 without gaps, since codes may be sparse.
fn number_groups(rows: usize, groups: &[u32]) -> Result<Plan> {
    if groups.len() != rows {
        return Err(covers("groups", groups.len(), rows));
    }
    let mut codes = groups.to_vec();
    codes.sort_unstable();
    codes.dedup();
    let of_row = groups
        .iter()
        .map(|group| codes.partition_point(|code| code < group) as u32)
        .collect();
    Ok(Plan::Groups {
        of_row,
        count: codes.len() as u32,
    })
}

fn check_order(rows: usize, order: &[usize]) -> Result<()> {
    let mut seen = vec![false; rows];
    for &row in order {
        if let Some(flag) = seen.get_mut(row) {
            *flag = true;
        }
    }
    let covered = seen.iter().filter(|&&s| s).count();
    if order.len() != rows || covered != rows {
        return Err(covers("places in time", covered, rows));
    }
    Ok(())
}

fn covers(what: &str, given: usize, rows: usize) -> Error {
    Error::new(format!(
        "the bootstrap got '{given}' {what} for '{rows}' rows"
    ))
    .with_fix("check that the time and group columns have a value in every row scored")
}

/// A block length for rows in time where nothing better is known: the cube root of the number of rows, the order that
/// is best for a variance (Hall, Horowitz & Jing 1995). Where many rows share an instant, count instants and multiply.
pub fn block_length(rows: usize) -> usize {
    ((rows as f64).cbrt().round() as usize).max(1)
}

/// Percentile interval of bootstrap replicates at `level` (0.95): the quantiles that leave half the rest on each side
/// (Efron & Tibshirani 1993, section 13.3). Missing replicates are skipped; `None` below two of them.
pub fn interval(replicates: &[f64], level: f64) -> Option<(f64, f64)> {
    let sorted = Sorted::new(replicates);
    if sorted.len() < 2 {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    Some((sorted.quantile(tail)?, sorted.quantile(1.0 - tail)?))
}

/// Two-sided p of "the quantity is zero" from its bootstrap replicates: twice the smaller share on one side of zero,
/// with one added above and below so that it is never 0 (Davison & Hinkley 1997, section 4.2), at most 1.
/// Missing replicates are skipped; `None` where there is none.
pub fn two_sided_p(replicates: &[f64]) -> Option<f64> {
    let there = replicates.iter().filter(|v| !v.is_nan());
    let (mut count, mut down, mut up) = (0_u64, 0_u64, 0_u64);
    for &value in there {
        count += 1;
        down += u64::from(value <= 0.0);
        up += u64::from(value >= 0.0);
    }
    (count > 0).then(|| (2.0 * (down.min(up) + 1) as f64 / (count + 1) as f64).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(weights: &[f64]) -> f64 {
        weights.iter().sum()
    }

    #[test]
    fn rows_are_drawn_as_often_as_there_are_rows() {
        let by_row = Resampler::new(50, Unit::Row, 1).unwrap();
        let first = by_row.weights(0);
        assert_eq!((first.len(), total(&first)), (50, 50.0));
        assert!(first.contains(&0.0));
        assert_eq!(first, by_row.weights(0));
        assert_ne!(first, by_row.weights(1));
        assert_ne!(first, Resampler::new(50, Unit::Row, 2).unwrap().weights(0));
    }

    #[test]
    fn every_row_is_drawn_once_on_average() {
        let by_row = Resampler::new(10, Unit::Row, 3).unwrap();
        let mut sums = vec![0.0; 10];
        for weights in by_row.replicates(2000, <[f64]>::to_vec) {
            sums.iter_mut().zip(weights).for_each(|(s, w)| *s += w);
        }
        // The deviation of a mean of 2000 is sqrt(0.9 / 2000) = 0.021.
        assert!(
            sums.iter().all(|s| (s / 2000.0 - 1.0).abs() < 0.1),
            "{sums:?}"
        );
    }

    #[test]
    fn groups_stay_together() {
        let groups = [7, 7, 900, 900, 900, 3];
        let by_group = Resampler::new(6, Unit::Group(&groups), 5).unwrap();
        assert_eq!(by_group.units(), 3);
        for replicate in 0..20 {
            let w = by_group.weights(replicate);
            assert_eq!(w[0], w[1]);
            assert!(w[2] == w[3] && w[3] == w[4]);
            assert_eq!(w[0] + w[2] + w[5], 3.0);
        }
    }

    #[test]
    fn blocks_hold_neighbours_in_time() {
        let order = [4, 2, 0, 5, 1, 3];
        let by_block = Resampler::new(
            6,
            Unit::Block {
                order: &order,
                length: 3,
            },
            5,
        )
        .unwrap();
        assert_eq!(by_block.units(), 2);
        for replicate in 0..20 {
            let weights = by_block.weights(replicate);
            assert_eq!(total(&weights), 6.0);
            let in_time: Vec<f64> = order.iter().map(|&row| weights[row]).collect();
            // Two circular blocks of three: any row drawn has a neighbour in time that is drawn too.
            for at in 0..6 {
                let near = in_time[(at + 5) % 6] + in_time[(at + 1) % 6];
                assert!(in_time[at] == 0.0 || near > 0.0, "{in_time:?}");
            }
        }
    }

    #[test]
    fn one_block_of_all_rows_draws_each_once() {
        let order = [0, 1, 2, 3];
        let unit = Unit::Block {
            order: &order,
            length: 99,
        };
        assert_eq!(Resampler::new(4, unit, 1).unwrap().weights(0), [1.0; 4]);
    }

    #[test]
    fn replicates_come_in_order_on_any_number_of_threads() {
        let by_row = Resampler::new(30, Unit::Row, 9).unwrap();
        let one_by_one: Vec<_> = (0..40).map(|i| by_row.weights(i)).collect();
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let found = pool.install(|| by_row.replicates(40, <[f64]>::to_vec));
            assert_eq!(found, one_by_one);
        }
    }

    #[test]
    fn what_does_not_cover_the_rows_is_refused() {
        assert!(Resampler::new(0, Unit::Row, 1).is_err());
        assert!(Resampler::new(3, Unit::Group(&[1]), 1).is_err());
        for order in [&[0, 1][..], &[0, 1, 1], &[0, 1, 3]] {
            let unit = Unit::Block { order, length: 2 };
            assert!(Resampler::new(3, unit, 1).is_err(), "{order:?}");
        }
    }

    #[test]
    fn interval_and_p_of_replicates() {
        let values: Vec<f64> = (0..=100).map(f64::from).collect();
        let (low, high) = interval(&values, 0.9).unwrap();
        assert!((low - 5.0).abs() < 1e-12 && (high - 95.0).abs() < 1e-12);
        assert_eq!(interval(&[1.0, f64::NAN], 0.9), None);
        // 0 is on both sides; 1 of 101 is at most 0: 2 (1 + 1) / 102.
        assert_eq!(two_sided_p(&values), Some(4.0 / 102.0));
        assert_eq!(two_sided_p(&[1.0; 999]), Some(2.0 / 1000.0));
        assert_eq!(two_sided_p(&[0.0; 5]), Some(1.0));
        assert_eq!(two_sided_p(&[f64::NAN]), None);
    }

    #[test]
    fn block_length_grows_slowly() {
        assert_eq!([1, 1000, 10_000].map(block_length), [1, 10, 22]);
    }
}
