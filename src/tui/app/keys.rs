//! A key goes to the text field that has the keys, to what lies over the screen, or starts an action.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::decisions::accepting;
use crate::ship;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::act::{act, no_match};
use crate::tui::app::update::{INTERRUPT, remember};
use crate::tui::app::{Asked, Effect, List, Notice, Overlay, State, Went, matching};
use crate::tui::keys::Key;

/// Two presses of Ctrl-C within this time end the program.
const TWICE: Duration = Duration::from_secs(2);

/// Pasted text is a line of a text field; elsewhere it would be keys that nobody pressed.
pub(super) fn on_paste(state: &mut State, text: &str) -> Vec<Effect> {
    state.focus_field();
    if !state.typing() {
        state.notice = Some(Notice::hint("pasted text is taken in text fields only"));
        return Vec::new();
    }
    let lines: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim).collect();
    let line = lines.join(" ");
    for c in line.trim().chars().filter(|c| !c.is_control()) {
        change(state, InputRequest::InsertChar(c));
    }
    follow(state)
}

/// Changes the text field that has the keys.
fn change(state: &mut State, request: InputRequest) {
    if let Some(editor) = state.editor_mut() {
        editor.change(request);
    } else if let Some(input) = field(state) {
        input.handle(request);
    }
    state.wizard.fault = None;
}

/// The text field that has the keys.
fn field(state: &mut State) -> Option<&mut Input> {
    if !state.typing() {
        return None;
    }
    if state.overlay.is_some() {
        return match &mut state.overlay {
            Some(
                Overlay::Palette(input)
                | Overlay::Ask { input, .. }
                | Overlay::Pick { typed: input, .. },
            ) => Some(input),
            Some(Overlay::Guide) => state.search.as_mut(),
            _ => None,
        };
    }
    if state.search.is_some() {
        return state.search.as_mut();
    }
    state.wizard_input()
}

pub(super) fn on_key(state: &mut State, event: KeyEvent, now: Instant) -> Vec<Effect> {
    let Some(key) = Key::of(&event) else {
        return Vec::new();
    };
    state.notice = None;
    let action = state.keymap.action(key, state.screen);
    if let Some(action @ (Action::Cancel | Action::Suspend)) = action {
        return begin(state, action, now);
    }
    if state.typing() {
        return on_typing(state, event, now);
    }
    if state.overlay.is_some() {
        let effects = on_overlay(state, event, action);
        let agreed = matches!(event.code, KeyCode::Char('y') | KeyCode::Enter);
        if state.overlay.is_none() && !agreed {
            state.wizard.resumes = None;
        }
        return effects;
    }
    match action {
        Some(action) => begin(state, action, now),
        None => {
            let why = match state.keymap.actions(key).next() {
                Some(action) => state.unavailable(action).unwrap_or_default(),
                None => format!(
                    "does nothing; {} shows the keys",
                    state.keymap.shown(Action::Help)
                ),
            };
            state.notice = Some(Notice::hint(format!("{key}: {why}")));
            Vec::new()
        }
    }
}

/// Begins an action, by its key or from the list of all.
fn begin(state: &mut State, action: Action, now: Instant) -> Vec<Effect> {
    match action {
        Action::Cancel => cancel(state, now),
        action => act(state, action),
    }
}

