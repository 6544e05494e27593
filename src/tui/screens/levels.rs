//! A column of new data beside the reference: a number's two histograms, the shares of categories to the left and right of an axis.

use ratatui::layout::Rect;

use crate::drift::{Column, Figure};
use crate::figures::{self, Measure, Mirror};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, draw_figure, meter};

/// Draws a column of a chunk against the reference; `unit` is that of the values. With a cursor a number's bin is read out.
pub(super) fn draw_sides(
    paint: &mut Paint<'_>,
    area: Rect,
    (column, figure): (&Column, &Figure),
    unit: &str,
    cursor: Option<usize>,
) {
    match figure {
        Figure::Numbers { reference, current } => {
            let mirror = Mirror {
                of: Measure::new(&column.name, unit),
                upper: ("reference".into(), reference.clone()),
                lower: ("current".into(), current.clone()),
            };
            draw_figure(paint, area, &figures::Figure::Mirror(mirror), cursor);
        }
        Figure::Levels(levels) => draw_levels(paint, area, levels),
    }
}

/// A line a category: name, share and bar in the reference to the left of the axis, in the chunk to its right.
fn draw_levels(paint: &mut Paint<'_>, area: Rect, levels: &[(String, f64, f64)]) {
    let longest = levels
        .iter()
        .map(|(name, ..)| text::width(&text::escape(shown(name))));
    let names = longest.max().unwrap_or(0).min(usize::from(area.width) / 3);
    // As wide as `< 0.1 %`.
    let shares = 7;
    let Some(bars) = usize::from(area.width).checked_sub(names + 2 * shares + 4) else {
        return;
    };
    if area.height < 2 {
        return;
    }
    let side = (bars / 2).max(1);
    let axis = area.x + (names + 1 + shares + 1 + side) as u16;
    paint.right(area.x, area.y, axis - area.x, "reference", Tone::Dim);
    paint.text(
        axis + 1,
        area.y,
        area.right().saturating_sub(axis + 1),
        "current",
        Tone::Dim,
    );
    let highest = levels.iter().map(|(_, r, c)| r.max(*c)).fold(0.0, f64::max);
    let room = usize::from(area.height - 1);
    for (line, (name, reference, current)) in levels.iter().take(room).enumerate() {
        let y = area.y + 1 + line as u16;
        paint.text(area.x, y, names as u16, shown(name), Tone::Plain);
        let x = area.x + names as u16 + 1;
        paint.right(x, y, shares as u16, &text::percent(*reference), Tone::Plain);
        // Bars to the left grow by whole cells: there are no glyphs that fill from the right.
        let cells = (reference / highest * side as f64).round() as usize;
        let cells = cells.max(usize::from(*reference > 0.0)).min(side);
        let full = paint.theme.glyph('█', '#').to_string().repeat(cells);
        paint.right(x + shares as u16 + 1, y, side as u16, &full, Tone::Plain);
        paint.dot(axis, y, paint.theme.glyph('│', '|'), Tone::Dim);
        let bar = meter(paint.theme, current / highest, side);
        let drawn = paint.text(axis + 1, y, side as u16, &bar, Tone::Running);
        let left = area.right().saturating_sub(drawn + 1);
        paint.text(drawn + 1, y, left, &text::percent(*current), Tone::Plain);
    }
}

fn shown(name: &str) -> &str {
    match name {
        "" => "(others)",
        name => name,
    }
}
