//! Box plots: a row a group on one axis.
//!
//! ```text
//!  fold 1      |----[===|=====]-------|
//!  fold 2    |---[==|===]----|
//! ```

use ratatui::layout::Rect;

use super::axes::{Axes, Caption, Scale, cell};
use crate::figures::{BoxPlot, Boxes};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, window};

/// Places of a box that can be read: ends of the whiskers, quartiles, median.
const PLACES: usize = 5;
/// Cells of the names at most.
const NAMES: u16 = 16;

pub(super) fn stops(boxes: &Boxes) -> usize {
    boxes.boxes.len() * PLACES
}

pub(super) fn caption(boxes: &Boxes) -> Caption {
    let rows = boxes.boxes.iter().map(|b| b.rows).sum();
    let beyond = boxes.boxes.iter().map(|b| b.below + b.above).sum();
    let more = match beyond {
        0 => String::new(),
        beyond => format!(", {} beyond", text::count(beyond)),
    };
    Caption {
        title: String::new(),
        by: format!("{}; whiskers within 1.5 IQR", boxes.of.label()),
        n: format!("n = {}{more}", text::count(rows)),
    }
}

/// The five numbers of a box with what they are.
fn places(of: &BoxPlot) -> [(f64, &'static str); PLACES] {
    [
        (
            of.low,
            if of.below == 0 {
                "lowest"
            } else {
                "lower whisker"
            },
        ),
        (of.q25, "first quartile"),
        (of.median, "median"),
        (of.q75, "third quartile"),
        (
            of.high,
            if of.above == 0 {
                "highest"
            } else {
                "upper whisker"
            },
        ),
    ]
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, boxes: &Boxes, cursor: Option<usize>) {
    let Some(axis) = boxes.axis() else {
        return;
    };
    let longest = boxes.boxes.iter().map(|b| text::width(&b.label)).max();
    let names = (longest.unwrap_or(0) as u16).min(NAMES);
    // Names stand where numbers of a vertical axis would.
    let y = Scale {
        axis,
        labels: vec![(f64::NAN, " ".repeat(usize::from(names)))],
    };
    let room = Axes::room(area, &y);
    let shown = room.height.min(boxes.boxes.len() as u16);
    let plot = Rect {
        height: shown,
        ..room
    };
    let x = Scale::across(axis, plot.width);
    let axes = Axes::draw(paint, plot, &x, &y);
    let at = cursor.unwrap_or(0);
    let first = window(at / PLACES, boxes.boxes.len(), usize::from(shown));
    for (of, row) in boxes.boxes.iter().skip(first).zip(plot.y..plot.bottom()) {
        paint.text(area.x, row, names, &of.label, Tone::Plain);
        draw_box(paint, Rect::new(plot.x, row, plot.width, 1), of, &axes);
    }
    if let Some(of) = cursor.and_then(|at| boxes.boxes.get(at / PLACES)) {
        let (value, _) = places(of)[at % PLACES];
        if let Some(at) = cell(axis, value, plot.width) {
            axes.mark(paint, plot.x + at);
        }
    }
}

fn draw_box(paint: &mut Paint<'_>, row: Rect, of: &BoxPlot, axes: &Axes) {
    let columns = places(of).map(|(value, _)| axes.column(value).unwrap_or(row.x));
    let [low, q25, median, q75, high] = columns;
    let (whisker, inside) = (paint.theme.glyph('─', '-'), paint.theme.glyph('▒', '='));
    for x in low..=high {
        let glyph = if (q25..=q75).contains(&x) {
            inside
        } else {
            whisker
        };
        paint.dot(x, row.y, glyph, Tone::Plain);
    }
    if low < q25 {
        paint.dot(low, row.y, paint.theme.glyph('├', '|'), Tone::Plain);
    }
    if high > q75 {
        paint.dot(high, row.y, paint.theme.glyph('┤', '|'), Tone::Plain);
    }
    paint.dot(median, row.y, paint.theme.glyph('█', '|'), Tone::Title);
}

pub(super) fn reading(boxes: &Boxes, at: usize) -> String {
    let Some(of) = boxes.boxes.get(at / PLACES) else {
        return String::new();
    };
    let (value, what) = places(of)[at % PLACES];
    let beyond = match at % PLACES {
        0 if of.below > 0 => format!(", {} below", text::count(of.below)),
        4 if of.above > 0 => format!(", {} above", text::count(of.above)),
        _ => String::new(),
    };
    let name = match of.label.as_str() {
        "" => String::new(),
        name => format!("{name}, "),
    };
    let value = text::with_unit(value, &boxes.of.unit);
    format!(
        "{name}{what}: {value}{beyond} (n = {})",
        text::count(of.rows)
    )
}
