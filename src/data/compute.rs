//! The computation of the data milestone: profile the columns, try each against the target, run the checks, keep the evidence.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use indexmap::IndexMap;
use rand::seq::index;
use rayon::prelude::*;

use crate::decisions::{Role, Severity, Threshold};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::spec::{ColumnRole, DEFAULT_SEED, Dataset, Problem, Room, Stored};
use crate::table::Table;
use crate::text;
use crate::work::{Progress, rng};

use super::checks::{CHECKS, Context, Found};
use super::evidence::Lasting;
use super::inputs::Inputs;
use super::power::{Loss, Values, halves, power};
use super::privacy;
use super::profile::{Against, Calendar, information, profile};
use super::sample::Sample;
use super::signal;
use super::whole;
use super::{Associations, ColumnProfile, Evidence, Finding, Schema, Signal};

/// Name of the evidence file.
const NAME: &str = "data";
/// Rows drawn to measure predictive power; the error of a share estimated on as many is below 0.005.
const POWER_ROWS: usize = 100_000;
/// Metrics that punish the square of an error.
const SQUARED: &[&str] = &["rmse", "mse", "r2"];

/// Profiles the columns, runs the checks and keeps the evidence. Progress has a line a column.
/// Findings come with what the decisions accept.
pub fn run(project: &Project, progress: &Progress) -> Result<Evidence> {
    run_within(project, Room::USUAL, progress)
}

/// The same, with rows left on disk for which there is no room.
pub(super) fn run_within(project: &Project, room: Room, progress: &Progress) -> Result<Evidence> {
    project.require_valid()?;
    let mut laps = Laps::start();
    let source = project.decisions.source.first();
    let stored = match source.and_then(|source| source.sample) {
        // Rows that a person had drawn are the data.
        Some(_) => None,
        None => Stored::open(project, room, progress)?,
    };
    let drawn = stored.as_ref().map(Stored::drawn);
    let mut held = None;
    let data = match (&stored, &drawn) {
        (Some(stored), Some(drawn)) => {
            progress.step("taking rows by chance", 0.5);
            stored.dataset(drawn)?
        }
        _ => {
            let whole = Dataset::load(project, progress)?;
            held = held_rows(&whole)?;
            main_rows(whole)?
        }
    };
    laps.end("read");
    let problem = problem(project, &data)?;
    let before = lasting(project).map(|evidence| evidence.schema);
    let schema = Schema::record(project, before, &data, problem.as_ref())?;
    let seed = project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
    let sample = Sample::draw(&data.table, seed)?;
    let calendar = calendar(project, &data)?;
    let mut columns = profiles(project, &data, &sample, calendar.as_ref(), progress)?;
    laps.end("profile");
    let target = project.decisions.problem.target.as_deref();
    let target_missing = match target {
        Some(target) => data.table.missing(target)?,
        None => vec![false; data.table.rows()],
    };
    progress.step("trying each column against the target", 0.5);
    let power_rows = match &problem {
        Some(problem) => powers(project, &data, problem, &mut columns, progress)?,
        None => None,
    };
    laps.end("power");
    progress.step("trying the target in other orders", 0.8);
    let signal = match &problem {
        Some(problem) => signal_of(project, &data, problem, progress)?,
        None => None,
    };
    laps.end("signal");
    progress.step("comparing columns with one another", 0.8);
    let associations = Associations::of(&sample, &data.columns, &columns, progress)?;
    laps.end("associations");
    progress.step("checking", 0.9);
    let context = Context {
        project,
        data: &data,
        sample: &sample,
        target,
        problem: problem.as_ref(),
        profiles: &columns,
        schema: &schema,
        held: held.as_ref(),
        target_missing: &target_missing,
    };
    let mut findings = findings(&context, progress)?;
    laps.end("checks");
    let mut rows = data.table.rows();
    if let (Some(stored), Some(drawn)) = (&stored, &drawn) {
        for finding in &mut findings {
            finding.rows.iter_mut().for_each(|row| *row = drawn[*row]);
        }
        rows = stored.rows();
        exact_profiles(stored, &data, &mut columns, progress)?;
        laps.end("all_rows");
    }
    let evidence = Evidence {
        fingerprint: Inputs::of(project, &schema)?.fingerprint()?,
        rows,
        rows_drawn: drawn.map(|drawn| drawn.len()).filter(|drawn| *drawn < rows),
        rows_read: data.rows_read,
        format: data.table.format.clone(),
        joined: data.joined.clone(),
        best_input: best_input(&data, &columns),
        signal,
        power_rows,
        schema,
        periods: calendar.map(|calendar| calendar.periods),
        associations,
        columns,
        findings,
        times: laps.seconds,
    };
    project.keep_evidence(NAME, &evidence)?;
    progress.step("data profiled", 1.0);
    Ok(evidence.with_accepted(&project.decisions.accepted))
}

