//! The storage of each column, found over all its values.

use polars::prelude::{Column, IntoColumn, NamedFrom, PlSmallStr, Series};

use super::values::{Typed, Values, boolean, known_number};
use crate::table::cell;
use crate::table::store::dates;
use crate::table::{ColumnMeta, Storage};

/// Types one column: the narrowest of boolean, whole number, number, date that all its values are, else text.
pub(super) fn column(name: &str, values: Values<'_>) -> (Column, ColumnMeta) {
    let narrow = || {
        let mut narrow = Reading::NARROW.into_iter();
        narrow.find_map(|reading| Some((reading.storage(), reading.values(name, values)?)))
    };
    let numeric = || {
        let (instants, _) = values.numeric()?;
        Some((
            Storage::Date,
            Typed::of(instants, |v| dates(name.into(), v)),
        ))
    };
    let found = match values.rules.is_text(name) || !values.any() {
        true => None,
        false => narrow().or_else(numeric),
    };
    let (storage, typed) = found.unwrap_or_else(|| (Storage::Text, values.texts(name.into())));
    typed.column(name, storage)
}

/// One column in a given storage, missing where its cells are. `Err` with the place of the first cell that cannot be
/// stored so. Whole numbers and numbers are one here: what was whole may have decimals now.
pub(super) fn column_as(
    name: &str,
    values: Values<'_>,
    storage: Storage,
) -> Result<(Column, ColumnMeta), usize> {
    let label = PlSmallStr::from(name);
    let rules = values.rules;
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
                Err(row) => values.numeric().ok_or(row)?.0.values,
            };
            (storage, dates(label, instants))
        }
        Storage::Text => (storage, values.texts(label).series),
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
    /// What a column is looked at for, one after the other.
    const NARROW: [Self; 4] = [
        Reading::Boolean,
        Reading::Integer,
        Reading::Number,
        Reading::Iso,
    ];

    /// As these cells prove: the same as [`column`] finds for them.
    pub(super) fn of(name: &str, values: Values<'_>) -> Self {
        if values.rules.is_text(name) || !values.any() {
            return Reading::Text;
        }
        let mut narrow = Self::NARROW.into_iter();
        let numeric = || {
            let (_, day_first) = values.numeric()?;
            Some(Reading::Numeric { day_first })
        };
        narrow
            .find(|reading| reading.values(name, values).is_some())
            .or_else(numeric)
            .unwrap_or(Reading::Text)
    }

    /// What the first cells say of the whole column: it is this, unless a cell below cannot be read so. `None` where cells below may
    /// make something narrower of it, or tell days from months.
    pub(super) fn expected(name: &str, values: Values<'_>) -> Option<Self> {
        let reading = Self::of(name, values);
        let is_told = match reading {
            Reading::Numeric { .. } => false,
            Reading::Text if values.rules.is_text(name) => true,
            Reading::Text => values.any() && values.parsed(cell::numeric).is_none(),
            _ => true,
        };
        is_told.then_some(reading)
    }

    /// Every value read in this way; `None` where one cannot be.
    pub(super) fn values(self, name: &str, values: Values<'_>) -> Option<Typed> {
        let label = PlSmallStr::from(name);
        Some(match self {
            Reading::Boolean => Typed::of(values.parsed(boolean)?, |v| Series::new(label, v)),
            Reading::Integer => Typed::of(values.parsed(cell::integer)?, |v| Series::new(label, v)),
            Reading::Number => {
                let numbers = values.parsed(|text| values.rules.number(text))?;
                Typed::of(numbers, |v| Series::new(label, v))
            }
            Reading::Iso => Typed::of(values.parsed(cell::iso)?, |v| dates(label, v)),
            Reading::Numeric { day_first } => {
                let instant = |text: &str| cell::numeric_instant(cell::numeric(text)?, day_first);
                Typed::of(values.parsed(instant)?, |v| dates(label, v))
            }
            Reading::Text => values.texts(label),
        })
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
    values: Values<'_>,
    reading: Reading,
) -> (Column, ColumnMeta, usize) {
    let label = PlSmallStr::from(name);
    let rules = values.rules;
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
        Reading::Text => (values.texts(label).series, 0),
    };
    let meta = ColumnMeta {
        name: name.to_owned(),
        storage,
        markers: Vec::new(),
    };
    (series.into_column(), meta, unread)
}
