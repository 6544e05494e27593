//! The model in use, what it could be rolled back to, and how both are asked.

use std::ops::Range;

use crate::benchmark::{self, Setup};
use crate::error::Result;
use crate::metrics::{Metric, Prediction};
use crate::project::Project;
use crate::ship::{self, Version, Versions};
use crate::spec::ToScore;
use crate::table::{Expression, Table};
use crate::train::{self, Artifact, Run, Verdict};
use crate::work::guarded;

/// Columns named beside a change of what the same features bring.
const NAMED: usize = 2;

/// Something that predicts, with its name for people.
pub struct Predictor {
    /// `version 3 boosting`, `run 7 boosting`, `baseline tariff`.
    pub name: String,
    /// What predicts.
    pub artifact: Artifact,
}

/// The model in use.
pub struct InUse {
    /// The model.
    pub model: Predictor,
    /// Its run; none of a baseline, or where the run is gone.
    pub run: Option<Run>,
    /// Its version, where it was promoted.
    pub version: Option<Version>,
}

/// The champion, and before there is one the run that the verdict chose; `None` where nothing was trained or promoted.
/// Every question for the model in use comes here.
pub fn in_use(project: &Project) -> Result<Option<InUse>> {
    let champion = Versions::read(project)?.champion().cloned();
    if champion.is_none() && chosen(project)?.is_none() {
        return Ok(None);
    }
    let found = ship::in_use(project, None)?;
    let run = match found.run {
        Some(number) => train::runs(project)?.into_iter().find(|r| r.id == number),
        None => None,
    };
    let version = champion.filter(|c| Some(c.number) == found.version);
    let name = match (&version, found.run) {
        (Some(version), _) => version.title(),
        (None, Some(run)) => format!("run {run} {}", found.artifact.name),
        (None, None) => found.artifact.name.clone(),
    };
    Ok(Some(InUse {
        model: Predictor {
            name,
            artifact: found.artifact,
        },
        run,
        version,
    }))
}

/// Hash of the model in use and of what it could be rolled back to, cheap: no artifact is read. `None` where there is none.
pub fn fingerprint(project: &Project) -> Result<Option<String>> {
    let versions = Versions::read(project)?;
    if let Some(champion) = versions.champion() {
        let before = versions.before().map_or("", |v| v.hash.as_str());
        return Ok(Some(format!("{}/{before}", champion.hash)));
    }
    let Some(number) = chosen(project)? else {
        return Ok(None);
    };
    let runs = train::runs(project)?;
    let run = runs.iter().find(|r| r.id == number);
    Ok(run.map(|run| format!("{number}/{}", run.fingerprint)))
}

fn chosen(project: &Project) -> Result<Option<u32>> {
    Ok(project.evidence::<Verdict>("verdict")?.and_then(|v| v.run))
}

/// What can run instead: the version before the champion, else the best baseline, fitted as the model was. `None` where it
/// cannot be had.
pub fn instead(project: &Project, setup: &Setup) -> Option<Predictor> {
    let versions = Versions::read(project).ok()?;
    if let Some(before) = versions.before() {
        return Some(Predictor {
            name: before.title(),
            artifact: ship::artifact_of(project, before).ok()?,
        });
    }
    let kept: benchmark::Evidence = project.evidence("benchmark").ok().flatten()?;
    let best = kept.best()?;
    let fitted = guarded(|| benchmark::fit_baseline(project, setup, &best.name)).ok()?;
    let packed = train::pack_baseline(project, &best.name, setup, fitted).ok()?;
    Some(Predictor {
        name: format!("baseline {}", crate::text::escape(&best.name)),
        artifact: Artifact::unpack(&packed).ok()?,
    })
}

impl Predictor {
    /// Predicts the rows of new data, earlier ones from what was kept.
    pub fn predict(&self, project: &Project, input: Table) -> Result<Prediction> {
        let then = self.artifact.as_trained(project);
        let ToScore { dataset, rows, .. } = self.artifact.see(&then, input)?;
        self.rows(&then, &dataset, rows)
    }

    fn rows(
        &self,
        then: &Project,
        dataset: &crate::spec::Dataset,
        rows: Range<usize>,
    ) -> Result<Prediction> {
        let rows: Vec<usize> = rows.collect();
        guarded(|| self.artifact.predict(then, dataset, &rows))
    }
}

impl InUse {
    /// What it says for the rows held out, where these are the rows that training held out: the run is of the present data
    /// and split, or the score is the one that was kept.
    pub fn on_holdout(&self, project: &Project, setup: &Setup) -> Result<Option<Prediction>> {
        let rows = &setup.plan.holdout;
        if rows.is_empty() {
            return Ok(None);
        }
        let then = self.model.artifact.as_trained(project);
        let artifact = &self.model.artifact;
        let prediction = match guarded(|| artifact.predict(&then, &setup.dataset, rows)) {
            Ok(prediction) => prediction,
            Err(error) if error.is_cancelled() => return Err(error),
            // Columns of today's data are others.
            Err(_) => return Ok(None),
        };
        let present = match &self.run {
            Some(run) => train::is_of_present_inputs(project, run)?,
            None => false,
        };
        let metric = setup.problem.metric;
        let score = setup.score_in(metric, rows, &prediction);
        let same = self
            .kept(metric)
            .filter(|(_, on)| *on == "holdout")
            .zip(score)
            .is_some_and(|((kept, _), score)| (kept - score).abs() <= 1e-9 * kept.abs());
        Ok((present || same).then_some(prediction))
    }

    /// The score that was kept when it was trained or promoted, and whether it is of the holdout or the folds.
    pub fn kept(&self, metric: Metric) -> Option<(f64, &'static str)> {
        let scores = match (&self.version, &self.run) {
            (Some(version), _) if version.metric == metric.name() => {
                (version.holdout, version.score)
            }
            (None, Some(run)) if run.metric == metric.name() => {
                let held = run.holdout.as_ref().and_then(|h| h.get(metric.name()));
                (held.copied(), run.mean)
            }
            _ => (None, None),
        };
        match scores {
            (Some(held), _) => Some((held, "holdout")),
            (None, Some(mean)) => Some((mean, "folds")),
            (None, None) => None,
        }
    }

    /// The columns that it goes by most, those behind a computed one in its place.
    pub fn leading_columns(&self, project: &Project) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let importance = self.run.iter().flat_map(|run| &run.importance);
        for (name, _) in importance {
            let behind = project.decisions.features.get(name);
            let read: Vec<String> = match behind.and_then(|text| Expression::parse(text).ok()) {
                Some(expression) => expression.columns().iter().cloned().collect(),
                None => vec![name.clone()],
            };
            for name in read {
                if !names.contains(&name) && names.len() < NAMED {
                    names.push(name);
                }
            }
        }
        names
    }
}
