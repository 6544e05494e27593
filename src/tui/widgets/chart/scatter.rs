//! Scatter plots: a dot a row; the cursor reads what the rows of a stretch are like.

use ratatui::layout::Rect;

use super::axes::{Axes, BELOW, Caption, Scale};
use super::canvas::{Canvas, Pen};
use crate::figures::Scatter;
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

pub(super) fn caption(scatter: &Scatter) -> Caption {
    let drawn = match scatter.points.len() < scatter.rows {
        true => format!("{} of ", text::count(scatter.points.len())),
        false => String::new(),
    };
    let beyond = match scatter.beyond {
        0 => String::new(),
        n => format!(", {} beyond", text::count(n)),
    };
    Caption {
        title: String::new(),
        by: format!("{} by {}", scatter.y.label(), scatter.x.label()),
        n: format!("n = {drawn}{}{beyond}", text::count(scatter.rows)),
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, scatter: &Scatter, cursor: Option<usize>) {
    let Some((across, up)) = scatter.axes else {
        return;
    };
    let y = Scale::up(up, area.height.saturating_sub(BELOW));
    let plot = Axes::room(area, &y);
    let axes = Axes::draw(paint, plot, &Scale::across(across, plot.width), &y);
    if scatter.diagonal {
        draw_diagonal(paint, plot);
    }
    let mut canvas = Canvas::new(paint, plot);
    for place in scatter.points.iter().filter_map(|p| axes.place(*p)) {
        canvas.point(place, Pen::solid(Tone::Plain, '*'));
    }
    canvas.draw_cloud(paint);
    if let Some(bin) = cursor.and_then(|at| scatter.bins.get(at)) {
        let middle = bin.from / 2.0 + bin.to / 2.0;
        if let Some(column) = axes.column(middle) {
            axes.mark(paint, column);
        }
    }
}

/// Where both values are equal, from corner to corner.
pub(super) fn draw_diagonal(paint: &mut Paint<'_>, plot: Rect) {
    let glyph = paint.theme.glyph('·', '/');
    for x in 0..plot.width {
        let up = f64::from(x) / f64::from(plot.width.max(2) - 1);
        let row = ((1.0 - up) * f64::from(plot.height.max(1) - 1)).round() as u16;
        paint.dot(plot.x + x, plot.y + row, glyph, Tone::Dim);
    }
}

pub(super) fn reading(scatter: &Scatter, at: usize) -> String {
    let Some(bin) = scatter.bins.get(at) else {
        return String::new();
    };
    let of = |value: f64| text::number(value, 3);
    let place = format!("{} to {} {}", of(bin.from), of(bin.to), scatter.x.unit);
    format!(
        "{}: {} {}, 80 % {} to {} ({})",
        place.trim_end(),
        scatter.y.name,
        of(bin.median),
        of(bin.low),
        of(bin.high),
        text::counted(bin.rows, "row")
    )
}
