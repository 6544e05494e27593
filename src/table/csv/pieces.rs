//! A text of which any piece is read on its own: how it is written is found from its first bytes, later pieces are taken
//! as they are, so that a table can be looked at anywhere. What does not fit is shown, not refused: a record with too few
//! cells has missing ones, of one with too many the rest is passed over, a value of another type is missing where values
//! are computed with.

mod rows;

use std::io::Read as _;
use std::sync::{Mutex, PoisonError};

use encoding_rs::{Encoding, UTF_8};
use indexmap::IndexSet;
use memchr::{memchr, memchr_iter};

use super::split::{Cell, Dialect, Records, is_blank};
use super::typing::Reading as ReadAs;
use super::values::{Rules, Values};
use super::{Reading, encoding, names};
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::table::json_lines::{self, AsCsv};
use crate::table::{Format, Storage};

pub(in crate::table) use rows::Piece;

/// Records of the start by which columns are typed.
const TYPED: usize = 1_000;
/// Bytes from which on both halves are walked over at once.
const PARALLEL: usize = 1 << 20;
/// First bytes of UTF-8 where a writer put them.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How a text is written, as its first bytes show.
pub(in crate::table) struct Manner {
    dialect: Dialect,
    encoding: &'static Encoding,
    /// The columns, where the lines are JSON.
    json: Option<IndexSet<String>>,
    /// Keys of JSON met later that are no column.
    late: Mutex<IndexSet<String>>,
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
        let (text, _) = as_csv(&start[..end], &columns)?;
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
            late: Mutex::default(),
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

    /// Keys of JSON that were met in the pieces read so far and are no column, as they came after the first bytes.
    pub(in crate::table) fn late(&self) -> Vec<String> {
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        late.iter().cloned().collect()
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

    /// Where the rows begin in the whole records at the start of `bytes`, and where these end. At the end of the file the last record
    /// is whole too.
    pub(in crate::table) fn walk(&self, bytes: &[u8], is_end: bool) -> (Vec<usize>, usize) {
        let middle = bytes.len() / 2;
        let line_end = match bytes.len() < PARALLEL {
            true => None,
            false => memchr(self.line_end(), &bytes[middle..]),
        };
        let Some(line_end) = line_end else {
            return self.walk_on(bytes, is_end);
        };
        // Where no quoted cell goes beyond the line in the middle, what follows begins with a record.
        let (above, below) = bytes.split_at(middle + line_end + 1);
        let ((mut rows, end), mut rest) = rayon::join(
            || self.walk_on(above, false),
            || self.walk_on(below, is_end),
        );
        if end < above.len() {
            rest = self.walk_on(&bytes[end..], is_end);
        }
        rows.extend(rest.0.into_iter().map(|row| end + row));
        (rows, end + rest.1)
    }

    /// The last byte of a line.
    fn line_end(&self) -> u8 {
        if self.json.is_some() {
            b'\n'
        } else {
            self.dialect.end
        }
    }

    fn walk_on(&self, bytes: &[u8], is_end: bool) -> (Vec<usize>, usize) {
        let quote = self.dialect.quote.filter(|_| self.json.is_none());
        let (mut rows, mut from) = (Vec::new(), 0);
        if quote.is_none_or(|quote| memchr(quote, bytes).is_none()) {
            for at in memchr_iter(self.line_end(), bytes) {
                if !self.is_blank(&bytes[from..at]) {
                    rows.push(from);
                }
                from = at + 1;
            }
        } else {
            let mut records = Records::of(bytes, self.dialect);
            let mut cells = Vec::new();
            while records.next_few(&mut cells, 0).is_some() && !records.is_cut() {
                let to = records.position();
                if !self.is_blank(&bytes[from..to]) {
                    rows.push(from);
                }
                from = to;
            }
        }
        if is_end && from < bytes.len() {
            if !self.is_blank(&bytes[from..]) {
                rows.push(from);
            }
            from = bytes.len();
        }
        (rows, from)
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

/// The same as CSV, and the keys that are no column.
fn as_csv(bytes: &[u8], columns: &IndexSet<String>) -> Result<(String, IndexSet<String>)> {
    let mut text = String::new();
    let mut written = AsCsv::of(bytes, columns.clone());
    let read = written.read_to_string(&mut text);
    match read.map_err(std::io::Error::downcast::<Error>) {
        Ok(_) => Ok((text, written.left_out())),
        Err(Ok(mistake)) => Err(mistake),
        Err(Err(error)) => Err(Error::new(format!("cannot read the text: {error}"))),
    }
}
