//! Why an action cannot be done now. A key that is refused says so, the list of all actions too; the footer leaves it out.

use crate::tui::actions::{Action, Screen};
use crate::tui::app::rows::orders;
use crate::tui::app::{List, Part, SpecRow, State};

impl State {
    /// Whether an action makes sense now.
    pub fn offers(&self, action: Action) -> bool {
        self.unavailable(action).is_none()
    }

    /// Why an action cannot be done here and now; none where it can.
    pub fn unavailable(&self, action: Action) -> Option<String> {
        match action {
            Action::Cancel if self.job.is_none() && !self.views_at_work() => Some(format!(
                "no job is running; {} quits",
                self.key(Action::Quit)
            )),
            Action::Home if self.screen == Screen::Home => Some("this is the home screen".into()),
            _ if !action.row().on.contains(&self.screen) => Some(self.elsewhere(action)),
            _ => self.refusal(action),
        }
    }

    /// Where an action is valid.
    fn elsewhere(&self, action: Action) -> String {
        let on = action.row().on;
        let of_a_project = on.iter().all(|screen| screen.milestone().is_some());
        if of_a_project && self.screen.milestone().is_none() {
            return "open a project first".into();
        }
        let names: Vec<&str> = on.iter().map(|screen| screen.title()).collect();
        let way = on
            .first()
            .and_then(|screen| Some((screen.title(), self.key(Action::to(*screen)?))));
        match way {
            Some((title, key)) => format!("on {} only; {key} goes to {title}", names.join(" and ")),
            None => format!("on {} only", names.join(" and ")),
        }
    }

    /// The key to name for an action.
    fn key(&self, action: Action) -> String {
        self.keymap.shown(action)
    }

    /// Why an action of this screen cannot be done now.
    pub fn refusal(&self, action: Action) -> Option<String> {
        if self.screen == Screen::View {
            return self.refuse_in_view(action);
        }
        match action {
            Action::Run
            | Action::Train
            | Action::Explain
            | Action::Compare
            | Action::Watch
            | Action::Promote
            | Action::RollBack
                if self.job.is_some() =>
            {
                Some(format!(
                    "a job is running; {} stops it",
                    self.key(Action::Cancel)
                ))
            }
            Action::Run
            | Action::Train
            | Action::Watch
            | Action::Promote
            | Action::RollBack
            | Action::Fix
            | Action::Accept
            | Action::Pass
            | Action::Clear
            | Action::AddEntry
            | Action::AddRule
            | Action::EditRule
            | Action::MoveUp
            | Action::MoveDown
            | Action::Rename
            | Action::Import
            | Action::Ask
            | Action::Undo
            | Action::Redo
                if self.read_only().is_some() =>
            {
                self.read_only()
            }
            Action::Watch if !self.has_new_data() => Some(
                "no new data are named: state monitor.current on the screen of the spec".into(),
            ),
            Action::Promote => self.refuse_promoting(),
            Action::Filter if self.list() == Some(List::Page) => {
                Some("a page is searched; / does that".into())
            }
            Action::Explain => self.refuse_explaining(),
            Action::EditRule => self.refuse_editing_rule(),
            Action::Verdict => self.refuse_verdict(),
            Action::Compare => self.refuse_comparing(),
            Action::RollBack if self.facts().is_none_or(|f| f.back_to.is_none()) => {
                Some("no version ran before: there is nothing to go back to".into())
            }
            Action::Map if self.associations().is_none() => {
                Some("two columns are needed to compare; r profiles the data".into())
            }
            Action::Pass => self.refuse_passing(),
            Action::Fix | Action::Accept => self.refuse_settling(action),
            Action::Clear if self.lists_missing() => {
                Some(format!("{} goes back to the form", self.key(Action::Back)))
            }
            Action::Clear => self.refuse_clearing(),
            Action::MoveUp | Action::MoveDown | Action::Rename | Action::AddEntry
                if self.lists_missing() =>
            {
                Some(format!("{} goes back to the form", self.key(Action::Back)))
            }
            Action::MoveUp | Action::MoveDown => self.refuse_moving(action == Action::MoveDown),
            Action::Rename if self.renamable().is_none() => {
                Some("only columns and features have a name to change here".into())
            }
            Action::Export | Action::Import | Action::NextMissing
                if self.variables().is_empty() =>
            {
                Some("the dictionary needs data that can be read".into())
            }
            Action::NextMissing if self.meanings_missing().0 == 0 => {
                Some("every column has its meaning".into())
            }
            Action::NextPane | Action::PreviousPane
                if self.screen == Screen::Data && self.detail && self.charts().len() < 2 =>
            {
                Some(format!(
                    "one row is open; {} closes it",
                    self.key(Action::Back)
                ))
            }
            Action::ViewRows if self.screen != Screen::Data => self.refuse_rows(),
            Action::NextPane | Action::PreviousPane
                if matches!(self.screen, Screen::Train | Screen::Benchmark) && !self.detail =>
            {
                Some(format!(
                    "{} opens a row; {} turns its charts",
                    self.key(Action::Open),
                    self.key(Action::NextPane)
                ))
            }
            Action::Sort if !self.sortable() => Some("this list has one order only".into()),
            Action::Search | Action::Filter if self.list().is_none() => {
                Some("there is no list here".into())
            }
            Action::NextMatch if self.sought.is_empty() => Some(format!(
                "nothing is sought; {} searches",
                self.key(Action::Search)
            )),
            Action::Open if !self.openable() => Some(self.refuse_opening()),
            _ => None,
        }
    }

