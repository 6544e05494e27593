//! The problem resolved against the data as far as it can be: what does not fit is a fault of its key and keeps nothing else from being
//! looked at.

use std::collections::BTreeSet;

use super::metrics::{metric_named, metrics_of, needs};
use super::placing::{Placing, warning};
use super::problem::MOST_CLASSES;
use super::{Dataset, Loaded, default_metric, guess_positive, guess_task};
use crate::decisions::{Fault, Task};
use crate::metrics::{Classes, Metric};
use crate::table::{Axis, Labels};
use crate::text::{self, escape};

/// Values named in a message.
const SHOWN: usize = 5;

/// The data as a check sees them.
pub(super) struct View<'a> {
    /// Table and columns.
    pub dataset: &'a Dataset,
    /// Whether the rows are those that were decided; else nothing is said of their values.
    pub has_decided_rows: bool,
    /// Features that could not be computed: to name one is no mistake.
    pub absent: &'a BTreeSet<String>,
}

/// No feature.
static NONE: BTreeSet<String> = BTreeSet::new();

impl<'a> View<'a> {
    /// Data that were read without a mistake.
    pub fn of(dataset: &'a Dataset) -> Self {
        Self {
            dataset,
            has_decided_rows: true,
            absent: &NONE,
        }
    }

    /// What could be read; `None` where it is nothing.
    pub fn loaded(loaded: &'a Loaded) -> Option<Self> {
        Some(Self {
            dataset: loaded.dataset.as_ref()?,
            has_decided_rows: loaded.has_decided_rows,
            absent: &loaded.absent,
        })
    }

    /// Whether the table has the column of a key; a fault is added where it has not, and none where the column is a feature that
    /// could not be computed.
    pub fn has(&self, place: &Placing<'_>, key: &str, name: &str, faults: &mut Vec<Fault>) -> bool {
        match self.dataset.table.column(name) {
            Ok(_) => true,
            Err(error) => {
                if !self.absent.contains(name) {
                    faults.extend(place.errors(key, &error));
                }
                false
            }
        }
    }
}

