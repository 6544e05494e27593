//! What to do next, and why.

use super::{Milestone, State, Status};
use crate::project::Project;
use crate::spec;
use crate::train::{Decision, Verdict};

/// What to do next and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// Where.
    pub milestone: Milestone,
    /// One sentence: what to do and why.
    pub sentence: String,
}

/// The first milestone that is not passed says what is next; on a walked road the verdict does.
pub fn next(project: &Project, survey: &[Status]) -> Next {
    let say = |milestone: Milestone, sentence: String| Next {
        milestone,
        sentence,
    };
    for status in survey.iter().filter(|s| s.milestone <= Milestone::Train) {
        let milestone = status.milestone;
        match (status.state, milestone) {
            (State::Running, _) => {
                return say(
                    milestone,
                    format!("Wait for {milestone}, or look around meanwhile."),
                );
            }
            (State::Attention, Milestone::Spec) => {
                let why = status.reasons.first().cloned().unwrap_or_default();
                return say(milestone, format!("Complete the spec: {why}."));
            }
            (State::ToDo | State::Stale, Milestone::Data) => {
                return say(milestone, format!("Check the data{}.", since(status.state)));
            }
            (State::Attention, Milestone::Data) if !status.reasons.is_empty() => {
                return say(
                    milestone,
                    format!("Settle the data: {}.", status.reasons[0]),
                );
            }
            (State::ToDo | State::Stale, Milestone::Benchmark) => {
                return say(
                    milestone,
                    format!(
                        "Score the baselines{}: know what a simple rule gives before any model.",
                        since(status.state)
                    ),
                );
            }
            (State::Attention, Milestone::Benchmark) if !status.reasons.is_empty() => {
                return say(
                    milestone,
                    format!("Mend the benchmark: {}.", status.reasons[0]),
                );
            }
            (State::ToDo | State::Stale, Milestone::Train) => {
                return say(
                    milestone,
                    format!(
                        "Train{}: see whether a model beats the best baseline.",
                        since(status.state)
                    ),
                );
            }
            _ => {}
        }
    }
    match survey.iter().find(|s| s.milestone == Milestone::Drift) {
        Some(status) if status.state == State::Attention && !status.reasons.is_empty() => say(
            Milestone::Drift,
            format!("Look at Drift, {}.", status.reasons[0]),
        ),
        Some(status) if status.state == State::Stale => say(
            Milestone::Drift,
            "Compare the new data again, its inputs changed.".to_owned(),
        ),
        _ => after_the_verdict(project),
    }
}

fn since(state: State) -> &'static str {
    if state == State::Stale {
        " again, its inputs changed"
    } else {
        ""
    }
}

fn after_the_verdict(project: &Project) -> Next {
    let verdict = project.evidence::<Verdict>("verdict").ok().flatten();
    let first_gap = spec::review(project, None)
        .missing
        .into_iter()
        .find(|g| g.needed_for == "ship");
    if verdict.as_ref().is_some_and(|v| !v.complete) {
        return Next {
            milestone: Milestone::Train,
            sentence: "Train the other families too: the verdict knows only some of them.".into(),
        };
    }
    let (milestone, sentence) = match verdict.map(|v| v.decision) {
        Some(Decision::Go) => match first_gap {
            Some(gap) => (Milestone::Spec, format!("State {} before shipping: {}.", gap.key, gap.message)),
            None => (Milestone::Ship, "The model is worth shipping: score new rows with `jalon predict`.".to_owned()),
        },
        Some(Decision::NotYet) => (
            Milestone::Train,
            "Close the gap: add features that are known at prediction, clean what the findings show, or search longer."
                .to_owned(),
        ),
        _ => (
            Milestone::Benchmark,
            "Use the rule, or find data that know more: no model was shown to beat it.".to_owned(),
        ),
    };
    Next {
        milestone,
        sentence,
    }
}
