//! What to do next, and why: on the road as a whole, and on the screen of one milestone.

use super::{Milestone, State, Status};
use crate::data;
use crate::decisions::Severity;
use crate::drift;
use crate::project::Project;
use crate::ship::{Stage, Version, Versions};
use crate::spec;
use crate::text;
use crate::train::{self, Decision, Verdict};

/// What to do next and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// Where.
    pub milestone: Milestone,
    /// One sentence: what to do and why.
    pub sentence: String,
}

impl Next {
    fn new(milestone: Milestone, sentence: impl Into<String>) -> Self {
        Self {
            milestone,
            sentence: sentence.into(),
        }
    }
}

/// The first milestone that is not passed says what is next; on a walked road the verdict does.
pub fn next(project: &Project, survey: &[Status]) -> Next {
    survey
        .iter()
        .filter(|s| s.milestone <= Milestone::Train)
        .filter(|s| s.holds_up())
        .find_map(|status| todo(project, status))
        .or_else(|| survey.iter().find_map(drifted))
        .unwrap_or_else(|| after_the_verdict(project))
}

/// What new data ask for on a walked road.
fn drifted(status: &Status) -> Option<Next> {
    if status.milestone != Milestone::Drift {
        return None;
    }
    let sentence = match (status.state, status.reasons.first()) {
        (State::Attention, Some(reason)) => format!("Look at Drift, {reason}."),
        (State::Stale, _) => "Compare the new data again, its inputs changed.".to_owned(),
        _ => return None,
    };
    Some(Next::new(Milestone::Drift, sentence))
}

/// What is next for the person who looks at one milestone: what is to do there, or what must be done before, or where
/// to go from there.
pub fn next_at(project: &Project, survey: &[Status], milestone: Milestone) -> Next {
    let before = survey.iter().filter(|s| s.milestone < milestone);
    let blocks = |s: &&Status| matches!(s.state, State::ToDo | State::Stale | State::Running);
    let here = survey.iter().find(|s| s.milestone == milestone);
    match (milestone, here) {
        (
            Milestone::Spec | Milestone::Data | Milestone::Benchmark | Milestone::Train,
            Some(status),
        ) => {
            if status.state == State::Passed || status.passed.is_some() {
                return from_here(project, survey, milestone);
            }
            let first = before
                .filter(|s| s.milestone > Milestone::Spec)
                .find(blocks);
            match first {
                Some(first) if status.state != State::Attention => Next::new(
                    first.milestone,
                    format!(
                        "{} comes first: {}.",
                        first.milestone,
                        lower(first.milestone.question())
                    ),
                ),
                _ => todo(project, status).unwrap_or_else(|| from_here(project, survey, milestone)),
            }
        }
        (Milestone::Ship, _) => ship(project, survey),
        (Milestone::Drift, _) => drift(project, survey),
        (_, None) => next(project, survey),
    }
}

/// What is to do at a milestone; `None` where it is done.
fn todo(project: &Project, status: &Status) -> Option<Next> {
    let milestone = status.milestone;
    let sentence = match (status.state, milestone) {
        (State::Running, _) => format!("Wait for {milestone}, or look around meanwhile."),
        (State::Attention, Milestone::Spec) => {
            let why = status.reasons.first().cloned().unwrap_or_default();
            format!("Complete the spec, or pass the gate with a reason: {why}.")
        }
        (State::ToDo | State::Stale, Milestone::Data) => {
            format!("Check the data{}.", since(status.state))
        }
        (State::Attention, Milestone::Data) => settle(project, status),
        (State::ToDo | State::Stale, Milestone::Benchmark) => format!(
            "Score the baselines{}: know what a simple rule gives before any model.",
            since(status.state)
        ),
        (State::Attention, Milestone::Benchmark) => match status.reasons.first() {
            Some(reason) => format!("Mend the benchmark: {reason}."),
            None => "See why a baseline has no score: its row says it.".to_owned(),
        },
        (State::ToDo | State::Stale, Milestone::Train) => to_train(project, status.state),
        (State::Attention, Milestone::Train) => return Some(after_the_verdict(project)),
        _ => return None,
    };
    Some(Next::new(milestone, sentence))
}

