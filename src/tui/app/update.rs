//! One message changes the state and gives effects.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::decisions::Edit;
use crate::road;
use crate::train::Mode;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::wizard::line;
use crate::tui::app::{
    Asked, Choice, Effect, JobView, List, Msg, Notice, Overlay, State, Step, matching,
};
use crate::tui::keys::Key;

/// Two presses of Ctrl-C within this time end the program.
const TWICE: Duration = Duration::from_secs(2);
/// Exit codes of the signals, as shells count them.
const HANGUP: i32 = 129;
const INTERRUPT: i32 = 130;
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
                    state.take_facts(facts)
                }
                Err(error) => {
                    if let Some(open) = &mut state.open {
                        open.saving = false;
                    }
                    wrong(state, &error)
                }
            }
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
        Err(error) if error.is_cancelled() => Notice::hint("stopped; what was finished is kept"),
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

fn remember(state: &State) -> Vec<Effect> {
    match (&state.open, state.screen.milestone()) {
        (Some(_), Some(_)) => vec![Effect::Remember(state.screen)],
        _ => Vec::new(),
    }
}

fn on_paste(state: &mut State, text: &str) -> Vec<Effect> {
    let line: String = text.chars().filter(|c| !c.is_control()).collect();
    match field(state) {
        Some(input) => {
            for c in line.chars() {
                input.handle(InputRequest::InsertChar(c));
            }
        }
        None => state.notice = Some(Notice::hint("pasted text is taken in text fields only")),
    }
    Vec::new()
}

/// The text field that has the keys.
fn field(state: &mut State) -> Option<&mut Input> {
    if !state.typing() {
        return None;
    }
    if state.overlay.is_some() {
        return match &mut state.overlay {
            Some(Overlay::Palette(input) | Overlay::Ask { input, .. }) => Some(input),
            _ => None,
        };
    }
    if state.search.is_some() {
        return state.search.as_mut();
    }
    match state.screen {
        Screen::New => state.wizard_input(),
        _ => Some(&mut state.open.as_mut()?.editing.as_mut()?.input),
    }
}

fn on_key(state: &mut State, event: KeyEvent, now: Instant) -> Vec<Effect> {
    let Some(key) = Key::of(&event) else {
        return Vec::new();
    };
    state.notice = None;
    let action = state.keymap.action(key, state.screen);
    if action == Some(Action::Cancel) {
        return cancel(state, now);
    }
    if action == Some(Action::Suspend) {
        return vec![Effect::Suspend];
    }
    if state.typing() {
        return on_typing(state, event);
    }
    if state.overlay.is_some() {
        return on_overlay(state, event, action);
    }
    match action {
        Some(action) => act(state, action),
        None => {
            state.notice = Some(Notice::hint(format!(
                "{key} does nothing here; ? shows the keys"
            )));
            Vec::new()
        }
    }
}

/// A key while a text field has them: Enter, Esc and the arrows between fields are the form's, the rest the field's.
fn on_typing(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    match event.code {
        KeyCode::Enter => commit(state),
        KeyCode::Esc => {
            if state.overlay.is_some() {
                state.overlay = None;
            } else if state.search.take().is_none() {
                match state.open.as_mut().filter(|_| state.screen != Screen::New) {
                    Some(open) => open.editing = None,
                    None => return state.back(),
                }
            }
            Vec::new()
        }
        KeyCode::Up | KeyCode::Down | KeyCode::Tab | KeyCode::BackTab => {
            let up = matches!(event.code, KeyCode::Up | KeyCode::BackTab);
            state.move_cursor(if up { Action::Up } else { Action::Down });
            Vec::new()
        }
        _ => {
            if let (Some(input), Some(request)) = (field(state), edit_of(event)) {
                input.handle(request);
            }
            if let Some(Overlay::Palette(_)) = state.overlay {
                state.lists.put(List::Palette, 0);
            } else if let Some(search) = &state.search {
                state.sought = search.value().to_owned();
                let from = state.list().map_or(0, |list| state.lists.at(list));
                state.seek(from);
            }
            Vec::new()
        }
    }
}

/// What a key does to a line of text, as shells have it.
fn edit_of(event: KeyEvent) -> Option<InputRequest> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match (event.code, ctrl) {
        (KeyCode::Char(c), false) => InputRequest::InsertChar(c),
        (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, false) => InputRequest::DeleteNextChar,
        (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
        _ => return None,
    })
}

