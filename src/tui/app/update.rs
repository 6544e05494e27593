//! One message changes the state and gives effects.

use crate::tui::actions::Screen;
use crate::tui::app::keys::{on_key, on_paste};
use crate::tui::app::{Effect, JobView, List, Msg, Notice, State, Step};

/// Exit codes of the signals, as shells count them.
const HANGUP: i32 = 129;
pub(super) const INTERRUPT: i32 = 130;
const TERMINATE: i32 = 143;

/// Changes the state; what it asks of the world comes back.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key, now) => on_key(state, key, now),
        Msg::Paste(text) => on_paste(state, &text),
        Msg::Resize(width, height) => {
            state.size = (width, height);
            Vec::new()
        }
        Msg::Home(home) => {
            state.home = home;
            state.settle();
            Vec::new()
        }
        Msg::Facts(result) => {
            state.waiting = None;
            match *result {
                Ok(mut facts) => {
                    if let Some(told) = facts.told.take() {
                        state.notice = Some(Notice::done(told));
                    }
                    if let Some(open) = &state.open {
                        facts.keep_review(&open.facts);
                    }
                    let project = Box::new(facts.project.clone());
                    let mut effects = state.take_facts(facts);
                    effects.push(Effect::Review(project));
                    effects
                }
                Err(error) => {
                    if let Some(open) = &mut state.open {
                        open.saving = false;
                    }
                    wrong(state, &error)
                }
            }
        }
        Msg::Reviewed(reviewed) => {
            if let Some(open) = &mut state.open {
                open.facts.take_review(*reviewed);
            }
            Vec::new()
        }
        Msg::Preview(result) => {
            state.waiting = None;
            match result {
                Ok((grid, targets)) => {
                    state.wizard.grid = grid;
                    state.wizard.targets = targets;
                    state.wizard.step = Step::Target;
                    state.lists.put(List::Targets, 0);
                    state.lists.shift = 0;
                }
                Err(error) => state.wizard.fault = Some(Notice::wrong(&error).text),
            }
            Vec::new()
        }
        Msg::Proposed(result) => {
            state.waiting = None;
            match result {
                Ok(proposals) => {
                    state.wizard.proposals = proposals;
                    state.wizard.step = Step::Proposals;
                }
                Err(error) => state.wizard.fault = Some(Notice::wrong(&error).text),
            }
            Vec::new()
        }
        Msg::Created(result) => {
            state.waiting = None;
            match result {
                Ok(folder) => vec![Effect::Load(folder)],
                Err(error) => {
                    state.wizard.fault = Some(Notice::wrong(&error).text);
                    wrong(state, &error)
                }
            }
        }
        Msg::Rows(result) => {
            state.waiting = None;
            match (result, &mut state.open) {
                (Ok(grid), Some(open)) => open.rows = Some(grid),
                (Err(error), _) => return wrong(state, &error),
                _ => {}
            }
            Vec::new()
        }
        Msg::Failed(error) => {
            state.waiting = None;
            if let Some(open) = &mut state.open {
                open.saving = false;
            }
            wrong(state, &error)
        }
        Msg::Progress(view) => on_progress(state, view),
        Msg::Ended(result) => on_end(state, result),
        Msg::Suspend => vec![Effect::Suspend],
        Msg::Resumed => vec![Effect::Resume],
        Msg::Hangup => on_hangup(state),
        Msg::Terminate => leave(state, TERMINATE),
        Msg::Interrupt => leave(state, INTERRUPT),
        Msg::Woke | Msg::Done => Vec::new(),
    }
}

fn wrong(state: &mut State, error: &crate::error::Error) -> Vec<Effect> {
    state.notice = Some(Notice::wrong(error));
    Vec::new()
}

/// Takes news of the job. What the stage before it found can be shown as soon as the next one begins.
fn on_progress(state: &mut State, view: JobView) -> Vec<Effect> {
    let Some(job) = &mut state.job else {
        return Vec::new();
    };
    let (stopping, before) = (job.stopping, job.stage);
    let moved = view.stage != before && before.is_some();
    *job = JobView { stopping, ..view };
    match moved {
        true => vec![Effect::Reload],
        false => Vec::new(),
    }
}

fn on_end(
    state: &mut State,
    result: crate::error::Result<crate::tui::app::Outcome>,
) -> Vec<Effect> {
    state.job = None;
    if let Some(code) = state.leaving {
        return vec![Effect::Exit(code)];
    }
    if state.gone {
        return vec![Effect::Exit(HANGUP)];
    }
    state.notice = Some(match result {
        Ok(outcome) if outcome.ran.is_empty() => Notice::done("everything is up to date"),
        Ok(outcome) => {
            if let Some(last) = outcome.ran.last() {
                state.go(Screen::of(*last));
            }
            let words: Vec<&str> = outcome.ran.iter().map(|m| Screen::of(*m).word()).collect();
            Notice::done(format!("done: {}", words.join(", ")))
        }
        Err(error) if error.is_cancelled() => Notice::hint("stopped; stages that ended are kept"),
        Err(error) => Notice::wrong(&error),
    });
    vec![Effect::Reload]
}

/// The terminal is gone: a running job goes on to its end, and nothing is painted.
fn on_hangup(state: &mut State) -> Vec<Effect> {
    state.gone = true;
    let mut effects = remember(state);
    effects.push(Effect::Release);
    if state.job.is_none() {
        effects.push(Effect::Exit(HANGUP));
    }
    effects
}

/// Asked to end by a signal: jobs stop at their next unit.
fn leave(state: &mut State, code: i32) -> Vec<Effect> {
    let mut effects = remember(state);
    if state.job.is_some() {
        state.leaving = Some(code);
        effects.push(Effect::StopJob);
    } else {
        effects.push(Effect::Exit(code));
    }
    effects
}

pub(super) fn remember(state: &State) -> Vec<Effect> {
    match (&state.open, state.screen.milestone()) {
        (Some(_), Some(_)) => vec![Effect::Remember(state.screen)],
        _ => Vec::new(),
    }
}
