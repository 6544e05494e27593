//! Folds as strips: what part each stretch of rows plays.

use ratatui::layout::Rect;

use crate::figures::{Part, Strips};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Parts with their glyphs, word and tone.
const PARTS: [(Part, char, char, &str, Tone); 5] = [
    (Part::Train, '─', '-', "train", Tone::Dim),
    (Part::Test, '█', '#', "scored", Tone::Running),
    (Part::Gap, '·', '.', "gap", Tone::Dim),
    (Part::Holdout, '▒', 'H', "holdout", Tone::Goal),
    (Part::Unused, ' ', ' ', "unused", Tone::Dim),
];

/// Draws the strips with a legend of the parts that occur.
pub fn draw_strips(paint: &mut Paint<'_>, area: Rect, strips: &Strips) {
    let labels = strips
        .strips
        .iter()
        .map(|(label, _)| text::width(label))
        .max()
        .unwrap_or(0);
    let labels = (labels as u16).min(area.width / 3);
    let cells = area.width.saturating_sub(labels + 1);
    // The folds come before the legend.
    let room = area.height;
    for (line, (label, parts)) in strips.strips.iter().take(usize::from(room)).enumerate() {
        let y = area.y + line as u16;
        paint.text(area.x, y, labels, label, Tone::Plain);
        let mut from = 0.0;
        for (part, share) in parts {
            let to = from + share;
            let (start, end) = (cell(from, cells), cell(to, cells));
            // A part that is there shows, however thin.
            let end = if *share > 0.0 {
                end.max(start + 1)
            } else {
                end
            };
            let (glyph, tone) = look(paint, *part);
            for column in start..end.min(cells) {
                paint.dot(area.x + labels + 1 + column, y, glyph, tone);
            }
            from = to;
        }
    }
    let y = area.y + strips.strips.len() as u16;
    if y >= area.bottom() {
        return;
    }
    let mut x = area.x;
    for (part, _, _, word, _) in PARTS {
        let occurs = strips
            .strips
            .iter()
            .any(|(_, parts)| parts.iter().any(|(p, share)| *p == part && *share > 0.0));
        if occurs && part != Part::Unused {
            let (glyph, tone) = look(paint, part);
            x = paint.text(
                x,
                y,
                area.right().saturating_sub(x),
                &format!("{glyph}{glyph}"),
                tone,
            );
            x = paint.text(
                x,
                y,
                area.right().saturating_sub(x),
                &format!(" {word}  "),
                Tone::Dim,
            );
        }
    }
}

fn cell(share: f64, cells: u16) -> u16 {
    (share.clamp(0.0, 1.0) * f64::from(cells)).round() as u16
}

fn look(paint: &Paint<'_>, part: Part) -> (char, Tone) {
    PARTS
        .iter()
        .find(|(p, ..)| *p == part)
        .map_or((' ', Tone::Dim), |(_, unicode, ascii, _, tone)| {
            (paint.theme.glyph(*unicode, *ascii), *tone)
        })
}
