//! The storage of each column, found over all its values.

use polars::prelude::{
    Column, IntoColumn, IntoSeries, NamedFrom, PlSmallStr, Series, StringChunkedBuilder,
};
use rayon::prelude::*;

use super::missing::{Class, Missing};
use super::split::{Cell, Cells};
use crate::table::cell::{self, Decimal, Numeric, Thousands};
use crate::table::store::dates;
use crate::table::{ColumnMeta, Storage};

/// What holds for every column of a file.
pub(super) struct Rules {
    pub(super) missing: Missing,
    pub(super) decimal: Decimal,
    pub(super) thousands: Thousands,
    /// Columns that are texts whatever they look like.
    pub(super) texts: Vec<String>,
}

impl Rules {
    fn number(&self, text: &str) -> Option<f64> {
        cell::number_grouped(text, self.decimal, self.thousands)
    }
}

/// Types one column: the narrowest of boolean, whole number, number, date that all its values are, else text.
pub(super) fn column(
    name: &str,
    source: &str,
    cells: &[Cell],
    rules: &Rules,
) -> (Column, ColumnMeta) {
    let label = PlSmallStr::from(name);
    let values = Values {
        source,
        cells,
        rules,
    };
    let (storage, series, markers) = if rules.texts.iter().any(|text| text == name) {
        let (texts, markers) = values.texts(label);
        (Storage::Text, texts, markers)
    } else if let Some((values, markers)) = values.all(boolean) {
        (Storage::Boolean, Series::new(label, values), markers)
    } else if let Some((values, markers)) = values.all(cell::integer) {
        (Storage::Integer, Series::new(label, values), markers)
    } else if let Some((values, markers)) = values.all(|text| rules.number(text)) {
        (Storage::Number, Series::new(label, values), markers)
    } else if let Some((instants, markers)) = values.dates() {
        (Storage::Date, dates(label, instants), markers)
    } else {
        let (texts, markers) = values.texts(label);
        (Storage::Text, texts, markers)
    };
    let meta = ColumnMeta {
        name: name.to_owned(),
        storage,
        markers: markers.sorted(),
    };
    (series.into_column(), meta)
}

/// One column in a given storage, missing where its cells are. `Err` with the place of the first cell that cannot be
/// stored so. Whole numbers and numbers are one here: what was whole may have decimals now.
pub(super) fn column_as(
    name: &str,
    source: &str,
    cells: &[Cell],
    rules: &Rules,
    storage: Storage,
) -> Result<(Column, ColumnMeta), usize> {
    let label = PlSmallStr::from(name);
    let values = Values {
        source,
        cells,
        rules,
    };
    let (storage, series) = match storage {
        Storage::Boolean => (storage, Series::new(label, values.each(boolean)?)),
        Storage::Integer => match values.each(cell::integer) {
            Ok(whole) => (storage, Series::new(label, whole)),
            Err(_) => {
                let numbers = values.each(|text| known_number(text, rules))?;
                (Storage::Number, Series::new(label, numbers))
            }
        },
        Storage::Number => {
            let numbers = values.each(|text| known_number(text, rules))?;
            (storage, Series::new(label, numbers))
        }
        Storage::Date => {
            let instants = match values.each(cell::iso) {
                Ok(instants) => instants,
                Err(row) => values.dates().ok_or(row)?.0,
            };
            (storage, dates(label, instants))
        }
        Storage::Text => (storage, values.texts(label).0),
    };
    let meta = ColumnMeta {
        name: name.to_owned(),
        storage,
        markers: Vec::new(),
    };
    Ok((series.into_column(), meta))
}

/// How the values of a column are read one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::table) enum Reading {
    Boolean,
    Integer,
    Number,
    /// ISO 8601.
    Iso,
    /// The year last; whether the day comes before the month.
    Numeric {
        day_first: bool,
    },
    Text,
}

