//! The paired test before a promotion: the contender against the champion on the same rows, or against the best
//! baseline where nothing runs yet.

use serde::{Deserialize, Serialize};

use super::in_use::artifact_of;
use super::versions::Version;
use crate::benchmark::{Comparison, Contest as Paired, Setup};
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::project::Project;
use crate::spec::Dataset;
use crate::text;
use crate::train::{self, Artifact, Board, Contender};
use crate::work::guarded;

/// What the test says of a contender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// It is better.
    #[serde(rename = "PROMOTE")]
    Promote,
    /// It is not shown to be better.
    #[serde(rename = "HOLD")]
    Hold,
    /// It is worse.
    #[serde(rename = "REJECT")]
    Reject,
}

impl Decision {
    /// As it is shown.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Promote => "PROMOTE",
            Decision::Hold => "HOLD",
            Decision::Reject => "REJECT",
        }
    }

    fn of(comparison: &Comparison) -> Decision {
        match comparison {
            c if c.is_better() => Decision::Promote,
            c if c.is_worse() => Decision::Reject,
            _ => Decision::Hold,
        }
    }
}

/// What the test found.
#[derive(Debug, Clone, PartialEq)]
pub struct Contest {
    /// The answer.
    pub decision: Decision,
    /// What it was compared with.
    pub against: String,
    /// Gain over that, in the metric's good direction.
    pub gain: Option<f64>,
    /// 95 % interval of the gain.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of no gain.
    pub p_value: Option<f64>,
    /// Sentences, the weightiest first.
    pub reasons: Vec<String>,
}

impl Contest {
    /// The champion is proposed again.
    pub(super) fn nothing_to_do(champion: String) -> Contest {
        let reasons = vec![format!(
            "{champion} is the very same and runs already: nothing to do"
        )];
        Contest {
            decision: Decision::Promote,
            reasons,
            ..Contest::undecided(champion, "")
        }
    }

    fn undecided(against: String, reason: &str) -> Contest {
        Contest {
            decision: Decision::Hold,
            against,
            gain: None,
            interval: None,
            p_value: None,
            reasons: vec![reason.to_owned()],
        }
    }
}

/// Compares the contender with the champion; with the best baseline, as the verdict did, where nothing runs.
pub(super) fn contest(
    project: &Project,
    setup: &Setup,
    contender: &Contender,
    champion: Option<&Version>,
) -> Result<Contest> {
    match champion {
        Some(champion) => against_champion(project, setup, contender, champion),
        None => first(&train::board(project)?, contender),
    }
}

/// Nothing runs yet: the verdict is the test.
fn first(board: &Board, contender: &Contender) -> Result<Contest> {
    let Some(verdict) = board.verdict.as_ref().filter(|_| !board.stale) else {
        let why = "the verdict is of other inputs than the present ones: train again first";
        return Ok(Contest::undecided("the best baseline".into(), why));
    };
    let against = format!("baseline {}", text::escape(&verdict.baseline));
    let mut contest = Contest {
        gain: verdict.gain,
        interval: verdict.interval,
        p_value: verdict.p_value,
        reasons: verdict.reasons.clone(),
        ..Contest::undecided(against.clone(), "")
    };
    contest.decision = match contender {
        Contender::Run(run) if Some(run.id) == verdict.run => match verdict.decision {
            train::Decision::Go => Decision::Promote,
            train::Decision::NotYet => Decision::Hold,
            train::Decision::UseTheRule => Decision::Reject,
        },
        Contender::Baseline(rule)
            if rule.name == verdict.baseline && verdict.decision == train::Decision::UseTheRule =>
        {
            contest.against = "every model trained".into();
            contest.gain = None;
            contest.interval = None;
            Decision::Promote
        }
        _ => {
            let why = format!(
                "the verdict of training is {}, and it is of another contender",
                verdict.decision.word()
            );
            return Ok(Contest::undecided(against, &why));
        }
    };
    Ok(contest)
}

fn against_champion(
    project: &Project,
    setup: &Setup,
    contender: &Contender,
    champion: &Version,
) -> Result<Contest> {
    let against = champion.title();
    let (rows, folds, theirs, ours, on) = match out_of_fold(project, setup, contender, champion) {
        Ok((theirs, ours)) => {
            let on = "on the rows of all folds, each predicted by a model that had not seen it";
            (setup.scored_rows(), setup.fold_rows(), theirs, ours, on)
        }
        Err(_) if setup.plan.holdout.is_empty() => {
            let why = "the champion was tuned on other folds and there is no holdout to compare on";
            return Ok(Contest::undecided(against, why));
        }
        Err(_) => {
            let (theirs, ours) = on_holdout(project, setup, contender, champion)?;
            let on = "on the holdout, which the champion may have seen if the data have changed";
            let rows = setup.plan.holdout.clone();
            let all = vec![rows.len()];
            (rows, all, theirs, ours, on)
        }
    };
    let comparison = Paired {
        folds: &folds,
        rival: &theirs,
        contenders: &[ours],
        chosen: 0,
        fold_gains: None,
        decided: None,
        rope: project.decisions.problem.success.rope,
    }
    .compare(setup, &rows)?;
    let sentence = comparison.sentence(&contender.title(), &against, setup.problem.score_unit());
    Ok(Contest {
        decision: Decision::of(&comparison),
        against,
        gain: Some(comparison.gain),
        interval: comparison.interval,
        p_value: comparison.p_value,
        reasons: vec![format!(
            "{sentence}, {} {on}",
            text::counted(rows.len(), "row")
        )],
    })
}

/// Predictions of champion and contender out of fold.
fn out_of_fold(
    project: &Project,
    setup: &Setup,
    contender: &Contender,
    champion: &Version,
) -> Result<(Prediction, Prediction)> {
    let before = match champion.run {
        Some(run) => Contender::of(project, Some(&run.to_string()))?,
        None => Contender::of(project, Some(&champion.name))?,
    };
    let theirs = before.out_of_fold(project, setup)?.pooled(setup).prediction;
    let ours = contender
        .out_of_fold(project, setup)?
        .pooled(setup)
        .prediction;
    Ok((theirs, ours))
}

/// Predictions of champion and contender for the holdout, by what would be shipped.
fn on_holdout(
    project: &Project,
    setup: &Setup,
    contender: &Contender,
    champion: &Version,
) -> Result<(Prediction, Prediction)> {
    let rows = &setup.plan.holdout;
    let theirs = as_shipped(project, setup, &artifact_of(project, champion)?, rows)?;
    let ours = Artifact::unpack(&contender.packed(project, setup)?)?;
    let ours = as_shipped(project, setup, &ours, rows)?;
    Ok((theirs, ours))
}

/// Predictions with the features of the day on which the artifact was made.
fn as_shipped(
    project: &Project,
    setup: &Setup,
    artifact: &Artifact,
    rows: &[usize],
) -> Result<Prediction> {
    if artifact.classes != setup.problem.classes {
        return Err(Error::new("the champion tells other classes than today's")
            .with_fix("promote with --reason to replace it"));
    }
    let then = artifact.as_trained(project);
    let dataset = Dataset::for_scoring(&then, setup.dataset.without_computed()?)?;
    guarded(|| artifact.predict(&then, &dataset, rows))
}
