//! Numbers in rows and columns: heat maps and confusion matrices. The number says it, the shade only helps the eye.

use ratatui::layout::Rect;

use super::axes::Caption;
use crate::figures::{Confusion, Heat};
use crate::text;
use crate::tui::theme::{Glyphs, Tone};
use crate::tui::widgets::{Paint, sized, top, window};

/// From light to dark.
const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
const ASCII_SHADES: [char; 5] = [' ', '.', ':', '*', '#'];
/// Cells of the names of rows at most.
const NAMES: usize = 16;
/// Cells of the head of a column at most.
const HEADS: usize = 10;
/// Cells of the head of a column at least, where not all columns are in sight.
const HEAD: usize = 7;
/// Cells of the name of the row of precisions.
const PRECISION: u16 = 9;
/// Cells of recall and precision.
const SHARE: u16 = 8;

pub(super) fn heat_caption(heat: &Heat) -> Caption {
    let unit = match heat.unit.as_str() {
        "" => String::new(),
        unit => format!(", {unit}"),
    };
    Caption {
        title: String::new(),
        by: format!("{}{unit}", heat.of),
        n: heat
            .n
            .map_or_else(String::new, |n| format!("n = {}", text::count(n))),
    }
}

pub(super) fn confusion_caption(confusion: &Confusion) -> Caption {
    let unanswered = match confusion.unanswered {
        0 => String::new(),
        n => format!(", {} without an answer", text::count(n)),
    };
    Caption {
        title: format!("{} right", text::percent(confusion.accuracy())),
        by: "actual in rows, predicted in columns".into(),
        n: format!("n = {}{unanswered}", text::count(confusion.rows)),
    }
}

/// How cells stand: where the first is, how wide each is, which are in sight.
struct Layout {
    names: u16,
    wide: u16,
    rows: (usize, usize),
    columns: (usize, usize),
}

impl Layout {
    fn of(area: Rect, heat: &Heat, cursor: Option<usize>, beside: u16) -> Layout {
        let longest = |names: &[String]| names.iter().map(|n| text::width(&text::escape(n))).max();
        let names = longest(&heat.rows).unwrap_or(0).min(NAMES) as u16;
        // The shares stand in a row of their own, with a name.
        let names = if beside > 0 {
            names.max(PRECISION)
        } else {
            names
        };
        let heads = longest(&heat.columns).unwrap_or(0).min(HEADS);
        let numbers = heat
            .values
            .iter()
            .flatten()
            .map(|v| text::width(&shown(*v)));
        // The shade, a space, the number, and two cells to the next; heads are cut where more columns are seen for it.
        let least = numbers.max().unwrap_or(1) + 4;
        let free = usize::from(area.width.saturating_sub(names + 1 + beside));
        let even = free / heat.columns.len().max(1);
        let wide = (heads + 2).min(even.max(HEAD + 2)).max(least) as u16;
        let room = area.width.saturating_sub(names + 1 + beside) / wide.max(1);
        let (rows, columns) = (heat.rows.len(), heat.columns.len());
        let at = cursor.unwrap_or(0);
        let in_sight = |at: usize, count: usize, room: u16| {
            let room = usize::from(room).max(1).min(count);
            (window(at, count, room), room)
        };
        Layout {
            names,
            wide,
            rows: in_sight(at / columns.max(1), rows, area.height.saturating_sub(1)),
            columns: in_sight(at % columns.max(1), columns, room),
        }
    }
}

