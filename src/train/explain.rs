//! What a run rests on: how much worse it gets when a column is shuffled, and how its answer moves with a column.

use rand::seq::SliceRandom as _;
use rand::seq::index;

use super::shap::{Shap, affordable, shap};
use super::{Artifact, Contender, Verdict, artifact};
use crate::benchmark::Setup;
use crate::data::personal_columns_of;
use crate::decisions::{Direction, Kind};
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::project::Project;
use crate::spec::Dataset;
use crate::stats::{self, Sorted};
use crate::table::Table;
use crate::text;
use crate::work::{Progress, guarded, rng};

/// Times each column is shuffled.
const SHUFFLES: usize = 5;
/// Rows shuffled at most; beyond, as many drawn by chance.
const MOST_ROWS: usize = 20_000;
/// Rows over which an answer is averaged at most.
const MOST_AVERAGED: usize = 500;
/// Values of a column of numbers at which the answer is asked.
const POINTS: usize = 10;
/// Values of a category at which the answer is asked, the most frequent ones.
const LEVELS: usize = 10;
/// Columns whose effect is told, the most important ones.
const EFFECTS: usize = 6;

/// Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019) of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Importance {
    /// The column.
    pub column: String,
    /// Mean loss of score over the shuffles, in the metric's bad direction: what the column is worth.
    pub loss: f64,
    /// Deviation over the shuffles, n - 1.
    pub std: f64,
}

/// How the answer moves with a column, all others as they are (partial dependence, Friedman 2001).
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The column.
    pub column: String,
    /// Value of the column, as text, and the mean answer: a number, or the probability of the class of `Explanation`.
    pub points: Vec<(String, f64)>,
}

/// What a run rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// `run 7 boosting`.
    pub title: String,
    /// Name of the metric of the losses.
    pub metric: String,
    /// Which way it is better.
    pub direction: Direction,
    /// Unit of the losses, empty where none.
    pub unit: String,
    /// Rows that were shuffled.
    pub rows: usize,
    /// Whether they are the holdout; else rows that the model has seen, and what it learned by heart counts too.
    pub on_holdout: bool,
    /// Score on these rows as they are.
    pub score: f64,
    /// Columns, the most important first.
    pub importance: Vec<Importance>,
    /// Mean sizes of SHAP values, where the family gives them.
    pub shap: Option<Shap>,
    /// The class whose probability the effects tell; none for numbers.
    pub class: Option<String>,
    /// Effects of the most important columns.
    pub effects: Vec<Effect>,
}

impl Explanation {
    /// The score on the rows that were shuffled, as a sentence.
    pub fn scored(&self) -> String {
        let on = match self.on_holdout {
            true => "of the holdout",
            false => "that it has learned from",
        };
        format!(
            "{} scores {} {} on {} {on}.",
            self.title,
            self.metric,
            text::with_unit(self.score, &self.unit),
            text::counted(self.rows, "row")
        )
    }

    /// What the first number says, as a sentence: `mae rises by 0.8 USD when trip_miles is shuffled, the most of all
    /// columns.`
    pub fn sentence(&self) -> String {
        let Some(first) = self.importance.first().filter(|first| first.loss > 0.0) else {
            return format!(
                "{} gets no worse when any one column is shuffled.",
                self.metric
            );
        };
        let moves = match self.direction {
            Direction::Minimise => "rises",
            Direction::Maximise => "falls",
        };
        format!(
            "{} {moves} by {} when {} is shuffled, the most of all columns.",
            self.metric,
            text::with_unit(first.loss, &self.unit),
            text::escape(&first.column)
        )
    }

    /// What the effects tell.
    pub fn answered(&self) -> String {
        match &self.class {
            Some(class) => format!("probability of {}", text::escape(class)),
            None => "mean answer".to_owned(),
        }
    }
}

