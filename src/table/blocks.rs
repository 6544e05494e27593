//! Files of any size, block after block, with bounded memory: for scoring.

use std::path::{Path, PathBuf};

use super::read::{Holds, holds};
use super::{ReadOptions, Storage, Table, arrow, csv, parquet};
use crate::decisions::Read;
use crate::error::{Error, Result};

/// A file, read forward.
pub struct Blocks {
    path: PathBuf,
    read: Read,
    source: Source,
    wanted: Vec<Wanted>,
}

/// A column that is wanted of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// How its values are stored, whatever this file alone looks like.
    pub storage: Storage,
    /// Whether the file must have it.
    pub required: bool,
}

enum Source {
    Csv(Box<csv::Blocks>),
    Parquet(parquet::Blocks),
    Arrow(Box<arrow::Blocks>),
    /// What has no reader by blocks: read as a whole.
    Whole(Whole),
}

/// A table given out in parts.
struct Whole {
    table: Table,
    names: Vec<String>,
    row: usize,
}

/// Rows of a part of a whole table, or of a record batch.
pub(super) const PART: usize = 50_000;

impl Whole {
    fn of(table: Table) -> Self {
        Self {
            names: table.columns().iter().map(|c| c.name.clone()).collect(),
            table,
            row: 0,
        }
    }

    fn next(&mut self) -> Result<Option<Table>> {
        let rows = self.row..self.table.rows().min(self.row + PART);
        self.row = rows.end;
        match rows.is_empty() {
            true => Ok(None),
            false => self.table.take(&rows.collect::<Vec<_>>()).map(Some),
        }
    }
}

/// Some rows of the file.
pub struct Block(pub(super) Rows);

pub(super) enum Rows {
    /// Text, not typed yet: that is done by whoever needs the values, on any thread.
    Csv(csv::Block),
    /// A table of all columns.
    Table(Table),
}

impl Blocks {
    /// Opens a file of which these columns are wanted, stored as said. Errors: as
    /// [`read()`](super::read()), and columns that are not there, all at once.
    pub fn open(path: &Path, read: &Read, wanted: Vec<Wanted>) -> Result<Blocks> {
        let source = match holds(path)? {
            Holds::Csv => Source::Csv(Box::new(csv::Blocks::open(path, read)?)),
            Holds::Parquet => {
                Source::Parquet(parquet::Blocks::open(path, read.missing.as_deref())?)
            }
            Holds::Arrow => Source::Arrow(Box::new(arrow::Blocks::open(
                path,
                read.missing.as_deref(),
            )?)),
            Holds::Sqlite => {
                let options = ReadOptions {
                    read: read.clone(),
                    ..ReadOptions::default()
                };
                Source::Whole(Whole::of(super::read(path, &options)?))
            }
        };
        let blocks = Blocks {
            path: path.to_owned(),
            read: read.clone(),
            source,
            wanted,
        };
        blocks.refuse_absent(path)?;
        Ok(blocks)
    }

    fn refuse_absent(&self, path: &Path) -> Result<()> {
        let names = self.names();
        let required = self.wanted.iter().filter(|w| w.required).map(|w| &w.name);
        let mut absent = required.filter(|name| !names.contains(name));
        let error = |name: &String| {
            let shown = crate::text::escape(name);
            let near = crate::text::nearest(name, names.iter().map(String::as_str));
            let error = Error::new(format!("there is no column '{shown}'"))
                .at_file(path)
                .at_column(name);
            error.with_fix(match near {
                Some(near) => format!(
                    "did you mean '{}'? rename it in the file",
                    crate::text::escape(near)
                ),
                None => "add the column: the model was made with it".to_owned(),
            })
        };
        match absent.next() {
            None => Ok(()),
            Some(first) => Err(error(first).with_others(absent.map(error).collect())),
        }
    }

    /// Names of all columns of the file, in its order.
    pub fn names(&self) -> &[String] {
        match &self.source {
            Source::Csv(blocks) => &blocks.form().names,
            Source::Parquet(blocks) => blocks.names(),
            Source::Arrow(blocks) => blocks.names(),
            Source::Whole(whole) => &whole.names,
        }
    }

