//! Values far outside the others.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, with_unit};
use super::{Check, Context, Found};

/// Tukey's outer fences (Exploratory Data Analysis, 1977): "far out" lies beyond three interquartile ranges.
const FENCE: f64 = 3.0;

pub(super) static CHECK: Check = Check {
    name: "outliers",
    doc: "Numbers more than three interquartile ranges beyond the quartiles (Tukey: far out). Typing mistakes, \
          other units, or the rare cases that matter most.",
    thresholds: &[Threshold::OutlierShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::OutlierShare);
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let (Some(q25), Some(q75)) = (profile.q25, profile.q75) else {
            continue;
        };
        let spread = q75 - q25;
        // With most values equal, every other value would be far out.
        if column.kind != Kind::Number || spread.is_nan() || spread <= 0.0 {
            continue;
        }
        let (low, high) = (q25 - FENCE * spread, q75 + FENCE * spread);
        let values = context.data.table.numbers(&column.name)?;
        let mut far: Vec<usize> = (0..values.len())
            .filter(|&row| values[row] < low || values[row] > high)
            .collect();
        if far.is_empty() {
            continue;
        }
        let share = far.len() as f64 / (values.len() - profile.missing).max(1) as f64;
        let beyond = |row: usize| (low - values[row]).max(values[row] - high);
        far.sort_by(|&a, &b| beyond(b).total_cmp(&beyond(a)).then(a.cmp(&b)));
        let farthest = match profile.personal {
            true => String::new(),
            false => format!(
                ", the farthest {}",
                with_unit(values[far[0]], profile.unit.as_deref())
            ),
        };
        let message = format!(
            "column {} has {} far outside {} to {} ({}){farthest}",
            name(&column.name),
            text::counted(far.len(), "value"),
            text::number(low, 4),
            with_unit(high, profile.unit.as_deref()),
            text::percent(share)
        );
        let severity = if share > limit {
            Severity::Warning
        } else {
            Severity::Info
        };
        let mut found = Found::new(&CHECK, severity, message)
            .column(&column.name)
            .measured(share, limit)
            .rows(far);
        if column.role == Role::Feature {
            found = found.fix(fix::clip(&column.name, quantile_to_cut(share)));
        }
        findings.push(found.done());
    }
    Ok(findings)
}

/// The round quantile that cuts at least this share, where that is not too much.
fn quantile_to_cut(share: f64) -> f64 {
    [0.999, 0.995, 0.99]
        .into_iter()
        .find(|q| 1.0 - q >= share)
        .unwrap_or(0.98)
}
