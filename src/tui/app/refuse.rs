//! Why an action cannot be done now. A key that is refused says so; footer and palette leave it out.

use crate::tui::actions::{Action, Screen};
use crate::tui::app::{List, State};

impl State {
    /// Whether an action makes sense now.
    pub fn offers(&self, action: Action) -> bool {
        let is_here = match action {
            Action::Cancel => self.job.is_some(),
            Action::Home => self.screen != Screen::Home,
            _ => action.row().on.contains(&self.screen),
        };
        is_here && self.refusal(action).is_none()
    }

    /// Why an action of this screen cannot be done now.
    pub fn refusal(&self, action: Action) -> Option<String> {
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
                Some("a job is running; Ctrl-C stops it".into())
            }
            Action::Run
            | Action::Train
            | Action::Watch
            | Action::Promote
            | Action::RollBack
            | Action::Fix
            | Action::Accept
            | Action::Clear
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
            Action::Compare => self.refuse_comparing(),
            Action::RollBack if self.facts().is_none_or(|f| f.back_to.is_none()) => {
                Some("no version ran before: there is nothing to go back to".into())
            }
            Action::Fix | Action::Accept => self.refuse_settling(action),
            Action::Clear
                if !self
                    .spec_row()
                    .is_some_and(|row| row.written && row.field.is_some()) =>
            {
                Some("nothing is written here that could be taken out".into())
            }
            Action::NextPane | Action::PreviousPane
                if self.screen == Screen::Train && !self.detail =>
            {
                Some("enter opens a run; tab turns its charts".into())
            }
            Action::Open if !self.openable() => Some(self.refuse_opening()),
            _ => None,
        }
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
            return Some("no finding is selected; tab goes to the findings".into());
        };
        if finding.accepted.is_some() {
            return Some("this finding is accepted already; u takes it back".into());
        }
        let none = action == Action::Fix && finding.fixes.is_empty();
        none.then(|| "no fix is offered; a accepts the finding with a reason".into())
    }

    fn refuse_opening(&self) -> String {
        match self.screen {
            Screen::Spec => "a head; its lines below can be answered",
            Screen::Data if self.facts().is_none_or(|f| f.data.is_none()) => {
                "the data were not read yet"
            }
            Screen::Data => "no rows belong to it",
            Screen::Train if self.page().is_some() => "esc goes back to the leaderboard",
            Screen::Benchmark | Screen::Train => "nothing was scored yet",
            Screen::Drift => "nothing was compared yet",
            Screen::Ship => "nothing was promoted yet",
            _ => "there is nothing to open",
        }
        .into()
    }
}
