//! Values one after the other into a column of the storage that holds them.

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use crate::error::Result;
use crate::table::cell::{date_text, iso, number_text};
use crate::table::store::{dates, numbers, stored, without};
use crate::table::{ColumnMeta, Storage};

/// A value of a database.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Boolean(bool),
    Whole(i64),
    Number(f64),
    /// Microseconds since 1970.
    Instant(i64),
    Text(String),
}

/// A column being read.
#[derive(Debug, Clone)]
pub(super) struct Builder {
    name: String,
    values: Values,
}

/// Values so far, in the narrowest storage that holds them all.
#[derive(Debug, Clone)]
enum Values {
    /// So many missing ones.
    Nothing(usize),
    Booleans(Vec<Option<bool>>),
    Whole(Vec<Option<i64>>),
    Numbers(Vec<Option<f64>>),
    Instants(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
}

/// How texts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// As texts.
    AsTexts,
    /// As dates where all of them are written as ISO 8601 does: the database has no type of its own for dates.
    MayBeDates,
}

impl Builder {
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            values: Values::Nothing(0),
        }
    }

    /// The same for a column whose storage is known before any value is.
    pub(super) fn stored_as(name: impl Into<String>, storage: Storage) -> Self {
        let values = match storage {
            Storage::Boolean => Values::Booleans(Vec::new()),
            Storage::Integer => Values::Whole(Vec::new()),
            Storage::Number => Values::Numbers(Vec::new()),
            Storage::Date => Values::Instants(Vec::new()),
            Storage::Text => Values::Texts(Vec::new()),
        };
        Self {
            name: name.into(),
            values,
        }
    }

    /// Adds a value. Whole numbers among numbers are numbers; values of unlike types are all texts.
    pub(super) fn push(&mut self, value: Option<Value>) {
        let Some(value) = value else {
            return self.values.push_missing();
        };
        if let Some(value) = self.values.push(value) {
            let before = std::mem::replace(&mut self.values, Values::Nothing(0));
            self.values = before.wide_enough_for(&value);
            // The widened column takes any value.
            self.values.push(value);
        }
    }

    /// The column, and what was read of it as missing: empty texts, numbers that are not finite, these words.
    pub(super) fn finish(self, texts: Texts, missing: &[String]) -> Result<(Column, ColumnMeta)> {
        let name = self.name.as_str();
        let series = match self.values {
            Values::Nothing(rows) => Series::new(name.into(), vec![None::<String>; rows]),
            Values::Booleans(values) => Series::new(name.into(), values),
            Values::Whole(values) => Series::new(name.into(), values),
            Values::Numbers(values) => {
                let values = values.into_iter().map(|v| v.unwrap_or(f64::NAN));
                numbers(name.into(), &values.collect::<Vec<_>>())
            }
            Values::Instants(values) => dates(name.into(), values),
            Values::Texts(values) => match all_instants(&values, texts, missing) {
                Some(instants) => dates(name.into(), instants),
                None => Series::new(name.into(), values),
            },
        };
        let (column, mut meta) = stored(series.into_column())?;
        let column = without(column, &mut meta, missing)?;
        Ok((column, meta))
    }
}

/// The instants of texts that are all dates.
fn all_instants(
    values: &[Option<String>],
    texts: Texts,
    missing: &[String],
) -> Option<Vec<Option<i64>>> {
    if texts == Texts::AsTexts {
        return None;
    }
    let is_missing = |text: &str| text.is_empty() || missing.iter().any(|word| word == text);
    let mut found = false;
    let instants = values
        .iter()
        .map(|value| match value.as_deref().map(str::trim) {
            Some(text) if !is_missing(text) => {
                found = true;
                iso(text).map(Some)
            }
            _ => Some(None),
        });
    let instants: Option<Vec<Option<i64>>> = instants.collect();
    instants.filter(|_| found)
}

impl Values {
    fn push_missing(&mut self) {
        match self {
            Values::Nothing(rows) => *rows += 1,
            Values::Booleans(values) => values.push(None),
            Values::Whole(values) | Values::Instants(values) => values.push(None),
            Values::Numbers(values) => values.push(None),
            Values::Texts(values) => values.push(None),
        }
    }

