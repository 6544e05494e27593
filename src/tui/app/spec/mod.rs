//! The form of the decisions: how a row of it is opened, typed into, taken and sent to the disk. `rows` says what it
//! shows, `entries` how sections grow; `adding` adds entries, `arrange` takes them out, moves them and names them anew.

mod adding;
mod arrange;
mod card;
mod drafts;
mod entries;
mod form;
mod missing;
mod rows;
mod rules;
mod talk;
mod talk_rows;
mod told;

use crate::decisions::{Edit, Field, FieldType, typed_as_toml};
use crate::spec::PREDICTION;
use crate::tui::actions::Screen;
use crate::tui::app::act::written;
use crate::tui::app::editor::{Word, words};
use crate::tui::app::{Choice, Editing, Editor, Effect, List, Notice, Overlay, Purpose, State};

pub use adding::Adding;
pub use form::Form;
pub(in crate::tui::app) use rows::MATRIX;
pub use rows::{Part, SpecRow, first_open, spec_rows};
use rows::{Tree, plain, value_at};
pub use talk::Talk;
pub use talk_rows::{Pick, picks};

impl State {
    /// Puts the cursor on the row of a path; whether there is one.
    pub(in crate::tui::app) fn go_to_row(&mut self, path: &str) -> bool {
        let at = self.spec_rows().iter().position(|row| {
            // The row where an entry is added has the path of its section.
            row.path == path && row.part != Part::Add
        });
        if let Some(at) = at {
            self.lists.put(List::Spec, at);
        }
        at.is_some()
    }

    /// Opens the selected decision: a choice where there is a list of words, else its text.
    pub(super) fn edit_spec(&mut self) -> Vec<Effect> {
        let Some(row) = self.spec_row() else {
            return Vec::new();
        };
        if let Some(why) = self.read_only() {
            self.notice = Some(Notice::hint(why));
            return Vec::new();
        }
        let Some(field) = row.field else {
            return match row.part {
                Part::Add => self.add_entry(),
                _ => self.offer_fields(&row),
            };
        };
        if row.path == MATRIX {
            self.visit_sheet(Screen::Matrix);
        } else if let FieldType::Choice(words) = field.kind {
            self.choose_word(&row, words);
        } else if field.kind == FieldType::Flag {
            self.choose_word(&row, &["true", "false"]);
        } else {
            return self.edit_field(row, field);
        }
        Vec::new()
    }

    /// Opens a row in place: a list element by element, anything else as a line of text.
    pub(in crate::tui::app) fn edit_field(
        &mut self,
        row: SpecRow,
        field: &'static Field,
    ) -> Vec<Effect> {
        let words = self.words_of(field, &row.path);
        let editor = if Editor::is_list(field) {
            Editor::list(field, self.elements(&row), words)
        } else {
            let is_said = row.written || row.from.is_some();
            let text = if is_said { row.value.as_str() } else { "" };
            Editor::new(field, text, words).by_decisions()
        };
        self.keep_editing(Editing {
            row,
            editor,
            purpose: Purpose::State,
        });
        self.try_out()
    }

    /// The words that complete what is typed for a field.
    fn words_of(&self, field: &Field, path: &str) -> Vec<Word> {
        let mut columns = self.column_words();
        if path == "value.cost" {
            columns.push((PREDICTION.to_owned(), "what the model says".to_owned()));
        }
        let columns = columns.iter();
        words(
            field,
            columns.map(|(name, about)| (name.as_str(), about.clone())),
        )
    }

    /// A row has the keys.
    fn keep_editing(&mut self, editing: Editing) {
        if let Some(open) = &mut self.open {
            open.editing = Some(editing);
        }
    }

    /// The elements of a list as they are written.
    fn elements(&self, row: &SpecRow) -> Vec<String> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let tree = Tree::of(&facts.project);
        let value = value_at(&tree.all, &row.path);
        let elements = value.and_then(toml::Value::as_array);
        elements.map_or_else(Vec::new, |list| list.iter().map(plain).collect())
    }

    pub(in crate::tui::app) fn choose_word(&mut self, row: &SpecRow, words: &[&str]) {
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
        match (&editing.purpose, editing.editor.value()) {
            (Purpose::Add(adding), _) => self.take_part(adding.clone(), editing),
            (Purpose::Rename, _) => self.take_name(editing),
            (Purpose::State, Ok(Some(value))) => self.state_value(path, value),
            (Purpose::State, Ok(None)) if editing.row.written => {
                self.save(Edit::remove(path), "taken out on screen")
            }
            (Purpose::State, Ok(None)) => Vec::new(),
            // What is wrong is said beside the field.
            (Purpose::State, Err(_)) => {
                self.keep_editing(editing);
                Vec::new()
            }
        }
    }

    /// Writes the value of a key. Of two ways to say what an error costs only one may stand: the other is offered to go.
    fn state_value(&mut self, path: String, value: String) -> Vec<Effect> {
        let has_matrix = self.facts().is_some_and(|facts| {
            let own = facts.project.own();
            own.get("value").is_some_and(|v| v.get("matrix").is_some())
        });
        if path == "value.cost" && has_matrix {
            let label = "the expression: the matrix goes";
            self.ask_instead(label, vec![Edit::remove(MATRIX), Edit::set(path, value)]);
            return Vec::new();
        }
        self.save(Edit::set(path, value), "stated on screen")
    }

    /// Asks whether one way to say what an error costs takes the place of the other.
    pub(in crate::tui::app) fn ask_instead(&mut self, label: &str, edits: Vec<Edit>) {
        let Some(facts) = self.facts() else {
            return;
        };
        let edit = Edit::all(edits);
        let choice = Choice {
            label: label.to_owned(),
            writes: written(&facts.project, &edit),
            edits: vec![edit],
        };
        self.lists.put(List::Choices, 0);
        self.overlay = Some(Overlay::Choose {
            title: "What an error costs is said in one way only".into(),
            proposal: None,
            choices: vec![choice],
        });
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
                let edit = open.facts.project.here(edit);
                vec![Effect::Edit(edit, why.to_owned())]
            }
            None => Vec::new(),
        }
    }

    /// Sends an edit to the disk; the cursor goes to a row that is there afterwards.
    fn save_and_go(&mut self, edit: Edit, why: &str, goal: String) -> Vec<Effect> {
        let effects = self.save(edit, why);
        if let Some(open) = &mut self.open {
            open.goal = Some(goal);
        }
        effects
    }

    /// Puts the cursor where the edit led that was just written.
    pub(in crate::tui::app) fn reach_goal(&mut self) {
        let goal = self.open.as_mut().and_then(|open| open.goal.take());
        if let Some(goal) = goal {
            self.go_to_row(&goal);
        }
    }
}