    /// Every column with the storage that holds all its values. Text is read once through for it.
    pub(super) fn all_columns(&self) -> Result<Vec<(String, Storage)>> {
        match &self.source {
            Source::Csv(_) => csv::Blocks::storages(&self.path, &self.read),
            Source::Parquet(_) | Source::Arrow(_) | Source::Whole(_) => Ok(Vec::new()),
        }
    }

    /// How much of the file was read, 0 to 1.
    pub fn fraction_read(&self) -> f64 {
        match &self.source {
            Source::Csv(blocks) => blocks.fraction_read(),
            Source::Parquet(blocks) => blocks.fraction_read(),
            Source::Arrow(blocks) => blocks.fraction_read(),
            Source::Whole(whole) => whole.row as f64 / whole.table.rows().max(1) as f64,
        }
    }

    /// How text is written, where the file is text.
    pub(super) fn form(&self) -> Option<&csv::Form> {
        match &self.source {
            Source::Csv(blocks) => Some(blocks.form()),
            Source::Parquet(_) | Source::Arrow(_) | Source::Whole(_) => None,
        }
    }

    /// The next rows, none at the end of the file.
    pub fn next_block(&mut self) -> Result<Option<Block>> {
        Ok(match &mut self.source {
            Source::Csv(blocks) => blocks.next()?.map(|block| Block(Rows::Csv(block))),
            Source::Parquet(blocks) => blocks.next()?.map(|table| Block(Rows::Table(table))),
            Source::Arrow(blocks) => blocks.next()?.map(|table| Block(Rows::Table(table))),
            Source::Whole(whole) => whole.next()?.map(|table| Block(Rows::Table(table))),
        })
    }

    /// All columns of a block, each in the storage that its values in this block alone have.
    pub(super) fn alone(&self, block: &Block) -> Result<Table> {
        match (&block.0, &self.source) {
            (Rows::Csv(block), Source::Csv(blocks)) => blocks.form().alone(block),
            (Rows::Table(table), _) => Ok(table.clone()),
            (Rows::Csv(_), _) => Err(Error::new("a block of another file")),
        }
    }

