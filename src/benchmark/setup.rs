//! What baselines and models are compared on: the rows, what really happened on them, the very same folds.

use serde::Serialize;

use crate::decisions::{Split, Strategy};
use crate::error::{Error, Result};
use crate::metrics::Truth;
use crate::project::Project;
use crate::spec::{DEFAULT_SEED, Dataset, Problem, TableInputs, holdout_share};
use crate::split::{Plan, Request, plan};
use crate::table::Axis;
use crate::work::Progress;

/// Folds where none are decided.
const FOLDS: usize = 5;

/// Everything scores are made from; what is not in here cannot change one.
#[derive(Debug, Clone, Serialize)]
pub struct SetupInputs {
    table: TableInputs,
    split: Split,
    problem: crate::decisions::Problem,
    value: crate::decisions::Value,
}

impl SetupInputs {
    /// What the decisions say and the content of the files they name. What only judges scores (success, budget,
    /// choice, cost of building and running) is not part of it.
    pub fn of(project: &Project) -> Result<Self> {
        let mut problem = project.decisions.problem.clone();
        problem.success = crate::decisions::Success::default();
        problem.budget = crate::decisions::Budget::default();
        problem.choose = None;
        let stated = &project.decisions.value;
        let value = crate::decisions::Value {
            cost: stated.cost.clone(),
            matrix: stated.matrix.clone(),
            decisions_per_year: stated.decisions_per_year,
            ..Default::default()
        };
        Ok(Self {
            table: TableInputs::of(project)?,
            split: project.decisions.split.clone(),
            problem,
            value,
        })
    }
}

/// The rows, what really happened on them, and the folds.
#[derive(Debug)]
pub struct Setup {
    /// The table with its columns.
    pub dataset: Dataset,
    /// The problem, resolved.
    pub problem: Problem,
    /// Folds and holdout as positions in the table.
    pub plan: Plan,
    /// How rows are divided.
    pub strategy: Strategy,
    /// Axis of time, where there is one.
    pub axis: Option<Axis>,
    /// How much older than the predicted row a row must be to be known, on the axis of time.
    pub horizon: i64,
    /// Seed of every draw.
    pub seed: u64,
    /// What happened, by row of the table; unlabelled rows hold a placeholder and are in no fold.
    everything: Truth,
}

impl Setup {
    /// Reads the data and divides the rows.
    pub fn new(project: &Project, progress: &Progress) -> Result<Setup> {
        let dataset = Dataset::load(project, progress)?;
        progress.check()?;
        let problem = dataset.problem(project)?;
        let axis = problem
            .time
            .as_deref()
            .map(|time| Axis::of(&dataset.table, time))
            .transpose()?;
        let (plan, horizon) = divide(project, &dataset, &problem, axis.as_ref())?;
        let everything = everything(&dataset, &problem)?;
        let seed = project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
        let strategy = strategy_of(&project.decisions.split, &problem);
        Ok(Setup {
            dataset,
            problem,
            plan,
            strategy,
            axis,
            horizon,
            seed,
            everything,
        })
    }

    /// What happened on these rows.
    pub fn truth(&self, rows: &[usize]) -> Truth {
        self.everything.take(rows)
    }

    /// The instant from which rows are held out, where they are those after all others.
    pub fn holdout_from(&self) -> Option<i64> {
        let instants = &self.axis.as_ref()?.instants;
        let of = |rows: &[usize]| rows.iter().filter_map(|&row| instants[row]).collect();
        let (held, others): (Vec<i64>, Vec<i64>) =
            (of(&self.plan.holdout), of(&self.plan.development));
        let from = held.into_iter().min()?;
        others.iter().all(|other| *other < from).then_some(from)
    }

    /// Rows of the table that are scored by some fold, in the order folds and rows come.
    pub fn scored_rows(&self) -> Vec<usize> {
        self.plan
            .folds
            .iter()
            .flat_map(|f| f.test.iter().copied())
            .collect()
    }
}

/// The truth of every row; a row without target gets a placeholder, as nothing ever looks at it.
fn everything(dataset: &Dataset, problem: &Problem) -> Result<Truth> {
    let known = dataset.truth(problem, &problem.labelled)?;
    let rows = dataset.table.rows();
    Ok(match known {
        Truth::Numbers(values) => {
            let mut all = vec![f64::NAN; rows];
            problem
                .labelled
                .iter()
                .zip(values)
                .for_each(|(&row, value)| all[row] = value);
            Truth::Numbers(all)
        }
        Truth::Classes(codes, classes) => {
            let mut all = vec![0; rows];
            problem
                .labelled
                .iter()
                .zip(codes)
                .for_each(|(&row, code)| all[row] = code);
            Truth::Classes(all, classes)
        }
    })
}

