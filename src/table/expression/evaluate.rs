//! Operators: arithmetic, comparison, logic, CASE and CAST.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::cast::{DAY, cast, not_a_date};
use super::tree::{Arithmetic, Comparison, Kind, Node};
use super::values::{Values, at, common, zip};
use super::{Mistake, absent, call, over};
use crate::table::cell::iso;
use crate::table::values::Cells;
use crate::table::{Storage, Table};

/// Where the columns come from.
enum Source<'a> {
    Table(&'a Table),
    /// Names and types only: what is computed has no rows.
    Schema(&'a [(String, Storage)]),
}

/// One computation of an expression.
pub(super) struct Evaluation<'a> {
    source: Source<'a>,
    coefficients: &'a [f64],
}

impl<'a> Evaluation<'a> {
    pub(super) fn of_table(table: &'a Table, coefficients: &'a [f64]) -> Self {
        Self {
            source: Source::Table(table),
            coefficients,
        }
    }

    pub(super) fn of_schema(schema: &'a [(String, Storage)], coefficients: &'a [f64]) -> Self {
        Self {
            source: Source::Schema(schema),
            coefficients,
        }
    }

    /// The values of a part.
    pub(super) fn values(&self, node: &'a Node) -> Result<Values<'a>, Mistake> {
        match &node.kind {
            Kind::Column(name) => self.column(name, node.position),
            Kind::Null => Ok(Values::Null),
            Kind::Boolean(value) => Ok(Values::Boolean(vec![Some(*value)])),
            Kind::Integer(value) => Ok(Values::Integer(vec![Some(*value)])),
            Kind::Number(value) => Ok(Values::Number(vec![*value])),
            Kind::Text(text) => Ok(Values::Text(vec![Some(Cow::Borrowed(text.as_str()))])),
            Kind::Date(instant) => Ok(Values::Date(vec![Some(*instant)])),
            Kind::Coefficient(place) => {
                let value = self.coefficients.get(*place).copied().unwrap_or(f64::NAN);
                Ok(Values::Number(vec![value]))
            }
            Kind::Negative(inner) => {
                let values = self.values(inner)?;
                negative(values, inner.position)
            }
            Kind::Arithmetic(how, left, right) => self.arithmetic(*how, left, right),
            Kind::Cast(inner, target) => {
                let values = self.values(inner)?;
                cast(values, *target, inner.position)
            }
            Kind::Case {
                branches,
                otherwise,
            } => self.case(branches, otherwise.as_deref()),
            Kind::Window(window) => match self.source {
                Source::Schema(_) => over::typed(self.values(&window.argument)?, window),
                Source::Table(table) if table.has(&over::beside(window)) => {
                    self.column(&over::beside(window), node.position)
                }
                Source::Table(_) => Err(over::no_past(window, node.position)),
            },
            Kind::Call(function, arguments) => {
                let mut given = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    given.push((self.values(argument)?, argument.position));
                }
                call::call(*function, given)
            }
            _ => self.logic(node),
        }
    }