/// Training from the start, or on from where it was cut.
fn to_train(project: &Project, state: State) -> String {
    // Runs that cannot be read are trained again.
    let done = train::cut_short(project).unwrap_or_default();
    if done.is_empty() {
        return format!(
            "Train{}: see whether a model beats the best baseline.",
            since(state)
        );
    }
    format!(
        "Training was cut short: go on with it, {} {} kept.",
        done.join(", "),
        if done.len() == 1 { "is" } else { "are" }
    )
}

/// What closes the gate of Data, or the gravest open finding.
fn settle(project: &Project, status: &Status) -> String {
    if let Some(reason) = status.reasons.first() {
        return format!("Settle the data, or pass the gate with a reason: {reason}.");
    }
    let evidence = data::evidence(project).ok().flatten();
    let mut open = evidence.iter().flat_map(data::Evidence::open);
    // They stand gravest first.
    match open.find(|f| f.severity >= Severity::Warning && !data::is_fixed(project, f)) {
        Some(finding) => {
            let column = finding
                .column
                .as_ref()
                .map_or_else(String::new, |c| format!(" of {c}"));
            format!(
                "Look at {}{column}: fix it, or accept it with a reason. It does not stop the next stage.",
                finding.check
            )
        }
        None => "Look at the findings: fix them, or accept them with a reason.".to_owned(),
    }
}

/// Where one goes from a milestone that is passed.
fn from_here(project: &Project, survey: &[Status], milestone: Milestone) -> Next {
    let gap = || spec::review(project, None).missing.into_iter().next();
    if milestone == Milestone::Spec
        && let Some(gap) = gap()
    {
        let sentence = format!(
            "State {}: {} (needed for {}).",
            gap.key, gap.message, gap.needed_for
        );
        return Next::new(Milestone::Spec, sentence);
    }
    if milestone == Milestone::Train {
        return after_the_verdict(project);
    }
    let after = survey.iter().find(|s| {
        s.milestone > milestone
            && s.milestone <= Milestone::Train
            && matches!(s.state, State::ToDo | State::Stale | State::Running)
    });
    match after.and_then(|status| todo(project, status)) {
        Some(next) => next,
        None => Next::new(
            Milestone::Train,
            match verdict(project) {
                Some(verdict) => format!(
                    "The verdict stands: {}. See what it rests on.",
                    verdict.decision.word()
                ),
                None => "Go on to the verdict.".to_owned(),
            },
        ),
    }
}

fn ship(project: &Project, survey: &[Status]) -> Next {
    let stands = survey.iter().any(|s| {
        s.milestone == Milestone::Train && matches!(s.state, State::Passed | State::Attention)
    });
    if let Some(verdict) = verdict(project).filter(|_| stands) {
        return promotion(project, &verdict);
    }
    let champion = Versions::read(project).ok();
    let champion = champion.as_ref().and_then(Versions::champion);
    Next::new(
        Milestone::Train,
        match champion {
            Some(champion) => format!(
                "{} goes on running. A new verdict comes before the next promotion.",
                capital(&champion.title())
            ),
            None => {
                "A verdict comes first: does a model beat the best baseline, and does it stand up?"
                    .to_owned()
            }
        },
    )
}

