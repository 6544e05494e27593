//! The problem resolved against the data: task, target, metric, classes, with every default filled in.

use super::Dataset;
use crate::decisions::{Decisions, Task};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Metric, Truth, Unit};
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
    /// Unit of the metric's scores: that of the target, or none.
    pub fn score_unit(&self) -> &str {
        match self.metric.unit() {
            Unit::Target => &self.unit,
            _ => "",
        }
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
    /// The problem, resolved against the data. Errors name what is not stated or cannot be.
    pub fn problem(&self, project: &Project) -> Result<Problem> {
        let decisions = &project.decisions;
        let target = target_of(project)?;
        let place = |e: Error| e.at_file(project.file());
        self.table.column(&target).map_err(place)?;
        for name in [&decisions.problem.time, &decisions.problem.group]
            .into_iter()
            .flatten()
        {
            self.table.column(name).map_err(place)?;
        }
        let task = match decisions.problem.task {
            Some(task) => task,
            None => guess_task(&self.table, &target)?.0,
        };
        let metric = metric_of(project, task)?;
        let missing = self.table.missing(&target)?;
        let labelled: Vec<usize> = (0..missing.len()).filter(|&r| !missing[r]).collect();
        if labelled.is_empty() {
            return Err(Error::new("the target has no value at all")
                .at_column(target)
                .with_fix("choose another target, or check the markers of missing values under `source.read.missing`"));
        }
        let classes = if task.is_classification() {
            Some(classes_of(&self.table, decisions, task, &target)?)
        } else {
            None
        };
        if !task.is_classification() {
            self.table
                .numbers(&target)
                .map_err(|e| e.with_fix("take task = \"multiclass\" or a target of numbers"))?;
        }
        Ok(Problem {
            task,
            target,
            unit: decisions.problem.unit.clone().unwrap_or_default(),
            metric,
            classes,
            time: decisions.problem.time.clone(),
            group: decisions.problem.group.clone(),
            labelled,
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

fn metric_of(project: &Project, task: Task) -> Result<Metric> {
    let Some(name) = &project.decisions.problem.metric else {
        return default_metric(task);
    };
    let offered = Metric::of_task(task);
    if let Some(metric) = offered.iter().find(|m| m.name() == name) {
        return Ok(*metric);
    }
    let names: Vec<&str> = offered.iter().map(|m| m.name()).collect();
    let fix = match text::nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean '{near}'?"),
        None => format!("one of {}", names.join(", ")),
    };
    Err(
        Error::new(format!("'{}' is no metric for {task}", text::escape(name)))
            .at_file(project.file())
            .with_fix(fix),
    )
}

fn classes_of(table: &Table, decisions: &Decisions, task: Task, target: &str) -> Result<Classes> {
    let labels = table.labels(target)?;
    let mut names = labels.names.clone();
    if !decisions.problem.classes.is_empty() {
        let decided = &decisions.problem.classes;
        if let Some(stray) = names.iter().find(|n| !decided.contains(n)) {
            return Err(Error::new(format!(
                "the value '{}' is not in `problem.classes`",
                text::escape(stray)
            ))
            .at_column(target)
            .with_fix("add it to `classes` or leave its rows out with `where`"));
        }
        names.clone_from(decided);
    }
    match (task, names.len()) {
        (_, 1) => Err(Error::new(format!(
            "the target has one class only, '{}'",
            text::escape(&names[0])
        ))
        .at_column(target)
        .with_fix(
            "there is nothing to predict: choose another target or add rows of another class",
        )),
        (Task::Binary, n) if n > 2 => {
            Err(Error::new(format!("the target has {n} classes, not two"))
                .at_column(target)
                .with_fix("write `task = \"multiclass\"`"))
        }
        (_, n) if n > MOST_CLASSES => Err(Error::new(format!("the target has {n} classes"))
            .at_column(target)
            .with_fix(format!(
                "at most {MOST_CLASSES} classes can be told apart: pool them, or take regression"
            ))),
        (Task::Binary, _) => {
            let positive = match &decisions.problem.positive {
                Some(named) => names.iter().position(|n| n == named).ok_or_else(|| {
                    Error::new(format!(
                        "the positive class '{}' is no value of the target",
                        text::escape(named)
                    ))
                    .at_column(target)
                    .with_fix(format!(
                        "it has '{}' and '{}'",
                        text::escape(&names[0]),
                        text::escape(&names[1])
                    ))
                })?,
                None => {
                    let guessed = &labels.names[guess_positive(&labels)];
                    names.iter().position(|n| n == guessed).unwrap_or(0)
                }
            };
            Ok(Classes {
                names,
                positive: Some(positive),
            })
        }
        _ => Ok(Classes {
            names,
            positive: None,
        }),
    }
}
