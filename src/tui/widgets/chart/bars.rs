//! Values with intervals, a row each on one axis, and the parts a leaderboard is made of.
//!
//! ```text
//!  2 boosting :              ---o---      1.84
//!  1 tariff   :  --o--                    2.93
//! ```

use ratatui::layout::Rect;

use super::axes::{Axes, Caption, Scale, cell};
use crate::figures::{Axis, Bars, Place};
use crate::text;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::{Paint, window};

/// Cells of the names at most.
const NAMES: u16 = 20;
/// Cells between the names of two lines.
const NAMES_GAP: u16 = 2;
/// Cells of an axis at most.
const WIDEST: u16 = 80;

pub(super) fn caption(bars: &Bars) -> Caption {
    let unit = match bars.unit.as_str() {
        "" => String::new(),
        unit => format!(", {unit}"),
    };
    let lines = bars.lines.iter();
    let lines: Vec<String> = lines
        .map(|(name, at)| format!("; {name} {}", text::short(*at)))
        .collect();
    Caption {
        title: String::new(),
        by: format!("{}{unit}{}", bars.axis, lines.concat()),
        n: String::new(),
    }
}

/// What stands beside the bars.
pub(super) struct Labels {
    /// Cells of the names at most.
    pub names: u16,
    /// At the right of each bar.
    pub beside: Vec<String>,
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, bars: &Bars, cursor: Option<usize>) {
    let values: Vec<f64> = bars.bars.iter().map(|bar| bar.value).collect();
    let labels = Labels {
        names: NAMES,
        beside: text::alike(&values),
    };
    draw_rows(paint, area, bars, &labels, cursor);
}

/// A bar a row with its labels, as many as fit.
pub(super) fn draw_rows(
    paint: &mut Paint<'_>,
    area: Rect,
    bars: &Bars,
    labels: &Labels,
    cursor: Option<usize>,
) {
    let Some(axis) = bars.whole_axis() else {
        return;
    };
    let longest = bars
        .bars
        .iter()
        .map(|b| text::width(&text::escape(&b.label)));
    let names = (longest.max().unwrap_or(0) as u16).min(labels.names);
    let y = Scale {
        axis,
        labels: vec![(f64::NAN, " ".repeat(usize::from(names)))],
    };
    let room = Axes::room(area, &y);
    let shown = room.height.min(bars.bars.len() as u16);
    let widest = labels.beside.iter().map(|beside| text::width(beside)).max();
    let beside = widest.unwrap_or(0) as u16 + 1;
    let width = room.width.saturating_sub(beside).min(WIDEST);
    let plot = Rect::new(room.x, room.y, width, shown);
    let axes = Axes::draw(paint, plot, &Scale::across(axis, plot.width), &y);
    let first = window(cursor.unwrap_or(0), bars.bars.len(), usize::from(shown));
    let told = bars.bars.iter().zip(&labels.beside).skip(first);
    for ((bar, told), row) in told.zip(plot.y..plot.bottom()) {
        let place = Rect::new(plot.x, row, plot.width, 1);
        paint.text(area.x, row, names, &bar.label, Tone::Plain);
        draw_lines_across(paint, place, bars, axis);
        if bar.value.is_finite() {
            let length = bars
                .from_zero
                .then_some((0.0_f64.min(bar.value), bar.value.max(0.0)));
            draw_bar(paint, place, (bar.value, bar.interval.or(length)), axis);
            paint.right(plot.right(), row, beside, told, Tone::Plain);
        } else {
            paint.text(plot.x + 2, row, plot.width, "not measured", Tone::Dim);
        }
    }
    let marked = cursor.and_then(|at| bars.bars.get(at));
    if let Some(column) = marked.and_then(|bar| axes.column(bar.value)) {
        axes.mark(paint, column);
    }
}

pub(super) fn reading(bars: &Bars, at: usize) -> String {
    let Some(bar) = bars.bars.get(at) else {
        return String::new();
    };
    if !bar.value.is_finite() {
        return format!("{}: not measured", bar.label);
    }
    let interval = bar.interval.map_or_else(String::new, |(low, high)| {
        format!(" ({} to {})", text::short(low), text::short(high))
    });
    let value = text::with_unit(bar.value, &bars.unit);
    format!("{}: {} {value}{interval}", bar.label, bars.axis)
}

/// The lines across one row.
pub fn draw_lines_across(paint: &mut Paint<'_>, row: Rect, bars: &Bars, axis: Axis) {
    for (name, place) in &bars.lines {
        if let Some(at) = cell(axis, *place, row.width) {
            let (glyph, tone) = line_look(paint, name);
            paint.dot(row.x + at, row.y, glyph, tone);
        }
    }
}

