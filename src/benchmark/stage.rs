//! The stage: every baseline on every fold, the best on the holdout, all of it kept.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::Serialize;

use super::baselines::{Answer, Fitted, Predictor, all};
use super::worth::perfection;
use super::{
    Baseline, Costing, Evidence, FoldCosts, FoldNote, OutOfFold, Setup, SetupInputs, Upkeep, gains,
    usual_scores,
};
use crate::decisions::Rule;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::project::{Project, fingerprint as hash};
use crate::stats;
use crate::work::{Progress, guarded};

/// Version of the computation: raised when the same inputs would give other numbers.
const VERSION: u32 = 5;

#[derive(Serialize)]
struct Inputs {
    version: u32,
    setup: SetupInputs,
    rules: Vec<Rule>,
    /// Content of the tables that answer for rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tables: Vec<String>,
}

/// Hash of what the benchmark computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    hash(&Inputs {
        version: VERSION,
        setup: SetupInputs::of(project)?,
        rules: project.decisions.rule.clone(),
        tables: tables(project),
    })
}

/// Hashes of the tables that answer for rules. One that cannot be read changes that rule alone, which says why.
fn tables(project: &Project) -> Vec<String> {
    let stated = project.decisions.rule.iter();
    let stated = stated.filter_map(|rule| rule.lookup.as_ref());
    stated
        .map(|table| {
            let hash = project.fingerprint_path(&table.path);
            hash.unwrap_or_else(|_| "unread".to_owned())
        })
        .collect()
}

/// Scores of the folds with mean and deviation.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldScores {
    /// One a fold, `None` where undefined.
    pub scores: Vec<Option<f64>>,
    /// Their mean; none where one is undefined.
    pub mean: Option<f64>,
    /// Their deviation, n - 1.
    pub std: Option<f64>,
}

impl FoldScores {
    /// Scores out-of-fold predictions in the problem's metric.
    pub fn of(setup: &Setup, predictions: &OutOfFold) -> FoldScores {
        let judged = setup.judged(predictions);
        let folds = setup.plan.folds.iter().zip(&judged.folds);
        let scores: Vec<Option<f64>> = folds
            .map(|(fold, prediction)| setup.score(&fold.test, prediction))
            .collect();
        let defined: Option<Vec<f64>> = scores.iter().copied().collect();
        let defined = defined.filter(|d| !d.is_empty());
        let mean = defined.as_deref().map(stats::mean);
        let std = defined.filter(|d| d.len() > 1).map(|d| stats::std(&d));
        FoldScores { scores, mean, std }
    }
}

/// The metric of the problem and every usual one that is defined for a prediction of the holdout, metrics of decisions for the
/// threshold.
pub fn holdout_scores(
    setup: &Setup,
    prediction: &Prediction,
    threshold: Option<f64>,
) -> BTreeMap<String, f64> {
    let positive = setup.problem.classes.as_ref().and_then(Classes::binary);
    let decided = threshold.zip(positive);
    let decided = decided.map(|(threshold, positive)| prediction.decided(threshold, positive));
    let decided = decided.as_ref().unwrap_or(prediction);
    let scores = usual_scores(setup, &setup.plan.holdout, prediction, decided).into_iter();
    scores
        .map(|score| (score.metric.name().to_owned(), score.value))
        .collect()
}

