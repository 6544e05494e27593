//! Entries that stand already: taken out, moved, named anew, opened with every field.

use super::entries::{Grows, grows};
use super::rows::{Part, SpecRow};
use crate::decisions::{Edit, field, path, section};
use crate::spec::named_in;
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Editing, Editor, Effect, List, Notice, Overlay, Purpose, State};

/// How an entry of a list moves.
struct Step {
    /// The list.
    list: String,
    /// Position of the entry.
    at: usize,
    /// Position afterwards.
    to: usize,
    /// What stands behind the entry in the path of the row that has the keys.
    rest: String,
}

impl State {
    /// Offers every field of an entry, or only what is written of it; the entry of a list shows them all, and its first has
    /// the keys then.
    pub(super) fn offer_fields(&mut self, row: &SpecRow) -> Vec<Effect> {
        if section(row.section).map(grows) == Some(Grows::List) {
            let at = self.lists.at(List::Spec);
            self.lists.put(List::Spec, at + 1);
            return Vec::new();
        }
        if let (Some(open), Some(entry)) = (&mut self.open, row.entry())
            && !open.withdraw(&entry)
        {
            open.offer(entry);
        }
        Vec::new()
    }

    /// Takes what is under the cursor out: an entry only after a question, a key at once.
    pub(in crate::tui::app) fn clear(&mut self) -> Vec<Effect> {
        let Some(row) = self.spec_row() else {
            return Vec::new();
        };
        if row.part != Part::Entry {
            return self.save(Edit::remove(row.path), "taken out on screen");
        }
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        if !row.written && row.from.is_none() {
            open.withdraw(&row.path);
            self.settle();
            return Vec::new();
        }
        let edit = open.facts.project.here(Edit::remove(row.path));
        let undo = self.keymap.shown(crate::tui::actions::Action::Undo);
        self.overlay = Some(Overlay::Confirm {
            question: format!(
                "Take {} out of jalon.toml? {undo} brings it back.",
                row.label
            ),
            yes: vec![Effect::Edit(edit, "taken out on screen".to_owned())],
            no: Vec::new(),
            to: None,
        });
        Vec::new()
    }

    /// Why the entry under the cursor cannot move.
    pub(in crate::tui::app) fn refuse_moving(&self, down: bool) -> Option<String> {
        self.step_of_entry(down).err().map(str::to_owned)
    }

    /// How the entry under the cursor moves, or why it cannot.
    fn step_of_entry(&self, down: bool) -> Result<Step, &'static str> {
        let row = self.spec_row().filter(|row| {
            let grows = section(row.section).map(grows);
            grows == Some(Grows::List) && row.entry().is_some()
        });
        let row = row.ok_or("only the entries of a list have an order")?;
        let entry = row.entry().unwrap_or_default();
        let (list, at) = entry.split_once('.').unwrap_or_default();
        let at: usize = at.parse().unwrap_or_default();
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        let wanted = format!("{list}.{to}");
        match self.spec_rows().iter().any(|head| head.path == wanted) {
            true => Ok(Step {
                rest: row.path[entry.len()..].to_owned(),
                list: list.to_owned(),
                at,
                to,
            }),
            false if down => Err("it is the last one already"),
            false => Err("it is the first one already"),
        }
    }

    /// What the footer offers first, for the section of the form that the cursor is in.
    pub fn suits_the_row(&self) -> &'static [Action] {
        if self.list() != Some(List::Spec) {
            return &[];
        }
        let section = self.spec_row().and_then(|row| section(row.section));
        match section.map(|section| (section.path, grows(section))) {
            None | Some((_, Grows::Not) | ("accepted" | "passed", _)) => &[],
            Some(("columns", _)) => &[Action::Dictionary, Action::AddEntry],
            Some(_) => &[Action::AddEntry],
        }
    }

    /// Moves the entry under the cursor; the cursor stays on its row.
    pub(in crate::tui::app) fn move_entry(&mut self, down: bool) -> Vec<Effect> {
        let Ok(Step { list, at, to, rest }) = self.step_of_entry(down) else {
            return Vec::new();
        };
        let path = format!("{list}.{at}");
        let goal = format!("{list}.{to}{rest}");
        self.save_and_go(Edit::Move { path, to }, "moved on screen", goal)
    }

    /// The entry under the cursor, where it has a name that a person chose.
    pub(in crate::tui::app) fn renamable(&self) -> Option<SpecRow> {
        let row = self
            .spec_row()
            .filter(|row| row.part == Part::Entry && row.written)?;
        let grows = grows(section(row.section)?);
        matches!(grows, Grows::Named | Grows::Lines).then_some(row)
    }

    /// Opens the name of the entry under the cursor.
    pub(in crate::tui::app) fn rename_entry(&mut self) -> Vec<Effect> {
        let (Some(row), Some(field)) = (self.renamable(), field("rule[].name")) else {
            return Vec::new();
        };
        let keys = path::split(&row.path).unwrap_or_default();
        let name = keys.last().cloned().unwrap_or_default();
        let editor = Editor::new(field, &name, Vec::new());
        self.keep_editing(Editing {
            row: SpecRow {
                label: "new name".to_owned(),
                doc: "the name; what reads it by the old one must be changed too".to_owned(),
                ..row
            },
            editor,
            purpose: Purpose::Rename,
        });
        Vec::new()
    }

    /// Asks before a feature loses the name by which others read it.
    fn ask_to_rename(
        &mut self,
        (path, old, to): (String, &str, String),
        still: &[String],
        goal: String,
    ) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        open.goal = Some(goal);
        let edit = open.facts.project.here(Edit::Rename { path, to });
        self.overlay = Some(Overlay::Confirm {
            question: format!(
                "{} still {} '{}' and will be wrong until changed. Rename it?",
                still.join(", "),
                if still.len() == 1 { "reads" } else { "read" },
                text::escape(old),
            ),
            yes: vec![Effect::Edit(edit, "renamed on screen".to_owned())],
            no: Vec::new(),
            to: None,
        });
        Vec::new()
    }

    /// Takes the new name of an entry.
    pub(super) fn take_name(&mut self, editing: Editing) -> Vec<Effect> {
        let to = editing.editor.shown();
        let mut keys = path::split(&editing.row.path).unwrap_or_default();
        if to.is_empty() {
            self.notice = Some(Notice::hint(
                "it cannot be left empty; esc keeps the old name",
            ));
            self.keep_editing(editing);
            return Vec::new();
        }
        let old = keys.last().cloned().unwrap_or_default();
        if let Some(last) = keys.last_mut() {
            last.clone_from(&to);
        }
        let path = editing.row.path;
        let still = self.facts().map_or_else(Vec::new, |facts| {
            let mut still = named_in(&facts.project.decisions, &old);
            still.retain(|key| *key != path);
            still
        });
        // What is said of a column changes no name in the data; a feature exists by its name alone.
        if old != to && editing.row.section == "features" && !still.is_empty() {
            return self.ask_to_rename((path, &old, to), &still, path::join(&keys));
        }
        if let Some(open) = &mut self.open
            && open.withdraw(&path)
        {
            open.offer(path::join(&keys));
        }
        self.save_and_go(
            Edit::Rename { path, to },
            "renamed on screen",
            path::join(&keys),
        )
    }
}
