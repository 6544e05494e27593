//! A table: only the rows in sight are asked for. The first column stays when the others scroll sideways.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Cells between two columns.
const GAP: u16 = 2;

/// Head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Its unit, on a second line where any column has one.
    pub unit: String,
    /// Numbers stand at the right.
    pub numeric: bool,
    /// Cells it takes at least.
    pub width: u16,
    /// Takes what is left over; the last column of texts where none does.
    pub grows: bool,
}

impl Head {
    /// A column of texts.
    pub fn text(name: &str, width: u16) -> Self {
        Self {
            name: name.to_owned(),
            unit: String::new(),
            numeric: false,
            width,
            grows: false,
        }
    }

    /// Takes what is left over.
    #[must_use]
    pub fn growing(mut self) -> Self {
        self.grows = true;
        self
    }

    /// A column of numbers.
    pub fn number(name: &str, unit: &str, width: u16) -> Self {
        Self {
            name: name.to_owned(),
            unit: unit.to_owned(),
            numeric: true,
            width,
            grows: false,
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What is shown.
    pub text: String,
    /// How.
    pub tone: Tone,
}

impl Cell {
    /// Ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tone: Tone::Plain,
        }
    }

    /// Text with a meaning.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// A table to draw.
pub struct Table<'a> {
    /// Number of columns.
    pub columns: usize,
    /// The head of a column.
    pub head: &'a dyn Fn(usize) -> Head,
    /// Lines of the heads: 0 without, 1 for names, 2 where units stand below them.
    pub head_lines: u16,
    /// Number of rows.
    pub rows: usize,
    /// The cell at a row and a column: asked for what is in sight only.
    pub cell: &'a dyn Fn(usize, usize) -> Cell,
    /// Row that keys act on.
    pub cursor: Option<usize>,
    /// Column in which the row that keys act on is marked.
    pub marked: usize,
    /// Whether the table has the keys.
    pub focused: bool,
    /// Columns after the first that are scrolled out at the left.
    pub shift: usize,
    /// Name of the column by which the rows are sorted; empty where they stand in their own order.
    pub sorted: &'a str,
}

impl<'a> Table<'a> {
    /// A table of these columns; its lines of heads follow from them. `head` gives the heads back, one a column.
    pub fn of(
        heads: &[Head],
        head: &'a dyn Fn(usize) -> Head,
        rows: usize,
        cell: &'a dyn Fn(usize, usize) -> Cell,
    ) -> Self {
        let has = |part: fn(&Head) -> &String| heads.iter().any(|head| !part(head).is_empty());
        Self {
            columns: heads.len(),
            head,
            head_lines: u16::from(has(|head| &head.name)) + u16::from(has(|head| &head.unit)),
            rows,
            cell,
            cursor: None,
            marked: 0,
            focused: true,
            shift: 0,
            sorted: "",
        }
    }

    /// With the row that keys act on, and whether the table has them.
    #[must_use]
    pub fn at(mut self, cursor: usize, focused: bool) -> Self {
        self.cursor = Some(cursor);
        self.focused = focused;
        self
    }
}

/// Where a table stands on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Row of the table on the first line.
    pub first: usize,
    /// The lines of rows.
    pub body: Rect,
    /// Rows in sight.
    pub rows: usize,
    /// Columns in sight: index, left edge, width.
    pub columns: Vec<(usize, u16, u16)>,
}

impl Placed {
    /// The cells of a column on the line of a row, where both are in sight.
    pub fn cell(&self, row: usize, column: usize) -> Option<Rect> {
        let line = row.checked_sub(self.first).filter(|l| *l < self.rows)?;
        let (_, x, width) = self.columns.iter().find(|(c, ..)| *c == column)?;
        Some(Rect::new(*x, self.body.y + line as u16, *width, 1))
    }

    /// Left edge and width of a column in sight.
    pub fn column(&self, column: usize) -> Option<(u16, u16)> {
        let found = self.columns.iter().find(|(c, ..)| *c == column);
        found.map(|(_, x, width)| (*x, *width))
    }
}

/// Cells of the mark of the cursor, where a text is shorter: a wider one would only cost bytes.
const MARKED: usize = 20;

/// First row in sight of `rows` when `height` fit and the cursor is at `at`: moves by half pages. For what stands beside
/// something else, where the terminal cannot move the rows: a step of the cursor seldom does.
pub fn window(at: usize, rows: usize, height: usize) -> usize {
    if rows <= height || height == 0 {
        return 0;
    }
    let half = (height / 2).max(1);
    let first = (at / half).saturating_sub(1) * half;
    // A window of one row has no half to go back by.
    let first = if height < 2 { at } else { first };
    first.min(rows - height)
}

