//! The best split of a node on a column: every threshold between two values is tried, with missing values on either side.

use super::columns::{Column, MISSING};
use super::tally::{Case, Tally};

/// How many times the rows the span of ranks may be for rows to be ordered by counting.
const COUNTED: usize = 4;

/// A split of a node on a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Split {
    /// The highest rank that goes left.
    pub(super) rank: u32,
    /// Rows below it go left.
    pub(super) threshold: f32,
    /// Whether rows without a value go left.
    pub(super) missing_left: bool,
    /// How far squared error or Gini impurity fall.
    pub(super) gain: f64,
}

impl Split {
    /// Whether a row with this rank goes left.
    pub(super) fn goes_left(&self, rank: u32) -> bool {
        if rank == MISSING {
            self.missing_left
        } else {
            rank <= self.rank
        }
    }
}

/// Rows of a node in the order of a column; kept between uses for its room.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// By row of the node.
    ranks: Vec<u32>,
    /// Rows of the node with a value, ascending by it; those with the highest are left out where none is missing, since
    /// no threshold lies above them.
    sorted: Vec<u32>,
    /// The highest rank of the node.
    highest: u32,
    /// Rows of the node without a value.
    missing: Vec<u32>,
    counts: Vec<u32>,
    keys: Vec<u64>,
}

impl Order {
    /// Brings the rows of a node into order. False where the column cannot part them.
    pub(super) fn fill(&mut self, column: &Column, rows: &[u32]) -> bool {
        self.ranks.clear();
        self.missing.clear();
        let ranks = rows.iter().map(|&row| column.ranks[row as usize]);
        self.ranks.extend(ranks);
        let ranks = || self.ranks.iter().copied();
        let lowest = ranks().min().unwrap_or(MISSING);
        let mut highest = ranks().max().unwrap_or(MISSING);
        if highest == MISSING {
            let known = ranks().filter(|&rank| rank != MISSING);
            highest = known.max().unwrap_or(0);
            let places = (0_u32..).zip(ranks());
            self.missing.extend(
                places
                    .filter(|(_, rank)| *rank == MISSING)
                    .map(|(at, _)| at),
            );
        }
        let present = rows.len() - self.missing.len();
        let parts = present > 0 && (lowest < highest || !self.missing.is_empty());
        if parts {
            self.highest = highest;
            let span = (highest - lowest) as usize + 1;
            if span == 2 && self.missing.is_empty() {
                self.pick(lowest);
            } else if span <= COUNTED * present {
                self.count(lowest, span, present);
            } else {
                self.compare();
            }
        }
        parts
    }

    /// The rows of one of two ranks.
    fn pick(&mut self, rank: u32) {
        self.sorted.clear();
        let ranks = self.ranks.iter().zip(0_u32..);
        self.sorted
            .extend(ranks.filter(|(r, _)| **r == rank).map(|(_, at)| at));
    }

    /// Rows ordered by counting how many have each rank.
    fn count(&mut self, lowest: u32, span: usize, present: usize) {
        self.counts.clear();
        self.counts.resize(span, 0);
        let ranked = || self.ranks.iter().filter(|rank| **rank != MISSING);
        for rank in ranked() {
            self.counts[(rank - lowest) as usize] += 1;
        }
        let mut before = 0;
        for count in &mut self.counts {
            before += std::mem::replace(count, before);
        }
        self.sorted.clear();
        self.sorted.resize(present, 0);
        for (at, &rank) in self.ranks.iter().enumerate() {
            if rank != MISSING {
                let place = &mut self.counts[(rank - lowest) as usize];
                self.sorted[*place as usize] = at as u32;
                *place += 1;
            }
        }
    }

    /// Rows ordered by comparing ranks.
    fn compare(&mut self) {
        self.keys.clear();
        let keys = self.ranks.iter().enumerate();
        let keys = keys.filter(|(_, rank)| **rank != MISSING);
        self.keys
            .extend(keys.map(|(at, &rank)| u64::from(rank) << 32 | at as u64));
        self.keys.sort_unstable();
        self.sorted.clear();
        self.sorted.extend(
            self.keys
                .iter()
                .map(|key| (key & u64::from(u32::MAX)) as u32),
        );
    }

    /// The best split on the column that [`Order::fill`] was given, if any leaves `min_rows` on both sides. `cases` and
    /// `tally` are those of the node.
    pub(super) fn best(
        &self,
        column: &Column,
        cases: &[Case],
        min_rows: f64,
        tally: &mut impl Tally,
    ) -> Option<Split> {
        let gaps = !self.missing.is_empty();
        let mut best = self.scan(column, cases, min_rows, false, tally);
        if gaps {
            let other = self.scan(column, cases, min_rows, true, tally);
            if let Some(other) = other
                && best.is_none_or(|best| other.gain > best.gain)
            {
                best = Some(other);
            }
        }
        best
    }

