//! The values of one column over the rows that are shown, or a stated sample of them.

use std::ops::ControlFlow;

use super::scan::{Block, Way};
use super::view::View;
use crate::error::{Error, Result};
use crate::table::Table;
use crate::work::Progress;

/// Rows that are read in whole; of more, blocks at equal distances that hold about so many.
const EXACT: usize = 1_000_000;

/// Values of a column.
#[derive(Debug, Clone)]
pub struct Values {
    /// The column alone.
    pub table: Table,
    /// Rows that are shown in all: more than the table has where it is a sample.
    pub of: usize,
}

impl View {
    /// The values of a column: all up to 1,000,000 rows, else those of blocks at equal distances.
    pub fn values(&self, column: usize, progress: &Progress) -> Result<Values> {
        self.window.count(progress)?;
        let of = self.known().rows;
        let nth = match self.kept {
            // What a filter leaves lies anywhere.
            Some(_) => 1,
            None => of.div_ceil(EXACT).max(1),
        };
        let mut all: Option<Table> = None;
        let mut parts = Vec::new();
        let read = |block: Block<'_>| {
            let shown = self.shown_in(&block);
            match shown.is_empty() {
                true => Ok(None),
                false => block.table(&[column])?.0.take(&shown).map(Some),
            }
        };
        self.window.each_nth(
            (Way::Down(0), nth),
            "reading the column",
            progress,
            read,
            |part| {
                parts.extend(part);
                Ok(ControlFlow::Continue(()))
            },
        )?;
        for part in parts {
            all = Some(match all {
                Some(all) => all.append(&part)?,
                None => part,
            });
        }
        let table = all.ok_or_else(|| Error::new("no row is shown"))?;
        Ok(Values { table, of })
    }
}
