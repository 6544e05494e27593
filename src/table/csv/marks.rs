//! The marks in numbers, as the values show them: the decimal mark and that between thousands.

use memchr::memchr_iter;
use rayon::prelude::*;

use super::split::{Cell, Cells};
use super::values::{Rules, trimmed};
use crate::table::cell::{self, Decimal, Thousands};
use crate::table::{ColumnMeta, Storage};

/// The decimal mark that more values are written with; a comma between thousands (`1,234`) is no proof where
/// the comma also separates columns.
pub(super) fn decimal<'a>(
    source: &str,
    width: usize,
    column: impl Fn(usize) -> &'a [Cell] + Sync,
    (delimiter, quote): (u8, Option<u8>),
) -> Decimal {
    if delimiter == b',' && !quote.is_some_and(|quote| quotes_comma(source, quote)) {
        return Decimal::Point;
    }
    let (points, commas) = (0..width)
        .into_par_iter()
        .map(|place| {
            let mut counts = (0_usize, 0_usize);
            for cell in column(place) {
                match decimal_of(trimmed(&cell.text(source)).as_bytes(), delimiter) {
                    Some(Decimal::Point) => counts.0 += 1,
                    Some(Decimal::Comma) => counts.1 += 1,
                    None => {}
                }
            }
            counts
        })
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    if commas > points {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

/// Whether anything between quotes is a number with a decimal comma: where commas separate, no other cell can be one.
fn quotes_comma(source: &str, quote: u8) -> bool {
    let mut before = None;
    memchr_iter(quote, source.as_bytes()).any(|at| {
        let inside = before.replace(at + 1).and_then(|from| source.get(from..at));
        let mark = inside.and_then(|text| decimal_of(trimmed(text).as_bytes(), b','));
        mark == Some(Decimal::Comma)
    })
}

/// The mark of a cell that is digits, one mark, digits; where both marks stand in it, one before groups of three digits, that is the other one.
fn decimal_of(bytes: &[u8], delimiter: u8) -> Option<Decimal> {
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let at = unsigned.iter().position(|b| matches!(b, b'.' | b','))?;
    if let Some(mark) = decimal_beside_thousands(unsigned) {
        return Some(mark);
    }
    let (whole, decimals) = (&unsigned[..at], &unsigned[at + 1..]);
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let grouped = whole.split(|b| matches!(b, b' ' | 0xa0 | 0xc2 | 0xe2 | 0x80 | 0xaf));
    if !digits(decimals)
        || !grouped
            .clone()
            .all(|group| group.is_empty() || digits(group))
    {
        return None;
    }
    if unsigned[at] == b'.' {
        return Some(Decimal::Point);
    }
    let thousands = decimals.len() == 3 && whole != b"0";
    (delimiter != b',' || !thousands).then_some(Decimal::Comma)
}

/// The last mark of a number that has both: `1.234,5`.
fn decimal_beside_thousands(unsigned: &[u8]) -> Option<Decimal> {
    let is_mark = |b: &u8| matches!(b, b'.' | b',');
    let last = unsigned.iter().rposition(is_mark)?;
    let (whole, decimals) = (&unsigned[..last], &unsigned[last + 1..]);
    let (thousands, mark) = match unsigned[last] {
        b',' => (b'.', Decimal::Comma),
        _ => (b',', Decimal::Point),
    };
    let mut groups = whole.split(|b| *b == thousands);
    let first = groups.next()?;
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let is_number = whole.contains(&thousands)
        && (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
        && digits(decimals);
    is_number.then_some(mark)
}

/// Rows looked at for the mark between thousands.
const GROUPED: usize = 1000;

/// The mark between thousands in the first cells of columns of numbers.
pub(super) fn thousands_found(
    source: &str,
    cells: &Cells,
    first: usize,
    (rules, metas): (&Rules, &[ColumnMeta]),
) -> Option<char> {
    let columns = metas.iter().enumerate();
    let mut numbers = columns.filter(|(_, meta)| meta.storage == Storage::Number);
    numbers.find_map(|(place, _)| {
        let mut column = cells.column(place, first).iter().take(GROUPED);
        column.find_map(|cell| {
            let text = cell.text(source);
            let text = trimmed(&text);
            let is_plain = cell::number_grouped(text, rules.decimal, Thousands::None).is_some();
            let mark = text
                .chars()
                .find(|c| !c.is_ascii_digit() && !matches!(c, '+' | '-'));
            mark.filter(|_| !is_plain && rules.number(text).is_some())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_marks_the_last_is_the_decimal_one() {
        for (text, wanted) in [
            ("1.234,50", Some(Decimal::Comma)),
            ("-1.234.567,5", Some(Decimal::Comma)),
            ("1,234.50", Some(Decimal::Point)),
            ("1.5", Some(Decimal::Point)),
            ("01.02.2015", None),
            ("1.23,50", None),
            ("1,234,567", None),
        ] {
            assert_eq!(decimal_of(text.as_bytes(), b';'), wanted, "{text}");
        }
    }
}
