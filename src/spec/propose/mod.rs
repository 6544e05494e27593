//! Proposals for a new project, read from the data, each with its reason: target, task, time, metric, split, columns.

mod column;
mod open;
mod series;
mod split;
mod time;

use super::problem::{MOST_CLASSES, default_metric, guess_positive, guess_task};
use crate::decisions::{Edit, Task};
use crate::error::{Error, Result};
use crate::metrics::Metric;
use crate::table::Table;
use crate::text;
use column::propose_column;
pub use open::propose_open;
pub use split::holdout_share;
use split::propose_split;
use time::{Time, find_time};

/// What a new project is asked to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wishes {
    /// Column to predict.
    pub target: Option<String>,
    /// The kind of question.
    pub task: Option<Task>,
    /// Name of the metric.
    pub metric: Option<String>,
    /// Column of time.
    pub time: Option<String>,
    /// Column of groups.
    pub group: Option<String>,
}

/// One proposal read from the data, with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What it is about: `task`, `time`, `metric`, `split`, or a column's name.
    pub subject: String,
    /// What is proposed, in words: `regression`, `category`, `ignore`.
    pub value: String,
    /// Why.
    pub reason: String,
    /// What accepting it writes.
    pub edits: Vec<Edit>,
    /// Other values one may choose, with what each writes.
    pub others: Vec<(String, Vec<Edit>)>,
}

impl Proposal {
    fn new(subject: &str, value: &str, reason: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            subject: subject.into(),
            value: value.into(),
            reason: reason.into(),
            edits,
            others: Vec::new(),
        }
    }

    fn or(mut self, value: &str, edits: Vec<Edit>) -> Self {
        self.others.push((value.into(), edits));
        self
    }
}

/// Proposes task, metric, time, split, kinds and roles. `wishes.target` must be set; wishes win over proposals.
pub fn propose(table: &Table, wishes: &Wishes) -> Result<Vec<Proposal>> {
    let target = wishes
        .target
        .clone()
        .ok_or_else(|| Error::new("no target is chosen").with_fix("say which column to predict"))?;
    table.column(&target)?;
    if table.missing(&target)?.iter().all(|missing| *missing) {
        return Err(Error::new("the target has no value at all")
            .at_column(target)
            .with_fix("choose another column to predict"));
    }
    if let Some(time) = &wishes.time {
        table.instants(time)?;
    }
    if let Some(group) = &wishes.group {
        table.column(group)?;
    }
    let task = propose_task(table, wishes, &target)?;
    let mut proposals = vec![task.0];
    if task.1 == Task::Binary {
        proposals.push(propose_positive(table, &target)?);
    }
    proposals.push(propose_metric(wishes, task.1)?);
    let time = match &wishes.time {
        Some(time) => Some(Time::asked_for(time)),
        None => find_time(table, &target)?,
    };
    let table = time.as_ref().map_or(table, |time| time.table(table));
    if let Some(time) = &time {
        let proposal = Proposal::new("time", &time.name, time.told(), time.edits());
        proposals.push(proposal.or("none", vec![]));
    }
    let time_name = time.as_ref().map(|t| t.name.as_str());
    let group = match &wishes.group {
        Some(group) => Some((group.clone(), "asked for".to_owned())),
        None => series::find_group(table, &target, time_name)?,
    };
    if let Some((name, reason)) = &group {
        let edits = vec![Edit::set_text("problem.group", name)];
        proposals.push(Proposal::new("group", name, reason.clone(), edits).or("none", vec![]));
    }
    let group_name = group.as_ref().map(|g| g.0.as_str());
    if let Some(time) = time_name {
        proposals.extend(series::propose_horizon(table, &target, time, group_name)?);
    }
    proposals.push(propose_split(
        table,
        &target,
        task.1,
        time_name,
        group.is_some(),
    )?);
    let named = |name: &str| name == target || Some(name) == time_name || Some(name) == group_name;
    for meta in table.columns().iter().filter(|m| !named(&m.name)) {
        proposals.extend(propose_column(
            table, &meta.name, &target, task.1, time_name,
        )?);
    }
    Ok(proposals)
}

/// The task, and those that the target's values allow as well. A task asked for that they do not allow is an error.
fn propose_task(table: &Table, wishes: &Wishes, target: &str) -> Result<(Proposal, Task)> {
    let (task, reason) = match wishes.task {
        Some(task) => (task, "asked for".to_owned()),
        None => guess_task(table, target)?,
    };
    if let Some(why) = unfit(table, target, task)? {
        return Err(Error::new(format!("{task} cannot be the task: {why}"))
            .at_column(target.to_owned())
            .with_fix("leave the task out, or choose another column to predict"));
    }
    let edits = |task: Task| vec![Edit::set_text("problem.task", task.word())];
    let mut proposal = Proposal::new("task", task.word(), reason, edits(task));
    for other in [Task::Regression, Task::Binary, Task::Multiclass] {
        if other != task && unfit(table, target, other)?.is_none() {
            proposal = proposal.or(other.word(), edits(other));
        }
    }
    Ok((proposal, task))
}

/// Why the target's values do not allow a task.
fn unfit(table: &Table, target: &str, task: Task) -> Result<Option<String>> {
    let classes = table.labels(target)?.names.len();
    let is_number = table.column(target)?.storage.is_number();
    Ok(match task {
        Task::Regression | Task::Forecast if !is_number => Some("its values are no numbers".into()),
        Task::Binary if classes != 2 => Some(format!(
            "it has {} different values, not 2",
            text::count(classes)
        )),
        Task::Multiclass if !(3..=MOST_CLASSES).contains(&classes) => Some(format!(
            "it has {} different values; 3 to {MOST_CLASSES} can be told apart",
            text::count(classes)
        )),
        _ => None,
    })
}

fn propose_positive(table: &Table, target: &str) -> Result<Proposal> {
    let labels = table.labels(target)?;
    let positive = guess_positive(&labels);
    let edits = |name: &str| vec![Edit::set_text("problem.positive", name)];
    let name = labels.names.get(positive).map_or("", String::as_str);
    let mut proposal = Proposal::new(
        "positive",
        name,
        "the class one looks for, by its name or because it is the rarer",
        edits(name),
    );
    for other in labels.names.iter().filter(|n| *n != name) {
        proposal = proposal.or(other, edits(other));
    }
    Ok(proposal)
}

fn propose_metric(wishes: &Wishes, task: Task) -> Result<Proposal> {
    let offered = Metric::of_task(task);
    let edits = |name: &str| vec![Edit::set_text("problem.metric", name)];
    let (name, reason) = match &wishes.metric {
        Some(name) if !offered.iter().any(|m| m.name() == name) => {
            let names: Vec<&str> = offered.iter().map(|m| m.name()).collect();
            let message = format!("'{}' is no metric for {task}", text::escape(name));
            return Err(Error::new(message).with_fix(format!("one of {}", names.join(", "))));
        }
        Some(name) => (name.as_str(), "asked for"),
        None => {
            let reason = match task {
                Task::Regression | Task::Forecast => {
                    "in the unit of the target, and not ruled by a few outliers"
                }
                Task::Binary => {
                    "how well the positive class is ranked above the other, at every threshold"
                }
                Task::Multiclass => "share of right answers",
            };
            (default_metric(task)?.name(), reason)
        }
    };
    let mut proposal = Proposal::new("metric", name, reason, edits(name));
    for other in offered.iter().filter(|m| m.name() != name) {
        proposal = proposal.or(other.name(), edits(other.name()));
    }
    Ok(proposal)
}
