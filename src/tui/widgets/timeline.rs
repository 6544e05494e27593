//! Chunks in time: a cell or more each, with the level as a glyph and, where there is room, as a word.

use ratatui::layout::Rect;

use crate::drift::{Chunk, Level};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, window};

/// Cells of a chunk from which its words are written.
const WORDS: u16 = 8;
/// Cells of a chunk at most.
const WIDEST: u16 = 14;

/// Draws the chunks, the one at `at` marked; three rows: levels, words, names or the ends of time.
pub fn draw_timeline(paint: &mut Paint<'_>, area: Rect, chunks: &[Chunk], at: usize) {
    if chunks.is_empty() || area.height == 0 || area.width == 0 {
        return;
    }
    let wide = (area.width / chunks.len().max(1) as u16).clamp(1, WIDEST);
    let room = usize::from(area.width / wide);
    let first = window(at, chunks.len(), room);
    let shown = &chunks[first..chunks.len().min(first + room)];
    for (place, chunk) in shown.iter().enumerate() {
        let x = area.x + place as u16 * wide;
        let selected = first + place == at;
        let (unicode, ascii, tone) = look(chunk);
        let bar = wide.saturating_sub(u16::from(wide > 2));
        for cell in 0..bar {
            paint.dot(x + cell, area.y, paint.theme.glyph(unicode, ascii), tone);
        }
        if area.height > 1 && wide >= WORDS {
            let tone = if selected { Tone::Selected } else { tone };
            paint.text(x, area.y + 1, bar, word(chunk), tone);
        } else if area.height > 1 && selected {
            paint.dot(x, area.y + 1, paint.theme.glyph('▲', '^'), Tone::Selected);
        }
        if area.height > 2 && wide >= WORDS {
            let name = text::cut(&chunk.name, usize::from(bar)).into_owned();
            paint.text(x, area.y + 2, bar, &name, Tone::Dim);
        }
    }
    if area.height > 2 && wide < WORDS {
        let (Some(from), Some(to)) = (shown.first(), shown.last()) else {
            return;
        };
        let end = paint.text(area.x, area.y + 2, area.width / 2, &from.name, Tone::Dim);
        let room = area.right().saturating_sub(end + 1);
        paint.right(end + 1, area.y + 2, room, &to.name, Tone::Dim);
    }
}

/// Its level, or that nothing can be said of it.
fn word(chunk: &Chunk) -> &'static str {
    match (chunk.is_judged(), chunk.level) {
        (false, _) => "too few",
        (true, Level::None) => "holds",
        (true, level) => level.word(),
    }
}

fn look(chunk: &Chunk) -> (char, char, Tone) {
    match (chunk.is_judged(), chunk.level) {
        (false, _) => ('·', '.', Tone::Dim),
        (true, Level::None) => ('▁', '_', Tone::Good),
        (true, Level::Watch) => ('▄', '=', Tone::Warn),
        (true, Level::Alert) => ('█', '#', Tone::Bad),
    }
}
