//! The stage: every family tuned on the folds, the best compared with the best baseline, both on the holdout.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::bootstrap::compare;
use super::choose::{choose, rank};
use super::search::{Fitted, Limits, Prepared, Trial, Tuned, features, fit_all, tune};
use super::verdict::Case;
use super::{Board, Decision, Options, Run, Times, Verdict, artifact, store};
use crate::benchmark::{
    self, Baseline, Costing, Evidence as Benchmark, Money, OutOfFold, Setup, SetupInputs,
    holdout_scores,
};
use crate::decisions::{Choose, Model as Decided, Prepare, Success, Value};
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::models::{self, Family};
use crate::project::{Project, fingerprint as hash};
use crate::work::{Progress, guarded};

/// Version of the computation: raised when the same inputs would give other numbers.
const VERSION: u32 = 1;
/// Share of the job that tuning takes; comparing and writing are the rest.
const TUNING: f64 = 0.95;
/// Columns named in a run's importance.
const IMPORTANCES: usize = 50;

#[derive(Serialize)]
struct Inputs {
    version: u32,
    setup: SetupInputs,
    benchmark: String,
    success: Success,
    train_seconds: Option<f64>,
    value: Value,
    choose: Option<Choose>,
    models: Vec<Decided>,
    prepare: indexmap::IndexMap<String, Prepare>,
}

/// Hash of what training computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let decisions = &project.decisions;
    hash(&Inputs {
        version: VERSION,
        setup: SetupInputs::of(project)?,
        benchmark: benchmark::fingerprint(project)?,
        success: decisions.problem.success.clone(),
        train_seconds: decisions.problem.budget.train_seconds,
        value: decisions.value.clone(),
        choose: decisions.problem.choose,
        models: decisions.model.clone(),
        prepare: decisions.prepare.clone(),
    })
}

/// A family that could be tuned, with its model on all rows outside the holdout.
struct Candidate {
    run: Run,
    trials: Vec<Trial>,
    predictions: OutOfFold,
    fitted: Fitted,
}

/// Trains the families on the folds, keeps a run each and the verdict. Progress has a line a family with fold scores
/// and loss curve. A family that fails is a run that says why.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Board> {
    project.require_valid()?;
    let fingerprint = fingerprint(project)?;
    let setup = Setup::new(project, progress)?;
    let rival = Rival::of(project, &setup, progress)?;
    let families = families(project, &setup, options)?;
    let costing = Costing::of(project, &setup)?;
    let mut prepared = Prepared::new(&setup, features(&setup, &project.decisions));
    if prepared.features().is_empty() {
        return Err(Error::new("no column is left to learn from")
            .at_file(project.file())
            .with_fix("check roles and `known_at_prediction` under `[columns]`"));
    }
    let budget = project
        .decisions
        .problem
        .budget
        .train_seconds
        .unwrap_or(options.mode.budget_seconds());
    let until = Instant::now() + Duration::from_secs_f64(budget.clamp(0.0, 1e9));

    let first_id = store::next_id(project)?;
    let (mut candidates, mut failed) = (Vec::new(), Vec::new());
    for (i, (family, decided)) in families.iter().enumerate() {
        let part = |i: usize| TUNING * i as f64 / families.len() as f64;
        progress.step(format!("training {}", family.name()), part(i));
        let id = first_id + i as u32;
        let run = Run {
            id,
            family: family.name().to_owned(),
            fingerprint: fingerprint.clone(),
            metric: setup.problem.metric.name().to_owned(),
            ..Run::default()
        };
        let trials = decided
            .as_ref()
            .and_then(|d| d.tune.trials)
            .unwrap_or(options.mode.trials())
            .max(1);
        let limits = Limits {
            trials,
            until,
            span: (part(i), part(i + 1)),
        };
        let (decided, costing) = (decided.as_ref(), costing.as_ref());
        let outcome = guarded(|| {
            candidate(
                *family,
                decided,
                run.clone(),
                &mut prepared,
                limits,
                costing,
                progress,
            )
        });
        match outcome {
            Ok(candidate) => candidates.push(candidate),
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => {
                progress.failed(family.name(), &error.message);
                failed.push(Run {
                    failed: Some(error.message.clone()),
                    ..run
                });
            }
        }
    }
    progress.step("comparing with the best baseline", 0.96);
    let verdict = judge(
        project,
        &setup,
        &rival,
        &mut candidates,
        &failed,
        fingerprint,
        costing.as_ref(),
    )?;
    progress.check()?;
    for candidate in &candidates {
        let folder = candidate.run.folder();
        artifact::keep(
            project,
            &folder,
            &candidate.run.family,
            &setup,
            &candidate.fitted,
        )?;
        candidate.predictions.keep(
            project,
            &format!("runs/{folder}/predictions.parquet"),
            &setup,
        )?;
        store::keep_trials(project, &candidate.run, &candidate.trials)?;
        store::keep(project, &candidate.run)?;
    }
    for run in &failed {
        store::keep(project, run)?;
    }
    project.keep_evidence("verdict", &verdict)?;
    progress.step("done", 1.0);
    let mut runs: Vec<Run> = candidates
        .into_iter()
        .map(|c| c.run)
        .chain(failed)
        .collect();
    rank(&mut runs, setup.problem.metric.direction());
    Ok(Board {
        runs,
        verdict: Some(verdict),
        stale: false,
    })
}