/// First row in sight of `rows` when `height` fit: the cursor at `at` stays in the middle, so that a step that moves the
/// rows brings one new one and the terminal moves the others.
pub fn centred(at: usize, rows: usize, height: usize) -> usize {
    at.saturating_sub(height / 2)
        .min(rows.saturating_sub(height))
}

/// Draws a table into an area: heads, then rows. Only what is in sight is asked for.
pub fn draw_table(paint: &mut Paint<'_>, area: Rect, table: &Table<'_>) -> Placed {
    let heads = columns(table, area);
    let lines = table.head_lines.min(area.height.saturating_sub(1));
    draw_heads(paint, area, table, &heads, lines);
    let body = Rect::new(
        area.x,
        area.y + lines,
        area.width,
        area.height.saturating_sub(lines),
    );
    let height = usize::from(body.height);
    let first = centred(table.cursor.unwrap_or(0), table.rows, height);
    let rows = height.min(table.rows.saturating_sub(first));
    for line in 0..rows {
        let row = first + line;
        let y = body.y + line as u16;
        for (column, x, width, head) in &heads {
            let cell = (table.cell)(row, *column);
            let selected = table.cursor == Some(row) && *column == table.marked;
            let tone = match (selected, table.focused) {
                (true, true) => Tone::Selected,
                (true, false) => Tone::Resting,
                _ => cell.tone,
            };
            let text = match selected && !head.numeric {
                true => padded(&cell.text, usize::from(*width).min(MARKED)),
                false => cell.text,
            };
            put(paint, *x, y, *width, &text, tone, head.numeric);
        }
    }
    let columns = heads
        .into_iter()
        .map(|(column, x, width, _)| (column, x, width));
    Placed {
        first,
        body,
        rows,
        columns: columns.collect(),
    }
}

/// Names over units, and signs where more columns are scrolled out.
fn draw_heads(
    paint: &mut Paint<'_>,
    area: Rect,
    table: &Table<'_>,
    heads: &[(usize, u16, u16, Head)],
    lines: u16,
) {
    for (_, x, width, head) in heads {
        let is_sorted = !table.sorted.is_empty() && head.name == table.sorted;
        if lines > 0 && is_sorted && *x + *width < area.right() {
            let sign = paint.theme.glyph('▼', 'v');
            paint.dot(*x + *width, area.y, sign, Tone::Key);
        }
        for (line, text, tone) in [(0, &head.name, Tone::Title), (1, &head.unit, Tone::Dim)] {
            if line < lines {
                put(paint, *x, area.y + line, *width, text, tone, head.numeric);
            }
        }
    }
    let (Some(first), Some(last)) = (heads.first(), heads.last()) else {
        return;
    };
    if lines > 0 && table.shift > 0 && table.columns > 1 {
        paint.dot(first.1 + first.2, area.y, '<', Tone::Key);
    }
    if lines > 0 && last.0 + 1 < table.columns {
        paint.dot(area.right().saturating_sub(1), area.y, '>', Tone::Key);
    }
}

fn put(paint: &mut Paint<'_>, x: u16, y: u16, width: u16, text: &str, tone: Tone, right: bool) {
    if right {
        paint.right(x, y, width, text, tone);
    } else {
        paint.text(x, y, width, text, tone);
    }
}

/// Fills up with spaces, so that a selected cell is marked over its whole width.
fn padded(text: &str, width: usize) -> String {
    let used = text::width(&text::escape(text));
    format!("{text}{}", " ".repeat(width.saturating_sub(used)))
}

