//! What is found in rows: the profile of every column, its power against the target, signal, associations, the findings of the checks.

use std::sync::atomic::{AtomicUsize, Ordering};

use rand::seq::index;
use rayon::prelude::*;

use crate::decisions::{Role, Severity, Threshold};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::spec::{ColumnRole, DEFAULT_SEED, Dataset, Problem};
use crate::table::Table;
use crate::text;
use crate::work::{Progress, rng};

use super::checks::{CHECKS, Check, Context, Found, LONG};
use super::compute::{Laps, lasting};
use super::power::{Loss, Values, halves, power};
use super::privacy;
use super::profile::{Against, Calendar, information, profile};
use super::sample::Sample;
use super::signal;
use super::{Associations, ColumnProfile, Evidence, Finding, Schema, Signal};

/// Rows drawn to measure predictive power; the error of a share estimated on as many is below 0.005.
const POWER_ROWS: usize = 100_000;
/// Metrics that punish the square of an error.
const SQUARED: &[&str] = &["rmse", "mse", "r2"];

/// How much is asked of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thorough {
    /// Everything.
    All,
    /// What the first rows can tell at once: not whether there is signal, and no check that takes long.
    First,
}

impl Thorough {
    fn checks(self) -> impl Iterator<Item = &'static Check> {
        let is_long = |check: &Check| LONG.iter().any(|long| long.name == check.name);
        let checks = CHECKS.iter().copied();
        checks.filter(move |check| self == Thorough::All || !is_long(check))
    }
}

/// What was found.
pub(super) struct Looked {
    pub(super) schema: Schema,
    pub(super) columns: Vec<ColumnProfile>,
    pub(super) findings: Vec<Finding>,
    power_rows: Option<usize>,
    signal: Option<Signal>,
    associations: Associations,
    calendar: Option<Calendar>,
}

/// Looks at rows; `held` are those of a holdout file of its own. Errors: the work is cancelled, the question cannot be asked of the rows.
pub(super) fn look(
    project: &Project,
    data: &Dataset,
    held: Option<&Table>,
    thorough: Thorough,
    laps: &mut Laps,
    progress: &Progress,
) -> Result<Looked> {
    let problem = problem(project, data)?;
    let before = lasting(project).map(|evidence| evidence.schema);
    let schema = Schema::record(project, before, data, problem.as_ref())?;
    let seed = project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
    let sample = Sample::draw(&data.table, seed)?;
    let calendar = calendar(project, data)?;
    let mut columns = profiles(project, data, &sample, calendar.as_ref(), progress)?;
    laps.end("profile");
    let target = project.decisions.problem.target.as_deref();
    let target_missing = match target {
        Some(target) => data.table.missing(target)?,
        None => vec![false; data.table.rows()],
    };
    progress.step("trying each column against the target", 0.5);
    let power_rows = match &problem {
        Some(problem) => powers(project, data, problem, &mut columns, progress)?,
        None => None,
    };
    laps.end("power");
    progress.step("trying the target in other orders", 0.8);
    let signal = match &problem {
        Some(problem) if thorough == Thorough::All => signal_of(project, data, problem, progress)?,
        _ => None,
    };
    laps.end("signal");
    progress.step("comparing columns with one another", 0.8);
    let associations = Associations::of(&sample, &data.columns, &columns, progress)?;
    laps.end("associations");
    progress.step("checking", 0.9);
    let context = Context {
        project,
        data,
        sample: &sample,
        target,
        problem: problem.as_ref(),
        profiles: &columns,
        schema: &schema,
        held,
        target_missing: &target_missing,
    };
    let findings = findings(&context, thorough, progress)?;
    laps.end("checks");
    Ok(Looked {
        schema,
        columns,
        findings,
        power_rows,
        signal,
        associations,
        calendar,
    })
}

impl Looked {
    /// As evidence, of these rows alone.
    pub(super) fn evidence(self, data: &Dataset, fingerprint: String) -> Evidence {
        Evidence {
            fingerprint,
            rows: data.table.rows(),
            rows_drawn: None,
            rows_read: data.rows_read,
            format: data.table.format.clone(),
            joined: data.joined.clone(),
            best_input: best_input(data, &self.columns),
            signal: self.signal,
            power_rows: self.power_rows,
            schema: self.schema,
            periods: self.calendar.map(|calendar| calendar.periods),
            associations: self.associations,
            columns: self.columns,
            findings: self.findings,
            times: Default::default(),
        }
    }
}

/// The problem, where a target is stated and has something to predict: one value only is a finding, not an error.
fn problem(project: &Project, data: &Dataset) -> Result<Option<Problem>> {
    let Some(target) = &project.decisions.problem.target else {
        return Ok(None);
    };
    if data.table.has(target) && data.table.labels(target)?.names.len() < 2 {
        return Ok(None);
    }
    data.problem(project).map(Some)
}

/// The periods of the column of time, where there is one.
fn calendar(project: &Project, data: &Dataset) -> Result<Option<Calendar>> {
    match &project.decisions.problem.time {
        Some(time) if data.table.has(time) => Calendar::of(&data.table, time),
        _ => Ok(None),
    }
}