    fn logic(&self, node: &'a Node) -> Result<Values<'a>, Mistake> {
        Ok(Values::Boolean(match &node.kind {
            Kind::Not(inner) => {
                let values = self.booleans(inner)?;
                values.into_iter().map(|v| v.map(|v| !v)).collect()
            }
            Kind::And(left, right) => {
                zip(
                    &self.booleans(left)?,
                    &self.booleans(right)?,
                    |a, b| match (a, b) {
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        (Some(true), Some(true)) => Some(true),
                        _ => None,
                    },
                )
            }
            Kind::Or(left, right) => zip(&self.booleans(left)?, &self.booleans(right)?, |a, b| {
                either(*a, *b)
            }),
            Kind::Compare(how, left, right) => {
                let a = (self.values(left)?, left.as_ref());
                let b = (self.values(right)?, right.as_ref());
                compare(*how, &a, &b)?
            }
            Kind::IsNull(inner) => {
                let nulls = self.values(inner)?.nulls();
                nulls.into_iter().map(Some).collect()
            }
            Kind::Is(inner, wanted) => {
                let values = self.booleans(inner)?;
                values.iter().map(|v| Some(*v == Some(*wanted))).collect()
            }
            Kind::In(inner, list) => {
                let value = (self.values(inner)?, inner.as_ref());
                let mut found = vec![Some(false)];
                for item in list {
                    let equal = match &item.kind {
                        Kind::Null => vec![None],
                        _ => compare(Comparison::Equal, &value, &(self.values(item)?, item))?,
                    };
                    found = zip(&found, &equal, |a, b| either(*a, *b));
                }
                found
            }
            Kind::Like {
                text,
                pattern,
                any_case,
            } => match self.values(text)? {
                Values::Null => vec![None],
                Values::Text(texts) => {
                    let like = |text: &Cow<'_, str>| call::like(text, pattern, *any_case);
                    texts.iter().map(|text| text.as_ref().map(like)).collect()
                }
                other => {
                    return Err(Mistake::new(
                        text.position,
                        format!("LIKE needs a text, this is {}", other.storage().noun()),
                    ));
                }
            },
            Kind::Join(left, right) => {
                let (left, right) = (self.values(left)?, self.values(right)?);
                let joined = zip(&left.into_texts(), &right.into_texts(), |a, b| {
                    Some(Cow::Owned(format!("{}{}", a.as_ref()?, b.as_ref()?)))
                });
                return Ok(Values::Text(joined));
            }
            _ => return Err(Mistake::new(node.position, "this cannot be computed")),
        }))
    }

    fn booleans(&self, node: &'a Node) -> Result<Vec<Option<bool>>, Mistake> {
        self.values(node)?.into_booleans(node.position)
    }

    fn column(&self, name: &str, position: usize) -> Result<Values<'a>, Mistake> {
        match self.source {
            Source::Schema(schema) => match schema.iter().find(|(known, _)| known == name) {
                Some((_, Storage::Boolean)) => Ok(Values::Boolean(Vec::new())),
                Some((_, Storage::Integer)) => Ok(Values::Integer(Vec::new())),
                Some((_, Storage::Number)) => Ok(Values::Number(Vec::new())),
                Some((_, Storage::Date)) => Ok(Values::Date(Vec::new())),
                Some((_, Storage::Text)) => Ok(Values::Text(Vec::new())),
                None => {
                    let names: Vec<&str> = schema.iter().map(|(n, _)| n.as_str()).collect();
                    Err(absent(position, name, &names))
                }
            },
            Source::Table(table) => {
                let cells = table.cells(name).map_err(|_| {
                    let names: Vec<&str> =
                        table.columns().iter().map(|c| c.name.as_str()).collect();
                    absent(position, name, &names)
                })?;
                Ok(match cells {
                    Cells::Boolean(values) => Values::Boolean(values.iter().collect()),
                    Cells::Integer(values) => Values::Integer(values.iter().collect()),
                    Cells::Date(values) => Values::Date(values.iter().collect()),
                    Cells::Number(values) => {
                        Values::Number(values.iter().map(|v| v.unwrap_or(f64::NAN)).collect())
                    }
                    Cells::Text(values) => {
                        Values::Text(values.iter().map(|v| v.map(Cow::Borrowed)).collect())
                    }
                })
            }
        }
    }

