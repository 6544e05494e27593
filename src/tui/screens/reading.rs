//! How each source was read: a line for each thing that reading found, what was decided beside it.

use ratatui::layout::Rect;

use crate::tui::app::{List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, bottom, draw_table};

/// What Enter does, at the foot.
const HINT: [(&str, Tone); 4] = [
    ("enter", Tone::Key),
    (" correct it in the form   ", Tone::Dim),
    ("esc", Tone::Key),
    (" close", Tone::Dim),
];

/// Draws the lines inside their frame.
pub fn draw_reading(paint: &mut Paint<'_>, mut inside: Rect, state: &State) {
    let hint = bottom(2, &mut inside);
    paint.pieces(hint.x, hint.bottom() - 1, hint.width, &HINT);
    let lines = state.reading();
    let heads = [
        Head::text("what", 16),
        Head::text("as it was read", 30).growing(),
        Head::text("decided", 18),
    ];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let line = &lines[row];
        let tone = match (&line.key, line.label.is_empty()) {
            (None, false) if line.found.contains(['/', '.']) => Tone::Title,
            (None, _) => Tone::Dim,
            (Some(_), _) => Tone::Plain,
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