/// How rows are divided where nothing is decided: by time where there is time, by group where there are groups,
/// classes in equal shares where there are classes.
fn strategy_of(decided: &Split, problem: &Problem) -> Strategy {
    decided.strategy.unwrap_or(
        match (
            &problem.time,
            &problem.group,
            problem.task.is_classification(),
        ) {
            (Some(_), _, _) => Strategy::Time,
            (None, Some(_), _) => Strategy::Group,
            (None, None, true) => Strategy::Stratified,
            (None, None, false) => Strategy::Random,
        },
    )
}

/// Folds and holdout as positions in the table, and the horizon on the axis of time.
fn divide(
    project: &Project,
    dataset: &Dataset,
    problem: &Problem,
    axis: Option<&Axis>,
) -> Result<(Plan, i64)> {
    let decided = &project.decisions.split;
    let place = |e: Error| e.at_file(project.file());
    let from_file = |row: usize| {
        dataset
            .holdout_file
            .as_ref()
            .is_some_and(|range| range.contains(&row))
    };
    let rows: Vec<usize> = problem
        .labelled
        .iter()
        .copied()
        .filter(|&r| !from_file(r))
        .collect();

    let pick = |codes: Vec<Option<u32>>| rows.iter().map(|&r| codes[r]).collect::<Vec<_>>();
    let time = axis.map(|axis| rows.iter().map(|&r| axis.instants[r]).collect::<Vec<_>>());
    let groups = match &problem.group {
        // Rows without a group form one of their own.
        Some(group) => Some(
            pick(dataset.table.labels(group)?.codes)
                .into_iter()
                .map(|c| c.map_or(0, |c| c + 1))
                .collect::<Vec<_>>(),
        ),
        None => None,
    };
    let classes = match dataset.truth(problem, &rows)? {
        Truth::Classes(codes, _) => Some(codes),
        Truth::Numbers(_) => None,
    };
    let given = match &decided.fold_column {
        Some(name) => {
            let labels = dataset.table.labels(name).map_err(place)?;
            Some((pick(labels.codes), labels.names))
        }
        None => None,
    };
    let length = |key: &str, text: &Option<String>| match (text, axis) {
        (None, _) => Ok(0),
        (Some(text), Some(axis)) => axis.length(text).map_err(|e| place(e).with_context(key)),
        (Some(text), None) if text == "0" => Ok(0),
        (Some(text), None) => Err(place(Error::new(format!(
            "{key} = '{text}' needs a column of time"
        )))
        .with_fix("write `time = \"<column>\"` under `[problem]`, or take the key out")),
    };
    let horizon = length("problem.horizon", &project.decisions.problem.horizon)?;
    let gap = length("split.gap", &decided.gap)?.max(horizon);
    let holdout_from = match (&decided.holdout.from, axis) {
        (None, _) => None,
        (Some(from), Some(axis)) => Some(axis.instant(from).map_err(place)?),
        (Some(_), None) => {
            return Err(
                place(Error::new("`split.holdout.from` needs a column of time")).with_fix(
                    "write `time = \"<column>\"` under `[problem]`, or `holdout = { share = 0.2 }`",
                ),
            );
        }
    };
    let own_file = dataset.holdout_file.is_some();
    let share = (holdout_from.is_none() && !own_file).then(|| {
        decided
            .holdout
            .share
            .unwrap_or_else(|| holdout_share(rows.len()))
    });
    let request = Request {
        rows: rows.len(),
        strategy: Some(strategy_of(decided, problem)),
        folds: decided.folds.unwrap_or(FOLDS),
        repeats: decided.repeats.unwrap_or(1),
        seed: decided.seed.unwrap_or(DEFAULT_SEED),
        holdout_share: share,
        holdout_from,
        time: time.as_deref(),
        gap,
        embargo: length("split.embargo", &decided.embargo)?,
        groups: groups.as_deref(),
        classes: classes.as_deref(),
        given: given
            .as_ref()
            .map(|(codes, names)| (codes.as_slice(), names.as_slice())),
    };
    let mut plan = plan(&request).map_err(place)?;
    let to_table = |positions: &mut Vec<usize>| positions.iter_mut().for_each(|p| *p = rows[*p]);
    to_table(&mut plan.development);
    to_table(&mut plan.holdout);
    for fold in &mut plan.folds {
        to_table(&mut fold.train);
        to_table(&mut fold.test);
    }
    if own_file {
        plan.holdout = problem
            .labelled
            .iter()
            .copied()
            .filter(|&r| from_file(r))
            .collect();
        if plan.holdout.is_empty() {
            return Err(place(Error::new("no row of the holdout file has a target"))
                .with_fix("name a file with the outcomes under `split.holdout.file`"));
        }
    }
    Ok((plan, horizon))
}