    /// Takes a value, or gives it back where the storage cannot hold it.
    fn push(&mut self, value: Value) -> Option<Value> {
        match (self, value) {
            (Values::Booleans(values), Value::Boolean(value)) => values.push(Some(value)),
            (Values::Whole(values), Value::Whole(value)) => values.push(Some(value)),
            (Values::Numbers(values), Value::Number(value)) => values.push(Some(value)),
            (Values::Numbers(values), Value::Whole(value)) => values.push(Some(value as f64)),
            (Values::Instants(values), Value::Instant(value)) => values.push(Some(value)),
            (Values::Texts(values), value) => values.push(Some(value.text())),
            (_, value) => return Some(value),
        }
        None
    }

    /// The same values in a storage that also holds this one.
    fn wide_enough_for(self, value: &Value) -> Values {
        match (self, value) {
            (Values::Nothing(rows), Value::Boolean(_)) => Values::Booleans(vec![None; rows]),
            (Values::Nothing(rows), Value::Whole(_)) => Values::Whole(vec![None; rows]),
            (Values::Nothing(rows), Value::Number(_)) => Values::Numbers(vec![None; rows]),
            (Values::Nothing(rows), Value::Instant(_)) => Values::Instants(vec![None; rows]),
            (Values::Whole(values), Value::Number(_)) => {
                Values::Numbers(values.into_iter().map(|v| v.map(|v| v as f64)).collect())
            }
            (values, _) => Values::Texts(values.texts()),
        }
    }

    fn texts(self) -> Vec<Option<String>> {
        fn all<T>(values: Vec<Option<T>>, value: impl Fn(T) -> Value) -> Vec<Option<String>> {
            let texts = values.into_iter().map(|v| v.map(|v| value(v).text()));
            texts.collect()
        }
        match self {
            Values::Nothing(rows) => vec![None; rows],
            Values::Booleans(values) => all(values, Value::Boolean),
            Values::Whole(values) => all(values, Value::Whole),
            Values::Numbers(values) => all(values, Value::Number),
            Values::Instants(values) => all(values, Value::Instant),
            Values::Texts(values) => values,
        }
    }
}

impl Value {
    fn text(self) -> String {
        match self {
            Value::Boolean(value) => value.to_string(),
            Value::Whole(value) => value.to_string(),
            Value::Number(value) => number_text(value),
            Value::Instant(value) => date_text(value),
            Value::Text(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    fn of(values: &[Option<Value>], texts: Texts) -> (Storage, Vec<Option<String>>) {
        let mut builder = Builder::new("v");
        values.iter().for_each(|value| builder.push(value.clone()));
        let (column, meta) = builder.finish(texts, &["?".to_owned()]).unwrap();
        let table = Table::from_series(vec![column.take_materialized_series()]).unwrap();
        (meta.storage, table.texts("v").unwrap())
    }

    #[test]
    fn a_column_is_stored_as_narrowly_as_its_values_allow() {
        let whole = |v| Some(Value::Whole(v));
        let text = |t: &str| Some(Value::Text(t.to_owned()));
        let (storage, _) = of(&[None, whole(1)], Texts::AsTexts);
        assert_eq!(storage, Storage::Integer);
        let (storage, texts) = of(
            &[whole(1), Some(Value::Number(0.5)), whole(2)],
            Texts::AsTexts,
        );
        assert_eq!((storage, texts[2].as_deref()), (Storage::Number, Some("2")));
        let (storage, texts) = of(&[whole(1), text("x"), None, whole(7)], Texts::AsTexts);
        assert_eq!(storage, Storage::Text);
        assert_eq!(
            texts,
            [Some("1".into()), Some("x".into()), None, Some("7".into())]
        );
        let days = [
            text("2015-10-01"),
            text("?"),
            None,
            text("2015-10-02 10:30:00"),
        ];
        assert_eq!(of(&days, Texts::MayBeDates).0, Storage::Date);
        assert_eq!(of(&days, Texts::AsTexts).0, Storage::Text);
        assert_eq!(of(&[None, None], Texts::MayBeDates).0, Storage::Text);
        assert_eq!(
            of(&[Some(Value::Boolean(true))], Texts::AsTexts).0,
            Storage::Boolean
        );
    }
}
