//! A CSV file of any size, block after block: the form is found from the first block, cells of the columns asked for are
//! typed as they were stored elsewhere, every other cell stays the text that it is.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use polars::prelude::{Column, DataFrame};

use super::encoding;
use super::names;
use super::odd::Ragged;
use super::split::{Cell, Cells, Dialect, Records, is_blank};
use super::typing;
use super::values::{Rules, Values};
use super::{Reading, around, columns, sniff};
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::table::stream::{Stream, broken};
use crate::table::{ColumnMeta, Format, Storage, Table};

/// Bytes read at once.
const BLOCK: usize = 4 << 20;

/// Whole records of the file.
#[derive(Debug)]
pub(in crate::table) struct Block {
    text: String,
    /// Line of its first character, from 1.
    line: usize,
    /// Whether it is the first of the file.
    is_first: bool,
}

/// The file, read forward.
pub(in crate::table) struct Blocks {
    path: PathBuf,
    stream: Stream,
    decoder: Decoder,
    strict: bool,
    /// Decoded and not given out yet.
    pending: String,
    line: usize,
    ended: bool,
    /// Where the header or the first row is, as long as it was not reached.
    start: Option<around::Place>,
    /// Records below the rows, where it was said how many.
    footer: Option<usize>,
    form: Form,
}

/// How the file is written.
pub(in crate::table) struct Form {
    dialect: Dialect,
    header: bool,
    pub(in crate::table) names: Vec<String>,
    rules: Rules,
}