impl Reading {
    /// As these cells prove: the same as [`column`] finds for them.
    pub(super) fn of(name: &str, source: &str, cells: &[Cell], rules: &Rules) -> Self {
        let values = Values {
            source,
            cells,
            rules,
        };
        let numeric = || {
            let (written, _) = values.all(cell::numeric)?;
            let day_first = day_first(written.iter().flatten())?;
            let is_date = |d: &Numeric| cell::numeric_instant(*d, day_first).is_some();
            written.iter().flatten().all(is_date).then_some(day_first)
        };
        if rules.texts.iter().any(|text| text == name) {
            Reading::Text
        } else if values.all(boolean).is_some() {
            Reading::Boolean
        } else if values.all(cell::integer).is_some() {
            Reading::Integer
        } else if values.all(|text| rules.number(text)).is_some() {
            Reading::Number
        } else if values.all(cell::iso).is_some() {
            Reading::Iso
        } else if let Some(day_first) = numeric() {
            Reading::Numeric { day_first }
        } else {
            Reading::Text
        }
    }

    /// In which storage.
    pub(super) fn storage(self) -> Storage {
        match self {
            Reading::Boolean => Storage::Boolean,
            Reading::Integer => Storage::Integer,
            Reading::Number => Storage::Number,
            Reading::Iso | Reading::Numeric { .. } => Storage::Date,
            Reading::Text => Storage::Text,
        }
    }
}

/// One column read as said; what cannot be read so is missing, and how many these are comes with it. Whole numbers and
/// numbers are one here.
pub(super) fn column_read(
    name: &str,
    source: &str,
    cells: &[Cell],
    rules: &Rules,
    reading: Reading,
) -> (Column, ColumnMeta, usize) {
    let label = PlSmallStr::from(name);
    let values = Values {
        source,
        cells,
        rules,
    };
    let mut storage = reading.storage();
    let (series, unread) = match reading {
        Reading::Boolean => {
            let (values, unread) = values.some(boolean);
            (Series::new(label, values), unread)
        }
        Reading::Integer => match values.each(cell::integer) {
            Ok(whole) => (Series::new(label, whole), 0),
            Err(_) => {
                storage = Storage::Number;
                let (values, unread) = values.some(|text| known_number(text, rules));
                (Series::new(label, values), unread)
            }
        },
        Reading::Number => {
            let (values, unread) = values.some(|text| known_number(text, rules));
            (Series::new(label, values), unread)
        }
        Reading::Iso => {
            let (values, unread) = values.some(cell::iso);
            (dates(label, values), unread)
        }
        Reading::Numeric { day_first } => {
            let instant = |text: &str| cell::numeric_instant(cell::numeric(text)?, day_first);
            let (values, unread) = values.some(instant);
            (dates(label, values), unread)
        }
        Reading::Text => (values.texts(label).0, 0),
    };
    let meta = ColumnMeta {
        name: name.to_owned(),
        storage,
        markers: Vec::new(),
    };
    (series.into_column(), meta, unread)
}

/// Whether a cell as it is written means missing in a column of this storage.
pub(super) fn is_missing(text: &str, rules: &Rules, storage: Storage) -> bool {
    match rules.missing.class(trimmed(text)) {
        Class::Missing => true,
        Class::MissingAmongValues => storage != Storage::Text,
        Class::Value => false,
    }
}

/// A value of a column that is known to hold numbers: a zero in front, which elsewhere tells an identifier, is one more
/// digit.
fn known_number(text: &str, rules: &Rules) -> Option<f64> {
    let plain = || text.parse().ok().filter(|v: &f64| v.is_finite());
    rules.number(text).or_else(plain)
}

/// The texts that were read as missing, as they are written, with their counts.
#[derive(Default)]
struct Markers(Vec<(String, usize)>);

impl Markers {
    fn count(&mut self, text: &str) {
        match self.0.iter_mut().find(|(marker, _)| marker == text) {
            Some((_, count)) => *count += 1,
            None => self.0.push((text.to_owned(), 1)),
        }
    }

    fn sorted(mut self) -> Vec<(String, usize)> {
        self.0.sort();
        self.0
    }
}

/// Values of one type, missing ones as `None`, and what was read as missing.
type Parsed<T> = (Vec<Option<T>>, Markers);

struct Values<'a> {
    source: &'a str,
    cells: &'a [Cell],
    rules: &'a Rules,
}

