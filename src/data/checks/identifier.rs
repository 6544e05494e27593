//! Features that name the row.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Rows below which unique values are no surprise.
const ROWS: usize = 20;

pub(super) static CHECK: Check = Check {
    name: "identifier",
    doc: "A feature with a different value in nearly every row names the row: a model learns it by heart and knows \
          nothing of new rows.",
    thresholds: &[Threshold::IdentifierShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::IdentifierShare);
    let mut findings = Vec::new();
    for (column, profile) in context.columns() {
        let filled = context.rows() - profile.missing;
        if filled < ROWS {
            continue;
        }
        let share = profile.distinct as f64 / filled as f64;
        let counted = format!(
            "column {} has {} in {}",
            name(&column.name),
            text::counted(profile.distinct, "different value"),
            text::counted(filled, "filled row")
        );
        if column.is_model_input() && names_rows(context, column, share, limit)? {
            findings.push(
                Found::new(
                    &CHECK,
                    Severity::Warning,
                    format!("{counted}: it names the row"),
                )
                .column(&column.name)
                .measured(share, limit)
                .fix(fix::kind(&column.name, Kind::Id, "it is a name of the row"))
                .fix(fix::ignore(&column.name))
                .done(),
            );
        } else if column.role == Role::Id && !is_decided(context, &column.name) {
            let message =
                format!("{counted}: it is taken for a name of the row, models do not see it");
            findings.push(
                Found::new(&CHECK, Severity::Info, message)
                    .column(&column.name)
                    .measured(share, limit)
                    .fix(fix::kind(&column.name, Kind::Id, "say so by decision"))
                    .done(),
            );
        }
    }
    Ok(findings)
}

/// Whether a person said that the column is an id.
fn is_decided(context: &Context<'_>, column: &str) -> bool {
    let decisions = &context.project.decisions;
    let kind = decisions.columns.get(column).and_then(|c| c.kind);
    decisions.problem.id.as_deref() == Some(column) || kind == Some(Kind::Id)
}

/// Whether nearly every row has a value of its own that is no quantity, date or text.
fn names_rows(context: &Context<'_>, column: &ColumnRole, share: f64, limit: f64) -> Result<bool> {
    if matches!(
        column.kind,
        Kind::Text | Kind::Date | Kind::Image | Kind::Sound
    ) {
        return Ok(false);
    }
    let table = &context.data.table;
    Ok(match table.column(&column.name)?.storage {
        Storage::Text => share >= limit,
        Storage::Integer => share >= 1.0 && is_dense(&table.numbers(&column.name)?),
        Storage::Boolean | Storage::Number | Storage::Date => false,
    })
}

/// Whether different whole numbers fill at least half of their range, as counters do and quantities do not.
fn is_dense(values: &[f64]) -> bool {
    let filled = values.iter().filter(|v| !v.is_nan());
    let (mut count, mut low, mut high) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
    for &value in filled {
        count += 1.0;
        low = low.min(value);
        high = high.max(value);
    }
    high - low + 1.0 <= 2.0 * count
}
