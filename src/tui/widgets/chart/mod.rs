//! Charts: every figure drawn in braille, blocks or ASCII, with axes from one place and a cursor that reads values.
//!
//! `axes` has the scales, ticks and the mark of the cursor, `canvas` the dots, `columns` the parts of a cell; then a file
//! a figure: how it is drawn, what stands over it, and what the cursor reads.

mod axes;
mod bars;
mod boxes;
mod calibration;
mod canvas;
mod columns;
mod curves;
mod grid;
mod histogram;
mod lines;
mod listing;
mod over_time;
mod scatter;
mod segments;
#[cfg(test)]
mod tests;
mod timeline;

use ratatui::layout::Rect;

use self::axes::{Caption, draw_caption};
use crate::figures::Figure;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, bottom, top};

pub use axes::{Scale, draw_scale};
pub use bars::{Score, draw_line_names, draw_lines_across, draw_score, fold_glyph, interval_glyph};
pub use columns::{Layout, fill, rising};
pub use segments::segment_label;

/// Cells and rows beyond which a chart only stretches.
const LARGEST: (u16, u16) = (110, 32);
/// Cells in which any reading fits on one row.
const WIDE: u16 = 66;
/// Rows below which there is no caption.
const SHORT: u16 = 5;

/// Draws a figure; with a cursor the value under it is read out on the last row.
pub fn draw_figure(paint: &mut Paint<'_>, area: Rect, figure: &Figure, cursor: Option<usize>) {
    // Cells of numbers do not stretch: more of them are seen.
    let mut area = match figure {
        Figure::Heat(_) => area,
        _ => Rect {
            width: area.width.min(LARGEST.0),
            height: area.height.min(LARGEST.1),
            ..area
        },
    };
    let cursor = cursor.map(|at| at.min(stops(figure).saturating_sub(1)));
    if area.height < 3 || area.width < 16 {
        return;
    }
    if area.height >= SHORT {
        let row = top(1, &mut area);
        draw_caption(paint, row, &caption(figure));
    }
    let read = match cursor {
        Some(_) => reading_rows(figure, area),
        None => 0,
    };
    if let Some(most) = rows(figure) {
        area.height = area.height.min(most + read);
    }
    if let Some(at) = cursor {
        let row = bottom(read, &mut area);
        paint.wrapped(row, &reading(figure, at), Tone::Plain);
    }
    match figure {
        Figure::Histogram(of) => histogram::draw(paint, area, of, cursor),
        Figure::Mirror(of) => histogram::draw_mirror(paint, area, of, cursor),
        Figure::Boxes(of) => boxes::draw(paint, area, of, cursor),
        Figure::Scatter(of) => scatter::draw(paint, area, of, cursor),
        Figure::Lines(of) => lines::draw(paint, area, of, cursor),
        Figure::Bars(of) => bars::draw(paint, area, of, cursor),
        Figure::Heat(of) => grid::draw(paint, area, of, cursor),
        Figure::Roc(of) => curves::draw(paint, area, of, cursor),
        Figure::PrecisionRecall(of) => curves::draw(paint, area, of, cursor),
        Figure::Gain(of) => curves::draw(paint, area, of, cursor),
        Figure::Calibration(of) => calibration::draw(paint, area, of, cursor),
        Figure::Confusion(of) => grid::draw_confusion(paint, area, of, cursor),
        Figure::Timeline(of) => timeline::draw(paint, area, of, cursor),
        Figure::OverTime(of) => over_time::draw(paint, area, of, cursor),
        Figure::Segments(of) => segments::draw(paint, area, of, cursor),
        Figure::Listing(of) => listing::draw(paint, area, of, cursor),
    }
}

/// Rows for what the cursor reads: two where a sentence of this figure may be longer than its place is wide.
fn reading_rows(figure: &Figure, area: Rect) -> u16 {
    let is_long = match figure {
        Figure::Lines(of) => of.lines.len() > 1,
        Figure::Heat(of) => of
            .told
            .as_ref()
            .is_some_and(|told| told.len() > usize::from(area.width)),
        Figure::Listing(_) => true,
        Figure::Scatter(_)
        | Figure::Mirror(_)
        | Figure::Roc(_)
        | Figure::PrecisionRecall(_)
        | Figure::Gain(_) => area.width < WIDE,
        Figure::Segments(_) => area.width < 2 * WIDE,
        _ => false,
    };
    1 + u16::from(is_long && area.height > 10)
}

