//! The problem resolved against the data: task, target, metric, classes, with every default filled in.

use super::Dataset;
use super::placing::Placing;
use super::resolve::{View, resolve};
use crate::decisions::{Split, Strategy, Task};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Metric, Truth};
use crate::project::Project;
use crate::table::{Labels, Storage, Table};
use crate::text;

/// Words that name the positive one of two classes, where none is decided.
const POSITIVE_WORDS: &[&str] = &[
    "1", "yes", "true", "y", "positive", "bad", "fraud", "failure", "spam", "churn", "default",
    "sick",
];
/// A whole-number target with at most this many different values is read as classes.
const MOST_NUMBER_CLASSES: usize = 10;
/// More classes than this cannot be told apart.
pub(super) const MOST_CLASSES: usize = 100;

/// What the later stages compute with, every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The kind of question.
    pub task: Task,
    /// Column to predict.
    pub target: String,
    /// Unit of the target, empty where none.
    pub unit: String,
    /// The metric that decides.
    pub metric: Metric,
    /// Classes of a classification.
    pub classes: Option<Classes>,
    /// Column of time.
    pub time: Option<String>,
    /// Column of groups.
    pub group: Option<String>,
    /// Rows with a target, the only ones that are learned from or scored.
    pub labelled: Vec<usize>,
}

impl Problem {
    /// Unit of the metric's scores: that of the target, a stated one, or none.
    pub fn score_unit(&self) -> &str {
        self.metric.unit().in_words(&self.unit)
    }

    /// How rows are divided: decided, or by time where there is time, by group where there are groups, classes in equal shares where
    /// there are classes.
    pub fn strategy(&self, split: &Split) -> Strategy {
        let classes = self.task.is_classification();
        split.strategy.unwrap_or(match (&self.time, &self.group) {
            (Some(_), _) => Strategy::Time,
            (None, Some(_)) => Strategy::Group,
            (None, None) if classes => Strategy::Stratified,
            (None, None) => Strategy::Random,
        })
    }
}

/// The target the decisions name; an error says how to name one.
pub(super) fn target_of(project: &Project) -> Result<String> {
    project.decisions.problem.target.clone().ok_or_else(|| {
        Error::new("no target is named")
            .at_file(project.file())
            .with_fix("write `target = \"<column>\"` under `[problem]`")
    })
}

/// The task that a target's values ask for, with the reason.
pub fn guess_task(table: &Table, target: &str) -> Result<(Task, String)> {
    let storage = table.column(target)?.storage;
    let distinct = table.labels(target)?.names.len();
    let quoted = text::escape(target);
    Ok(match (storage, distinct) {
        (Storage::Text | Storage::Boolean, 0..=2) => {
            (Task::Binary, format!("'{quoted}' has two values"))
        }
        (Storage::Text | Storage::Boolean, _) => (
            Task::Multiclass,
            format!("'{quoted}' has {distinct} classes"),
        ),
        (Storage::Integer | Storage::Number, 0..=2) => {
            (Task::Binary, format!("'{quoted}' has two values"))
        }
        (Storage::Integer, n) if n <= MOST_NUMBER_CLASSES => (
            Task::Multiclass,
            format!(
                "'{quoted}' has only {n} whole numbers; take regression if their distance matters"
            ),
        ),
        (_, n) => (
            Task::Regression,
            format!(
                "'{quoted}' is a number with {} different values",
                text::count(n)
            ),
        ),
    })
}

/// The metric where none is decided: the mean absolute error has the target's unit and is not ruled by a few
/// outliers; for classes the first of the task's list.
pub fn default_metric(task: Task) -> Result<Metric> {
    Metric::of_task(task)
        .first()
        .copied()
        .ok_or_else(|| Error::new(format!("no metric for the task '{task}'")))
}

/// The positive class by its name, or the rarer one.
pub fn guess_positive(labels: &Labels) -> usize {
    let named = POSITIVE_WORDS
        .iter()
        .find_map(|word| labels.names.iter().position(|n| n.to_lowercase() == *word));
    named.unwrap_or_else(|| {
        let mut counts = vec![0usize; labels.names.len()];
        labels
            .codes
            .iter()
            .flatten()
            .for_each(|&c| counts[c as usize] += 1);
        (0..counts.len())
            .min_by_key(|&i| (counts[i], i))
            .unwrap_or(0)
    })
}

impl Dataset {
    /// The problem, resolved against the data. The error names every mistake in it, each with its place.
    pub fn problem(&self, project: &Project) -> Result<Problem> {
        let target = target_of(project)?;
        let decided = &project.decisions.problem;
        let place = Placing::of(project);
        let resolved = resolve(&place, Some(&View::of(self)));
        project.refuse(&resolved.faults)?;
        let (Some(task), Some(metric)) = (resolved.task, resolved.metric) else {
            return Err(Error::new("the problem cannot be told").at_file(project.file()));
        };
        Ok(Problem {
            task,
            target,
            unit: decided.unit.clone().unwrap_or_default(),
            metric,
            classes: resolved.classes,
            time: decided.time.clone(),
            group: decided.group.clone(),
            labelled: resolved.labelled,
        })
    }

    /// The target of these rows, which must be labelled.
    pub fn truth(&self, problem: &Problem, rows: &[usize]) -> Result<Truth> {
        let Some(classes) = &problem.classes else {
            let values = self.table.numbers(&problem.target)?;
            return Ok(Truth::Numbers(rows.iter().map(|&r| values[r]).collect()));
        };
        let labels = self.table.labels(&problem.target)?;
        let class_of: Vec<Option<usize>> = labels
            .names
            .iter()
            .map(|n| classes.names.iter().position(|c| c == n))
            .collect();
        let codes = rows
            .iter()
            .map(|&r| {
                labels.codes[r]
                    .and_then(|code| class_of[code as usize])
                    .map(|c| c as u32)
            })
            .collect::<Option<Vec<u32>>>()
            .ok_or_else(|| {
                Error::new("a row has a class that is not among the classes")
                    .at_column(&problem.target)
            })?;
        Ok(Truth::Classes(codes, classes.clone()))
    }
}
