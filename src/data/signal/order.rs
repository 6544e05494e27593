//! Rows in an order, and the target in other ones: what depends on one another stays together.

use std::collections::HashMap;
use std::ops::Range;

use rand::Rng as _;
use rand::seq::SliceRandom as _;
use serde::{Deserialize, Serialize};

use crate::decisions::Strategy;
use crate::error::Result;
use crate::spec::{Dataset, Problem};
use crate::work::Rng;

/// How the target is put in another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arranged {
    /// Row by row: no row says anything of another.
    Rows,
    /// Moved along in time, its end to the beginning: neighbours stay neighbours.
    Time,
    /// Groups as a whole.
    Groups,
}

/// Rows in the order in which they are tested.
pub(in crate::data) struct Order {
    /// The rows.
    pub rows: Vec<usize>,
    /// How the target is put in another order.
    pub arranged: Arranged,
    /// The rows of each group, positions in `rows`; a row each where there are no groups.
    groups: Vec<Range<usize>>,
}

impl Order {
    /// Puts rows of a data set in the order in which they are divided: of time, of groups, else by chance.
    pub fn of(
        data: &Dataset,
        problem: &Problem,
        strategy: Strategy,
        mut rows: Vec<usize>,
        draw: &mut Rng,
    ) -> Result<Self> {
        rows.shuffle(draw);
        match (strategy, &problem.time, &problem.group) {
            (Strategy::Time | Strategy::GroupTime, Some(time), _) => {
                let instants = data.table.instants(time)?;
                rows.sort_by_key(|row| instants[*row]);
                Ok(Self::alone(rows, Arranged::Time))
            }
            (Strategy::Group | Strategy::GroupTime, _, Some(group)) => {
                Ok(Self::grouped(rows, &data.table.labels(group)?.codes))
            }
            _ => Ok(Self::alone(rows, Arranged::Rows)),
        }
    }

    /// Rows group by group.
    fn grouped(mut rows: Vec<usize>, codes: &[Option<u32>]) -> Self {
        // Groups come in the order of their first rows, which is by chance.
        let mut place = HashMap::new();
        for row in &rows {
            let next = place.len();
            place.entry(codes[*row]).or_insert(next);
        }
        rows.sort_by_key(|row| place[&codes[*row]]);
        let mut groups: Vec<Range<usize>> = Vec::with_capacity(place.len());
        for (at, row) in rows.iter().enumerate() {
            match groups.last_mut() {
                Some(last) if codes[rows[last.start]] == codes[*row] => last.end = at + 1,
                _ => groups.push(at..at + 1),
            }
        }
        Self {
            rows,
            arranged: Arranged::Groups,
            groups,
        }
    }

    /// Rows of which each stands for itself.
    pub fn alone(rows: Vec<usize>, arranged: Arranged) -> Self {
        Self {
            groups: (0..rows.len()).map(|at| at..at + 1).collect(),
            rows,
            arranged,
        }
    }

    /// Parts of about one size that follow one another; no group is in two of them.
    pub fn folds(&self, count: usize) -> Vec<Range<usize>> {
        let mut folds: Vec<Range<usize>> = Vec::with_capacity(count);
        let rows = self.rows.len();
        for group in &self.groups {
            let is_full = folds
                .last()
                .is_none_or(|fold| fold.end * count >= rows * folds.len());
            match folds.last_mut() {
                Some(fold) if !is_full => fold.end = group.end,
                _ => folds.push(group.clone()),
            }
        }
        folds
    }

    /// Where each row takes its target from, in another order of the targets.
    pub fn another(&self, draw: &mut Rng) -> Vec<usize> {
        let rows = self.rows.len();
        match self.arranged {
            Arranged::Time => {
                let tenth = rows / 10;
                let by = draw.random_range(tenth.max(1)..(rows - tenth).max(2));
                (0..rows).map(|at| (at + by) % rows).collect()
            }
            Arranged::Rows | Arranged::Groups => {
                let mut groups = self.groups.clone();
                groups.shuffle(draw);
                groups.into_iter().flatten().collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::rng;

    #[test]
    fn folds_part_the_rows_and_cut_no_group() {
        let alone = Order::alone((0..23).collect(), Arranged::Rows);
        let sizes: Vec<usize> = alone.folds(5).iter().map(Range::len).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 23);
        assert!(sizes.len() == 5 && sizes.iter().all(|n| (4..=6).contains(n)));
        let grouped = Order {
            groups: vec![0..10, 10..12, 12..20, 20..23],
            arranged: Arranged::Groups,
            ..alone
        };
        let folds = grouped.folds(5);
        assert_eq!(folds.last().unwrap().end, 23);
        for fold in &folds {
            assert!(grouped.groups.iter().any(|group| group.start == fold.start));
        }
    }

    #[test]
    fn every_order_is_one_of_all_targets() {
        let mut draw = rng(1, &["order"]);
        for arranged in [Arranged::Rows, Arranged::Time, Arranged::Groups] {
            let order = Order {
                groups: vec![0..10, 10..12, 12..40],
                ..Order::alone((0..40).collect(), arranged)
            };
            for _ in 0..50 {
                let mut places = order.another(&mut draw);
                match arranged {
                    Arranged::Time => assert!(places.windows(2).all(|w| w[1] == (w[0] + 1) % 40)),
                    _ => assert!(places.windows(2).any(|w| w[0] + 1 == w[1])),
                }
                places.sort_unstable();
                assert!(places.iter().copied().eq(0..40));
            }
        }
    }
}