    /// The wanted columns of a block. Errors: a line of another length, a cell that cannot be stored as said, each with
    /// its line.
    pub fn table(&self, block: &Block) -> Result<Table> {
        match (&block.0, &self.source) {
            (Rows::Csv(block), Source::Csv(blocks)) => {
                let wanted = self.wanted.iter().map(|w| (w.name.clone(), w.storage));
                let columns: Vec<(String, Storage)> = wanted.collect();
                blocks.form().table(block, &columns)
            }
            (Rows::Table(table), _) => {
                let here = self.wanted.iter().filter(|w| table.has(&w.name));
                let names: Vec<&str> = here.map(|w| w.name.as_str()).collect();
                table.select(&names)
            }
            (Rows::Csv(_), _) => Err(Error::new("a block of another file")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ReadOptions, Sink, read};
    use super::*;

    fn all(path: &Path, columns: &[(&str, Storage)]) -> Result<Vec<Table>> {
        let wanted = columns.iter().map(|(name, storage)| Wanted {
            name: (*name).to_owned(),
            storage: *storage,
            required: true,
        });
        let columns = wanted.collect();
        let mut blocks = Blocks::open(path, &Read::default(), columns)?;
        let mut tables = Vec::new();
        while let Some(block) = blocks.next_block()? {
            tables.push(blocks.table(&block)?);
        }
        Ok(tables)
    }

    /// More than one block, with cells that hold separators, quotes and line ends.
    fn long(rows: usize) -> String {
        let row = |n: usize| format!("{n},\"a \"\"b\"\", {n}\nnext line\",{}.5\n", n % 7);
        let rows: String = (0..rows).map(row).collect();
        format!("id,text,x\n{rows}")
    }

    #[test]
    fn blocks_together_are_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.csv");
        std::fs::write(&path, long(150_000)).unwrap();
        let whole = read(&path, &ReadOptions::default()).unwrap();
        let tables = all(&path, &[("x", Storage::Number), ("text", Storage::Text)]).unwrap();
        assert!(tables.len() > 1);
        let xs: Vec<f64> = tables
            .iter()
            .flat_map(|t| t.numbers("x").unwrap())
            .collect();
        assert_eq!(xs, whole.numbers("x").unwrap());
        let texts: Vec<_> = tables
            .iter()
            .flat_map(|t| t.texts("text").unwrap())
            .collect();
        assert_eq!(texts, whole.texts("text").unwrap());

        let parquet = folder.path().join("long.parquet");
        whole.write(&parquet).unwrap();
        let tables = all(&parquet, &[("x", Storage::Number)]).unwrap();
        let xs: Vec<f64> = tables
            .iter()
            .flat_map(|t| t.numbers("x").unwrap())
            .collect();
        assert_eq!(xs, whole.numbers("x").unwrap());
    }

    #[test]
    fn a_block_may_be_cut_anywhere_in_a_record() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        // Rows of four bytes below heads of four to seven: the cut falls on each place of a row.
        for head in ["a,b", "aa,b", "aaa,b", "aaaa,b"] {
            let rows = 2_200_000;
            std::fs::write(&path, format!("{head}\n{}", "1,2\n".repeat(rows))).unwrap();
            let tables = all(&path, &[("b", Storage::Integer)]).unwrap();
            assert!(tables.len() > 1);
            assert_eq!(tables.iter().map(Table::rows).sum::<usize>(), rows);
        }
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        std::fs::write(&path, "a,b\n1,x\n\n2,y\noops,z\n").unwrap();
        let error = all(&path, &[("a", Storage::Integer)]).unwrap_err();
        assert!(error.to_string().contains("'oops' is not"), "{error}");
        assert_eq!(error.line, Some(5));
        let error = all(&path, &[("c", Storage::Text), ("d", Storage::Text)]).unwrap_err();
        assert_eq!(error.others.len(), 1, "every absent column is named");
        std::fs::write(&path, "a,b\n1,x\n2\n").unwrap();
        let error = all(&path, &[("a", Storage::Integer)]).unwrap_err();
        assert_eq!(error.line, Some(3), "{error}");
        std::fs::write(&path, "a,b\n1.5,\n,\n").unwrap();
        let tables = all(&path, &[("b", Storage::Number), ("a", Storage::Integer)]).unwrap();
        assert_eq!(tables[0].missing("b").unwrap(), [true, true]);
        assert_eq!(tables[0].numbers("a").unwrap()[0], 1.5);
    }

    #[test]
    fn other_encodings_and_marks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
            .chain("n;v\né;1,5\n".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        std::fs::write(&path, utf16).unwrap();
        let tables = all(&path, &[("n", Storage::Text), ("v", Storage::Number)]).unwrap();
        assert_eq!(tables[0].texts("n").unwrap(), [Some("é".to_owned())]);
        assert_eq!(tables[0].numbers("v").unwrap(), [1.5]);
    }

    #[test]
    fn a_sink_keeps_every_cell_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let (path, out) = (folder.path().join("t.csv"), folder.path().join("o.csv"));
        std::fs::write(&path, "a,b\n0.0,\"x, y\"\n7.50,\n").unwrap();
        let mut blocks = Blocks::open(&path, &Read::default(), Vec::new()).unwrap();
        let added = Table::from_numbers(&[("p", vec![0.5, 2.0])]).unwrap();
        let mut sink = Sink::create(&out, &blocks).unwrap();
        while let Some(block) = blocks.next_block().unwrap() {
            sink.write(&blocks, &block, &added).unwrap();
        }
        sink.finish().unwrap();
        let parquet = folder.path().join("o.parquet");
        let mut blocks = Blocks::open(&path, &Read::default(), Vec::new()).unwrap();
        let mut sink = Sink::create(&parquet, &blocks).unwrap();
        while let Some(block) = blocks.next_block().unwrap() {
            sink.write(&blocks, &block, &added).unwrap();
        }
        sink.finish().unwrap();
        let table = read(&parquet, &ReadOptions::default()).unwrap();
        assert_eq!(table.numbers("a").unwrap(), [0.0, 7.5]);
        assert_eq!(table.numbers("p").unwrap(), [0.5, 2.0]);
        let written = std::fs::read_to_string(&out).unwrap();
        assert_eq!(written, "a,b,p\n0.0,\"x, y\",0.5\n7.50,,2\n");
    }
}
