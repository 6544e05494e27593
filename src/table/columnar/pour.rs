//! Files of any size into one Parquet file, block after block, with bounded memory.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use polars_io::parquet::write::{
    BatchedWriter, ParquetCompression, ParquetWriter, StatisticsOptions,
};
use rayon::prelude::*;
use tempfile::NamedTempFile;

use super::storages::{Found, Storages};
use super::{Columnar, GROUP, Notes, notes_beside};
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::table::blocks::{Blocks, Wanted};
use crate::table::read::with_part;
use crate::table::store::failed;
use crate::table::write::{put_in_place, staged};
use crate::table::{Format, ReadOptions, Table, files};

/// Blocks of a file that are typed at once.
const AT_ONCE: usize = 4;

impl Columnar {
    /// Writes the rows of a file, a folder or a pattern to a Parquet file, block after block, so that memory is bounded. `report` is given
    /// the share that was read, and stops the work by an error. Nothing stays where it does.
    ///
    /// # Errors
    /// As [`read()`](crate::table::read()), and where the file cannot be written.
    pub fn write(
        source: &Path,
        read: &Read,
        path: &Path,
        report: &(dyn Fn(f64) -> Result<()> + Sync),
    ) -> Result<()> {
        let files = files::named(source)?;
        let first = ReadOptions {
            read: read.clone(),
            limit: Some(1),
            ..ReadOptions::default()
        };
        let parts = Parts {
            source,
            read,
            files: &files,
            format: crate::table::read(source, &first)?.format,
            report,
        };
        // Most files are in all their rows what they are in the first: types are looked for beforehand only where they are not.
        if parts.pour(path, None).is_ok() {
            return Ok(());
        }
        report(0.0)?;
        let storages = parts.storages()?;
        parts.pour(path, Some(&storages))
    }
}

/// The files of a source on their way into one.
struct Parts<'a> {
    source: &'a Path,
    read: &'a Read,
    files: &'a [PathBuf],
    format: Format,
    report: &'a (dyn Fn(f64) -> Result<()> + Sync),
}

impl Parts<'_> {
    /// Every block of every file in order, its columns stored as said, or each as its values in this block alone have it; some blocks are typed
    /// at once.
    fn each(
        &self,
        storages: Option<&Storages>,
        mut take: impl FnMut(Table) -> Result<()>,
    ) -> Result<()> {
        let told = storages
            .into_iter()
            .flatten()
            .map(|(name, storage)| Wanted {
                name: name.clone(),
                storage: *storage,
                required: false,
            });
        let wanted: Vec<Wanted> = told.collect();
        let count = self.files.len() as f64;
        for (at, file) in self.files.iter().enumerate() {
            let place = |error: Error| error.at_file(file);
            let mut blocks = Blocks::open(file, self.read, wanted.clone())?;
            let parts = files::parts(self.source, file);
            let mut some = Vec::with_capacity(AT_ONCE);
            loop {
                some.clear();
                while some.len() < AT_ONCE
                    && let Some(block) = blocks.next_block()?
                {
                    some.push(block);
                }
                if some.is_empty() {
                    break;
                }
                let typed = some.par_iter().map(|block| {
                    let table = match storages {
                        Some(_) => blocks.table(block)?,
                        None => blocks.alone(block)?,
                    };
                    let mut parts = parts.iter();
                    parts.try_fold(table, |table, (key, value)| with_part(&table, key, value))
                });
                let tables: Result<Vec<Table>> = typed.collect();
                (self.report)((at as f64 + blocks.fraction_read()) / count)?;
                for table in tables.map_err(place)? {
                    take(table).map_err(place)?;
                }
            }
        }
        Ok(())
    }

    /// The storage of every column over all its values.
    fn storages(&self) -> Result<Storages> {
        let mut found = Found::default();
        self.each(None, |table| found.take_in(&table))?;
        Ok(found.storages())
    }

    /// Writes all rows, the columns stored as said, or as the first row group has them.
    fn pour(&self, path: &Path, storages: Option<&Storages>) -> Result<()> {
        let mut pouring = Pouring::into(path, &self.format)?;
        self.each(storages, |table| pouring.add(table))?;
        pouring.finish()
    }
}

/// A file being written; it takes its name at the end and is gone if that never comes.
pub(super) struct Pouring<'a> {
    path: &'a Path,
    file: NamedTempFile,
    /// Opened by the first row group, which tells the types.
    writer: Option<BatchedWriter<File>>,
    /// Rows that wait for more, so that row groups are of one size.
    waiting: Option<Table>,
    format: &'a Format,
    notes: Option<Notes>,
}

impl<'a> Pouring<'a> {
    pub(super) fn into(path: &'a Path, format: &'a Format) -> Result<Self> {
        Ok(Self {
            path,
            file: staged(path)?,
            writer: None,
            waiting: None,
            format,
            notes: None,
        })
    }

    pub(super) fn add(&mut self, table: Table) -> Result<()> {
        let waiting = match self.waiting.take() {
            Some(above) => above.append(&table)?,
            None => table,
        };
        match waiting.rows() < GROUP {
            true => {
                self.waiting = Some(waiting);
                Ok(())
            }
            false => self.write(waiting),
        }
    }

    /// Writes a row group. Errors: a column that is stored in another way than in the first one.
    fn write(&mut self, group: Table) -> Result<()> {
        let refused = |error| failed("write the Parquet file", &error).at_file(self.path);
        let group = match &mut self.notes {
            Some(notes) => notes.take_in(&group)?,
            notes => {
                *notes = Some(Notes::of(&group, self.format));
                group
            }
        };
        let mut frame = group.frame;
        // A row group is written for each chunk.
        frame.rechunk_mut_par();
        let writer = match &mut self.writer {
            Some(writer) => writer,
            writer => {
                let reopened = self.file.reopen();
                let handle = reopened.map_err(|e| Error::io("write the file", self.path, &e))?;
                let opened = ParquetWriter::new(handle)
                    .with_compression(ParquetCompression::Lz4Raw)
                    .with_statistics(StatisticsOptions::empty())
                    .batched(frame.schema());
                writer.insert(opened.map_err(refused)?)
            }
        };
        writer.write_batch(&frame).map_err(refused)
    }

    pub(super) fn finish(mut self) -> Result<()> {
        if let Some(rest) = self.waiting.take() {
            self.write(rest)?;
        }
        let (Some(writer), Some(notes)) = (self.writer, self.notes) else {
            return Err(Error::new("there is no row to write"));
        };
        let refused = |error| failed("write the Parquet file", &error).at_file(self.path);
        writer.finish().map_err(refused)?;
        drop(writer);
        let text = serde_json::to_vec(&notes)
            .map_err(|error| Error::new(format!("cannot describe the columns: {error}")))?;
        let beside = notes_beside(self.path);
        fs::write(&beside, text).map_err(|error| Error::io("write the file", &beside, &error))?;
        put_in_place(self.file, self.path)
    }
}
