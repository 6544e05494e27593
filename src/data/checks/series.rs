//! A target that follows itself over time.

use crate::decisions::{Kind, Role, Severity, Strategy, Threshold};
use crate::error::Result;
use crate::stats::{autocorrelation, unit_root_p};
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Values in the order of time at least.
const ROWS: usize = 50;
/// Values looked at, the latest.
const MOST: usize = 5_000;
/// Steps after which a season may come back: days of a week, months and quarters of a year, hours of a day, weeks of a year.
const SEASONS: &[usize] = &[4, 7, 12, 24, 52, 168, 365];

pub(super) static CHECK: Check = Check {
    name: "series",
    doc: "Where the target follows itself over time, the last values known are worth more than most columns, and rows drawn by chance for \
          scoring have their answer beside them: split by time. A series without a fixed mean leaves what was learned behind.",
    thresholds: &[Threshold::Autocorrelation, Threshold::StationaryP],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let problem = context.problem.filter(|p| p.classes.is_none());
    let (Some(problem), None) = (problem, &context.project.decisions.problem.group) else {
        return Ok(Vec::new());
    };
    let Some((time, _)) = context
        .columns()
        .find(|(c, p)| c.role == Role::Time && p.distinct >= ROWS)
    else {
        return Ok(Vec::new());
    };
    let table = &context.data.table;
    let Ok(instants) = table.instants(&time.name) else {
        return Ok(Vec::new());
    };
    let values = table.numbers(&problem.target)?;
    let mut rows: Vec<(i64, usize)> = problem
        .labelled
        .iter()
        .filter_map(|&row| Some((instants[row]?, row)))
        .collect();
    rows.sort_unstable();
    let distinct = rows.chunk_by(|a, b| a.0 == b.0).count();
    // Many rows of one instant are no series.
    if rows.len() < ROWS || distinct * 10 < rows.len() * 9 {
        return Ok(Vec::new());
    }
    let late = &rows[rows.len().saturating_sub(MOST)..];
    let series: Vec<f64> = late.iter().map(|(_, row)| values[*row]).collect();
    let steps: Vec<f64> = series.windows(2).map(|w| w[1] - w[0]).collect();
    let limit = context.limit(Threshold::Autocorrelation);
    let follows = autocorrelation(&series, 1).filter(|r| *r > limit);
    // A series that wanders goes with itself at every lag: what its steps do tells a season.
    let season = SEASONS
        .iter()
        .filter(|lag| *lag * 3 <= series.len())
        .filter_map(|lag| Some((*lag, autocorrelation(&steps, *lag)?)))
        .filter(|(_, r)| *r > limit / 2.0)
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let wanders = unit_root_p(&series).filter(|p| *p > context.limit(Threshold::StationaryP));
    let mut parts = Vec::new();
    parts.extend(follows.map(|r| {
        format!(
            "follows the row before (autocorrelation {})",
            text::number(r, 2)
        )
    }));
    parts.extend(season.map(|(lag, r)| {
        format!(
            "comes back every {lag} rows (correlation of its steps {})",
            text::number(r, 2)
        )
    }));
    parts.extend(
        wanders.map(|p| format!("has no fixed mean (unit root, p = {})", text::number(p, 2))),
    );
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let message = format!(
        "over time the target {} {}",
        name(&problem.target),
        parts.join("; it ")
    );
    let mut found = Found::new(&CHECK, Severity::Info, message).column(&problem.target);
    if let Some(r) = follows {
        found = found.measured(r, limit);
    }
    let split = &context.project.decisions.split;
    if !matches!(
        problem.strategy(split),
        Strategy::Time | Strategy::GroupTime
    ) {
        found = found.fix(fix::strategy(Strategy::Time, "divide the rows by time"));
    }
    let quoted = fix::column(&problem.target);
    let target = context.columns().find(|(c, _)| c.role == Role::Target);
    if target.is_some_and(|(c, _)| c.kind == Kind::Number) {
        let lag = season.map_or(1, |(lag, _)| lag);
        let (column, expression) = match lag {
            1 => (
                format!("{}_before", problem.target),
                format!("lag({quoted})"),
            ),
            lag => (
                format!("{}_{lag}_before", problem.target),
                format!("lag({quoted}, {lag})"),
            ),
        };
        found = found.fix(fix::feature(
            context,
            &column,
            &expression,
            "let models see the last value known",
        ));
    }
    Ok(vec![found.done()])
}