impl Values<'_> {
    /// Every value parsed; nothing where one does not parse or there is no value at all.
    fn all<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Option<Parsed<T>> {
        let mut out = Vec::with_capacity(self.cells.len());
        let mut markers = Markers::default();
        let mut found = false;
        for cell in self.cells {
            let written = cell.text(self.source);
            let text = trimmed(&written);
            if self.rules.missing.class(text) == Class::Value {
                out.push(Some(parse(text)?));
                found = true;
            } else {
                out.push(None);
                markers.count(&written);
            }
        }
        found.then_some((out, markers))
    }

    /// Every value parsed, or the place of the first that does not parse.
    fn each<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<Option<T>>, usize> {
        let parsed = |(row, cell): (usize, &Cell)| {
            let written = cell.text(self.source);
            let text = trimmed(&written);
            match self.rules.missing.class(text) {
                Class::Value => parse(text).map(Some).ok_or(row),
                _ => Ok(None),
            }
        };
        self.cells.iter().enumerate().map(parsed).collect()
    }

    /// Every value that parses, and how many do not.
    fn some<T>(&self, parse: impl Fn(&str) -> Option<T>) -> (Vec<Option<T>>, usize) {
        let mut unread = 0;
        let parsed = |cell: &Cell| {
            let written = cell.text(self.source);
            let text = trimmed(&written);
            let value = match self.rules.missing.class(text) {
                Class::Value => parse(text),
                _ => return None,
            };
            unread += usize::from(value.is_none());
            value
        };
        (self.cells.iter().map(parsed).collect(), unread)
    }

    /// ISO dates, or dates with the year last whose order of day and month the column itself proves.
    fn dates(&self) -> Option<Parsed<i64>> {
        if let Some(instants) = self.all(cell::iso) {
            return Some(instants);
        }
        let (written, markers) = self.all(cell::numeric)?;
        let day_first = day_first(written.iter().flatten())?;
        let instants: Option<Vec<Option<i64>>> = written
            .into_iter()
            .map(|date| match date {
                Some(date) => cell::numeric_instant(date, day_first).map(Some),
                None => Some(None),
            })
            .collect();
        Some((instants?, markers))
    }

    fn texts(&self, name: PlSmallStr) -> (Series, Markers) {
        let mut builder = StringChunkedBuilder::new(name, self.cells.len());
        let mut markers = Markers::default();
        for cell in self.cells {
            let text = cell.text(self.source);
            if self.rules.missing.class(trimmed(&text)) == Class::Missing {
                builder.append_null();
                markers.count(&text);
            } else {
                builder.append_value(&text);
            }
        }
        (builder.finish().into_series(), markers)
    }
}

/// Without blanks around it; most cells have none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether the day comes before the month: a number above 12 proves it, points between the numbers mean it. Nothing
/// where the column proves neither or both; dates whose two numbers are equal everywhere can be read either way.
fn day_first<'a>(dates: impl Iterator<Item = &'a Numeric>) -> Option<bool> {
    let (mut first, mut second, mut dotted, mut equal) = (0, 0, true, true);
    for date in dates {
        first = first.max(date.first);
        second = second.max(date.second);
        dotted &= date.dotted;
        equal &= date.first == date.second;
    }
    match (first > 12, second > 12) {
        (true, true) => None,
        (true, false) => Some(true),
        (false, true) if dotted => None,
        (false, true) => Some(false),
        (false, false) => (dotted || equal).then_some(true),
    }
}

/// The decimal mark that more values are written with; a comma between thousands (`1,234`) is no proof where
/// the comma also separates columns.
pub(super) fn decimal<'a>(
    source: &str,
    width: usize,
    column: impl Fn(usize) -> &'a [Cell] + Sync,
    delimiter: u8,
) -> Decimal {
    if delimiter == b',' && !source.contains('"') {
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

/// The mark of a cell that is digits, one mark, digits.
fn decimal_of(bytes: &[u8], delimiter: u8) -> Option<Decimal> {
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let at = unsigned.iter().position(|b| matches!(b, b'.' | b','))?;
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
