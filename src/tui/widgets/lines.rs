//! What a selected row is about: a word and what there is to say about it, line by line.

use ratatui::layout::Rect;

use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, wrap};

/// Cells of the words at the left.
const WORDS: u16 = 12;

/// Cells beyond which a line is hard to follow.
const WIDEST: u16 = 140;

/// A word with what it says.
pub type Line = (&'static str, String);

/// Rows that the lines take in `width` cells.
pub fn lines_height(lines: &[Line], width: u16) -> u16 {
    let cells = usize::from(width.min(WIDEST).saturating_sub(WORDS));
    let rows = lines.iter().map(|(_, text)| wrap(text, cells).len().max(1));
    rows.sum::<usize>() as u16
}

/// Draws the lines, each broken at words. Where they do not all fit the longest are cut, and marked so. Returns the
/// rows used.
pub fn draw_lines(paint: &mut Paint<'_>, area: Rect, lines: &[Line]) -> u16 {
    let width = area.width.min(WIDEST).saturating_sub(WORDS);
    let rows: Vec<u16> = lines
        .iter()
        .map(|(_, text)| wrap(text, usize::from(width)).len().max(1) as u16)
        .collect();
    let taken = |most: u16| rows.iter().map(|n| *n.min(&most)).sum::<u16>();
    let most = (1..=area.height)
        .rev()
        .find(|most| taken(*most) <= area.height);
    let most = most.unwrap_or(1);
    let mut spare = area.height.saturating_sub(taken(most));
    let mut y = area.y;
    for ((word, text), wanted) in lines.iter().zip(&rows) {
        let more = wanted.saturating_sub(most).min(spare);
        spare -= more;
        let room = (wanted.min(&most) + more).min(area.bottom().saturating_sub(y));
        if room == 0 {
            break;
        }
        paint.text(area.x, y, WORDS - 1, word, Tone::Dim);
        paint.wrapped(Rect::new(area.x + WORDS, y, width, room), text, Tone::Plain);
        y += room;
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
