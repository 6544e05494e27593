//! A text of which any piece is read on its own: how it is written is found from its first bytes, later pieces are taken
//! as they are, so that a table can be looked at anywhere. What does not fit is shown, not refused: a record with too few
//! cells has missing ones, of one with too many the rest is passed over, a value of another type is missing where values
//! are computed with.

use std::borrow::Cow;
use std::io::Read as _;

use encoding_rs::{Encoding, UTF_8};
use indexmap::IndexSet;
use memchr::{memchr, memchr_iter};
use polars::prelude::DataFrame;

use super::split::{Cell, Dialect, Records, is_blank};
use super::typing::{self, Reading as ReadAs};
use super::values::{Rules, Values, is_missing};
use super::{Reading, encoding, names};
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::table::json_lines::{self, AsCsv};
use crate::table::{Format, Storage, Table};

/// Records of the start by which columns are typed.
const TYPED: usize = 1_000;
/// First bytes of UTF-8 where a writer put them.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How a text is written, as its first bytes show.
pub(in crate::table) struct Manner {
    dialect: Dialect,
    encoding: &'static Encoding,
    /// The columns, where the lines are JSON.
    json: Option<IndexSet<String>>,
    rules: Rules,
    columns: Vec<Column>,
    above: usize,
    format: Format,
}

/// A column, as the first rows show it.
struct Column {
    name: String,
    read: ReadAs,
}

/// Some records, each a row.
pub(in crate::table) struct Piece {
    text: String,
    cells: Vec<Cell>,
    /// Where the cells of each row end.
    ends: Vec<usize>,
}

impl Manner {
    /// From the first bytes of a text in UTF-8 or an encoding of one byte a letter; `complete` where these are all of it.
    pub(in crate::table) fn of(start: &[u8], read: &Read, complete: bool) -> Result<Self> {
        if json_lines::begins(start) {
            return Self::of_json(start, read, complete);
        }
        let decoded = encoding::decode(start, read.encoding.as_deref(), complete)?;
        let encoding = Encoding::for_label(decoded.label.as_bytes()).unwrap_or(UTF_8);
        let lines = whole_lines(&decoded.text, complete);
        let mut manner = Self::of_text(lines, read, encoding, complete)?;
        manner.above = manner.below_head(start);
        Ok(manner)
    }

    fn of_json(start: &[u8], read: &Read, complete: bool) -> Result<Self> {
        let end = match memchr::memrchr(b'\n', start) {
            Some(end) if !complete => end + 1,
            _ => start.len(),
        };
        let failed = |error: std::io::Error| match error.downcast::<Error>() {
            Ok(mistake) => mistake,
            Err(error) => Error::new(format!("cannot read the text: {error}")),
        };
        let columns = json_lines::keys(&start[..end], None).map_err(failed)?;
        let text = as_csv(&start[..end], &columns)?;
        let read = super::as_json_says(read);
        let mut manner = Self::of_text(&text, &read, UTF_8, true)?;
        manner.above = if start.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        manner.json = Some(columns);
        manner.format.format = "json lines".into();
        manner.format.delimiter = None;
        Ok(manner)
    }

    /// From whole lines of text.
    fn of_text(
        text: &str,
        read: &Read,
        encoding: &'static Encoding,
        complete: bool,
    ) -> Result<Self> {
        let reading = Reading::new(text, read, complete)?;
        // Below titles, as far as there are any.
        let text = reading.text;
        let rows = records(text, reading.dialect, TYPED + 1);
        let first = usize::from(reading.header);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let header = rows.first().filter(|_| reading.header);
        let width = header.map_or(width, |header| header.len().max(common_width(&rows[1..])));
        let header = header.map(|cells| {
            let texts = cells.iter().map(|cell| cell.text(text).into_owned());
            texts.collect::<Vec<_>>()
        });
        let names = names::unique(header, width);
        let column = |place: usize| -> Vec<Cell> {
            let rows = rows.iter().skip(first);
            rows.map(|cells| cells.get(place).copied().unwrap_or(Cell::EMPTY))
                .collect()
        };
        let values: Vec<Vec<Cell>> = (0..width).map(column).collect();
        let rules = reading.rules_with(reading.decimal_of(&values)?)?;
        let read_as = |(name, cells): (&String, &Vec<Cell>)| {
            ReadAs::of(name, Values::of(text, cells, &rules))
        };
        let read: Vec<ReadAs> = names.iter().zip(&values).map(read_as).collect();
        let columns = names.into_iter().zip(read);
        let columns = columns.map(|(name, read)| Column { name, read }).collect();
        Ok(Self {
            format: Format {
                format: "csv".into(),
                delimiter: reading.dialect.mark(),
                encoding: Some(encoding.name().to_lowercase()),
                decimal: Some(rules.decimal.mark()),
                header: reading.header,
                comment: reading.dialect.comment.map(char::from),
                skipped: reading.start.lines,
                ..Format::default()
            },
            dialect: reading.dialect,
            encoding,
            json: None,
            rules,
            columns,
            above: 0,
        })
    }

