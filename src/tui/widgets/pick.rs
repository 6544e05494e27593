//! One of many words: what is typed narrows them.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::tui::app::{List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, draw_table, input, top};

/// Draws the words that hold what is typed, the chosen one marked.
pub(super) fn draw_pick(
    paint: &mut Paint<'_>,
    area: Rect,
    state: &State,
    (title, typed): (&str, &Input),
) {
    let picks = state.picks_shown();
    let mut inside = paint.panel(area, title);
    let line = top(1, &mut inside);
    paint.text(line.x, line.y, 2, "> ", Tone::Key);
    let room = line.width.saturating_sub(2);
    input(paint, line.x + 2, line.y, room, typed);
    if picks.is_empty() {
        let none = "nothing has these letters";
        paint.text(inside.x, inside.y + 1, inside.width, none, Tone::Dim);
        return;
    }
    let heads = [Head::text("", 24), Head::text("", 10).growing()];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| match (picks.get(row), at) {
        (None, _) => Cell::plain(""),
        (Some(pick), 0) => Cell::plain(pick.word.clone()),
        (Some(pick), _) => Cell::toned(pick.about.clone(), Tone::Dim),
    };
    let at = state.lists.at(List::Choices);
    let table = Table::of(&heads, &head, picks.len(), &cell).at(at, true);
    draw_table(paint, inside, &table);
}
