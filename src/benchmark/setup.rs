//! What baselines and models are compared on: the rows, what really happened on them, the very same folds.

use rand::Rng as _;
use serde::Serialize;

use super::Costing;
use crate::decisions::{Split, StatedMetric, Strategy};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Metric, Truth};
use crate::project::Project;
use crate::spec::{
    DEFAULT_SEED, Dataset, Order, Problem, TableInputs, holdout_share, metrics_of, refuse_absent,
};
use crate::split::{Plan, Request, plan};
use crate::table::{Axis, Length};
use crate::work::{Progress, rng};

/// Folds where none are decided.
const FOLDS: usize = 5;

/// Everything scores are made from; what is not in here cannot change one.
#[derive(Debug, Clone, Serialize)]
pub struct SetupInputs {
    table: TableInputs,
    split: Split,
    problem: crate::decisions::Problem,
    value: crate::decisions::Value,
    metrics: Vec<StatedMetric>,
}

impl SetupInputs {
    /// What the decisions say and the content of the files they name. What only judges scores (success, budget,
    /// choice, cost of building and running) is not part of it.
    pub fn of(project: &Project) -> Result<Self> {
        let mut problem = project.decisions.problem.clone();
        problem.success = crate::decisions::Success::default();
        problem.budget = crate::decisions::Budget::default();
        problem.choose = None;
        problem.changes = None;
        problem.explain = None;
        let stated = &project.decisions.value;
        let value = crate::decisions::Value {
            cost: stated.cost.clone(),
            matrix: stated.matrix.clone(),
            decisions_per_year: stated.decisions_per_year,
            capacity: stated.capacity,
            ..Default::default()
        };
        Ok(Self {
            table: TableInputs::of(project)?,
            split: project.decisions.split.clone(),
            problem,
            value,
            metrics: project.decisions.metric.clone(),
        })
    }
}

/// The rows, what really happened on them, and the folds.
#[derive(Debug, Clone)]
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
    /// What orders the rows and says which earlier ones are known, where there is time.
    pub order: Option<Order>,
    /// Seed of every draw.
    pub seed: u64,
    /// What happened, by row of the table; unlabelled rows hold a placeholder and are in no fold.
    everything: Truth,
    /// How much each row of the table counts, where it is decided.
    weights: Option<Vec<f64>>,
    /// Group of each row of the table, where there are groups; rows without one form one of their own.
    groups: Option<Vec<u32>>,
    /// The metrics that can judge the problem, those that the project states among them.
    pub(super) metrics: Vec<Metric>,
    /// What errors cost, where the metric needs to know: it is that cost, or it judges what is decided between two classes.
    pub(super) costing: Option<Costing>,
}

impl Setup {
    /// Reads the data and divides the rows.
    pub fn new(project: &Project, progress: &Progress) -> Result<Setup> {
        let dataset = Dataset::load(project, progress)?;
        progress.check()?;
        Setup::of(project, dataset)
    }

    /// Divides the rows of data that were read.
    pub fn of(project: &Project, dataset: Dataset) -> Result<Setup> {
        let problem = dataset.problem(project)?;
        refuse_absent(project, &dataset.table)?;
        let axis = problem
            .time
            .as_deref()
            .map(|time| Axis::of(&dataset.table, time))
            .transpose()?;
        let groups = groups(&dataset, &problem)?;
        let plan = divide(
            project,
            &dataset,
            &problem,
            axis.as_ref(),
            groups.as_deref(),
        )?;
        let everything = everything(&dataset, &problem)?;
        let weights = weights(project, &dataset, &problem)?;
        let seed = project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
        let strategy = problem.strategy(&project.decisions.split);
        let metrics = metrics_of(&project.decisions, Some(problem.task));
        let two = problem.classes.as_ref().and_then(Classes::binary);
        let asks_costs = metrics.iter().any(|m| m.is_cost())
            && (problem.metric.is_cost() || problem.metric.is_of_decisions() && two.is_some());
        let mut setup = Setup {
            dataset,
            problem,
            plan,
            strategy,
            axis,
            order: Order::of(&project.decisions.problem),
            seed,
            everything,
            weights,
            groups,
            metrics,
            costing: None,
        };
        if asks_costs {
            setup.costing = Costing::of(project, &setup)?;
        }
        Ok(setup)
    }

    /// What happened on these rows.
    pub fn truth(&self, rows: &[usize]) -> Truth {
        self.everything.take(rows)
    }

