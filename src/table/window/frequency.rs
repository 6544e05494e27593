//! How often each value of a column occurs.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::scan::Block;
use super::view::View;
use crate::error::{Error, Result};
use crate::work::Progress;

/// Different values that are counted apart; later ones are counted together.
const MOST: usize = 1_000_000;
/// Values that are listed.
const LISTED: usize = 10_000;

/// The values of a column with their counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frequency {
    /// The most frequent ones first, equal counts in the order of the values; `None` is missing. At most 10,000.
    pub values: Vec<(Option<String>, u64)>,
    /// Different values, missing not counted.
    pub distinct: usize,
    /// Rows in all.
    pub rows: u64,
    /// Cells that cannot be read as their column is: they count as missing.
    pub unread: usize,
    /// Rows whose value came after the first 1,000,000 different ones: they are not listed.
    pub others: u64,
}

/// The values of a block.
#[derive(Default)]
struct Counted {
    /// With their counts, in the order in which they come.
    values: Vec<(String, u64)>,
    missing: u64,
    /// Cells that cannot be read.
    unread: usize,
}

impl View {
    /// Counts the values of a column over the rows that are shown. Exact up to 1,000,000 different values.
    pub fn frequency(&self, column: usize, progress: &Progress) -> Result<Frequency> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        let mut found = Frequency::default();
        let mut missing = 0;
        let count = |block: Block<'_>| self.counted(&block, column);
        self.window
            .each("counting values", progress, count, |counted: Counted| {
                missing += counted.missing;
                found.unread += counted.unread;
                found.rows += counted.missing;
                for (value, more) in counted.values {
                    found.rows += more;
                    let known = counts.len();
                    match counts.get_mut(&value) {
                        Some(count) => *count += more,
                        None if known < MOST => {
                            counts.insert(value, more);
                        }
                        None => found.others += more,
                    }
                }
                Ok(ControlFlow::Continue(()))
            })?;
        found.distinct = counts.len();
        found.values = counts
            .into_iter()
            .map(|(value, count)| (Some(value), count))
            .collect();
        if missing > 0 {
            found.values.push((None, missing));
        }
        found
            .values
            .sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.values.truncate(LISTED);
        Ok(found)
    }

    fn counted(&self, block: &Block<'_>, column: usize) -> Result<Counted> {
        let shown = self.shown_in(block);
        if shown.is_empty() {
            return Ok(Counted::default());
        }
        let (table, unread) = block.table(&[column])?;
        let name = table.schema().into_iter().next().map(|(name, _)| name);
        let name = name.ok_or_else(|| Error::new("there is no such column"))?;
        let labels = table.labels(&name)?;
        let (mut counts, mut order, mut missing) = (vec![0_u64; labels.names.len()], Vec::new(), 0);
        for row in shown {
            match labels.codes[row] {
                None => missing += 1,
                Some(code) => {
                    let count = &mut counts[code as usize];
                    if *count == 0 {
                        order.push(code);
                    }
                    *count += 1;
                }
            }
        }
        let mut names = labels.names;
        let value = |code: u32| {
            (
                std::mem::take(&mut names[code as usize]),
                counts[code as usize],
            )
        };
        Ok(Counted {
            values: order.into_iter().map(value).collect(),
            missing,
            unread,
        })
    }
}
