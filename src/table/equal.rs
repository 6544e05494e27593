//! Rows equal to an earlier one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::Table;
use super::values::{Cells, ordered};
use crate::error::Result;

/// Odd multiplier that spreads the bits of a key over the whole word (2^64 divided by the golden ratio).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Table {
    /// For each row, the position of the first row equal to it in these columns (itself where it is the first). Missing equals missing.
    pub fn first_equal(&self, names: &[&str]) -> Result<Vec<usize>> {
        let columns: Vec<Cells<'_>> = names
            .iter()
            .map(|name| self.cells(name))
            .collect::<Result<_>>()?;
        let keys: Vec<Vec<u64>> = columns.par_iter().map(keys).collect();
        let mut first = Vec::with_capacity(self.rows());
        let mut known: HashMap<u64, usize> = HashMap::with_capacity(self.rows());
        for row in 0..self.rows() {
            let mut hash = keys.iter().fold(0_u64, |sum, column| {
                (sum ^ column[row]).wrapping_mul(SPREAD).rotate_left(29)
            });
            // A row that only shares the hash moves on to the next free key.
            let earlier = loop {
                match known.entry(hash) {
                    Entry::Vacant(free) => break *free.insert(row),
                    Entry::Occupied(taken) => {
                        let other = *taken.get();
                        if columns.iter().all(|column| same(column, row, other)) {
                            break other;
                        }
                    }
                }
                hash = hash.wrapping_add(1);
            };
            first.push(earlier);
        }
        Ok(first)
    }
}

/// A key for each value: equal values have equal keys.
fn keys(column: &Cells<'_>) -> Vec<u64> {
    let missing = 0x5bd1_e995;
    match column {
        Cells::Boolean(values) => values
            .iter()
            .map(|v| v.map_or(missing, u64::from))
            .collect(),
        Cells::Integer(values) | Cells::Date(values) => values
            .iter()
            .map(|v| v.map_or(missing, |v| v as u64))
            .collect(),
        Cells::Number(values) => values.iter().map(|v| v.map_or(missing, ordered)).collect(),
        Cells::Text(values) => values
            .iter()
            .map(|v| {
                v.map_or(missing, |text| {
                    let mut hasher = DefaultHasher::new();
                    text.hash(&mut hasher);
                    hasher.finish()
                })
            })
            .collect(),
    }
}

/// Whether two rows hold the same value, or none.
fn same(column: &Cells<'_>, a: usize, b: usize) -> bool {
    match column {
        Cells::Boolean(values) => values.get(a) == values.get(b),
        Cells::Integer(values) | Cells::Date(values) => values.get(a) == values.get(b),
        Cells::Number(values) => values.get(a) == values.get(b),
        Cells::Text(values) => values.get(a) == values.get(b),
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn equal_rows_point_to_the_first() {
        let table =
            Table::from_csv("a,b,c\n1,x,1.5\n2,x,\n1,x,2\n2,y,\n2,x,\n1,,0\n1,,-0.0\n").unwrap();
        assert_eq!(
            table.first_equal(&["a", "b", "c"]).unwrap(),
            [0, 1, 2, 3, 1, 5, 5]
        );
        assert_eq!(
            table.first_equal(&["a", "b"]).unwrap(),
            [0, 1, 0, 3, 1, 5, 5]
        );
        assert_eq!(table.first_equal(&["b"]).unwrap(), [0, 0, 0, 3, 0, 5, 5]);
        assert_eq!(table.first_equal(&[]).unwrap(), [0; 7]);
        assert!(table.first_equal(&["z"]).is_err());
    }
}