/// Explains a run: by number, else the one that the verdict chose.
pub fn explain(project: &Project, run: Option<u32>, progress: &Progress) -> Result<Explanation> {
    project.require_valid()?;
    let verdict = project.evidence::<Verdict>("verdict")?;
    let chosen = run.or(verdict.and_then(|v| v.run));
    let asked = chosen.map(|number| number.to_string());
    let contender = Contender::of(project, asked.as_deref())?;
    let Contender::Run(run) = &contender else {
        return Err(Error::new(format!(
            "{} needs no explanation: it is what it says",
            contender.title()
        ))
        .with_fix("name a run with --run"));
    };
    let setup = Setup::new(project, progress)?;
    let artifact = artifact::read(&project.found(), &artifact::path(&run.folder()))?;
    if artifact.classes != setup.problem.classes {
        return Err(Error::new("the run tells other classes than today's")
            .with_fix("train again: `jalon train`"));
    }
    let then = artifact.as_trained(project);
    let looker = Looker {
        artifact: &artifact,
        then: &then,
        setup: &setup,
        dataset: Dataset::for_scoring(&then, setup.dataset.without_computed()?)?,
    };
    let on_holdout = !setup.plan.holdout.is_empty();
    let rows = if on_holdout {
        &setup.plan.holdout
    } else {
        &setup.plan.development
    };
    let rows = drawn(rows, MOST_ROWS, setup.seed, "explain");
    let score = looker.score(&looker.dataset.table, &rows)?;
    let columns = artifact.columns();
    let mut importance = Vec::with_capacity(columns.len());
    for (i, column) in columns.iter().enumerate() {
        progress.check()?;
        progress.step(
            format!("shuffling {column}"),
            0.7 * i as f64 / columns.len() as f64,
        );
        importance.push(looker.importance(column, &rows, score)?);
    }
    let weighed = affordable(artifact.contribution_cost());
    let weighed = drawn(&rows, weighed, setup.seed, "shap");
    let unit = &setup.problem.unit;
    let shap = shap(
        &artifact,
        &looker.dataset,
        &weighed,
        unit,
        progress,
        (0.7, 0.9),
    )?;
    importance.sort_by(|a, b| {
        b.loss
            .total_cmp(&a.loss)
            .then_with(|| a.column.cmp(&b.column))
    });
    let few = drawn(&rows, MOST_AVERAGED, setup.seed, "effects");
    let mut effects = Vec::new();
    // Values about persons are not shown.
    let personal = personal_columns_of(project, &setup.dataset)?;
    let shown = importance
        .iter()
        .filter(|entry| !personal.contains(&entry.column));
    for entry in shown.take(EFFECTS) {
        progress.check()?;
        progress.step(format!("moving {}", entry.column), 0.9);
        effects.extend(looker.effect(&entry.column, &rows, &few)?);
    }
    progress.step("done", 1.0);
    let classes = setup.problem.classes.as_ref();
    Ok(Explanation {
        title: contender.title(),
        metric: setup.problem.metric.name().to_owned(),
        direction: setup.problem.metric.direction(),
        unit: setup.problem.score_unit().to_owned(),
        rows: rows.len(),
        on_holdout,
        score,
        importance,
        shap,
        class: classes.map(|c| c.names[c.positive.unwrap_or(0)].clone()),
        effects,
    })
}

/// All of the rows, or as many drawn by chance, in order.
fn drawn(rows: &[usize], most: usize, seed: u64, purpose: &str) -> Vec<usize> {
    if rows.len() <= most {
        return rows.to_vec();
    }
    let mut places = index::sample(&mut rng(seed, &[purpose]), rows.len(), most).into_vec();
    places.sort_unstable();
    places.into_iter().map(|p| rows[p]).collect()
}

/// An artifact that is asked about changed rows.
struct Looker<'a> {
    artifact: &'a Artifact,
    then: &'a Project,
    setup: &'a Setup,
    dataset: Dataset,
}