/// Enter in a text field.
fn commit(state: &mut State) -> Vec<Effect> {
    if state.search.take().is_some() {
        return Vec::new();
    }
    match state.overlay.take() {
        Some(Overlay::Palette(input)) => {
            let at = state.lists.at(List::Palette);
            let chosen = matching(state, input.value()).get(at).map(|row| row.action);
            chosen.map_or_else(Vec::new, |action| match action {
                Action::Suspend => vec![Effect::Suspend],
                action => act(state, action),
            })
        }
        Some(Overlay::Ask {
            asked: Asked::Reason(check, column),
            input,
            ..
        }) => {
            let mut entry = toml::Table::new();
            let mut add = |key: &str, text: &str| {
                entry.insert(key.into(), toml::Value::String(text.into()));
            };
            add("check", &check);
            if let Some(column) = &column {
                add("column", column);
            }
            add("reason", input.value().trim());
            let edit = Edit::Insert {
                path: "accepted".into(),
                at: None,
                value: toml::Value::Table(entry).to_string(),
            };
            state.save(edit, "the finding is accepted")
        }
        Some(other) => {
            state.overlay = Some(other);
            Vec::new()
        }
        None if state.screen == Screen::New => state.wizard_next(),
        None => state.commit_spec(),
    }
}

fn on_overlay(state: &mut State, event: KeyEvent, action: Option<Action>) -> Vec<Effect> {
    if event.code == KeyCode::Esc {
        state.overlay = None;
        return Vec::new();
    }
    match (&state.overlay, event.code) {
        (Some(Overlay::Confirm { .. }), KeyCode::Char('y') | KeyCode::Enter) => {
            match state.overlay.take() {
                Some(Overlay::Confirm { yes, .. }) => yes,
                _ => Vec::new(),
            }
        }
        (Some(Overlay::Confirm { .. }), KeyCode::Char('n' | 'q')) => {
            state.overlay = None;
            Vec::new()
        }
        (Some(Overlay::Choose { .. }), KeyCode::Enter) => choose(state),
        (Some(Overlay::Help | Overlay::Guide), KeyCode::Enter) => {
            state.overlay = None;
            Vec::new()
        }
        _ => match action {
            Some(Action::Quit | Action::Help | Action::Guide | Action::Back) => {
                state.overlay = None;
                Vec::new()
            }
            Some(action) => {
                state.move_cursor(action);
                Vec::new()
            }
            None => Vec::new(),
        },
    }
}

fn choose(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Choose {
        proposal, choices, ..
    }) = state.overlay.take()
    else {
        return Vec::new();
    };
    let Some(choice) = choices.get(state.lists.at(List::Choices)) else {
        return Vec::new();
    };
    match proposal {
        Some(at) => state.take_proposal(at, choice),
        None => choice
            .edits
            .iter()
            .flat_map(|edit| state.save(edit.clone(), &choice.label))
            .collect(),
    }
}

