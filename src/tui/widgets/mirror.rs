//! Reference and current on one axis: a number's two histograms above and below it, the shares of categories to its left
//! and right.

use ratatui::layout::Rect;

use crate::drift::Figure;
use crate::figures::{Histogram, Mirror};
use crate::text;
use crate::tui::theme::{Glyphs, Tone};
use crate::tui::widgets::{Paint, meter};

/// Eighths of a cell, from below.
const RISING: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same from above, as far as there are glyphs.
const HANGING: [char; 9] = [' ', '▔', '▔', '▀', '▀', '▀', '█', '█', '█'];
/// Rows that a mirrored histogram needs: one a side, the axis and its words.
const LEAST: u16 = 4;

/// Draws a column of a chunk against the reference; `unit` is that of the values.
pub fn draw_mirror(paint: &mut Paint<'_>, area: Rect, figure: &Figure, unit: &str) {
    match figure {
        Figure::Numbers { reference, current } => {
            draw_numbers(paint, area, reference, current, unit);
        }
        Figure::Levels(levels) => draw_levels(paint, area, levels),
    }
}

fn draw_numbers(
    paint: &mut Paint<'_>,
    area: Rect,
    reference: &Histogram,
    current: &Histogram,
    unit: &str,
) {
    let (Some(first), Some(last)) = (reference.edges.first(), reference.edges.last()) else {
        return;
    };
    if area.height < LEAST || area.width < 12 {
        return;
    }
    let mirror = Mirror {
        upper: ("reference".to_owned(), reference.clone()),
        lower: ("current".to_owned(), current.clone()),
    };
    let (up, down) = mirror.heights();
    let half = (area.height - 2) / 2;
    let axis = area.y + 1 + half;
    let cells = usize::from(area.width);
    paint.text(
        area.x,
        area.y,
        area.width,
        "reference above, current below",
        Tone::Dim,
    );
    for (column, (up, down)) in spread(&up, cells)
        .into_iter()
        .zip(spread(&down, cells))
        .enumerate()
    {
        let x = area.x + column as u16;
        for row in 0..half {
            let (rising, hanging) = (fill(up, row, half), fill(down, row, half));
            let (rise, hang) = match paint.theme.glyphs {
                Glyphs::Unicode => (RISING[rising], HANGING[hanging]),
                Glyphs::Ascii => (plain(rising, '.'), plain(hanging, '\'')),
            };
            paint.dot(x, axis - 1 - row, rise, Tone::Plain);
            paint.dot(x, axis + 1 + row, hang, Tone::Running);
        }
    }
    let low = text::number(*first, 3);
    let high = match unit {
        "" => text::number(*last, 3),
        unit => format!("{} {unit}", text::number(*last, 3)),
    };
    let line = paint.theme.glyph('─', '-');
    for x in 0..area.width {
        paint.dot(area.x + x, axis, line, Tone::Dim);
    }
    paint.text(area.x, axis, area.width, &format!("{low} "), Tone::Dim);
    let room = text::width(&high) as u16 + 1;
    if room < area.width {
        paint.right(area.x, axis, area.width, &format!(" {high}"), Tone::Dim);
    }
}

/// Eighths of the cell `row` rows from the axis that a bar of this height fills; what is there shows.
fn fill(height: f64, row: u16, rows: u16) -> usize {
    let eighths = height * f64::from(rows) * 8.0;
    let eighths = match height > 0.0 {
        true => eighths.round().max(1.0) as usize,
        false => 0,
    };
    eighths.saturating_sub(usize::from(row) * 8).min(8)
}

fn plain(fill: usize, little: char) -> char {
    match fill {
        0 => ' ',
        1..=3 => little,
        4..=6 => ':',
        _ => '#',
    }
}

/// Heights laid out over at most `cells` cells: bins widened evenly, or the highest of neighbours.
fn spread(heights: &[f64], cells: usize) -> Vec<f64> {
    let bins = heights.len().max(1);
    if bins >= cells {
        let together = bins.div_ceil(cells.max(1));
        let highest = |part: &[f64]| part.iter().copied().fold(0.0, f64::max);
        return heights.chunks(together).map(highest).collect();
    }
    let wide = cells / bins;
    let bars = heights.iter();
    bars.flat_map(|h| std::iter::repeat_n(*h, wide)).collect()
}

/// A line a category: name, share and bar in the reference to the left of the axis, in the chunk to its right.
fn draw_levels(paint: &mut Paint<'_>, area: Rect, levels: &[(String, f64, f64)]) {
    let longest = levels
        .iter()
        .map(|(name, ..)| text::width(&text::escape(shown(name))));
    let names = longest.max().unwrap_or(0).min(usize::from(area.width) / 3);
    let shares = 6;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_the_width_and_what_is_there_shows() {
        assert_eq!(spread(&[0.5, 1.0], 5), [0.5, 0.5, 1.0, 1.0]);
        assert_eq!(spread(&[0.1, 0.9, 0.2], 2), [0.9, 0.2]);
        assert!(spread(&[], 4).is_empty());
        assert_eq!((fill(0.001, 0, 3), fill(0.0, 0, 3)), (1, 0));
        assert_eq!((fill(1.0, 2, 3), fill(0.5, 1, 2)), (8, 0));
    }
}
