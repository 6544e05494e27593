//! Text into records of cells: separators, quotes, line ends, and faults with their line.

mod pass;

use std::borrow::Cow;

use super::odd::{Fault, Odd, Ragged};

/// A byte that UTF-8 never has.
const NO_DELIMITER: u8 = 0xff;

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Column separator.
    pub(super) delimiter: u8,
    /// The sign that quotes a cell that begins with it.
    pub(super) quote: Option<u8>,
    /// The sign that begins lines that are passed over.
    pub(super) comment: Option<u8>,
    /// What becomes of records of another number of cells.
    pub(super) ragged: Ragged,
    /// Last byte of a line: `\n`, or `\r` where the text has no `\n`.
    pub(super) end: u8,
}

impl Dialect {
    /// With quotes, and the line end that the text uses.
    pub(super) fn quoted(delimiter: u8, text: &str) -> Self {
        let bytes = text.as_bytes();
        let old = !bytes.contains(&b'\n') && bytes.contains(&b'\r');
        Self {
            delimiter,
            quote: Some(b'"'),
            comment: None,
            ragged: Ragged::FillFew,
            end: if old { b'\r' } else { b'\n' },
        }
    }

    /// With one column: nothing separates.
    pub(super) fn single(text: &str) -> Self {
        Self::quoted(NO_DELIMITER, text)
    }

    /// The separator as a character, where there is one.
    pub(super) fn mark(self) -> Option<char> {
        (self.delimiter != NO_DELIMITER).then(|| char::from(self.delimiter))
    }

    /// The same with `"` as a character like any other.
    pub(super) fn unquoted(self) -> Self {
        Self {
            quote: None,
            ..self
        }
    }
}

const LENGTH_BITS: u32 = 27;
const ESCAPED: u64 = 1 << 63;
const LONGEST: usize = (1 << LENGTH_BITS) - 1;
const LARGEST: usize = (1 << (63 - LENGTH_BITS)) - 1;

/// Where a cell stands in the text, in eight bytes: start, length, and whether it holds doubled quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) struct Cell(u64);

impl Cell {
    /// A cell that is not there.
    pub(super) const EMPTY: Cell = Cell(0);

    fn new(start: usize, end: usize, escaped: bool) -> Self {
        let place = (start as u64) << LENGTH_BITS | (end - start) as u64;
        Self(if escaped { place | ESCAPED } else { place })
    }

    /// The cell's text without its quotes.
    pub(in crate::table) fn text(self, source: &str) -> Cow<'_, str> {
        let start = ((self.0 & !ESCAPED) >> LENGTH_BITS) as usize;
        let length = (self.0 & LONGEST as u64) as usize;
        let raw = source.get(start..start + length).unwrap_or_default();
        if self.0 & ESCAPED == 0 {
            Cow::Borrowed(raw)
        } else {
            // The quote that opened the cell stands before it.
            let quote = source.get(start - 1..start).unwrap_or("\"");
            Cow::Owned(raw.replace(&quote.repeat(2), quote))
        }
    }
}

/// Records of a text, one after the other.
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    dialect: Dialect,
    position: usize,
    line: usize,
    /// Line of a quote that was never closed.
    pub(super) unclosed: Option<usize>,
    /// Whether a cell was longer than can be addressed.
    too_long: bool,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        Self::of(text.as_bytes(), dialect)
    }

    /// Those of bytes in an encoding in which separators, quotes and line ends are what they are in ASCII.
    pub(super) fn of(bytes: &'a [u8], dialect: Dialect) -> Self {
        Self {
            bytes,
            dialect,
            position: 0,
            line: 1,
            unclosed: None,
            too_long: false,
        }
    }

    /// Whether the record read last ended with its line: the text may have been cut anywhere in it.
    pub(super) fn at_line_end(&self) -> bool {
        let last = self.position.checked_sub(1);
        last.and_then(|last| self.bytes.get(last)) == Some(&self.dialect.end)
    }

    /// Where the next record begins; beyond the text where the last one had no line end.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Whether the record read last may go on after the text: a quote is open, or no line end was reached.
    pub(super) fn is_cut(&self) -> bool {
        self.unclosed.is_some() || !self.at_line_end()
    }

    /// Reads the next record into `cells`; gives its line, or nothing at the end of the text.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<usize> {
        self.next_few(cells, usize::MAX)
    }

    /// As [`Self::next`], of the first cells of the record only.
    pub(super) fn next_few(&mut self, cells: &mut Vec<Cell>, most: usize) -> Option<usize> {
        cells.clear();
        while let Some(comment) = self.dialect.comment
            && self.bytes.get(self.position) == Some(&comment)
        {
            let rest = &self.bytes[self.position..];
            let length = rest.iter().position(|b| *b == self.dialect.end);
            self.position += length.map_or(rest.len(), |at| at + 1);
            self.line += 1;
        }
        if self.position >= self.bytes.len() {
            return None;
        }
        let line = self.line;
        loop {
            if cells.len() >= most {
                self.pass();
                return Some(line);
            }
            let (cell, stop) = self.cell();
            cells.push(cell);
            self.position = stop + 1;
            match self.bytes.get(stop) {
                Some(byte) if *byte == self.dialect.delimiter => {
                    if self.position == self.bytes.len() {
                        cells.push(Cell::new(stop + 1, stop + 1, false));
                        return Some(line);
                    }
                }
                _ => {
                    self.line += 1;
                    return Some(line);
                }
            }
        }
    }

    /// One cell and where it stops: at a separator, a line end, or the end of the text.
    fn cell(&mut self) -> (Cell, usize) {
        let start = self.position;
        if let Some(quote) = self.dialect.quote
            && self.bytes.get(start) == Some(&quote)
            && let Some(quoted) = self.quoted(start + 1, quote)
        {
            return quoted;
        }
        let stop = self.stop(start);
        let end = self.without_return(start, stop);
        (self.place(start, end, false), stop)
    }

    fn place(&mut self, start: usize, end: usize, escaped: bool) -> Cell {
        self.too_long |= end - start > LONGEST;
        Cell::new(start, end.min(start + LONGEST), escaped)
    }

    /// A quoted cell whose content starts at `start`; nothing where something other than a separator follows the
    /// closing quote: the cell is then taken as it is written.
    fn quoted(&mut self, start: usize, quote: u8) -> Option<(Cell, usize)> {
        let mut at = start;
        let mut escaped = false;
        loop {
            match self.bytes[at..].iter().position(|b| *b == quote) {
                None => {
                    self.unclosed.get_or_insert(self.line);
                    self.position = self.bytes.len();
                    return Some((Cell::new(start, start, false), self.bytes.len()));
                }
                Some(ahead) if self.bytes.get(at + ahead + 1) == Some(&quote) => {
                    escaped = true;
                    at += ahead + 2;
                }
                Some(ahead) => {
                    let close = at + ahead;
                    let stop = self.stop(close + 1);
                    if self.without_return(close + 1, stop) != close + 1 {
                        return None;
                    }
                    let end = self.dialect.end;
                    let inside = &self.bytes[start..close];
                    self.line += inside.iter().filter(|b| **b == end).count();
                    return Some((self.place(start, close, escaped), stop));
                }
            }
        }
    }

    fn stop(&self, from: usize) -> usize {
        let Dialect { delimiter, end, .. } = self.dialect;
        self.bytes[from..]
            .iter()
            .position(|b| *b == delimiter || *b == end)
            .map_or(self.bytes.len(), |ahead| from + ahead)
    }

    fn without_return(&self, start: usize, stop: usize) -> usize {
        let at_line_end = self.bytes.get(stop) != Some(&self.dialect.delimiter);
        if at_line_end && stop > start && self.bytes[stop - 1] == b'\r' {
            stop - 1
        } else {
            stop
        }
    }
}

