//! CSV files into tables: encoding, then separator and header, then cells, then types over all values.
//!
//! | file | what lives there |
//! |--|--|
//! | `encoding` | bytes into text |
//! | `around` | comments, titles above the header, remarks below the rows |
//! | `split` | text into records of cells; faults with their line |
//! | `odd` | records of another number of cells, and other mistakes |
//! | `said` | what a person says of the form |
//! | `sniff` | the separator and whether there is a header, from the first lines |
//! | `missing` | which texts mean missing |
//! | `typing` | the storage of each column, over all its values |
//! | `values` | cells into values of one type |
//! | `columns` | all columns together, some rows after the other |
//! | `marks` | the decimal mark and that between thousands |
//! | `names` | unique names for columns |
//! | `blocks` | files of any size, block after block |
//! | `pieces` | texts of which any piece is read on its own |

mod around;
mod blocks;
mod columns;
mod encoding;
mod marks;
mod missing;
mod names;
mod odd;
mod pieces;
mod said;
mod sniff;
mod split;
mod typing;
mod values;

use std::io::Read as _;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};
use polars::prelude::DataFrame;

use super::cell::Decimal;
use super::stream::{Stream, broken};
use super::{Format, RaggedRows, ReadOptions, Table};
use crate::decisions::{Ragged as RaggedWord, Read};
use crate::error::{Error, Result};
pub(super) use blocks::{Block, Blocks, Form, common};
use missing::Missing;
pub(super) use pieces::{Manner, Piece};
use split::{Cells, Dialect};

/// Bytes read first for a preview; four times as many as long as they do not hold the rows asked for.
const FIRST_BLOCK: u64 = 1 << 20;

/// Reads a CSV file.
pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table> {
    read_blocks(path, options).map_err(|error| error.at_file(path))
}

fn read_blocks(path: &Path, options: &ReadOptions) -> Result<Table> {
    let limit = options.limit.map(|limit| limit.max(1));
    let mut block = limit.map(|_| FIRST_BLOCK);
    loop {
        let stream = Stream::as_csv(path, block)?;
        let (packing, is_json) = (stream.packing(), stream.is_json());
        let read = match is_json {
            true => as_json_says(&options.read),
            false => options.read.clone(),
        };
        let mut bytes = Vec::new();
        let all = block.unwrap_or(u64::MAX);
        let outcome = stream.take(all).read_to_end(&mut bytes);
        outcome.map_err(|error| broken(path, packing, error))?;
        let table = match (limit, block) {
            (Some(limit), Some(block)) if bytes.len() as u64 == block => {
                preview(&bytes, &read, limit)?
            }
            _ => Some(whole(&bytes, &read, limit)?),
        };
        if let Some(table) = table {
            return Ok(table.written_as(is_json, packing));
        }
        block = block.map(|block| block.saturating_mul(4));
    }
}

/// The form of JSON lines once they are CSV: only what means missing is left to say.
fn as_json_says(read: &Read) -> Read {
    Read {
        missing: read.missing.clone(),
        text: read.text.clone(),
        delimiter: Some(",".into()),
        decimal: Some(".".into()),
        encoding: Some("utf-8".into()),
        header: Some(true),
        quote: Some("\"".into()),
        thousands: Some("none".into()),
        comment: Some("none".into()),
        ragged: Some(RaggedWord::Error),
        skip: Some(0),
        footer: Some(0),
    }
}

/// A table from the bytes of a whole file.
pub(super) fn whole(bytes: &[u8], read: &Read, limit: Option<usize>) -> Result<Table> {
    let text = encoding::decode(bytes, read.encoding.as_deref(), true)?;
    let reading = Reading::new(&text.text, read, true)?;
    let cells = reading.cells(limit)?;
    reading.table(&cells, text.label)
}

/// The first rows of a file from its first bytes, or nothing where these do not hold as many.
fn preview(bytes: &[u8], read: &Read, limit: usize) -> Result<Option<Table>> {
    let text = encoding::decode(bytes, read.encoding.as_deref(), false)?;
    let Some(end) = text.text.rfind(['\n', '\r']) else {
        return Ok(None);
    };
    let reading = Reading::new(&text.text[..=end], read, false)?;
    let cells = reading.cells(Some(limit))?;
    if cells.rows() < limit {
        return Ok(None);
    }
    reading.table(&cells, text.label).map(Some)
}

