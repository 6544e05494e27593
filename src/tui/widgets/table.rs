//! A table: only the rows in sight are asked for. The first column stays when the others scroll sideways.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Cells between two columns.
const GAP: u16 = 2;

/// Head of a column.
#[derive(Debug, Clone, PartialEq)]
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
    /// Heads of the columns.
    pub heads: &'a [Head],
    /// Number of rows.
    pub rows: usize,
    /// Cells of a row, one a column.
    pub row: &'a dyn Fn(usize) -> Vec<Cell>,
    /// Row that keys act on.
    pub cursor: Option<usize>,
    /// Whether the table has the keys.
    pub focused: bool,
    /// Columns after the first that are scrolled out at the left.
    pub shift: usize,
}

/// First row in sight of `rows` when `height` fit and the cursor is at `at`: moves by half pages, so that a step of the
/// cursor seldom moves the rows.
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

/// Draws a table into an area: heads, then rows.
pub fn draw_table(paint: &mut Paint<'_>, mut area: Rect, table: &Table<'_>) {
    let columns = columns(table, area);
    let units = table.heads.iter().any(|head| !head.unit.is_empty());
    let lines = 1 + u16::from(units);
    if area.height <= lines {
        return;
    }
    for (index, x, width) in &columns {
        let head = &table.heads[*index];
        for (line, text, tone) in [(0, &head.name, Tone::Title), (1, &head.unit, Tone::Dim)] {
            if line < lines {
                put(paint, *x, area.y + line, *width, text, tone, head.numeric);
            }
        }
    }
    area.y += lines;
    area.height -= lines;
    let height = usize::from(area.height);
    let first = window(table.cursor.unwrap_or(0), table.rows, height);
    for line in 0..height.min(table.rows.saturating_sub(first)) {
        let row = first + line;
        let y = area.y + line as u16;
        let cells = (table.row)(row);
        for (place, (index, x, width)) in columns.iter().enumerate() {
            let Some(cell) = cells.get(*index) else {
                continue;
            };
            let selected = table.cursor == Some(row) && place == 0;
            let tone = match (selected, table.focused) {
                (true, true) => Tone::Selected,
                (true, false) => Tone::Resting,
                _ => cell.tone,
            };
            let text = match selected && !table.heads[*index].numeric {
                true => padded(&cell.text, usize::from(*width)),
                false => cell.text.clone(),
            };
            put(
                paint,
                *x,
                y,
                *width,
                &text,
                tone,
                table.heads[*index].numeric,
            );
        }
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

/// Columns in sight: index, left edge, width. The first stays, as many of the others as fit whole follow.
fn columns(table: &Table<'_>, area: Rect) -> Vec<(usize, u16, u16)> {
    let width = area.width;
    let mut shown = Vec::new();
    let mut x = 0;
    for (index, head) in table.heads.iter().enumerate() {
        if index > 0 && index <= table.shift {
            continue;
        }
        if x + head.width > width && index > 0 {
            break;
        }
        shown.push((index, x, head.width.min(width)));
        x += head.width + GAP;
    }
    let used = x.saturating_sub(GAP);
    let spare = width.saturating_sub(used);
    let named = shown
        .iter()
        .position(|(index, _, _)| table.heads[*index].grows);
    let texts = || {
        shown
            .iter()
            .rposition(|(index, _, _)| !table.heads[*index].numeric)
    };
    let grows = named.or_else(texts);
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
    use super::*;

    #[test]
    fn the_cursor_is_always_in_sight() {
        for rows in 0..40 {
            for height in 1..15 {
                for at in 0..rows {
                    let first = window(at, rows, height);
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
