//! Rows of a file with columns added, block after block into a new file. What stood in the file stays as it was written.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use polars_io::parquet::write::{BatchedWriter, ParquetWriter};
use tempfile::NamedTempFile;

use super::blocks::{Block, Blocks, Rows};
use super::store::failed;
use super::write::{Kind, end, kind_of, push, put_in_place, staged};
use super::{Storage, Table};
use crate::error::{Error, Result};

/// A file being written; it takes its name at [`Sink::finish`] and is gone if that never comes.
pub struct Sink {
    path: PathBuf,
    file: NamedTempFile,
    writer: Writer,
}

enum Writer {
    /// Text; whether the head was written.
    Csv(BufWriter<File>, u8, bool),
    /// Parquet, opened by the first block, which tells the types; the columns of a text with theirs.
    Parquet(Option<Box<BatchedWriter<File>>>, Vec<(String, Storage)>),
}

impl Sink {
    /// Begins a file for the rows of `blocks`. Text keeps the separator of the file that is read. For Parquet a text is
    /// read once through, so that its columns have the types that hold all their values.
    pub fn create(path: &Path, blocks: &Blocks) -> Result<Sink> {
        let kind = kind_of(path)?;
        let file = staged(path)?;
        let handle = file
            .reopen()
            .map_err(|error| Error::io("write the file", path, &error))?;
        let writer = match (kind, blocks.form()) {
            (Kind::Csv, form) => {
                let mark = form.and_then(|f| f.delimiter()).unwrap_or(',');
                Writer::Csv(BufWriter::new(handle), mark as u8, false)
            }
            (Kind::Tsv, _) => Writer::Csv(BufWriter::new(handle), b'\t', false),
            (Kind::Parquet, _) => Writer::Parquet(None, blocks.all_columns()?),
        };
        Ok(Sink {
            path: path.to_owned(),
            file,
            writer,
        })
    }

    /// Adds the rows of a block, with the columns of a table of as many rows beside them.
    pub fn write(&mut self, blocks: &Blocks, block: &Block, added: &Table) -> Result<()> {
        let place = |error: Error| error.at_file(&self.path);
        match &mut self.writer {
            Writer::Csv(out, delimiter, begun) => {
                let mut text = Vec::new();
                if !std::mem::replace(begun, true) {
                    let names = added.columns().iter().map(|c| &c.name);
                    for name in blocks.names().iter().chain(names) {
                        push(&mut text, name, *delimiter);
                    }
                    end(&mut text);
                }
                rows_as_text(&mut text, *delimiter, blocks, block, added).map_err(place)?;
                out.write_all(&text)
                    .map_err(|error| Error::io("write the file", &self.path, &error))
            }
            Writer::Parquet(writer, columns) => {
                let table = match (&block.0, blocks.form()) {
                    (Rows::Csv(block), Some(form)) => form.table(block, columns)?,
                    (Rows::Table(table), _) => table.clone(),
                    (Rows::Csv(_), None) => return Err(place(foreign())),
                };
                let frame = table.beside(added).map_err(place)?.frame;
                let failed = |error| place(failed("write the Parquet file", &error));
                if writer.is_none() {
                    let handle = self
                        .file
                        .reopen()
                        .map_err(|error| Error::io("write the file", &self.path, &error))?;
                    let batched = ParquetWriter::new(handle).batched(frame.schema());
                    *writer = Some(Box::new(batched.map_err(failed)?));
                }
                match writer {
                    Some(writer) => writer.write_batch(&frame).map_err(failed),
                    None => Ok(()),
                }
            }
        }
    }

    /// Puts the file in its place.
    pub fn finish(self) -> Result<()> {
        match self.writer {
            Writer::Csv(mut out, ..) => out
                .flush()
                .map_err(|error| Error::io("write the file", &self.path, &error))?,
            Writer::Parquet(Some(writer), _) => {
                let failed = |error| failed("write the Parquet file", &error).at_file(&self.path);
                writer.finish().map_err(failed)?;
            }
            Writer::Parquet(None, _) => {}
        }
        put_in_place(self.file, &self.path)
    }
}

fn foreign() -> Error {
    Error::new("a block of another file")
}

fn rows_as_text(
    out: &mut Vec<u8>,
    delimiter: u8,
    blocks: &Blocks,
    block: &Block,
    added: &Table,
) -> Result<()> {
    let beside = added.all_cells()?;
    match (&block.0, blocks.form()) {
        (Rows::Csv(block), Some(form)) => form.each_record(block, |row, cells, source| {
            for cell in cells {
                push(out, &cell.text(source), delimiter);
            }
            for column in &beside {
                push(out, &column.text(row).unwrap_or_default(), delimiter);
            }
            end(out);
        }),
        (Rows::Table(table), _) => {
            let columns = table.all_cells()?;
            for row in 0..table.rows() {
                for column in columns.iter().chain(&beside) {
                    push(out, &column.text(row).unwrap_or_default(), delimiter);
                }
                end(out);
            }
        }
        (Rows::Csv(_), None) => return Err(foreign()),
    }
    Ok(())
}
