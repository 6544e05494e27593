//! Drawing on a buffer: every text is escaped, cut to its place and never leaves the buffer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text;
use crate::tui::theme::{Glyphs, Theme, Tone};

/// A buffer with the theme it is drawn in.
pub struct Paint<'a> {
    buffer: &'a mut Buffer,
    /// Colours and glyphs.
    pub theme: &'a Theme,
}

impl<'a> Paint<'a> {
    /// Draws on `buffer` in `theme`.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { buffer, theme }
    }

    /// Text from `x` on, cut to `width` cells. Returns the next free column.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone) -> u16 {
        let area = *self.buffer.area();
        let width = width.min(area.right().saturating_sub(x));
        if y >= area.bottom() || y < area.y || x < area.x || width == 0 {
            return x;
        }
        let safe = text::escape(text);
        let shown = text::cut(&safe, usize::from(width));
        let shown = self.spelled(&shown);
        // What stood there before leaves no colour behind.
        let style = Style::reset().patch(self.theme.style(tone));
        self.buffer
            .set_stringn(x, y, &shown, usize::from(width), style);
        x + text::width(&shown).min(usize::from(width)) as u16
    }

    /// A title on the first row of an area, which is taken off it.
    pub fn title(&mut self, area: &mut Rect, title: &str) {
        let head = top(1, area);
        self.text(head.x, head.y, head.width, title, Tone::Title);
    }

    /// Several pieces one after the other, cut together to `width` cells.
    pub fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[(&str, Tone)]) -> u16 {
        let end = x.saturating_add(width);
        pieces.iter().fold(x, |at, (text, tone)| {
            self.text(at, y, end.saturating_sub(at), text, *tone)
        })
    }

    /// Text that ends at the right edge of `width` cells from `x`.
    pub fn right(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone) {
        let cells = text::width(&text::escape(text)).min(usize::from(width)) as u16;
        self.text(x + width - cells, y, cells, text, tone);
    }

    /// Text broken at words into the area; returns the lines used.
    pub fn wrapped(&mut self, area: Rect, text: &str, tone: Tone) -> u16 {
        let lines = wrap(text, usize::from(area.width));
        let used = lines.len().min(usize::from(area.height));
        for (i, line) in lines.iter().take(used).enumerate() {
            let is_cut = i + 1 == used && lines.len() > used;
            let line = match is_cut {
                true => shortened(line, usize::from(area.width)),
                false => line.clone(),
            };
            self.text(area.x, area.y + i as u16, area.width, &line, tone);
        }
        used as u16
    }

    /// One character.
    pub fn dot(&mut self, x: u16, y: u16, glyph: char, tone: Tone) {
        self.text(x, y, 1, glyph.encode_utf8(&mut [0; 4]), tone);
    }

    /// A line across the area's first row.
    pub fn rule(&mut self, area: Rect) {
        let glyph = self.theme.glyph('─', '-');
        let line: String = std::iter::repeat_n(glyph, usize::from(area.width)).collect();
        self.text(area.x, area.y, area.width, &line, Tone::Dim);
    }

    /// Empties an area.
    pub fn blank(&mut self, area: Rect) {
        let area = area.intersection(*self.buffer.area());
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Empties an area and, when it is large enough, frames it with `title`; returns the inside.
    pub fn panel(&mut self, area: Rect, title: &str) -> Rect {
        self.blank(area);
        let area = area.intersection(*self.buffer.area());
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let (across, down) = (self.theme.glyph('─', '-'), self.theme.glyph('│', '|'));
        for y in [area.y, area.bottom() - 1] {
            for x in area.x + 1..area.right() - 1 {
                self.dot(x, y, across, Tone::Dim);
            }
        }
        for x in [area.x, area.right() - 1] {
            for y in area.y + 1..area.bottom() - 1 {
                self.dot(x, y, down, Tone::Dim);
            }
        }
        let corners = [
            (area.x, area.y, '┌'),
            (area.right() - 1, area.y, '┐'),
            (area.x, area.bottom() - 1, '└'),
            (area.right() - 1, area.bottom() - 1, '┘'),
        ];
        for (x, y, corner) in corners {
            self.dot(x, y, self.theme.glyph(corner, '+'), Tone::Dim);
        }
        if !title.is_empty() {
            let title = format!(" {title} ");
            self.text(area.x + 2, area.y, area.width - 4, &title, Tone::Title);
        }
        Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
    }

    /// In ASCII, everything else is written as `?`, and the mark of a cut as `~`; a console has no `…` either.
    fn spelled(&self, text: &str) -> String {
        match self.theme.glyphs {
            Glyphs::Unicode => text.to_owned(),
            Glyphs::Blocks => text.replace('…', "~"),
            Glyphs::Ascii => text
                .chars()
                .map(|c| match c {
                    '…' => '~',
                    c if c.is_ascii() => c,
                    _ => '?',
                })
                .collect(),
        }
    }
}

