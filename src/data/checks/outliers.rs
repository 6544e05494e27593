//! Values far outside the others.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, with_unit};
use super::{Check, Context, Found};

/// Tukey's outer fences (Exploratory Data Analysis, 1977): "far out" lies beyond three interquartile ranges.
const FENCE: f64 = 3.0;

/// Share of values far out above which they are no exceptions but how the column is spread.
const SPREAD: f64 = 0.1;

pub(super) static CHECK: Check = Check {
    name: "outliers",
    doc: "Numbers more than three interquartile ranges beyond the quartiles (Tukey: far out). Typing mistakes, \
          other units, or the rare cases that matter most: those that stand apart from all others first.",
    thresholds: &[Threshold::OutlierShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::OutlierShare);
    let mut findings = Vec::new();
    for (column, profile) in context.columns() {
        let watched = column.is_model_input() || column.role == Role::Target;
        let (Some(q25), Some(q75)) = (profile.q25, profile.q75) else {
            continue;
        };
        let spread = q75 - q25;
        // With most values equal, every other value would be far out.
        if !watched || column.kind != Kind::Number || spread <= 0.0 {
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
        let below = far.iter().any(|&row| values[row] < low);
        let above = far.iter().any(|&row| values[row] > high);
        let farthest = match profile.personal {
            true => String::new(),
            false => {
                let value = with_unit(values[far[0]], profile.unit.as_deref());
                format!(", the farthest {value}")
            }
        };
        let message = format!(
            "{} {} has {} far {} ({}){farthest}",
            if column.role == Role::Target {
                "the target"
            } else {
                "column"
            },
            name(&column.name),
            text::counted(far.len(), "value"),
            fences(
                below.then_some(low),
                above.then_some(high),
                profile.unit.as_deref()
            ),
            text::percent(share)
        );
        let severity =
            if share > limit && share <= SPREAD && stand_apart(&values, low, high, spread) {
                Severity::Warning
            } else {
                Severity::Info
            };
        let mut found = Found::new(&CHECK, severity, message)
            .column(&column.name)
            .measured(share, limit)
            .rows(far);
        if let Some(quantile) = quantile_to_cut(share).filter(|_| column.role == Role::Feature) {
            found = found.fix(fix::clip(&column.name, quantile));
        }
        findings.push(found.done());
    }
    Ok(findings)
}

/// Whether far values are more than the interquartile range away from the nearest one inside the fences. A long tail without such a gap
/// is how the column is spread, and no mistake.
fn stand_apart(values: &[f64], low: f64, high: f64, spread: f64) -> bool {
    let there = || values.iter().copied().filter(|v| !v.is_nan());
    let inside = || there().filter(|v| (low..=high).contains(v));
    let gap = |from: f64, to: f64| to - from > spread;
    let above = there().filter(|v| *v > high).fold(f64::INFINITY, f64::min);
    let below = there()
        .filter(|v| *v < low)
        .fold(f64::NEG_INFINITY, f64::max);
    let (least, most) = inside().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| {
        (least.min(v), most.max(v))
    });
    (above.is_finite() && gap(most, above)) || (below.is_finite() && gap(below, least))
}

/// The fences beyond which values lie, in words.
fn fences(low: Option<f64>, high: Option<f64>, unit: Option<&str>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => {
            format!("outside {} to {}", text::short(low), with_unit(high, unit))
        }
        (Some(low), None) => format!("below {}", with_unit(low, unit)),
        (None, Some(high)) => format!("above {}", with_unit(high, unit)),
        (None, None) => "out".into(),
    }
}

/// The round quantile that cuts this share of values; `None` where so many are no exception any more.
fn quantile_to_cut(share: f64) -> Option<f64> {
    [0.999, 0.995, 0.99, 0.98]
        .into_iter()
        .find(|quantile| 1.0 - quantile >= share)
}
