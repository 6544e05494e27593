//! A table of any size to look at: only the rows that are asked for are read.
//!
//! Text is read where it lies, by an index of where rows begin that grows in the background: the first rows are there after the
//! first block, whatever the size. Packed text and encodings of several bytes a letter are copied once to a scratch file without a
//! name, as they can only be read forward. Of Parquet the rows asked for are decoded, of the columns asked for. Other formats and
//! several files at once are read into memory first.
//!
//! | file | what lives there |
//! |--|--|
//! | `index` | where the rows of a text begin |
//! | `spool` | the bytes of a text, as a file that can be read anywhere |
//! | `text` | a text: its index, its pieces |
//! | `scan` | every row, block after block, on all threads |
//! | `view` | [`View`]: rows filtered and sorted, as they are seen |
//! | `order` | sorting |
//! | `find`, `sought` | searching |
//! | `frequency` | how often each value occurs |
//! | `column` | the values of one column, or a stated sample of them |

mod column;
mod find;
mod frequency;
mod index;
mod order;
mod scan;
mod sought;
mod spool;
#[cfg(test)]
mod tests;
mod text;
mod view;

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

pub use column::Values;
pub use frequency::Frequency;
pub use view::{Slice, View};

use super::read::{Holds, holds};
use super::{Format, ReadOptions, Storage, Table, files, parquet, read};
use crate::decisions::Read;
use crate::error::Result;
use crate::work::Progress;
use text::Text;

/// Rows of a block of Parquet that is decoded at once.
const BLOCK: usize = 512;
/// Blocks of Parquet kept.
const KEPT: usize = 64;

/// How many rows there are, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// Rows found.
    pub rows: usize,
    /// Whether these are all.
    pub complete: bool,
}

impl Known {
    /// What is known where this was known and that was told, in whatever order.
    #[must_use]
    pub fn or_more(self, told: Self) -> Self {
        match told.complete || (!self.complete && told.rows >= self.rows) {
            true => told,
            false => self,
        }
    }
}

/// A table of any size.
pub struct Window {
    columns: Vec<(String, Storage)>,
    format: Format,
    source: Source,
}

enum Source {
    Text(Box<Text>),
    Parquet(Box<Groups>),
    Table(Box<Table>),
}

/// A Parquet file with the blocks that were decoded last.
struct Groups {
    file: parquet::Opened,
    /// Texts that mean missing.
    missing: Vec<String>,
    rows: usize,
    kept: Mutex<Vec<(usize, Vec<usize>, Table)>>,
}

impl Window {
    /// Opens a file, a folder or a pattern. Of text its first block is read, of Parquet its footer.
    ///
    /// # Errors
    /// As [`read()`](crate::table::read()), but for what only some rows show: those are shown as far as they go.
    pub fn open(path: &Path, corrections: &Read) -> Result<Self> {
        if files::is_many(path) {
            return Self::in_memory(path, corrections);
        }
        match holds(path)? {
            Holds::Csv => {
                let text = Text::open(path, corrections).map_err(|e| e.at_file(path))?;
                Ok(Self {
                    columns: text.manner().columns(),
                    format: text.format().clone(),
                    source: Source::Text(Box::new(text)),
                })
            }
            Holds::Arrow | Holds::Sqlite => Self::in_memory(path, corrections),
            Holds::Parquet => {
                let file = parquet::Opened::open(path)?;
                let missing = corrections.missing.clone().unwrap_or_default();
                let first = file.read(Some((0, BLOCK)), None, &missing)?;
                Ok(Self {
                    columns: first.schema(),
                    format: first.format.clone(),
                    source: Source::Parquet(Box::new(Groups {
                        rows: file.groups().iter().sum(),
                        file,
                        missing,
                        kept: Mutex::default(),
                    })),
                })
            }
        }
    }

    /// Whether a file is read where it lies, the rows asked for only: one file of text or Parquet.
    pub fn reads_in_place(path: &Path) -> bool {
        !files::is_many(path) && matches!(holds(path), Ok(Holds::Csv | Holds::Parquet))
    }

    fn in_memory(path: &Path, corrections: &Read) -> Result<Self> {
        let options = ReadOptions {
            read: corrections.clone(),
            ..ReadOptions::default()
        };
        Ok(Self::of(read(path, &options)?))
    }

