//! One question of the conversation, and how it stands.

use crate::decisions::{Access, Fault, Field, Stage, path};
use crate::spec::{Gap, Offer, Proposal};

/// How a question stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Answered, as it is stated.
    Stated(String),
    /// Stated to be unknown.
    Unknown,
    /// Nothing is stated.
    Open,
    /// What is stated is wrong.
    Wrong(Fault),
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The key that names it: `project.question`, `source.0.owner`, `problem.success` where several keys answer it.
    pub key: String,
    /// The keys of which any answers it.
    pub keys: Vec<String>,
    /// The key that a typed answer is written to.
    pub writes: String,
    /// The field of that key.
    pub field: &'static Field,
    /// Title of the section it belongs to.
    pub chapter: &'static str,
    /// What it is about where the same is asked of several: a column, a source; empty elsewhere.
    pub subject: String,
    /// The question in plain words.
    pub asks: &'static str,
    /// Why it is asked; empty where the question says it.
    pub why: &'static str,
    /// An answer as somebody may give it; empty where none is needed.
    pub example: String,
    /// The article or sheet behind it; empty where there is none.
    pub source: &'static str,
    /// What stands beside the answer: its unit, and which way it is better.
    pub unit: String,
    /// The first stage that cannot do without an answer.
    pub needed_for: Option<Stage>,
    /// How it stands.
    pub stands: Standing,
    /// What is stated under the key that a typed answer is written to.
    pub written: Option<String>,
    /// Whether it wants an answer in this project as it is now: what nobody decides alone needs no recourse.
    pub is_asked: bool,
    /// Whether `unknown` is an answer.
    pub may_be_unknown: bool,
    /// What the data propose, with the reason.
    pub proposal: Option<Proposal>,
    /// Answers to choose from, the proposed one first.
    pub offers: Vec<Offer>,
    /// What is missing, where a stage misses it.
    pub(super) lacks: Option<String>,
}

impl Turn {
    /// Whether it wants an answer: nothing is stated, or something wrong.
    pub fn is_open(&self) -> bool {
        match self.stands {
            Standing::Wrong(_) => true,
            Standing::Open => self.is_asked,
            Standing::Stated(_) | Standing::Unknown => false,
        }
    }

    /// Whether what is stated is wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(self.stands, Standing::Wrong(_))
    }

    /// Whether nothing is left to ask: it is answered, or wants no answer in this project.
    pub fn is_settled(&self) -> bool {
        match self.stands {
            Standing::Stated(_) => true,
            Standing::Open => !self.is_asked,
            Standing::Unknown | Standing::Wrong(_) => false,
        }
    }

    /// Whether a key answers it, or lies in what does.
    pub fn is_about(&self, key: &str) -> bool {
        let lies_in = |over: &String| {
            let rest = key.strip_prefix(over.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.keys.iter().any(lies_in) || lies_in(&self.key)
    }

    /// The answer that was chosen so far, among what is offered.
    pub fn chosen(&self) -> Option<usize> {
        let said = match &self.stands {
            Standing::Stated(said) => said.as_str(),
            Standing::Unknown => super::list::UNKNOWN,
            Standing::Open | Standing::Wrong(_) => return None,
        };
        self.offers.iter().position(|offer| offer.says == said)
    }

    /// The gap it leaves, where a stage cannot do without it.
    pub(super) fn gap(&self) -> Option<Gap> {
        // What only new data ask for is no gap before there are any.
        let stage = self.needed_for.filter(|stage| *stage < Stage::Drift)?;
        Some(Gap {
            key: self.key.clone(),
            needed_for: stage.word().into(),
            message: self.lacks.clone().filter(|_| self.is_asked)?,
        })
    }

    /// What a stage misses in an answer; `doc` is what the key says.
    pub(super) fn lacking(key: &str, answer: Option<&str>, doc: &str) -> Option<String> {
        match answer {
            None => Some(doc.to_owned()),
            Some(super::list::UNKNOWN) => Some(format!("{doc}; \"unknown\" so far")),
            Some(word) if word == Access::Asked.word() && is_access(key) => {
                Some(format!("{doc}; asked for, not granted yet"))
            }
            Some(_) => None,
        }
    }
}

fn is_access(key: &str) -> bool {
    let keys = path::split(key).unwrap_or_default();
    keys.first().is_some_and(|k| k == "source") && keys.last().is_some_and(|k| k == "access")
}