/// A number as short as it stays exact: counts whole, others with two digits.
fn shown(value: f64) -> String {
    match value {
        v if v.is_nan() => "-".into(),
        v if v.fract() == 0.0 && v.abs() < 1e9 => text::decimal(v, 0),
        v if v.abs() < 1.0 => text::decimal(v, 2),
        v => text::number(v, 3),
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, heat: &Heat, cursor: Option<usize>) {
    draw_cells(paint, area, heat, cursor, 0);
}

pub(super) fn draw_confusion(
    paint: &mut Paint<'_>,
    mut area: Rect,
    confusion: &Confusion,
    cursor: Option<usize>,
) {
    let heat = confusion.heat();
    let area_of_cells = Rect {
        height: area.height.saturating_sub(1),
        ..area
    };
    let layout = draw_cells(paint, area_of_cells, &heat, cursor, SHARE);
    let x = area.x + layout.names + 1 + layout.columns.1 as u16 * layout.wide;
    paint.right(x, area.y, SHARE, "recall", Tone::Dim);
    let (first, count) = layout.rows;
    for (class, y) in (first..first + count).zip(area.y + 1..) {
        let recall = share(confusion.recall(class));
        paint.right(x, y, SHARE, &recall, Tone::Dim);
    }
    top(count as u16 + 1, &mut area);
    if area.height == 0 {
        return;
    }
    paint.text(area.x, area.y, layout.names, "precision", Tone::Dim);
    let (first, count) = layout.columns;
    for (class, at) in (first..first + count).zip(0..) {
        let x = area.x + layout.names + 1 + at * layout.wide;
        let precision = share(confusion.precision(class));
        let width = layout.wide.saturating_sub(2);
        paint.right(x, area.y, width, &precision, Tone::Dim);
    }
}

fn share(value: f64) -> String {
    match value.is_nan() {
        true => "-".into(),
        false => text::percent((value * 1000.0).round() / 1000.0),
    }
}

fn draw_cells(
    paint: &mut Paint<'_>,
    area: Rect,
    heat: &Heat,
    cursor: Option<usize>,
    beside: u16,
) -> Layout {
    let layout = Layout::of(area, heat, cursor, beside);
    let columns = layout.columns.0..layout.columns.0 + layout.columns.1;
    let x_of = |at: usize| area.x + layout.names + 1 + (at - layout.columns.0) as u16 * layout.wide;
    for column in columns.clone() {
        let width = layout.wide.saturating_sub(2);
        paint.right(
            x_of(column),
            area.y,
            width,
            &heat.columns[column],
            Tone::Title,
        );
    }
    let rows = layout.rows.0..layout.rows.0 + layout.rows.1;
    for (row, y) in rows.zip(area.y + 1..area.bottom()) {
        paint.text(area.x, y, layout.names, &heat.rows[row], Tone::Title);
        for column in columns.clone() {
            let is_here = cursor == Some(row * heat.columns.len() + column);
            let place = Rect::new(x_of(column), y, layout.wide.saturating_sub(2), 1);
            draw_cell(paint, place, heat, (row, column), is_here);
        }
    }
    layout
}

fn draw_cell(
    paint: &mut Paint<'_>,
    place: Rect,
    heat: &Heat,
    (row, column): (usize, usize),
    is_here: bool,
) {
    let shades = match paint.theme.glyphs {
        Glyphs::Ascii => ASCII_SHADES,
        _ => SHADES,
    };
    let shade = heat.shade(row, column).unwrap_or(0.0);
    let glyph = shades[(shade * 4.0).round() as usize % 5];
    let number = shown(heat.value(row, column));
    let cells = text::width(&number) as u16;
    paint.dot(
        (place.right()).saturating_sub(cells + 2),
        place.y,
        glyph,
        Tone::Running,
    );
    let tone = if is_here { Tone::Selected } else { Tone::Plain };
    let number = sized(&number, usize::from(cells));
    paint.right(place.x, place.y, place.width, &number, tone);
}

pub(super) fn reading(heat: &Heat, at: usize) -> String {
    let columns = heat.columns.len().max(1);
    let (row, column) = (at / columns, at % columns);
    let (Some(r), Some(c)) = (heat.rows.get(row), heat.columns.get(column)) else {
        return String::new();
    };
    if let Some(told) = &heat.told {
        return told.clone();
    }
    let value = text::with_unit(heat.value(row, column), &heat.unit);
    format!("{r} and {c}: {} {value}", heat.of)
}

pub(super) fn confusion_reading(confusion: &Confusion, at: usize) -> String {
    let classes = confusion.classes.len().max(1);
    let (row, column) = (at / classes, at % classes);
    let Some(counts) = confusion.counts.get(row) else {
        return String::new();
    };
    let all: f64 = counts.iter().sum();
    let count = counts[column];
    let (actual, said) = (&confusion.classes[row], &confusion.classes[column]);
    let share = share(count / all);
    format!(
        "{actual} called {said}: {} rows, {share} of {actual}",
        shown(count)
    )
}
