//! The palette: every action, found by a few letters of its name or meaning.

use crate::tui::actions::{Row, TABLE};
use crate::tui::app::State;

/// An action of the palette, and why it cannot be done now.
pub type Found = (&'static Row, Option<String>);

/// The actions whose name or doc line holds the letters of `typed` in order: those that can be done now first, best first.
pub fn matching(state: &State, typed: &str) -> Vec<Found> {
    let typed = typed.trim().to_lowercase();
    let mut found: Vec<(usize, Found)> = TABLE
        .iter()
        .filter_map(|row| Some((distance(row, &typed)?, (row, state.unavailable(row.action)))))
        .collect();
    found.sort_by_key(|(distance, (_, why))| (why.is_some(), *distance));
    found.into_iter().map(|(_, found)| found).collect()
}

/// Smaller is nearer: the name begins so, holds it, the doc line holds it, the letters come in order.
fn distance(row: &Row, typed: &str) -> Option<usize> {
    if row.name.starts_with(typed) {
        Some(0)
    } else if row.name.contains(typed) {
        Some(1)
    } else if row.doc.contains(typed) {
        Some(2)
    } else {
        let mut letters = row.name.chars();
        typed.chars().all(|c| letters.any(|l| l == c)).then_some(3)
    }
}
