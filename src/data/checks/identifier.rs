//! Features that name the row.

use crate::decisions::{Kind, Role, Severity};
use crate::error::Result;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found, Threshold};

/// Rows below which unique values are no surprise.
const ROWS: usize = 20;

pub(super) static CHECK: Check = Check {
    name: "identifier",
    doc: "A feature with a different value in nearly every row names the row: a model learns it by heart and knows \
          nothing of new rows.",
    thresholds: &[Threshold {
        key: "identifier_share",
        default: 0.95,
        doc: "different values among the filled rows, 0 to 1; whole numbers count only where every one differs and \
              they are dense",
    }],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.threshold("identifier_share");
    let mut findings = Vec::new();
    for (column, profile) in context.inputs() {
        let filled = context.rows() - profile.missing;
        if filled < ROWS || matches!(column.kind, Kind::Text | Kind::Date | Kind::Image | Kind::Sound) {
            continue;
        }
        let share = profile.distinct as f64 / filled as f64;
        let suspicious = match context.data.table.column(&column.name)?.storage {
            Storage::Text => share >= limit,
            Storage::Integer => {
                profile.distinct == filled && is_dense(&context.data.table.numbers(&column.name)?)
            }
            Storage::Boolean | Storage::Number | Storage::Date => false,
        };
        if !suspicious {
            continue;
        }
        let message = format!(
            "column {} has {} in {}: it names the row",
            name(&column.name),
            text::counted(profile.distinct, "different value"),
            text::counted(filled, "filled row")
        );
        let found = Found::new(&CHECK, Severity::Warning, message)
            .column(&column.name)
            .measured(share, limit)
            .fix(fix::kind(&column.name, Kind::Id, "it is a name of the row"));
        let found = if column.role == Role::Feature {
            found.fix(fix::ignore(&column.name))
        } else {
            found
        };
        findings.push(found.done());
    }
    Ok(findings)
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