/// What models must beat.
struct Rival {
    benchmark: Benchmark,
    best: Baseline,
    predictions: OutOfFold,
}

impl Rival {
    /// The best baseline of the kept benchmark, computed anew where it is stale or cannot be read (predictions are not
    /// under version control). Found before any model is trained, so that no training is in vain.
    fn of(project: &Project, setup: &Setup, progress: &Progress) -> Result<Rival> {
        let fingerprint = benchmark::fingerprint(project)?;
        let kept = project.evidence::<Benchmark>("benchmark").ok().flatten();
        if let Some(kept) = kept.filter(|kept| kept.fingerprint == fingerprint)
            && let Ok(rival) = Self::read(project, setup, kept)
        {
            return Ok(rival);
        }
        Self::read(project, setup, benchmark::run(project, progress)?)
    }

    fn read(project: &Project, setup: &Setup, benchmark: Benchmark) -> Result<Rival> {
        let best = benchmark.best().cloned().ok_or_else(|| {
            Error::new("no baseline could be scored")
                .with_fix("see why with `jalon benchmark`, and mend it first")
        })?;
        let path = benchmark::predictions_path(&best.name);
        let predictions = OutOfFold::read(project, &path, setup)?;
        Ok(Rival {
            benchmark,
            best,
            predictions,
        })
    }
}

/// The families asked for, else those decided, else all that can do the task; each with what was decided of it.
fn families(
    project: &Project,
    setup: &Setup,
    options: &Options,
) -> Result<Vec<(&'static dyn Family, Option<Decided>)>> {
    let decided = &project.decisions.model;
    let task = setup.problem.task;
    let asked: Vec<(String, Option<Decided>)> = if !options.families.is_empty() {
        let of = |name: &String| decided.iter().find(|m| m.family == *name).cloned();
        options
            .families
            .iter()
            .map(|name| (name.clone(), of(name)))
            .collect()
    } else if !decided.is_empty() {
        decided
            .iter()
            .map(|m| (m.family.clone(), Some(m.clone())))
            .collect()
    } else {
        let able = models::of_task(task);
        able.iter().map(|f| (f.name().to_owned(), None)).collect()
    };
    let mut families = Vec::with_capacity(asked.len());
    for (name, decided) in asked {
        let family = models::family(&name)?;
        if !family.tasks().contains(&task) {
            let can: Vec<&str> = models::of_task(task).iter().map(|f| f.name()).collect();
            return Err(Error::new(format!("'{name}' cannot do {task}"))
                .with_fix(format!("families that can: {}", can.join(", "))));
        }
        families.push((family, decided));
    }
    Ok(families)
}

