//! ROC and calibration: shares against shares, with the diagonal that chance or perfect calibration draws.

use ratatui::layout::Rect;

use super::axes::{Axes, BELOW, Caption, Scale};
use super::canvas::Canvas;
use super::lines::{draw_legend, draw_line, stroke};
use super::scatter::draw_diagonal;
use crate::figures::{Axis, Calibration, Roc, RocPoint};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, top};

/// Points of a curve that can be read.
const STOPS: usize = 60;
/// Curves that can be told apart.
const CURVES: usize = 4;
/// Cells of the plot for a row of it: more would stretch the square.
const ASPECT: u16 = 3;
/// Cells that a plot has where it can, however low it is.
const NARROWEST: u16 = 48;

/// Both axes from nothing to all, the plot no wider than fits its height.
fn draw_square(paint: &mut Paint<'_>, area: Rect) -> Option<Axes> {
    let axis = Axis::new(0.0, 1.0)?;
    let y = Scale::up(axis, area.height.saturating_sub(BELOW)).in_percent();
    let room = Axes::room(area, &y);
    let plot = Rect {
        width: room.width.min((room.height * ASPECT).max(NARROWEST)),
        ..room
    };
    let x = Scale::across(axis, plot.width).in_percent();
    let axes = Axes::draw(paint, plot, &x, &y);
    draw_diagonal(paint, plot);
    Some(axes)
}

/// Places of the cursor: those of every class, one class after the other.
pub(super) fn stops(roc: &Roc) -> usize {
    roc.curves.iter().map(|c| c.thinned(STOPS).len()).sum()
}

/// The class whose curve is read at a place of the cursor, and the point.
fn read(roc: &Roc, at: usize) -> Option<(usize, RocPoint)> {
    let mut points = roc.curves.iter().enumerate().flat_map(|(class, curve)| {
        let points = curve.thinned(STOPS).into_iter();
        points.map(move |point| (class, point))
    });
    points.nth(at)
}

pub(super) fn caption(roc: &Roc) -> Caption {
    let first = roc.curves.first();
    let title = match (roc.curves.as_slice(), first) {
        ([one], _) => format!("ROC of {}, area {}", one.name, text::number(one.area, 3)),
        (many, _) => {
            let mean = many.iter().map(|c| c.area).sum::<f64>() / many.len().max(1) as f64;
            format!("ROC of each class, mean area {}", text::number(mean, 3))
        }
    };
    let n = first.map_or(0, |c| c.positives + c.negatives);
    Caption {
        title,
        by: "true positives by false positives".into(),
        n: format!("n = {}", text::count(n)),
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, roc: &Roc, cursor: Option<usize>) {
    let read = cursor.and_then(|at| read(roc, at));
    // The class that is read is always among those drawn.
    let first = read.map_or(0, |(class, _)| (class + 1).saturating_sub(CURVES));
    if roc.curves.len() > 1 && area.height > 6 {
        let legend = top(1, &mut area);
        let names = roc.curves.iter().skip(first).take(CURVES);
        let names: Vec<String> = names
            .map(|c| format!("{} {}", c.name, text::number(c.area, 3)))
            .collect();
        draw_legend(paint, legend, names.iter().map(String::as_str));
    }
    let Some(axes) = draw_square(paint, area) else {
        return;
    };
    let mut canvas = Canvas::new(paint, axes.plot);
    for (at, curve) in roc.curves.iter().skip(first).take(CURVES).enumerate() {
        let (pen, _) = stroke(paint, at);
        let points = curve.points.iter();
        let points: Vec<(f64, f64)> = points
            .map(|p| (p.false_positive, p.true_positive))
            .collect();
        draw_line(&mut canvas, &axes, &points, pen);
    }
    canvas.draw(paint);
    if let Some(column) = read.and_then(|(_, p)| axes.column(p.false_positive)) {
        axes.mark(paint, column);
    }
}

pub(super) fn reading(roc: &Roc, at: usize) -> String {
    let Some((class, point)) = read(roc, at) else {
        return String::new();
    };
    let share = |value: f64| text::percent((value * 1000.0).round() / 1000.0);
    let from = match point.threshold.is_finite() {
        true => format!("from {} on", text::short(point.threshold)),
        false => "never".to_owned(),
    };
    format!(
        "{} {from}: true positives {}, false {}",
        roc.curves[class].name,
        share(point.true_positive),
        share(point.false_positive)
    )
}

pub(super) fn calibration_caption(calibration: &Calibration) -> Caption {
    Caption {
        title: format!("Brier {}", text::number(calibration.brier, 3)),
        by: format!("observed by predicted share of {}, 95 %", calibration.of),
        n: format!("n = {}", text::count(calibration.rows)),
    }
}

/// A dot a bin with its interval; on the diagonal what was said came true.
pub(super) fn draw_calibration(
    paint: &mut Paint<'_>,
    area: Rect,
    calibration: &Calibration,
    cursor: Option<usize>,
) {
    let Some(axes) = draw_square(paint, area) else {
        return;
    };
    let line = paint.theme.glyph('│', '|');
    for bin in &calibration.bins {
        let column = axes.column(bin.predicted);
        if let (Some(x), Some(from), Some(to)) = (column, axes.row(bin.high), axes.row(bin.low)) {
            for y in from..=to {
                paint.dot(x, y, line, Tone::Running);
            }
        }
    }
    let dot = paint.theme.glyph('●', 'o');
    for bin in &calibration.bins {
        if let (Some(x), Some(y)) = (axes.column(bin.predicted), axes.row(bin.observed)) {
            paint.dot(x, y, dot, Tone::Title);
        }
    }
    let bin = cursor.and_then(|at| calibration.bins.get(at));
    if let Some(column) = bin.and_then(|bin| axes.column(bin.predicted)) {
        axes.mark(paint, column);
    }
}

pub(super) fn calibration_reading(calibration: &Calibration, at: usize) -> String {
    let Some(bin) = calibration.bins.get(at) else {
        return String::new();
    };
    let share = |value: f64| text::percent((value * 1000.0).round() / 1000.0);
    format!(
        "predicted {}: observed {}, {} to {} ({})",
        share(bin.predicted),
        share(bin.observed),
        share(bin.low),
        share(bin.high),
        text::counted(bin.rows, "row")
    )
}
