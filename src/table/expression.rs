//! The expression language: SQL expressions, parsed with positions, checked against an allow-list, run by polars.
use std::collections::BTreeSet;

use super::Table;
use crate::error::Result;

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

/// A checked expression. `?` stands for a coefficient to be fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    text: String,
    columns: BTreeSet<String>,
    placeholders: usize,
}

impl Expression {
    /// Parses and checks against the allow-list.
    pub fn parse(text: &str) -> std::result::Result<Expression, Mistake> {
        let _ = text;
        todo!()
    }
    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Columns it reads.
    pub fn columns(&self) -> &BTreeSet<String> {
        &self.columns
    }
    /// Number of `?`.
    pub fn placeholders(&self) -> usize {
        self.placeholders
    }
    /// Checks that every column exists (case-sensitive); the mistake names the nearest.
    pub fn check_columns(
        &self,
        exists: &dyn Fn(&str) -> bool,
        names: &[&str],
    ) -> std::result::Result<(), Mistake> {
        let _ = (exists, names);
        todo!()
    }
    /// Values as numbers, null and not-a-number = NaN, booleans 0 and 1, with `?` replaced in order. A text result is an error.
    pub fn numbers(&self, table: &Table, coefficients: &[f64]) -> Result<Vec<f64>> {
        let _ = (table, coefficients);
        todo!()
    }
    /// Values as texts, None where null.
    pub fn texts(&self, table: &Table, coefficients: &[f64]) -> Result<Vec<Option<String>>> {
        let _ = (table, coefficients);
        todo!()
    }
    /// Whether the result on this table is text.
    pub fn gives_text(&self, table: &Table) -> Result<bool> {
        let _ = table;
        todo!()
    }
}