fn profiles(
    project: &Project,
    data: &Dataset,
    sample: &Sample,
    calendar: Option<&Calendar>,
    progress: &Progress,
) -> Result<Vec<ColumnProfile>> {
    let limit = project.decisions.threshold(Threshold::PersonalShare);
    // What looks personal is masked before anything of it is kept; a person may say that it is not.
    let personal = |column: &ColumnRole| -> Result<bool> {
        let decided = project.decisions.columns.get(&column.name);
        match decided.and_then(|c| c.personal) {
            Some(personal) => Ok(personal),
            None => Ok(privacy::found(&sample.table, column, limit)?.is_some()),
        }
    };
    let done = AtomicUsize::new(0);
    data.columns
        .par_iter()
        .map(|column| {
            progress.check()?;
            let profile = profile(
                &data.table,
                &sample.table,
                column,
                personal(column)?,
                calendar,
            )?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let share = done as f64 / data.columns.len() as f64;
            progress.step(
                format!("profile of {}", text::escape(&column.name)),
                0.5 * share,
            );
            Ok(profile)
        })
        .collect()
}

/// Measures the predictive power of every feature and sets it beside the target. Says how many rows were drawn, where not all were used.
fn powers(
    project: &Project,
    data: &Dataset,
    problem: &Problem,
    columns: &mut [ColumnProfile],
    progress: &Progress,
) -> Result<Option<usize>> {
    let seed = project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
    let rows = drawn(&problem.labelled, seed);
    let sampled = (rows.len() < problem.labelled.len()).then_some(rows.len());
    let truth = data.truth(problem, &rows)?;
    let table = data.table.take(&rows)?;
    let halves = halves(rows.len(), &mut rng(seed, &["data", "power", "halves"]));
    let loss = if SQUARED.contains(&problem.metric.name()) {
        Loss::Squared
    } else {
        Loss::Absolute
    };
    // Bins show values of the column, classes those of the target.
    let hides = columns
        .iter()
        .any(|c| c.name == problem.target && c.personal);
    data.columns
        .par_iter()
        .zip(columns)
        .filter(|(column, _)| column.role == Role::Feature)
        .try_for_each(|(column, profile)| {
            progress.check()?;
            let mut noise = rng(seed, &["data", "information", &column.name]);
            profile.power = power(&Values::of(&table, column)?, &truth, loss, &halves);
            profile.mutual_information = information(&table, column, &truth, &mut noise)?;
            profile.against = match profile.personal || hides {
                true => None,
                false => Against::of(&table, column, &truth)?,
            };
            Ok::<(), Error>(())
        })?;
    Ok(sampled)
}

/// All rows, or as many as are enough, by chance.
fn drawn(rows: &[usize], seed: u64) -> Vec<usize> {
    if rows.len() <= POWER_ROWS {
        return rows.to_vec();
    }
    let mut draw = rng(seed, &["data", "power", "rows"]);
    let mut at = index::sample(&mut draw, rows.len(), POWER_ROWS).into_vec();
    at.sort_unstable();
    at.into_iter().map(|i| rows[i]).collect()
}

/// Whether the inputs say anything of the target, on a sample; those of content aside, which the fast model cannot read.
fn signal_of(
    project: &Project,
    data: &Dataset,
    problem: &Problem,
    progress: &Progress,
) -> Result<Option<Signal>> {
    let seed = project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
    let inputs = data.columns.iter().filter(|c| is_tried(c));
    let inputs: Vec<&ColumnRole> = inputs.collect();
    let rows = signal::drawn(&problem.labelled, inputs.len(), seed);
    let strategy = problem.strategy(&project.decisions.split);
    let mut draw = rng(seed, &["data", "signal", "order"]);
    let order = signal::Order::of(data, problem, strategy, rows, &mut draw)?;
    let table = data.table.take(&order.rows)?;
    let values: Vec<Values> = inputs
        .par_iter()
        .map(|column| Values::of(&table, column))
        .collect::<Result<_>>()?;
    let truth = data.truth(problem, &order.rows)?;
    signal::test(&values, &truth, &order, seed, progress)
}

/// Whether a column alone can tell something of the target; content cannot, of which no single value tells anything.
fn is_tried(column: &ColumnRole) -> bool {
    column.is_model_input() && column.kind.content().is_none()
}

/// The input that predicts the target best, the first of equals.
fn best_input(data: &Dataset, columns: &[ColumnProfile]) -> Option<(String, f64)> {
    let mut best: Option<(String, f64)> = None;
    for (column, profile) in data.columns.iter().zip(columns) {
        let Some(power) = profile.power.filter(|_| is_tried(column)) else {
            continue;
        };
        if best.as_ref().is_none_or(|(_, most)| power > *most) {
            best = Some((column.name.clone(), power));
        }
    }
    best
}

/// Runs the checks; one that fails is a finding and stops no other.
fn findings(
    context: &Context<'_>,
    thorough: Thorough,
    progress: &Progress,
) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for check in thorough.checks() {
        progress.check()?;
        match check.findings(context) {
            Ok(found) => findings.extend(found),
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => findings.push(failed(check, &error)),
        }
    }
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    Ok(findings)
}

fn failed(check: &Check, error: &Error) -> Finding {
    let message = format!(
        "the check '{}' could not be made: {}",
        check.name, error.message
    );
    Found::new(check, Severity::Warning, message).done()
}
