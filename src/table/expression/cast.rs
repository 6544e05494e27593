//! Types of SQL, and values in another type.

use std::borrow::Cow;

use sqlparser::ast::DataType;

use super::Mistake;
use super::tree::Target;
use super::values::Values;
use crate::table::cell::{Decimal, iso, number};
use crate::text::{cut, escape};

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// The mistake of a text that should be a date.
pub(super) fn not_a_date(position: usize, text: &str) -> Mistake {
    Mistake::new(
        position,
        format!("'{}' is not a date", cut(&escape(text), 30)),
    )
    .with_fix("write it as '2015-10-01' or '2015-10-01 12:30:00'")
}

/// What a type written in CAST stands for.
pub(super) fn cast_target(data_type: &DataType, position: usize) -> Result<Target, Mistake> {
    target(data_type).ok_or_else(|| {
        let shown = data_type.to_string();
        Mistake::new(position, format!("no type '{}'", cut(&escape(&shown), 30)))
            .with_fix("there are double, bigint, boolean, text, date and timestamp")
    })
}

/// What a type of SQL stands for; nothing where tables have no such type.
pub(super) fn target(data_type: &DataType) -> Option<Target> {
    Some(match data_type {
        DataType::Boolean | DataType::Bool => Target::Boolean,
        DataType::TinyInt(_)
        | DataType::SmallInt(_)
        | DataType::Int(_)
        | DataType::Integer(_)
        | DataType::BigInt(_)
        | DataType::Int4(_)
        | DataType::Int8(_)
        | DataType::Int32
        | DataType::Int64 => Target::Integer,
        DataType::Numeric(_)
        | DataType::Decimal(_)
        | DataType::Float(_)
        | DataType::Float4
        | DataType::Float8
        | DataType::Float32
        | DataType::Float64
        | DataType::Real
        | DataType::Double(_)
        | DataType::DoublePrecision => Target::Number,
        DataType::Text
        | DataType::String(_)
        | DataType::Char(_)
        | DataType::Varchar(_)
        | DataType::CharacterVarying(_) => Target::Text,
        DataType::Date => Target::Day,
        DataType::Datetime(_) | DataType::Timestamp(..) => Target::Instant,
        _ => return None,
    })
}

/// A value in another type; a text that does not hold one is null.
pub(super) fn cast(
    values: Values<'_>,
    target: Target,
    position: usize,
) -> Result<Values<'_>, Mistake> {
    Ok(match (target, values) {
        (Target::Text, values) => Values::Text(values.into_texts()),
        (Target::Number, Values::Text(texts)) => Values::Number(parsed(&texts)),
        (Target::Number, values) => Values::Number(values.into_numbers(position)?),
        (Target::Integer, Values::Integer(values)) => Values::Integer(values),
        (Target::Integer, Values::Text(texts)) => Values::Integer(whole(&parsed(&texts))),
        (Target::Integer, values) => Values::Integer(whole(&values.into_numbers(position)?)),
        (Target::Boolean, Values::Boolean(values)) => Values::Boolean(values),
        (Target::Boolean, Values::Text(texts)) => Values::Boolean(
            texts
                .iter()
                .map(|text| text.as_ref()?.trim().to_lowercase().parse().ok())
                .collect(),
        ),
        (Target::Boolean, values) => {
            let numbers = values.into_numbers(position)?;
            let truth = |v: f64| (!v.is_nan()).then_some(v != 0.0);
            Values::Boolean(numbers.into_iter().map(truth).collect())
        }
        (Target::Day | Target::Instant, values) => {
            let instants = match values {
                Values::Date(instants) => instants,
                Values::Null => vec![None],
                Values::Text(texts) => texts
                    .iter()
                    .map(|text| iso(text.as_ref()?.trim()))
                    .collect(),
                other => {
                    return Err(Mistake::new(
                        position,
                        format!("{} cannot become a date", other.storage().noun()),
                    ));
                }
            };
            let cut = |v: i64| match target {
                Target::Day => v - v.rem_euclid(DAY),
                _ => v,
            };
            Values::Date(instants.into_iter().map(|v| v.map(cut)).collect())
        }
    })
}

fn parsed(texts: &[Option<Cow<'_, str>>]) -> Vec<f64> {
    texts
        .iter()
        .map(|text| text.as_ref().and_then(|t| number(t.trim(), Decimal::Point)))
        .map(|value| value.unwrap_or(f64::NAN))
        .collect()
}

/// Cut towards zero.
fn whole(numbers: &[f64]) -> Vec<Option<i64>> {
    numbers
        .iter()
        .map(|v| (v.abs() < 9.2e18).then_some(*v as i64))
        .collect()
}