/// Columns in sight: index, left edge, width, head. The first stays, as many of the others as fit whole follow.
fn columns(table: &Table<'_>, area: Rect) -> Vec<(usize, u16, u16, Head)> {
    let width = area.width;
    let mut shown: Vec<(usize, u16, u16, Head)> = Vec::new();
    let mut x = 0;
    let shift = table.shift.min(table.columns.saturating_sub(2));
    let others = 1 + shift..table.columns;
    for column in (0..table.columns.min(1)).chain(others) {
        let head = (table.head)(column);
        let wide = head.width.min(width);
        // The last cell is for the sign that more follows.
        let end = x + wide + u16::from(column + 1 < table.columns);
        if column > 0 && end > width {
            break;
        }
        shown.push((column, x, wide, head));
        x = (x + wide).saturating_add(GAP);
    }
    let more = shown.last().is_some_and(|last| last.0 + 1 < table.columns);
    let used = x.saturating_sub(GAP) + u16::from(more);
    let spare = width.saturating_sub(used);
    let named = shown.iter().position(|(.., head)| head.grows);
    let grows = named.or_else(|| shown.iter().rposition(|(.., head)| !head.numeric));
    if let Some(grows) = grows {
        shown[grows].2 += spare;
        for column in &mut shown[grows + 1..] {
            column.1 += spare;
        }
    }
    for column in &mut shown {
        column.1 += area.x;
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Counter;

    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::theme::{Glyphs, Palette, Theme};

    const PLAIN: Theme = Theme {
        glyphs: Glyphs::Unicode,
        palette: Palette::Mono,
    };

    fn drawn(area: Rect, table: &Table<'_>) -> (Vec<String>, Placed) {
        let mut buffer = Buffer::empty(area);
        let placed = draw_table(&mut Paint::new(&mut buffer, &PLAIN), area, table);
        let row = |y: u16| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect();
        ((0..area.height).map(row).collect(), placed)
    }

    #[test]
    fn only_the_slice_in_sight_is_laid_out() {
        let (heads, cells) = (Counter::new(0), Counter::new(0));
        let head = |column: usize| {
            heads.set(heads.get() + 1);
            Head::number(&format!("c{column}"), "", 11)
        };
        let cell = |row: usize, column: usize| {
            cells.set(cells.get() + 1);
            Cell::plain(format!("{row}.{column}"))
        };
        let mut table = Table::of(&[], &head, 1_000_000, &cell).at(765_432, true);
        (table.columns, table.head_lines, table.shift) = (500, 1, 321);
        let (lines, placed) = drawn(Rect::new(0, 0, 80, 24), &table);
        assert!(
            heads.get() <= 10 && cells.get() <= 10 * 23,
            "{} {}",
            heads.get(),
            cells.get()
        );
        assert!(lines[0].contains("c0<") && lines[0].contains("c322") && lines[0].ends_with('>'));
        assert!(lines.iter().any(|l| l.contains("765432.0 ")));
        assert!(placed.cell(765_432, 322).is_some() && placed.cell(0, 322).is_none());
        // Far out at both ends there is still something to see.
        (table.cursor, table.shift) = (Some(999_999), 9_999);
        let (lines, _) = drawn(Rect::new(0, 0, 80, 24), &table);
        assert!(lines[23].contains("999999.499"), "{}", lines[23]);
    }

    #[test]
    fn wide_and_combining_characters_keep_the_columns() {
        let texts = [
            "漢字",
            "e\u{301}te\u{301}",
            "a\u{200b}b",
            "plain",
            "\u{1b}[2J",
        ];
        let head = |column: usize| match column {
            0 => Head::text("name", 8),
            _ => Head::number("n", "", 3),
        };
        let cell = |row: usize, column: usize| match column {
            0 => Cell::plain(texts[row]),
            _ => Cell::plain(row.to_string()),
        };
        let heads = [head(0), head(1)];
        let table = Table::of(&heads, &head, texts.len(), &cell);
        let area = Rect::new(0, 0, 13, 6);
        let mut buffer = Buffer::empty(area);
        draw_table(&mut Paint::new(&mut buffer, &PLAIN), area, &table);
        for row in 0..texts.len() {
            assert_eq!(buffer[(12, row as u16 + 1)].symbol(), row.to_string());
        }
        assert_eq!(buffer[(0, 1)].symbol(), "漢");
        assert_eq!(buffer[(0, 2)].symbol(), "e\u{301}");
        assert_eq!(buffer[(0, 5)].symbol(), "\\");
    }

    #[test]
    fn heads_without_names_take_no_line() {
        let heads = [Head::text("", 5)];
        let head = |_: usize| Head::text("", 5);
        let cell = |row: usize, _: usize| Cell::plain(row.to_string());
        let (lines, _) = drawn(Rect::new(0, 0, 5, 2), &Table::of(&heads, &head, 9, &cell));
        assert_eq!(lines, ["0    ", "1    "]);
    }

    #[test]
    fn the_cursor_is_always_in_sight() {
        for rows in 0..40 {
            for height in 1..15 {
                for at in 0..rows {
                    for first in [window(at, rows, height), centred(at, rows, height)] {
                        assert!(
                            first <= at && at < first + height,
                            "{at} of {rows} in {height}"
                        );
                        assert!(first == 0 || first + height <= rows);
                    }
                }
            }
        }
    }
}
