//! What each action does.

use tui_input::Input;

use crate::decisions::Edit;
use crate::road;
use crate::train::Mode;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::update::remember;
use crate::tui::app::wizard::line;
use crate::tui::app::{Asked, Choice, Effect, JobView, List, Notice, Overlay, State, Step};

/// Carries out an action on the present screen.
pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
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
                mode: Some(state.mode),
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
    let Some(finding) = state.finding().filter(|f| f.accepted.is_none()) else {
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
    if let Some(finding) = state.finding().filter(|f| f.accepted.is_none()) {
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
