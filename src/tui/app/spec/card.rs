//! A card while it has the keys: choosing among answers, typing one, and taking it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Talk;
use super::talk_rows::{Pick, pick_of, picks};
use crate::decisions::Edit;
use crate::spec::Turn;
use crate::tui::actions::Action;
use crate::tui::app::act::act;
use crate::tui::app::{Effect, State, Went};
use crate::tui::keys::Key;

/// Why an answer is written.
const WHY: &str = "answered in the conversation";

impl State {
    /// A key while a card has them.
    pub(in crate::tui::app) fn on_card(&mut self, event: KeyEvent) -> Vec<Effect> {
        match event.code {
            KeyCode::Esc => return self.end_talk(),
            KeyCode::BackTab => return self.ask_before(),
            _ => {}
        }
        // Letters are answers; a key with ctrl is the action that it is elsewhere.
        let action = Key::of(&event).and_then(|key| self.keymap.action(key, self.screen));
        match action.filter(|_| event.modifiers.contains(KeyModifiers::CONTROL)) {
            Some(Action::Undo) => return self.take_back(),
            Some(Action::Redo) => return act(self, Action::Redo),
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
        // However much an answer writes, it is taken back as one.
        let is_written = !edits.is_empty();
        let mut effects = match is_written {
            true => self.save(Edit::all(edits), WHY),
            false => Vec::new(),
        };
        if let Some(talk) = self.talk_mut() {
            if is_written {
                talk.written.push(turn.key.clone());
            }
            talk.stays = false;
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