/// Rows of a figure that does not grow with its place.
fn rows(figure: &Figure) -> Option<u16> {
    let (rows, beside) = match figure {
        Figure::Boxes(of) => (of.boxes.len(), axes::BELOW),
        Figure::Bars(of) => (of.bars.len(), axes::BELOW),
        Figure::Heat(of) => (of.rows.len(), 1),
        Figure::Confusion(of) => (of.classes.len(), 2),
        Figure::Timeline(_) => (3, 0),
        Figure::Segments(of) => (of.segments.len(), axes::BELOW),
        Figure::Listing(of) => (of.rows.len(), 2),
        _ => return None,
    };
    Some(u16::try_from(rows).unwrap_or(LARGEST.1) + beside)
}

/// How many places of a figure the cursor can read.
pub fn stops(figure: &Figure) -> usize {
    match figure {
        Figure::Histogram(of) => of.histogram.counts.len(),
        Figure::Mirror(of) => of.upper.1.counts.len(),
        Figure::Boxes(of) => boxes::stops(of),
        Figure::Scatter(of) => of.bins.len(),
        Figure::Lines(of) => lines::stops(of),
        Figure::Bars(of) => of.bars.len(),
        Figure::Heat(of) => of.rows.len() * of.columns.len(),
        Figure::Roc(of) => curves::stops(of),
        Figure::PrecisionRecall(of) => curves::stops(of),
        Figure::Gain(of) => curves::stops(of),
        Figure::Calibration(of) => of.bins.len(),
        Figure::Confusion(of) => of.classes.len() * of.classes.len(),
        Figure::Timeline(of) => of.moments.len(),
        Figure::OverTime(of) => over_time::stops(of),
        Figure::Segments(of) => of.segments.len(),
        Figure::Listing(of) => of.rows.len(),
    }
}

/// Where a cursor begins to read a figure: at the first of those that have rows, in the middle of an axis.
pub fn first_stop(figure: &Figure) -> usize {
    match figure {
        Figure::Boxes(_)
        | Figure::Bars(_)
        | Figure::Heat(_)
        | Figure::Confusion(_)
        | Figure::Segments(_)
        | Figure::Listing(_) => 0,
        Figure::Roc(of) => curves::middle(of),
        Figure::PrecisionRecall(of) => curves::middle(of),
        Figure::Gain(of) => curves::middle(of),
        _ => stops(figure) / 2,
    }
}

/// The exact numbers at a place of a figure, in words.
pub fn reading(figure: &Figure, at: usize) -> String {
    match figure {
        Figure::Histogram(of) => histogram::reading(of, at),
        Figure::Mirror(of) => histogram::mirror_reading(of, at),
        Figure::Boxes(of) => boxes::reading(of, at),
        Figure::Scatter(of) => scatter::reading(of, at),
        Figure::Lines(of) => lines::reading(of, at),
        Figure::Bars(of) => bars::reading(of, at),
        Figure::Heat(of) => grid::reading(of, at),
        Figure::Roc(of) => curves::reading(of, at),
        Figure::PrecisionRecall(of) => curves::reading(of, at),
        Figure::Gain(of) => curves::reading(of, at),
        Figure::Calibration(of) => calibration::reading(of, at),
        Figure::Confusion(of) => grid::confusion_reading(of, at),
        Figure::Timeline(of) => timeline::reading(of, at),
        Figure::OverTime(of) => over_time::reading(of, at),
        Figure::Segments(of) => segments::reading(of, at),
        Figure::Listing(of) => listing::reading(of, at),
    }
}

fn caption(figure: &Figure) -> Caption {
    match figure {
        Figure::Histogram(of) => histogram::caption(of),
        Figure::Mirror(of) => histogram::mirror_caption(of),
        Figure::Boxes(of) => boxes::caption(of),
        Figure::Scatter(of) => scatter::caption(of),
        Figure::Lines(of) => lines::caption(of),
        Figure::Bars(of) => bars::caption(of),
        Figure::Heat(of) => grid::heat_caption(of),
        Figure::Roc(of) => curves::roc_caption(of),
        Figure::PrecisionRecall(of) => curves::precision_caption(of),
        Figure::Gain(of) => curves::gain_caption(of),
        Figure::Calibration(of) => calibration::caption(of),
        Figure::Confusion(of) => grid::confusion_caption(of),
        Figure::Timeline(of) => timeline::caption(of),
        Figure::OverTime(of) => over_time::caption(of),
        Figure::Segments(of) => segments::caption(of),
        Figure::Listing(of) => listing::caption(of),
    }
}