/// The problem as far as it can be told.
#[derive(Default)]
pub(super) struct Resolved {
    /// The task; `None` where it is not decided and cannot be guessed, or does not go with the target.
    pub task: Option<Task>,
    /// The metric, where it goes with the task.
    pub metric: Option<Metric>,
    /// Classes of a classification.
    pub classes: Option<Classes>,
    /// Their names as far as they can be told, also where something else about them is wrong.
    pub names: Option<Vec<String>>,
    /// The axis of time.
    pub axis: Option<Axis>,
    /// Rows with a target.
    pub labelled: Vec<usize>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Resolves target, task, metric, classes, time and group; without data what can be told of the decisions alone.
pub(super) fn resolve(place: &Placing<'_>, view: Option<&View<'_>>) -> Resolved {
    let decided = &place.project.decisions.problem;
    let mut resolved = Resolved {
        task: decided.task.filter(|_| !place.unsure("problem.task")),
        ..Resolved::default()
    };
    if let Some(view) = view {
        columns(place, view, &mut resolved);
        let faults = &mut resolved.faults;
        if let Some(target) = &decided.target
            && view.has(place, "problem.target", target, faults)
        {
            match view.has_decided_rows {
                true => target_values(place, view, target, &mut resolved),
                false => target_names(place, view, target, &mut resolved),
            }
        }
    }
    metric(place, &mut resolved);
    resolved
}

/// Columns of time and group.
fn columns(place: &Placing<'_>, view: &View<'_>, resolved: &mut Resolved) {
    let decided = &place.project.decisions.problem;
    let faults = &mut resolved.faults;
    if let Some(group) = &decided.group {
        view.has(place, "problem.group", group, faults);
    }
    if let Some(time) = &decided.time
        && view.has(place, "problem.time", time, faults)
    {
        match Axis::of(&view.dataset.table, time) {
            Ok(axis) => resolved.axis = Some(axis),
            Err(error) => faults.extend(place.errors("problem.time", &error)),
        }
    }
}

/// Names of the classes where the rows are not those that were decided: a filter with a mistake takes none away.
fn target_names(place: &Placing<'_>, view: &View<'_>, target: &str, resolved: &mut Resolved) {
    let task = resolved.task.filter(|task| task.is_classification());
    let (Some(task), Ok(labels)) = (task, view.dataset.table.labels(target)) else {
        return;
    };
    let decided = &place.project.decisions.problem.classes;
    let names = match decided.is_empty() {
        true => labels.names.clone(),
        false => decided.clone(),
    };
    positive(place, &labels, &names, task, resolved);
    resolved.names = Some(names);
}

/// Task and classes from the values of the target.
fn target_values(place: &Placing<'_>, view: &View<'_>, target: &str, resolved: &mut Resolved) {
    let table = &view.dataset.table;
    let key = "problem.target";
    let (labels, missing) = match (table.labels(target), table.missing(target)) {
        (Ok(labels), Ok(missing)) => (labels, missing),
        (Err(error), _) | (_, Err(error)) => {
            resolved.faults.extend(place.errors(key, &error));
            return;
        }
    };
    resolved.labelled = (0..missing.len()).filter(|&r| !missing[r]).collect();
    if labels.names.is_empty() {
        resolved.faults.push(place.value(
            key,
            format!("the target '{}' has no value at all", escape(target)),
            "choose another target, or check the markers of missing values under `source.read.missing`",
        ));
        return;
    }
    let guess = || guess_task(table, target).map(|(task, _)| task).ok();
    let is_decided = place.project.decisions.problem.task.is_some();
    let task = match resolved.task {
        Some(task) => Some(task),
        // A task that is written wrongly is not guessed instead.
        None if is_decided || place.unsure("problem.task") => None,
        None => guess(),
    };
    resolved.task = task;
    match task {
        Some(task) if task.is_classification() => classes(place, &labels, target, task, resolved),
        Some(_) => match table.numbers(target) {
            Ok(_) => not_for_numbers(place, resolved),
            Err(error) => {
                resolved.task = None;
                let message = format!(
                    "{} needs a target of numbers: {}",
                    word(task),
                    error.message
                );
                let fits = guess().map_or("multiclass", Task::word);
                let fix = format!("write \"{fits}\", or choose a target of numbers");
                resolved
                    .faults
                    .push(place.value("problem.task", message, fix));
            }
        },
        None => {}
    }
}

fn word(task: Option<Task>) -> &'static str {
    task.map_or("the task", Task::word)
}

/// What is stated of classes beside a target of numbers.
fn not_for_numbers(place: &Placing<'_>, resolved: &mut Resolved) {
    let decided = &place.project.decisions.problem;
    for (key, stated) in [
        ("problem.positive", decided.positive.is_some()),
        ("problem.classes", !decided.classes.is_empty()),
    ] {
        if stated {
            let fault = place.value(
                key,
                format!("{} has no classes: this is not used", word(resolved.task)),
                "take the key out, or write `task = \"binary\"` or \"multiclass\"",
            );
            resolved.faults.push(warning(fault));
        }
    }
}

