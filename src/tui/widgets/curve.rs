//! A curve, such as the loss by round: braille dots, or stars in ASCII.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::theme::{Glyphs, Tone};
use crate::tui::widgets::Paint;

/// Bits of the dots of a braille cell, by column and row.
const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// Draws points in order, with the ends of both axes; `x` and `y` name them.
pub fn draw_curve(paint: &mut Paint<'_>, area: Rect, points: &[(f64, f64)], x: &str, y: &str) {
    let finite: Vec<(f64, f64)> = points
        .iter()
        .copied()
        .filter(|(a, b)| a.is_finite() && b.is_finite())
        .collect();
    let (Some(first), Some(last)) = (finite.first(), finite.last()) else {
        return;
    };
    if area.height < 3 || area.width < 16 {
        return;
    }
    let low = finite.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let high = finite.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
    let labels = [text::number(high, 3), text::number(low, 3)];
    let margin = labels.iter().map(|l| text::width(l)).max().unwrap_or(0) as u16 + 1;
    let plot = Rect::new(
        area.x + margin,
        area.y,
        area.width.saturating_sub(margin),
        area.height - 1,
    );
    paint.right(area.x, plot.y, margin - 1, &labels[0], Tone::Dim);
    paint.right(area.x, plot.bottom() - 1, margin - 1, &labels[1], Tone::Dim);
    let axis = format!("{y} by {x} {} to {}", first.0, last.0);
    paint.right(area.x, plot.bottom(), area.width, &axis, Tone::Dim);

    let (across, down) = match paint.theme.glyphs {
        Glyphs::Unicode => (2, 4),
        Glyphs::Ascii => (1, 1),
    };
    let (width, height) = (
        usize::from(plot.width) * across,
        usize::from(plot.height) * down,
    );
    let place = |(px, py): (f64, f64)| {
        let share = |v: f64, from: f64, to: f64| {
            if to > from {
                (v - from) / (to - from)
            } else {
                0.5
            }
        };
        let column = share(px, first.0, last.0) * (width - 1) as f64;
        let row = (1.0 - share(py, low, high)) * (height - 1) as f64;
        (column, row)
    };
    let mut dots = vec![false; width * height];
    let mut before = place(*first);
    for point in &finite {
        let here = place(*point);
        let steps = (here.0 - before.0)
            .abs()
            .max((here.1 - before.1).abs())
            .ceil()
            .max(1.0) as usize;
        for step in 0..=steps {
            let t = step as f64 / steps as f64;
            let column = (before.0 + (here.0 - before.0) * t)
                .round()
                .clamp(0.0, (width - 1) as f64);
            let row = (before.1 + (here.1 - before.1) * t)
                .round()
                .clamp(0.0, (height - 1) as f64);
            dots[row as usize * width + column as usize] = true;
        }
        before = here;
    }
    for row in 0..usize::from(plot.height) {
        for column in 0..usize::from(plot.width) {
            let mut bits = 0;
            for (dx, rows) in DOTS.iter().enumerate().take(across) {
                for (dy, bit) in rows.iter().enumerate().take(down) {
                    if dots[(row * down + dy) * width + column * across + dx] {
                        bits |= bit;
                    }
                }
            }
            if bits == 0 {
                continue;
            }
            let glyph = match paint.theme.glyphs {
                Glyphs::Unicode => char::from_u32(0x2800 + bits).unwrap_or('*'),
                Glyphs::Ascii => '*',
            };
            paint.dot(
                plot.x + column as u16,
                plot.y + row as u16,
                glyph,
                Tone::Running,
            );
        }
    }
}
