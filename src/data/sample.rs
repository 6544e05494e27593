//! A sample of the rows for what need not be exact.

use rand::seq::index;

use crate::error::Result;
use crate::table::Table;
use crate::text;
use crate::work::rng;

/// Rows drawn at most: a share estimated on as many is wrong by 0.7 percentage points at most, 19 times in 20.
const ROWS: usize = 20_000;

/// All rows, or as many as are enough, drawn by chance and in their order.
#[derive(Debug)]
pub(super) struct Sample {
    /// The rows.
    pub table: Table,
    /// Where each stands in the whole table, where not all were taken.
    rows: Option<Vec<usize>>,
}

impl Sample {
    /// Draws it.
    pub fn draw(table: &Table, seed: u64) -> Result<Self> {
        Self::of(table, ROWS, seed)
    }

    fn of(table: &Table, most: usize, seed: u64) -> Result<Self> {
        if table.rows() <= most {
            return Ok(Self {
                table: table.clone(),
                rows: None,
            });
        }
        let mut draw = rng(seed, &["data", "checks", "rows"]);
        let mut rows = index::sample(&mut draw, table.rows(), most).into_vec();
        rows.sort_unstable();
        Ok(Self {
            table: table.take(&rows)?,
            rows: Some(rows),
        })
    }

    /// Where a row of the sample stands in the whole table.
    pub fn row(&self, at: usize) -> usize {
        self.rows.as_ref().map_or(at, |rows| rows[at])
    }

    /// At most so many rows of the sample, at equal steps.
    pub fn every(&self, most: usize) -> Vec<usize> {
        let count = self.table.rows();
        let step = count.div_ceil(most).max(1);
        (0..count).step_by(step).collect()
    }

    /// How many were drawn, where not all were taken.
    pub fn drawn(&self) -> Option<usize> {
        self.rows.as_ref().map(Vec::len)
    }

    /// What is said behind a number that was counted on the sample: nothing where all rows were taken.
    pub fn note(&self) -> String {
        match &self.rows {
            Some(rows) => format!(
                ", counted on {} drawn by chance",
                text::counted(rows.len(), "row")
            ),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_table_is_taken_whole_and_a_large_one_in_part() {
        let table = Table::from_numbers(&[("x", (0..100).map(f64::from).collect())]).unwrap();
        let whole = Sample::of(&table, 100, 1).unwrap();
        assert_eq!((whole.table.rows(), whole.row(7)), (100, 7));
        assert!(whole.note().is_empty());
        let part = Sample::of(&table, 10, 1).unwrap();
        let values = part.table.numbers("x").unwrap();
        assert!(values.windows(2).all(|w| w[0] < w[1]));
        assert!((0..10).all(|at| part.row(at) as f64 == values[at]));
        assert!(part.note().contains("10 rows"));
    }
}
