//! Histograms: one sample standing on its axis, or two mirrored at it.

use chrono::DateTime;
use ratatui::layout::Rect;

use super::axes::{Axes, BELOW, Caption, Scale};
use super::columns::{Layout, fill, hanging, rising};
use crate::figures::{Axis, Distribution, Histogram, Measure, Mirror};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, bottom};

/// Below this width there is no room for axes.
const NARROW: u16 = 30;
/// Rows of the bars in a narrow place at most.
const SMALL: u16 = 3;

pub(super) fn caption(of: &Distribution) -> Caption {
    Caption {
        title: String::new(),
        by: of.of.label(),
        n: rows(&of.histogram),
    }
}

/// `n = 16 000, 12 beyond`.
fn rows(histogram: &Histogram) -> String {
    let beyond = match histogram.beyond() {
        0 => String::new(),
        n => format!(", {} beyond", text::count(n as usize)),
    };
    format!("n = {}{beyond}", text::count(histogram.rows() as usize))
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, of: &Distribution, cursor: Option<usize>) {
    let histogram = &of.histogram;
    let Some(up) = Axis::new(0.0, histogram.peak() as f64) else {
        return;
    };
    if area.width < NARROW && cursor.is_none() {
        return draw_small(paint, area, of);
    }
    let y = Scale::up(up, area.height.saturating_sub(BELOW));
    let room = Axes::room(area, &y);
    let layout = Layout::of(histogram.counts.len(), room.width);
    let Some(x) = ends(histogram, of.ends.as_ref(), layout.cells()) else {
        return;
    };
    let plot = Rect {
        width: layout.cells(),
        ..room
    };
    let axes = Axes::draw(paint, plot, &x, &y);
    draw_bars(paint, plot, histogram, &layout);
    if let Some(at) = cursor {
        axes.mark(paint, plot.x + layout.cell_of(at));
    }
}

fn draw_bars(paint: &mut Paint<'_>, plot: Rect, histogram: &Histogram, layout: &Layout) {
    let sums: Vec<u64> = (0..plot.width)
        .map(|cell| histogram.counts[layout.bins_at(cell)].iter().sum())
        .collect();
    let highest = sums.iter().copied().max().unwrap_or(0).max(1) as f64;
    for (cell, sum) in (plot.x..).zip(&sums) {
        for row in 0..plot.height {
            let glyph = rising(paint.theme, fill(*sum as f64 / highest, row, plot.height));
            paint.dot(cell, plot.bottom() - 1 - row, glyph, Tone::Plain);
        }
    }
}

/// In a narrow place the bars stand on their two ends: axes would take what they need.
fn draw_small(paint: &mut Paint<'_>, mut area: Rect, of: &Distribution) {
    let histogram = &of.histogram;
    let (Some(first), Some(last)) = (histogram.edges.first(), histogram.edges.last()) else {
        return;
    };
    let ends = match &of.ends {
        Some((from, to)) => [from.clone(), to.clone()],
        None => [*first, *last].map(|end| text::number(end, 3)),
    };
    let row = bottom(1, &mut area);
    let layout = Layout::of(histogram.counts.len(), area.width);
    let plot = Rect {
        width: layout.cells(),
        height: area.height.min(SMALL),
        ..area
    };
    draw_bars(paint, plot, histogram, &layout);
    let row = Rect {
        y: plot.bottom().min(row.y),
        ..row
    };
    let end = paint.text(row.x, row.y, row.width, &ends[0], Tone::Dim);
    let needed = text::width(&ends[1]) as u16;
    let width = layout.cells().max(end + 1 + needed - row.x);
    paint.right(row.x, row.y, width.min(row.width), &ends[1], Tone::Dim);
}

/// The horizontal axis of bins: numbers, or two days.
fn ends(histogram: &Histogram, days: Option<&(String, String)>, cells: u16) -> Option<Scale> {
    let (first, last) = (*histogram.edges.first()?, *histogram.edges.last()?);
    let axis = Axis::new(first, last)?;
    Some(match days {
        Some((from, to)) => Scale {
            axis,
            labels: vec![(first, from.clone()), (last, to.clone())],
        },
        None => Scale::across(axis, cells),
    })
}