/// A key while a text field has them: Enter, Esc and the arrows between fields are the form's, the rest the field's.
fn on_typing(state: &mut State, event: KeyEvent, now: Instant) -> Vec<Effect> {
    if state.overlay.is_none() && state.talk().is_some() {
        return state.on_card(event);
    }
    let on_files = state.picks();
    let is_ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    if let Some(editor) = state.editor_mut() {
        match editor.press(event) {
            Went::On => return state.try_out(),
            Went::Done => return commit(state, now),
            Went::Nowhere => {}
        }
    }
    match event.code {
        KeyCode::Enter => commit(state, now),
        KeyCode::Esc => {
            if let Some(Overlay::Guide) = state.overlay {
                state.search = None;
                state.guide.sought.clear();
            } else if state.overlay.is_some() {
                state.overlay = None;
            } else if state.search.is_some() && state.narrowing {
                state.search = None;
                state.narrow("");
            } else if state.search.take().is_none() {
                match state.open.as_mut().filter(|_| state.screen != Screen::New) {
                    Some(open) => open.editing = None,
                    None => return state.back(),
                }
            }
            Vec::new()
        }
        KeyCode::Tab if on_files => match state.pick() {
            Some(_) => state.look_around(),
            None => Vec::new(),
        },
        KeyCode::PageUp | KeyCode::PageDown if on_files => {
            let up = event.code == KeyCode::PageUp;
            state.move_cursor(if up { Action::PageUp } else { Action::PageDown });
            Vec::new()
        }
        KeyCode::Up | KeyCode::Down | KeyCode::Tab | KeyCode::BackTab => {
            let up = matches!(event.code, KeyCode::Up | KeyCode::BackTab);
            let is_field = state
                .open
                .as_ref()
                .is_some_and(|open| open.editing.is_some());
            if !is_field || state.overlay.is_some() {
                state.move_cursor(if up { Action::Up } else { Action::Down });
            }
            state.select_question();
            state.try_out()
        }
        _ if on_files && event.code == KeyCode::Char('o') && is_ctrl => {
            state.wizard.picker.all = !state.wizard.picker.all;
            state.lists.put(List::Files, 0);
            Vec::new()
        }
        _ => {
            if let Some(request) = edit_of(event) {
                change(state, request);
                return follow(state);
            }
            Vec::new()
        }
    }
}

/// What is found follows what is typed.
fn follow(state: &mut State) -> Vec<Effect> {
    if state.picks() {
        return state.look_around();
    }
    if let Some(Overlay::Palette(_)) = state.overlay {
        state.lists.put(List::Palette, 0);
    } else if let Some(Overlay::Pick { .. }) = state.overlay {
        state.lists.put(List::Choices, 0);
    } else if let (Some(Overlay::Guide), Some(search)) = (&state.overlay, &state.search) {
        state.guide.sought = search.value().to_owned();
        state.seek_in_guide(0);
    } else if let Some(search) = state.search.as_ref().filter(|_| state.narrowing) {
        let text = search.value().to_owned();
        state.narrow(&text);
    } else if let Some(search) = &state.search {
        state.sought = search.value().to_owned();
        let from = state.list().map_or(0, |list| state.lists.at(list));
        state.seek(from);
    } else {
        return state.try_out();
    }
    Vec::new()
}

