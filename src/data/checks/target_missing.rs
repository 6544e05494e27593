//! Rows without a target.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "target_missing",
    doc: "Rows without a target can neither be learned from nor scored. If they differ from the others, what is \
          learned holds for the others only.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(target) = context.target else {
        return Ok(Vec::new());
    };
    let rows = context.rows();
    let without: Vec<usize> = (0..rows)
        .filter(|&row| context.target_missing[row])
        .collect();
    if without.is_empty() {
        return Ok(Vec::new());
    }
    let share = without.len() as f64 / rows as f64;
    let all = without.len() == rows;
    let severity = if all {
        Severity::Error
    } else {
        Severity::Warning
    };
    let message = if all {
        format!("the target {} has no value in any row", name(target))
    } else {
        format!(
            "the target {} has no value in {} of {} ({}): they are left out of learning and scoring",
            name(target),
            text::count(without.len()),
            text::counted(rows, "row"),
            text::percent(share)
        )
    };
    let mut found = Found::new(&CHECK, severity, message)
        .column(target)
        .measured(share, 0.0)
        .rows(without);
    if !all {
        let condition = format!("{} is not null", fix::column(target));
        found = found.fix(fix::keep_rows(
            context.filter(),
            &condition,
            "leave these rows out by decision",
        ));
    }
    Ok(vec![found.done()])
}
