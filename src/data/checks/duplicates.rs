//! Rows that are equal to an earlier row in every column.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "duplicate_rows",
    doc: "Rows equal to an earlier row in every column. A row that is both learned from and scored makes scores look \
          better than they are.",
    thresholds: &[Threshold::DuplicateShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::DuplicateShare);
    let names: Vec<&str> = context
        .columns()
        .filter(|(column, _)| !column.computed)
        .map(|(column, _)| column.name.as_str())
        .collect();
    let rows = context.rows();
    if names.is_empty() || rows < 2 {
        return Ok(Vec::new());
    }
    let first = context.data.table.first_equal(&names)?;
    let again: Vec<usize> = (0..rows).filter(|&row| first[row] != row).collect();
    if again.is_empty() {
        return Ok(Vec::new());
    }
    let share = again.len() as f64 / rows as f64;
    let severity = if share > limit {
        Severity::Warning
    } else {
        Severity::Info
    };
    let verb = if again.len() == 1 {
        "repeats"
    } else {
        "repeat"
    };
    let message = format!(
        "{} of {} {verb} an earlier row in every column ({})",
        text::counted(again.len(), "row"),
        text::count(rows),
        text::percent(share)
    );
    let found = Found::new(&CHECK, severity, message)
        .measured(share, limit)
        .rows(again);
    Ok(vec![found.done()])
}