    /// The best split with missing values on one side.
    fn scan(
        &self,
        column: &Column,
        cases: &[Case],
        min_rows: f64,
        missing_left: bool,
        tally: &mut impl Tally,
    ) -> Option<Split> {
        let mut best: Option<Split> = None;
        tally.clear();
        if missing_left {
            self.missing
                .iter()
                .for_each(|&at| tally.pass(&cases[at as usize]));
        }
        for (place, &at) in self.sorted.iter().enumerate() {
            let rank = self.ranks[at as usize];
            if rank == self.highest && self.missing.is_empty() {
                break;
            }
            tally.pass(&cases[at as usize]);
            let next = self
                .sorted
                .get(place + 1)
                .map(|&at| self.ranks[at as usize])
                .or((rank < self.highest).then_some(self.highest));
            if next == Some(rank) {
                continue;
            }
            if next.is_none() && missing_left {
                break;
            }
            let (left, right) = tally.sides();
            if left < min_rows || right < min_rows {
                continue;
            }
            let gain = tally.gain();
            if best.is_some_and(|best| gain <= best.gain) {
                continue;
            }
            let threshold = match next {
                Some(next) => Some(column.between(rank, next)),
                None => column.beyond(),
            };
            if let Some(threshold) = threshold {
                best = Some(Split {
                    rank,
                    threshold,
                    // Where none is missing, the larger side takes those to come.
                    missing_left: missing_left || self.missing.is_empty() && left >= right,
                    gain,
                });
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::Columns;
    use super::super::tally::Numbers;
    use super::*;

    /// Rows of one column with these targets.
    fn best(x: &[f32], y: &[f64], min_rows: f64) -> Option<Split> {
        let columns = Columns::of(x, 1);
        let mean = y.iter().sum::<f64>() / y.len() as f64;
        let cases: Vec<Case> = y
            .iter()
            .map(|y| Case {
                weight: 1.0,
                own: 1.0,
                moment: y - mean,
                class: 0,
            })
            .collect();
        let rows: Vec<u32> = (0..x.len() as u32).collect();
        let mut order = Order::default();
        if !order.fill(columns.column(0), &rows) {
            return None;
        }
        let tally = &mut Numbers::of(&cases);
        order.best(columns.column(0), &cases, min_rows, tally)
    }

    const GAP: f32 = f32::NAN;

    #[test]
    fn the_best_threshold_is_found_whatever_the_order() {
        let split = best(&[4.0, 1.0, 3.0, 2.0], &[9.0, 1.0, 8.0, 2.0], 1.0).unwrap();
        assert_eq!((split.rank, split.threshold), (1, 2.5));
        assert_eq!(split.gain, 49.0);
        assert!(split.missing_left && split.goes_left(1) && !split.goes_left(2));
        assert_eq!(best(&[1.0; 3], &[1.0, 2.0, 3.0], 1.0), None);
        // Far apart ranks are compared, near ones counted.
        let x: Vec<f32> = (0..100).map(|v| ((v * 37) % 100) as f32).collect();
        let y: Vec<f64> = x.iter().map(|&v| f64::from(u8::from(v >= 63.0))).collect();
        assert_eq!(best(&x, &y, 1.0).unwrap().threshold, 62.5);
        let few = Columns::of(&x, 1);
        let mut order = Order::default();
        assert!(order.fill(few.column(0), &[5, 0, 9, 33]));
        let ranks: Vec<u32> = order
            .sorted
            .iter()
            .map(|&at| order.ranks[at as usize])
            .collect();
        assert!(ranks.is_sorted() && ranks.len() == 4);
    }

    #[test]
    fn leaves_keep_their_rows() {
        let y = [0.0, 5.0, 5.0, 5.0];
        assert_eq!(best(&[1.0, 2.0, 3.0, 4.0], &y, 1.0).unwrap().threshold, 1.5);
        assert_eq!(best(&[1.0, 2.0, 3.0, 4.0], &y, 2.0).unwrap().threshold, 2.5);
        assert_eq!(best(&[1.0, 2.0, 3.0, 4.0], &y, 3.0), None);
    }

    #[test]
    fn missing_values_go_where_they_belong() {
        let left = best(&[1.0, GAP, 3.0, 4.0], &[0.0, 0.0, 9.0, 9.0], 1.0).unwrap();
        assert!(left.missing_left && left.threshold == 2.0 && left.goes_left(MISSING));
        let right = best(&[1.0, GAP, 3.0, 4.0], &[0.0, 9.0, 9.0, 9.0], 1.0).unwrap();
        assert!(!right.missing_left && right.threshold == 2.0);
        let alone = best(&[1.0, GAP, 1.0, GAP], &[0.0, 9.0, 0.0, 9.0], 1.0).unwrap();
        assert!(!alone.missing_left && alone.threshold == f32::MAX);
    }
}