/// How long each part of the work takes.
struct Laps {
    since: Instant,
    seconds: IndexMap<String, f64>,
}

impl Laps {
    fn start() -> Self {
        Self {
            since: Instant::now(),
            seconds: IndexMap::new(),
        }
    }

    fn end(&mut self, part: &str) {
        let now = Instant::now();
        let seconds = (now - self.since).as_secs_f64();
        self.seconds.insert(part.to_owned(), seconds);
        self.since = now;
    }
}

/// What was found before, with what the decisions accept now; `None` where nothing was.
///
/// # Errors
/// Evidence that cannot be read, as that of an older build: it is stale, and the next check replaces it.
pub fn evidence(project: &Project) -> Result<Option<Evidence>> {
    let kept: Option<Evidence> = project.evidence(NAME)?;
    Ok(kept.map(|e| e.with_accepted(&project.decisions.accepted)))
}

/// What was found before, as far as evidence of any build tells it: what cannot be read is computed again, and holds nothing up.
pub(super) fn lasting(project: &Project) -> Option<Lasting> {
    project.evidence(NAME).ok().flatten()
}

/// Hash of what the data milestone computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let schema = lasting(project).map(|e| e.schema).unwrap_or_default();
    Inputs::of(project, &schema)?.fingerprint()
}

/// The rows of a holdout file of its own: only whether they are new is asked of them.
fn held_rows(data: &Dataset) -> Result<Option<Table>> {
    let rows = data
        .holdout_file
        .clone()
        .map(|held| held.collect::<Vec<_>>());
    rows.map(|rows| data.table.take(&rows)).transpose()
}

/// The rows of the data file itself: a holdout file of its own is not looked at before the last word.
fn main_rows(data: Dataset) -> Result<Dataset> {
    let Some(held) = data.holdout_file.clone() else {
        return Ok(data);
    };
    let rows: Vec<usize> = (0..held.start).collect();
    Ok(Dataset {
        table: data.table.take(&rows)?,
        holdout_file: None,
        ..data
    })
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

/// What all rows say of each column, where only some were looked at as a whole.
fn exact_profiles(
    stored: &Stored<'_>,
    data: &Dataset,
    columns: &mut [ColumnProfile],
    progress: &Progress,
) -> Result<()> {
    let (count, done) = (columns.len(), AtomicUsize::new(0));
    let pairs = columns.par_iter_mut().zip(&data.columns);
    pairs.try_for_each(|(profile, column)| {
        progress.check()?;
        let storage = data.table.column(&column.name)?.storage;
        whole::exact(profile, column, storage, stored, progress)?;
        let share = (done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / count as f64;
        progress.step(
            format!("all rows of {}", text::escape(&column.name)),
            0.6 + 0.4 * share,
        );
        Ok(())
    })
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

/// Runs every check; one that fails is a finding and stops no other.
fn findings(context: &Context<'_>, progress: &Progress) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for check in CHECKS {
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

fn failed(check: &super::Check, error: &Error) -> Finding {
    let message = format!(
        "the check '{}' could not be made: {}",
        check.name, error.message
    );
    Found::new(check, Severity::Warning, message).done()
}
