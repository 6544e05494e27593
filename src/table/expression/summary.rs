//! Expressions over many rows at once: aggregates of row values and arithmetic between them, as a score is written.
//!
//! Inside an aggregate stands an expression of one row, outside there are only numbers: `SUM(late * cost) / COUNT(*)`. As in SQL a
//! null is passed over; of no value at all the count is 0 and everything else null. Each row counts as often as its weight says.

use std::cell::RefCell;
use std::collections::BTreeSet;

use sqlparser::ast::{Function as Call, FunctionArg, FunctionArgExpr, FunctionArguments};

use super::check::{Checked, Checker, is_plain};
use super::evaluate::Evaluation;
use super::tree::{Arithmetic, Kind, Node};
use super::{Mistake, absent, over, parse, repeated};
use crate::error::Result;
use crate::table::{Storage, Table};
use crate::text::escape;

/// What an aggregate makes of the values of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// Of the values times their weights.
    Sum,
    /// The mean.
    Average,
    /// Of the values that are there.
    Count,
    /// The smallest.
    Minimum,
    /// The largest.
    Maximum,
    /// Half of the weight lies below.
    Median,
    /// Standard deviation, n - 1, where n is the sum of the weights.
    Deviation,
}

const AGGREGATES: &[(&str, Aggregate)] = &[
    ("sum", Aggregate::Sum),
    ("avg", Aggregate::Average),
    ("count", Aggregate::Count),
    ("min", Aggregate::Minimum),
    ("max", Aggregate::Maximum),
    ("median", Aggregate::Median),
    ("stddev", Aggregate::Deviation),
    ("stddev_samp", Aggregate::Deviation),
];
/// What to write where there is none.
const EXAMPLE: &str = "write one number for all rows, such as AVG(abs(prediction - fare))";

fn find(name: &str) -> Option<Aggregate> {
    let mut known = AGGREGATES.iter();
    let found = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, aggregate)| *aggregate)
}

/// One aggregate and the expression of one row inside it.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    aggregate: Aggregate,
    argument: Node,
}

/// Aggregates found while an expression is checked; none are looked for where rows are computed one by one.
#[derive(Default)]
pub(super) struct Found {
    parts: RefCell<Vec<Part>>,
    inside: RefCell<bool>,
}

/// A checked expression over many rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    text: String,
    /// What is computed of the aggregates, each a coefficient in the order of `parts`.
    outer: Node,
    parts: Vec<Part>,
}

impl Checker {
    /// `SUM(x)`, where aggregates are looked for and the call is one.
    pub(super) fn aggregate(
        &self,
        name: &str,
        call: &Call,
        position: usize,
        depth: usize,
    ) -> Option<Checked<Node>> {
        let found = self.aggregates.as_ref()?;
        let aggregate = find(name).filter(|_| call.over.is_none())?;
        Some(self.part(found, (aggregate, name), call, position, depth))
    }

    fn part(
        &self,
        found: &Found,
        (aggregate, name): (Aggregate, &str),
        call: &Call,
        position: usize,
        depth: usize,
    ) -> Checked<Node> {
        if found.inside.replace(true) {
            let message = format!("'{}' stands inside another aggregate", escape(name));
            return Err(Mistake::new(position, message).with_fix(
                "of one row, least(a, b) and greatest(a, b) take the smaller and the larger",
            ));
        }
        let FunctionArguments::List(given) = &call.args else {
            return Err(self.refused(position, "such an argument"));
        };
        if !is_plain(call, given) {
            return Err(self
                .refused(position, "such an argument")
                .with_fix("leave rows out with CASE: SUM(CASE WHEN a > 0 THEN b END)"));
        }
        let argument = match given.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))] => self.node(expr, depth)?,
            // `COUNT(*)` counts rows.
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] if aggregate == Aggregate::Count => {
                Node::new(position, Kind::Integer(1))
            }
            other => {
                let shown = escape(name);
                let message = format!("'{shown}' takes 1 argument, not {}", other.len());
                return Err(Mistake::new(position, message));
            }
        };
        found.inside.replace(false);
        let mut parts = found.parts.borrow_mut();
        parts.push(Part {
            aggregate,
            argument,
        });
        Ok(Node::new(position, Kind::Coefficient(parts.len() - 1)))
    }
}

