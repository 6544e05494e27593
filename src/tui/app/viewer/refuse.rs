//! Why an action cannot be done in the viewer now.

use super::Shows;
use crate::text;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::State;

impl State {
    /// Why an action cannot be done in the viewer now.
    pub(in crate::tui::app) fn refuse_in_view(&self, action: Action) -> Option<String> {
        let viewer = self.viewer.as_ref()?;
        let key = |action| self.keymap.shown(action);
        let is_open = viewer.opened.is_some();
        let column = viewer.column();
        let name = column.map_or_else(String::new, |c| text::escape(&c.name).into_owned());
        match action {
            Action::Filter if viewer.values.is_none() => Some(format!(
                "{} filters the rows by an expression",
                key(Action::FilterRows)
            )),
            Action::New if viewer.values.is_some() || !matches!(viewer.shows, Shows::File(_)) => {
                Some("these rows belong to a project already".into())
            }
            _ if !is_open
                && (is_of_rows(action) || matches!(action, Action::Open | Action::Search)) =>
            {
                Some("the table is not open yet".into())
            }
            _ if viewer.values.is_some() && is_of_rows(action) => {
                Some(format!("{} goes back to the rows", key(Action::Back)))
            }
            Action::Open | Action::Values if viewer.known.rows == 0 => {
                Some("no row is shown".into())
            }
            Action::Values | Action::Statistics if viewer.is_masked(viewer.at.column) => {
                Some(format!(
                    "{name} is personal and masked; {} shows it",
                    key(Action::Unmask)
                ))
            }
            Action::Unmask if !viewer.columns.iter().any(|c| c.personal) => {
                Some("no column is known to hold personal data".into())
            }
            Action::Hide if viewer.visible().len() < 2 => {
                Some("it is the only column in sight".into())
            }
            Action::ShowHidden if viewer.columns.iter().all(|c| !c.hidden) => {
                Some("no column is hidden".into())
            }
            _ => None,
        }
    }
}

/// Whether an action is one of the rows of the viewer and of no other screen.
fn is_of_rows(action: Action) -> bool {
    action.row().on == [Screen::View]
}
