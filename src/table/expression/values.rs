//! Columns of values while computing. A column of one value is a constant and stands for every row.

use std::borrow::Cow;

use super::Mistake;
use crate::table::Storage;
use crate::table::cell::{date_text, number_text};

/// A text that may be missing, borrowed from the table where it can be.
pub(super) type Text<'a> = Option<Cow<'a, str>>;

/// The values of one part of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values<'a> {
    /// Missing, of any type.
    Null,
    Boolean(Vec<Option<bool>>),
    Integer(Vec<Option<i64>>),
    /// NaN is missing.
    Number(Vec<f64>),
    /// Microseconds since 1970.
    Date(Vec<Option<i64>>),
    Text(Vec<Text<'a>>),
}

impl<'a> Values<'a> {
    /// The storage of a column of these values; a column of nothing but null is text.
    pub(super) fn storage(&self) -> Storage {
        match self {
            Values::Boolean(_) => Storage::Boolean,
            Values::Integer(_) => Storage::Integer,
            Values::Number(_) => Storage::Number,
            Values::Date(_) => Storage::Date,
            Values::Null | Values::Text(_) => Storage::Text,
        }
    }

    /// Number of values, 1 for a constant.
    pub(super) fn len(&self) -> usize {
        match self {
            Values::Null => 1,
            Values::Boolean(values) => values.len(),
            Values::Integer(values) | Values::Date(values) => values.len(),
            Values::Number(values) => values.len(),
            Values::Text(values) => values.len(),
        }
    }

    /// As numbers, booleans 0 and 1.
    pub(super) fn into_numbers(self, position: usize) -> Result<Vec<f64>, Mistake> {
        match self {
            Values::Null => Ok(vec![f64::NAN]),
            Values::Boolean(values) => Ok(values
                .into_iter()
                .map(|v| v.map_or(f64::NAN, |v| if v { 1.0 } else { 0.0 }))
                .collect()),
            Values::Integer(values) => Ok(values
                .into_iter()
                .map(|v| v.map_or(f64::NAN, |v| v as f64))
                .collect()),
            Values::Number(values) => Ok(values),
            Values::Date(_) => Err(Mistake::new(position, "a number is needed here, this is a date")
                .with_fix("take a part of it, as in hour(day), or the difference of two dates, which is in days")),
            Values::Text(_) => Err(Mistake::new(position, "a number is needed here, this is a text")
                .with_fix("write cast(x as double) where the text holds numbers")),
        }
    }

    /// As booleans.
    pub(super) fn into_booleans(self, position: usize) -> Result<Vec<Option<bool>>, Mistake> {
        match self {
            Values::Null => Ok(vec![None]),
            Values::Boolean(values) => Ok(values),
            other => Err(Mistake::new(
                position,
                format!(
                    "a condition is needed here, this is {}",
                    other.storage().noun()
                ),
            )
            .with_fix("compare it with something, as in x = 1")),
        }
    }

