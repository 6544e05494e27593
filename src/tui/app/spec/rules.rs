//! From a row of the benchmark to the rule in the form, where it is typed with its scores.

use super::rows::Part;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Effect, List, State};

impl State {
    /// Begins a new rule in the form.
    pub(in crate::tui::app) fn add_rule(&mut self) -> Vec<Effect> {
        self.go(Screen::Spec);
        let rows = self.spec_rows();
        let at = rows
            .iter()
            .position(|row| row.path == "rule" && row.part == Part::Add);
        match at {
            Some(at) => {
                self.lists.put(List::Spec, at);
                self.add_entry()
            }
            None => Vec::new(),
        }
    }

    /// Opens the expression of the selected rule in the form, or its table.
    pub(in crate::tui::app) fn edit_rule(&mut self) -> Vec<Effect> {
        let Some((at, keyed)) = self.rule_selected() else {
            return Vec::new();
        };
        let key = if keyed { "lookup.path" } else { "predict" };
        self.go(Screen::Spec);
        match self.go_to_row(&format!("rule.{at}.{key}")) {
            true => self.edit_spec(),
            false => Vec::new(),
        }
    }

    /// Which rule is selected on the benchmark, and whether a table answers for it.
    fn rule_selected(&self) -> Option<(usize, bool)> {
        let name = &self.baseline()?.name;
        let rules = &self.facts()?.project.decisions.rule;
        let at = rules.iter().position(|rule| rule.name == *name)?;
        Some((at, rules[at].lookup.is_some()))
    }

    /// Why no rule can be edited here.
    pub(in crate::tui::app) fn refuse_editing_rule(&self) -> Option<String> {
        self.rule_selected().is_none().then(|| {
            let add = self.keymap.shown(Action::AddRule);
            format!("this is no rule of yours; {add} adds one")
        })
    }
}
