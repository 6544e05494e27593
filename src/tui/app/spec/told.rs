//! What is known of the decisions, looked up by key: what holds, what is asked, proposed, missing or wrong.

use std::collections::BTreeMap;

use super::rows::{Tree, ancestors};
use crate::decisions::Fault;
use crate::spec::{Gap, Turn};
use crate::tui::app::Facts;

/// What is known of each key.
pub(super) struct Told<'a> {
    pub facts: &'a Facts,
    /// What holds.
    pub tree: Tree<'a>,
    asked: BTreeMap<&'a str, &'a Turn>,
    others: BTreeMap<&'a str, &'a Turn>,
    gaps: BTreeMap<&'a str, &'a Gap>,
    faults: BTreeMap<&'a str, &'a Fault>,
}

impl<'a> Told<'a> {
    /// Everything that is known of a project.
    pub fn of(facts: &'a Facts) -> Self {
        let turns = || facts.conversation.turns.iter();
        let others = turns().flat_map(|turn| {
            let keys = turn.keys.iter().filter(|key| **key != turn.writes);
            keys.map(move |key| (key.as_str(), turn))
        });
        // Of several mistakes in one key the first is told.
        let faults = facts.review.faults.iter().rev();
        Self {
            facts,
            tree: Tree::of(&facts.project),
            asked: turns().map(|turn| (turn.writes.as_str(), turn)).collect(),
            others: others.collect(),
            gaps: facts
                .review
                .missing
                .iter()
                .map(|gap| (gap.key.as_str(), gap))
                .collect(),
            faults: faults.map(|fault| (fault.key.as_str(), fault)).collect(),
        }
    }

    /// The question whose answer is written to a key.
    pub fn asked(&self, path: &str) -> Option<&'a Turn> {
        self.asked.get(path).copied()
    }

    /// Whether a key is another way to answer a question whose answer is written elsewhere. A score is written by the direction of the
    /// metric: the other direction answers nothing.
    pub fn is_other_way(&self, path: &str) -> bool {
        let is_score = path.ends_with(".at_most") || path.ends_with(".at_least");
        let turn = self.others.get(path);
        !is_score && turn.is_some_and(|turn| turn.is_open() && !turn.is_wrong())
    }

    /// Whether a key is one of several of which any answers a question, and not the one that is asked for.
    pub fn is_beside(&self, path: &str) -> bool {
        self.others.contains_key(path)
    }

    /// What a stage misses at a key, or at a table around it of which one key is enough.
    pub fn gap(&self, path: &str) -> Option<&'a Gap> {
        ancestors(path).find_map(|key| self.gaps.get(key).copied())
    }

    /// What is wrong with a key.
    pub fn fault(&self, path: &str) -> Option<&'a Fault> {
        self.faults.get(path).copied()
    }
}
