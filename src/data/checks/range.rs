//! Values outside the range that was stated.

use crate::decisions::{Role, Severity};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "range",
    doc: "Values outside the valid range stated in `[columns]`: mistakes of measuring, of units, or of the range.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let decided = context.project.decisions.columns.get(&column.name);
        let Some([low, high]) = decided.and_then(|c| c.range) else {
            continue;
        };
        let values = context.data.table.numbers(&column.name)?;
        let outside: Vec<usize> = (0..values.len())
            .filter(|&row| values[row] < low || values[row] > high)
            .collect();
        if outside.is_empty() {
            continue;
        }
        let unit = profile.unit.as_deref();
        let share = outside.len() as f64 / values.len() as f64;
        let is_target = column.role == Role::Target;
        let message = format!(
            "{}column {} has {} outside its range of {} to {} ({})",
            if is_target { "target " } else { "" },
            name(&column.name),
            text::counted(outside.len(), "value"),
            low,
            limit_text(high, unit),
            text::percent(share)
        );
        let key = fix::column(&column.name);
        let condition = format!("({key} is null or {key} between {low} and {high})");
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(share, 0.0)
                .rows(outside)
                .fix(fix::keep_rows(
                    context.filter(),
                    &condition,
                    "leave these rows out",
                ))
                .done(),
        );
    }
    Ok(findings)
}

/// A limit as it was written, with the unit.
fn limit_text(limit: f64, unit: Option<&str>) -> String {
    match unit {
        Some(unit) if !unit.is_empty() => format!("{limit} {}", text::escape(unit)),
        _ => limit.to_string(),
    }
}
