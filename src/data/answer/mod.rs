//! The answer in the question: a target that is a copy, sum, difference, product, ratio, threshold or recoding of features.
//!
//! A bounded search over formulas of growing length: what holds on some rows is tried on all rows given. Of two formulas the longer one
//! is taken only where it holds in clearly more rows.

mod classes;
mod linear;
mod numbers;

pub(super) use classes::classes;
pub(super) use numbers::numbers;

use crate::text;

use super::fix;

/// Share of rows that a longer formula must win to be preferred.
const WORTH: f64 = 0.002;
/// Rows with another value than the most frequent one that a formula must be tried on.
const LEAST: usize = 20;

/// A column that a formula may use.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::data) struct Input {
    /// Its name.
    pub name: String,
    /// Its values as numbers, not-a-number where missing; `None` where they are none.
    pub numbers: Option<Vec<f64>>,
    /// Its values as levels, `None` where missing; none of a quantity.
    pub levels: Option<Vec<Option<u32>>>,
}

/// A formula that gives the target.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::data) struct Answer {
    /// What stands behind the target's name: `= base + tip`, `is 'yes' where "Age" > 18`.
    pub formula: String,
    /// The columns it uses.
    pub columns: Vec<String>,
    /// Whether it holds, row by row.
    pub holds: Vec<bool>,
    /// Share of rows in which it does.
    pub share: f64,
}

/// The best formula so far, and what the next one must reach.
#[derive(Debug)]
struct Best {
    limit: f64,
    /// Rows with the target's most frequent value: a formula must hold among the others too.
    common: Vec<bool>,
    found: Option<Answer>,
}

impl Best {
    fn new(common: Vec<bool>, limit: f64) -> Self {
        Self {
            limit,
            common,
            found: None,
        }
    }

    /// Whether nothing can be much better any more.
    fn is_settled(&self) -> bool {
        self.found.as_ref().is_some_and(|a| a.share > 1.0 - WORTH)
    }

    /// Takes a formula that holds often enough and clearly more often than the one before.
    fn offer(&mut self, columns: &[&str], holds: Vec<bool>, formula: impl FnOnce() -> String) {
        let share = of(&holds, |_| true);
        let rare = of(&holds, |row| !self.common[row]);
        let least = self.found.as_ref().map_or(0.0, |a| a.share + WORTH);
        if share >= self.limit && rare >= self.limit && share > least {
            self.found = Some(Answer {
                formula: formula(),
                columns: columns.iter().map(|name| (*name).to_owned()).collect(),
                holds,
                share,
            });
        }
    }
}

/// Share of these rows in which it holds; 0 where they are too few to tell.
fn of(holds: &[bool], counted: impl Fn(usize) -> bool) -> f64 {
    let rows: Vec<bool> = (0..holds.len())
        .filter(|&r| counted(r))
        .map(|r| holds[r])
        .collect();
    match rows.len() {
        n if n < LEAST => 0.0,
        n => rows.iter().filter(|h| **h).count() as f64 / n as f64,
    }
}

/// A number with four digits and no zeros behind them.
fn short(value: f64) -> String {
    let short: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    short.to_string()
}

/// A column as it stands in a formula.
fn named(name: &str) -> String {
    text::escape(&fix::column(name)).into_owned()
}
