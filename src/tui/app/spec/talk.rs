//! The conversation on screen: one question at a time as a card, answered, left for later or gone back to, by keys alone.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::InputRequest;

use super::talk_rows::{Pick, pick_of, picks, present};
use crate::decisions::Edit;
use crate::metrics::Metric;
use crate::spec::{PREDICTION, Standing, Turn};
use crate::tui::actions::Screen;
use crate::tui::app::editor::{Word, words};
use crate::tui::app::{Editor, Effect, List, Notice, State, Went};
use crate::tui::left::Draft;

/// Why an answer is written.
const WHY: &str = "answered in the conversation";

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
    is_touched: bool,
    /// Questions that were answered in this conversation.
    answered: BTreeSet<String>,
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
            words = Metric::all()
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

    /// A key while a card has them.
    pub(in crate::tui::app) fn on_card(&mut self, event: KeyEvent) -> Vec<Effect> {
        match event.code {
            KeyCode::Esc => return self.end_talk(),
            KeyCode::BackTab => return self.ask_before(),
            _ => {}
        }
        let Some(turn) = self.asked().cloned() else {
            // Nothing is left to ask.
            return match event.code {
                KeyCode::Enter => self.end_talk(),
                _ => Vec::new(),
            };
        };
        let is_letter = matches!(event.code, KeyCode::Char(_))
            && !event.modifiers.contains(KeyModifiers::CONTROL);
        let Some(talk) = self.talk_mut() else {
            return Vec::new();
        };
        if is_letter && talk.at != Some(Pick::Field) && picks(&turn).contains(&Pick::Field) {
            talk.at = Some(Pick::Field);
        }
        if talk.at == Some(Pick::Field) {
            match talk.editor.press(event) {
                Went::On => {
                    talk.is_touched = true;
                    talk.fault = None;
                    return self.try_out();
                }
                Went::Done => return self.take_answer(&turn),
                Went::Nowhere => {}
            }
        }
        match event.code {
            KeyCode::Enter => return self.take_answer(&turn),
            KeyCode::Tab => return self.leave_for_later(&turn),
            KeyCode::Up | KeyCode::Down => talk.step(&turn, event.code == KeyCode::Down),
            KeyCode::Char(letter) if is_letter => talk.pick_by(&turn, letter),
            _ => {}
        }
        Vec::new()
    }

    /// Gives the keys to the field of the card, where it has one.
    pub(in crate::tui::app) fn focus_field(&mut self) {
        let has_field = self
            .asked()
            .is_some_and(|turn| picks(turn).contains(&Pick::Field));
        if let Some(talk) = self.talk_mut().filter(|_| has_field) {
            talk.at = Some(Pick::Field);
            talk.is_touched = true;
        }
    }

    /// Takes the answer that is chosen or typed, writes it and goes on; what is wrong is said on the card.
    fn take_answer(&mut self, turn: &Turn) -> Vec<Effect> {
        let edits = match self.answer(turn) {
            Ok(edits) => edits,
            Err(why) => {
                if let Some(talk) = self.talk_mut() {
                    talk.fault = Some(why);
                }
                return Vec::new();
            }
        };
        let mut effects: Vec<Effect> = edits
            .into_iter()
            .flat_map(|edit| self.save(edit, WHY))
            .collect();
        if let Some(talk) = self.talk_mut() {
            talk.answered.insert(turn.key.clone());
            talk.later.remove(&turn.key);
        }
        effects.extend(self.ask_next(turn));
        effects
    }

    /// What the answer writes; nothing where it says what is stated already.
    fn answer(&self, turn: &Turn) -> Result<Vec<Edit>, String> {
        let (Some(talk), Some(facts)) = (self.talk(), self.facts()) else {
            return Ok(Vec::new());
        };
        let is_right = !turn.is_wrong();
        let offer = match &talk.at {
            None => return Err("choose an answer with up and down; tab leaves it for later".into()),
            Some(Pick::Offer(says)) => turn.offers.iter().find(|offer| offer.says == *says),
            Some(Pick::Field) => {
                let typed = talk.editor.shown();
                if typed.is_empty() {
                    return Err("nothing is typed; tab leaves it for later".into());
                }
                if is_right && turn.written.as_ref() == Some(&typed) {
                    return Ok(Vec::new());
                }
                match turn.offers.iter().find(|offer| offer.says == typed) {
                    Some(offer) => Some(offer),
                    None => {
                        let columns = self.column_words();
                        let columns: Vec<String> =
                            columns.into_iter().map(|(name, _)| name).collect();
                        return turn.typed(&typed, &facts.project, &columns);
                    }
                }
            }
        };
        let Some(offer) = offer else {
            return Err("this answer is offered no more; choose another".into());
        };
        if is_right && turn.chosen().and_then(|at| turn.offers.get(at)) == Some(offer) {
            return Ok(Vec::new());
        }
        match turn.refused(&facts.project, &offer.edits) {
            Some(why) => Err(why),
            None => Ok(offer.edits.clone()),
        }
    }

    /// Tab: the question stays open.
    fn leave_for_later(&mut self, turn: &Turn) -> Vec<Effect> {
        if let Some(talk) = self.talk_mut() {
            talk.later.insert(turn.key.clone());
        }
        self.ask_next(turn)
    }

    fn ask_next(&mut self, turn: &Turn) -> Vec<Effect> {
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
    fn ask_before(&mut self) -> Vec<Effect> {
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

    /// Esc: the form again, at the row of the question.
    fn end_talk(&mut self) -> Vec<Effect> {
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
        match talk.asked.last().cloned() {
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

impl Talk {
    /// One answer down or up.
    fn step(&mut self, turn: &Turn, down: bool) {
        let all = picks(turn);
        let last = all.len().saturating_sub(1);
        let at = self
            .at
            .as_ref()
            .and_then(|at| all.iter().position(|pick| pick == at));
        let to = match (at, down) {
            (None, true) => 0,
            (None, false) => last,
            // From the last row on to the first, and back: `unknown` is one key away.
            (Some(at), true) => (at + 1) % all.len().max(1),
            (Some(0), false) => last,
            (Some(at), false) => at - 1,
        };
        self.at = all.get(to).cloned();
        self.is_touched = true;
        self.fault = None;
    }

    /// The next answer that begins with a letter.
    fn pick_by(&mut self, turn: &Turn, letter: char) {
        let letter = letter.to_lowercase().to_string();
        let begins = |at: &usize| turn.offers[*at].label.to_lowercase().starts_with(&letter);
        let count = turn.offers.len();
        let present = self
            .at
            .as_ref()
            .and_then(|at| turn.offers.iter().position(|o| pick_of(o) == *at));
        let from = present.map_or(0, |at| at + 1);
        let hit = (0..count).map(|step| (from + step) % count).find(begins);
        if let Some(at) = hit {
            self.at = turn.offers.get(at).map(pick_of);
            self.is_touched = true;
            self.fault = None;
        }
    }
}
