//! One written value against the type of its field.

use std::ops::Range;

use toml::Spanned;
use toml::Value;
use toml::de::{DeInteger, DeValue};

use super::place::{Places, shown};
use crate::decisions::{FieldType, Span};

/// Why a value is not valid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wrong {
    /// Where it stands in the text.
    pub span: Range<usize>,
    /// What is wrong, the value in single quotes.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

type Checked = Result<Value, Wrong>;

/// The value in the form decisions are read from: labels and lengths as texts, numbers as floats; or all that is wrong with it.
pub(crate) fn typed(
    kind: &FieldType,
    value: &Spanned<DeValue<'_>>,
    places: &Places<'_>,
) -> Result<Value, Vec<Wrong>> {
    let element = match kind {
        FieldType::Texts | FieldType::Columns => FieldType::Text,
        FieldType::Labels => FieldType::Label,
        FieldType::Choices(words) => FieldType::Choice(words),
        _ => return one(kind, value, places).map_err(|wrong| vec![wrong]),
    };
    list(kind, &element, value, places)
}

/// A value that is no list of values of their own.
fn one(kind: &FieldType, value: &Spanned<DeValue<'_>>, places: &Places<'_>) -> Checked {
    let span = value.span();
    let wrong = |what: &str| Wrong {
        span: span.clone(),
        message: format!("'{}' {what}", written(value, places)),
        fix: format!("write {}", kind.describe()),
    };
    let text = || value.get_ref().as_str().map(str::to_owned);

    match kind {
        FieldType::Text
        | FieldType::LongText
        | FieldType::Word(_)
        | FieldType::Column
        | FieldType::Path => text()
            .map(Value::String)
            .ok_or_else(|| wrong("is not text")),
        FieldType::Expression => match text() {
            Some(t) if t.trim().is_empty() => Err(wrong("is an empty expression")),
            Some(t) => Ok(Value::String(t)),
            // A lone number is a valid expression: rule = 3 means the constant 3.
            None => number(value.get_ref())
                .map(|_| Value::String(written(value, places)))
                .ok_or_else(|| wrong("is not an expression")),
        },
        FieldType::Character => text()
            .filter(|t| t.chars().count() == 1)
            .map(Value::String)
            .ok_or_else(|| wrong("is not one character")),
        FieldType::Number { min, max } => match number(value.get_ref()) {
            None => Err(wrong("is not a number")),
            Some(n) if !n.is_finite() => Err(wrong("is not a finite number")),
            Some(n) if n < *min || n > *max => Err(wrong("is out of range")),
            Some(n) => Ok(Value::Float(n)),
        },
        FieldType::Integer { min, max } => match value.get_ref().as_integer().map(integer) {
            None => Err(wrong("is not a whole number")),
            Some(Some(i)) if (*min..=*max).contains(&i) => Ok(Value::Integer(i)),
            Some(_) => Err(wrong("is out of range")),
        },
        FieldType::Flag => value
            .get_ref()
            .as_bool()
            .map(Value::Boolean)
            .ok_or_else(|| wrong("is neither true nor false")),
        FieldType::Choice(words) => match text() {
            Some(t) => choice(&t, words).map(Value::String).map_err(|fix| Wrong {
                fix,
                ..wrong("is not one of its values")
            }),
            None => Err(wrong("is not text")),
        },
        FieldType::Label => label(value.get_ref())
            .map(Value::String)
            .ok_or_else(|| wrong("is not a value of a column")),
        FieldType::Texts | FieldType::Columns | FieldType::Labels | FieldType::Choices(_) => {
            Err(wrong("is a list of lists"))
        }
        FieldType::Range => range(value, places, &wrong),
        FieldType::Duration => match (value.get_ref().as_integer().and_then(integer), text()) {
            (Some(0), _) => Ok(Value::String("0".into())),
            (Some(_), _) => Err(wrong("has no unit")),
            (_, Some(t)) => Span::parse(&t)
                .map(|_| Value::String(t))
                .map_err(|message| Wrong {
                    message,
                    ..wrong("")
                }),
            _ => Err(wrong("is not a length of time")),
        },
        FieldType::Steps => match (value.get_ref().as_integer().and_then(integer), text()) {
            (Some(steps), _) if steps >= 0 => Ok(Value::String(steps.to_string())),
            (_, Some(t)) if t.trim().parse::<u32>().is_ok() => Ok(Value::String(t)),
            (_, Some(t)) => Span::parse(&t)
                .map(|_| Value::String(t))
                .map_err(|message| Wrong {
                    message,
                    ..wrong("")
                }),
            _ => Err(wrong("is not a length of time")),
        },
        FieldType::Length => match (value.get_ref().as_integer().and_then(integer), text()) {
            (Some(rows), _) if rows > 0 => Ok(Value::String(rows.to_string())),
            (_, Some(t)) if t.parse::<u64>().is_ok_and(|rows| rows > 0) => Ok(Value::String(t)),
            (_, Some(t)) if Span::parse(&t).is_ok_and(|s| s.micros() > 0) => Ok(Value::String(t)),
            _ => Err(wrong("is neither a length of time nor a number of rows")),
        },
        FieldType::Instant => match value.get_ref() {
            DeValue::Datetime(instant) => Ok(Value::String(instant.to_string())),
            other => label(other)
                .filter(|t| !t.trim().is_empty() && other.as_bool().is_none())
                .map(Value::String)
                .ok_or_else(|| wrong("is not an instant")),
        },
    }
}

