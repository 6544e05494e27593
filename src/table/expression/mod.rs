//! The expression language: SQL expressions, parsed with positions, checked against an allow-list, computed column by
//! column. Nothing in it can read a file, and of other rows it sees only the past of its group: `LAG` and windows.
//!
//! | file | what lives there |
//! |--|--|
//! | `tree` | the checked expression |
//! | `about` | what can be told of it without computing |
//! | `parse` | from text to what the parser makes of it; places of mistakes |
//! | `cases` | mistakes in a CASE, which the parser does not place |
//! | `check` | the allow-list: from there to the tree |
//! | `decisions` | a CASE as a list of decisions, and back |
//! | `window` | the allow-list of LAG and windows over the past |
//! | `summary` | aggregates over many rows, and arithmetic between them |
//! | `functions` | the functions there are, by name |
//! | `values` | columns of values while computing |
//! | `evaluate` | operators: arithmetic, comparison, logic, CASE |
//! | `cast` | types and CAST |
//! | `call` | what the functions compute |
//! | `over` | what LAG and windows compute |
//!
//! What holds for all of it: null in, null out, but for `IS NULL`, `AND`, `OR`, `coalesce`, `concat`, `greatest`, `least` and
//! `CASE`; an undefined result (a division by zero, the logarithm of 0, the root of -1) is null; `/` divides whole numbers
//! truly; the difference of two dates is in days; a text compared with a date is read as ISO 8601; names of columns
//! are case-sensitive, names of functions and keywords are not.
//!
//! Of the past a row knows the rows of its group that are earlier and older by the project's horizon ([`Past`]), whatever
//! the column. `LAG(x, n)` is the value on the n-th latest of them, null where there are fewer; `n PRECEDING` in a
//! frame counts in the same way, and `CURRENT ROW` adds the row itself. Time and group are the project's: `OVER` may leave
//! them out and may name no others. As in SQL, `avg`, `sum`, `min`, `max` and `stddev` (n - 1) pass over nulls and are null
//! without a value, `count` is then 0.

mod about;
mod call;
mod cases;
mod cast;
mod check;
mod dates;
mod decisions;
mod evaluate;
mod functions;
mod over;
mod parse;
mod summary;
mod tree;
mod values;
mod window;

use std::collections::BTreeSet;
use std::fmt;

use polars::prelude::{NamedFrom, Series};

use super::store::{dates, numbers};
use super::{Past, Table};
use crate::error::{Error, Result};
use crate::text::{escape, nearest};

pub use about::Gives;
pub use decisions::{decisions, from_decisions};
use evaluate::Evaluation;
pub use summary::{Aggregate, Summary};
use tree::{Kind, Node};
use values::Values;

/// A mistake in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Character position from 1.
    pub position: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: Option<String>,
}

impl Mistake {
    fn new(position: usize, message: impl Into<String>) -> Self {
        Self {
            position,
            message: message.into(),
            fix: None,
        }
    }

    fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}", self.position, self.message)?;
        match &self.fix {
            Some(fix) => write!(f, "\n  {fix}"),
            None => Ok(()),
        }
    }
}

impl From<Mistake> for Error {
    fn from(mistake: Mistake) -> Self {
        let message = format!(
            "in the expression, character {}: {}",
            mistake.position, mistake.message
        );
        let error = Error::new(message).at_position(mistake.position);
        match mistake.fix {
            Some(fix) => error.with_fix(fix),
            None => error,
        }
    }
}

/// How far an expression looks back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// So many known rows of the group, and from each of those as many again, as often as lags stand in lags.
    Rows {
        /// Lags in lags; 0 where it does not look back.
        levels: usize,
        /// The most rows that one of them looks back.
        rows: usize,
    },
    /// Every known row.
    All,
}

impl Reach {
    /// The row itself only.
    pub const NONE: Reach = Reach::Rows { levels: 0, rows: 0 };

    /// As far as the farther of both.
    #[must_use]
    pub fn or(self, other: Reach) -> Reach {
        match (self, other) {
            (
                Reach::Rows { levels, rows },
                Reach::Rows {
                    levels: more,
                    rows: further,
                },
            ) => Reach::Rows {
                levels: levels.max(more),
                rows: rows.max(further),
            },
            _ => Reach::All,
        }
    }
}

/// A checked expression. `?` stands for a coefficient to be fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    text: String,
    columns: BTreeSet<String>,
    columns_now: BTreeSet<String>,
    placeholders: usize,
    tree: Node,
}

