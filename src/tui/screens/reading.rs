//! How each source was read: a line for each thing that reading found, what was decided beside it.

use ratatui::layout::Rect;

use crate::tui::app::{List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, draw_table};

/// Draws the lines inside their frame.
pub fn draw_reading(paint: &mut Paint<'_>, inside: Rect, state: &State) {
    let lines = state.reading();
    let heads = [
        Head::text("what", 16),
        Head::text("as it was read", 30).growing(),
        Head::text("decided", 18),
    ];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let line = &lines[row];
        let tone = match (line.is_source, &line.key) {
            (true, _) => Tone::Title,
            (false, None) => Tone::Dim,
            (false, Some(_)) => Tone::Plain,
        };
        match at {
            0 => Cell::toned(&*line.label, tone),
            1 => Cell::toned(&*line.found, tone),
            _ => Cell::toned(line.said.as_deref().unwrap_or_default(), Tone::Running),
        }
    };
    let at = state
        .lists
        .at(List::Choices)
        .min(lines.len().saturating_sub(1));
    let table = Table::of(&heads, &head, lines.len(), &cell).at(at, true);
    draw_table(paint, inside, &table);
}