    /// Why the worst rows of a run or a baseline cannot be looked at.
    fn refuse_rows(&self) -> Option<String> {
        match (self.detail, self.worst()) {
            (_, Some(_)) => None,
            (true, None) => Some("no rows with a loss are known of it".into()),
            (false, None) => Some(format!(
                "{} opens a row, with the rows it predicts worst",
                self.key(Action::Open)
            )),
        }
    }

    /// Whether the table viewer does something in the background.
    fn views_at_work(&self) -> bool {
        self.viewer
            .as_ref()
            .is_some_and(|viewer| viewer.doing.is_some())
    }

    /// Whether the present list can stand in another order.
    fn sortable(&self) -> bool {
        let list = self.screen_list().filter(|list| !orders(*list).is_empty());
        list.is_some_and(|list| self.labels(list).len() > 1)
    }

    fn has_new_data(&self) -> bool {
        let none = crate::drift::Options::default();
        self.facts()
            .is_some_and(|f| crate::drift::has_data(&f.project, &none))
    }

    /// Why nothing may be changed, where it is so.
    pub fn read_only(&self) -> Option<String> {
        self.facts()?.read_only.clone()
    }

    fn refuse_settling(&self, action: Action) -> Option<String> {
        let Some(finding) = self.finding() else {
            let pane = self.key(Action::NextPane);
            return Some(format!(
                "no finding is selected; {pane} goes to the findings"
            ));
        };
        if finding.accepted.is_some() {
            let undo = self.key(Action::Undo);
            return Some(format!(
                "this finding is accepted already; {undo} takes back the last edit"
            ));
        }
        let none = action == Action::Fix && finding.fixes.is_empty();
        none.then(|| {
            let accept = self.key(Action::Accept);
            format!("no fix is offered; {accept} accepts the finding with a reason")
        })
    }

    /// Why what is under the cursor cannot be taken out.
    fn refuse_clearing(&self) -> Option<String> {
        let none = || Some("nothing is written here that could be taken out".to_owned());
        let row = match self.screen {
            Screen::Dictionary if self.variable_cleared().is_none() => return none(),
            Screen::Matrix if self.cost_cleared().is_none() => return none(),
            Screen::Spec => self.spec_row(),
            _ => return None,
        };
        match row {
            Some(row) if row.written => None,
            Some(row) if row.part == Part::Entry && row.from.is_none() => None,
            Some(SpecRow {
                from: Some(file), ..
            }) => Some(format!(
                "it stands in {file}; {} writes another value here",
                self.key(Action::Open)
            )),
            _ => none(),
        }
    }

    fn refuse_opening(&self) -> String {
        match self.screen {
            Screen::Dictionary => return self.refuse_variable().unwrap_or_default(),
            Screen::Matrix => "the classes are not known yet",
            Screen::Spec if self.lists_missing() => "nothing is wrong or missing",
            Screen::Spec => "a head; its lines below can be answered",
            Screen::Data if self.facts().is_none_or(|f| f.data.is_none()) => {
                "the data were not read yet"
            }
            Screen::Data => "no rows belong to it",
            Screen::Train if self.page().is_some() => "esc goes back to the leaderboard",
            Screen::Benchmark if self.scoring().is_some() => {
                "a baseline is opened once all are scored"
            }
            Screen::Benchmark | Screen::Train => "nothing was scored yet",
            Screen::Drift => "nothing was compared yet",
            Screen::Ship => "nothing was promoted yet",
            _ => "there is nothing to open",
        }
        .into()
    }
}
