//! Too few rows to learn from and to judge by.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::{Check, Context, Found};

/// Folds where none are decided.
const FOLDS: usize = 5;

pub(super) static CHECK: Check = Check {
    name: "few_rows",
    doc: "Few rows make every score a matter of luck; fewer than two a fold cannot be divided at all; more \
          inputs than rows, and some column fits by chance.",
    thresholds: &[Threshold::MinRows],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::MinRows);
    let rows = context
        .target_missing
        .iter()
        .filter(|missing| !**missing)
        .count();
    let inputs = context.inputs().count();
    if rows as f64 >= limit && inputs <= rows {
        return Ok(Vec::new());
    }
    let folds = context.project.decisions.split.folds.unwrap_or(FOLDS);
    let severity = if rows < 2 * folds {
        Severity::Error
    } else {
        Severity::Warning
    };
    let with = if context.target.is_some() {
        " with a target"
    } else {
        ""
    };
    let counted = format!("{}{with}", text::counted(rows, "row"));
    let message = match severity {
        Severity::Error => format!(
            "{counted} cannot be divided into {folds} folds: bring more rows or ask for fewer folds"
        ),
        _ if inputs > rows => format!(
            "{counted} and {}: a model finds a pattern by chance in so many, and differences between scores will mostly be luck",
            text::counted(inputs, "input")
        ),
        _ => format!("{counted}: differences between scores will mostly be luck"),
    };
    Ok(vec![
        Found::new(&CHECK, severity, message)
            .measured(rows as f64, limit)
            .done(),
    ])
}
