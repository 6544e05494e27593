//! The conversation on screen: one question at a time as a card, answered, left for later or gone back to, by keys alone.

use std::collections::BTreeSet;

use tui_input::InputRequest;

use super::talk_rows::{Pick, present};
use crate::spec::metrics_of;
use crate::spec::{PREDICTION, Standing, Turn};
use crate::tui::actions::{Action, Screen};
use crate::tui::app::act::act;
use crate::tui::app::editor::{Word, words};
use crate::tui::app::{Editor, Effect, List, Notice, State};
use crate::tui::left::Draft;

/// The conversation while it goes on.
#[derive(Debug, Clone, Default)]
pub struct Talk {
    /// The question that is asked; none when nothing is left to ask.
    pub key: Option<String>,
    /// What is typed.
    pub editor: Editor,
    /// What has the keys: the field, or an answer to choose; none until one is chosen.
    pub at: Option<Pick>,
    /// What is wrong with the answer that was given.
    pub fault: Option<String>,
    /// Whether a key changed anything on this card.
    pub(super) is_touched: bool,
    /// Questions whose answers were written, the last at the end.
    pub(super) written: Vec<String>,
    /// Whether the card stays although its question wants no answer: one has come back to it.
    pub(super) stays: bool,
    /// Questions that were answered in this conversation.
    pub(super) answered: BTreeSet<String>,
    /// Questions that were left for later.
    pub later: BTreeSet<String>,
    /// Questions that were asked before this one, the last at the end.
    asked: Vec<String>,
}

impl State {
    /// The conversation, where it has the keys.
    pub fn talk(&self) -> Option<&Talk> {
        let talk = self.open.as_ref()?.talk.as_ref();
        talk.filter(|_| self.screen == Screen::Spec)
    }

    pub(in crate::tui::app) fn talk_mut(&mut self) -> Option<&mut Talk> {
        if self.screen != Screen::Spec {
            return None;
        }
        self.open.as_mut()?.talk.as_mut()
    }

    /// The question of the card.
    pub fn asked(&self) -> Option<&Turn> {
        let key = self.talk()?.key.as_ref()?;
        self.facts()?.conversation.about(key)
    }

    /// Begins the conversation with what is wrong or open.
    pub(in crate::tui::app) fn begin_talk(&mut self) -> Vec<Effect> {
        let first = self.facts().and_then(|facts| facts.conversation.first());
        let first = first.map(|turn| turn.key.clone());
        self.talk_about(first)
    }

    /// Begins the conversation with a question.
    pub(in crate::tui::app) fn talk_about(&mut self, key: Option<String>) -> Vec<Effect> {
        if let Some(why) = self.read_only() {
            self.notice = Some(Notice::hint(why));
            return Vec::new();
        }
        if let Some(open) = &mut self.open {
            open.talk = Some(Talk::default());
        }
        self.ask(key)
    }

    /// Asks a question; without one, nothing is left to ask.
    fn ask(&mut self, key: Option<String>) -> Vec<Effect> {
        let turn = key
            .as_ref()
            .and_then(|key| self.facts()?.conversation.about(key).cloned());
        let card = turn.as_ref().map(|turn| {
            let at = present(turn);
            (self.editor_of(turn), at)
        });
        let Some(talk) = self.talk_mut() else {
            return Vec::new();
        };
        talk.key = turn.map(|turn| turn.key);
        (talk.editor, talk.at) = card.unwrap_or_default();
        talk.fault = None;
        talk.is_touched = false;
        talk.stays = false;
        self.try_out()
    }

    /// The field of a question, with what is stated as its text.
    fn editor_of(&self, turn: &Turn) -> Editor {
        let mut columns = self.column_words();
        if turn.writes == "value.cost" {
            columns.push((PREDICTION.to_owned(), "what the model says".to_owned()));
        }
        let columns = columns
            .iter()
            .map(|(name, about)| (name.as_str(), about.clone()));
        let mut words = words(turn.field, columns);
        if turn.field.path == "problem.metric" {
            let decisions = self.facts().map(|facts| &facts.project.decisions);
            let metrics = decisions.map_or_else(Vec::new, |d| metrics_of(d, None));
            words = metrics
                .iter()
                .map(|m| Word {
                    text: m.name().to_owned(),
                    about: m.title().to_owned(),
                })
                .collect();
        }
        let mut editor = Editor::new(turn.field, turn.written.as_deref().unwrap_or(""), words);
        editor.is_selected = turn.written.is_some();
        editor
    }

    /// Tab: the question stays open.
    pub(super) fn leave_for_later(&mut self, turn: &Turn) -> Vec<Effect> {
        if let Some(talk) = self.talk_mut() {
            talk.later.insert(turn.key.clone());
        }
        self.ask_next(turn)
    }

    pub(super) fn ask_next(&mut self, turn: &Turn) -> Vec<Effect> {
        if let Some(talk) = self.talk_mut() {
            talk.asked.push(turn.key.clone());
        }
        let next = self.next_open(&turn.key);
        self.ask(next)
    }