/// What a key does to a line of text, as shells have it.
pub(super) fn edit_of(event: KeyEvent) -> Option<InputRequest> {
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
fn commit(state: &mut State, now: Instant) -> Vec<Effect> {
    if state.search.take().is_some() {
        if state.screen == Screen::View && state.list().is_none() {
            return state.find_in_view(true);
        }
        if let Some(Overlay::Guide) = state.overlay {
            if state.found_in_guide().is_empty() {
                state.notice = Some(state.not_in_guide());
            }
            return Vec::new();
        }
        if !state.narrowing && !state.finds() {
            state.notice = Some(no_match(&state.sought));
        }
        return Vec::new();
    }
    let picked = state.picks_shown();
    let picked = picked.get(state.lists.at(List::Choices));
    let picked = picked.map(|pick| pick.word.clone());
    match state.overlay.take() {
        Some(Overlay::Pick { of, .. }) if picked.is_some() => {
            state.take_pick(of, &picked.unwrap_or_default())
        }
        Some(Overlay::Ask {
            asked: Asked::Export | Asked::Import,
            input,
            ..
        }) if input.value().trim().is_empty() => Vec::new(),
        Some(Overlay::Ask {
            asked: Asked::Export,
            input,
            ..
        }) => vec![Effect::ExportDictionary(input.value().trim().into())],
        Some(Overlay::Ask {
            asked: Asked::Import,
            input,
            ..
        }) => vec![Effect::ImportDictionary(input.value().trim().into())],
        Some(Overlay::Ask {
            asked: Asked::Where,
            input,
            ..
        }) => state.filter_view(input),
        Some(Overlay::Ask {
            asked: Asked::RowNumber,
            input,
            ..
        }) => state.go_to_number(input.value().trim()),
        Some(Overlay::Palette(input)) => {
            let at = state.lists.at(List::Palette);
            match matching(state, input.value()).get(at) {
                Some((row, None)) => begin(state, row.action, now),
                Some((row, Some(why))) => {
                    state.notice = Some(Notice::hint(format!("{}: {why}", row.name)));
                    Vec::new()
                }
                None => Vec::new(),
            }
        }
        Some(Overlay::Ask {
            asked: Asked::Reason(check, column),
            input,
            ..
        }) => {
            let edit = accepting(&check, column.as_deref(), input.value().trim());
            state.save(edit, "the finding is accepted")
        }
        Some(Overlay::Ask {
            asked: Asked::Passing,
            input,
            ..
        }) if !input.value().trim().is_empty() => state.pass(input.value().trim()),
        Some(Overlay::Ask {
            asked: Asked::Promotion(run),
            input,
            ..
        }) if !input.value().trim().is_empty() => state.promote(ship::Options {
            run,
            reason: Some(input.value().trim().to_owned()),
            ..ship::Options::default()
        }),
        Some(other) => {
            if let Overlay::Ask { .. } = &other {
                state.notice = Some(Notice::hint("type a reason; esc leaves it as it is"));
            }
            state.overlay = Some(other);
            Vec::new()
        }
        None if state.screen == Screen::New => state.wizard_next(),
        None if state.screen == Screen::Dictionary => state.commit_variable(),
        None if state.screen == Screen::Matrix => state.commit_cost(),
        None => state.commit_spec(),
    }
}

fn on_overlay(state: &mut State, event: KeyEvent, action: Option<Action>) -> Vec<Effect> {
    if event.code == KeyCode::Esc {
        state.overlay = None;
        return Vec::new();
    }
    if let (Some(Overlay::Guide), Some(action)) = (&state.overlay, action)
        && state.act_in_guide(action)
    {
        return Vec::new();
    }
    match (&state.overlay, event.code) {
        (Some(Overlay::Confirm { .. }), KeyCode::Char('y') | KeyCode::Enter) => {
            match state.overlay.take() {
                Some(Overlay::Confirm { yes, to, .. }) => {
                    if let Some(screen) = to {
                        state.go(screen);
                    }
                    yes
                }
                _ => Vec::new(),
            }
        }
        (Some(Overlay::Confirm { no, .. }), KeyCode::Char('n')) => {
            let no = no.clone();
            state.overlay = None;
            no
        }
        (Some(Overlay::Choose { .. }), KeyCode::Enter) => choose(state),
        (Some(Overlay::Rivals { .. }), KeyCode::Enter) => state.take_rival(),
        (Some(Overlay::Reading), KeyCode::Enter) => state.correct_reading(),
        (
            Some(
                Overlay::Help
                | Overlay::Guide
                | Overlay::History
                | Overlay::Weigh
                | Overlay::Signal
                | Overlay::Cell { .. }
                | Overlay::Activity,
            ),
            KeyCode::Enter,
        ) => {
            state.overlay = None;
            Vec::new()
        }
        _ => match action {
            Some(Action::Copy) if matches!(state.overlay, Some(Overlay::Cell { .. })) => {
                state.copy()
            }
            Some(
                Action::Quit
                | Action::Help
                | Action::Guide
                | Action::History
                | Action::Weigh
                | Action::Signal
                | Action::Reading
                | Action::Activity
                | Action::Back,
            ) => {
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
    if !twice && let Some(effects) = state.stop_viewer() {
        return effects;
    }
    let root = state.facts().map(|f| f.project.root.clone());
    match (&mut state.job, root) {
        (Some(job), Some(root)) if !twice => {
            job.stopping = true;
            let stop = match &job.elsewhere {
                Some(other) => Effect::StopElsewhere(root, other.id.clone()),
                None => Effect::StopJob,
            };
            let key = state.keymap.shown(Action::Cancel);
            state.notice = Some(Notice::hint(format!("stopping; {key} again quits")));
            vec![stop]
        }
        _ => {
            let mut effects = remember(state);
            effects.push(Effect::Exit(INTERRUPT));
            effects
        }
    }
}