/// Scores every baseline on the folds and keeps the evidence. Progress has a line a baseline,
/// which gets a score as soon as a fold is done.
pub fn run(project: &Project, progress: &Progress) -> Result<Evidence> {
    project.require_valid()?;
    let fingerprint = fingerprint(project)?;
    let setup = Setup::new(project, progress)?;
    let costing = Costing::of(project, &setup)?;
    let predictors = all(project, &setup)?;
    predictors
        .iter()
        .for_each(|p| progress.begin(p.name(), setup.plan.folds.len()));

    let scored = score_all(&setup, &predictors, costing.as_ref(), progress)?;
    let mut baselines = Vec::with_capacity(predictors.len());
    let mut kept = Vec::with_capacity(predictors.len());
    for (predictor, scored) in predictors.iter().zip(scored) {
        baselines.push(match scored {
            Ok((baseline, predictions)) => {
                kept.push((baseline.name.clone(), predictions));
                baseline
            }
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => {
                progress.failed(predictor.name(), &error.message);
                let failed = Some(match &error.fix {
                    Some(fix) => format!("{}; {fix}", error.message),
                    None => error.message.clone(),
                });
                Baseline {
                    failed,
                    ..described(predictor.as_ref())
                }
            }
        });
    }
    let direction = setup.problem.metric.direction();
    // Of two that say the same a person's own rule stands first: it can be shipped as it is written.
    baselines.sort_by(|a, b| {
        let better = match (a.mean, b.mean) {
            (Some(a), Some(b)) => direction.gain(b, a).total_cmp(&0.0),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let is_rule = |baseline: &Baseline| baseline.kind == "rule";
        better.then(is_rule(b).cmp(&is_rule(a)))
    });
    let best = baselines
        .first()
        .filter(|b| b.mean.is_some())
        .map(|b| b.name.clone());
    progress.step("scoring the best on the holdout", 0.95);
    if let Some(best) = &best
        && !setup.plan.holdout.is_empty()
        && let Some(predictor) = predictors.iter().find(|p| p.name() == best)
    {
        let answer = predictor.answer(&setup, &setup.plan.development, &setup.plan.holdout)?;
        let rows = &setup.plan.holdout;
        let threshold = baselines[0].thresholds.as_ref().map(|t| t.last);
        baselines[0].holdout = Some(holdout_scores(&setup, &answer.prediction, threshold));
        if let (Some(costing), Some(money)) = (&costing, baselines[0].money.as_mut()) {
            money.holdout = Some(costing.cost_at(&setup, rows, &answer.prediction, threshold)?);
        }
    }
    if let Some(costing) = &costing {
        over_the_best(project, &setup, costing, &kept, &mut baselines)?;
    }
    let evidence = Evidence {
        fingerprint,
        metric: setup.problem.metric.name().to_owned(),
        direction,
        unit: setup.problem.score_unit().to_owned(),
        folds: fold_notes(&setup),
        holdout_rows: setup.plan.holdout.len(),
        perfection: match &costing {
            Some(costing) => perfection(&setup, costing)?,
            None => None,
        },
        baselines,
        best,
    };
    progress.check()?;
    // Written together at the end: what is on disk is of one computation.
    kept.par_iter().try_for_each(|(name, predictions)| {
        predictions.keep(project, &predictions_path(name), &setup)
    })?;
    project.keep_evidence("benchmark", &evidence)?;
    progress.step("done", 1.0);
    Ok(evidence)
}

/// A baseline fitted on all rows outside the holdout. Errors: no baseline of this name, or one that cannot be fitted.
pub fn fit_baseline(project: &Project, setup: &Setup, name: &str) -> Result<Fitted> {
    let predictors = all(project, setup)?;
    let found = predictors.iter().find(|p| p.name() == name);
    let predictor = found.ok_or_else(|| {
        let shown = crate::text::escape(name);
        Error::new(format!("there is no baseline '{shown}'"))
            .with_fix("see them with `jalon benchmark`")
    })?;
    guarded(|| predictor.fit(setup, &setup.plan.development))
}

fn described(predictor: &dyn Predictor) -> Baseline {
    Baseline {
        name: predictor.name().to_owned(),
        kind: if predictor.is_rule() { "rule" } else { "naive" }.to_owned(),
        description: predictor.description(),
        ..Baseline::default()
    }
}

/// Every baseline on every fold, each pair a piece of work of its own; the results stand in the order of the baselines,
/// whatever the number of threads.
fn score_all(
    setup: &Setup,
    predictors: &[Box<dyn Predictor>],
    costing: Option<&Costing>,
    progress: &Progress,
) -> Result<Vec<Result<(Baseline, OutOfFold)>>> {
    let folds = &setup.plan.folds;
    let pairs = predictors.len() * folds.len();
    let done = AtomicUsize::new(0);
    let answers: Vec<Result<Answer>> = (0..pairs)
        .into_par_iter()
        .with_max_len(1)
        .map(|pair| {
            progress.check()?;
            let predictor = &predictors[pair / folds.len()];
            let fold = &folds[pair % folds.len()];
            let answer = guarded(|| predictor.answer(setup, &fold.train, &fold.test))?;
            let score = setup.score(&fold.test, &answer.prediction);
            progress.score(predictor.name(), score.unwrap_or(f64::NAN));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress.step("scoring baselines", 0.95 * done as f64 / pairs as f64);
            Ok(answer)
        })
        .collect();
    progress.check()?;
    let mut answers = answers.into_iter();
    let of_each: Vec<Vec<Result<Answer>>> = predictors
        .iter()
        .map(|_| answers.by_ref().take(folds.len()).collect())
        .collect();
    let scored = predictors.par_iter().zip(of_each);
    Ok(scored
        .map(|(predictor, answers)| {
            progress.check()?;
            guarded(|| {
                let answers = answers.into_iter().collect::<Result<_>>()?;
                summed_up(setup, predictor.as_ref(), costing, answers)
            })
        })
        .collect())
}

/// One baseline on every fold.
pub(super) fn score_one(
    setup: &Setup,
    predictor: &dyn Predictor,
    costing: Option<&Costing>,
    progress: &Progress,
) -> Result<(Baseline, OutOfFold)> {
    let answers: Vec<Result<Answer>> = (setup.plan.folds.par_iter())
        .map(|fold| {
            progress.check()?;
            guarded(|| predictor.answer(setup, &fold.train, &fold.test))
        })
        .collect();
    progress.check()?;
    let answers = answers.into_iter().collect::<Result<_>>()?;
    guarded(|| summed_up(setup, predictor, costing, answers))
}

/// What a baseline gave on all folds.
fn summed_up(
    setup: &Setup,
    predictor: &dyn Predictor,
    costing: Option<&Costing>,
    answers: Vec<Answer>,
) -> Result<(Baseline, OutOfFold)> {
    let unanswered: usize = answers.iter().map(|answer| answer.unanswered).sum();
    let folds = answers.into_iter().map(|answer| answer.prediction);
    let folds = folds.collect();
    let predictions = OutOfFold { folds };
    let FoldScores { scores, mean, std } = FoldScores::of(setup, &predictions);
    let pooled = predictions.pooled(setup);
    let costs = costing.map(|costing| costing.on_folds(setup, &predictions));
    let costs = costs.transpose()?;
    let coefficients = if predictor.is_rule() {
        let fitted = predictor.fit(setup, &setup.plan.development)?;
        fitted.coefficients().to_vec()
    } else {
        Vec::new()
    };
    let unanswered = unanswered as f64 / pooled.rows.len().max(1) as f64;
    let mut description = predictor.description();
    let window = predictor.window(setup, &setup.plan.development);
    if let Some(window) = window {
        description += &format!("; {window} on all rows outside the holdout");
    }
    let baseline = Baseline {
        description,
        scores,
        mean,
        std,
        money: costs.as_ref().map(FoldCosts::money),
        thresholds: costs.and_then(|costs| costs.thresholds),
        coefficients,
        window,
        unanswered,
        ..described(predictor)
    };
    Ok((baseline, predictions))
}

/// Tells what each baseline saves over the best one.
fn over_the_best(
    project: &Project,
    setup: &Setup,
    costing: &Costing,
    kept: &[(String, OutOfFold)],
    baselines: &mut [Baseline],
) -> Result<()> {
    let costs_of = |baseline: &Baseline| -> Result<Option<Vec<f64>>> {
        let kept = kept.iter().find(|(name, _)| *name == baseline.name);
        let thresholds = baseline.thresholds.as_ref();
        let costs = kept.map(|(_, p)| costing.per_fold_row(setup, p, thresholds));
        costs.transpose()
    };
    let Some((best, others)) = baselines.split_first_mut() else {
        return Ok(());
    };
    let Some(theirs) = costs_of(best)? else {
        return Ok(());
    };
    let ours = others.iter().map(costs_of).collect::<Result<Vec<_>>>()?;
    let known: Vec<&[f64]> = ours.iter().flatten().map(Vec::as_slice).collect();
    let (rows, value) = (setup.scored_rows(), &project.decisions.value);
    let mut found = gains(setup, &rows, &theirs, &known, value, Upkeep::NONE)?.into_iter();
    for (baseline, costs) in others.iter_mut().zip(&ours) {
        baseline.gain = costs.as_ref().and_then(|_| found.next().flatten());
    }
    Ok(())
}

/// Where the out-of-fold predictions of a baseline are kept, under `evidence/`. A rule may be called anything, a file
/// not: where the name had to change, a hash of it keeps two names apart.
pub fn predictions_path(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let safe: String = name
        .chars()
        .take(60)
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    if safe == name && !name.is_empty() {
        return format!("benchmark/{safe}.parquet");
    }
    let hash = blake3::hash(name.as_bytes()).to_hex();
    format!("benchmark/{safe}-{}.parquet", &hash[..8])
}

pub(super) fn fold_notes(setup: &Setup) -> Vec<FoldNote> {
    setup
        .plan
        .folds
        .iter()
        .map(|fold| FoldNote {
            name: fold.name.clone(),
            train: fold.train.len(),
            test: fold.test.len(),
            span: setup.axis.as_ref().and_then(|axis| axis.span(&fold.test)),
        })
        .collect()
}
