//! Lines with bands: each line has its own stroke, so that colour is never needed to tell them apart.

use ratatui::layout::Rect;

use super::axes::{Axes, BELOW, Caption, Scale};
use super::canvas::{Canvas, Pen};
use crate::figures::{Line, Lines};
use crate::text;
use crate::tui::theme::{Glyphs, Tone};
use crate::tui::widgets::{Paint, top};

/// Points of a line that are drawn and read at most.
const MOST: usize = 160;
/// Strokes in the order of the lines: tone, letter in ASCII, dots drawn and left out, sample in the legend.
const STROKES: [(Tone, char, (usize, usize), &str); 4] = [
    (Tone::Running, '*', (1, 0), "──"),
    (Tone::Baseline, 'o', (4, 3), "╌╌"),
    (Tone::Goal, '+', (1, 2), "··"),
    (Tone::Plain, 'x', (6, 2), "━━"),
];

pub(super) fn stops(lines: &Lines) -> usize {
    lines.decimated(MOST).stops().len()
}

pub(super) fn caption(lines: &Lines) -> Caption {
    Caption {
        title: String::new(),
        by: format!("{} by {}", lines.y.label(), lines.x.label()),
        n: lines
            .rows
            .map_or_else(String::new, |n| format!("n = {}", text::count(n))),
    }
}

/// How a line is drawn, and its sample.
pub(super) fn stroke(paint: &Paint<'_>, at: usize) -> (Pen, String) {
    let (tone, letter, dash, sample) = STROKES[at % STROKES.len()];
    let sample = match paint.theme.glyphs {
        Glyphs::Unicode => sample.to_owned(),
        Glyphs::Blocks if dash == (1, 0) => "▀▀".to_owned(),
        Glyphs::Blocks => "▀ ▀".to_owned(),
        Glyphs::Ascii => format!("{letter}{letter}"),
    };
    (Pen { tone, letter, dash }, sample)
}

/// A sample of each stroke with its name.
pub(super) fn draw_legend<'a>(
    paint: &mut Paint<'_>,
    row: Rect,
    names: impl Iterator<Item = &'a str>,
) {
    let mut x = row.x;
    for (at, name) in names.enumerate() {
        let (pen, sample) = stroke(paint, at);
        let room = |x: u16| row.right().saturating_sub(x);
        if x > row.x && usize::from(room(x)) < text::width(name) + 3 {
            // More lines are drawn than have room for their names.
            let more = paint.theme.glyph('…', '~');
            return paint.dot(row.right().saturating_sub(1), row.y, more, Tone::Dim);
        }
        x = paint.text(x, row.y, room(x), &sample, pen.tone) + 1;
        x = paint.text(x, row.y, room(x), name, Tone::Plain) + 3;
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, lines: &Lines, cursor: Option<usize>) {
    let lines = lines.decimated(MOST);
    let Some((across, up)) = lines.axes() else {
        return;
    };
    if lines.lines.len() > 1 && area.height > 6 {
        let legend = top(1, &mut area);
        draw_legend(paint, legend, lines.lines.iter().map(|l| l.name.as_str()));
    }
    let y = Scale::up(up, area.height.saturating_sub(BELOW));
    let plot = Axes::room(area, &y);
    let x = match lines.names.is_empty() {
        true => Scale::across(across, plot.width),
        false => Scale::named(across, plot.width, &lines.names),
    };
    let axes = Axes::draw(paint, plot, &x, &y);
    for line in &lines.lines {
        draw_band(paint, &axes, line);
    }
    draw_goals(paint, &axes, &lines.goals);
    let mut canvas = Canvas::new(paint, plot);
    for (at, line) in lines.lines.iter().enumerate() {
        let (pen, _) = stroke(paint, at);
        draw_line(&mut canvas, &axes, &line.points, pen);
    }
    canvas.draw(paint);
    name_goals(paint, &axes, &lines.goals);
    let stops = lines.stops();
    if let Some(column) = cursor.and_then(|at| axes.column(*stops.get(at)?)) {
        axes.mark(paint, column);
    }
}

/// A line through points in order; one alone is a dot.
pub(super) fn draw_line(canvas: &mut Canvas, axes: &Axes, points: &[(f64, f64)], pen: Pen) {
    let places: Vec<(f64, f64)> = points
        .iter()
        .filter_map(|p| axes.place_at_edge(*p))
        .collect();
    if let [one] = places.as_slice() {
        canvas.point(*one, pen);
    }
    for pair in places.windows(2) {
        canvas.line(pair[0], pair[1], pen);
    }
}

/// The interval around a line, shaded column by column between its points.
fn draw_band(paint: &mut Paint<'_>, axes: &Axes, line: &Line) {
    let shade = paint.theme.glyph('░', '.');
    for pair in line.band.windows(2) {
        let ((from, low, high), (to, next_low, next_high)) = (pair[0], pair[1]);
        let (Some(first), Some(last)) = (axes.column(from), axes.column(to)) else {
            continue;
        };
        for column in first..=last {
            let share = f64::from(column - first) / f64::from((last - first).max(1));
            let between = |a: f64, b: f64| a + (b - a) * share;
            let rows = (
                axes.row(between(high, next_high)),
                axes.row(between(low, next_low)),
            );
            if let (Some(top), Some(bottom)) = rows {
                for row in top..=bottom {
                    paint.dot(column, row, shade, Tone::Dim);
                }
            }
        }
    }
}

/// Level lines.
fn draw_goals(paint: &mut Paint<'_>, axes: &Axes, goals: &[(String, f64)]) {
    let glyph = paint.theme.glyph('─', '-');
    for row in goals.iter().filter_map(|goal| axes.row(goal.1)) {
        for x in axes.plot.x..axes.plot.right() {
            paint.dot(x, row, glyph, Tone::Goal);
        }
    }
}

/// Their names at the right end, over whatever runs there.
fn name_goals(paint: &mut Paint<'_>, axes: &Axes, goals: &[(String, f64)]) {
    for (name, value) in goals {
        if let Some(row) = axes.row(*value) {
            let label = format!(" {name} {} ", text::short(*value));
            paint.right(axes.plot.x, row, axes.plot.width, &label, Tone::Goal);
        }
    }
}

pub(super) fn reading(lines: &Lines, at: usize) -> String {
    let lines = lines.decimated(MOST);
    let Some(stop) = lines.stops().get(at).copied() else {
        return String::new();
    };
    let values: Vec<String> = lines
        .lines
        .iter()
        .filter_map(|line| {
            let point = line.points.iter().find(|p| p.0 == stop)?;
            let band = line.band.iter().find(|b| b.0 == stop);
            let band = band.map_or_else(String::new, |(_, low, high)| {
                format!(" ({} to {})", text::short(*low), text::short(*high))
            });
            let name = match lines.lines.len() {
                1 => &lines.y.name,
                _ => &line.name,
            };
            Some(format!("{name} {}{band}", text::short(point.1)))
        })
        .collect();
    let name = (stop.fract() == 0.0)
        .then(|| lines.names.get(stop as usize))
        .flatten();
    let place = match (stop.fract() == 0.0, lines.x.unit.as_str()) {
        _ if name.is_some() => name.cloned().unwrap_or_default(),
        // The twentieth round, not a quantity.
        (true, "") => text::count(stop as usize),
        (_, unit) => text::with_unit(stop, unit),
    };
    format!("{} {place}: {}", lines.x.name, values.join(", "))
}
