//! Adding an entry to a section: what it cannot be without is asked first, and then it is written whole.

use crate::decisions::{Edit, Field, Section, Task, field, path, section};
use crate::models::of_task;
use crate::tui::actions::Action;
use crate::tui::app::spec::entries::{Grows, entry_word, grows};
use crate::tui::app::spec::rows::Part;
use crate::tui::app::{
    Candidate, Editing, Editor, Effect, List, Notice, Overlay, Picked, Purpose, SpecRow, State,
};

/// An entry in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct Adding {
    /// Where it is added.
    section: &'static Section,
    /// Keys and values that were answered, as TOML.
    done: Vec<(&'static str, String)>,
    /// What is still asked, the present one first.
    asked: Vec<&'static Field>,
    /// Names that are taken.
    taken: Vec<String>,
}

impl Adding {
    /// Key of the section where it is added.
    pub fn section(&self) -> &'static str {
        self.section.path
    }

    /// What was answered so far.
    pub fn answers(&self) -> Vec<String> {
        self.done.iter().map(|(_, value)| value.clone()).collect()
    }

    /// What is wrong with a value that is no mistake of its own.
    pub fn fault(&self, value: &str) -> Option<String> {
        let is_name = self
            .asked
            .first()
            .is_some_and(|field| field.key() == "name");
        let name = value.trim();
        (is_name && self.taken.iter().any(|taken| taken == name))
            .then(|| format!("'{name}' is there already: take another name"))
    }
}

/// What an entry of a section cannot be without, in the order in which it is asked.
fn asked(section: &str) -> Vec<&'static Field> {
    let keys: &[&str] = match section {
        "source" => &["source[].name", "source[].path"],
        "metric" => &["metric[].name", "metric[].score", "metric[].better"],
        "rule" => &["rule[].name", "rule[].predict"],
        // A feature is one line, its name the key.
        "features" => &["rule[].name", "features.*"],
        _ => &[],
    };
    keys.iter().filter_map(|key| field(key)).collect()
}

impl State {
    /// Adds an entry to the section that the cursor is in.
    pub(in crate::tui::app) fn add_entry(&mut self) -> Vec<Effect> {
        let Some(section) = self.spec_row().and_then(|row| section(row.section)) else {
            return Vec::new();
        };
        match (section.path, grows(section)) {
            ("accepted", _) => {
                let told = "a finding is accepted on Data, where it is seen";
                self.notice = Some(Notice::hint(told));
            }
            ("passed", _) => {
                let key = self.keymap.shown(Action::Pass);
                let told = format!("a gate is passed on its own screen, with {key}");
                self.notice = Some(Notice::hint(told));
            }
            ("checks", _) => {
                self.ask_which(section, "Which limit?", Picked::Limit, keys_of(section));
            }
            ("model", _) => {
                let families = self.families();
                self.ask_which(section, "Which family?", Picked::Family, families);
            }
            (_, Grows::Named) => {
                let columns = self.columns_without(section.path);
                let title = match section.path {
                    "prepare" => "Prepare which column?",
                    _ => "Say something about which column?",
                };
                self.ask_which(section, title, Picked::Column(section.path), columns);
            }
            (_, Grows::List | Grows::Lines) => return self.ask_for(section),
            (_, Grows::Not) => {
                let told = format!("{} has its lines and no more", section.title);
                self.notice = Some(Notice::hint(told));
            }
        }
        Vec::new()
    }

    fn ask_which(&mut self, section: &Section, title: &str, of: Picked, picks: Vec<Candidate>) {
        if picks.is_empty() {
            let told = format!("{}: there is nothing left to add", section.title);
            self.notice = Some(Notice::hint(told));
            return;
        }
        self.lists.put(List::Choices, 0);
        self.overlay = Some(Overlay::Pick {
            title: title.to_owned(),
            of,
            picks,
            typed: tui_input::Input::default(),
        });
    }