impl Expression {
    /// Parses and checks against the allow-list.
    pub fn parse(text: &str) -> std::result::Result<Expression, Mistake> {
        let (tree, placeholders) = parse::parse(text)?;
        let mut columns = BTreeSet::new();
        tree.visit(&mut |node| {
            if let Kind::Column(name) = &node.kind {
                columns.insert(name.clone());
            }
        });
        let mut columns_now = BTreeSet::new();
        over::columns_now(&tree, &mut columns_now);
        Ok(Self {
            text: text.to_owned(),
            columns,
            columns_now,
            placeholders,
            tree,
        })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Columns it reads.
    pub fn columns(&self) -> &BTreeSet<String> {
        &self.columns
    }

    /// Columns it reads on the row itself, not on earlier rows only: what must be known when the row is predicted.
    pub fn columns_now(&self) -> &BTreeSet<String> {
        &self.columns_now
    }

    /// How far it looks back, where its columns look back so far themselves.
    pub fn reach(&self, column: &dyn Fn(&str) -> Reach) -> Reach {
        over::reach(&self.tree, column)
    }

    /// Whether it looks at earlier rows.
    pub fn looks_back(&self) -> bool {
        self.reach(&|_| Reach::NONE) != Reach::NONE
    }

    /// Checks that rows can be ordered, and that what OVER names is what orders and parts the rows of the project.
    pub fn check_past(
        &self,
        time: Option<&str>,
        group: Option<&str>,
    ) -> std::result::Result<(), Mistake> {
        over::check(&self.tree, time, group)
    }

    /// The mistake of looking at earlier rows where only the row itself is seen.
    pub fn check_one_row(&self) -> std::result::Result<(), Mistake> {
        over::check_one_row(&self.tree)
    }

    /// The table with what the expression needs of earlier rows beside its columns: rows can then be taken from it and
    /// the expression be computed on them. The table itself where the expression does not look back.
    pub fn with_past(&self, table: &Table, past: &Past) -> Result<Table> {
        over::with_past(&self.tree, table, past)
    }

    /// Number of `?`.
    pub fn placeholders(&self) -> usize {
        self.placeholders
    }

    /// Values as numbers, null and not-a-number = NaN, booleans 0 and 1, with `?` replaced in order. A text result is an error.
    pub fn numbers(&self, table: &Table, coefficients: &[f64]) -> Result<Vec<f64>> {
        let values = self.values(table, coefficients)?;
        let mut numbers = values.into_numbers(self.tree.position)?;
        for value in &mut numbers {
            if !value.is_finite() {
                *value = f64::NAN;
            }
        }
        Ok(repeated(numbers, table.rows()))
    }

    /// Values as texts, None where null. Whole numbers print without decimals, dates as ISO 8601.
    pub fn texts(&self, table: &Table, coefficients: &[f64]) -> Result<Vec<Option<String>>> {
        let texts = self.values(table, coefficients)?.into_texts();
        let owned = texts
            .into_iter()
            .map(|text| text.map(std::borrow::Cow::into_owned))
            .collect();
        Ok(repeated(owned, table.rows()))
    }

    /// For each row whether the expression is true; null is not.
    pub(super) fn truth(&self, table: &Table) -> Result<Vec<bool>> {
        let values = self.values(table, &[])?;
        let truth = values.into_booleans(self.tree.position)?;
        let truth = truth.into_iter().map(|v| v == Some(true)).collect();
        Ok(repeated(truth, table.rows()))
    }

    /// The result as a column, in the storage the expression has.
    pub(super) fn series(&self, name: &str, table: &Table, coefficients: &[f64]) -> Result<Series> {
        let values = self.values(table, coefficients)?;
        Ok(series(name, values, table.rows()))
    }

    fn values<'a>(&'a self, table: &'a Table, coefficients: &'a [f64]) -> Result<Values<'a>> {
        if coefficients.len() != self.placeholders {
            return Err(Error::new(format!(
                "the expression has {}, {} given",
                crate::text::counted(self.placeholders, "coefficient"),
                coefficients.len()
            ))
            .with_fix("write numbers in the place of ?, or use it where coefficients are fitted"));
        }
        Ok(Evaluation::of_table(table, coefficients).values(&self.tree)?)
    }
}

/// Values as a column of so many rows.
fn series(name: &str, values: Values<'_>, rows: usize) -> Series {
    match values {
        Values::Null => Series::new(name.into(), vec![None::<&str>; rows]),
        Values::Boolean(values) => Series::new(name.into(), repeated(values, rows)),
        Values::Integer(values) => Series::new(name.into(), repeated(values, rows)),
        Values::Number(values) => numbers(name.into(), &repeated(values, rows)),
        Values::Date(values) => dates(name.into(), repeated(values, rows)),
        Values::Text(values) => Series::new(name.into(), repeated(values, rows)),
    }
}

/// A constant result on every row.
fn repeated<T: Clone>(values: Vec<T>, rows: usize) -> Vec<T> {
    match values.as_slice() {
        [constant] if rows != 1 => vec![constant.clone(); rows],
        _ => values,
    }
}

/// The mistake of naming a column that is not there.
fn absent(position: usize, name: &str, names: &[&str]) -> Mistake {
    let mistake = Mistake::new(position, format!("no column '{}'", escape(name)));
    match nearest(name, names.iter().copied()) {
        Some(near) => mistake.with_fix(format!("did you mean {}?", parse::written(near))),
        None => mistake
            .with_fix("name a column of the data; a text is written in single quotes: 'text'"),
    }
}

/// A column's name as an expression names it: quoted where it would be read as something else.
pub fn quoted_name(name: &str) -> String {
    let reads_it = |text: &str| {
        Expression::parse(text).is_ok_and(|e| e.columns().iter().map(String::as_str).eq([name]))
    };
    match reads_it(name) {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod past_tests;
#[cfg(test)]
mod tests;