impl Summary {
    /// Parses and checks against the allow-list.
    pub fn parse(text: &str) -> std::result::Result<Summary, Mistake> {
        let (places, placeholders, parsed) = parse::read(text)?;
        if let Some(position) = placeholders.first() {
            return Err(Mistake::new(*position, "a ? is fitted in rules only")
                .with_fix("write a number in its place"));
        }
        let mut checker = Checker::new(places, placeholders);
        checker.aggregates = Some(Found::default());
        let outer = checker.tree(&parsed)?;
        let parts = checker.aggregates.unwrap_or_default().parts.into_inner();
        if let Some((name, position)) = first_column(&outer) {
            let name = parse::written(name);
            let message = format!("{name} has a value in each row, and the score is one number");
            return Err(Mistake::new(position, message)
                .with_fix(format!("put it into an aggregate: AVG({name})")));
        }
        over::check_one_row(&outer)?;
        for part in &parts {
            over::check_one_row(&part.argument)?;
        }
        if parts.is_empty() {
            let message = "there is no aggregate of the rows in it";
            return Err(Mistake::new(outer.position, message).with_fix(EXAMPLE));
        }
        Ok(Summary {
            text: text.to_owned(),
            outer,
            parts,
        })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Columns it reads.
    pub fn columns(&self) -> BTreeSet<&str> {
        self.reads().into_iter().map(|(name, _)| name).collect()
    }

    /// The columns it reads in the order of the text, each with the character (from 1) where it is named first.
    fn reads(&self) -> Vec<(&str, usize)> {
        let mut found: Vec<(&str, usize)> = Vec::new();
        for part in &self.parts {
            part.argument.visit(&mut |node| {
                if let Kind::Column(name) = &node.kind
                    && !found.iter().any(|(known, _)| known == name)
                {
                    found.push((name, node.position));
                }
            });
        }
        found
    }

    /// Every column that is not among these, a mistake each; else the first mistake of type.
    pub fn check(&self, schema: &[(String, Storage)]) -> std::result::Result<(), Vec<Mistake>> {
        let names: Vec<&str> = schema.iter().map(|(name, _)| name.as_str()).collect();
        let reads = self.reads().into_iter();
        let strange = reads.filter(|(name, _)| !names.contains(name));
        let absent: Vec<Mistake> = strange
            .map(|(name, position)| absent(position, name, &names))
            .collect();
        match absent.is_empty() {
            true => self.check_types(schema).map_err(|mistake| vec![mistake]),
            false => Err(absent),
        }
    }

    fn check_types(&self, schema: &[(String, Storage)]) -> std::result::Result<(), Mistake> {
        for Part {
            aggregate,
            argument,
        } in &self.parts
        {
            let values = Evaluation::of_schema(schema, &[]).values(argument)?;
            if *aggregate != Aggregate::Count {
                values.into_numbers(argument.answer().position)?;
            }
        }
        let numbers = vec![1.0; self.parts.len()];
        let outer = Evaluation::of_schema(&[], &numbers).values(&self.outer)?;
        outer.into_numbers(self.outer.answer().position).map(drop)
    }

    /// The values of each aggregate's rows on a table, in the order of the text, not-a-number where null; those of a count are 1. Errors: a column that is not
    /// there, or of another type.
    pub fn values(&self, table: &Table) -> Result<Vec<(Aggregate, Vec<f64>)>> {
        let values = |part: &Part| {
            let found = Evaluation::of_table(table, &[]).values(&part.argument)?;
            let numbers = match part.aggregate {
                Aggregate::Count => {
                    let nulls = found.nulls().into_iter();
                    nulls
                        .map(|null| if null { f64::NAN } else { 1.0 })
                        .collect()
                }
                _ => found.into_numbers(part.argument.position)?,
            };
            let finite = |v: f64| if v.is_finite() { v } else { f64::NAN };
            let numbers = numbers.into_iter().map(finite).collect();
            Ok((part.aggregate, repeated(numbers, table.rows())))
        };
        self.parts.iter().map(values).collect()
    }

    /// Its value from those of its aggregates, not-a-number for null; `None` for null and what is not finite.
    pub fn value(&self, aggregates: &[f64]) -> Option<f64> {
        let outer = Evaluation::of_schema(&[], aggregates);
        let values = outer.values(&self.outer).ok()?;
        let value = values.into_numbers(self.outer.position).ok()?;
        value.first().copied().filter(|value| value.is_finite())
    }

    /// Whether it is written as the mean of the rows of its first aggregate, as it is where none is null: `AVG(x)`, or `SUM(x) / COUNT(*)`.
    pub fn is_mean(&self) -> bool {
        match (&self.outer.kind, self.parts.as_slice()) {
            (Kind::Coefficient(0), [part]) => part.aggregate == Aggregate::Average,
            (Kind::Arithmetic(Arithmetic::Divide, over, under), [top, bottom])
                if (&over.kind, &under.kind) == (&Kind::Coefficient(0), &Kind::Coefficient(1)) =>
            {
                (top.aggregate, bottom.aggregate) == (Aggregate::Sum, Aggregate::Count)
            }
            _ => false,
        }
    }
}

fn first_column(tree: &Node) -> Option<(&str, usize)> {
    let mut first = None;
    tree.visit(&mut |node| {
        if let Kind::Column(name) = &node.kind {
            first.get_or_insert((name.as_str(), node.position));
        }
    });
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_of_all_rows_is_a_mistake_with_its_place() {
        for (text, position, message) in [
            ("avg(x) + y", 10, "y has a value in each row"),
            ("x", 1, "x has a value in each row"),
            ("1 + 2", 1, "no aggregate"),
            ("avg(sum(x))", 5, "inside another aggregate"),
            ("sum(? * x)", 5, "fitted in rules only"),
            ("avg(LAG(x))", 5, ""),
            ("sum(x, y)", 1, "takes 1 argument, not 2"),
            ("avg(x) + wrong(x)", 10, "wrong"),
            ("sum(x) filter (where x > 1)", 1, "not allowed"),
            ("count(distinct x)", 1, "not allowed"),
            ("sum((select 1))", 6, "subquery"),
        ] {
            let mistake = Summary::parse(text).unwrap_err();
            assert_eq!(mistake.position, position, "{text}: {mistake}");
            assert!(mistake.message.contains(message), "{text}: {mistake}");
        }
        let schema = [
            ("fare".to_owned(), Storage::Number),
            ("name".to_owned(), Storage::Text),
        ];
        let wrong = |text: &str| Summary::parse(text).unwrap().check(&schema).unwrap_err();
        assert_eq!(
            wrong("avg(fair)")[0].fix.as_deref(),
            Some("did you mean fare?")
        );
        assert_eq!(wrong("avg(fair) + sum(b)").len(), 2);
        assert_eq!(wrong("sum(name)")[0].position, 5);
        let fine = Summary::parse("count(name) / sum(fare)").unwrap();
        assert_eq!(fine.check(&schema), Ok(()));
    }

    #[test]
    fn a_mean_is_known_as_one() {
        let is_mean = |text: &str| Summary::parse(text).unwrap().is_mean();
        assert!(is_mean("AVG(2 * x)") && is_mean("(SUM(x) / COUNT(*))"));
        assert!(!is_mean("1 - AVG(x)") && !is_mean("COUNT(*) / SUM(x)") && !is_mean("MAX(x)"));
    }
}
