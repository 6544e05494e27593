//! The stage: every baseline on every fold, the best on the holdout, all of it kept.

use rayon::prelude::*;
use serde::Serialize;

use super::baselines::{Fitted, Predictor, all};
use super::scoring::{SCORED, Scored, holdout_scores, score_all};
use super::worth::perfection;
use super::{
    Baseline, Costing, Evidence, FoldNote, OutOfFold, ScoredRows, Setup, SetupInputs, Upkeep,
    gains, score_intervals,
};
use crate::decisions::{Direction, Rule};
use crate::error::{Error, Result};
use crate::project::{Project, fingerprint as hash};
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

    let mut scored = score_all(&setup, &predictors, costing.as_ref(), progress)?;
    rank(&mut scored, setup.problem.metric.direction());
    progress.step("drawing the rows again", SCORED);
    tell_intervals(&setup, &mut scored)?;
    progress.check()?;
    if let Some(costing) = &costing {
        tell_savings(project, &setup, costing, &mut scored)?;
    }
    let best = scored.first().map(|(best, _)| best);
    let best = best.filter(|b| b.mean.is_some()).map(|b| b.name.clone());
    if let Some(best) = &best
        && !setup.plan.holdout.is_empty()
        && let Some(predictor) = predictors.iter().find(|p| p.name() == best)
    {
        progress.step("scoring the best on the holdout", 0.9);
        open_holdout(
            &setup,
            predictor.as_ref(),
            costing.as_ref(),
            &mut scored[0].0,
        )?;
    }
    progress.check()?;
    progress.step("keeping the predictions", 0.95);
    // Written together at the end: what is on disk is of one computation.
    let rows = ScoredRows::of(&setup)?;
    scored.par_iter().try_for_each(|(baseline, predictions)| {
        let path = predictions_path(&baseline.name);
        predictions
            .as_ref()
            .map_or(Ok(()), |kept| kept.keep(project, &path, &setup, &rows))
    })?;
    let evidence = Evidence {
        fingerprint,
        metric: setup.problem.metric.name().to_owned(),
        direction: setup.problem.metric.direction(),
        unit: setup.problem.score_unit().to_owned(),
        folds: fold_notes(&setup),
        holdout_rows: setup.plan.holdout.len(),
        perfection: match &costing {
            Some(costing) => perfection(&setup, costing)?,
            None => None,
        },
        baselines: scored.into_iter().map(|(baseline, _)| baseline).collect(),
        best,
    };
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

/// Best first, failed last. Of two that say the same a person's own rule stands first: it can be shipped as it is written.
fn rank(scored: &mut [Scored], direction: Direction) {
    scored.sort_by(|(a, _), (b, _)| {
        let better = match (a.mean, b.mean) {
            (Some(a), Some(b)) => direction.gain(b, a).total_cmp(&0.0),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let is_rule = |baseline: &Baseline| baseline.kind == "rule";
        better.then(is_rule(b).cmp(&is_rule(a)))
    });
}

/// Tells how far each score would move if the rows were drawn again.
fn tell_intervals(setup: &Setup, scored: &mut [Scored]) -> Result<()> {
    let kept: Vec<&OutOfFold> = scored.iter().filter_map(|(_, p)| p.as_ref()).collect();
    let mut intervals = score_intervals(setup, &kept)?.into_iter();
    for (baseline, predictions) in scored {
        baseline.interval = predictions.as_ref().and_then(|_| intervals.next()?);
    }
    Ok(())
}

/// Scores the best on the rows that nothing was chosen by.
fn open_holdout(
    setup: &Setup,
    predictor: &dyn Predictor,
    costing: Option<&Costing>,
    best: &mut Baseline,
) -> Result<()> {
    let rows = &setup.plan.holdout;
    let said = predictor
        .answer(setup, &setup.plan.development, rows)?
        .prediction;
    let threshold = best.thresholds.as_ref().map(|t| t.last);
    best.holdout = Some(holdout_scores(setup, &said, threshold));
    if let (Some(costing), Some(money)) = (costing, best.money.as_mut()) {
        money.holdout = Some(costing.cost_at(setup, rows, &said, threshold)?);
    }
    Ok(())
}

/// Tells what each baseline saves over the best one, which stands first.
fn tell_savings(
    project: &Project,
    setup: &Setup,
    costing: &Costing,
    scored: &mut [Scored],
) -> Result<()> {
    let costs_of = |(baseline, predictions): &Scored| -> Result<Option<Vec<f64>>> {
        let thresholds = baseline.thresholds.as_ref();
        let costs = predictions.as_ref();
        costs
            .map(|p| costing.per_fold_row(setup, p, thresholds))
            .transpose()
    };
    let Some((best, others)) = scored.split_first_mut() else {
        return Ok(());
    };
    let Some(theirs) = costs_of(best)? else {
        return Ok(());
    };
    let ours = others
        .par_iter()
        .map(costs_of)
        .collect::<Result<Vec<_>>>()?;
    let known: Vec<&[f64]> = ours.iter().flatten().map(Vec::as_slice).collect();
    let (rows, value) = (setup.scored_rows(), &project.decisions.value);
    let mut found = gains(setup, &rows, &theirs, &known, value, Upkeep::NONE)?.into_iter();
    for ((baseline, _), costs) in others.iter_mut().zip(&ours) {
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