    /// Families of models that fit the task and are not named yet.
    fn families(&self) -> Vec<Candidate> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let decisions = &facts.project.decisions;
        let tasks = match decisions.problem.task {
            Some(task) => vec![task],
            None => Task::ALL.to_vec(),
        };
        let mut families: Vec<Candidate> = Vec::new();
        for family in tasks.into_iter().flat_map(of_task) {
            let is_named = decisions.model.iter().any(|m| m.family == family.name());
            if !is_named && families.iter().all(|known| known.word != family.name()) {
                families.push(Candidate::new(family.name(), family.title()));
            }
        }
        families
    }

    /// Columns of the data of which a section says nothing yet.
    fn columns_without(&self, section: &str) -> Vec<Candidate> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let decisions = &facts.project.decisions;
        let said = |name: &str| match section {
            "prepare" => decisions.prepare.contains_key(name),
            _ => decisions.columns.contains_key(name),
        };
        let columns = self.column_words().into_iter();
        columns
            .filter(|(name, _)| !said(name))
            .map(|(name, about)| Candidate::new(name, about))
            .collect()
    }

    /// Begins to ask for what an entry cannot be without.
    fn ask_for(&mut self, section: &'static Section) -> Vec<Effect> {
        let taken = self.names(section);
        self.ask_part(Adding {
            section,
            done: Vec::new(),
            asked: asked(section.path),
            taken,
        })
    }

    /// Goes on with an entry in the making of which some was answered.
    pub(super) fn go_on_adding(&mut self, path: &str, answers: &[String]) -> Vec<Effect> {
        let Some(section) = section(path) else {
            return Vec::new();
        };
        let mut asked = asked(section.path);
        let answered = asked.drain(..answers.len().min(asked.len()));
        let done = answered.map(|field| field.key()).zip(answers.to_vec());
        let done = done.collect();
        let taken = self.names(section);
        self.ask_part(Adding {
            section,
            done,
            asked,
            taken,
        })
    }

    /// Names of a section that are taken.
    fn names(&self, section: &Section) -> Vec<String> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let decisions = &facts.project.decisions;
        match section.path {
            "metric" => decisions.metric.iter().map(|m| m.name.clone()).collect(),
            "rule" => decisions.rule.iter().map(|r| r.name.clone()).collect(),
            "source" => {
                let names = decisions.source.iter();
                names.filter_map(|source| source.name.clone()).collect()
            }
            _ => self
                .column_words()
                .into_iter()
                .map(|(name, _)| name)
                .collect(),
        }
    }

    /// Asks for the next value on the row where an entry is added.
    fn ask_part(&mut self, adding: Adding) -> Vec<Effect> {
        let Some(field) = adding.asked.first().copied() else {
            return Vec::new();
        };
        let rows = self.spec_rows();
        let at = rows
            .iter()
            .position(|row| row.part == Part::Add && row.section == adding.section.path);
        let Some((at, row)) = at.and_then(|at| Some((at, rows.get(at)?.clone()))) else {
            return Vec::new();
        };
        self.lists.put(List::Spec, at);
        let key = match field.key() {
            "*" => "expression",
            key => key,
        };
        let row = SpecRow {
            label: format!("new {}: {key}", entry_word(adding.section.path)),
            doc: field.doc.to_owned(),
            field: Some(field),
            ..row
        };
        let editor = Editor::new(field, "", self.words_of(field, ""));
        if let Some(open) = &mut self.open {
            open.editing = Some(Editing {
                row,
                editor,
                purpose: Purpose::Add(adding),
            });
        }
        self.try_out()
    }

    /// Takes one value of an entry in the making; the last one writes it.
    pub(super) fn take_part(&mut self, mut adding: Adding, editing: Editing) -> Vec<Effect> {
        let shown = editing.editor.shown();
        let value = match editing.editor.value() {
            Ok(Some(value)) if adding.fault(&shown).is_none() => value,
            wrong => {
                if matches!(wrong, Ok(None)) {
                    let told = "it cannot be left empty; esc adds nothing";
                    self.notice = Some(Notice::hint(told));
                }
                self.keep_editing(editing);
                return Vec::new();
            }
        };
        let field = adding.asked.remove(0);
        let is_name_of_line = grows(adding.section) == Grows::Lines && field.key() == "name";
        let value = if is_name_of_line { shown } else { value };
        adding.done.push((field.key(), value));
        if !adding.asked.is_empty() {
            return self.ask_part(adding);
        }
        let section = adding.section.path;
        let (edit, goal) = match adding.done.as_slice() {
            [(_, name), (_, value)] if grows(adding.section) == Grows::Lines => {
                let path = path::join(&[section, name]);
                (Edit::set(path.clone(), value.clone()), path)
            }
            values => {
                let written = values.iter().map(|(key, value)| format!("{key} = {value}"));
                let written: Vec<String> = written.collect();
                let edit = Edit::Insert {
                    path: section.to_owned(),
                    at: None,
                    value: format!("{{ {} }}", written.join(", ")),
                };
                (edit, self.next_entry(section))
            }
        };
        self.save_and_go(edit, "added on screen", goal)
    }

    /// The path of the entry that is added at the end of a list.
    fn next_entry(&self, section: &str) -> String {
        let start = format!("{section}.");
        let rows = self.spec_rows();
        let heads = rows.iter().filter(|row| row.part == Part::Entry);
        format!(
            "{section}.{}",
            heads.filter(|row| row.path.starts_with(&start)).count()
        )
    }

    /// Takes what was picked from a list.
    pub(in crate::tui::app) fn take_pick(&mut self, of: Picked, word: &str) -> Vec<Effect> {
        match of {
            Picked::Family => {
                let goal = self.next_entry("model");
                let family = toml::Value::String(word.to_owned());
                let edit = Edit::Insert {
                    path: "model".into(),
                    at: None,
                    value: format!("{{ family = {family} }}"),
                };
                self.save_and_go(edit, "added on screen", goal)
            }
            Picked::ViewColumn => {
                self.go_to_view_column(word);
                Vec::new()
            }
            Picked::Limit => {
                self.go_to_row(&path::join(&["checks", word]));
                self.edit_spec()
            }
            // The entry is offered with every field, and written with the first that is answered.
            Picked::Column(section) => {
                let entry = path::join(&[section, word]);
                if let Some(open) = &mut self.open {
                    open.offer(entry.clone());
                }
                self.go_to_row(&entry);
                let at = self.lists.at(List::Spec);
                self.lists.put(List::Spec, at + 1);
                Vec::new()
            }
        }
    }
}

/// The keys of a section as choices.
fn keys_of(section: &Section) -> Vec<Candidate> {
    let fields = section.fields.iter();
    fields
        .map(|field| Candidate::new(field.key(), field.doc))
        .collect()
}
