//! The metrics of a project: those of the list, and those that it states itself.

use crate::decisions::{Decisions, StatedMetric, Task};
use crate::error::{Error, Result};
use crate::metrics::{COST, Metric, PREDICTION, PROBABILITY};
use crate::project::Project;
use crate::table::{Summary, Table};
use crate::text::escape;

/// Every metric that can judge a task (any task where it is not known) in this project, the default first: those of the list, the cost of an error and what is
/// found within the capacity where these are stated, and the expressions of `[[metric]]`; one with a mistake is left out.
pub fn metrics_of(decisions: &Decisions, task: Option<Task>) -> Vec<Metric> {
    let mut all = match task {
        Some(task) => Metric::of_task(task),
        None => Metric::all().collect(),
    };
    let stated = of_value(decisions)
        .into_iter()
        .chain(decisions.metric.iter().filter_map(of_expression));
    all.extend(stated.filter(|metric| task.is_none_or(|task| metric.can_judge(task))));
    all
}

/// The metric with this name in this project.
pub fn metric_named(decisions: &Decisions, name: &str) -> Option<Metric> {
    Metric::named(name).or_else(|| {
        let mut all = metrics_of(decisions, None).into_iter();
        all.find(|metric| metric.name() == name)
    })
}

/// What `[value]` makes computable.
fn of_value(decisions: &Decisions) -> Vec<Metric> {
    let value = &decisions.value;
    let mut found = Vec::new();
    if value.cost.is_some() || value.matrix.is_some() {
        found.push(Metric::of_cost(value.currency.as_deref().unwrap_or("")));
    }
    let share = value.capacity.filter(|share| *share > 0.0 && *share <= 1.0);
    found.extend(share.into_iter().flat_map(Metric::within_capacity));
    found
}

fn of_expression(stated: &StatedMetric) -> Option<Metric> {
    let summary = Summary::parse(&stated.score).ok()?;
    let direction = stated.better?.direction();
    let unit = stated.unit.as_deref().unwrap_or("");
    Some(Metric::of_summary(&stated.name, summary, direction, unit))
}

/// Refuses a stated metric that reads a column which these have not.
pub fn refuse_absent(project: &Project, columns: &Table) -> Result<()> {
    for stated in &project.decisions.metric {
        let Ok(summary) = Summary::parse(&stated.score) else {
            continue;
        };
        let is_there = |name: &str| [PREDICTION, PROBABILITY].contains(&name) || columns.has(name);
        if let Some(name) = summary.columns().into_iter().find(|name| !is_there(name)) {
            let error = columns.column(name).err();
            let error = error.unwrap_or_else(|| Error::new("a column is not there"));
            let place = format!("metric '{}'", escape(&stated.name));
            return Err(error.with_context(&place).at_file(project.file()));
        }
    }
    Ok(())
}

/// What must be stated before a metric of this name can be computed, in words.
pub(super) fn needs(name: &str) -> Option<&'static str> {
    match name {
        COST => Some("state what an error costs: `cost` or `matrix` under [value]"),
        "precision_at_capacity" | "recall_at_capacity" | "lift_at_capacity" => {
            Some("state which share of the decisions can be acted on: `capacity` under [value]")
        }
        _ => None,
    }
}