    /// Name and storage of each column.
    pub(in crate::table) fn columns(&self) -> Vec<(String, Storage)> {
        let column = |c: &Column| (c.name.clone(), c.read.storage());
        self.columns.iter().map(column).collect()
    }

    /// How it is written.
    pub(in crate::table) fn format(&self) -> &Format {
        &self.format
    }

    /// Bytes above the first row.
    pub(in crate::table) fn above(&self) -> usize {
        self.above
    }

    /// Where the first row begins: below the head, where there is one.
    fn below_head(&self, start: &[u8]) -> usize {
        let mark = if start.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        let mut lines = memchr_iter(self.dialect.end, &start[mark..]);
        let titles = self
            .format
            .skipped
            .checked_sub(1)
            .and_then(|last| lines.nth(last));
        let mark = mark + titles.map_or(0, |end| end + 1);
        if !self.format.header {
            return mark;
        }
        let below = &start[mark..];
        let mut records = Records::of(below, self.dialect);
        let mut cells = Vec::new();
        let mut from = 0;
        while records.next(&mut cells).is_some() {
            let to = records.position().min(below.len());
            if !self.is_blank(&below[from..to]) {
                return mark + to;
            }
            from = to;
        }
        start.len()
    }

    /// Whether a record of these bytes, with the comments before it, is passed over.
    fn is_blank(&self, record: &[u8]) -> bool {
        let mut record = record;
        while let Some(comment) = self.dialect.comment
            && record.first() == Some(&comment)
        {
            match memchr(self.dialect.end, record).map(|end| &record[end + 1..]) {
                Some(after) if !after.is_empty() => record = after,
                _ => return true,
            }
        }
        let is_table = self.columns.len() != 1 || self.json.is_some();
        let nothing =
            |b: &u8| b.is_ascii_whitespace() && Some(char::from(*b)) != self.dialect.mark();
        is_table && record.iter().all(nothing)
    }

    /// Walks over the whole records at the start of `bytes`, with the place of each that is a row; gives where they end. At the
    /// end of the file the last one is whole too.
    pub(in crate::table) fn walk(
        &self,
        bytes: &[u8],
        is_end: bool,
        mut row: impl FnMut(usize),
    ) -> usize {
        let quote = self.dialect.quote.filter(|_| self.json.is_none());
        let mut from = 0;
        if quote.is_none_or(|quote| memchr(quote, bytes).is_none()) {
            let end = if self.json.is_some() {
                b'\n'
            } else {
                self.dialect.end
            };
            for at in memchr_iter(end, bytes) {
                if !self.is_blank(&bytes[from..at]) {
                    row(from);
                }
                from = at + 1;
            }
        } else {
            let mut records = Records::of(bytes, self.dialect);
            let mut cells = Vec::new();
            while records.next(&mut cells).is_some() && !records.is_cut() {
                let to = records.position();
                if !self.is_blank(&bytes[from..to]) {
                    row(from);
                }
                from = to;
            }
        }
        if is_end && from < bytes.len() {
            if !self.is_blank(&bytes[from..]) {
                row(from);
            }
            from = bytes.len();
        }
        from
    }

