//! Two runs, or a run and a baseline, side by side: parameters, scores, a paired test on the same rows, and where their
//! errors differ.

use std::collections::{BTreeMap, BTreeSet};

use super::Contender;
use crate::benchmark::{
    Comparison, Contest, Costing, Gain, Pooled, Setup, Upkeep, fold_gains, segments_of,
};
use crate::data::personal_columns_of;
use crate::decisions::Direction;
use crate::error::Result;
use crate::metrics::Prediction;
use crate::project::Project;
use crate::text;
use crate::work::Progress;

/// Segments told.
const SEGMENTS: usize = 8;

/// One of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// `run 7 boosting`, `baseline tariff`.
    pub title: String,
    /// Parameters of a run; empty for a baseline.
    pub params: BTreeMap<String, f64>,
    /// Score by fold.
    pub scores: Vec<Option<f64>>,
    /// Their mean.
    pub mean: Option<f64>,
    /// Score on the holdout, where it was opened.
    pub holdout: Option<f64>,
    /// What was done to each column; empty for a baseline.
    pub preparation: Vec<(String, String)>,
}

impl Side {
    fn of(contender: &Contender, metric: &str) -> Side {
        let (mean, holdout) = contender.scores(metric);
        let title = contender.title();
        match contender {
            Contender::Run(run) => Side {
                title,
                params: run.params.clone(),
                scores: run.scores.clone(),
                mean,
                holdout,
                preparation: run.preparation.clone(),
            },
            Contender::Baseline(baseline) => Side {
                title,
                params: BTreeMap::new(),
                scores: baseline.scores.clone(),
                mean,
                holdout,
                preparation: Vec::new(),
            },
        }
    }
}

/// Rows on which the two differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Column that cuts them out.
    pub column: String,
    /// Its values there: `Flash Cab`, `1.2 to 3.5`.
    pub values: String,
    /// How many rows.
    pub rows: usize,
    /// Score of the first on them.
    pub a: f64,
    /// Score of the second.
    pub b: f64,
    /// Gain of the first over the second there, in the metric's good direction.
    pub gain: f64,
}

/// Two side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Duel {
    /// Name of the metric.
    pub metric: String,
    /// Which way it is better.
    pub direction: Direction,
    /// Unit of the scores, empty where none.
    pub unit: String,
    /// The first.
    pub a: Side,
    /// The second.
    pub b: Side,
    /// Gain of the first over the second on the rows of all folds.
    pub comparison: Comparison,
    /// What the first saves over the second on them, where the cost of an error is stated; without building and running.
    pub money: Option<Gain>,
    /// Rows compared.
    pub rows: usize,
    /// Where they differ most, weighed by the share of rows; the largest first.
    pub segments: Vec<Segment>,
}

/// Compares two runs or baselines, each told by number or name. Errors: one that is not there, or whose predictions are
/// of other folds than today's.
pub fn duel(project: &Project, a: &str, b: &str, progress: &Progress) -> Result<Duel> {
    project.require_valid()?;
    let first = Contender::of(project, Some(a))?;
    let second = Contender::of(project, Some(b))?;
    let setup = Setup::new(project, progress)?;
    progress.check()?;
    let (ours, theirs) = (
        first.out_of_fold(project, &setup)?,
        second.out_of_fold(project, &setup)?,
    );
    let money = match Costing::of(project, &setup)? {
        Some(costing) => {
            let of = (&ours, first.thresholds());
            let against = (&theirs, second.thresholds());
            let value = &project.decisions.value;
            costing.saved(&setup, of, against, value, Upkeep::NONE)?
        }
        None => None,
    };
    let decided = ours
        .decided_by(&setup, first.thresholds())
        .zip(theirs.decided_by(&setup, second.thresholds()));
    let Pooled { rows, prediction } = setup.judged(&ours).pooled(&setup);
    let theirs = setup.judged(&theirs).pooled(&setup).prediction;
    let metric = setup.problem.metric;
    progress.step("testing pair by pair", 0.5);
    let (a, b) = (
        Side::of(&first, metric.name()),
        Side::of(&second, metric.name()),
    );
    let comparison = Contest {
        folds: &setup.fold_rows(),
        rival: &theirs,
        contenders: std::slice::from_ref(&prediction),
        chosen: 0,
        fold_gains: fold_gains(&setup, &a.scores, &b.scores).as_deref(),
        decided: decided.as_ref().map(|(ours, theirs)| (ours, theirs)),
        rope: project.decisions.problem.success.rope,
    }
    .compare(&setup, &rows)?;
    progress.step("looking where they differ", 0.8);
    let personal = personal_columns_of(project, &setup.dataset)?;
    let segments = segments(&setup, &personal, &rows, &prediction, &theirs)?;
    Ok(Duel {
        metric: metric.name().to_owned(),
        direction: metric.direction(),
        unit: setup.problem.score_unit().to_owned(),
        a,
        b,
        comparison,
        money,
        rows: rows.len(),
        segments,
    })
}

/// Where two predictions of the same rows differ most.
fn segments(
    setup: &Setup,
    personal: &BTreeSet<String>,
    rows: &[usize],
    a: &Prediction,
    b: &Prediction,
) -> Result<Vec<Segment>> {
    let direction = setup.problem.metric.direction();
    let mut found = Vec::new();
    for part in segments_of(setup, personal, rows)? {
        let table_rows: Vec<usize> = part.members.iter().map(|&m| rows[m]).collect();
        let on = |said: &Prediction| setup.score(&table_rows, &said.take(&part.members));
        let (Some(a), Some(b)) = (on(a), on(b)) else {
            continue;
        };
        found.push(Segment {
            column: part.column,
            values: part.values,
            rows: table_rows.len(),
            a,
            b,
            gain: direction.gain(a, b),
        });
    }
    let weight = |s: &Segment| s.gain.abs() * s.rows as f64;
    found.sort_by(|x, y| weight(y).total_cmp(&weight(x)));
    found.truncate(SEGMENTS);
    Ok(found)
}

impl Duel {
    /// What the test found, as a sentence.
    pub fn sentence(&self) -> String {
        let found = self
            .comparison
            .sentence(&self.a.title, &self.b.title, &self.unit);
        format!(
            "{found}, on {} of all folds.",
            text::counted(self.rows, "row")
        )
    }

    /// Parameters that differ, with both values.
    pub fn params(&self) -> Vec<(String, Option<f64>, Option<f64>)> {
        let (a, b) = (&self.a.params, &self.b.params);
        let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
        names.sort();
        names.dedup();
        names
            .into_iter()
            .map(|name| (name.clone(), a.get(name).copied(), b.get(name).copied()))
            .filter(|(_, a, b)| a != b)
            .collect()
    }
}