impl Looker<'_> {
    fn predict(&self, table: &Table, rows: &[usize]) -> Result<Prediction> {
        let dataset = Dataset {
            table: table.clone(),
            ..self.dataset.clone()
        };
        guarded(|| self.artifact.predict(self.then, &dataset, rows))
    }

    fn score(&self, table: &Table, rows: &[usize]) -> Result<f64> {
        let prediction = self.predict(table, rows)?;
        self.setup.score(rows, &prediction).ok_or_else(|| {
            Error::new(format!(
                "{} is undefined on the explained rows",
                self.setup.problem.metric.name()
            ))
            .with_fix("set more rows aside: `holdout = { share = 0.2 }` under [split]")
        })
    }

    /// The column's values shuffled among the rows, everything else as it is.
    fn importance(&self, column: &str, rows: &[usize], score: f64) -> Result<Importance> {
        let direction = self.setup.problem.metric.direction();
        let mut losses = Vec::with_capacity(SHUFFLES);
        for turn in 0..SHUFFLES {
            let mut draw = rng(self.setup.seed, &["shuffle", column, &turn.to_string()]);
            let mut from = rows.to_vec();
            from.shuffle(&mut draw);
            let mut source: Vec<usize> = (0..self.dataset.table.rows()).collect();
            rows.iter()
                .zip(&from)
                .for_each(|(&row, &from)| source[row] = from);
            let table = self.dataset.table.with_values_of(column, &source)?;
            losses.push(direction.gain(score, self.score(&table, rows)?));
        }
        Ok(Importance {
            column: column.to_owned(),
            loss: stats::mean(&losses),
            std: stats::std(&losses),
        })
    }

    /// The mean answer over `few` rows when the column has one value in all of them, for values that `rows` have.
    fn effect(&self, column: &str, rows: &[usize], few: &[usize]) -> Result<Option<Effect>> {
        let mut points = Vec::new();
        for (value, row) in self.values(column, rows)? {
            let mut source: Vec<usize> = (0..self.dataset.table.rows()).collect();
            few.iter().for_each(|&to| source[to] = row);
            let table = self.dataset.table.with_values_of(column, &source)?;
            points.push((value, self.mean_answer(&self.predict(&table, few)?)));
        }
        Ok((points.len() > 1).then(|| Effect {
            column: column.to_owned(),
            points,
        }))
    }

    fn mean_answer(&self, prediction: &Prediction) -> f64 {
        match (prediction, &self.setup.problem.classes) {
            (Prediction::Numbers(values), _) => stats::mean(values),
            (Prediction::Probabilities(shares), Some(classes)) => {
                stats::mean(&shares.column(classes.positive.unwrap_or(0)).to_vec())
            }
            (Prediction::Probabilities(_), None) => f64::NAN,
        }
    }

    /// Values of a column at which the answer is asked, each with a row that has it.
    fn values(&self, column: &str, rows: &[usize]) -> Result<Vec<(String, usize)>> {
        let table = &self.dataset.table;
        let kind = self.dataset.column(column).map(|c| c.kind);
        if matches!(kind, Some(Kind::Number | Kind::Date)) {
            let values = table.numbers(column)?;
            let known: Vec<f64> = rows
                .iter()
                .map(|&r| values[r])
                .filter(|v| !v.is_nan())
                .collect();
            let sorted = Sorted::new(&known);
            let shares: Vec<f64> = (0..POINTS)
                .map(|i| (i as f64 + 0.5) / POINTS as f64)
                .collect();
            let mut points: Vec<(String, usize)> = Vec::new();
            for wanted in sorted.quantiles(&shares).into_iter().flatten() {
                let near = |a: &&usize, b: &&usize| {
                    let far = |row: usize| (values[row] - wanted).abs();
                    far(**a).total_cmp(&far(**b))
                };
                let held = rows.iter().filter(|&&r| !values[r].is_nan());
                if let Some(&row) = held.min_by(near) {
                    let shown = table.cell(row, column).unwrap_or_default();
                    if points.iter().all(|(value, _)| *value != shown) {
                        points.push((shown, row));
                    }
                }
            }
            return Ok(points);
        }
        let labels = table.labels(column)?;
        let mut counts = vec![(0_usize, None); labels.names.len()];
        for &row in rows {
            if let Some(code) = labels.codes[row] {
                let entry = &mut counts[code as usize];
                *entry = (entry.0 + 1, entry.1.or(Some(row)));
            }
        }
        let mut seen: Vec<(usize, usize, usize)> = counts
            .into_iter()
            .enumerate()
            .filter_map(|(code, (count, row))| Some((count, code, row?)))
            .collect();
        seen.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        seen.truncate(LEVELS);
        let named = seen
            .into_iter()
            .map(|(_, code, row)| (labels.names[code].clone(), row));
        Ok(named.collect())
    }
}