/// Tunes a family and fits the best trial on all rows outside the holdout.
fn candidate(
    family: &dyn Family,
    decided: Option<&Decided>,
    run: Run,
    prepared: &mut Prepared<'_>,
    limits: Limits,
    costing: Option<&Costing>,
    progress: &Progress,
) -> Result<Candidate> {
    let setup = prepared.setup();
    let Tuned {
        params,
        scores,
        predictions,
        trials,
        left_out,
    } = tune(family, decided, prepared, limits, progress)?;
    let started = Instant::now();
    let fitted = fit_all(family, &params, prepared, progress)?;
    let fit_seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let timed: Vec<usize> = setup.plan.development.iter().copied().take(1000).collect();
    let x = fitted.pipeline.transform(&setup.dataset.table, &timed)?;
    guarded(|| fitted.model.predict(&x))?;
    let predict_us = started.elapsed().as_secs_f64() * 1e6 / timed.len().max(1) as f64;
    let money = match costing {
        Some(costing) => {
            let pooled = predictions.pooled(setup);
            Some(Money {
                folds: costing.cost(setup, &pooled.rows, &pooled.prediction)?,
                holdout: None,
            })
        }
        None => None,
    };
    let run = Run {
        trials: trials.len(),
        trials_left_out: left_out,
        scores: scores.scores,
        mean: scores.mean,
        std: scores.std,
        params,
        preparation: fitted.pipeline.describe(),
        importance: shares(by_source(&fitted)),
        curve: fitted.curve.clone(),
        money,
        times: Times {
            fit_seconds,
            predict_us,
        },
        ..run
    };
    Ok(Candidate {
        run,
        trials,
        predictions,
        fitted,
    })
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

/// Chooses a run, opens the holdout for it alone, compares and judges.
fn judge(
    project: &Project,
    setup: &Setup,
    rival: &Rival,
    candidates: &mut [Candidate],
    failed: &[Run],
    fingerprint: String,
    costing: Option<&Costing>,
) -> Result<Verdict> {
    let baseline = &rival.best;
    let before = project.evidence::<Verdict>("verdict").ok().flatten();
    let openings = before.map_or(0, |v| v.holdout_openings);
    let compared: Vec<u32> = candidates
        .iter()
        .map(|c| c.run.id)
        .chain(failed.iter().map(|r| r.id))
        .collect();
    let mut verdict = Verdict {
        fingerprint,
        decision: Decision::UseTheRule,
        run: None,
        compared,
        baseline: baseline.name.clone(),
        gain: None,
        interval: None,
        p_value: None,
        corrected_t_p: None,
        meets_success: None,
        reasons: Vec::new(),
        holdout_openings: openings,
    };
    let runs: Vec<Run> = candidates.iter().map(|c| c.run.clone()).collect();
    let direction = setup.problem.metric.direction();
    let how = project.decisions.problem.choose.unwrap_or(Choose::Best);
    let Some(chosen) = choose(&runs, direction, how) else {
        verdict
            .reasons
            .push("no model could be trained and scored: see why in its row".into());
        return Ok(verdict);
    };
    verdict.run = Some(chosen);
    if !setup.plan.holdout.is_empty()
        && let Some(candidate) = candidates.iter_mut().find(|c| c.run.id == chosen)
    {
        open_holdout(setup, candidate, costing)?;
        verdict.holdout_openings += 1;
    }
    let scored: Vec<(u32, &OutOfFold)> = candidates
        .iter()
        .filter(|c| c.run.mean.is_some())
        .map(|c| (c.run.id, &c.predictions))
        .collect();
    let Some(run) = candidates.iter().map(|c| &c.run).find(|r| r.id == chosen) else {
        return Ok(verdict);
    };
    let fold_gains: Option<Vec<f64>> = run
        .scores
        .iter()
        .zip(&baseline.scores)
        .map(|(run, rule)| Some(direction.gain((*run)?, (*rule)?)))
        .collect();
    let comparison = compare(
        setup,
        &rival.predictions,
        &scored,
        chosen,
        how,
        fold_gains.as_deref(),
    )?;
    let judgement = Case {
        decisions: &project.decisions,
        benchmark: &rival.benchmark,
        baseline,
        run,
        comparison: &comparison,
    }
    .judge();
    Ok(Verdict {
        decision: judgement.decision,
        gain: Some(comparison.gain),
        interval: comparison.interval,
        p_value: comparison.p_value,
        corrected_t_p: comparison.corrected_t_p,
        meets_success: judgement.meets_success,
        reasons: judgement.reasons,
        ..verdict
    })
}

fn open_holdout(setup: &Setup, candidate: &mut Candidate, costing: Option<&Costing>) -> Result<()> {
    let rows = &setup.plan.holdout;
    let x = candidate
        .fitted
        .pipeline
        .transform(&setup.dataset.table, rows)?;
    let prediction: Prediction = guarded(|| candidate.fitted.model.predict(&x))?;
    candidate.run.holdout = Some(holdout_scores(setup, &prediction));
    if let (Some(costing), Some(money)) = (costing, candidate.run.money.as_mut()) {
        money.holdout = Some(costing.cost(setup, rows, &prediction)?);
    }
    Ok(())
}