/// The value as the person wrote it, without the quotes of a text.
fn written(value: &Spanned<DeValue<'_>>, places: &Places<'_>) -> String {
    match value.get_ref().as_str() {
        Some(text) => shown(text),
        None => places.snippet(value.span()),
    }
}

fn integer(value: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(value.as_str(), value.radix()).ok()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(i) => integer(i).map(|i| i as f64),
        DeValue::Float(f) => f.as_str().parse().ok(),
        _ => None,
    }
}

/// A value of a column as text; whole numbers without decimals, as tables print them.
fn label(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Integer(i) => integer(i).map(|i| i.to_string()),
        DeValue::Float(_) => number(value)
            .filter(|n| n.is_finite())
            .map(|n| n.to_string()),
        _ => None,
    }
}

fn choice(text: &str, words: &[&str]) -> Result<String, String> {
    if words.contains(&text) {
        return Ok(text.to_owned());
    }
    let valid = words.join(", ");
    Err(match crate::text::nearest(text, words.iter().copied()) {
        Some(near) => format!("did you mean '{near}'? valid: {valid}"),
        None => format!("valid: {valid}"),
    })
}

fn list(
    kind: &FieldType,
    element: &FieldType,
    value: &Spanned<DeValue<'_>>,
    places: &Places<'_>,
) -> Result<Value, Vec<Wrong>> {
    let wrong = |what: &str, fix: String| Wrong {
        span: value.span(),
        message: format!("'{}' {what}", written(value, places)),
        fix: format!("write {}{fix}", kind.describe()),
    };
    let Some(array) = value.get_ref().as_array() else {
        let fix = match value.get_ref().as_str() {
            Some(_) => format!(": [{}]", places.snippet(value.span())),
            None => String::new(),
        };
        return Err(vec![wrong("is not a list", fix)]);
    };
    if array.is_empty() && matches!(kind, FieldType::Columns) {
        return Err(vec![wrong("is empty", String::new())]);
    }
    let (mut valid, mut mistakes) = (Vec::new(), Vec::new());
    for written in array {
        match one(element, written, places) {
            Ok(value) => valid.push(value),
            Err(wrong) => mistakes.push(wrong),
        }
    }
    match mistakes.is_empty() {
        true => Ok(Value::Array(valid)),
        false => Err(mistakes),
    }
}

fn range(
    value: &Spanned<DeValue<'_>>,
    places: &Places<'_>,
    wrong: &dyn Fn(&str) -> Wrong,
) -> Checked {
    let ends: Option<Vec<f64>> = value
        .get_ref()
        .as_array()
        .and_then(|array| array.iter().map(|e| number(e.get_ref())).collect());
    match ends.as_deref() {
        Some([low, high]) if low <= high => {
            Ok(Value::Array(vec![Value::Float(*low), Value::Float(*high)]))
        }
        Some([low, high]) if low > high => Err(Wrong {
            span: value.span(),
            message: format!(
                "'{}' has its ends the wrong way round",
                written(value, places)
            ),
            fix: format!("write [{high}, {low}]"),
        }),
        _ => Err(wrong("is not a range")),
    }
}
