//! Proposals for a new project, read from the data, each with its reason: target, task, time, metric, split, columns.

use super::afterwards::{named_late, recorded_after};
use super::columns::guess_kind;
use super::problem::{MOST_CLASSES, default_metric, guess_positive, guess_task};
use crate::decisions::{Edit, Kind, Task};
use crate::error::{Error, Result};
use crate::metrics::Metric;
use crate::table::{Storage, Table};
use crate::text;

/// Fewer different instants than this make no split by time.
const FEWEST_INSTANTS: usize = 20;

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
        Some(time) => Some((time.clone(), "asked for".to_owned())),
        None => find_time(table, &target)?,
    };
    if let Some((name, reason)) = &time {
        proposals.push(
            Proposal::new(
                "time",
                name,
                reason.clone(),
                vec![Edit::set_text("problem.time", name)],
            )
            .or("none", vec![]),
        );
    }
    if let Some(group) = &wishes.group {
        proposals.push(Proposal::new(
            "group",
            group,
            "asked for",
            vec![Edit::set_text("problem.group", group)],
        ));
    }
    proposals.push(propose_split(
        table,
        &target,
        task.1,
        time.is_some(),
        wishes.group.is_some(),
    )?);
    let time_name = time.as_ref().map(|t| t.0.as_str());
    for meta in table
        .columns()
        .iter()
        .filter(|m| m.name != target && Some(m.name.as_str()) != time_name)
    {
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
    let is_number = matches!(
        table.column(target)?.storage,
        Storage::Integer | Storage::Number
    );
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

/// The date column that orders the rows: by name, then by how few values are missing.
fn find_time(table: &Table, target: &str) -> Result<Option<(String, String)>> {
    let mut best: Option<(usize, String, String)> = None;
    for meta in table.columns().iter().filter(|m| m.name != target) {
        if guess_kind(table, meta)?.0 != Kind::Date {
            continue;
        }
        let instants: Vec<i64> = table.instants(&meta.name)?.into_iter().flatten().collect();
        let mut distinct = instants.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < FEWEST_INSTANTS || instants.len() * 10 < table.rows() * 9 {
            continue;
        }
        let ordered = instants.is_sorted();
        let late = named_late(&meta.name);
        let points = usize::from(ordered) * 2
            + usize::from(!late) * 4
            + usize::from(instants.len() == table.rows());
        let reason = if ordered {
            "a date, and the rows are ordered by it"
        } else {
            "a date in almost every row"
        };
        if best.as_ref().is_none_or(|b| points > b.0) {
            best = Some((points, meta.name.clone(), reason.to_owned()));
        }
    }
    Ok(best.map(|(_, name, reason)| (name, reason)))
}

/// Share of rows to set aside: AutoGluon's rule (`default_holdout_frac`), doubled as when parameters are tuned, at most 0.2.
pub fn holdout_share(rows: usize) -> f64 {
    let n = rows.max(1) as f64;
    let share = if n < 5000.0 {
        (500.0 / n).clamp(0.1, 0.2)
    } else {
        (2500.0 / n).clamp(0.01, 0.1)
    };
    let doubled = (share * 2.0).min(0.2);
    (doubled * 100.0).round() / 100.0
}

/// Folds where nothing stands against them.
const FOLDS: usize = 5;

/// Folds that can each hold a row of the rarest class, up to [`FOLDS`]; fewer than two where it is too rare.
fn folds_for_classes(table: &Table, target: &str, share: f64) -> Result<usize> {
    let labels = table.labels(target)?;
    let mut counts = vec![0_usize; labels.names.len()];
    labels
        .codes
        .iter()
        .flatten()
        .for_each(|&code| counts[code as usize] += 1);
    let rarest = counts.into_iter().min().unwrap_or(0);
    let set_aside = (rarest as f64 * share).ceil() as usize;
    Ok((rarest - set_aside).min(FOLDS))
}

fn propose_split(
    table: &Table,
    target: &str,
    task: Task,
    has_time: bool,
    has_group: bool,
) -> Result<Proposal> {
    let share = holdout_share(table.rows());
    let by_class = match task.is_classification() {
        true => folds_for_classes(table, target, share)?,
        false => FOLDS,
    };
    let edits = |strategy: &str| {
        let folds = match strategy {
            "stratified" => by_class.max(2),
            _ => FOLDS,
        };
        vec![
            Edit::set_text("split.strategy", strategy),
            Edit::set("split.holdout", format!("{{ share = {share} }}")),
            Edit::set("split.folds", folds.to_string()),
            Edit::set("split.seed", super::DEFAULT_SEED.to_string()),
        ]
    };
    let (strategy, reason) = match (has_time, has_group, task.is_classification()) {
        (false, true, _) => (
            "group",
            "rows of one group stay together, as new groups will come",
        ),
        (true, _, _) => (
            "time",
            "rows are dated: learn from the past, score on what came later",
        ),
        (_, _, true) if by_class < 2 => (
            "random",
            "no date and no group: by chance; the rarest class has too few rows for a share in each fold",
        ),
        (_, _, true) => (
            "stratified",
            "no date and no group: by chance, with the same share of each class",
        ),
        _ => ("random", "no date and no group: by chance"),
    };
    let reason = format!(
        "{reason}; {} set aside for the last word",
        text::percent(share)
    );
    let mut proposal = Proposal::new("split", strategy, reason, edits(strategy));
    let mut others = vec!["random"];
    others.extend(has_time.then_some("time"));
    others.extend((task.is_classification() && by_class > 1).then_some("stratified"));
    for other in others.into_iter().filter(|o| *o != strategy) {
        proposal = proposal.or(other, edits(other));
    }
    Ok(proposal)
}

/// What stands out about one column; nothing for a plain number or category.
fn propose_column(
    table: &Table,
    name: &str,
    target: &str,
    task: Task,
    time: Option<&str>,
) -> Result<Option<Proposal>> {
    let meta = table.column(name)?;
    let (kind, reason) = guess_kind(table, meta)?;
    let key = format!("columns.{}", crate::decisions::path::quote(name));
    let ignore = |why: &str| {
        vec![
            Edit::set_text(format!("{key}.role"), "ignore"),
            Edit::set_text(format!("{key}.why"), why),
        ]
    };
    let late = vec![Edit::set(format!("{key}.known_at_prediction"), "false")];
    let distinct = table.labels(name)?.names.len();
    if distinct < 2 {
        let proposal = Proposal::new(
            name,
            "ignore",
            "it has one value only",
            ignore("one value only"),
        );
        return Ok(Some(proposal.or("feature", vec![])));
    }
    if let Some(why) = recorded_after(table, name, kind, target, task, time)? {
        let proposal = Proposal::new(name, "not known at prediction", why, late);
        return Ok(Some(
            proposal
                .or("feature", vec![])
                .or("ignore", ignore("left out")),
        ));
    }
    let kind_edit = vec![Edit::set_text(format!("{key}.kind"), kind.word())];
    Ok(match kind {
        Kind::Id => Some(
            Proposal::new(
                name,
                "id, not learned from",
                reason,
                vec![Edit::set_text(format!("{key}.kind"), "id")],
            )
            .or(
                "feature",
                vec![Edit::set_text(format!("{key}.kind"), "category")],
            ),
        ),
        Kind::Category if meta.storage != Storage::Text => {
            Some(Proposal::new(name, "category", reason, kind_edit).or(
                "number",
                vec![Edit::set_text(format!("{key}.kind"), "number")],
            ))
        }
        Kind::Text | Kind::Image | Kind::Sound => {
            Some(Proposal::new(name, kind.word(), reason, kind_edit))
        }
        Kind::Date => {
            Some(Proposal::new(name, "date", reason, kind_edit).or("ignore", ignore("left out")))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holdout_follows_the_number_of_rows() {
        let rare = |rows: usize| {
            let rows: String = (0..rows).map(|_| "1,rare\n").collect();
            let others: String = (0..40)
                .map(|i| format!("{i},{}\n", ["x", "z"][i % 2]))
                .collect();
            Table::from_csv(&format!("a,y\n{rows}{others}")).unwrap()
        };
        let folds = |rows: usize| folds_for_classes(&rare(rows), "y", 0.2).unwrap();
        assert_eq!([folds(1), folds(3), folds(4), folds(30)], [0, 2, 3, 5]);
        assert_eq!(holdout_share(400), 0.2);
        assert_eq!(holdout_share(15_000), 0.2);
        assert_eq!(holdout_share(1_000_000), 0.02);
    }
}
