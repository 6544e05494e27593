//! The rows in sight: their numbers at the left, the frozen columns, then as many as fit.

use ratatui::layout::Rect;

use crate::table::Storage;
use crate::text;
use crate::tui::app::{Sight, ViewColumn, Viewer, cells_of_row, heads, sights};
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Cells of the mark of the cursor, where a text is shorter: a wider one would only cost bytes.
const MARKED: usize = 20;

/// Draws heads and rows.
pub(super) fn draw_rows(paint: &mut Paint<'_>, area: Rect, viewer: &Viewer, focused: bool) {
    let columns = sights(viewer, area.width, viewer.drawn.left);
    let lines = heads(area.height);
    draw_heads(paint, area, viewer, &columns, lines);
    if viewer.opened.is_none() {
        return;
    }
    if viewer.known.rows == 0 {
        let told = match viewer.filter.is_empty() {
            true => "no row",
            false => "no row is let through",
        };
        paint.text(area.x, area.y + lines + 1, area.width, told, Tone::Warn);
        return;
    }
    let height = usize::from(area.height.saturating_sub(lines));
    let rows = height.min(viewer.known.rows.saturating_sub(viewer.drawn.top));
    let numbers = cells_of_row(viewer);
    for line in 0..rows {
        let row = viewer.drawn.top + line;
        let y = area.y + lines + line as u16;
        let number = row.checked_sub(viewer.slice.first);
        let number = number.and_then(|at| viewer.slice.numbers.get(at));
        if let Some(number) = number {
            paint.right(area.x, y, numbers, &text::count(number + 1), Tone::Dim);
        }
        for sight in &columns {
            let is_here = (row, sight.column) == (viewer.drawn.row, viewer.drawn.column);
            draw_cell(
                paint,
                (area.x, y),
                viewer,
                row,
                sight,
                is_here.then_some(focused),
            );
        }
    }
}

/// One cell; `cursor` says whether it is under the cursor, and whether that has the keys.
fn draw_cell(
    paint: &mut Paint<'_>,
    (x, y): (u16, u16),
    viewer: &Viewer,
    row: usize,
    sight: &Sight,
    cursor: Option<bool>,
) {
    let Some(cell) = viewer.cell(row, sight.column) else {
        return;
    };
    let is_masked = viewer.is_masked(sight.column);
    let plain = match cell {
        None => Tone::Dim,
        Some(_) if is_masked => Tone::Dim,
        Some(_) => Tone::Plain,
    };
    let tone = match cursor {
        Some(true) => Tone::Selected,
        Some(false) => Tone::Resting,
        None => plain,
    };
    // Cutting first keeps a long cell from being escaped in whole for the few cells of it that are seen.
    let width = usize::from(sight.width);
    let shown = cell.map_or("-".into(), |cell| text::cut(cell, width + 1));
    let is_right = viewer.columns.get(sight.column).is_some_and(is_number);
    if is_right {
        return paint.right(x + sight.x, y, sight.width, &shown, tone);
    }
    let filled = match cursor {
        Some(_) => {
            let used = text::width(&text::escape(&shown));
            let spaces = width.min(MARKED).saturating_sub(used);
            format!("{shown}{}", " ".repeat(spaces))
        }
        None => shown.into_owned(),
    };
    paint.text(x + sight.x, y, sight.width, &filled, tone);
}

fn is_number(column: &ViewColumn) -> bool {
    column.storage.is_number()
}

/// What the values are, as short as the columns of most numbers.
fn short(storage: Storage) -> &'static str {
    match storage {
        Storage::Boolean => "bool",
        Storage::Integer => "int",
        Storage::Number => "num",
        Storage::Date => "date",
        Storage::Text => "text",
    }
}

/// Names over what the values are, signs of the order, and where more columns are.
fn draw_heads(paint: &mut Paint<'_>, area: Rect, viewer: &Viewer, columns: &[Sight], lines: u16) {
    for sight in columns {
        let Some(column) = viewer.columns.get(sight.column) else {
            continue;
        };
        let x = area.x + sight.x;
        let word = if column.personal && !viewer.bare {
            "masked"
        } else {
            short(column.storage)
        };
        let put = |paint: &mut Paint<'_>, y: u16, text: &str, tone: Tone| match is_number(column) {
            true => paint.right(x, y, sight.width, text, tone),
            false => {
                paint.text(x, y, sight.width, text, tone);
            }
        };
        put(paint, area.y, &column.name, Tone::Title);
        if lines > 1 {
            put(paint, area.y + 1, word, Tone::Dim);
        }
        let sorted = viewer.sort.filter(|sort| sort.column == sight.column);
        if let Some(sort) = sorted {
            let sign = match sort.descending {
                true => paint.theme.glyph('▼', 'v'),
                false => paint.theme.glyph('▲', '^'),
            };
            paint.dot(x + sight.width, area.y, sign, Tone::Key);
        }
    }
    let visible = viewer.visible().len();
    let frozen = viewer.frozen.min(visible);
    if viewer.drawn.left > 0 {
        let after = columns
            .get(frozen.wrapping_sub(1))
            .map_or(0, |s| s.x + s.width);
        let x = after.max(cells_of_row(viewer));
        paint.dot(area.x + x, area.y, '<', Tone::Key);
    } else if let Some(last) = frozen.checked_sub(1).and_then(|last| columns.get(last)) {
        let bar = paint.theme.glyph('│', '|');
        paint.dot(area.x + last.x + last.width, area.y, bar, Tone::Key);
    }
    if viewer.drawn.left + columns.len() < visible {
        paint.dot(area.right().saturating_sub(1), area.y, '>', Tone::Key);
    }
}