pub(super) fn reading(of: &Distribution, at: usize) -> String {
    let histogram = &of.histogram;
    let Some(count) = histogram.counts.get(at) else {
        return String::new();
    };
    let share = text::percent(*count as f64 / histogram.rows().max(1) as f64);
    let place = match &of.ends {
        Some(_) => days(&histogram.edges, at),
        None => bin(&of.of, &histogram.edges, at),
    };
    let rows = text::counted(*count as usize, "row");
    format!("{place}: {rows}, {share}")
}

/// `2013-01-01 to 2013-01-19`; the edges of dates are microseconds since 1970.
fn days(edges: &[f64], at: usize) -> String {
    let day = |edge: Option<&f64>| {
        let instant = edge.and_then(|micros| DateTime::from_timestamp_micros(*micros as i64));
        instant.map_or_else(String::new, |i| i.format("%Y-%m-%d").to_string())
    };
    format!("{} to {}", day(edges.get(at)), day(edges.get(at + 1)))
}

/// `12 to 13.5 USD`.
fn bin(of: &Measure, edges: &[f64], at: usize) -> String {
    let (from, to) = (edges.get(at), edges.get(at + 1));
    let text = |v: Option<&f64>| v.map_or_else(String::new, |v| text::short(*v));
    format!("{} to {} {}", text(from), text(to), of.unit)
        .trim_end()
        .to_owned()
}

pub(super) fn mirror_caption(mirror: &Mirror) -> Caption {
    let n = |side: &(String, Histogram)| text::count(side.1.rows() as usize);
    Caption {
        title: format!("{} above, {} below", mirror.upper.0, mirror.lower.0),
        by: mirror.of.label(),
        n: format!("n = {}, {}", n(&mirror.upper), n(&mirror.lower)),
    }
}

/// The sample above grows up from the middle, the other hangs down from it.
pub(super) fn draw_mirror(
    paint: &mut Paint<'_>,
    area: Rect,
    mirror: &Mirror,
    cursor: Option<usize>,
) {
    let largest = mirror.largest_share();
    // A row each side and the line between them, above the axis.
    let half = area.height.saturating_sub(BELOW + 1) / 2;
    let Some(up) = Axis::new(-largest, largest).filter(|_| half > 0) else {
        return;
    };
    let y = Scale {
        axis: up,
        labels: [-largest, 0.0, largest]
            .map(|share| (share, text::percent(share.abs())))
            .to_vec(),
    };
    let area = Rect {
        height: 2 * half + 1 + BELOW,
        ..area
    };
    let room = Axes::room(area, &y);
    let bins = mirror.upper.1.counts.len();
    let layout = Layout::of(bins, room.width);
    let Some(x) = ends(&mirror.upper.1, None, layout.cells()) else {
        return;
    };
    let plot = Rect {
        width: layout.cells(),
        ..room
    };
    let axes = Axes::draw(paint, plot, &x, &y);
    let (above, below) = mirror.heights();
    let middle = plot.y + half;
    let line = paint.theme.glyph('─', '-');
    for cell in 0..plot.width {
        let x = plot.x + cell;
        let highest = |heights: &[f64]| -> f64 {
            let of_cell = heights.get(layout.bins_at(cell)).unwrap_or_default();
            of_cell.iter().copied().fold(0.0, f64::max)
        };
        let (above, below) = (highest(&above), highest(&below));
        paint.dot(x, middle, line, Tone::Dim);
        for row in 0..half {
            let up = rising(paint.theme, fill(above, row, half));
            let down = hanging(paint.theme, fill(below, row, half));
            paint.dot(x, middle - 1 - row, up, Tone::Plain);
            paint.dot(x, middle + 1 + row, down, Tone::Running);
        }
    }
    if let Some(at) = cursor {
        axes.mark(paint, plot.x + layout.cell_of(at));
    }
}

pub(super) fn mirror_reading(mirror: &Mirror, at: usize) -> String {
    let (up, down) = (mirror.upper.1.shares(), mirror.lower.1.shares());
    let share = |shares: &[f64]| {
        shares
            .get(at)
            .map_or_else(String::new, |s| text::percent(*s))
    };
    format!(
        "{}: {} {}, {} {}",
        bin(&mirror.of, &mirror.upper.1.edges, at),
        mirror.upper.0,
        share(&up),
        mirror.lower.0,
        share(&down)
    )
}
