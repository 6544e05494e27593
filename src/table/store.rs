//! Columns in the types that tables keep.

use std::collections::BTreeMap;

use polars::prelude::{
    Column, DataType, Float64Chunked, Int64Chunked, IntoColumn, IntoSeries, NewChunkedArray,
    PlSmallStr, PolarsError, Series, StringChunked, TimeUnit,
};

use super::{ColumnMeta, Storage};
use crate::error::{Error, Result};

impl Storage {
    /// Whether its values are numbers, whole or not.
    pub fn is_number(self) -> bool {
        matches!(self, Storage::Integer | Storage::Number)
    }

    /// In a word: `number`.
    pub fn word(self) -> &'static str {
        match self {
            Storage::Boolean => "boolean",
            Storage::Integer => "integer",
            Storage::Number => "number",
            Storage::Date => "date",
            Storage::Text => "text",
        }
    }

    /// As it is called in messages: `a number`.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Storage::Boolean => "a boolean",
            Storage::Integer => "a whole number",
            Storage::Number => "a number",
            Storage::Date => "a date",
            Storage::Text => "a text",
        }
    }
}

/// The storage that holds both columns.
pub(super) fn common_storage(ours: &ColumnMeta, theirs: &ColumnMeta) -> Result<Storage> {
    match (ours.storage, theirs.storage) {
        (a, b) if a == b => Ok(a),
        (Storage::Integer, Storage::Number) | (Storage::Number, Storage::Integer) => {
            Ok(Storage::Number)
        }
        (a, b) => Err(Error::new(format!(
            "it is {} in one table and {} in the other",
            a.noun(),
            b.noun()
        ))
        .at_column(&ours.name)
        .with_fix("write the column alike in both")),
    }
}

/// The column as this storage keeps it: whole numbers widened, a column without a value in any type.
pub(super) fn in_storage(column: &Column, storage: Storage) -> Result<Column> {
    let wanted = match storage {
        Storage::Boolean => DataType::Boolean,
        Storage::Integer => DataType::Int64,
        Storage::Number => DataType::Float64,
        Storage::Date => DataType::Datetime(TimeUnit::Microseconds, None),
        Storage::Text => DataType::String,
    };
    if column.null_count() == column.len() {
        return Ok(Column::full_null(
            column.name().clone(),
            column.len(),
            &wanted,
        ));
    }
    column
        .cast(&wanted)
        .map_err(|error| failed("store the column", &error).at_column(column.name().as_str()))
}

/// A column of numbers; what is not finite is missing.
pub(super) fn numbers(name: PlSmallStr, values: &[f64]) -> Series {
    let values = values.iter().map(|v| v.is_finite().then_some(*v));
    Float64Chunked::from_iter_options(name, values).into_series()
}

/// A column of instants.
pub(super) fn dates(name: PlSmallStr, instants: Vec<Option<i64>>) -> Series {
    Int64Chunked::from_slice_options(name, &instants)
        .into_datetime(TimeUnit::Microseconds, None)
        .into_series()
}

/// The column in the type its storage has, with what became missing on the way: texts without a character, numbers
/// that are not finite.
pub(super) fn stored(column: Column) -> Result<(Column, ColumnMeta)> {
    let name = column.name().clone();
    let refused =
        |error: PolarsError| failed("store the column", &error).at_column(column.name().as_str());
    let mut markers = Vec::new();
    let (storage, column) = match column.dtype() {
        DataType::Boolean => (Storage::Boolean, column),
        DataType::Date | DataType::Datetime(..) => {
            let wanted = DataType::Datetime(TimeUnit::Microseconds, None);
            (Storage::Date, column.cast(&wanted).map_err(refused)?)
        }
        dtype if dtype.is_integer() => match column.strict_cast(&DataType::Int64) {
            Ok(whole) => (Storage::Integer, whole),
            // Beyond 64 bits with a sign only a text keeps every digit.
            Err(_) => (
                Storage::Text,
                column.cast(&DataType::String).map_err(refused)?,
            ),
        },
        dtype if dtype.is_float() => {
            let wide = column.cast(&DataType::Float64).map_err(refused)?;
            let values = wide.f64().map_err(refused)?;
            let odd: Vec<String> = values
                .iter()
                .flatten()
                .filter(|value| !value.is_finite())
                .map(|value| value.to_string())
                .collect();
            if odd.is_empty() {
                (Storage::Number, wide)
            } else {
                markers = counts(odd);
                let finite = values.iter().map(|v| v.filter(|v| v.is_finite()));
                let clean = Float64Chunked::from_iter_options(name, finite);
                (Storage::Number, clean.into_series().into_column())
            }
        }
        _ => {
            let texts = column.cast(&DataType::String).map_err(refused)?;
            let values = texts.str().map_err(refused)?;
            let empty = values.iter().filter(|text| *text == Some("")).count();
            if empty == 0 {
                (Storage::Text, texts)
            } else {
                markers.push((String::new(), empty));
                let kept = values.iter().map(|text| text.filter(|t| !t.is_empty()));
                let clean = StringChunked::from_iter_options(name, kept);
                (Storage::Text, clean.into_series().into_column())
            }
        }
    };
    let meta = ColumnMeta {
        name: column.name().to_string(),
        storage,
        markers,
    };
    Ok((column, meta))
}

/// A column of texts without those that mean missing, which are counted in `meta`; other columns as they are.
pub(super) fn without(column: Column, meta: &mut ColumnMeta, words: &[String]) -> Result<Column> {
    if meta.storage != Storage::Text || words.is_empty() {
        return Ok(column);
    }
    let texts = column
        .str()
        .map_err(|error| failed("store the column", &error).at_column(&meta.name))?;
    let is_word = |text: &str| words.iter().any(|word| word.trim() == text.trim());
    let found: Vec<String> = texts
        .iter()
        .flatten()
        .filter(|text| is_word(text))
        .map(str::to_owned)
        .collect();
    if found.is_empty() {
        return Ok(column);
    }
    let kept = texts.iter().map(|text| text.filter(|t| !is_word(t)));
    let clean = StringChunked::from_iter_options(column.name().clone(), kept);
    meta.markers.extend(counts(found));
    meta.markers.sort();
    Ok(clean.into_series().into_column())
}

fn counts(words: Vec<String>) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// An error of polars as one of ours.
pub(super) fn failed(action: &str, error: &PolarsError) -> Error {
    Error::new(format!(
        "cannot {action}: {}",
        crate::text::escape(&error.to_string())
    ))
}