    /// A table that is in memory already.
    pub fn of(table: Table) -> Self {
        Self {
            columns: table.schema(),
            format: table.format.clone(),
            source: Source::Table(Box::new(table)),
        }
    }

    /// Name and storage of each column. Of text the storage is what the first 1,000 rows show.
    pub fn columns(&self) -> &[(String, Storage)] {
        &self.columns
    }

    /// What was found of the file's form.
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// The rows found so far.
    pub fn known(&self) -> Known {
        let (rows, complete) = match &self.source {
            Source::Text(text) => text.known(),
            Source::Parquet(groups) => (groups.rows, true),
            Source::Table(table) => (table.rows(), true),
        };
        Known { rows, complete }
    }

    /// Finds every row; `progress` hears how far that is. What was found stays where it is cancelled.
    pub fn count(&self, progress: &Progress) -> Result<()> {
        let Source::Text(text) = &self.source else {
            return Ok(());
        };
        while !text.known().1 {
            progress.check()?;
            text.grow()?;
            progress.step("counting rows", text.fraction());
        }
        Ok(())
    }

    /// Keys of JSON lines that were met so far and are no column: they came after the first 256 KiB, by which the columns are found.
    pub fn late(&self) -> Vec<String> {
        match &self.source {
            Source::Text(text) => text.manner().late(),
            Source::Parquet(_) | Source::Table(_) => Vec::new(),
        }
    }

    /// Cells as they are written, row by row; `None` where missing or beyond the table.
    pub fn cells(&self, rows: &[usize], columns: &[usize]) -> Result<Vec<Vec<Option<String>>>> {
        match &self.source {
            // Each may lie in a block of its own that is to be decoded.
            Source::Parquet(_) => rows.par_iter().map(|row| self.row(*row, columns)).collect(),
            _ => rows.iter().map(|row| self.row(*row, columns)).collect(),
        }
    }

    fn row(&self, row: usize, columns: &[usize]) -> Result<Vec<Option<String>>> {
        let named = |table: &Table, at: usize| {
            let name = |place: &usize| self.columns.get(*place).map(|(name, _)| name);
            let cell = |place| table.cell(at, name(place)?);
            columns.iter().map(cell).collect()
        };
        match &self.source {
            Source::Text(text) => {
                let Some((first, piece)) = text.piece_of(row)? else {
                    return Ok(vec![None; columns.len()]);
                };
                let cells = text.manner().cells(&piece, row - first, columns);
                let owned = cells.into_iter().map(|cell| cell.map(Cow::into_owned));
                Ok(owned.collect())
            }
            Source::Parquet(groups) => {
                let table = groups.block(row / BLOCK, columns)?;
                Ok(named(&table, row % BLOCK))
            }
            Source::Table(table) => Ok(named(table, row)),
        }
    }
}

impl Groups {
    fn kept(&self) -> MutexGuard<'_, Vec<(usize, Vec<usize>, Table)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Some rows of the columns at these places.
    fn read(&self, first: usize, rows: usize, columns: &[usize]) -> Result<Table> {
        let names = self.file.names();
        let named = columns.iter().filter_map(|place| names.get(*place));
        let wanted = Some(named.cloned().collect());
        self.file.read(Some((first, rows)), wanted, &self.missing)
    }

    fn block(&self, block: usize, columns: &[usize]) -> Result<Table> {
        let is_it = |(number, held, _): &(usize, Vec<usize>, Table)| {
            *number == block && columns.iter().all(|place| held.contains(place))
        };
        let found = {
            let mut kept = self.kept();
            let found = kept.iter().position(is_it).map(|at| kept.remove(at));
            kept.extend(found.clone());
            found
        };
        if let Some((.., table)) = found {
            return Ok(table);
        }
        let first = block * BLOCK;
        let rows = BLOCK.min(self.rows.saturating_sub(first));
        let table = self.read(first, rows, columns)?;
        let mut kept = self.kept();
        kept.push((block, columns.to_vec(), table.clone()));
        if kept.len() > KEPT {
            kept.remove(0);
        }
        Ok(table)
    }
}