    /// How much these rows count; all alike where `None`.
    pub fn weights(&self, rows: &[usize]) -> Option<Vec<f64>> {
        let weights = self.weights.as_ref()?;
        Some(rows.iter().map(|&row| weights[row]).collect())
    }

    /// The groups of these rows, where the problem has groups.
    pub fn groups(&self, rows: &[usize]) -> Option<Vec<u32>> {
        let groups = self.groups.as_ref()?;
        Some(rows.iter().map(|&row| groups[row]).collect())
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

    /// The same folds with some of their rows, each drawn with the chance `rows` of `all`; the table keeps all of them,
    /// so that what looks back still sees every earlier row.
    pub(super) fn thinned(&self, rows: usize, all: usize) -> Setup {
        let share = rows as f64 / all.max(1) as f64;
        let mut draw = rng(self.seed, &["benchmark", "sample"]);
        let stays: Vec<bool> = (0..self.dataset.table.rows())
            .map(|_| draw.random::<f64>() < share)
            .collect();
        let mut thinned = self.clone();
        let plan = &mut thinned.plan;
        let folds = plan.folds.iter_mut();
        folds
            .flat_map(|fold| [&mut fold.train, &mut fold.test])
            .chain([&mut plan.development, &mut plan.holdout])
            .for_each(|rows| rows.retain(|&row| stays[row]));
        thinned
    }

    /// How many rows each fold scores.
    pub fn fold_rows(&self) -> Vec<usize> {
        self.plan.folds.iter().map(|fold| fold.test.len()).collect()
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

/// Group of each row of the table; rows without a group form one of their own.
fn groups(dataset: &Dataset, problem: &Problem) -> Result<Option<Vec<u32>>> {
    let Some(group) = &problem.group else {
        return Ok(None);
    };
    let codes = dataset.table.labels(group)?.codes;
    let group_of = |code: Option<u32>| code.map_or(0, |code| code + 1);
    Ok(Some(codes.into_iter().map(group_of).collect()))
}

/// The weight of each row of the table. An error where a labelled row has none, or one below 0, or all have 0.
fn weights(project: &Project, dataset: &Dataset, problem: &Problem) -> Result<Option<Vec<f64>>> {
    let Some(name) = &project.decisions.problem.weight else {
        return Ok(None);
    };
    let place = |e: Error| e.at_file(project.file()).at_column(name);
    let weights = dataset.table.numbers(name).map_err(place)?;
    let sound = |row: &&usize| weights[**row].is_finite() && weights[**row] >= 0.0;
    let unsound = problem.labelled.len() - problem.labelled.iter().filter(sound).count();
    if unsound > 0 {
        return Err(place(Error::new(format!(
            "{} no weight, or one below 0",
            crate::text::counted(unsound, "row with a target has")
        )))
        .with_fix("leave them out with `where` in the source, or take `problem.weight` out"));
    }
    if problem.labelled.iter().all(|&row| weights[row] == 0.0) {
        return Err(place(Error::new("every row has the weight 0"))
            .with_fix("take `problem.weight` out, or name another column"));
    }
    Ok(Some(weights))
}

/// Folds and holdout as positions in the table.
fn divide(
    project: &Project,
    dataset: &Dataset,
    problem: &Problem,
    axis: Option<&Axis>,
    groups: Option<&[u32]>,
) -> Result<Plan> {
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
    let groups = groups.map(|groups| rows.iter().map(|&r| groups[r]).collect::<Vec<u32>>());
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
        (None, _) => Ok(Length::ZERO),
        (Some(text), Some(axis)) => axis.length(text).map_err(|e| place(e).with_context(key)),
        (Some(text), None) if text == "0" => Ok(Length::ZERO),
        (Some(text), None) => Err(place(Error::new(format!(
            "{key} = '{text}' needs a column of time"
        )))
        .with_fix("write `time = \"<column>\"` under `[problem]`, or take the key out")),
    };
    let gaps = [
        length("problem.horizon", &project.decisions.problem.horizon)?,
        length("split.gap", &decided.gap)?,
    ];
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
        strategy: Some(problem.strategy(decided)),
        folds: decided.folds.unwrap_or(FOLDS),
        repeats: decided.repeats.unwrap_or(1),
        seed: decided.seed.unwrap_or(DEFAULT_SEED),
        holdout_share: share,
        holdout_from,
        time: time.as_deref(),
        gaps: &gaps,
        embargo: Some(length("split.embargo", &decided.embargo)?),
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
    Ok(plan)
}
