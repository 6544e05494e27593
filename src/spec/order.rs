//! Time, group and horizon of a project: what orders the rows, and which earlier ones a row knows.

use serde::{Deserialize, Serialize};

use crate::decisions::{Problem, Span};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Axis, Length, Past, Table};

/// What orders the rows of a table and says which earlier ones are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Column of time.
    pub time: String,
    /// Column of groups.
    pub group: Option<String>,
    /// How much older a row must be to be known, as it is written.
    pub horizon: Option<String>,
}

impl Order {
    /// The order of a project that has a column of time.
    pub fn of(problem: &Problem) -> Option<Order> {
        Some(Order {
            time: problem.time.clone()?,
            group: problem.group.clone(),
            horizon: problem.horizon.clone(),
        })
    }

    /// The columns that order and part the rows.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let columns = [Some(&self.time), self.group.as_ref()];
        columns.into_iter().flatten().map(String::as_str)
    }

    /// States it in a project.
    pub fn state(&self, problem: &mut Problem) {
        problem.time = Some(self.time.clone());
        problem.group.clone_from(&self.group);
        problem.horizon.clone_from(&self.horizon);
    }

    /// The order of a project in which something looks back; the error says how to state one.
    pub fn required(project: &Project) -> Result<Order> {
        Self::of(&project.decisions.problem).ok_or_else(|| {
            Error::new("no column of time orders the rows")
                .at_file(project.file())
                .with_fix("write `time = \"<column>\"` under `[problem]`")
        })
    }

    /// The axis of time and the horizon on it.
    pub fn axis(&self, table: &Table) -> Result<(Axis, Length)> {
        let axis = Axis::of(table, &self.time)?;
        let horizon = match &self.horizon {
            Some(text) => axis
                .length(text)
                .map_err(|e| e.with_context("problem.horizon"))?,
            None => Length::ZERO,
        };
        Ok((axis, horizon))
    }

    /// The past of every row of a table, made of these rows.
    pub fn past(&self, table: &Table, among: impl Iterator<Item = usize>) -> Result<Past> {
        let (axis, horizon) = self.axis(table)?;
        Past::of(table, &axis, self.group.as_deref(), horizon, among)
    }
}

/// Whether only rows of some age are known: then what changes in time is known of earlier rows only, where nothing
/// else is decided.
pub fn looks_ahead(problem: &Problem) -> bool {
    let horizon = problem.horizon.as_deref().unwrap_or("0").trim();
    let length = horizon.parse().ok().or_else(|| {
        let span = Span::parse(horizon).ok()?;
        Some(span.micros())
    });
    problem.time.is_some() && length.is_some_and(|length: i64| length > 0)
}
