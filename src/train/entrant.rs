//! One run of the leaderboard: a family tuned on the folds and fitted again, kept as soon as it is ready, or taken up
//! from an earlier training on the same inputs.

use std::collections::BTreeMap;
use std::time::Instant;

use super::asked::Asked;
use super::search::{Fitted, Limits, Prepared, Tuned, fit_all, tune};
use super::{Run, Times, artifact, store};
use crate::benchmark::{
    Costing, FoldCosts, OutOfFold, ScoredRows, Setup, holdout_scores, score_intervals,
};
use crate::error::Result;
use crate::project::Project;
use crate::work::{Progress, guarded};

/// Columns named in a run's importance.
const IMPORTANCES: usize = 50;

/// A run with its out-of-fold predictions.
pub struct Entrant {
    /// The run.
    pub run: Run,
    /// What it predicts, out of fold.
    pub predictions: OutOfFold,
}

impl Entrant {
    /// A run kept by an earlier training; an error where its predictions are gone or of other folds.
    pub fn kept(project: &Project, setup: &Setup, run: Run) -> Result<Entrant> {
        let predictions = OutOfFold::read(project, &store::predictions_path(&run), setup)?;
        Ok(Entrant { run, predictions })
    }

    /// Tunes a family, fits the best trial on all rows outside the holdout, and keeps all of it.
    pub fn train(
        project: &Project,
        Asked { family, decided }: &Asked,
        run: Run,
        prepared: &mut Prepared<'_>,
        limits: Limits,
        costing: Option<&Costing>,
        progress: &Progress,
    ) -> Result<Entrant> {
        let setup = prepared.setup();
        let Tuned {
            params,
            scores,
            predictions,
            trials,
            left_out,
        } = tune(*family, decided.as_ref(), prepared, limits, progress)?;
        let started = Instant::now();
        let fitted = fit_all(*family, decided.as_ref(), &params, prepared, progress)?;
        let fit_seconds = started.elapsed().as_secs_f64();
        let predict_us = predict_time(setup, &fitted)?;
        let costs = costing.map(|costing| costing.on_folds(setup, &predictions));
        let costs = costs.transpose()?;
        let run = Run {
            trials: trials.len(),
            trials_left_out: left_out,
            scores: scores.scores,
            mean: scores.mean,
            std: scores.std,
            interval: score_intervals(setup, &[&predictions])?
                .into_iter()
                .flatten()
                .next(),
            params,
            preparation: fitted.pipeline.describe(),
            importance: shares(by_source(&fitted)),
            settled: fitted.model.settled(),
            curve: fitted.curve.clone(),
            money: costs.as_ref().map(FoldCosts::money),
            thresholds: costs.and_then(|costs| costs.thresholds),
            times: Times {
                fit_seconds,
                predict_us,
            },
            ..run
        };
        progress.check()?;
        let packed = artifact::pack_model(project, &run.family, setup, &fitted)?;
        project.keep_bytes(&artifact::path(&run.folder()), &packed)?;
        let rows = ScoredRows::of(setup)?;
        predictions.keep(project, &store::predictions_path(&run), setup, &rows)?;
        store::keep_trials(project, &run, &trials)?;
        store::keep(project, &run)?;
        Ok(Entrant { run, predictions })
    }

    /// Scores the run on the holdout with the artifact that would be shipped, and keeps the scores.
    pub fn open_holdout(
        &mut self,
        project: &Project,
        setup: &Setup,
        costing: Option<&Costing>,
    ) -> Result<()> {
        let rows = &setup.plan.holdout;
        let artifact = artifact::read(&project.found(), &artifact::path(&self.run.folder()))?;
        let prediction = guarded(|| artifact.predict(project, &setup.dataset, rows))?;
        let threshold = self.run.thresholds.as_ref().map(|t| t.last);
        self.run.holdout = Some(holdout_scores(setup, &prediction, threshold));
        if let (Some(costing), Some(money)) = (costing, self.run.money.as_mut()) {
            money.holdout = Some(costing.cost_at(setup, rows, &prediction, threshold)?);
        }
        store::keep(project, &self.run)
    }
}

/// Microseconds a row, on up to a thousand rows at once.
fn predict_time(setup: &Setup, fitted: &Fitted) -> Result<f64> {
    let started = Instant::now();
    let timed: Vec<usize> = setup.plan.development.iter().copied().take(1000).collect();
    let x = fitted.pipeline.transform(&setup.dataset.table, &timed)?;
    guarded(|| fitted.model.predict(&x))?;
    Ok(started.elapsed().as_secs_f64() * 1e6 / timed.len().max(1) as f64)
}

/// Importance of prepared columns added up by the column of the table that they come from.
fn by_source(fitted: &Fitted) -> Vec<(String, f64)> {
    let names = fitted.pipeline.names();
    let source_of: BTreeMap<&str, &str> = names
        .iter()
        .map(String::as_str)
        .zip(fitted.pipeline.sources())
        .collect();
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    let importance = fitted.model.importance();
    for (name, value) in &importance {
        let source = source_of.get(name.as_str()).copied().unwrap_or(name);
        *sums.entry(source).or_default() += value;
    }
    sums.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Importance as shares of the whole, largest first.
fn shares(mut importance: Vec<(String, f64)>) -> Vec<(String, f64)> {
    let total: f64 = importance.iter().map(|(_, v)| v).sum();
    if total > 0.0 {
        importance.iter_mut().for_each(|(_, v)| *v /= total);
    }
    importance.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    importance.truncate(IMPORTANCES);
    importance
}