impl Blocks {
    pub(in crate::table) fn open(path: &Path, read: &Read) -> Result<Self> {
        let mut stream = Stream::as_csv(path, None)?;
        let corrected = super::as_json_says(read);
        let read = if stream.is_json() { &corrected } else { read };
        let packing = stream.packing();
        let failed = |error: std::io::Error| broken(path, packing, error);
        let mut start = Vec::new();
        stream
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut start)
            .map_err(failed)?;
        let complete = start.len() < BLOCK;
        let place = |error: Error| error.at_file(path);
        let decoded =
            encoding::decode(&start, read.encoding.as_deref(), complete).map_err(place)?;
        let encoding = Encoding::for_label(decoded.label.as_bytes()).unwrap_or(UTF_8);
        let whole_lines = match decoded.text.rfind(['\n', '\r']) {
            Some(end) if !complete => &decoded.text[..=end],
            _ => &decoded.text[..],
        };
        let reading = Reading::new(whole_lines, read, complete).map_err(place)?;
        let cells = reading.cells(Some(sniff::RECORDS)).map_err(place)?;
        let first = usize::from(reading.header);
        if complete && cells.rows() <= first {
            return Err(place(super::no_rows()));
        }
        let names = names::unique(
            reading.header.then(|| cells.row(0, reading.text)),
            cells.width(),
        );
        let rules = reading.rules(&cells, first).map_err(place)?;
        Ok(Self {
            path: path.to_owned(),
            stream: stream.again(path)?,
            decoder: encoding.new_decoder_with_bom_removal(),
            strict: encoding == UTF_8,
            pending: String::new(),
            line: 1,
            ended: false,
            start: Some(reading.start),
            footer: read.footer.map(|count| count as usize),
            form: Form {
                dialect: cells.dialect(),
                header: reading.header,
                names,
                rules,
            },
        })
    }

    /// The storage of every column, over all its values: the file is read once through for it.
    pub(in crate::table) fn storages(path: &Path, read: &Read) -> Result<Vec<(String, Storage)>> {
        let mut blocks = Self::open(path, read)?;
        let mut found: Vec<Option<Storage>> = vec![None; blocks.form.names.len()];
        while let Some(block) = blocks.next()? {
            let here = blocks.form.alone(&block).map_err(|e| e.at_file(path))?;
            for (known, column) in found.iter_mut().zip(here.columns()) {
                if !here.is_empty_column(&column.name)? {
                    let storage = column.storage;
                    *known = Some(known.map_or(storage, |known| common(known, storage)));
                }
            }
        }
        let names = blocks.form.names.into_iter();
        Ok(names
            .zip(found)
            .map(|(name, storage)| (name, storage.unwrap_or(Storage::Text)))
            .collect())
    }

    pub(in crate::table) fn form(&self) -> &Form {
        &self.form
    }

    /// The next records, none at the end of the file.
    pub(in crate::table) fn next(&mut self) -> Result<Option<Block>> {
        loop {
            let end = self.whole_records();
            if end > 0 {
                let rest = self.pending.split_off(end);
                let mut text = std::mem::replace(&mut self.pending, rest);
                let line = self.line;
                self.line += text.matches('\n').count();
                let mut first_line = line;
                if self.ended {
                    let width = self.form.names.len();
                    let below = around::below(&text, self.form.dialect, width, self.footer);
                    text.truncate(below.bytes);
                }
                let is_first = self.start.is_some();
                if let Some(start) = self.start.take() {
                    let from = start.bytes.min(text.len());
                    let head = match self.form.header {
                        true => from + self.below_header(&text[from..]),
                        false => from,
                    };
                    first_line += text[..head].matches('\n').count();
                    text.drain(..head);
                }
                if text.trim().is_empty() && self.form.names.len() > 1 {
                    continue;
                }
                if text.is_empty() && self.ended {
                    return Ok(None);
                }
                return Ok(Some(Block {
                    text,
                    line: first_line,
                    is_first,
                }));
            }
            if self.ended {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    pub(in crate::table) fn fraction_read(&self) -> f64 {
        self.stream.fraction_read()
    }

    /// Where the last whole record of what is pending ends; everything is whole once the file has ended.
    fn whole_records(&self) -> usize {
        if self.ended {
            return self.pending.len();
        }
        let mut records = Records::new(&self.pending, self.form.dialect);
        let (mut cells, mut end) = (Vec::new(), 0);
        while records.next(&mut cells).is_some() && records.unclosed.is_none() {
            if !records.at_line_end() {
                break;
            }
            // What may stand below the rows stays together for the last block.
            if records.position() + around::TAIL > self.pending.len() {
                break;
            }
            end = records.position();
        }
        end
    }

    fn below_header(&self, text: &str) -> usize {
        let mut records = Records::new(text, self.form.dialect);
        let mut cells: Vec<Cell> = Vec::new();
        while records.next(&mut cells).is_some() {
            if !is_blank(&cells, text) {
                break;
            }
        }
        records.position().min(text.len())
    }

    fn fill(&mut self) -> Result<()> {
        let mut bytes = vec![0; BLOCK];
        let mut read = 0;
        while read < bytes.len() {
            match self.stream.read(&mut bytes[read..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(more) => read += more,
                Err(error) => return Err(broken(&self.path, self.stream.packing(), error)),
            }
        }
        let mut from = 0;
        loop {
            let room = self.decoder.max_utf8_buffer_length(read - from);
            self.pending.reserve(room.unwrap_or(BLOCK));
            let (result, used, replaced) =
                self.decoder
                    .decode_to_string(&bytes[from..read], &mut self.pending, self.ended);
            if replaced && self.strict {
                let before = self.pending.split('\u{fffd}').next().unwrap_or_default();
                return Err(Error::new("not valid UTF-8")
                    .at_file(&self.path)
                    .at_line(self.line + before.matches('\n').count())
                    .with_fix(
                        "save the file as UTF-8, or set `encoding` under `read` (\"windows-1252\")",
                    ));
            }
            from += used;
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

fn assembled(rows: usize, columns: Vec<Column>, metas: Vec<ColumnMeta>) -> Result<Table> {
    let frame = DataFrame::new(rows, columns)
        .map_err(|error| super::super::store::failed("build the table", &error))?;
    Ok(Table::assemble(frame, metas, Format::default()))
}

/// The storage that holds the values of both.
pub(in crate::table) fn common(a: Storage, b: Storage) -> Storage {
    match (a, b) {
        _ if a == b => a,
        (Storage::Integer, Storage::Number) | (Storage::Number, Storage::Integer) => {
            Storage::Number
        }
        _ => Storage::Text,
    }
}

impl Form {
    /// The separator, where there is one.
    pub(in crate::table) fn delimiter(&self) -> Option<char> {
        self.dialect.mark()
    }

    /// The cells of a block. Errors: a record of another number of cells, with its line.
    fn cells(&self, block: &Block) -> Result<Cells> {
        let mut dialect = self.dialect;
        // Few odd records in the whole file may be many in a block of it.
        if !block.is_first && dialect.ragged == Ragged::FillFew {
            dialect.ragged = Ragged::Fill;
        }
        Cells::split_as(&block.text, dialect, None, true, Some(self.names.len()))
            .map_err(|fault| fault.below(block.line).error(self.dialect))
    }

    /// All columns of a block, each in the storage that its values in this block alone have.
    pub(in crate::table) fn alone(&self, block: &Block) -> Result<Table> {
        let cells = self.cells(block)?;
        let (columns, metas) =
            columns::columns(&self.names, &block.text, (&cells, 0), &self.rules)?;
        assembled(cells.rows(), columns, metas)
    }

    /// The columns asked for, stored as said. Errors: a cell that cannot be stored so, with its line and column.
    pub(in crate::table) fn table(
        &self,
        block: &Block,
        columns: &[(String, Storage)],
    ) -> Result<Table> {
        let cells = self.cells(block)?;
        let mut values = Vec::with_capacity(columns.len());
        let mut metas = Vec::with_capacity(columns.len());
        for (name, storage) in columns {
            let Some(place) = self.names.iter().position(|n| n == name) else {
                continue;
            };
            let written = Values::of(&block.text, cells.column(place, 0), &self.rules);
            let (column, meta) = typing::column_as(name, written, *storage)
                .map_err(|row| self.misplaced(block, &cells, (row, place), *storage))?;
            values.push(column);
            metas.push(meta);
        }
        assembled(cells.rows(), values, metas)
    }

    /// The texts of every record, record by record.
    pub(in crate::table) fn each_record(
        &self,
        block: &Block,
        mut take: impl FnMut(usize, &[Cell], &str),
    ) {
        let mut records = Records::new(&block.text, self.dialect);
        let (mut cells, mut row) = (Vec::new(), 0);
        while records.next(&mut cells).is_some() {
            if is_blank(&cells, &block.text) && self.names.len() != 1 {
                continue;
            }
            if cells.len() != self.names.len() {
                match self.dialect.ragged {
                    Ragged::Drop => continue,
                    _ => cells.resize(self.names.len(), Cell::EMPTY),
                }
            }
            take(row, &cells, &block.text);
            row += 1;
        }
    }

    fn misplaced(
        &self,
        block: &Block,
        cells: &Cells,
        (row, place): (usize, usize),
        storage: Storage,
    ) -> Error {
        let written = cells
            .column(place, row)
            .first()
            .map(|c| c.text(&block.text));
        let written = crate::text::escape(&written.unwrap_or_default()).into_owned();
        let mut records = Records::new(&block.text, self.dialect);
        let is_dropped = |record: &[Cell]| {
            self.dialect.ragged == Ragged::Drop && record.len() != self.names.len()
        };
        let (mut seen, mut line, mut record) = (0, 1, Vec::new());
        while seen <= row {
            match records.next(&mut record) {
                Some(_) if is_dropped(&record) => {}
                Some(at) if !is_blank(&record, &block.text) => (seen, line) = (seen + 1, at),
                Some(_) => {}
                None => break,
            }
        }
        Error::new(format!(
            "'{}' is not {}, as the column was when the model was made",
            crate::text::cut(&written, 40),
            storage.noun()
        ))
        .at_line(block.line + line - 1)
        .at_column(self.names[place].as_str())
        .with_fix("correct the cell, leave it empty, or name the text under `read.missing`")
    }
}
