//! Calibration, and the square of shares against shares that it has in common with the curves.

use ratatui::layout::Rect;

use super::axes::{Axes, BELOW, Caption, Scale};
use super::scatter::draw_diagonal;
use crate::figures::{Axis, Calibration};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Cells of the plot for a row of it: more would stretch the square.
const ASPECT: u16 = 3;
/// Cells that a plot has where it can, however low it is.
const NARROWEST: u16 = 48;

/// Both axes from nothing to all, the plot no wider than fits its height.
pub(super) fn draw_square(paint: &mut Paint<'_>, area: Rect, diagonal: bool) -> Option<Axes> {
    let axis = Axis::new(0.0, 1.0)?;
    let y = Scale::up(axis, area.height.saturating_sub(BELOW)).in_percent();
    let room = Axes::room(area, &y);
    let plot = Rect {
        width: room.width.min((room.height * ASPECT).max(NARROWEST)),
        ..room
    };
    let x = Scale::across(axis, plot.width).in_percent();
    let axes = Axes::draw(paint, plot, &x, &y);
    if diagonal {
        draw_diagonal(paint, plot);
    }
    Some(axes)
}

pub(super) fn caption(calibration: &Calibration) -> Caption {
    Caption {
        title: format!("Brier {}", text::number(calibration.brier, 3)),
        by: format!("observed by predicted share of {}, 95 %", calibration.of),
        n: format!("n = {}", text::count(calibration.rows)),
    }
}

/// A dot a bin with its interval; on the diagonal what was said came true.
pub(super) fn draw(
    paint: &mut Paint<'_>,
    area: Rect,
    calibration: &Calibration,
    cursor: Option<usize>,
) {
    let Some(axes) = draw_square(paint, area, true) else {
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

pub(super) fn reading(calibration: &Calibration, at: usize) -> String {
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
