//! Rows of time that come twice, are left out, or come at changing steps.

use std::collections::BTreeMap;

use crate::decisions::{Kind, Role, Severity, Task};
use crate::error::Result;
use crate::table::{Axis, Expression, Storage};
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::time_scale::Scale;
use super::{Check, Context, Found};

/// Instants of a series below which nothing is said.
const ROWS: usize = 30;
/// Share of the steps that must be alike.
const REGULAR: f64 = 0.8;
/// Share of steps left out, or of instants that come twice, beyond which time is not meant to be regular.
const LOOSE: f64 = 0.1;
/// Share of the steps that each of two must have, where rows come at one step first and at another one later.
const PACE: f64 = 0.1;

pub(super) static CHECK: Check = Check {
    name: "time_steps",
    doc: "Where rows come at equal steps of time, one that is left out shifts every value known from rows before, and one that comes twice \
          counts twice. Where steps change, values of rows before are of another age from row to row.",
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
    let instants: Vec<i64> = series.values().flatten().map(|(at, _)| *at).collect();
    let mut seen = Seen {
        scale: Scale::of(&instants, is_date),
        ..Seen::default()
    };
    for rows in series.values_mut().filter(|rows| rows.len() >= ROWS) {
        // A whole file may stand the other way round.
        let falls = rows.windows(2).filter(|w| w[1].0 < w[0].0).count();
        seen.back += falls.min(rows.len() - 1 - falls);
        rows.sort_unstable();
        seen.take(rows);
    }
    let found = seen.regular(&time.name).or_else(|| {
        let in_order = looks_back(context);
        seen.shared(&time.name)
            .filter(|_| in_order)
            .or_else(|| seen.changing(&time.name, in_order))
    });
    let Some(mut found) = found else {
        return Ok(Vec::new());
    };
    let comes_twice = !seen.twice.is_empty() || !seen.crowded.is_empty();
    if context.project.decisions.problem.group.is_none() && comes_twice {
        let candidates = context.inputs().filter(|(c, p)| {
            !c.computed
                && p.distinct > 1
                && p.distinct * ROWS <= context.rows()
                && c.kind == Kind::Category
        });
        if let Some((group, _)) = candidates.max_by_key(|(_, p)| p.distinct) {
            let label = format!("each {} has a series of its own", group.name);
            found = found.fix(fix::group(&group.name, &label));
        }
    }
    Ok(vec![found.done()])
}

/// Whether anything is computed from the rows before: a forecast, or a feature that looks back.
fn looks_back(context: &Context<'_>) -> bool {
    let decisions = &context.project.decisions;
    let forecast = context.problem.is_some_and(|p| p.task == Task::Forecast);
    let mut features = decisions.features.values();
    forecast || features.any(|text| Expression::parse(text).is_ok_and(|e| e.looks_back()))
}

/// What the steps of all series say.
#[derive(Debug)]
struct Seen {
    scale: Scale,
    rows: usize,
    /// The usual step of the last series that has one.
    step: i64,
    left_out: usize,
    twice: Vec<usize>,
    after_gap: Vec<usize>,
    back: usize,
    /// Rows that have the instant of the row before, in series where many do.
    crowded: Vec<usize>,
    crowded_of: usize,
    /// How often each step comes in series whose steps are not alike.
    changing: BTreeMap<i64, usize>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            scale: Scale::Numbers,
            rows: 0,
            step: 0,
            left_out: 0,
            twice: Vec::new(),
            after_gap: Vec::new(),
            back: 0,
            crowded: Vec::new(),
            crowded_of: 0,
            changing: BTreeMap::new(),
        }
    }
}

impl Seen {
    /// Looks at one series in the order of time.
    fn take(&mut self, rows: &[(i64, usize)]) {
        let places = || rows.iter().map(|(at, _)| self.scale.place(*at));
        let steps: Vec<i64> = places().zip(places().skip(1)).map(|(a, b)| b - a).collect();
        let twice: Vec<usize> = (1..rows.len()).filter(|&i| steps[i - 1] == 0).collect();
        let limit = LOOSE * rows.len() as f64;
        if twice.len() as f64 > limit {
            self.crowded.extend(twice.iter().map(|at| rows[*at].1));
            self.crowded_of += rows.len();
            return;
        }
        let moving = steps.iter().filter(|s| **s > 0);
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        moving
            .clone()
            .for_each(|step| *counts.entry(*step).or_default() += 1);
        let all = moving.count();
        let Some((step, _)) = most(&counts).filter(|(_, n)| *n as f64 >= REGULAR * all as f64)
        else {
            for (step, count) in counts {
                *self.changing.entry(step).or_default() += count;
            }
            return;
        };
        let gaps: Vec<(usize, i64)> = (1..rows.len())
            .map(|at| (at, (steps[at - 1] as f64 / step as f64).round() as i64 - 1))
            .filter(|(_, gap)| *gap > 0)
            .collect();
        let left_out: i64 = gaps.iter().map(|(_, gap)| gap).sum();
        self.rows += rows.len();
        if left_out as f64 <= limit && left_out > 0 {
            self.step = step;
            self.left_out += left_out as usize;
            self.after_gap
                .extend(gaps.iter().map(|(at, _)| rows[*at].1));
        }
        self.twice.extend(twice.iter().map(|at| rows[*at].1));
    }