    fn arithmetic(
        &self,
        how: Arithmetic,
        left: &'a Node,
        right: &'a Node,
    ) -> Result<Values<'a>, Mistake> {
        let (a, b) = (self.values(left)?, self.values(right)?);
        if let (Values::Date(a), Values::Date(b), Arithmetic::Subtract) = (&a, &b, how) {
            return Ok(Values::Number(zip(a, b, |a, b| match (a, b) {
                (Some(a), Some(b)) => (*a as f64 - *b as f64) / DAY as f64,
                _ => f64::NAN,
            })));
        }
        let a = a.into_numbers(left.answer().position)?;
        let b = b.into_numbers(right.answer().position)?;
        Ok(Values::Number(match how {
            Arithmetic::Add => zip(&a, &b, |a, b| a + b),
            Arithmetic::Subtract => zip(&a, &b, |a, b| a - b),
            Arithmetic::Multiply => zip(&a, &b, |a, b| a * b),
            Arithmetic::Divide => zip(&a, &b, |a, b| call::finite(a / b)),
            Arithmetic::Modulo => zip(&a, &b, |a, b| call::remainder(*a, *b)),
        }))
    }

    fn case(
        &self,
        branches: &'a [(Node, Node)],
        otherwise: Option<&'a Node>,
    ) -> Result<Values<'a>, Mistake> {
        let mut conditions = Vec::with_capacity(branches.len());
        let mut results = Vec::with_capacity(branches.len() + 1);
        for (condition, result) in branches {
            conditions.push(self.booleans(condition)?);
            results.push((self.values(result)?, result.position));
        }
        if let Some(result) = otherwise {
            results.push((self.values(result)?, result.position));
        }
        let lengths = conditions.iter().map(Vec::len);
        let rows = common(lengths.chain(results.iter().map(|(values, _)| values.len())));
        let last = otherwise.map(|_| branches.len());
        let first_true = |row| {
            let met = conditions.iter().position(|c| *at(c, row) == Some(true));
            met.or(last)
        };
        let chosen: Vec<Option<usize>> = (0..rows).map(first_true).collect();
        Ok(Values::pick(&Values::alike(results)?, &chosen))
    }
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn negative(values: Values<'_>, position: usize) -> Result<Values<'_>, Mistake> {
    match values {
        Values::Integer(values) if values.iter().flatten().all(|v| *v != i64::MIN) => Ok(
            Values::Integer(values.into_iter().map(|v| v.map(|v| -v)).collect()),
        ),
        other => {
            let numbers = other.into_numbers(position)?;
            Ok(Values::Number(numbers.into_iter().map(|v| -v).collect()))
        }
    }
}

/// A part's values and the part.
type Side<'a, 'b> = (Values<'a>, &'b Node);

/// Compares row by row. A text written in the expression is read as a date or a boolean where the other side is one.
pub(super) fn compare(
    how: Comparison,
    left: &Side<'_, '_>,
    right: &Side<'_, '_>,
) -> Result<Vec<Option<bool>>, Mistake> {
    for (side, other) in [(left, right), (right, left)] {
        if side.1.kind == Kind::Null && other.1.kind != Kind::Null {
            return Err(
                Mistake::new(side.1.position, "a comparison with null is never true")
                    .with_fix("write x IS NULL or x IS NOT NULL"),
            );
        }
    }
    fn ordered<T: Ord>(how: Comparison, a: &[Option<T>], b: &[Option<T>]) -> Vec<Option<bool>> {
        zip(a, b, |a, b| Some(holds(how, a.as_ref()?.cmp(b.as_ref()?))))
    }
    match (&left.0, &right.0) {
        (Values::Null, _) | (_, Values::Null) => Ok(vec![None]),
        (Values::Text(a), Values::Text(b)) => Ok(ordered(how, a, b)),
        (Values::Date(a), Values::Date(b)) => Ok(ordered(how, a, b)),
        (Values::Integer(a), Values::Integer(b)) => Ok(ordered(how, a, b)),
        (Values::Boolean(a), Values::Boolean(b)) => Ok(ordered(how, a, b)),
        (Values::Date(a), Values::Text(_)) => Ok(ordered(how, a, &[Some(date(right)?)])),
        (Values::Text(_), Values::Date(b)) => Ok(ordered(how, &[Some(date(left)?)], b)),
        (Values::Boolean(a), Values::Text(_)) => Ok(ordered(how, a, &[Some(boolean(right)?)])),
        (Values::Text(_), Values::Boolean(b)) => Ok(ordered(how, &[Some(boolean(left)?)], b)),
        (a, b) if numeric(a) && numeric(b) => {
            let a = a.clone().into_numbers(left.1.position)?;
            let b = b.clone().into_numbers(right.1.position)?;
            Ok(zip(&a, &b, |a, b| a.partial_cmp(b).map(|o| holds(how, o))))
        }
        (a, b) => Err(Mistake::new(
            right.1.position,
            format!(
                "{} is compared with {}",
                a.storage().noun(),
                b.storage().noun()
            ),
        )
        .with_fix("compare values of one type: a text is written in single quotes, cast(x as double) makes a number")),
    }
}

fn holds(how: Comparison, order: Ordering) -> bool {
    match how {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

fn numeric(values: &Values<'_>) -> bool {
    matches!(
        values,
        Values::Boolean(_) | Values::Integer(_) | Values::Number(_)
    )
}

fn date(side: &Side<'_, '_>) -> Result<i64, Mistake> {
    match &side.1.kind {
        Kind::Text(text) => iso(text.trim()).ok_or_else(|| not_a_date(side.1.position, text)),
        _ => Err(
            Mistake::new(side.1.position, "a date is compared with a text")
                .with_fix("write cast(x as timestamp) where the text holds dates"),
        ),
    }
}

fn boolean(side: &Side<'_, '_>) -> Result<bool, Mistake> {
    match &side.1.kind {
        Kind::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Kind::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(
            Mistake::new(side.1.position, "a boolean is compared with a text")
                .with_fix("write true or false without quotes"),
        ),
    }
}
