//! The field that has the keys, and the first values of an expression while it is typed.

use std::collections::BTreeSet;

use crate::tui::actions::Screen;
use crate::tui::app::{Editor, Effect, List, Pick, State, Step, Tried};

impl State {
    /// The field of a form that has the keys.
    pub(super) fn editor_mut(&mut self) -> Option<&mut Editor> {
        if self.overlay.is_some() || self.search.is_some() {
            return None;
        }
        match self.screen {
            Screen::New if self.wizard.step == Step::Questions => {
                let row = self.lists.at(List::Questions);
                Some(self.wizard.questions.row_mut(row))
            }
            Screen::New => None,
            Screen::Spec if self.talk().is_some() => {
                let talk = self.talk_mut()?;
                (talk.at == Some(Pick::Field)).then_some(&mut talk.editor)
            }
            _ => Some(&mut self.open.as_mut()?.editing.as_mut()?.editor),
        }
    }

    /// Asks for the first values of the expression that is typed, where there is one that can be computed.
    pub(super) fn try_out(&mut self) -> Vec<Effect> {
        let Some(editor) = self.editor_mut().filter(|editor| editor.is_expression()) else {
            return Vec::new();
        };
        let text = editor.shown();
        let known = editor
            .tried
            .as_ref()
            .is_some_and(|tried| tried.text == text);
        if known {
            return Vec::new();
        }
        editor.tried = None;
        editor.scored = None;
        match editor.value() {
            Ok(Some(_)) => {
                let score = self.score_out(&text);
                std::iter::once(Effect::Try(text)).chain(score).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Takes first values, if the text is still the one that is typed.
    pub(super) fn take_tried(&mut self, tried: Tried) {
        if let Some(editor) = self.editor_mut()
            && editor.shown() == tried.text
        {
            editor.tried = Some(tried);
        }
    }

    /// The names of the columns with what each is, for expressions over the data of the open project.
    pub(super) fn column_words(&self) -> Vec<(String, String)> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let decisions = &facts.project.decisions;
        let profiled = facts.data.iter().flat_map(|data| &data.columns);
        let mut words: Vec<(String, String)> = profiled
            .map(|c| (c.name.clone(), c.kind.map_or("", |k| k.word()).to_owned()))
            .collect();
        let read = facts.variables.iter().map(|v| &v.column);
        let read = read.filter(|column| !column.computed);
        let read = read.map(|column| (&column.name, column.kind.word()));
        let features = decisions.features.keys().map(|name| (name, "feature"));
        let columns = decisions.columns.keys().map(|name| (name, "column"));
        let mut known: BTreeSet<String> = words.iter().map(|(name, _)| name.clone()).collect();
        for (name, about) in read.chain(features).chain(columns) {
            if known.insert(name.clone()) {
                words.push((name.clone(), about.to_owned()));
            }
        }
        words
    }
}
