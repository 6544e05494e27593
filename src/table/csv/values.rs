//! Cells into values of one type, and what was read as missing.

use polars::prelude::{Column, IntoColumn, IntoSeries, PlSmallStr, Series, StringChunkedBuilder};

use super::missing::{Class, Missing};
use super::split::Cell;
use crate::error::Result;
use crate::table::cell::{self, Decimal, Numeric, Thousands};
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
    /// Whether this column is text whatever it looks like.
    pub(super) fn is_text(&self, name: &str) -> bool {
        self.texts.iter().any(|text| text == name)
    }

    /// A number as this file writes them.
    pub(super) fn number(&self, text: &str) -> Option<f64> {
        cell::number_grouped(text, self.decimal, self.thousands)
    }
}

/// The texts that were read as missing, as they are written, with their counts.
#[derive(Default)]
struct Markers(Vec<(String, usize)>);

impl Markers {
    fn count(&mut self, text: &str) {
        self.add(text, 1);
    }

    fn add(&mut self, text: &str, times: usize) {
        match self.0.iter_mut().find(|(marker, _)| marker == text) {
            Some((_, count)) => *count += times,
            None => self.0.push((text.to_owned(), times)),
        }
    }

    fn sorted(mut self) -> Vec<(String, usize)> {
        self.0.sort();
        self.0
    }
}

/// Values of one type, missing ones as `None`.
pub(super) struct Parsed<T> {
    pub(super) values: Vec<Option<T>>,
    /// What was read as missing.
    markers: Markers,
}

/// The values of a column, or of some of its rows, in the storage they have.
pub(super) struct Typed {
    pub(super) series: Series,
    markers: Markers,
}

impl Typed {
    pub(super) fn of<T>(parsed: Parsed<T>, series: impl FnOnce(Vec<Option<T>>) -> Series) -> Self {
        Self {
            series: series(parsed.values),
            markers: parsed.markers,
        }
    }

    /// With the rows that follow, in the same storage.
    pub(super) fn append(mut self, below: Typed) -> Result<Self> {
        let failed = |error| crate::table::store::failed("build the column", &error);
        self.series.append(&below.series).map_err(failed)?;
        for (text, times) in &below.markers.0 {
            self.markers.add(text, *times);
        }
        Ok(self)
    }

    /// As a column of a table, its values side by side.
    pub(super) fn column(self, name: &str, storage: Storage) -> (Column, ColumnMeta) {
        let meta = ColumnMeta {
            name: name.to_owned(),
            storage,
            markers: self.markers.sorted(),
        };
        (self.series.rechunk().into_column(), meta)
    }
}

/// Cells of a column, as a file writes them.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    source: &'a str,
    cells: &'a [Cell],
    pub(super) rules: &'a Rules,
}

impl<'a> Values<'a> {
    /// Cells that stand in `source`.
    pub(super) fn of(source: &'a str, cells: &'a [Cell], rules: &'a Rules) -> Self {
        Self {
            source,
            cells,
            rules,
        }
    }

    /// Whether there is a value at all.
    pub(super) fn any(&self) -> bool {
        let mut cells = self.cells.iter();
        cells.any(|cell| {
            let text = cell.text(self.source);
            self.rules.missing.class(trimmed(&text)) == Class::Value
        })
    }

    /// Every value parsed; nothing where one does not parse.
    pub(super) fn parsed<T>(&self, parse: impl Fn(&str) -> Option<T>) -> Option<Parsed<T>> {
        let mut values = Vec::with_capacity(self.cells.len());
        let mut markers = Markers::default();
        for cell in self.cells {
            let written = cell.text(self.source);
            let text = trimmed(&written);
            if self.rules.missing.class(text) == Class::Value {
                values.push(Some(parse(text)?));
            } else {
                values.push(None);
                markers.count(&written);
            }
        }
        Some(Parsed { values, markers })
    }

    /// Every value parsed, or the place of the first that does not parse.
    pub(super) fn each<T>(
        &self,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<Option<T>>, usize> {
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
    pub(super) fn some<T>(&self, parse: impl Fn(&str) -> Option<T>) -> (Vec<Option<T>>, usize) {
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

    /// Dates with the year last whose order of day and month the column itself proves, and whether the day comes first.
    pub(super) fn numeric(&self) -> Option<(Parsed<i64>, bool)> {
        let written = self.parsed(cell::numeric)?;
        let day_first = day_first(written.values.iter().flatten())?;
        let instants: Option<Vec<Option<i64>>> = written
            .values
            .into_iter()
            .map(|date| match date {
                Some(date) => cell::numeric_instant(date, day_first).map(Some),
                None => Some(None),
            })
            .collect();
        let parsed = Parsed {
            values: instants?,
            markers: written.markers,
        };
        Some((parsed, day_first))
    }

    pub(super) fn texts(&self, name: PlSmallStr) -> Typed {
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
        Typed {
            series: builder.finish().into_series(),
            markers,
        }
    }
}

/// Without blanks around it; most cells have none.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

pub(super) fn boolean(text: &str) -> Option<bool> {
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

/// A value of a column that is known to hold numbers: a zero in front, which elsewhere tells an identifier, is one more
/// digit.
pub(super) fn known_number(text: &str, rules: &Rules) -> Option<f64> {
    let plain = || text.parse().ok().filter(|v: &f64| v.is_finite());
    rules.number(text).or_else(plain)
}

/// Whether a cell as it is written means missing in a column of this storage.
pub(super) fn is_missing(text: &str, rules: &Rules, storage: Storage) -> bool {
    match rules.missing.class(trimmed(text)) {
        Class::Missing => true,
        Class::MissingAmongValues => storage != Storage::Text,
        Class::Value => false,
    }
}
