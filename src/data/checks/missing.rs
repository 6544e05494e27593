//! Columns with many missing values.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "missing",
    doc: "Values that are absent. Too many, and what a model learns from the column is how it was filled; \
          that a value is absent may also say something.",
    thresholds: &[Threshold::MissingShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::MissingShare);
    let rows = context.rows();
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let share = profile.missing as f64 / rows.max(1) as f64;
        // A wholly empty column and a missing target have checks of their own.
        if column.role == Role::Target || profile.missing == rows || share <= limit {
            continue;
        }
        let missing = context.data.table.missing(&column.name)?;
        let mut found = Found::new(
            &CHECK,
            Severity::Warning,
            format!(
                "column {} has no value in {} of {} ({})",
                name(&column.name),
                text::count(profile.missing),
                text::counted(rows, "row"),
                text::percent(share)
            ),
        )
        .column(&column.name)
        .measured(share, limit)
        .rows((0..rows).filter(|&row| missing[row]));
        if column.is_model_input() {
            let (how, label) = match column.kind {
                Kind::Number => ("median", "fill with the median and mark it"),
                _ => (
                    "most_frequent",
                    "fill with the most frequent value and mark it",
                ),
            };
            found = found.fix(fix::fill(&column.name, how, label));
        }
        if column.role == Role::Feature {
            found = found.fix(fix::ignore(&column.name));
        }
        findings.push(found.done());
    }
    Ok(findings)
}
