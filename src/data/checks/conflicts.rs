//! Rows with the same inputs and another target.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::context::name;
use super::{Check, Context, Found};

/// Inputs at least: with fewer, equal inputs are no surprise.
const INPUTS: usize = 3;

/// Share of rows with the inputs of an earlier row above which inputs are coarse.
const COARSE: f64 = 0.2;

pub(super) static CHECK: Check = Check {
    name: "conflicting_labels",
    doc: "Rows with the same inputs and another class: no model can be right on all of them. Labels may be wrong, or an input that \
          would tell them apart is not there.",
    thresholds: &[Threshold::ConflictShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem.filter(|p| p.task.is_classification()) else {
        return Ok(Vec::new());
    };
    let rows = context.rows();
    let inputs: Vec<_> = context.inputs().filter(|(c, _)| !c.computed).collect();
    // Where a column has another value in every row, no two rows have the same inputs.
    if inputs.len() < INPUTS || inputs.iter().any(|(_, p)| p.distinct == rows) {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = inputs.iter().map(|(c, _)| c.name.as_str()).collect();
    let table = &context.data.table;
    let first = table.first_equal(&names)?;
    let classes = table.labels(&problem.target)?.codes;
    let mut mixed = vec![false; rows];
    for row in 0..rows {
        let other = first[row];
        mixed[other] |=
            classes[row].is_some() && classes[other].is_some() && classes[row] != classes[other];
    }
    let found: Vec<usize> = (0..rows).filter(|&row| mixed[first[row]]).collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let limit = context.limit(Threshold::ConflictShare);
    let share = found.len() as f64 / rows as f64;
    // Where inputs are so coarse that many rows share them, other targets are no surprise.
    let repeated = (0..rows).filter(|&row| first[row] != row).count();
    let is_coarse = repeated as f64 > COARSE * rows as f64;
    let severity = if share > limit && !is_coarse {
        Severity::Warning
    } else {
        Severity::Info
    };
    let message = format!(
        "{} have the inputs of another row and not its {} ({})",
        text::counted(found.len(), "row"),
        name(&problem.target),
        text::percent(share)
    );
    Ok(vec![
        Found::new(&CHECK, severity, message)
            .measured(share, limit)
            .rows(found)
            .done(),
    ])
}
