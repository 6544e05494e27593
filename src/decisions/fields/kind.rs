//! What may be written behind a key.

use crate::decisions::Span;

/// The type of a field: decides how it is parsed, asked for and explained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldType {
    /// A line of text.
    Text,
    /// Text of several sentences.
    LongText,
    /// An SQL expression.
    Expression,
    /// A file, glob or folder, relative to `jalon.toml`.
    Path,
    /// One character.
    Character,
    /// A finite number, limits included.
    Number {
        /// Smallest valid value.
        min: f64,
        /// Largest valid value.
        max: f64,
    },
    /// A whole number, limits included.
    Integer {
        /// Smallest valid value.
        min: i64,
        /// Largest valid value.
        max: i64,
    },
    /// `true` or `false`.
    Flag,
    /// One of these words and no other.
    Choice(&'static [&'static str]),
    /// Any word; these are the usual ones (a higher floor or the person knows more).
    Word(&'static [&'static str]),
    /// A value of the target: text, number or boolean, kept as text.
    Label,
    /// Name of a column.
    Column,
    /// A list of texts.
    Texts,
    /// A list of values of a column, kept as texts.
    Labels,
    /// A list of column names.
    Columns,
    /// A list of words from these.
    Choices(&'static [&'static str]),
    /// Lowest and highest value.
    Range,
    /// A length of time ([`Span`]).
    Duration,
    /// A length of time, or a number of steps where the column of time counts.
    Steps,
    /// A length of time or a number of rows.
    Length,
    /// A date, an instant or a number on the axis of time.
    Instant,
}

impl FieldType {
    /// Any finite number.
    pub(super) const NUMBER: FieldType = FieldType::Number {
        min: f64::NEG_INFINITY,
        max: f64::INFINITY,
    };
    /// A number not below zero.
    pub(super) const POSITIVE: FieldType = FieldType::Number {
        min: 0.0,
        max: f64::INFINITY,
    };
    /// A share of a whole.
    pub(super) const SHARE: FieldType = FieldType::Number { min: 0.0, max: 1.0 };

    /// What may be written, as it ends a sentence: `a whole number from 2 to 100`.
    pub fn describe(&self) -> String {
        match self {
            FieldType::Text | FieldType::LongText => "text".into(),
            FieldType::Expression => "an expression in quotes".into(),
            FieldType::Path => "a path in quotes".into(),
            FieldType::Character => "one character in quotes".into(),
            FieldType::Number { min, max } => format!("a number{}", limits(*min, *max)),
            FieldType::Integer { min, max } if min == max => format!("the number {min}"),
            FieldType::Integer { min, max } => {
                let max = if *max == i64::MAX {
                    f64::INFINITY
                } else {
                    *max as f64
                };
                format!("a whole number{}", limits(*min as f64, max))
            }
            FieldType::Flag => "true or false".into(),
            FieldType::Choice(words) => format!("one of {}", words.join(", ")),
            FieldType::Word([]) => "a word".into(),
            FieldType::Word(words) => format!("a word such as {}", words.join(", ")),
            FieldType::Label => "a value of the column".into(),
            FieldType::Column => "the name of a column".into(),
            FieldType::Texts => "a list of texts".into(),
            FieldType::Labels => "a list of values".into(),
            FieldType::Columns => "a list of column names".into(),
            FieldType::Choices(words) => format!("a list of {}", words.join(", ")),
            FieldType::Range => "a list of two numbers, lowest first".into(),
            FieldType::Duration => Span::FORM.into(),
            FieldType::Steps => format!(
                "{}; a number of its steps where the column of time counts",
                Span::FORM
            ),
            FieldType::Length => format!("a number of rows or {}", Span::FORM),
            FieldType::Instant => "a date, an instant or a number".into(),
        }
    }

    /// The words to choose from; empty where there is no list.
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            FieldType::Choice(words) | FieldType::Word(words) | FieldType::Choices(words) => words,
            FieldType::Flag => &["true", "false"],
            _ => &[],
        }
    }
}

fn limits(min: f64, max: f64) -> String {
    match (min.is_finite(), max.is_finite()) {
        (true, true) => format!(" from {min} to {max}"),
        (true, false) => format!(" of at least {min}"),
        (false, true) => format!(" of at most {max}"),
        (false, false) => String::new(),
    }
}
