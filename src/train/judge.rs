//! From runs to a verdict: one is chosen on the folds, meets the holdout alone, and is compared with the best baseline.

use super::bootstrap::compare;
use super::choose::choose;
use super::entrant::Entrant;
use super::rival::Rival;
use super::verdict::Case;
use super::{Decision, Run, Verdict};
use crate::benchmark::{Costing, OutOfFold, Setup};
use crate::decisions::Choose;
use crate::error::Result;
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
    let scored: Vec<(u32, &OutOfFold)> = entrants
        .iter()
        .filter(|e| e.run.mean.is_some())
        .map(|e| (e.run.id, &e.predictions))
        .collect();
    let run = &entrants[at].run;
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
        run.id,
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
