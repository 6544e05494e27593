//! Numbers that are mostly zero.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "zeros",
    doc: "A number that is mostly zero asks two questions, whether there is any and how much; a zero may also stand for a value that is \
          not there.",
    thresholds: &[Threshold::ZeroShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::ZeroShare);
    let mut findings = Vec::new();
    for (column, profile) in context.inputs().filter(|(c, _)| c.kind == Kind::Number) {
        let values = context.sample.table.numbers(&column.name)?;
        let zeros: Vec<usize> = (0..values.len())
            .filter(|&row| values[row] == 0.0)
            .collect();
        let share = zeros.len() as f64 / values.len().max(1) as f64;
        // A flag is mostly zero by nature, and so is a constant.
        if share <= limit || profile.distinct <= 2 {
            continue;
        }
        let message = format!(
            "column {} is zero in {} of the rows{}",
            name(&column.name),
            text::percent(share),
            context.sample.note()
        );
        let key = fix::column(&column.name);
        findings.push(
            Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .measured(share, limit)
                .rows(context.rows_of(&zeros))
                .fix(fix::feature(
                    context,
                    &format!("{}_is_zero", column.name),
                    &format!("{key} = 0"),
                    "let models see where it is zero",
                ))
                .done(),
        );
    }
    Ok(findings)
}