/// Whether a record is an empty line.
pub(super) fn is_blank(cells: &[Cell], text: &str) -> bool {
    match cells {
        [only] => only.text(text).trim().is_empty(),
        _ => false,
    }
}

/// The cells of a whole text, column by column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cells {
    columns: Vec<Vec<Cell>>,
    dialect: Dialect,
    /// Records that had another number of cells.
    pub(super) odd: Odd,
}

impl Cells {
    /// Splits a text into at most `limit` records. Blank lines are skipped, but for a table of one column, where they
    /// are missing values unless they end the text. With `complete` unset, a quote left open at the end is no fault.
    pub(super) fn split(
        text: &str,
        dialect: Dialect,
        limit: Option<usize>,
        complete: bool,
    ) -> Result<Self, Fault> {
        Self::split_as(text, dialect, limit, complete, None)
    }

    /// The same with a number of cells that is known, not that of the first record.
    pub(super) fn split_as(
        text: &str,
        dialect: Dialect,
        limit: Option<usize>,
        complete: bool,
        width: Option<usize>,
    ) -> Result<Self, Fault> {
        if text.len() > LARGEST {
            return Err(Fault::TooLarge { line: 1 });
        }
        let limit = limit.unwrap_or(usize::MAX);
        let mut records = Records::new(text, dialect);
        let mut cells = Vec::new();
        let mut columns: Vec<Vec<Cell>> = Vec::new();
        let mut ragged: Option<Fault> = None;
        let mut odd = Odd::default();
        let mut seen = 0;
        while seen < limit {
            let Some(line) = records.next(&mut cells) else {
                break;
            };
            if records.unclosed.is_some() {
                break;
            }
            if records.too_long {
                return Err(Fault::TooLarge { line });
            }
            if is_blank(&cells, text) && columns.len() != 1 {
                continue;
            }
            seen += 1;
            if columns.is_empty() {
                columns = vec![Vec::new(); width.unwrap_or(cells.len())];
            }
            if cells.len() != columns.len() {
                Fault::note(&mut ragged, line, columns.len(), cells.len());
                odd.note(line, cells.len() < columns.len());
                match dialect.ragged {
                    Ragged::Refuse | Ragged::Drop => continue,
                    Ragged::Fill | Ragged::FillFew => cells.resize(columns.len(), Cell::EMPTY),
                }
            }
            for (column, cell) in columns.iter_mut().zip(&cells) {
                column.push(*cell);
            }
        }
        match (records.unclosed, ragged) {
            (Some(line), _) if complete => Err(Fault::Unclosed { line }),
            (_, Some(fault)) if !dialect.ragged.takes(&odd, seen) => Err(fault.among(seen)),
            _ => {
                let cells = Self {
                    columns,
                    dialect,
                    odd,
                };
                Ok(cells.without_blank_end(text))
            }
        }
    }

    /// How they were split.
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Number of columns.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Number of records, the header with them.
    pub(super) fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// The cells of one column from this record on.
    pub(super) fn column(&self, place: usize, first: usize) -> &[Cell] {
        self.columns[place].get(first..).unwrap_or_default()
    }

    /// The texts of one record.
    pub(super) fn row(&self, row: usize, source: &str) -> Vec<String> {
        self.columns
            .iter()
            .filter_map(|column| column.get(row))
            .map(|cell| cell.text(source).into_owned())
            .collect()
    }

    fn without_blank_end(mut self, text: &str) -> Self {
        if let [only] = self.columns.as_mut_slice() {
            while only.last().is_some_and(|c| is_blank(&[*c], text)) {
                only.pop();
            }
        }
        self
    }
}