/// The classes of the target against those that are decided.
fn classes(
    place: &Placing<'_>,
    labels: &Labels,
    target: &str,
    task: Task,
    resolved: &mut Resolved,
) {
    let decided = &place.project.decisions.problem;
    let known = resolved.faults.len();
    let quoted = escape(target);
    let mut names = labels.names.clone();
    if !decided.classes.is_empty() {
        let stray = labels.names.iter().filter(|n| !decided.classes.contains(n));
        let stray: Vec<&String> = stray.collect();
        if !stray.is_empty() {
            let message = format!(
                "the target '{quoted}' has {}, which is not listed",
                few(&stray)
            );
            let fix = "add it to `classes`, or leave its rows out with `where`";
            resolved
                .faults
                .push(place.value("problem.classes", message, fix));
        }
        names.clone_from(&decided.classes);
    }
    resolved.names = Some(names.clone());
    let count = names.len();
    let task_key = match decided.task {
        Some(_) => "problem.task",
        None => "problem.target",
    };
    if count == 1 {
        let message = format!(
            "the target '{quoted}' has one class only, '{}'",
            escape(&names[0])
        );
        let fix = "there is nothing to predict: choose another target or add rows of another class";
        resolved
            .faults
            .push(place.value("problem.target", message, fix));
    } else if count > MOST_CLASSES {
        let message = format!("the target '{quoted}' has {} classes", text::count(count));
        let fix = format!(
            "at most {MOST_CLASSES} classes can be told apart: pool them, or take regression"
        );
        resolved.faults.push(place.value(task_key, message, fix));
        resolved.task = None;
    } else if task == Task::Binary && count > 2 {
        let message = format!("the target '{quoted}' has {count} classes, not two");
        let fix = "write `task = \"multiclass\"`";
        resolved.faults.push(place.value(task_key, message, fix));
        resolved.task = None;
    }
    let positive = positive(place, labels, &names, task, resolved);
    if resolved.faults[known..]
        .iter()
        .all(|f| f.severity < crate::decisions::Severity::Error)
    {
        resolved.classes = Some(Classes { names, positive });
    }
}

/// The class that counts as positive, of two.
fn positive(
    place: &Placing<'_>,
    labels: &Labels,
    names: &[String],
    task: Task,
    resolved: &mut Resolved,
) -> Option<usize> {
    let key = "problem.positive";
    let Some(named) = &place.project.decisions.problem.positive else {
        let guessed = labels.names.get(guess_positive(labels))?;
        let place = names.iter().position(|n| n == guessed).unwrap_or(0);
        return (task == Task::Binary).then_some(place);
    };
    let found = names.iter().position(|n| n == named);
    if found.is_none() {
        let message = format!("'{}' is no class of the target", escape(named));
        let fix = match text::nearest(named, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean '{}'?", escape(near)),
            None => format!("it has {}", few(&names.iter().collect::<Vec<_>>())),
        };
        resolved.faults.push(place.value(key, message, fix));
    } else if task != Task::Binary {
        let message = "only one of two classes counts as positive: this is not used";
        let fault = place.value(key, message, "take the key out");
        resolved.faults.push(warning(fault));
    }
    found.filter(|_| task == Task::Binary)
}

/// A few values in quotes.
pub(super) fn few(names: &[&String]) -> String {
    let shown = names.iter().take(SHOWN).map(|n| format!("'{}'", escape(n)));
    let mut shown = shown.collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        shown += &format!(" and {} more", names.len() - SHOWN);
    }
    shown
}

/// The metric against the task.
fn metric(place: &Placing<'_>, resolved: &mut Resolved) {
    let key = "problem.metric";
    let Some(name) = &place.project.decisions.problem.metric else {
        resolved.metric = resolved.task.and_then(|task| default_metric(task).ok());
        return;
    };
    let decisions = &place.project.decisions;
    let offered = metrics_of(decisions, resolved.task);
    if let Some(metric) = offered.iter().find(|m| m.name() == name) {
        resolved.metric = Some(*metric);
        return;
    }
    let is_stated = decisions.metric.iter().any(|stated| stated.name == *name);
    if is_stated && metric_named(decisions, name).is_none() {
        // What is wrong with its expression is told there.
        return;
    }
    let names: Vec<&str> = offered.iter().map(|m| m.name()).collect();
    let fix = match (needs(name), text::nearest(name, names.iter().copied())) {
        (Some(needs), _) => needs.to_owned(),
        (None, Some(near)) => format!("did you mean '{near}'?"),
        (None, None) => format!("one of {}", names.join(", ")),
    };
    let message = match resolved.task {
        Some(task) => format!("'{}' is no metric for {task}", escape(name)),
        None => format!("there is no metric '{}'", escape(name)),
    };
    resolved.faults.push(place.value(key, message, fix));
}