/// What the verdict asks to be shipped, and whether it runs already.
fn promotion(project: &Project, verdict: &Verdict) -> Next {
    let (run, todo) = match (verdict.decision, verdict.run) {
        (Decision::Go, Some(run)) => {
            let todo = format!("Promote run {run}: it becomes a version that scores new rows.");
            (Some(run), Next::new(Milestone::Ship, todo))
        }
        (Decision::UseTheRule, _) => {
            let name = text::escape(&verdict.baseline);
            let todo = format!(
                "Promote baseline {name}, or find data that know more: no model was shown to beat it."
            );
            (None, Next::new(Milestone::Ship, todo))
        }
        (decision, _) => {
            let sentence = format!(
                "Nothing is worth shipping as a model yet: the verdict is {}.",
                decision.word()
            );
            (verdict.run, Next::new(Milestone::Train, sentence))
        }
    };
    let versions = Versions::read(project).unwrap_or_default();
    let is_it = |version: &&Version| match run {
        Some(_) => version.run == run,
        None => version.run.is_none() && version.name == verdict.baseline,
    };
    if let Some(champion) = versions.champion().filter(is_it) {
        let sentence = format!(
            "{} runs: score new rows with jalon predict, and watch whether it holds.",
            capital(&champion.title())
        );
        return Next::new(Milestone::Drift, sentence);
    }
    let held = versions
        .list
        .iter()
        .filter(|v| v.stage == Stage::Challenger)
        .find(is_it);
    held.map_or(todo, |held| {
        let sentence = format!(
            "{} is not shown to be better than what runs: improve it, or promote it with a reason.",
            capital(&held.title())
        );
        Next::new(Milestone::Ship, sentence)
    })
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

fn drift(project: &Project, survey: &[Status]) -> Next {
    let state = survey
        .iter()
        .find(|s| s.milestone == Milestone::Drift)
        .map_or(State::ToDo, |s| s.state);
    let named = drift::has_data(project, &drift::Options::default());
    let say = |sentence: &str| Next::new(Milestone::Drift, sentence);
    match state {
        State::Running => say("Wait for Drift, or look around meanwhile."),
        State::ToDo if !named => say(
            "State under [monitor] where new data arrive, or compare a file: jalon drift PROJECT --current FILE.",
        ),
        State::ToDo => say("Compare the new data with those of training."),
        State::Stale => say("Compare the new data again, its inputs changed."),
        State::Passed => say("It holds. Compare again when new data have come."),
        State::Attention => {
            let advice = drift::history(project).map(|h| h.advice(project));
            match advice.map(|a| a.action) {
                Ok(drift::Action::RollBack) => say("Go back to what does better: jalon rollback."),
                Ok(drift::Action::Retrain) => Next::new(
                    Milestone::Train,
                    "Train again with the newer rows among the data, and compare.",
                ),
                _ => say("Look at what moved, and at the next chunk."),
            }
        }
    }
}

fn since(state: State) -> &'static str {
    if state == State::Stale {
        " again, its inputs changed"
    } else {
        ""
    }
}

fn lower(question: &str) -> String {
    let mut letters = question.trim_end_matches('?').chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

fn verdict(project: &Project) -> Option<Verdict> {
    project.evidence::<Verdict>("verdict").ok().flatten()
}

fn after_the_verdict(project: &Project) -> Next {
    let Some(verdict) = verdict(project) else {
        return Next::new(
            Milestone::Train,
            "Train: see whether a model beats the best baseline.",
        );
    };
    if !verdict.complete {
        return Next::new(
            Milestone::Train,
            "Train the other families too: the verdict knows only some of them.",
        );
    }
    if verdict.decision == Decision::NotYet && verdict.run.is_none() {
        return Next::new(
            Milestone::Data,
            format!(
                "Describe the content in columns of numbers or categories, or work with {} meanwhile.",
                text::escape(&verdict.baseline)
            ),
        );
    }
    if verdict.decision == Decision::NotYet {
        return Next::new(
            Milestone::Train,
            "Close the gap: add features that are known at prediction, clean what the findings show, or search longer.",
        );
    }
    let missing = spec::review(project, None).missing;
    match missing.iter().find(|gap| gap.needed_for == "ship") {
        Some(gap) => Next::new(
            Milestone::Spec,
            format!("State {} before shipping: {}.", gap.key, gap.message),
        ),
        None => promotion(project, &verdict),
    }
}
