//! The values of a column with how often each occurs, the most frequent first.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::{List, State, ValueList, Viewer};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, draw_table, meter};

/// Cells of the bar of a share.
const BAR: usize = 20;

pub(super) fn draw_values(
    paint: &mut Paint<'_>,
    area: Rect,
    state: &State,
    viewer: &Viewer,
    list: &ValueList,
) {
    let name = viewer
        .columns
        .get(list.column)
        .map_or("", |c| c.name.as_str());
    let found = &list.found;
    let heads = [
        Head::text(name, 24).growing(),
        Head::number("rows", "", 12),
        Head::number("share", "", 7),
        Head::text("", BAR as u16),
    ];
    let shown = state.shown(List::Values);
    let most = found.values.first().map_or(1, |(_, count)| *count).max(1);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let Some((value, count)) = shown.get(row).and_then(|row| found.values.get(*row)) else {
            return Cell::plain("");
        };
        match (at, value) {
            (0, None) => Cell::toned("missing", Tone::Dim),
            (0, Some(value)) => Cell::plain(text::cut(value, 200).into_owned()),
            (1, _) => Cell::plain(text::count(*count as usize)),
            (2, _) => Cell::plain(text::percent(*count as f64 / found.rows.max(1) as f64)),
            _ => {
                let share = *count as f64 / most as f64;
                Cell::toned(meter(&state.theme, share, BAR), Tone::Running)
            }
        }
    };
    let table = Table {
        head_lines: 1,
        ..Table::of(&heads, &head, shown.len(), &cell)
    };
    let table = table.at(state.shown_at(List::Values), state.overlay.is_none());
    draw_table(paint, area, &table);
}

/// How many values there are, of how many rows.
pub(super) fn answer(viewer: &Viewer, list: &ValueList) -> String {
    let found = &list.found;
    let name = viewer
        .columns
        .get(list.column)
        .map_or("", |c| c.name.as_str());
    let more = match (found.others, found.distinct > found.values.len()) {
        (0, false) => String::new(),
        (0, true) => format!(
            "; the {} most frequent are listed",
            text::count(found.values.len())
        ),
        (others, _) => format!(
            "; {} of later values are not counted apart",
            text::counted(others as usize, "row")
        ),
    };
    let unread = match found.unread {
        0 => String::new(),
        unread => format!(
            "; {} not readable as its type",
            text::counted(unread, "cell")
        ),
    };
    format!(
        "{} in {} of {}{more}{unread}",
        text::counted(found.distinct, "different value"),
        text::counted(found.rows as usize, "row"),
        text::escape(name)
    )
}