/// Ctrl-C: stops the job; without one, or twice, ends the program.
fn cancel(state: &mut State, now: Instant) -> Vec<Effect> {
    let twice = state
        .interrupted
        .is_some_and(|before| now.duration_since(before) < TWICE);
    state.interrupted = Some(now);
    match &mut state.job {
        Some(job) if !twice => {
            job.stopping = true;
            state.notice = Some(Notice::hint("stopping; Ctrl-C again quits"));
            vec![Effect::StopJob]
        }
        _ => {
            let mut effects = remember(state);
            effects.push(Effect::Exit(INTERRUPT));
            effects
        }
    }
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Open if state.screen == Screen::New => state.wizard_next(),
        Action::Open => state.open_selected(),
        Action::Back => state.back(),
        Action::Home => state.go_home(),
        Action::New => state.begin_wizard(None),
        Action::Spec => visit(state, Screen::Spec),
        Action::Data => visit(state, Screen::Data),
        Action::Benchmark => visit(state, Screen::Benchmark),
        Action::TrainScreen => visit(state, Screen::Train),
        Action::Ship => visit(state, Screen::Ship),
        Action::Drift => visit(state, Screen::Drift),
        Action::Right if on_proposals(state) => {
            state.change_proposal();
            Vec::new()
        }
        Action::Up
        | Action::Down
        | Action::Left
        | Action::Right
        | Action::PageUp
        | Action::PageDown
        | Action::Top
        | Action::Bottom => {
            state.move_cursor(action);
            Vec::new()
        }
        Action::NextPane | Action::PreviousPane => {
            state.next_pane(action);
            Vec::new()
        }
        Action::Search => {
            if state.list().is_some() {
                state.search = Some(Input::default());
            }
            Vec::new()
        }
        Action::NextMatch => {
            let from = state.list().map_or(0, |list| state.lists.at(list) + 1);
            if state.sought.is_empty() || !state.seek(from) {
                state.notice = Some(Notice::hint("nothing is sought; / searches"));
            }
            Vec::new()
        }
        Action::Sort => {
            state.sort();
            state.notice = Some(Notice::hint(format!("columns by {}", state.order())));
            Vec::new()
        }
        Action::Palette => {
            state.lists.put(List::Palette, 0);
            state.overlay = Some(Overlay::Palette(Input::default()));
            Vec::new()
        }
        Action::Help | Action::Guide => {
            state.lists.put(List::Lines, 0);
            state.overlay = Some(match action {
                Action::Help => Overlay::Help,
                _ => Overlay::Guide,
            });
            Vec::new()
        }
        Action::Run => start(state, road::Options::default()),
        Action::Train => {
            let options = road::Options {
                only: vec![road::Milestone::Train],
                force: true,
                mode: state.mode,
                ..road::Options::default()
            };
            start(state, options)
        }
        Action::Mode => {
            state.mode = match state.mode {
                Mode::Quick => Mode::Standard,
                Mode::Standard => Mode::Thorough,
                Mode::Thorough => Mode::Quick,
            };
            Vec::new()
        }
        Action::Fix => fix(state),
        Action::Accept => accept(state),
        Action::Clear => match state.spec_row() {
            Some(row) if row.written => {
                state.save(Edit::Remove { path: row.path }, "taken out on screen")
            }
            _ => Vec::new(),
        },
        Action::Undo => vec![Effect::Undo],
        Action::Redo => vec![Effect::Redo],
        Action::Refresh => {
            let mut effects = vec![Effect::Repaint];
            effects.push(match state.open {
                Some(_) => Effect::Reload,
                None => Effect::Home,
            });
            effects
        }
        Action::Quit => quit(state),
        Action::Cancel => Vec::new(),
        Action::Suspend => vec![Effect::Suspend],
    }
}

fn on_proposals(state: &State) -> bool {
    state.screen == Screen::New && state.wizard.step == Step::Proposals
}

fn visit(state: &mut State, screen: Screen) -> Vec<Effect> {
    if state.open.is_some() {
        state.go(screen);
    }
    Vec::new()
}

fn start(state: &mut State, options: road::Options) -> Vec<Effect> {
    let Some(root) = state.facts().map(|f| f.project.root.clone()) else {
        return Vec::new();
    };
    if state.job.is_some() {
        state.notice = Some(Notice::hint("a job is running; Ctrl-C stops it"));
        return Vec::new();
    }
    state.job = Some(JobView {
        step: "starting".into(),
        stage: options.only.first().copied(),
        ..Default::default()
    });
    if options.only == [road::Milestone::Train] {
        state.go(Screen::Train);
    }
    vec![Effect::Start(root, options)]
}

/// Writes the proposed fix of a finding; with several, asks which.
fn fix(state: &mut State) -> Vec<Effect> {
    let Some(finding) = state.finding() else {
        return Vec::new();
    };
    let choices: Vec<Choice> = finding
        .fixes
        .iter()
        .map(|fix| Choice {
            label: fix.label.clone(),
            line: if fix.line.is_empty() {
                line(&fix.edit)
            } else {
                fix.line.clone()
            },
            edits: vec![fix.edit.clone()],
        })
        .collect();
    if choices.is_empty() {
        state.notice = Some(Notice::hint(
            "no fix is offered; a accepts the finding with a reason",
        ));
        return Vec::new();
    }
    let title = format!("fix {}", finding_name(finding));
    state.lists.put(List::Choices, 0);
    state.overlay = Some(Overlay::Choose {
        title,
        proposal: None,
        choices,
    });
    Vec::new()
}

fn finding_name(finding: &crate::data::Finding) -> String {
    match &finding.column {
        Some(column) => format!("{} of {column}", finding.check),
        None => finding.check.clone(),
    }
}

fn accept(state: &mut State) -> Vec<Effect> {
    if let Some(finding) = state.finding() {
        state.overlay = Some(Overlay::Ask {
            title: format!("Why do you live with {}?", finding_name(finding)),
            asked: Asked::Reason(finding.check.clone(), finding.column.clone()),
            input: Input::default(),
        });
    }
    Vec::new()
}

fn quit(state: &mut State) -> Vec<Effect> {
    let mut effects = remember(state);
    effects.push(Effect::Exit(0));
    if state.job.is_some() {
        state.overlay = Some(Overlay::Confirm {
            question: "A job is running. Stop it and quit?".into(),
            yes: effects,
        });
        return Vec::new();
    }
    effects
}
