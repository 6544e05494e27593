//! The profile: a line a column, its shape as a few bars.

use ratatui::layout::Rect;

use crate::data::ColumnProfile;
use crate::decisions::Kind;
use crate::text;
use crate::tui::app::{List, State};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::{Cell, Head, Paint, Table, draw_table, meter, sparkline};

/// Columns of the profile; scrolling stops at the last.
pub const PROFILE_COLUMNS: usize = 13;
/// Cells of the bar of power.
const POWER: usize = 6;
/// Cells of the bars of a shape.
const SHAPE: u16 = 6;
/// Cells of the names of columns, at least and at most.
const NAMES: (usize, usize) = (12, 22);
/// Cells of the other columns with their gaps.
const OTHERS: u16 = 117;

/// Cells of the longest name, as far as it is shown.
fn names(state: &State) -> u16 {
    let names = state.columns().into_iter();
    let names = names.map(|c| text::width(&text::escape(&c.name)));
    names.max().unwrap_or(0).clamp(NAMES.0, NAMES.1) as u16
}

/// Cells of the whole table.
pub(super) fn whole(state: &State) -> u16 {
    names(state) + OTHERS
}

/// A line a column; where all of its columns fit none stretches.
pub(super) fn draw_columns(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let columns = state.columns();
    let rows = state
        .facts()
        .and_then(|f| f.data.as_ref())
        .map_or(0, |d| d.rows);
    let names = names(state);
    let heads = [
        Head::text("column", names).growing(),
        Head::text("kind", 8),
        Head::text("role", 8),
        Head::number("missing", "", 7),
        Head::number("distinct", "", 8),
        Head::text("shape", SHAPE),
        Head::text("power", 6),
        Head::number("mean", "", 7),
        Head::number("std", "", 9),
        Head::number("min", "", 9),
        Head::number("median", "", 9),
        Head::number("max", "", 9),
        Head::number("skew", "", 7),
    ];
    let shown = state.shown(List::Columns);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| match shown.get(row).and_then(|row| columns.get(*row)) {
        Some(column) => profile_cell(&state.theme, column, rows, at),
        None => Cell::plain(""),
    };
    let focused = state.pane == 0 && state.overlay.is_none();
    let table = Table {
        shift: state.lists.shift,
        sorted: state.order(List::Columns),
        ..Table::of(&heads, &head, shown.len(), &cell).at(state.shown_at(List::Columns), focused)
    };
    let width = area.width.min(whole(state) + 2);
    draw_table(paint, Rect { width, ..area }, &table);
}

fn profile_cell(theme: &Theme, column: &ColumnProfile, rows: usize, at: usize) -> Cell {
    // The mean of codes or of dates is a number nobody reads.
    let is_quantity = column.kind == Some(Kind::Number);
    let number = |v: Option<f64>| {
        let shown = v.filter(|_| is_quantity);
        Cell::plain(shown.map_or_else(String::new, |v| text::number(v, 3)))
    };
    match at {
        0 => Cell::plain(column.name.clone()),
        1 => Cell::plain(column.kind.map_or("", |k| k.word())),
        2 => match column.role.map(|r| r.word()) {
            Some("feature") if !column.known_at_prediction => Cell::toned("too late", Tone::Dim),
            Some(word @ ("target" | "time" | "group")) => Cell::toned(word, Tone::Title),
            Some(word) => Cell::toned(word, Tone::Dim),
            None => Cell::plain(""),
        },
        3 => match column.missing {
            0 => Cell::toned("-", Tone::Dim),
            n if n * 2000 < rows => Cell::plain("< 0.1 %"),
            n => Cell::plain(text::percent(n as f64 / rows.max(1) as f64)),
        },
        4 => Cell::plain(text::count(column.distinct)),
        5 => Cell::plain(shape(theme, column)),
        6 => {
            let power = column.power.map(|p| meter(theme, p, POWER));
            Cell::toned(power.unwrap_or_default(), Tone::Running)
        }
        7 => number(column.mean),
        8 => number(column.std),
        9 => number(column.min),
        10 => number(column.median),
        11 => number(column.max),
        _ => number(column.skewness),
    }
}

/// Its distribution in a few cells: bins of a quantity, the most frequent values of anything else.
fn shape(theme: &Theme, column: &ColumnProfile) -> String {
    let is_quantity = matches!(column.kind, Some(Kind::Number | Kind::Date));
    match &column.histogram {
        Some(histogram) if is_quantity || column.top.is_empty() => {
            sparkline(theme, &histogram.counts, SHAPE)
        }
        _ => {
            let counts: Vec<u64> = column.top.iter().map(|(_, count)| *count).collect();
            let most = counts.len().min(usize::from(SHAPE));
            sparkline(theme, &counts[..most], most as u16)
        }
    }
}
