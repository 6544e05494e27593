//! Rows equal to an earlier one.

use std::collections::hash_map::Entry;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;

use super::Table;
use super::values::{Cells, ordered};
use crate::error::Result;

/// Odd multiplier that spreads the bits of a key over the whole word (2^64 divided by the golden ratio).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Rows hashed at once: their hashes stay in the nearest cache.
const AT_ONCE: usize = 4096;
/// Key of a value that is missing.
const MISSING: u64 = 0x5bd1_e995;

impl Table {
    /// For each row, the position of the first row equal to it in these columns (itself where it is the first). Missing equals missing.
    pub fn first_equal(&self, names: &[&str]) -> Result<Vec<usize>> {
        let columns: Vec<Cells<'_>> = names
            .iter()
            .map(|name| self.cells(name))
            .collect::<Result<_>>()?;
        let mut known: HashMap<u64, usize> = HashMap::with_capacity(self.rows());
        let first_of = |(row, mut hash): (usize, u64)| {
            // A row that only shares the hash moves on to the next free key.
            loop {
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
            }
        };
        let hashes = self.hashes(names)?;
        Ok(hashes.into_iter().enumerate().map(first_of).collect())
    }

    /// A hash of each row in these columns: equal rows have equal ones.
    fn hashes(&self, names: &[&str]) -> Result<Vec<u64>> {
        let starts: Vec<usize> = (0..self.rows()).step_by(AT_ONCE).collect();
        let hashed = starts.par_iter().map(|start| {
            let part = self.slice(*start, AT_ONCE);
            let mut hashes = vec![0; part.rows()];
            for name in names {
                mix_in(&part.cells(name)?, &mut hashes);
            }
            Ok(hashes)
        });
        Ok(hashed.collect::<Result<Vec<_>>>()?.concat())
    }
}

/// Takes the values of one more column into the hashes of the rows.
fn mix_in(column: &Cells<'_>, hashes: &mut [u64]) {
    match column {
        Cells::Boolean(values) => mix(hashes, values.iter(), u64::from),
        Cells::Integer(values) | Cells::Date(values) => mix(hashes, values.iter(), |v| v as u64),
        Cells::Number(values) => mix(hashes, values.iter(), ordered),
        Cells::Text(values) => {
            let state = FixedState::default();
            mix(hashes, values.iter(), |text| state.hash_one(text));
        }
    }
}

fn mix<T>(hashes: &mut [u64], values: impl Iterator<Item = Option<T>>, key: impl Fn(T) -> u64) {
    for (hash, value) in hashes.iter_mut().zip(values) {
        let key = value.map_or(MISSING, &key);
        *hash = (*hash ^ key).wrapping_mul(SPREAD).rotate_left(29);
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
