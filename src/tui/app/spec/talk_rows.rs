//! The rows of a card: a field to type in, answers to choose from, and where the keys are at first.

use crate::decisions::FieldType;
use crate::spec::{Offer, Turn};

/// A row of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// The field.
    Field,
    /// The offered answer that says this.
    Offer(String),
}

/// The row of an offer.
pub fn pick_of(offer: &Offer) -> Pick {
    Pick::Offer(offer.says.clone())
}

/// The rows of a question from top to bottom. What is mostly chosen has its field at the end, what is mostly typed at the start; one of
/// a closed list has none. Where nobody may know, that is the last row.
pub fn picks(turn: &Turn) -> Vec<Pick> {
    let offers = turn.offers.iter().map(pick_of);
    let is_closed = matches!(turn.field.kind, FieldType::Choice(_) | FieldType::Flag)
        || turn.field.path == "problem.metric";
    let is_listed = matches!(turn.field.kind, FieldType::Word(_) | FieldType::Label);
    let mut rows: Vec<Pick> = offers.collect();
    if is_closed && !rows.is_empty() {
        return rows;
    }
    let at = match is_listed || turn.proposal.is_some() {
        // That nobody knows stays the last row.
        true => rows.len() - usize::from(turn.may_be_unknown && !rows.is_empty()),
        false => 0,
    };
    rows.insert(at, Pick::Field);
    rows
}

/// Where the keys are at first: at what is stated, at what is proposed, at what holds anyway, or in the field; nowhere where any answer
/// would be one that nobody gave.
pub fn present(turn: &Turn) -> Option<Pick> {
    let chosen = turn.chosen().filter(|_| turn.written.is_some());
    let offer = chosen
        .or_else(|| turn.proposed().filter(|_| turn.written.is_none()))
        .or_else(|| turn.holding().filter(|_| turn.written.is_none()));
    let rows = picks(turn);
    let starts_typing = rows.first() == Some(&Pick::Field) || turn.written.is_some();
    match offer.and_then(|at| turn.offers.get(at)) {
        Some(offer) => Some(pick_of(offer)),
        None => (starts_typing && rows.contains(&Pick::Field)).then_some(Pick::Field),
    }
}
