//! Sorting: the key of every row is read once, then only keys and numbers of rows are moved.

use std::cmp::Ordering;
use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;

use super::scan::Block;
use super::view::{View, number};
use crate::error::{Error, Result};
use crate::table::Storage;
use crate::table::values::{Cells, ordered};
use crate::text;
use crate::work::Progress;

/// Bytes of keys and numbers of rows at most.
const MOST: usize = 1 << 30;
/// Bytes of a key that is a number, with the number of its row.
const ENTRY: usize = 16;

/// Keys of some rows: bits that sort like the value.
enum Keys {
    Whole(Vec<(u64, u32)>),
    Number(Vec<(u64, u32)>),
    Text(Vec<(Box<str>, u32)>),
}

/// The keys of a block, the rows without a value, and how many of these have one that cannot be read.
struct Part {
    keys: Keys,
    missing: Vec<u32>,
    unread: usize,
}

impl View {
    /// The same rows by the values of a column: numbers, dates and truth by value, texts by character, equal ones as they stand in
    /// the file, missing ones last whichever the direction.
    ///
    /// # Errors
    /// Keys of more than 1 GB.
    pub fn sorted(&self, column: usize, descending: bool, progress: &Progress) -> Result<Self> {
        let storage = self
            .window
            .columns()
            .get(column)
            .map(|(_, storage)| *storage);
        let storage = storage.ok_or_else(|| Error::new("there is no such column"))?;
        self.window.count(progress)?;
        // Without room for all at once twice as much would be held while it grows.
        let rows = self.known().rows.min(MOST / ENTRY);
        let mut all = match storage {
            Storage::Text => Keys::Text(Vec::with_capacity(rows)),
            Storage::Number => Keys::Number(Vec::with_capacity(rows)),
            _ => Keys::Whole(Vec::with_capacity(rows)),
        };
        let (mut missing, mut unread, mut bytes) = (Vec::new(), 0, 0);
        let read = |block: Block<'_>| self.part(&block, column);
        self.window.each("sorting", progress, read, |part: Part| {
            bytes += part.keys.bytes();
            if bytes > MOST {
                return Err(too_large());
            }
            all.add(part.keys);
            missing.extend(part.missing);
            unread += part.unread;
            Ok(ControlFlow::Continue(()))
        })?;
        progress.check()?;
        let mut order = all.sorted(descending);
        order.extend(missing);
        Ok(Self {
            order: Some(Arc::new(order)),
            unread: self.unread + unread,
            ..self.clone()
        })
    }

    /// The same rows in the order of the file.
    #[must_use]
    pub fn unsorted(&self) -> Self {
        Self {
            order: None,
            ..self.clone()
        }
    }

    /// Places in a block of the rows that are shown.
    pub(super) fn shown_in(&self, block: &Block<'_>) -> Vec<usize> {
        let Some(kept) = &self.kept else {
            return (0..block.rows).collect();
        };
        let place = |row: usize| kept.partition_point(|kept| (*kept as usize) < row);
        let (from, to) = (place(block.first), place(block.first + block.rows));
        let rows = kept[from..to].iter();
        rows.map(|row| *row as usize - block.first).collect()
    }

    fn part(&self, block: &Block<'_>, column: usize) -> Result<Part> {
        let shown = self.shown_in(block);
        let (table, unread) = match shown.is_empty() {
            true => {
                return Ok(Part {
                    keys: Keys::Whole(Vec::new()),
                    missing: Vec::new(),
                    unread: 0,
                });
            }
            false => block.table(&[column])?,
        };
        let name = table.schema().into_iter().next().map(|(name, _)| name);
        let name = name.ok_or_else(|| Error::new("there is no such column"))?;
        let mut missing = Vec::new();
        let whole = |v: i64| v as u64 ^ 1 << 63;
        let keys = match table.cells(&name)? {
            Cells::Boolean(values) => Keys::Whole(keyed(block, &shown, &mut missing, |row| {
                values.get(row).map(u64::from)
            })?),
            Cells::Integer(values) | Cells::Date(values) => {
                Keys::Whole(keyed(block, &shown, &mut missing, |row| {
                    values.get(row).map(whole)
                })?)
            }
            Cells::Number(values) => Keys::Number(keyed(block, &shown, &mut missing, |row| {
                values.get(row).map(ordered)
            })?),
            Cells::Text(values) => Keys::Text(keyed(block, &shown, &mut missing, |row| {
                values.get(row).map(Box::from)
            })?),
        };
        Ok(Part {
            keys,
            missing,
            unread,
        })
    }
}

/// The key of each row that has one, with its number; the others are listed as missing.
fn keyed<K>(
    block: &Block<'_>,
    shown: &[usize],
    missing: &mut Vec<u32>,
    key: impl Fn(usize) -> Option<K>,
) -> Result<Vec<(K, u32)>> {
    let mut keys = Vec::with_capacity(shown.len());
    for row in shown {
        let number = number(block.first + row)?;
        match key(*row) {
            Some(key) => keys.push((key, number)),
            None => missing.push(number),
        }
    }
    Ok(keys)
}

impl Keys {
    fn bytes(&self) -> usize {
        match self {
            Keys::Whole(keys) | Keys::Number(keys) => keys.len() * ENTRY,
            Keys::Text(keys) => keys.iter().map(|(text, _)| text.len() + 2 * ENTRY).sum(),
        }
    }

    /// Puts later rows below; whole numbers become numbers where any row has decimals.
    fn add(&mut self, later: Keys) {
        match (&mut *self, later) {
            (Keys::Whole(all), Keys::Whole(more)) | (Keys::Number(all), Keys::Number(more)) => {
                all.extend(more);
            }
            (Keys::Text(all), Keys::Text(more)) => all.extend(more),
            (Keys::Number(all), Keys::Whole(more)) => all.extend(as_numbers(more)),
            (Keys::Whole(all), Keys::Number(more)) => {
                let mut numbers = as_numbers(std::mem::take(all));
                numbers.extend(more);
                *self = Keys::Number(numbers);
            }
            // A block without a row that is shown has keys of no type.
            (Keys::Text(_), Keys::Whole(_) | Keys::Number(_)) | (_, Keys::Text(_)) => {}
        }
    }

    fn sorted(self, descending: bool) -> Vec<u32> {
        match self {
            Keys::Whole(keys) | Keys::Number(keys) => by_key(keys, descending),
            Keys::Text(keys) => by_key(keys, descending),
        }
    }
}

fn as_numbers(whole: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    let number = |(key, row)| (ordered((key ^ 1 << 63) as i64 as f64), row);
    whole.into_iter().map(number).collect()
}

fn by_key<K: Ord + Send + Sync>(mut keys: Vec<(K, u32)>, descending: bool) -> Vec<u32> {
    keys.par_sort_unstable_by(|a, b| {
        let value = match descending {
            true => b.0.cmp(&a.0),
            false => a.0.cmp(&b.0),
        };
        match value {
            Ordering::Equal => a.1.cmp(&b.1),
            other => other,
        }
    });
    keys.into_iter().map(|(_, row)| row).collect()
}

fn too_large() -> Error {
    Error::new(format!(
        "the values of this column take more than {} in memory: they cannot be sorted",
        text::bytes(MOST as u64)
    ))
    .with_fix("filter the rows first, or sort by another column")
}
