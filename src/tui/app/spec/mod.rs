//! The form of the decisions: how a row of it is opened, typed into, taken and sent to the disk. `rows` says what it shows.

mod card;
mod missing;
mod rows;
mod talk;
mod talk_rows;

use tui_input::InputRequest;

use crate::decisions::{Edit, Field, FieldType, typed_as_toml};
use crate::spec::PREDICTION;
use crate::tui::actions::Screen;
use crate::tui::app::act::written;
use crate::tui::app::editor::words;
use crate::tui::app::{Choice, Editing, Editor, Effect, List, Notice, Overlay, State};
use crate::tui::left::{Draft, Left};

pub use rows::{SpecRow, first_open, spec_rows};
use rows::{plain, value_at};
pub use talk::Talk;
pub use talk_rows::{Pick, picks};

impl State {
    /// The selected row of the form.
    pub fn spec_row(&self) -> Option<SpecRow> {
        let facts = self.facts()?;
        spec_rows(facts).into_iter().nth(self.lists.at(List::Spec))
    }

    /// Opens the selected decision: a choice where there is a list of words, else its text.
    pub(super) fn edit_spec(&mut self) -> Vec<Effect> {
        let Some(row) = self.spec_row() else {
            return Vec::new();
        };
        let Some(field) = row.field else {
            return Vec::new();
        };
        if let Some(why) = self.read_only() {
            self.notice = Some(Notice::hint(why));
            return Vec::new();
        }
        if let FieldType::Choice(words) = field.kind {
            self.choose_word(&row, words);
        } else if field.kind == FieldType::Flag {
            self.choose_word(&row, &["true", "false"]);
        } else {
            return self.edit_field(row, field);
        }
        Vec::new()
    }

    /// Opens a row in place: a list element by element, anything else as a line of text.
    fn edit_field(&mut self, row: SpecRow, field: &'static Field) -> Vec<Effect> {
        let mut columns = self.column_words();
        if row.path == "value.cost" {
            columns.push((PREDICTION.to_owned(), "what the model says".to_owned()));
        }
        let columns = columns
            .iter()
            .map(|(name, about)| (name.as_str(), about.clone()));
        let words = words(field, columns);
        let editor = if Editor::is_list(field) {
            Editor::list(field, self.elements(&row), words)
        } else {
            let text = if row.written { row.value.as_str() } else { "" };
            Editor::new(field, text, words)
        };
        if let Some(open) = &mut self.open {
            open.editing = Some(Editing { row, editor });
        }
        self.try_out()
    }

    /// The elements of a list as they are written.
    fn elements(&self, row: &SpecRow) -> Vec<String> {
        let text = self.facts().map_or("", |f| f.project.text.as_str());
        let tree = text.parse::<toml::Table>().map(toml::Value::Table).ok();
        let value = tree.as_ref().and_then(|tree| value_at(tree, &row.path));
        let elements = value.and_then(toml::Value::as_array);
        elements.map_or_else(Vec::new, |list| list.iter().map(plain).collect())
    }

    fn choose_word(&mut self, row: &SpecRow, words: &[&str]) {
        let Some(facts) = self.facts() else {
            return;
        };
        let choices = words
            .iter()
            .filter_map(|word| {
                let value = typed_as_toml(row.field?, word).ok()?;
                let edit = Edit::set(&row.path, value);
                Some(Choice {
                    label: (*word).to_owned(),
                    writes: written(&facts.project, &edit),
                    edits: vec![edit],
                })
            })
            .collect();
        let present = words
            .iter()
            .position(|word| *word == row.value)
            .unwrap_or(0);
        self.lists.put(List::Choices, present);
        self.overlay = Some(Overlay::Choose {
            title: row.label.clone(),
            proposal: None,
            choices,
        });
    }

    /// Takes what was typed into a row of the form.
    pub(super) fn commit_spec(&mut self) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        let Some(editing) = open.editing.take() else {
            return Vec::new();
        };
        let path = editing.row.path.clone();
        match editing.editor.value() {
            Ok(Some(value)) => self.save(Edit::set(path, value), "stated on screen"),
            Ok(None) if editing.row.written => {
                self.save(Edit::Remove { path }, "taken out on screen")
            }
            Ok(None) => Vec::new(),
            // What is wrong is said beside the field.
            Err(_) => {
                open.editing = Some(editing);
                Vec::new()
            }
        }
    }

    /// How the screen is left: with what is being typed, so that a lost line loses not even that.
    pub(super) fn left(&self) -> Left {
        let editing = self.open.as_ref().and_then(|open| open.editing.as_ref());
        let draft = editing.filter(|e| !e.row.field.is_some_and(Editor::is_list));
        let draft = draft.map(|editing| Draft {
            path: editing.row.path.clone(),
            text: editing.editor.shown(),
            is_asked: false,
        });
        Left {
            screen: self.screen.word().to_owned(),
            draft: draft.or_else(|| self.draft_of_card()),
        }
    }

    /// Goes on with what was being typed.
    pub(super) fn resume(&mut self, draft: &Draft) -> Vec<Effect> {
        if draft.is_asked {
            return self.resume_card(draft);
        }
        let rows = self.facts().map_or_else(Vec::new, spec_rows);
        let Some(at) = rows.iter().position(|row| row.path == draft.path) else {
            return Vec::new();
        };
        self.go(Screen::Spec);
        self.lists.put(List::Spec, at);
        let effects = self.edit_spec();
        let Some(editing) = self.open.as_mut().and_then(|open| open.editing.as_mut()) else {
            return effects;
        };
        editing.editor.change(InputRequest::DeleteLine);
        for c in draft.text.chars() {
            editing.editor.change(InputRequest::InsertChar(c));
        }
        let told = "what was being typed here was kept; esc leaves it out";
        self.notice = Some(Notice::hint(told));
        self.try_out()
    }

    /// Sends an edit to the disk.
    pub(super) fn save(&mut self, edit: Edit, why: &str) -> Vec<Effect> {
        if let Some(why) = self.read_only() {
            self.notice = Some(Notice::hint(why));
            return Vec::new();
        }
        match &mut self.open {
            Some(open) => {
                open.saving = true;
                vec![Effect::Edit(edit, why.to_owned())]
            }
            None => Vec::new(),
        }
    }
}
