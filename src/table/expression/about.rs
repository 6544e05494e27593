//! What can be told of an expression before anything is computed: the columns it reads, its type, the texts it may answer.

use super::evaluate::Evaluation;
use super::tree::{Kind, Node};
use super::{Expression, Mistake, absent, functions, parse};
use crate::table::{Storage, Table};

/// What an expression must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Any type.
    Anything,
    /// Numbers; booleans are 0 and 1.
    Numbers,
    /// True or false.
    Truth,
}

impl Expression {
    /// Every function there is with its arguments: `round`, `x[, y]`.
    pub fn functions() -> impl Iterator<Item = (&'static str, String)> {
        functions::signatures()
    }

    /// The name of a column as an expression writes it: in quotes where it needs them.
    pub fn name(column: &str) -> String {
        parse::written(column)
    }

    /// The columns it reads in the order of the text, each with the character (from 1) where it is named first.
    pub fn reads(&self) -> Vec<(&str, usize)> {
        let mut found: Vec<(&str, usize)> = Vec::new();
        self.tree.visit(&mut |node| {
            if let Kind::Column(name) = &node.kind
                && !found.iter().any(|(known, _)| known == name)
            {
                found.push((name, node.position));
            }
        });
        found
    }

    /// Those of the columns that it reads on the row itself, each with the character where it does so first.
    pub fn reads_now(&self) -> Vec<(&str, usize)> {
        let mut found = Vec::new();
        reads_now(&self.tree, &mut found);
        found
    }

    /// The character (from 1) of the first LAG or window.
    pub fn first_window(&self) -> Option<usize> {
        let mut first = None;
        self.tree.visit(&mut |node| {
            if matches!(node.kind, Kind::Window(_)) && first.is_none() {
                first = Some(node.position);
            }
        });
        first
    }

    /// The columns it reads that are not among these names (case-sensitive), a mistake each with the nearest name.
    pub fn absent_columns(&self, names: &[&str]) -> Vec<Mistake> {
        let reads = self.reads().into_iter();
        let absent_ones = reads.filter(|(name, _)| !names.contains(name));
        absent_ones
            .map(|(name, position)| absent(position, name, names))
            .collect()
    }

    /// The cases it tells apart: the branches of every CASE, ELSE included; 1 without any.
    pub fn branches(&self) -> usize {
        let mut count = 0;
        self.tree.visit(&mut |node| {
            if let Kind::Case { branches, .. } = &node.kind {
                count += branches.len() + 1;
            }
        });
        count.max(1)
    }

    /// The character (from 1) of the first `?`.
    pub fn first_placeholder(&self) -> Option<usize> {
        let mut first = None;
        self.tree.visit(&mut |node| {
            if matches!(node.kind, Kind::Coefficient(0)) {
                first = Some(node.position);
            }
        });
        first
    }

    /// The texts written in it that it may answer with, each with its character from 1; an answer that is a column or is computed from
    /// texts is not among them.
    pub fn answers(&self) -> Vec<(&str, usize)> {
        let mut found = Vec::new();
        answers(&self.tree, &mut found);
        found
    }

    /// Checks every column and every type without a table, and gives the storage of the result.
    pub fn storage(&self, schema: &[(String, Storage)]) -> Result<Storage, Mistake> {
        self.check(schema, Gives::Anything)
    }

    /// As [`Expression::storage`]; a result of another type than is needed is a mistake too.
    pub fn check(&self, schema: &[(String, Storage)], gives: Gives) -> Result<Storage, Mistake> {
        let coefficients = vec![1.0; self.placeholders];
        let values = Evaluation::of_schema(schema, &coefficients).values(&self.tree)?;
        let storage = values.storage();
        let position = self.tree.answer().position;
        match gives {
            Gives::Anything => {}
            Gives::Numbers => drop(values.into_numbers(position)?),
            Gives::Truth => drop(values.into_booleans(position)?),
        }
        Ok(storage)
    }

    /// Whether the result on this table is text.
    pub fn gives_text(&self, table: &Table) -> crate::error::Result<bool> {
        Ok(self.storage(&table.schema())? == Storage::Text)
    }
}

fn reads_now<'a>(node: &'a Node, found: &mut Vec<(&'a str, usize)>) {
    match &node.kind {
        Kind::Column(name) if found.iter().all(|(known, _)| known != name) => {
            found.push((name, node.position));
        }
        Kind::Window(window) if window.frame.to > 0 => {}
        _ => node.children(&mut |child| reads_now(child, found)),
    }
}

fn answers<'a>(node: &'a Node, found: &mut Vec<(&'a str, usize)>) {
    match &node.kind {
        Kind::Text(text) => found.push((text, node.position)),
        Kind::Case {
            branches,
            otherwise,
        } => {
            branches
                .iter()
                .for_each(|(_, result)| answers(result, found));
            if let Some(result) = otherwise {
                answers(result, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_known_before_it_is_computed() {
        let of = |text: &str| Expression::parse(text).unwrap();
        let rule =
            of("CASE WHEN km > ? THEN 'far' ELSE CASE WHEN flag THEN 'near' ELSE town END END");
        assert_eq!(rule.answers(), [("far", 23), ("near", 54)]);
        assert_eq!(rule.reads(), [("km", 11), ("flag", 44), ("town", 66)]);
        assert_eq!(rule.first_placeholder(), Some(16));
        assert_eq!(of("km + 1").first_placeholder(), None);
        let schema = [
            ("km", Storage::Integer),
            ("town", Storage::Text),
            ("flag", Storage::Boolean),
        ]
        .map(|(name, storage)| (name.to_owned(), storage));
        let gives = |text: &str, gives| of(text).check(&schema, gives).map_err(|m| m.position);
        assert_eq!(gives("km > 1", Gives::Truth), Ok(Storage::Boolean));
        assert_eq!(gives("km", Gives::Truth), Err(1));
        assert_eq!(gives("town", Gives::Numbers), Err(1));
        assert_eq!(
            gives("CASE WHEN flag THEN 'x' END", Gives::Numbers),
            Err(21)
        );
        assert_eq!(
            gives("2 * CASE WHEN flag THEN 'x' END", Gives::Numbers),
            Err(25)
        );
    }
}
