//! The palette: actions that are valid here, found by a few letters of their name or meaning.

use crate::tui::actions::{Row, TABLE};
use crate::tui::app::State;

/// The actions valid here whose name or doc line holds the letters of `typed` in order; best first.
pub fn matching(state: &State, typed: &str) -> Vec<&'static Row> {
    let mut found: Vec<(usize, &'static Row)> = TABLE
        .iter()
        .filter(|row| state.offers(row.action))
        .filter_map(|row| Some((distance(row, typed)?, row)))
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, row)| row).collect()
}

/// Smaller is nearer: the name begins so, holds it, the doc line holds it, the letters come in order.
fn distance(row: &Row, typed: &str) -> Option<usize> {
    let typed = typed.to_lowercase();
    if row.name.starts_with(&typed) {
        Some(0)
    } else if row.name.contains(&typed) {
        Some(1)
    } else if row.doc.contains(&typed) {
        Some(2)
    } else {
        let mut letters = row.name.chars();
        typed.chars().all(|c| letters.any(|l| l == c)).then_some(3)
    }
}
