//! The separator and whether there is a header, from the first lines.

use std::collections::BTreeMap;

use super::split::{Dialect, Records, is_blank};
use crate::table::cell::{Decimal, integer, iso, number, numeric};

/// Separators tried, the first of equals wins.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records looked at for the separator.
pub(super) const RECORDS: usize = 200;
/// Records looked at for the header.
const HEADER_RECORDS: usize = 100;
/// Least share of records that must agree on a number of cells.
const AGREEING: f64 = 0.6;

/// The dialect in which most of the first records have the same number of cells. Where none does,
/// the table has one column if the first line has no separator, and faults if it has one.
pub(super) fn dialect(text: &str, comment: Option<u8>, complete: bool) -> Dialect {
    let mut best: Option<(Dialect, Agreement)> = None;
    let quote = quote(text);
    for delimiter in CANDIDATES {
        let quoted = Dialect {
            quote: Some(quote),
            comment,
            ..Dialect::quoted(delimiter, text)
        };
        let agreement = if delimiter == b'\t' {
            Agreement::of(text, quoted, complete).max(Agreement::of(
                text,
                quoted.unquoted(),
                complete,
            ))
        } else {
            Agreement::of(text, quoted, complete)
        };
        if agreement.width > 1
            && agreement.share >= AGREEING
            && best
                .as_ref()
                .is_none_or(|(_, other)| agreement.beats(other))
        {
            best = Some((quoted, agreement));
        }
    }
    let first_line = text.trim_start().lines().next().unwrap_or_default();
    match best {
        Some((dialect, _)) => dialect,
        None if first_line.bytes().any(|b| CANDIDATES.contains(&b)) => Dialect::quoted(b',', text),
        None => Dialect {
            comment,
            ..Dialect::single(text)
        },
    }
}

/// The number of cells that most of the first records have.
pub(super) fn width(text: &str, dialect: Dialect, complete: bool) -> usize {
    Agreement::of(text, dialect, complete).width
}

/// The sign that quotes: `'` where no `"` stands in the first lines and cells of half of them are written between two of it.
pub(super) fn quote(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().take(RECORDS).collect();
    let single = |line: &str| {
        let cells = || line.split([',', ';', '\t', '|']).map(str::trim);
        let mut ends = cells().filter(|cell| cell.len() > 1);
        cells().any(|cell| cell.starts_with('\'')) && ends.any(|cell| cell.ends_with('\''))
    };
    let quoted = lines.iter().filter(|line| single(line)).count();
    let double = lines.iter().any(|line| line.contains('"'));
    match !double && quoted * 2 > lines.len() {
        true => b'\'',
        false => b'"',
    }
}

/// How far the first records agree on a number of cells.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Agreement {
    width: usize,
    share: f64,
    first: bool,
}

impl Agreement {
    fn of(text: &str, dialect: Dialect, complete: bool) -> Self {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut records = Records::new(text, dialect);
        let (mut cells, mut total, mut first) = (Vec::new(), 0, None);
        while total < RECORDS && records.next(&mut cells).is_some() {
            if records.unclosed.is_some() && !complete {
                break;
            }
            if is_blank(&cells, text) {
                continue;
            }
            first.get_or_insert(cells.len());
            *counts.entry(cells.len()).or_default() += 1;
            total += 1;
        }
        let (width, count) = counts
            .into_iter()
            .max_by_key(|(width, count)| (*count, *width))
            .unwrap_or((1, 0));
        Self {
            width,
            share: count as f64 / total.max(1) as f64,
            first: first == Some(width),
        }
    }

    fn key(&self) -> (f64, bool, usize) {
        (self.share, self.first, self.width)
    }

    fn beats(&self, other: &Self) -> bool {
        self.key() > other.key()
    }

    fn max(self, other: Self) -> Self {
        if other.beats(&self) { other } else { self }
    }
}

/// Whether the first record names the columns: it does not where one of its cells is a number, a date or a
/// boolean, and so are the cells below it.
pub(super) fn header(text: &str, dialect: Dialect) -> bool {
    let mut records = Records::new(text, dialect);
    let mut cells = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    while rows.len() <= HEADER_RECORDS && records.next(&mut cells).is_some() {
        if !is_blank(&cells, text) {
            rows.push(
                cells
                    .iter()
                    .map(|c| c.text(text).trim().to_owned())
                    .collect(),
            );
        }
    }
    let Some((first, below)) = rows.split_first() else {
        return true;
    };
    if are_years(first) {
        return true;
    }
    let is_row = first.iter().enumerate().any(|(place, cell)| {
        let mut values = below
            .iter()
            .filter_map(|row| row.get(place))
            .filter(|cell| !cell.is_empty())
            .peekable();
        is_value(cell) && values.peek().is_some() && values.all(|cell| is_value(cell))
    });
    !is_row || below.is_empty()
}

/// Whether the numbers among these cells are years at equal distances, as wide tables of series have them for names.
fn are_years(cells: &[String]) -> bool {
    let years: Vec<i64> = cells.iter().filter_map(|cell| integer(cell)).collect();
    let step = |pair: &[i64]| pair[1] - pair[0];
    years.len() >= 2
        && years.iter().all(|year| (1500..=2200).contains(year))
        && step(&years) > 0
        && years.windows(2).all(|pair| step(pair) == step(&years))
}

/// Whether a text is a number, a date or a boolean.
pub(super) fn is_value(text: &str) -> bool {
    number(text, Decimal::Point).is_some()
        || number(text, Decimal::Comma).is_some()
        || iso(text).is_some()
        || numeric(text).is_some()
        || text.eq_ignore_ascii_case("true")
        || text.eq_ignore_ascii_case("false")
}