    /// The rows in whole records.
    pub(in crate::table) fn piece(&self, bytes: &[u8]) -> Result<Piece> {
        let (text, first) = match &self.json {
            Some(columns) => (as_csv(bytes, columns)?, 1),
            None => (
                self.encoding
                    .decode_without_bom_handling(bytes)
                    .0
                    .into_owned(),
                0,
            ),
        };
        let mut piece = Piece {
            text,
            cells: Vec::new(),
            ends: Vec::new(),
        };
        let mut records = Records::new(&piece.text, self.dialect);
        let (mut cells, mut from, mut seen) = (Vec::new(), 0, 0);
        while records.next(&mut cells).is_some() {
            let to = records.position().min(piece.text.len());
            // Of JSON the blank lines are gone already, and an object without values is a row.
            let is_blank = self.json.is_none() && self.is_blank(&piece.text.as_bytes()[from..to]);
            let is_row = seen >= first && !is_blank;
            if is_row {
                piece.cells.extend(&cells);
                piece.ends.push(piece.cells.len());
            }
            (from, seen) = (to, seen + 1);
        }
        Ok(piece)
    }

    /// A cell as it is written, none where it is missing.
    pub(in crate::table) fn cell<'a>(
        &self,
        piece: &'a Piece,
        row: usize,
        column: usize,
    ) -> Option<Cow<'a, str>> {
        let text = piece.cell(row, column)?.text(&piece.text);
        let storage = self.columns.get(column)?.read.storage();
        (!is_missing(&text, &self.rules, storage)).then_some(text)
    }

    /// Columns of a piece as values, and how many cells cannot be read as their column is.
    pub(in crate::table) fn table(
        &self,
        piece: &Piece,
        columns: &[usize],
    ) -> Result<(Table, usize)> {
        let mut values = Vec::with_capacity(columns.len());
        let mut metas = Vec::with_capacity(columns.len());
        let mut unread = 0;
        for (place, column) in columns
            .iter()
            .filter_map(|p| Some((*p, self.columns.get(*p)?)))
        {
            let cell = |row: usize| piece.cell(row, place).unwrap_or(Cell::EMPTY);
            let cells: Vec<Cell> = (0..piece.rows()).map(cell).collect();
            let cells = Values::of(&piece.text, &cells, &self.rules);
            let (column, meta, more) = typing::column_read(&column.name, cells, column.read);
            values.push(column);
            metas.push(meta);
            unread += more;
        }
        let frame = DataFrame::new(piece.rows(), values)
            .map_err(|error| crate::table::store::failed("build the table", &error))?;
        Ok((Table::assemble(frame, metas, Format::default()), unread))
    }
}

impl Piece {
    /// Number of rows.
    pub(in crate::table) fn rows(&self) -> usize {
        self.ends.len()
    }

    /// The text they stand in.
    pub(in crate::table) fn text(&self) -> &str {
        &self.text
    }

    fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.cells[start..end].get(column).copied()
    }
}

impl Reading<'_> {
    /// As [`Reading::decimal`], of columns that may come from records of any length.
    fn decimal_of(&self, columns: &[Vec<Cell>]) -> Result<crate::table::cell::Decimal> {
        self.decimal_over(columns.len(), |place| &columns[place])
    }
}

/// The text up to its last line end, where more follows.
fn whole_lines(text: &str, complete: bool) -> &str {
    match text.rfind(['\n', '\r']) {
        Some(end) if !complete => &text[..=end],
        _ => text,
    }
}

/// The first records that are not blank.
fn records(text: &str, dialect: Dialect, most: usize) -> Vec<Vec<Cell>> {
    let mut records = Records::new(text, dialect);
    let (mut cells, mut rows) = (Vec::new(), Vec::new());
    while rows.len() < most && records.next(&mut cells).is_some() {
        if !is_blank(&cells, text) {
            rows.push(cells.clone());
        }
    }
    rows
}

/// The number of cells that more than half of the records have; 0 where there is none.
fn common_width(rows: &[Vec<Cell>]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for row in rows {
        *counts.entry(row.len()).or_insert(0_usize) += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    let most = most.filter(|(_, count)| 2 * count > rows.len());
    most.map_or(0, |(width, _)| width)
}

fn as_csv(bytes: &[u8], columns: &IndexSet<String>) -> Result<String> {
    let mut text = String::new();
    let read = AsCsv::of(bytes, columns.clone()).read_to_string(&mut text);
    match read.map_err(std::io::Error::downcast::<Error>) {
        Ok(_) => Ok(text),
        Err(Ok(mistake)) => Err(mistake),
        Err(Err(error)) => Err(Error::new(format!("cannot read the text: {error}"))),
    }
}
