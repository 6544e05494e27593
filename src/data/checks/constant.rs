//! Columns that hold one value, or nearly.

use crate::decisions::{Role, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Folds, where nothing else is decided.
const FOLDS: usize = 5;

pub(super) static CHECK: Check = Check {
    name: "constant",
    doc: "A column with one value tells nothing about differences between rows; one with nearly one value is \
          learned from a handful of rows.",
    thresholds: &[Threshold::ConstantShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::ConstantShare);
    let rows = context.rows();
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        // As many different values leave no value with so large a share.
        let others = ((1.0 - limit) * rows as f64).max(FOLDS as f64);
        let possible = profile.distinct as f64 <= others + 1.0;
        if column.role != Role::Feature || rows < 2 || profile.distinct == 0 || !possible {
            continue;
        }
        let labels = context.data.table.labels(&column.name)?;
        let counts = labels.counts();
        let Some((most, &count)) = counts
            .iter()
            .enumerate()
            .max_by_key(|(i, count)| (**count, std::cmp::Reverse(*i)))
        else {
            continue;
        };
        let share = count as f64 / rows as f64;
        // Values in fewer rows than there are folds are never seen in some fold.
        if share < limit && rows - count >= FOLDS {
            continue;
        }
        let value = if profile.personal {
            String::new()
        } else {
            format!(" '{}'", text::escape(&text::cut(&labels.names[most], 40)))
        };
        let (severity, message) = if count == rows {
            let message = format!(
                "column {} holds the one value{value} in every row",
                name(&column.name)
            );
            (Severity::Warning, message)
        } else {
            let others = rows - count;
            let message = format!(
                "column {} holds the value{value} in all but {} ({})",
                name(&column.name),
                text::counted(others, "row"),
                text::percent(share)
            );
            (Severity::Info, message)
        };
        let other = |row: &usize| labels.codes[*row] != Some(most as u32);
        findings.push(
            Found::new(&CHECK, severity, message)
                .column(&column.name)
                .measured(share, limit)
                .rows((0..rows).filter(other))
                .fix(fix::ignore(&column.name))
                .done(),
        );
    }
    Ok(findings)
}
