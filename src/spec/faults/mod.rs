//! Every mistake in the decisions, in one list: those of the text, those against the data, those of keys that do not go together. A new
//! check is a file and a line in [`CHECKS`].
//!
//! No check speaks of what follows from a mistake told elsewhere: without data nothing is said of columns, and what reads a feature that
//! could not be computed is left alone.

mod expressions;
mod goal;
mod kinds;
mod lagged;
mod lineage;
mod lookups;
mod metrics;
mod models;
mod money;
mod names;
mod origins;
mod prepare;
mod roles;
mod rules;
mod split;
#[cfg(test)]
mod tests;
mod units;
mod unused;
#[cfg(test)]
mod wild_tests;

use super::Loaded;
use super::expressions::Columns;
use super::joins::edges;
use super::placing::Placing;
use super::resolve::{Resolved, View, resolve};
use crate::decisions::{FORMAT, Fault, Severity, Stage};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::work::Progress;

/// What a check looks at.
pub(super) struct Context<'a> {
    project: &'a Project,
    place: Placing<'a>,
    /// The data, where they can be read.
    view: Option<View<'a>>,
    /// The problem as far as it can be told.
    resolved: Resolved,
    /// What reading found.
    loaded: Option<&'a Loaded>,
}

impl Context<'_> {
    /// The columns that rules and costs may read; `None` where the data cannot be read.
    fn columns(&self) -> Option<Columns> {
        let view = self.view.as_ref()?;
        Some(Columns {
            schema: view.dataset.table.schema(),
            unsure: view.absent.clone(),
            later: Vec::new(),
        })
    }
}

/// One check.
struct Check {
    find: fn(&Context<'_>) -> Vec<Fault>,
    /// The first stage that cannot be computed with a mistake of this kind; none where it spoils a part only.
    stops: Option<Stage>,
}

impl Check {
    const fn new(find: fn(&Context<'_>) -> Vec<Fault>, stops: Option<Stage>) -> Self {
        Self { find, stops }
    }
}

/// Every check.
const CHECKS: &[Check] = &[
    Check::new(text, Some(Stage::Data)),
    Check::new(data, Some(Stage::Data)),
    Check::new(joins, Some(Stage::Data)),
    Check::new(origins::faults, Some(Stage::Data)),
    Check::new(expressions::faults, Some(Stage::Data)),
    Check::new(problem, Some(Stage::Data)),
    Check::new(names::faults, None),
    Check::new(roles::faults, Some(Stage::Data)),
    Check::new(units::faults, None),
    Check::new(kinds::faults, Some(Stage::Train)),
    Check::new(goal::faults, None),
    Check::new(money::faults, Some(Stage::Benchmark)),
    Check::new(metrics::faults, Some(Stage::Benchmark)),
    Check::new(split::faults, Some(Stage::Benchmark)),
    Check::new(rules::faults, None),
    Check::new(lookups::faults, None),
    Check::new(lineage::faults, None),
    Check::new(lagged::faults, None),
    Check::new(models::faults, Some(Stage::Train)),
    Check::new(prepare::faults, Some(Stage::Train)),
    Check::new(unused::faults, None),
];

/// A mistake and the first stage that cannot be computed with it.
struct Found {
    fault: Fault,
    stops: Option<Stage>,
}

/// Every mistake in the decisions, in order of the text. Without data only what can be told of the decisions alone.
pub fn faults(project: &Project, loaded: Option<&Loaded>) -> Vec<Fault> {
    let found = all(project, loaded).into_iter();
    found.map(|found| found.fault).collect()
}

/// Refuses a stage that a mistake keeps from being computed; the error lists every mistake there is. No table is read unless there is one.
pub fn require(project: &Project, stage: Stage, progress: &Progress) -> Result<()> {
    if stops(&all(project, None), stage) {
        let loaded = Loaded::glance(project, progress)?;
        project.refuse(&faults(project, Some(&loaded)))?;
    }
    Ok(())
}

/// The error of a stage that failed, with every mistake in the decisions: one that keeps the stage from being computed is why it failed.
pub fn explained(project: &Project, stage: Stage, error: Error) -> Error {
    if error.is_cancelled() {
        return error;
    }
    let Ok(loaded) = Loaded::glance(project, &Progress::silent()) else {
        return error;
    };
    let found = all(project, Some(&loaded));
    let is_why = stops(&found, stage);
    let faults: Vec<Fault> = found.into_iter().map(|found| found.fault).collect();
    match project.refuse(&faults) {
        Ok(()) => error,
        Err(list) if is_why => list,
        Err(list) => {
            let others = list.others.clone();
            error.with_others(vec![list.alone()]).with_others(others)
        }
    }
}

fn stops(found: &[Found], stage: Stage) -> bool {
    found.iter().any(|found| {
        let stops = found.stops.is_some_and(|first| first <= stage);
        stops && found.fault.severity == Severity::Error
    })
}

fn all(project: &Project, loaded: Option<&Loaded>) -> Vec<Found> {
    let place = Placing::of(project);
    let view = loaded.and_then(View::loaded);
    let context = Context {
        project,
        resolved: resolve(&place, view.as_ref()),
        place,
        view,
        loaded,
    };
    // A newer format may mean other things by its keys: that it is newer says enough.
    let checks = match project.decisions.format > FORMAT {
        true => &CHECKS[..1],
        false => CHECKS,
    };
    let mut found: Vec<Found> = Vec::new();
    for check in checks {
        for fault in (check.find)(&context) {
            let told = |other: &Found| {
                let other = &other.fault;
                (&other.key, other.line, other.column) == (&fault.key, fault.line, fault.column)
                    && other.severity >= fault.severity
            };
            if !found.iter().any(told) {
                let stops = check.stops;
                found.push(Found { fault, stops });
            }
        }
    }
    found.sort_by_key(|found| (found.fault.line, found.fault.column));
    found
}

/// What the text of `jalon.toml` itself has.
fn text(context: &Context<'_>) -> Vec<Fault> {
    context.project.faults.clone()
}

/// What kept the data from being read as decided.
fn data(context: &Context<'_>) -> Vec<Fault> {
    let loaded = context.loaded;
    loaded.map_or_else(Vec::new, |loaded| loaded.faults.clone())
}

/// What keeps sources from being joined.
fn joins(context: &Context<'_>) -> Vec<Fault> {
    edges(&context.place).1
}

/// What does not go together in target, task, metric and classes.
fn problem(context: &Context<'_>) -> Vec<Fault> {
    context.resolved.faults.clone()
}