/// Text broken at spaces into lines of at most `width` cells; a number keeps its thousands and its unit, a longer
/// word is cut.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let paragraph = text::escape(paragraph);
        let mut line = String::new();
        for word in unbroken(&paragraph, width) {
            let needed = text::width(&word) + usize::from(!line.is_empty());
            if !line.is_empty() && text::width(&line) + needed > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&text::cut(&word, width));
        }
        lines.push(line);
    }
    lines
}

/// Words, numbers together with what belongs to them where that fits on a line.
fn unbroken(paragraph: &str, width: usize) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in paragraph.split(' ') {
        match words.last_mut() {
            Some(last) if belongs(last, word) && text::width(last) + text::width(word) < width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Whether a word belongs to the number before it: its next three digits, `%`, or a unit in capitals.
fn belongs(before: &str, word: &str) -> bool {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let letters = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
    let is_unit = !letters.is_empty()
        && letters.len() <= 4
        && letters.chars().all(|c| c.is_ascii_uppercase());
    before.ends_with(|c: char| c.is_ascii_digit())
        && (digits == 3 || word.starts_with('%') || is_unit)
}

/// A line with the mark that more follows, after its last word that leaves room.
fn shortened(line: &str, width: usize) -> String {
    let mut kept = line;
    while text::width(kept) + 2 > width {
        match kept.rfind(' ') {
            Some(end) => kept = &kept[..end],
            None => return text::cut(&format!("{kept} …"), width).into_owned(),
        }
    }
    format!("{kept} …")
}

/// Takes rows off the top of an area.
pub fn top(rows: u16, area: &mut Rect) -> Rect {
    let rows = rows.min(area.height);
    let taken = Rect::new(area.x, area.y, area.width, rows);
    area.y += rows;
    area.height -= rows;
    taken
}

/// Takes rows off the bottom of an area.
pub fn bottom(rows: u16, area: &mut Rect) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect::new(area.x, area.bottom(), area.width, rows)
}

/// Takes columns off the left of an area, and `gap` columns between.
pub fn left(columns: u16, gap: u16, area: &mut Rect) -> Rect {
    let columns = columns.min(area.width);
    let taken = Rect::new(area.x, area.y, columns, area.height);
    let used = (columns + gap).min(area.width);
    area.x += used;
    area.width -= used;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Palette;

    const PLAIN: Theme = Theme {
        glyphs: Glyphs::Unicode,
        palette: Palette::Mono,
    };

    #[test]
    fn nothing_leaves_the_buffer() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 2));
        let mut paint = Paint::new(&mut buffer, &PLAIN);
        assert_eq!(paint.text(3, 0, 10, "abcdef", Tone::Plain), 5);
        assert_eq!(paint.text(9, 0, 10, "x", Tone::Plain), 9);
        assert_eq!(paint.text(0, 7, 10, "x", Tone::Plain), 0);
        paint.right(0, 1, 5, "12", Tone::Plain);
        assert_eq!(buffer, Buffer::with_lines(["   a…", "   12"]));
    }

    #[test]
    fn escapes_reach_the_screen_as_text() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        Paint::new(&mut buffer, &PLAIN).text(0, 0, 12, "\u{1b}[2J", Tone::Plain);
        assert_eq!(buffer, Buffer::with_lines(["\\u{1b}[2J   "]));
    }

    #[test]
    fn breaks_at_words() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abc…", "k"]);
        assert_eq!(wrap("a\n\nb", 4), ["a", "", "b"]);
    }

    #[test]
    fn numbers_keep_their_thousands_and_units() {
        assert_eq!(
            wrap("it costs 12 000 USD.", 12),
            ["it costs", "12 000 USD."]
        );
        assert_eq!(wrap("saves 56 %", 8), ["saves", "56 %"]);
        assert_eq!(wrap("of 7 rows", 5), ["of 7", "rows"]);
        assert_eq!(wrap("1 234 567 890", 8), ["1 234", "567 890"]);
    }

    #[test]
    fn what_does_not_fit_ends_at_a_word() {
        assert_eq!(shortened("one two three", 9), "one two …");
        assert_eq!(shortened("abcdef", 5), "abcd…");
    }
}
