//! What each action does.

use tui_input::Input;

use crate::decisions::Edit;
use crate::project::Project;
use crate::road;
use crate::ship;
use crate::train::Mode;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::update::remember;
use crate::tui::app::{Asked, Choice, Effect, JobView, List, Notice, Overlay, State, Step, Task};

/// Carries out an action on the present screen.
pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if let Some(why) = state.refusal(action) {
        state.notice = Some(Notice::hint(why));
        return Vec::new();
    }
    if state.screen == Screen::View
        && let Some(effects) = state.act_in_view(action)
    {
        return effects;
    }
    match action {
        Action::Open if state.screen == Screen::New => state.wizard_next(),
        Action::Open => state.open_selected(),
        Action::Back => state.back(),
        Action::Home if state.makes_project() => {
            state.overlay = Some(leave_project(vec![Effect::Home], Some(Screen::Home)));
            Vec::new()
        }
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
            state.next_pane(action == Action::NextPane);
            Vec::new()
        }
        Action::Search | Action::Filter => {
            state.narrowing = action == Action::Filter;
            state.search = Some(Input::default());
            state.sought = String::new();
            Vec::new()
        }
        Action::NextMatch => {
            let from = state.after_cursor();
            if !state.seek(from) {
                state.notice = Some(no_match(&state.sought));
            }
            Vec::new()
        }
        Action::Sort => {
            state.notice = Some(Notice::hint(match state.sort() {
                Some(word) => format!("sorted by {word}"),
                None => "this list has one order only".into(),
            }));
            Vec::new()
        }
        Action::Palette => {
            state.lists.put(List::Palette, 0);
            state.overlay = Some(Overlay::Palette(Input::default()));
            Vec::new()
        }
        Action::Guide => {
            state.open_guide();
            Vec::new()
        }
        Action::Help | Action::History | Action::Weigh | Action::Signal => {
            state.lists.put(List::Lines, 0);
            state.overlay = Some(match action {
                Action::Help => Overlay::Help,
                Action::History => Overlay::History,
                Action::Signal => Overlay::Signal,
                _ => Overlay::Weigh,
            });
            Vec::new()
        }
        Action::Reading => {
            state.open_reading();
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
        Action::Watch => {
            let options = road::Options {
                only: vec![road::Milestone::Drift],
                force: true,
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
            let told = format!("the next training is {}", mode_word(state.mode));
            state.notice = Some(Notice::hint(told));
            Vec::new()
        }
        Action::Promote => {
            let run = state.contender();
            state.promote(ship::Options {
                run,
                ..ship::Options::default()
            })
        }
        Action::Explain => state.explain(),
        Action::Verdict => {
            state.show_verdict();
            Vec::new()
        }
        Action::Compare => {
            state.ask_rival();
            Vec::new()
        }
        Action::RollBack => {
            state.ask_rollback();
            Vec::new()
        }
        Action::Ask => {
            state.detail = false;
            state.begin_talk()
        }
        Action::Missing => {
            state.turn_to_missing();
            Vec::new()
        }
        Action::Map => {
            state.turn_map();
            Vec::new()
        }
        Action::Fix => fix(state),
        Action::Accept => accept(state),
        Action::Pass => {
            state.ask_to_pass();
            Vec::new()
        }
        Action::Clear => {
            let cleared = match state.screen {
                Screen::Dictionary => state.variable_cleared(),
                Screen::Matrix => state.cost_cleared(),
                _ => return state.clear(),
            };
            cleared.map_or_else(Vec::new, |edit| state.save(edit, "taken out on screen"))
        }
        Action::AddEntry => state.add_entry(),
        Action::AddRule => state.add_rule(),
        Action::EditRule => state.edit_rule(),
        Action::MoveUp | Action::MoveDown => state.move_entry(action == Action::MoveDown),
        Action::Rename => state.rename_entry(),
        Action::Dictionary => {
            state.visit_sheet(Screen::Dictionary);
            Vec::new()
        }
        Action::NextMissing => state.next_missing(),
        Action::Export => state.ask_for_file(Asked::Export),
        Action::Import => state.ask_for_file(Asked::Import),
        Action::Undo => vec![Effect::Undo],
        Action::Redo => vec![Effect::Redo],
        Action::Refresh => {
            let mut effects = vec![Effect::Repaint];
            effects.push(match state.facts() {
                // Who edited it may have left.
                Some(facts) if facts.read_only.is_some() => {
                    Effect::Load(facts.project.root.clone())
                }
                Some(_) => Effect::Reload,
                None => Effect::Home,
            });
            effects
        }
        Action::Quit => quit(state),
        Action::Copy => state.copy(),
        Action::Activity => state.show_activity(),
        Action::ViewRows => state.view_project(),
        // The table viewer carries these out itself.
        Action::FilterRows
        | Action::SortColumn
        | Action::Values
        | Action::Statistics
        | Action::GoToRow
        | Action::GoToColumn
        | Action::Freeze
        | Action::Hide
        | Action::ShowHidden
        | Action::Wider
        | Action::Narrower
        | Action::Unmask
        | Action::PreviousMatch
        | Action::CopyRow
        | Action::Cancel => Vec::new(),
        Action::Suspend => vec![Effect::Suspend],
    }
}

/// How much training tries, in a word.
pub fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Quick => "quick",
        Mode::Standard => "standard",
        Mode::Thorough => "thorough",
    }
}

/// What is sought stands nowhere in the list.
pub(super) fn no_match(sought: &str) -> Notice {
    Notice::hint(format!("no match for '{sought}' in this list"))
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
    state.job = Some(JobView {
        step: "starting".into(),
        stage: options.only.first().copied(),
        ..Default::default()
    });
    if options.only == [road::Milestone::Train] {
        state.go(Screen::Train);
    }
    vec![Effect::Start(root, Task::Stages(options))]
}

/// Offers the fixes of a finding with what each writes. Accepting it has a question of its own.
fn fix(state: &mut State) -> Vec<Effect> {
    let (Some(finding), Some(facts)) = (state.finding(), state.facts()) else {
        return Vec::new();
    };
    let choices: Vec<Choice> = finding
        .fixes
        .iter()
        .filter(|fix| !accepts(&fix.edit))
        .map(|fix| Choice {
            label: fix.label.clone(),
            writes: written(&facts.project, &fix.edit),
            edits: vec![fix.edit.clone()],
        })
        .collect();
    if choices.is_empty() {
        return accept(state);
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

fn accepts(edit: &Edit) -> bool {
    matches!(edit, Edit::Insert { path, .. } if path == "accepted")
}

/// What an edit will write, as it will stand in `jalon.toml`.
pub(super) fn written(project: &Project, edit: &Edit) -> Vec<String> {
    match project.would_write(edit) {
        Ok(Some(written)) => written.shown(),
        Ok(None) => vec!["nothing: it stands there already".into()],
        Err(error) => vec![error.message.clone()],
    }
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
    if state.works() {
        state.overlay = Some(Overlay::Confirm {
            question: "A job is running. Stop it and quit?".into(),
            yes: effects,
            no: Vec::new(),
            to: None,
        });
        return Vec::new();
    }
    if state.makes_project() {
        let gone = vec![Effect::KeepNew(None), Effect::Exit(0)];
        state.overlay = Some(leave_project(gone, None));
        return Vec::new();
    }
    effects
}

fn leave_project(yes: Vec<Effect>, to: Option<Screen>) -> Overlay {
    Overlay::Confirm {
        question: "The new project is not written yet. Leave it?".into(),
        yes,
        no: Vec::new(),
        to,
    }
}