/// The goal is dotted, any other line drawn through.
fn line_look(paint: &Paint<'_>, name: &str) -> (char, Tone) {
    match name {
        "goal" => (paint.theme.glyph('┊', ':'), Tone::Goal),
        _ => (paint.theme.glyph('│', '|'), Tone::Baseline),
    }
}

/// An interval as a line, the value as a dot; an arrow where it lies beyond the axis.
pub(super) fn draw_bar(
    paint: &mut Paint<'_>,
    row: Rect,
    (value, interval): (f64, Option<(f64, f64)>),
    axis: Axis,
) {
    let line = paint.theme.glyph('─', '-');
    draw_stretch(paint, row, interval, axis, line);
    draw_dot(paint, row, value, axis);
}

/// A score with what it is made of.
pub struct Score<'a> {
    /// Mean of the folds.
    pub mean: f64,
    /// Score by fold.
    pub folds: &'a [f64],
    /// Interval of the mean, where it is known.
    pub interval: Option<(f64, f64)>,
}

/// The range of the folds as a thin line with a tick each, the interval of their mean as a thick one over it, the mean as a
/// dot.
pub fn draw_score(paint: &mut Paint<'_>, row: Rect, score: &Score<'_>, axis: Axis) {
    let line = paint.theme.glyph('─', '-');
    draw_stretch(paint, row, range(score.folds), axis, line);
    let thick = interval_glyph(paint.theme);
    draw_stretch(paint, row, score.interval, axis, thick);
    let tick = fold_glyph(paint.theme);
    for x in score.folds.iter().filter_map(|v| cell(axis, *v, row.width)) {
        paint.dot(row.x + x, row.y, tick, Tone::Plain);
    }
    draw_dot(paint, row, score.mean, axis);
}

/// The mark of a fold.
pub fn fold_glyph(theme: &Theme) -> char {
    theme.glyph('┼', '+')
}

/// What an interval is drawn with where folds have a thin line.
pub fn interval_glyph(theme: &Theme) -> char {
    theme.glyph('━', '=')
}

fn draw_stretch(
    paint: &mut Paint<'_>,
    row: Rect,
    stretch: Option<(f64, f64)>,
    axis: Axis,
    glyph: char,
) {
    let last = row.width.saturating_sub(1);
    let share = |v: f64| axis.position(v).unwrap_or(0.0);
    let column = |v: f64| (share(v) * f64::from(last)).round() as u16;
    if let Some((low, high)) = stretch {
        for x in column(low)..=column(high) {
            paint.dot(row.x + x, row.y, glyph, Tone::Plain);
        }
    }
}

fn draw_dot(paint: &mut Paint<'_>, row: Rect, value: f64, axis: Axis) {
    let (x, glyph) = match axis.place(value) {
        Some(Place::Above) => (row.width.saturating_sub(1), '>'),
        Some(Place::Below) => (0, '<'),
        Some(Place::At(_)) => (
            cell(axis, value, row.width).unwrap_or(0),
            paint.theme.glyph('●', 'o'),
        ),
        None => return,
    };
    paint.dot(row.x + x, row.y, glyph, Tone::Title);
}

/// Names of the lines under an axis of so many cells, each at its place, or as far to the left of it as those after it
/// need; one that has no room is left out.
pub fn draw_line_names(paint: &mut Paint<'_>, area: Rect, bars: &Bars, axis: Axis, cells: u16) {
    let mut placed: Vec<(u16, usize)> = bars
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, (_, place))| Some((cell(axis, *place, cells)?, index)))
        .collect();
    placed.sort_unstable();
    let labels = placed.into_iter().map(|(at, index)| {
        let (name, place) = &bars.lines[index];
        let (glyph, tone) = line_look(paint, name);
        let label = format!("{glyph} {name} {}", text::number(*place, 3));
        (at, text::width(&label) as u16, label, tone)
    });
    let labels: Vec<_> = labels.collect();
    let mut wanted: u16 = labels.iter().map(|(_, width, ..)| width + NAMES_GAP).sum();
    let all_fit = wanted <= area.width + NAMES_GAP;
    let mut free = area.x;
    for (at, width, label, tone) in &labels {
        let needed = if all_fit { wanted - NAMES_GAP } else { *width };
        let last = area.right().saturating_sub(needed);
        let x = (area.x + at).min(last).max(free);
        if x + width <= area.right() {
            paint.text(x, area.y, *width, label, *tone);
            free = x + width + NAMES_GAP;
        }
        wanted -= width + NAMES_GAP;
    }
}

/// Worst and best of single values.
fn range(values: &[f64]) -> Option<(f64, f64)> {
    let finite = || values.iter().copied().filter(|v| v.is_finite());
    Some((finite().reduce(f64::min)?, finite().reduce(f64::max)?))
}
