//! The values of a table as numbers, labels, instants and texts.

use std::hash::Hash;

use foldhash::{HashMap, HashMapExt as _};
use polars::prelude::Column;

use super::cell::{Decimal, date_text, iso, number, number_text};
use super::{Labels, Storage, Table};
use crate::error::{Error, Result};
use crate::text::{cut, escape};

impl Table {
    /// Values as numbers, missing = NaN. Booleans are 0 and 1, dates microseconds; a text column is an error unless every value parses.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        let missing = f64::NAN;
        Ok(match self.cells(name)? {
            Cells::Boolean(values) => values
                .iter()
                .map(|v| v.map_or(missing, |v| if v { 1.0 } else { 0.0 }))
                .collect(),
            Cells::Integer(values) | Cells::Date(values) => values
                .iter()
                .map(|v| v.map_or(missing, |v| v as f64))
                .collect(),
            Cells::Number(values) => values.iter().map(|v| v.unwrap_or(missing)).collect(),
            Cells::Text(values) => values
                .iter()
                .map(|text| match text {
                    None => Ok(missing),
                    Some(text) => number(text.trim(), Decimal::Point).ok_or_else(|| {
                        Error::new(format!("'{}' is not a number", shown(text)))
                            .at_column(name)
                            .with_fix("give a column of numbers, or name the texts that mean missing in `read.missing`")
                    }),
                })
                .collect::<Result<_>>()?,
        })
    }

    /// Values as labels. Whole numbers print without decimals, dates as ISO 8601.
    pub fn labels(&self, name: &str) -> Result<Labels> {
        Ok(match self.cells(name)? {
            Cells::Boolean(values) => code(values.iter(), |v| v.to_string()),
            Cells::Integer(values) => code(values.iter(), |v| v.to_string()),
            Cells::Date(values) => code(values.iter(), date_text),
            Cells::Number(values) => code(values.iter().map(|v| v.map(ordered)), |v| {
                number_text(unordered(v))
            }),
            Cells::Text(values) => code(values.iter(), str::to_owned),
        })
    }

    /// Values on a time axis, missing = None: dates as microseconds, whole numbers as themselves (unix seconds or an
    /// index), texts that are all ISO dates as microseconds.
    pub fn instants(&self, name: &str) -> Result<Vec<Option<i64>>> {
        let refused = |value: &str| {
            Error::new(format!("'{}' is not an instant", shown(value)))
                .at_column(name)
                .with_fix("give dates (2015-10-01, 2015-10-01T12:30:00) or whole numbers (unix seconds, an index)")
        };
        Ok(match self.cells(name)? {
            Cells::Boolean(_) => return Err(refused("true")),
            Cells::Integer(values) | Cells::Date(values) => values.iter().collect(),
            Cells::Number(values) => values
                .iter()
                .map(|value| match value {
                    Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => Ok(Some(v as i64)),
                    Some(v) => Err(refused(&number_text(v))),
                    None => Ok(None),
                })
                .collect::<Result<_>>()?,
            Cells::Text(values) => values
                .iter()
                .map(|value| match value {
                    Some(text) => iso(text.trim()).map(Some).ok_or_else(|| refused(text)),
                    None => Ok(None),
                })
                .collect::<Result<_>>()?,
        })
    }

    /// Every value as text, None where missing. Not escaped.
    pub fn texts(&self, name: &str) -> Result<Vec<Option<String>>> {
        let cells = self.cells(name)?;
        Ok((0..self.rows()).map(|row| cells.text(row)).collect())
    }

    /// One cell as text, None where missing or outside the table. Not escaped.
    pub fn cell(&self, row: usize, name: &str) -> Option<String> {
        if row >= self.rows() {
            return None;
        }
        self.cells(name).ok()?.text(row)
    }

    /// Which values are missing.
    pub fn missing(&self, name: &str) -> Result<Vec<bool>> {
        Ok(self
            .values(name)?
            .is_null()
            .iter()
            .map(|v| v == Some(true))
            .collect())
    }

    /// The values of a column by its storage.
    pub(super) fn cells(&self, name: &str) -> Result<Cells<'_>> {
        let storage = self.column(name)?.storage;
        Cells::of(self.values(name)?, storage)
    }
}

/// The values of a column by storage.
pub(super) enum Cells<'a> {
    Boolean(&'a polars::prelude::BooleanChunked),
    Integer(&'a polars::prelude::Int64Chunked),
    Number(&'a polars::prelude::Float64Chunked),
    Date(&'a polars::prelude::Int64Chunked),
    Text(&'a polars::prelude::StringChunked),
}

impl<'a> Cells<'a> {
    fn of(column: &'a Column, storage: Storage) -> Result<Self> {
        let cells = match storage {
            Storage::Boolean => column.bool().map(Cells::Boolean),
            Storage::Integer => column.i64().map(Cells::Integer),
            Storage::Number => column.f64().map(Cells::Number),
            Storage::Date => column.datetime().map(|dates| Cells::Date(dates.physical())),
            Storage::Text => column.str().map(Cells::Text),
        };
        cells.map_err(|error| {
            super::store::failed("read the column", &error).at_column(column.name().as_str())
        })
    }

    /// One value as text.
    pub(super) fn text(&self, row: usize) -> Option<String> {
        match self {
            Cells::Boolean(values) => values.get(row).map(|v| v.to_string()),
            Cells::Integer(values) => values.get(row).map(|v| v.to_string()),
            Cells::Number(values) => values.get(row).map(number_text),
            Cells::Date(values) => values.get(row).map(date_text),
            Cells::Text(values) => values.get(row).map(str::to_owned),
        }
    }
}

/// A value in a message: short and escaped.
fn shown(text: &str) -> String {
    cut(&escape(text), 40).into_owned()
}

/// Codes by sorted distinct value.
fn code<T: Ord + Hash + Copy>(
    values: impl Iterator<Item = Option<T>>,
    name: impl Fn(T) -> String,
) -> Labels {
    let mut known: HashMap<T, u32> = HashMap::new();
    let mut distinct: Vec<T> = Vec::new();
    let mut codes: Vec<Option<u32>> = values
        .map(|value| {
            let next = u32::try_from(known.len()).ok()?;
            let value = value?;
            Some(*known.entry(value).or_insert_with(|| {
                distinct.push(value);
                next
            }))
        })
        .collect();
    // Codes are given in order of appearance first, then in order of value.
    let mut order: Vec<usize> = (0..distinct.len()).collect();
    order.sort_unstable_by_key(|place| distinct[*place]);
    let mut sorted = vec![0_u32; distinct.len()];
    for (code, place) in (0_u32..).zip(&order) {
        sorted[*place] = code;
    }
    for code in codes.iter_mut().flatten() {
        *code = sorted[*code as usize];
    }
    Labels {
        codes,
        names: order
            .into_iter()
            .map(|place| name(distinct[place]))
            .collect(),
    }
}

/// A finite number as bits that sort like the number; -0 is 0.
pub(super) fn ordered(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

fn unordered(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 {
        key & !(1 << 63)
    } else {
        !key
    })
}
