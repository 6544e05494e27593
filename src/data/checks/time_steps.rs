//! Rows of time that come twice, or are left out.

use std::collections::BTreeMap;

use crate::decisions::{Role, Severity};
use crate::error::Result;
use crate::table::{Axis, Storage};
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Instants of a series below which nothing is said.
const ROWS: usize = 30;
/// Share of the steps that must be alike.
const REGULAR: f64 = 0.8;
/// Share of steps left out, or of instants that come twice, beyond which time is not meant to be regular.
const LOOSE: f64 = 0.1;

pub(super) static CHECK: Check = Check {
    name: "time_steps",
    doc: "Where rows come at equal steps of time, one that is left out shifts every value known from rows before, and one that comes twice \
          counts twice.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some((time, _)) = context.columns().find(|(c, _)| c.role == Role::Time) else {
        return Ok(Vec::new());
    };
    let table = &context.data.table;
    let Ok(axis) = Axis::of(table, &time.name) else {
        return Ok(Vec::new());
    };
    let is_date = matches!(
        table.column(&time.name)?.storage,
        Storage::Date | Storage::Text
    );
    let groups = match &context.project.decisions.problem.group {
        Some(group) if table.has(group) => table.labels(group)?.codes,
        _ => vec![None; axis.instants.len()],
    };
    let mut series: BTreeMap<Option<u32>, Vec<(i64, usize)>> = BTreeMap::new();
    for (row, instant) in axis.instants.iter().enumerate() {
        if let Some(instant) = instant {
            series.entry(groups[row]).or_default().push((*instant, row));
        }
    }
    let mut seen = Seen::default();
    for rows in series.values_mut().filter(|rows| rows.len() >= ROWS) {
        // A whole file may stand the other way round.
        let falls = rows.windows(2).filter(|w| w[1].0 < w[0].0).count();
        seen.back += falls.min(rows.len() - 1 - falls);
        rows.sort_unstable();
        seen.take(rows);
    }
    let span = |steps: i64| match is_date {
        true => duration(steps as f64 / 1e6),
        false => text::counted(usize::try_from(steps).unwrap_or(0), "step"),
    };
    let mut parts = Vec::new();
    if seen.left_out > 0 {
        parts.push(format!(
            "leaves out {} of {}",
            text::counted(seen.left_out, "step"),
            span(seen.step)
        ));
    }
    if !seen.twice.is_empty() {
        parts.push(format!(
            "comes twice in {}",
            text::counted(seen.twice.len(), "row")
        ));
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    if seen.back > 0 {
        parts.push(format!(
            "goes back {} in the file",
            text::counted(seen.back, "time")
        ));
    }
    let message = format!("the time {} {}", name(&time.name), parts.join(", "));
    let severity = match seen.twice.is_empty() {
        true => Severity::Info,
        false => Severity::Warning,
    };
    let rows: Vec<usize> = seen.twice.iter().chain(&seen.after_gap).copied().collect();
    let mut found = Found::new(&CHECK, severity, message)
        .column(&time.name)
        .measured(rows.len() as f64 / seen.rows.max(1) as f64, 0.0)
        .rows(rows);
    if context.project.decisions.problem.group.is_none() && !seen.twice.is_empty() {
        let candidates = context.inputs().filter(|(c, p)| {
            !c.computed
                && p.distinct > 1
                && p.distinct * ROWS <= context.rows()
                && c.kind.word() == "category"
        });
        if let Some((group, _)) = candidates.max_by_key(|(_, p)| p.distinct) {
            let label = format!("each {} has a series of its own", group.name);
            found = found.fix(fix::group(&group.name, &label));
        }
    }
    Ok(vec![found.done()])
}

/// What the steps of all series say.
#[derive(Debug, Default)]
struct Seen {
    rows: usize,
    /// The usual step of the last series that has one.
    step: i64,
    left_out: usize,
    twice: Vec<usize>,
    after_gap: Vec<usize>,
    back: usize,
}

impl Seen {
    /// Looks at one series in the order of time. One whose steps are not alike says nothing.
    fn take(&mut self, rows: &[(i64, usize)]) {
        let steps: Vec<i64> = rows.windows(2).map(|w| w[1].0 - w[0].0).collect();
        let twice: Vec<usize> = (1..rows.len()).filter(|&i| steps[i - 1] == 0).collect();
        let moving = steps.iter().filter(|s| **s > 0);
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        moving
            .clone()
            .for_each(|step| *counts.entry(*step).or_default() += 1);
        let all = moving.count();
        let usual = counts
            .iter()
            .max_by_key(|(step, count)| (**count, std::cmp::Reverse(**step)));
        let Some((&step, &count)) =
            usual.filter(|(_, count)| **count as f64 >= REGULAR * all as f64)
        else {
            return;
        };
        // Months have 28 to 31 days: a step and a half is one left out.
        let gaps: Vec<(usize, i64)> = (1..rows.len())
            .map(|at| (at, (steps[at - 1] as f64 / step as f64).round() as i64 - 1))
            .filter(|(_, gap)| *gap > 0)
            .collect();
        let left_out: i64 = gaps.iter().map(|(_, gap)| gap).sum();
        let limit = LOOSE * rows.len() as f64;
        // Several rows of one instant are no series.
        if twice.len() as f64 > limit {
            return;
        }
        self.rows += rows.len();
        if count > 0 && left_out as f64 <= limit && left_out > 0 {
            self.step = step;
            self.left_out += left_out as usize;
            self.after_gap
                .extend(gaps.iter().map(|(at, _)| rows[*at].1));
        }
        self.twice.extend(twice.iter().map(|at| rows[*at].1));
    }
}

/// A length of time in its largest whole unit.
fn duration(seconds: f64) -> String {
    for (unit, length) in [("day", 86_400.0), ("hour", 3_600.0), ("minute", 60.0)] {
        if seconds >= length && (seconds / length).fract() == 0.0 {
            return text::counted((seconds / length) as usize, unit);
        }
    }
    text::seconds(seconds)
}