    /// As texts: whole numbers without decimals, dates as ISO 8601.
    pub(super) fn into_texts(self) -> Vec<Text<'a>> {
        fn all<'a, T>(values: Vec<Option<T>>, text: impl Fn(T) -> String) -> Vec<Text<'a>> {
            let one = |value: Option<T>| value.map(|value| Cow::Owned(text(value)));
            values.into_iter().map(one).collect()
        }
        match self {
            Values::Null => vec![None],
            Values::Boolean(values) => all(values, |v| v.to_string()),
            Values::Integer(values) => all(values, |v| v.to_string()),
            Values::Number(values) => {
                let present = |v: f64| v.is_finite().then_some(v);
                all(values.into_iter().map(present).collect(), number_text)
            }
            Values::Date(values) => all(values, date_text),
            Values::Text(values) => values,
        }
    }

    /// Which values are missing.
    pub(super) fn nulls(&self) -> Vec<bool> {
        match self {
            Values::Null => vec![true],
            Values::Boolean(values) => values.iter().map(Option::is_none).collect(),
            Values::Integer(values) | Values::Date(values) => {
                values.iter().map(Option::is_none).collect()
            }
            Values::Number(values) => values.iter().map(|v| !v.is_finite()).collect(),
            Values::Text(values) => values.iter().map(Option::is_none).collect(),
        }
    }

    /// For each row the value of the list chosen for it, null where none is. All lists have one type.
    pub(super) fn pick(lists: &[Self], chosen: &[Option<usize>]) -> Self {
        fn of<T: Clone>(lists: &[&[T]], chosen: &[Option<usize>], missing: T) -> Vec<T> {
            let one = |(row, list): (usize, &Option<usize>)| match list {
                Some(list) => at(lists[*list], row).clone(),
                None => missing.clone(),
            };
            chosen.iter().enumerate().map(one).collect()
        }
        macro_rules! picked {
            ($variant:ident, $missing:expr) => {{
                let slices: Vec<_> = lists
                    .iter()
                    .map(|list| match list {
                        Values::$variant(values) => values.as_slice(),
                        _ => &[],
                    })
                    .collect();
                Values::$variant(of(&slices, chosen, $missing))
            }};
        }
        match lists.first() {
            None | Some(Values::Null) => Values::Null,
            Some(Values::Boolean(_)) => picked!(Boolean, None),
            Some(Values::Integer(_)) => picked!(Integer, None),
            Some(Values::Number(_)) => picked!(Number, f64::NAN),
            Some(Values::Date(_)) => picked!(Date, None),
            Some(Values::Text(_)) => picked!(Text, None),
        }
    }

    /// The values of these rows, null where there is none.
    pub(super) fn of_rows(self, rows: &[Option<usize>]) -> Self {
        fn of<T: Clone>(values: &[T], rows: &[Option<usize>], missing: T) -> Vec<T> {
            let one = |row: &Option<usize>| row.map_or(missing.clone(), |r| at(values, r).clone());
            rows.iter().map(one).collect()
        }
        match self {
            Values::Null => Values::Null,
            Values::Boolean(values) => Values::Boolean(of(&values, rows, None)),
            Values::Integer(values) => Values::Integer(of(&values, rows, None)),
            Values::Number(values) => Values::Number(of(&values, rows, f64::NAN)),
            Values::Date(values) => Values::Date(of(&values, rows, None)),
            Values::Text(values) => Values::Text(of(&values, rows, None)),
        }
    }

    /// The lists in one type, which all can have: booleans and whole numbers become numbers beside numbers, null
    /// becomes whatever the others are.
    pub(super) fn alike(lists: Vec<(Self, usize)>) -> Result<Vec<Self>, Mistake> {
        let mut wanted: Option<Storage> = None;
        for (list, position) in &lists {
            if *list == Values::Null {
                continue;
            }
            let storage = list.storage();
            wanted = Some(match wanted {
                None => storage,
                Some(other) if other == storage => storage,
                Some(other) if is_numeric(other) && is_numeric(storage) => Storage::Number,
                Some(other) => {
                    return Err(Mistake::new(
                        *position,
                        format!(
                            "this is {}, the result before it {}",
                            storage.noun(),
                            other.noun()
                        ),
                    )
                    .with_fix("give results of one type; cast(x as text) makes a text"));
                }
            });
        }
        lists
            .into_iter()
            .map(|(list, position)| match (list, wanted) {
                (Values::Null, Some(wanted)) => Ok(Values::missing(wanted)),
                (list, Some(Storage::Number)) => Ok(Values::Number(list.into_numbers(position)?)),
                (list, _) => Ok(list),
            })
            .collect()
    }

    fn missing(storage: Storage) -> Self {
        match storage {
            Storage::Boolean => Values::Boolean(vec![None]),
            Storage::Integer => Values::Integer(vec![None]),
            Storage::Number => Values::Number(vec![f64::NAN]),
            Storage::Date => Values::Date(vec![None]),
            Storage::Text => Values::Text(vec![None]),
        }
    }
}

fn is_numeric(storage: Storage) -> bool {
    matches!(
        storage,
        Storage::Boolean | Storage::Integer | Storage::Number
    )
}

/// The value of a row; a constant holds for every row.
pub(super) fn at<T>(values: &[T], row: usize) -> &T {
    if values.len() == 1 {
        &values[0]
    } else {
        &values[row]
    }
}

/// Number of rows of a result of these parts.
pub(super) fn common(lengths: impl IntoIterator<Item = usize>) -> usize {
    lengths.into_iter().find(|length| *length != 1).unwrap_or(1)
}

/// Two columns combined row by row.
pub(super) fn zip<A, B, C>(a: &[A], b: &[B], combine: impl Fn(&A, &B) -> C) -> Vec<C> {
    match (a, b) {
        ([a], b) => b.iter().map(|b| combine(a, b)).collect(),
        (a, [b]) => a.iter().map(|a| combine(a, b)).collect(),
        (a, b) => a.iter().zip(b).map(|(a, b)| combine(a, b)).collect(),
    }
}