    /// What is wrong with series whose steps are alike.
    fn regular(&self, time: &str) -> Option<Found> {
        let mut parts = Vec::new();
        if self.left_out > 0 {
            parts.push(format!(
                "leaves out {} of {}",
                text::counted(self.left_out, "step"),
                self.scale.told(self.step)
            ));
        }
        if !self.twice.is_empty() {
            parts.push(format!(
                "comes twice in {}",
                text::counted(self.twice.len(), "row")
            ));
        }
        if parts.is_empty() {
            return None;
        }
        if self.back > 0 {
            parts.push(format!(
                "goes back {} in the file",
                text::counted(self.back, "time")
            ));
        }
        let message = format!("the time {} {}", name(time), parts.join(", "));
        let severity = match self.twice.is_empty() {
            true => Severity::Info,
            false => Severity::Warning,
        };
        let rows: Vec<usize> = self.twice.iter().chain(&self.after_gap).copied().collect();
        Some(
            Found::new(&CHECK, severity, message)
                .column(time)
                .measured(rows.len() as f64 / self.rows.max(1) as f64, 0.0)
                .rows(rows),
        )
    }

    /// Many rows of one instant, of which nobody said which follows which.
    fn shared(&self, time: &str) -> Option<Found> {
        let share = self.crowded.len() as f64 / self.crowded_of.max(1) as f64;
        let message = format!(
            "{} of {} have the time {} of another row: which one comes before a row is chance, and so is what looks back",
            text::count(self.crowded.len()),
            text::counted(self.crowded_of, "row"),
            name(time)
        );
        (!self.crowded.is_empty()).then(|| {
            Found::new(&CHECK, Severity::Warning, message)
                .column(time)
                .measured(share, LOOSE)
                .rows(self.crowded.iter().copied())
        })
    }

    /// Steps that are not alike: two that share the rows between them, or any where something looks back.
    fn changing(&self, time: &str, looks_back: bool) -> Option<Found> {
        let all: usize = self.changing.values().sum();
        let share = |count: usize| count as f64 / all.max(1) as f64;
        let (usual, count) = most(&self.changing)?;
        let (second, other) = self
            .changing
            .iter()
            .filter(|(step, _)| **step != usual)
            .map(|(step, count)| (*step, *count))
            .max_by_key(|(step, count)| (*count, std::cmp::Reverse(*step)))?;
        // Numbers that count time may be dates in digits, which jump where a month ends.
        let is_time = self.scale != Scale::Numbers;
        let is_of_two = is_time && share(count + other) >= REGULAR && share(other) >= PACE;
        let span = |step: Option<&i64>| self.scale.told(step.copied().unwrap_or(0));
        let how = match is_of_two {
            true => format!(
                "{} in {} and {} in {}",
                self.scale.told(usual),
                text::percent(share(count)),
                self.scale.told(second),
                text::percent(share(other))
            ),
            false => format!(
                "from {} to {}, the usual one ({}) in {}",
                span(self.changing.keys().next()),
                span(self.changing.keys().next_back()),
                self.scale.told(usual),
                text::percent(share(count))
            ),
        };
        let message = format!(
            "the time {} comes at changing steps: {how}. What looks back reaches back by rows, and so more or less far in time",
            name(time)
        );
        (is_of_two || looks_back).then(|| {
            Found::new(&CHECK, Severity::Info, message)
                .column(time)
                .measured(share(count), REGULAR)
        })
    }
}

/// The most frequent step with its count, the shortest of equals.
fn most(counts: &BTreeMap<i64, usize>) -> Option<(i64, usize)> {
    let most = counts
        .iter()
        .max_by_key(|(step, count)| (**count, std::cmp::Reverse(**step)));
    most.map(|(step, count)| (*step, *count))
}
