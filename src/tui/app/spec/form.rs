//! The rows of the form, made once for what they show: a file of two thousand columns is not read anew for each key.

use std::sync::{Arc, OnceLock};

use super::rows::{SpecRow, spec_rows};
use crate::tui::app::{Facts, Open, State};

/// The rows of the form, made when they are asked for first.
#[derive(Debug, Clone, Default)]
pub struct Form(OnceLock<Arc<[SpecRow]>>);

impl Open {
    /// Takes what is known now; the form is made anew.
    pub(in crate::tui::app) fn know(&mut self, facts: Facts) {
        // What was found in predictions holds for these and for what they are held against.
        let is_other = self.facts.benchmark != facts.benchmark
            || self.facts.board != facts.board
            || self.facts.project.decisions != facts.project.decisions;
        if is_other {
            self.diagnosis = None;
        }
        self.facts = facts;
        self.form = Form::default();
    }

    /// Changes what is known; the form is made anew.
    pub(in crate::tui) fn change(&mut self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.facts);
        self.form = Form::default();
    }

    /// Offers every field of an entry.
    pub(super) fn offer(&mut self, entry: String) {
        self.offered.insert(entry);
        self.form = Form::default();
    }

    /// Offers only what is written of an entry; whether every field was offered.
    pub(super) fn withdraw(&mut self, entry: &str) -> bool {
        self.form = Form::default();
        self.offered.remove(entry)
    }
}

impl State {
    /// The rows of the form.
    pub fn spec_rows(&self) -> Arc<[SpecRow]> {
        let Some(open) = &self.open else {
            return Arc::default();
        };
        let made = || spec_rows(&open.facts, &open.offered).into();
        Arc::clone(open.form.0.get_or_init(made))
    }

    /// The selected row of the form.
    pub fn spec_row(&self) -> Option<SpecRow> {
        let at = self.lists.at(crate::tui::app::List::Spec);
        self.spec_rows().get(at).cloned()
    }
}
