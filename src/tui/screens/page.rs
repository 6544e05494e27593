//! A page that is read from top to bottom: rows of pieces, scrolled where they do not all fit.

use ratatui::layout::Rect;

use crate::tui::app::{List, State};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::{Line, Paint, meter, wrap};

/// Cells of the words before the lines of [`Rows::line`].
const WORDS: u16 = 12;
/// Cells of the longest bar: beyond them it only stretches.
pub const LONGEST: u16 = 60;

/// A text at its place in a row.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    x: u16,
    width: u16,
    to_right: bool,
    text: String,
    tone: Tone,
}

/// A row of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row(Vec<Piece>);

impl Row {
    /// Text in cells from `x` on.
    pub fn text(mut self, x: u16, width: u16, text: impl Into<String>, tone: Tone) -> Self {
        self.0.push(Piece {
            x,
            width,
            to_right: false,
            text: text.into(),
            tone,
        });
        self
    }

    /// Text that ends where the cells do.
    pub fn right(mut self, x: u16, width: u16, text: impl Into<String>, tone: Tone) -> Self {
        self.0.push(Piece {
            x,
            width,
            to_right: true,
            text: text.into(),
            tone,
        });
        self
    }

    /// Its texts, to search in.
    pub fn words(&self) -> String {
        let texts: Vec<&str> = self.0.iter().map(|piece| piece.text.as_str()).collect();
        texts.join(" ")
    }
}

/// Rows under construction.
#[derive(Debug)]
pub struct Rows<'a> {
    theme: &'a Theme,
    /// Cells of a row.
    pub width: u16,
    rows: Vec<Row>,
}

impl<'a> Rows<'a> {
    pub fn new(theme: &'a Theme, width: u16) -> Self {
        Self {
            theme,
            width,
            rows: Vec::new(),
        }
    }

    /// One row.
    pub fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// An empty row.
    pub fn gap(&mut self) {
        self.rows.push(Row::default());
    }

    /// A text broken at words.
    pub fn paragraph(&mut self, text: &str, tone: Tone) {
        for line in wrap(text, usize::from(self.width)) {
            self.row(Row::default().text(0, self.width, line, tone));
        }
    }

    /// A head with what its numbers are beside it.
    pub fn head(&mut self, title: &str, about: &str) {
        let row = Row::default().text(0, self.width, title, Tone::Title);
        let x = (crate::text::width(title) as u16).saturating_add(2);
        let room = self.width.saturating_sub(x);
        self.row(row.text(x, room, about, Tone::Dim));
    }

    /// A word and what there is to say about it.
    pub fn line(&mut self, (word, text): &Line) {
        let width = self.width.saturating_sub(WORDS);
        for (i, part) in wrap(text, usize::from(width)).into_iter().enumerate() {
            let word = if i == 0 { *word } else { "" };
            let row = Row::default().text(0, WORDS - 1, word, Tone::Dim);
            self.row(row.text(WORDS, width, part, Tone::Plain));
        }
    }

    /// A bar with its name and numbers: `share` of the longest one.
    pub fn bar(&mut self, name: &str, numbers: &str, share: f64, tone: Tone) {
        let names = (self.width / 3).min(28);
        let figures = (self.width / 3).min(24);
        let x = names + figures + 2;
        let room = self.width.saturating_sub(x).min(LONGEST);
        let drawn = meter(self.theme, share, usize::from(room));
        let row = Row::default().text(0, names, name, Tone::Plain).right(
            names,
            figures,
            numbers,
            Tone::Plain,
        );
        self.row(row.text(x, room, drawn, tone));
    }

    pub fn done(self) -> Vec<Row> {
        self.rows
    }
}

/// Draws rows from where the page was scrolled to.
pub fn draw_rows(paint: &mut Paint<'_>, area: Rect, state: &State, rows: &[Row]) {
    let room = usize::from(area.height);
    let first = state
        .lists
        .at(List::Page)
        .min(rows.len().saturating_sub(room));
    for (line, Row(pieces)) in rows.iter().skip(first).take(room).enumerate() {
        let y = area.y + line as u16;
        for piece in pieces {
            let x = area.x + piece.x;
            let width = piece.width.min(area.right().saturating_sub(x));
            match piece.to_right {
                true => paint.right(x, y, width, &piece.text, piece.tone),
                false => {
                    paint.text(x, y, width, &piece.text, piece.tone);
                }
            }
        }
    }
}

/// Where a page stands, at the right end of its title: `1 to 9 of 20, down scrolls`.
pub fn draw_place(paint: &mut Paint<'_>, title: Rect, room: u16, state: &State, rows: &[Row]) {
    let room = usize::from(room);
    let last = rows.len().saturating_sub(room);
    if last > 0 && room > 0 {
        let first = state.lists.at(List::Page).min(last);
        let place = format!("{} to {} of {}", first + 1, first + room, rows.len());
        paint.right(title.x, title.y, title.width, &place, Tone::Dim);
    }
}
