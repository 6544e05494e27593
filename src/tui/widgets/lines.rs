//! What a selected row is about: a word and what there is to say about it, line by line.

use ratatui::layout::Rect;

use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, wrap};

/// Cells of the words at the left.
const WORDS: u16 = 12;

/// A word with what it says.
pub type Line = (&'static str, String);

/// Rows that the lines take in `width` cells.
pub fn lines_height(lines: &[Line], width: u16) -> u16 {
    let cells = usize::from(width.saturating_sub(WORDS));
    let rows = lines.iter().map(|(_, text)| wrap(text, cells).len().max(1));
    rows.sum::<usize>() as u16
}

/// Draws the lines, each broken at words; what does not fit is marked as cut. Returns the rows used.
pub fn draw_lines(paint: &mut Paint<'_>, area: Rect, lines: &[Line]) -> u16 {
    let mut y = area.y;
    for (i, (word, text)) in lines.iter().enumerate() {
        let room = area.bottom().saturating_sub(y);
        if room == 0 {
            break;
        }
        // A row is kept for each of those that follow, as far as there are any.
        let room = room.saturating_sub((lines.len() - i - 1) as u16).max(1);
        paint.text(area.x, y, WORDS - 1, word, Tone::Dim);
        let width = area.width.saturating_sub(WORDS);
        let place = Rect::new(area.x + WORDS, y, width, room);
        y += paint.wrapped(place, text, Tone::Plain).max(1);
    }
    y - area.y
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::theme::{Glyphs, Palette, Theme};

    #[test]
    fn every_line_is_seen_before_one_is_whole() {
        let theme = Theme {
            glyphs: Glyphs::Unicode,
            palette: Palette::Mono,
        };
        let lines: [Line; 2] = [("does", "one two three".into()), ("fold", "1.2".into())];
        assert_eq!(lines_height(&lines, 20), 3);
        let area = Rect::new(0, 0, 20, 2);
        let mut buffer = Buffer::empty(area);
        let used = draw_lines(&mut Paint::new(&mut buffer, &theme), area, &lines);
        assert_eq!(used, 2);
        let wanted = ["does        one …   ", "fold        1.2     "];
        let seen: Vec<String> = (0..2)
            .map(|y| (0..20).map(|x| buffer[(x, y)].symbol()).collect())
            .collect();
        assert_eq!(seen, wanted);
    }
}
