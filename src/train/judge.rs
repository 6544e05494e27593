//! From runs to a verdict: one is chosen on the folds, meets the holdout alone, and is compared with the best baseline.

use super::choose::choose;
use super::entrant::Entrant;
use super::rival::Rival;
use super::verdict::Case;
use super::{Decision, Run, Verdict};
use crate::benchmark::{Contest, Costing, Setup, Upkeep, fold_gains};
use crate::decisions::Choose;
use crate::error::Result;
use crate::metrics::Prediction;
use crate::project::Project;

/// Chooses a run, opens the holdout for it where that was not done yet, compares and judges. `verdict` comes with
/// what is known before: fingerprint, runs compared, openings so far.
pub fn judge(
    project: &Project,
    setup: &Setup,
    rival: &Rival,
    entrants: &mut [Entrant],
    mut verdict: Verdict,
    costing: Option<&Costing>,
) -> Result<Verdict> {
    let baseline = &rival.best;
    verdict.baseline.clone_from(&baseline.name);
    let runs: Vec<Run> = entrants.iter().map(|e| e.run.clone()).collect();
    let direction = setup.problem.metric.direction();
    let how = project.decisions.problem.choose.unwrap_or(Choose::Best);
    let chosen = choose(&runs, direction, how);
    let Some(at) = entrants.iter().position(|e| Some(e.run.id) == chosen) else {
        verdict.decision = Decision::UseTheRule;
        verdict
            .reasons
            .push("no model could be trained and scored: see why in its row".into());
        return Ok(verdict);
    };
    verdict.run = chosen;
    if !setup.plan.holdout.is_empty() && entrants[at].run.holdout.is_none() {
        entrants[at].open_holdout(project, setup, costing)?;
        verdict.holdout_openings += 1;
    }
    let run = &entrants[at].run;
    // A run chosen for its simplicity stands alone.
    let field: Vec<&Entrant> = entrants
        .iter()
        .filter(|e| e.run.mean.is_some() && (how != Choose::Resilient || e.run.id == run.id))
        .collect();
    let pooled = field
        .iter()
        .map(|e| setup.judged(&e.predictions).pooled(setup).prediction);
    let contenders: Vec<Prediction> = pooled.collect();
    let rule = setup.judged(&rival.predictions).pooled(setup);
    let ours = &entrants[at].predictions;
    let decided = ours.decided_by(setup, run.thresholds.as_ref()).zip(
        rival
            .predictions
            .decided_by(setup, baseline.thresholds.as_ref()),
    );
    let comparison = Contest {
        folds: &setup.fold_rows(),
        rival: &rule.prediction,
        contenders: &contenders,
        chosen: field.iter().position(|e| e.run.id == run.id).unwrap_or(0),
        fold_gains: fold_gains(setup, &run.scores, &baseline.scores).as_deref(),
        decided: decided.as_ref().map(|(ours, theirs)| (ours, theirs)),
        rope: project.decisions.problem.success.rope,
    }
    .compare(setup, &rule.rows)?;
    let money = match costing {
        Some(costing) => {
            let ours = (&entrants[at].predictions, run.thresholds.as_ref());
            let (cheapest, predictions) = rival.in_money();
            let theirs = (predictions, cheapest.thresholds.as_ref());
            let value = &project.decisions.value;
            costing.saved(setup, ours, theirs, value, Upkeep::stated(value))?
        }
        None => None,
    };
    let judgement = Case {
        decisions: &project.decisions,
        benchmark: &rival.benchmark,
        baseline,
        run,
        comparison: &comparison,
        saved: money.as_ref(),
        cheaper: rival.cheaper.as_ref().map(|(baseline, _)| baseline),
    }
    .judge();
    Ok(Verdict {
        decision: judgement.decision,
        gain: Some(comparison.gain),
        interval: comparison.interval,
        p_value: comparison.p_value,
        tests: comparison.tests.clone(),
        worlds: comparison.worlds,
        money,
        meets_success: judgement.meets_success,
        reasons: judgement.reasons,
        ..verdict
    })
}
