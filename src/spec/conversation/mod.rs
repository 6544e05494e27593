//! The conversation of the spec: the questions a good lead asks of a project, in the order in which they are asked, each with why it
//! is asked, what the data propose, and how it stands. Nothing here knows the screen.
//!
//! A field is asked for where its line of the field table, or `assets/rights.toml`, has a question. From this one list follow the gaps of the
//! review ([`Conversation::gaps`]), the count of answers ([`Conversation::stated`]) and what is missing ([`Conversation::missing`]).

mod answer;
mod list;
mod missing;
mod offers;
mod turn;

#[cfg(test)]
mod tests;

pub use answer::cost_of_errors;
pub use missing::{Point, Pressing, Stated};
pub use offers::Offer;
pub use turn::{Standing, Turn};

use std::collections::{BTreeMap, BTreeSet};

use super::Proposal;
use crate::decisions::Fault;
use crate::project::Project;

/// What the data propose, by the key it answers.
pub type Proposals = BTreeMap<String, Proposal>;

/// The questions of a project in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conversation {
    /// Every question, those too that need no answer now.
    pub turns: Vec<Turn>,
}

impl Conversation {
    /// The questions of a project, with the mistakes that were found in it and what its data propose; without data nothing is proposed.
    pub fn of(project: &Project, faults: &[Fault], proposals: &Proposals) -> Self {
        Self {
            turns: list::turns(project, faults, proposals),
        }
    }

    /// The question that is asked for a key: its own, or one that several keys answer.
    pub fn about(&self, key: &str) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.is_about(key))
    }

    /// Where a question stands in the list, from 1.
    pub fn number(&self, key: &str) -> usize {
        let at = self.turns.iter().position(|turn| turn.key == key);
        at.map_or(0, |at| at + 1)
    }

    /// The questions that want an answer.
    pub fn open(&self) -> impl Iterator<Item = &Turn> {
        self.turns.iter().filter(|turn| turn.is_open())
    }

    /// The question with which the conversation begins: a wrong answer first, then the first that is open.
    pub fn first(&self) -> Option<&Turn> {
        let wrong = self.open().find(|turn| turn.is_wrong());
        wrong.or_else(|| self.open().next())
    }

    /// The next question that wants an answer after this one, from the start again behind the last; those of `passed` are left out.
    pub fn after(&self, key: &str, passed: &BTreeSet<String>) -> Option<&Turn> {
        let at = self.number(key);
        let (before, behind) = self.turns.split_at(at.min(self.turns.len()));
        let in_order = behind.iter().chain(before);
        let mut open = in_order.filter(|turn| turn.is_open() && turn.key != key);
        open.find(|turn| !passed.contains(&turn.key))
    }

    /// The question before this one, whether it is answered or not.
    pub fn before(&self, key: &str) -> Option<&Turn> {
        let at = self.number(key).saturating_sub(1);
        let before = self.turns.iter().take(at);
        before.rev().find(|turn| turn.is_asked)
    }
}