/// A text being read, and what was found of its form.
struct Reading<'a> {
    /// From the header, or the first row, to the last row.
    text: &'a str,
    read: &'a Read,
    dialect: Dialect,
    header: bool,
    complete: bool,
    /// Where it begins in the file.
    start: around::Place,
    /// Records below the last row.
    footer: usize,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, read: &'a Read, complete: bool) -> Result<Self> {
        if text.trim().is_empty() {
            return Err(Error::new("the file is empty")
                .with_fix("give a file with a header line and rows below it"));
        }
        let skipped = read.skip.map(|lines| around::after(text, lines as usize));
        let below_titles = &text[skipped.unwrap_or_default().bytes..];
        let mut dialect = said::dialect(read, below_titles, complete)?;
        let width = sniff::width(below_titles, dialect, complete);
        let start = skipped.unwrap_or_else(|| around::first_record(text, dialect, width));
        let text = &text[start.bytes..];
        dialect.ragged = said::ragged(read);
        let below = match complete {
            true => around::below(text, dialect, width, read.footer.map(|n| n as usize)),
            false => around::Below::none(text),
        };
        let text = &text[..below.bytes];
        if text.trim().is_empty() {
            return Err(Error::new("no line is left to be read")
                .with_fix("see `skip` and `footer` under `read`: they leave out lines"));
        }
        let header = match read.header {
            Some(header) => header,
            None => sniff::header(text, dialect),
        };
        Ok(Self {
            text,
            read,
            dialect,
            header,
            complete,
            start,
            footer: below.records,
        })
    }

    /// The cells below the header. A text without any quoting at all, as tab-separated files may be, is
    /// taken as it is where reading quotes fails.
    fn cells(&self, limit: Option<usize>) -> Result<Cells> {
        let limit = limit.map(|rows| rows + usize::from(self.header));
        let quoted = Cells::split(self.text, self.dialect, limit, self.complete);
        let outcome = match quoted {
            Err(fault) if self.dialect.delimiter == b'\t' => {
                let plain = self.dialect.unquoted();
                Cells::split(self.text, plain, limit, self.complete).map_err(|_| fault)
            }
            other => other,
        };
        outcome.map_err(|fault| fault.below(self.start.lines + 1).error(self.dialect))
    }

    fn table(&self, cells: &Cells, encoding: &'static str) -> Result<Table> {
        let first = usize::from(self.header);
        if cells.rows() <= first {
            return Err(no_rows());
        }
        let names = names::unique(self.header.then(|| cells.row(0, self.text)), cells.width());
        let rules = self.rules(cells, first)?;
        let (columns, metas) = columns::columns(&names, self.text, (cells, first), &rules)?;
        let frame = DataFrame::new(cells.rows() - first, columns)
            .map_err(|error| super::store::failed("build the table", &error))?;
        let format = Format {
            encoding: Some(encoding.into()),
            thousands: marks::thousands_found(self.text, cells, first, (&rules, &metas)),
            ..self.format(cells, &rules)
        };
        Ok(Table::assemble(frame, metas, format))
    }

    fn rules(&self, cells: &Cells, first: usize) -> Result<values::Rules> {
        self.rules_with(self.decimal(cells, first)?)
    }

    fn rules_with(&self, decimal: Decimal) -> Result<values::Rules> {
        Ok(values::Rules {
            missing: Missing::new(self.read.missing.as_deref()),
            decimal,
            thousands: said::thousands(self.read)?,
            texts: self.read.text.clone().unwrap_or_default(),
        })
    }

    /// What was found of the form, but for the encoding.
    fn format(&self, cells: &Cells, rules: &values::Rules) -> Format {
        let odd = &cells.odd;
        let sign = |byte: Option<u8>| byte.map(char::from);
        Format {
            format: "csv".into(),
            delimiter: self.dialect.mark(),
            decimal: Some(rules.decimal.mark()),
            header: self.header,
            quote: sign(cells.dialect().quote).filter(|quote| self.text.contains(*quote)),
            comment: sign(self.dialect.comment),
            skipped: self.start.lines,
            footer: self.footer,
            ragged: (odd.short + odd.long > 0).then(|| RaggedRows {
                short: odd.short,
                long: odd.long,
                lines: odd
                    .lines
                    .iter()
                    .map(|line| line + self.start.lines)
                    .collect(),
                dropped: self.dialect.ragged == odd::Ragged::Drop,
            }),
            ..Format::default()
        }
    }

    fn decimal(&self, cells: &Cells, first: usize) -> Result<Decimal> {
        self.decimal_over(cells.width(), |place| cells.column(place, first))
    }

    /// The decimal mark: as it was said, else as the cells of the columns show.
    fn decimal_over<'c>(
        &self,
        width: usize,
        column: impl Fn(usize) -> &'c [split::Cell] + Sync,
    ) -> Result<Decimal> {
        match self.read.decimal.as_deref() {
            Some(".") => Ok(Decimal::Point),
            Some(",") => Ok(Decimal::Comma),
            Some(other) => Err(Error::new(format!("the decimal mark is '{other}'"))
                .with_fix("set `decimal` under `read` to \".\" or \",\"")),
            None => Ok(marks::decimal(
                self.text,
                width,
                column,
                (self.dialect.delimiter, self.dialect.quote),
            )),
        }
    }
}

/// The encoding of a text, as its first bytes show or as it was said.
pub(super) fn encoding_of(start: &[u8], read: &Read, complete: bool) -> Result<&'static Encoding> {
    let decoded = encoding::decode(start, read.encoding.as_deref(), complete)?;
    Ok(Encoding::for_label(decoded.label.as_bytes()).unwrap_or(UTF_8))
}

/// Why a text without rows is no table.
pub(super) fn no_rows() -> Error {
    Error::new("the file has a header line and no rows")
        .at_line(1)
        .with_fix("give a file with rows, or set `header = false` under `read` if the first line is a row")
}

#[cfg(test)]
mod around_tests;
#[cfg(test)]
mod tests;
