//! What is being typed when a line is lost, and going on with it: a value, the elements of a list, an entry in the making.

use tui_input::InputRequest;

use super::entries::{Grows, grows};
use crate::decisions::{path, section};
use crate::tui::actions::Screen;
use crate::tui::app::{Editing, Effect, Notice, Purpose, State};
use crate::tui::left::{Draft, Left};

impl State {
    /// How the screen is left: with what is being typed, so that a lost line loses not even that.
    pub(in crate::tui::app) fn left(&self) -> Left {
        let editing = self.open.as_ref().and_then(|open| open.editing.as_ref());
        let draft = editing.and_then(draft_of);
        Left {
            // The rows are looked at anew.
            screen: match self.screen {
                Screen::View => Screen::Data.word().to_owned(),
                screen => screen.word().to_owned(),
            },
            draft: draft.or_else(|| self.draft_of_card()).map(Box::new),
        }
    }

    /// Goes on with what was being typed.
    pub(in crate::tui::app) fn resume(&mut self, draft: &Draft) -> Vec<Effect> {
        if draft.is_asked {
            return self.resume_card(draft);
        }
        let effects = match &draft.answers {
            Some(answers) => {
                self.go(Screen::Spec);
                self.go_on_adding(&draft.path, answers)
            }
            None => self.reopen(&draft.path),
        };
        let Some(editing) = self.open.as_mut().and_then(|open| open.editing.as_mut()) else {
            return effects;
        };
        let editor = &mut editing.editor;
        if editor.items.is_some() {
            editor.put_elements(&draft.elements, &draft.text);
        } else {
            editor.change(InputRequest::DeleteLine);
            for c in draft.text.chars() {
                editor.change(InputRequest::InsertChar(c));
            }
        }
        let told = "what was being typed here was kept; esc leaves it out";
        self.notice = Some(Notice::hint(told));
        self.try_out()
    }

    /// Opens the row of a path.
    pub(in crate::tui::app) fn reopen(&mut self, path: &str) -> Vec<Effect> {
        let keys = path::split(path).unwrap_or_default();
        if let (Some(open), Some(entry)) = (&mut self.open, keys.get(..2))
            && section(&entry[0]).is_some_and(|s| grows(s) == Grows::Named)
        {
            open.offer(path::join(entry));
        }
        if !self.go_to_row(path) {
            return Vec::new();
        }
        self.go(Screen::Spec);
        self.edit_spec()
    }
}

/// What is typed into a row. A new name is no loss.
fn draft_of(editing: &Editing) -> Option<Draft> {
    let editor = &editing.editor;
    let typed = editor.input.value().trim();
    let elements = editor.items.as_ref().map(|items| items.with(typed));
    match &editing.purpose {
        Purpose::State => Some(Draft {
            path: editing.row.path.clone(),
            text: typed.to_owned(),
            elements: elements.unwrap_or_default(),
            ..Draft::default()
        }),
        Purpose::Add(adding) => Some(Draft {
            path: adding.section().to_owned(),
            text: editor.shown(),
            answers: Some(adding.answers()),
            ..Draft::default()
        }),
        Purpose::Rename => None,
    }
}
