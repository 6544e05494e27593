//! The rows of a finding, and rows of data wherever they are shown.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::{Grid, List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, bottom, draw_table, top};

use super::SHORT;

/// The rows that a finding is about, under its sentence.
pub(super) fn draw_rows(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(finding) = state.finding() else {
        return;
    };
    let head = top(if area.height < SHORT { 1 } else { 2 }, &mut area);
    paint.wrapped(head, &finding.message, Tone::Title);
    let Some(grid) = state.open.as_ref().and_then(|open| open.rows.as_ref()) else {
        return;
    };
    let foot = bottom(1, &mut area);
    draw_grid(
        paint,
        area,
        grid,
        Some(state.lists.at(List::Rows)),
        state.lists.shift,
    );
    let line = format!(
        "{} of {} rows shown",
        grid.cells.len(),
        text::count(finding.affected)
    );
    paint.text(foot.x, foot.y, foot.width, &line, Tone::Dim);
}

/// Rows of a table: their numbers stay, the columns scroll.
pub(in crate::tui::screens) fn draw_grid(
    paint: &mut Paint<'_>,
    area: Rect,
    grid: &Grid,
    cursor: Option<usize>,
    shift: usize,
) {
    let head = |column: usize| match column.checked_sub(1) {
        None => Head::number("row", "", 7),
        Some(column) => grid_head(grid, column),
    };
    let cell = |row: usize, column: usize| match column.checked_sub(1) {
        None => {
            let number = grid.numbers.get(row);
            let number = number.map_or_else(String::new, |n| text::count(*n));
            Cell::toned(number, Tone::Dim)
        }
        Some(column) => match grid.cells.get(row).and_then(|cells| cells.get(column)) {
            Some(Some(text)) => Cell::plain(text.clone()),
            _ => Cell::toned("-", Tone::Dim),
        },
    };
    let table = Table {
        columns: grid.columns.len() + 1,
        head_lines: 1,
        cursor,
        shift,
        ..Table::of(&[], &head, grid.cells.len(), &cell)
    };
    draw_table(paint, area, &table);
}

/// The head of a column of cells, as wide as the first of them.
fn grid_head(grid: &Grid, column: usize) -> Head {
    let name = text::escape(grid.columns.get(column).map_or("", |name| name));
    let cells = grid.cells.iter().take(200);
    let longest = cells
        .filter_map(|row| row.get(column)?.as_ref())
        .map(|cell| text::width(&text::escape(cell)))
        .max()
        .unwrap_or(0);
    let width = longest.max(text::width(&name)).clamp(3, 24) as u16;
    match grid.numeric.get(column) {
        Some(true) => Head::number(&name, "", width),
        _ => Head::text(&name, width),
    }
}
