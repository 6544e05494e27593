//! One message changes the state and gives effects.

use std::path::Path;

use tui_input::Input;

use crate::tui::actions::Screen;
use crate::tui::app::keys::{on_key, on_paste};
use crate::tui::app::{
    Asked, Effect, Ending, Facts, JobView, List, Msg, Notice, Overlay, State, Step,
};
use crate::tui::settings::Settings;
use crate::user::Hangup;

/// Exit codes of the signals, as shells count them.
const HANGUP: i32 = 129;
pub(super) const INTERRUPT: i32 = 130;
const TERMINATE: i32 = 143;

/// Changes the state; what it asks of the world comes back.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let before = (state.screen, state.wizard.step);
    let mut effects = change(state, msg);
    // Before what is read next: nobody is offered what was just left.
    effects.splice(..0, state.keep_started(before));
    effects.extend(state.diagnose());
    effects.extend(state.settle_viewer());
    effects
}

fn change(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key, now) => on_key(state, key, now),
        Msg::Paste(text) => on_paste(state, &text),
        Msg::Resize(width, height) => {
            state.size = (width, height);
            Vec::new()
        }
        // What a job of this screen changes is read when it ends.
        Msg::Changed if state.works() => vec![Effect::LookAtSettings],
        Msg::Changed => vec![Effect::LookAtSettings, Effect::LookAtProject],
        Msg::Settings(settings) => {
            state.notice = Some(settings.wrong().unwrap_or_else(|| settings.taken()));
            state.take_settings(*settings);
            Vec::new()
        }
        Msg::Home(home) => state.take_home(home),
        Msg::Glanced(path, glance) => state.take_glance(&path, glance),
        Msg::Facts(result) => {
            state.waiting = None;
            match *result {
                Ok(facts) => state.take_facts(facts),
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
                open.change(|facts| facts.take_review(*reviewed));
            }
            state.settle();
            state.look_again()
        }
        Msg::Settled(ending, result) => on_settled(state, ending, *result),
        Msg::Preview(result) => {
            state.waiting = None;
            match result {
                Ok((grid, targets)) => {
                    state.wizard.grid = grid;
                    state.wizard.targets = targets;
                    state.wizard.step = Step::Target;
                    state.lists.put(List::Targets, 0);
                    state.lists.shift = 0;
                    return state.resume_target();
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
                    state.resume_rest();
                }
                Err(error) => state.wizard.fault = Some(Notice::wrong(&error).text),
            }
            Vec::new()
        }
        Msg::Folder(folder, result) => match result {
            Ok(names) => state.take_folder(folder, &names),
            Err(error) => {
                state.wizard.fault = Some(Notice::wrong(&error).text);
                Vec::new()
            }
        },
        Msg::Created(result) => {
            state.waiting = None;
            match result {
                Ok(folder) => vec![Effect::Load(folder)],
                Err(error) if state.screen == Screen::New => {
                    state.wizard.fault = Some(Notice::wrong(&error).text);
                    Vec::new()
                }
                Err(error) => wrong(state, &error),
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
        Msg::Tried(tried) => {
            state.take_tried(tried);
            Vec::new()
        }
        Msg::Scored(scored) => {
            state.take_scored(*scored);
            Vec::new()
        }
        Msg::Around(folder, items) => {
            state.take_folder_items(&folder, items);
            Vec::new()
        }
        Msg::Past(past) => {
            state.past = past;
            Vec::new()
        }
        Msg::Diagnosed(of, found) => {
            state.take_diagnosis(&of, *found);
            Vec::new()
        }
        Msg::Viewed(session, news) => state.take_news(session, news),
        Msg::Failed(error) => {
            state.waiting = None;
            if let Some(open) = &mut state.open {
                open.saving = false;
            }
            wrong(state, &error)
        }
        Msg::Progress(view) => on_progress(state, view),
        Msg::FirstLook(root, seen) => {
            let open = state.open.as_mut();
            if let Some(open) = open.filter(|open| open.facts.project.root == root) {
                open.change(|facts| facts.take_first_look(*seen));
                state.settle();
            }
            Vec::new()
        }
        Msg::Ended(result) => on_end(state, &result),
        Msg::Followed(root, view) => {
            let is_ours = state.job.as_ref().is_some_and(|j| j.elsewhere.is_none());
            if state.is_open(&root) && !is_ours {
                return on_view(state, view);
            }
            Vec::new()
        }
        Msg::FollowEnded(root, ending) => match state.is_open(&root) && state.follows() {
            true => vec![Effect::Settle(ending)],
            false => Vec::new(),
        },
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

/// Takes news of the job of this screen.
fn on_progress(state: &mut State, view: JobView) -> Vec<Effect> {
    let Some(job) = &state.job else {
        return Vec::new();
    };
    let stopping = job.stopping;
    on_view(state, JobView { stopping, ..view })
}

/// What the stage before it found can be shown as soon as the next one begins.
fn on_view(state: &mut State, view: JobView) -> Vec<Effect> {
    let before = state.job.as_ref().and_then(|job| job.stage);
    let moved = view.stage != before && before.is_some();
    state.job = Some(view);
    match moved {
        true => vec![Effect::Reload],
        false => Vec::new(),
    }
}

/// The job stays on screen until what it brought is read, so that nobody sees "done" beside the old state.
fn on_end(
    state: &mut State,
    result: &crate::error::Result<crate::tui::app::Outcome>,
) -> Vec<Effect> {
    let code = state.leaving.or(state.gone.then_some(HANGUP));
    match code {
        Some(code) => {
            state.job = None;
            vec![Effect::Exit(code)]
        }
        None => vec![Effect::Settle(Ending::here(result))],
    }
}

/// A job ended and what it brought was read: both are shown together.
fn on_settled(
    state: &mut State,
    ending: Ending,
    result: crate::error::Result<Facts>,
) -> Vec<Effect> {
    state.job = None;
    if let Some(code) = state.leaving.or(state.gone.then_some(HANGUP)) {
        return vec![Effect::Exit(code)];
    }
    let effects = match result {
        Ok(facts) => state.take_facts(facts),
        Err(error) => return wrong(state, &error),
    };
    if let Some(last) = ending.last {
        state.go(Screen::of(last));
    }
    if let Some(page) = ending.page {
        state.turn_to(page);
    }
    state.notice = Some(ending.notice);
    if let Some(asks) = ending.asks {
        state.overlay = Some(Overlay::Ask {
            title: asks.question,
            asked: Asked::Promotion(asks.run),
            input: Input::default(),
        });
    }
    effects
}

/// The terminal is gone: nothing is painted, and a running job goes on to its end unless the config stops it.
fn on_hangup(state: &mut State) -> Vec<Effect> {
    state.gone = true;
    let mut effects = remember(state);
    effects.push(Effect::Release);
    if !state.works() {
        effects.push(Effect::Exit(HANGUP));
    } else if state.hangup == Hangup::Stop {
        state.leaving = Some(HANGUP);
        effects.push(Effect::StopJob);
    }
    effects
}

/// Asked to end by a signal: jobs stop at their next unit. A second signal does not wait for it.
fn leave(state: &mut State, code: i32) -> Vec<Effect> {
    let mut effects = remember(state);
    let is_asked_again = state.leaving.is_some();
    match state.job.as_mut().filter(|job| job.elsewhere.is_none()) {
        Some(job) if !is_asked_again => {
            job.stopping = true;
            state.leaving = Some(code);
            effects.push(Effect::StopJob);
        }
        _ => effects.push(Effect::Exit(code)),
    }
    effects
}

impl State {
    /// Takes the user's settings.
    pub fn take_settings(&mut self, settings: Settings) {
        self.theme = settings.theme;
        self.keymap = settings.keymap;
        self.hangup = settings.hangup;
        self.settings_faults = settings.faults;
    }

    /// Whether the project in this folder is open.
    fn is_open(&self, root: &Path) -> bool {
        self.facts().is_some_and(|f| f.project.root == root)
    }

    /// Whether a job of another process is on screen.
    fn follows(&self) -> bool {
        self.job.as_ref().is_some_and(|job| job.elsewhere.is_some())
    }

    /// Whether a job of this very program runs: it is waited for, or stopped, before the program ends.
    pub fn works(&self) -> bool {
        self.job.as_ref().is_some_and(|job| job.elsewhere.is_none())
    }
}

pub(super) fn remember(state: &State) -> Vec<Effect> {
    match (&state.open, state.screen.milestone()) {
        (Some(_), _) if state.screen == Screen::View => vec![Effect::Remember(state.left())],
        (Some(_), Some(_)) => vec![Effect::Remember(state.left())],
        _ => match state.started() {
            Some(started) => vec![Effect::KeepNew(Some(Box::new(started)))],
            None => Vec::new(),
        },
    }
}
