//! Distributions: a histogram of a number, the most frequent values of anything else.

use ratatui::layout::Rect;

use crate::data::ColumnProfile;
use crate::decisions::Kind;
use crate::text;
use crate::tui::theme::{Glyphs, Tone};
use crate::tui::widgets::{Paint, meter};

/// Eighths of a cell, from below.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Cells that the longest bar of a value has at least.
const SHORTEST_BAR: usize = 5;

/// Draws a column's distribution: a histogram of a quantity or a date, the most frequent values of anything else.
pub fn draw_distribution(
    paint: &mut Paint<'_>,
    area: Rect,
    column: &ColumnProfile,
    unit: &str,
    rows: usize,
) {
    let quantity = matches!(column.kind, Some(Kind::Number | Kind::Date));
    if column.histogram.is_some() && (quantity || column.top.is_empty()) {
        draw_histogram(paint, area, column, unit);
    } else {
        draw_top(paint, area, &column.top, rows);
    }
}

/// The ends of its axis are numbers with their unit, or days.
fn draw_histogram(paint: &mut Paint<'_>, area: Rect, column: &ColumnProfile, unit: &str) {
    let Some(histogram) = &column.histogram else {
        return;
    };
    let (Some(first), Some(last)) = (histogram.edges.first(), histogram.edges.last()) else {
        return;
    };
    if area.height < 2 || area.width < 8 || histogram.counts.is_empty() {
        return;
    }
    let rows = area.height - 1;
    let bars = spread(&histogram.counts, usize::from(area.width));
    let highest = bars.iter().copied().max().unwrap_or(0).max(1) as f64;
    for (column, count) in bars.iter().enumerate() {
        let eighths = *count as f64 / highest * f64::from(rows) * 8.0;
        // A bin that holds anything shows.
        let eighths = if *count > 0 {
            eighths.round().max(1.0) as usize
        } else {
            0
        };
        for row in 0..usize::from(rows) {
            let fill = eighths.saturating_sub(row * 8).min(8);
            let glyph = match paint.theme.glyphs {
                Glyphs::Unicode => EIGHTHS[fill],
                Glyphs::Ascii => match fill {
                    0 => ' ',
                    1..=3 => '.',
                    4..=6 => ':',
                    _ => '#',
                },
            };
            let y = area.y + rows - 1 - row as u16;
            paint.dot(area.x + column as u16, y, glyph, Tone::Plain);
        }
    }
    let axis = area.y + rows;
    let beyond = match histogram.below + histogram.above {
        0 => String::new(),
        rows => format!(" (+{} beyond)", text::count(rows as usize)),
    };
    let ends = match &column.span {
        Some((first, last)) => [day(first), day(last)],
        None => {
            let (first, last) = (text::number(*first, 3), text::number(*last, 3));
            let with_unit = with_unit(&last, unit);
            // Where it is narrow the least needed goes first.
            let full = [format!("{with_unit}{beyond}"), with_unit];
            let room = usize::from(area.width).saturating_sub(text::width(&first) + 1);
            let fits = full.into_iter().find(|end| text::width(end) <= room);
            [first, fits.unwrap_or(last)]
        }
    };
    paint.text(area.x, axis, area.width, &ends[0], Tone::Dim);
    let needed = (text::width(&ends[0]) + text::width(&ends[1]) + 1) as u16;
    let width = (bars.len() as u16).max(needed.min(area.width));
    paint.right(area.x, axis, width, &ends[1], Tone::Dim);
}

/// The day of an instant in ISO 8601.
fn day(instant: &str) -> String {
    instant.chars().take(10).collect()
}

fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        unit => format!("{number} {unit}"),
    }
}

/// Counts laid out over at most `cells` cells: bins widened evenly, or neighbours put together.
fn spread(counts: &[u64], cells: usize) -> Vec<u64> {
    let bins = counts.len();
    if bins >= cells {
        let together = bins.div_ceil(cells.max(1));
        return counts
            .chunks(together)
            .map(|part| part.iter().sum())
            .collect();
    }
    let wide = cells / bins;
    counts
        .iter()
        .flat_map(|count| std::iter::repeat_n(*count, wide))
        .collect()
}

/// Draws the most frequent values as bars with their share of `rows`.
fn draw_top(paint: &mut Paint<'_>, area: Rect, top: &[(String, u64)], rows: usize) {
    // Names before bars: a cut name says less than a short bar.
    let longest = top
        .iter()
        .map(|(value, _)| text::width(&text::escape(value)));
    let most = usize::from(area.width).saturating_sub(7 + SHORTEST_BAR);
    let names = longest.max().unwrap_or(0).min(most);
    let highest = top
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0)
        .max(1) as f64;
    let bar = usize::from(area.width).saturating_sub(names + 8);
    for (line, (value, count)) in top.iter().take(usize::from(area.height)).enumerate() {
        let y = area.y + line as u16;
        paint.text(area.x, y, names as u16, value, Tone::Plain);
        let share = *count as f64 / rows.max(1) as f64;
        let x = area.x + names as u16 + 1;
        paint.right(x, y, 6, &text::percent(share), Tone::Plain);
        let drawn = meter(paint.theme, *count as f64 / highest, bar);
        paint.text(x + 7, y, bar as u16, &drawn, Tone::Plain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_fill_the_width_without_exceeding_it() {
        assert_eq!(spread(&[1, 2], 5), [1, 1, 2, 2]);
        assert_eq!(spread(&[1, 2, 3, 4, 5], 3), [3, 7, 5]);
        for bins in 1..60 {
            for cells in 1..60 {
                let spread = spread(&vec![1; bins], cells);
                assert!(spread.len() <= cells);
            }
        }
    }
}
