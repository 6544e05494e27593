//! Tables that are not held in memory: the rows in a Parquet file, read some columns of some rows at a time.
//!
//! | file | what lives there |
//! |--|--|
//! | `pour` | files into the Parquet file, block after block |
//! | `queries` | the same for the rows of databases |
//! | `storages` | what holds all values of a column |

mod pour;
mod queries;
mod storages;

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use queries::DatabaseRows;

use super::parquet::Opened;
use super::read::{Holds, holds};
use super::{ColumnMeta, Format, Table, files, stream};
use crate::error::{Error, Result};

/// Rows of a row group, and rows read at a time.
const GROUP: usize = 1 << 17;

/// Rows in a Parquet file, with what reading found when they were written there.
pub struct Columnar {
    file: Opened,
    notes: Notes,
}

/// What the Parquet file does not say itself: it stands beside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Notes {
    format: Format,
    columns: Vec<ColumnMeta>,
    rows: usize,
}

impl Columnar {
    /// Opens what [`Columnar::write`] wrote; `None` where it is not there, or not whole.
    pub fn open(path: &Path) -> Option<Self> {
        let notes = fs::read(notes_beside(path)).ok()?;
        let notes: Notes = serde_json::from_slice(&notes).ok()?;
        let file = Opened::open(path).ok()?;
        let rows: usize = file.groups().iter().sum();
        let names = notes.columns.iter().map(|column| &column.name);
        (rows == notes.rows && names.eq(file.names())).then_some(Self { file, notes })
    }

    /// Bytes of a file, a folder or a pattern, unpacked: what is packed is taken to be as much smaller as text of numbers is.
    ///
    /// # Errors
    /// Where there is no such file.
    pub fn weight(source: &Path) -> Result<u64> {
        let mut bytes = 0;
        for file in files::named(source)? {
            let size = fs::metadata(&file)
                .map_err(|error| Error::io("read the file", &file, &error))?
                .len();
            bytes += match holds(&file) {
                Ok(Holds::Parquet) => Opened::open(&file)?.unpacked_bytes(),
                Ok(Holds::Csv) => size * stream::packing(&file)?.times_smaller(),
                Ok(Holds::Arrow | Holds::Sqlite) => size,
                // What is wrong with it is said where it is read.
                Err(_) => size,
            };
        }
        Ok(bytes)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.notes.rows
    }

    /// The columns in file order, with what reading found of each.
    pub fn columns(&self) -> &[ColumnMeta] {
        &self.notes.columns
    }

    /// What reading found of the file.
    pub fn format(&self) -> &Format {
        &self.notes.format
    }

    /// The rows in parts of a size that is read at once.
    pub fn pieces(&self) -> Vec<Range<usize>> {
        let rows = self.rows();
        let starts = (0..rows).step_by(GROUP);
        starts.map(|at| at..rows.min(at + GROUP)).collect()
    }

    /// These columns of these rows.
    pub fn read(&self, rows: Range<usize>, names: &[&str]) -> Result<Table> {
        if names.is_empty() {
            return Ok(Table::blank(rows.len()));
        }
        let wanted = names.iter().map(|name| (*name).to_owned()).collect();
        let table = self
            .file
            .read(Some((rows.start, rows.len())), Some(wanted), &[])?;
        Ok(table.select(names)?.found_as(&self.notes.columns))
    }
}

impl Notes {
    fn of(first: &Table, format: &Format) -> Self {
        Self {
            format: format.clone(),
            columns: first.columns().to_vec(),
            rows: first.rows(),
        }
    }

    /// More rows in the order and the storages of the first ones; what was read as missing adds up.
    fn take_in(&mut self, more: &Table) -> Result<Table> {
        let stored = more.stored_as(&self.columns)?;
        for (known, here) in self.columns.iter_mut().zip(stored.columns()) {
            known.add_markers(&here.markers);
        }
        self.rows += more.rows();
        Ok(stored)
    }
}

fn notes_beside(path: &Path) -> PathBuf {
    path.with_extension("json")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::decisions::Read;
    use crate::error::Error;
    use crate::table::{ReadOptions, Storage, read};

    fn written(source: &Path, folder: &Path) -> Columnar {
        let path = folder.join("cache.parquet");
        Columnar::write(source, &Read::default(), &path, &|_| Ok(())).unwrap();
        Columnar::open(&path).unwrap()
    }

    /// Every column of what was written, piece by piece, against the whole file in memory.
    fn equals_the_file(source: &Path, columnar: &Columnar) {
        equals(&read(source, &ReadOptions::default()).unwrap(), columnar);
    }

    /// The same against a table.
    pub(super) fn equals(whole: &Table, columnar: &Columnar) {
        assert_eq!(columnar.columns(), whole.columns());
        assert_eq!(columnar.format(), &whole.format);
        for column in whole.columns() {
            let pieces = columnar.pieces().into_iter();
            let texts: Vec<_> = pieces
                .flat_map(|rows| {
                    let piece = columnar.read(rows, &[&column.name]).unwrap();
                    assert_eq!(piece.columns()[0].storage, column.storage);
                    piece.texts(&column.name).unwrap()
                })
                .collect();
            assert!(
                texts == whole.texts(&column.name).unwrap(),
                "{}",
                column.name
            );
        }
    }

    #[test]
    fn columns_are_those_of_the_file_whatever_their_first_rows_say() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("t.csv");
        // Past the first row group: decimals below whole numbers, a code below numbers, values below nothing.
        let row = |n: usize| match n < 140_000 {
            true => format!("{n},{}.50,,NA\n", n % 9),
            false => format!("{n}.5,x{n},{n},a\n"),
        };
        let rows: String = (0..150_000).map(row).collect();
        fs::write(&source, format!("whole,code,late,word\n{rows}")).unwrap();
        let columnar = written(&source, folder.path());
        assert_eq!((columnar.rows(), columnar.pieces().len()), (150_000, 2));
        equals_the_file(&source, &columnar);
        assert_eq!(columnar.columns()[1].storage, Storage::Text);
        assert_eq!(columnar.columns()[2].storage, Storage::Integer);
    }

    #[test]
    fn parts_of_a_folder_are_one_below_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("rides");
        for (part, cell) in [("year=2015", "1"), ("year=2016", "2.5")] {
            fs::create_dir_all(source.join(part)).unwrap();
            fs::write(source.join(part).join("a.csv"), format!("x\n{cell}\n")).unwrap();
        }
        equals_the_file(&source, &written(&source, folder.path()));
    }

    #[test]
    fn nothing_stays_of_what_was_stopped_or_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (source, path) = (folder.path().join("t.csv"), folder.path().join("c.parquet"));
        fs::write(&source, "x\n1\n2\n").unwrap();
        let asked = AtomicUsize::new(0);
        let stopped = |_: f64| {
            asked.fetch_add(1, Ordering::Relaxed);
            Err(Error::cancelled())
        };
        let error = Columnar::write(&source, &Read::default(), &path, &stopped).unwrap_err();
        assert!(error.is_cancelled());
        assert_eq!(
            asked.load(Ordering::Relaxed),
            2,
            "nothing is begun anew once it is stopped"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        Columnar::write(&source, &Read::default(), &path, &|_| Ok(())).unwrap();
        assert!(Columnar::open(&path).is_some());
        fs::remove_file(notes_beside(&path)).unwrap();
        assert!(Columnar::open(&path).is_none());
    }
}