    /// The next open question that was neither answered nor left in this conversation.
    fn next_open(&self, after: &str) -> Option<String> {
        let (talk, facts) = (self.talk()?, self.facts()?);
        let passed: BTreeSet<String> = talk.answered.union(&talk.later).cloned().collect();
        let next = facts.conversation.after(after, &passed);
        next.map(|turn| turn.key.clone())
    }

    /// Shift-Tab: the question asked before; at the beginning, the one before it in the list.
    pub(super) fn ask_before(&mut self) -> Vec<Effect> {
        let asked = self.talk_mut().and_then(|talk| talk.asked.pop());
        let before = || {
            let key = self.talk()?.key.as_ref()?;
            let before = self.facts()?.conversation.before(key);
            before.map(|turn| turn.key.clone())
        };
        match asked.or_else(before) {
            Some(key) => self.ask(Some(key)),
            None => {
                self.notice = Some(Notice::hint("this is the first question"));
                Vec::new()
            }
        }
    }

    /// Takes the last answer back, and asks for it again.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let mut effects = act(self, Action::Undo);
        let Some(talk) = self.talk_mut() else {
            return effects;
        };
        if let Some(key) = talk.written.pop() {
            talk.answered.remove(&key);
            let at = talk.asked.iter().rposition(|asked| *asked == key);
            talk.asked.truncate(at.unwrap_or(talk.asked.len()));
            effects.extend(self.ask(Some(key)));
            if let Some(talk) = self.talk_mut() {
                talk.stays = true;
            }
        }
        effects
    }

    /// Esc: the form again, at the row of the question.
    pub(super) fn end_talk(&mut self) -> Vec<Effect> {
        let at = self
            .asked()
            .map(|turn| turn.writes.clone())
            .and_then(|key| self.row_of(&key));
        if let Some(open) = &mut self.open {
            open.talk = None;
        }
        if let Some(at) = at {
            self.lists.put(List::Spec, at);
        }
        Vec::new()
    }

    /// The row of the form that a key stands in.
    pub(in crate::tui::app) fn row_of(&self, key: &str) -> Option<usize> {
        let rows = self.spec_rows();
        let exact = rows.iter().position(|row| row.path == key);
        let within = || {
            rows.iter().position(|row| {
                let over = !row.path.is_empty() && key.starts_with(&format!("{}.", row.path));
                over || row.path.starts_with(&format!("{key}."))
            })
        };
        exact.or_else(within)
    }

    /// After an edit reached the disk: a question that the answer before called for comes next, unless one has begun to answer this one.
    pub(in crate::tui::app) fn go_on_talking(&mut self) -> Vec<Effect> {
        let Some(talk) = self.talk().filter(|talk| !talk.is_touched) else {
            return Vec::new();
        };
        match talk.asked.last().cloned().filter(|_| !talk.stays) {
            Some(last) if !talk.later.contains(&last) => {
                let next = self.next_open(&last);
                match next == talk.key {
                    true => self.look_again(),
                    false => self.ask(next),
                }
            }
            _ => self.look_again(),
        }
    }

    /// After the data were looked at: their proposal is chosen, and a wrong answer is asked for again.
    pub(in crate::tui::app) fn look_again(&mut self) -> Vec<Effect> {
        let Some((talk, facts)) = self.talk().zip(self.facts()) else {
            return Vec::new();
        };
        let wrong: Vec<String> = talk
            .answered
            .iter()
            .filter(|key| facts.conversation.about(key).is_some_and(Turn::is_wrong))
            .cloned()
            .collect();
        let first = wrong.first().and_then(|key| facts.conversation.about(key));
        let told = first.and_then(|turn| match &turn.stands {
            Standing::Wrong(fault) => Some(format!(
                "{}: {}; it is asked again",
                turn.key, fault.message
            )),
            _ => None,
        });
        let (key, is_touched) = (talk.key.clone(), talk.is_touched);
        if let Some(talk) = self.talk_mut() {
            talk.answered.retain(|key| !wrong.contains(key));
        }
        if let Some(told) = told {
            self.notice = Some(Notice::hint(told));
        }
        match key {
            Some(key) if !is_touched => self.ask(Some(key)),
            Some(_) => Vec::new(),
            None => {
                let next = self.next_open("");
                self.ask(next)
            }
        }
    }

    /// What is being typed on a card, so that a lost line loses not even that.
    pub(super) fn draft_of_card(&self) -> Option<Draft> {
        let talk = self.talk()?;
        let is_typed = talk.at == Some(Pick::Field) && talk.is_touched;
        Some(Draft {
            path: talk.key.clone()?,
            text: match is_typed {
                true => talk.editor.shown(),
                false => String::new(),
            },
            is_asked: true,
            ..Draft::default()
        })
    }

    /// Goes on with a card that was left.
    pub(super) fn resume_card(&mut self, draft: &Draft) -> Vec<Effect> {
        self.go(Screen::Spec);
        let mut effects = self.talk_about(Some(draft.path.clone()));
        if draft.text.is_empty() || self.asked().is_none() {
            return effects;
        }
        self.focus_field();
        if let Some(editor) = self.editor_mut() {
            editor.change(InputRequest::DeleteLine);
            for c in draft.text.chars() {
                editor.change(InputRequest::InsertChar(c));
            }
        }
        effects.extend(self.try_out());
        effects
    }
}
