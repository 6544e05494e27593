//! A score by segment: a dot a segment on one axis, its score and its rows beside it, all rows as a line across.

use ratatui::layout::Rect;

use super::axes::Caption;
use super::bars::{Labels, draw_rows};
use crate::figures::{SegmentScore, Segments};
use crate::text;
use crate::tui::widgets::Paint;

/// Cells of the names at most, and the share of the width that they take.
const NAMES: (u16, u16) = (36, 3);
/// Cells of the name of a column at least.
const COLUMN: usize = 8;

pub(super) fn caption(of: &Segments) -> Caption {
    let whole = text::with_unit(of.whole, &of.of.unit);
    Caption {
        title: String::new(),
        by: format!("{}; all rows {whole}; beside it score, rows", of.of.label()),
        n: format!("n = {}", text::count(of.rows)),
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, of: &Segments, cursor: Option<usize>) {
    let names = NAMES.0.min(area.width / NAMES.1);
    let mut bars = of.bars();
    for (bar, segment) in bars.bars.iter_mut().zip(&of.segments) {
        bar.label = segment_label(segment, usize::from(names));
    }
    let scores: Vec<f64> = of.segments.iter().map(|s| s.score).collect();
    let scores = text::alike(&scores);
    let rows: Vec<String> = of.segments.iter().map(|s| text::count(s.rows)).collect();
    let widest = rows.iter().map(|r| text::width(r)).max().unwrap_or(0);
    let beside = scores.iter().zip(&rows);
    let labels = Labels {
        names,
        beside: beside
            .map(|(score, rows)| format!("{score}  {rows:>widest$}"))
            .collect(),
    };
    draw_rows(paint, area, &bars, &labels, cursor);
}

/// Column and values in so many cells: of a long name the column gives way, as its segments differ in their values.
pub fn segment_label(segment: &SegmentScore, cells: usize) -> String {
    let [column, values] = [&segment.column, &segment.values].map(|text| text::escape(text));
    let room = cells.saturating_sub(text::width(&values) + 1);
    let column = text::cut(&column, room.max(COLUMN));
    text::cut(&format!("{column} {values}"), cells).into_owned()
}

pub(super) fn reading(of: &Segments, at: usize) -> String {
    let Some(segment) = of.segments.get(at) else {
        return String::new();
    };
    let than = match segment.weighs {
        w if w > 0.0 => "worse than",
        w if w < 0.0 => "better than",
        _ => "as",
    };
    format!(
        "{}: {} {}, {than} {} on all rows ({})",
        segment.label(),
        of.of.name,
        text::with_unit(segment.score, &of.of.unit),
        text::short(of.whole),
        text::counted(segment.rows, "row")
    )
}
