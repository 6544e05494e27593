//! Rows that moved up or down are moved by the terminal instead of written again: lines are deleted at one place and
//! inserted at another, which every terminal can.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

/// The farthest move that is looked for: a page of a list.
const FARTHEST: u16 = 12;
/// Cells are a guess at bytes: a move that seems to cost up to so many may still spare bytes.
const WORTH: i64 = -64;
/// So many of the best moves are tried.
const TRIED: usize = 2;

/// A move of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Move {
    /// First row of what changes.
    top: u16,
    /// Row after the last.
    bottom: u16,
    /// How far.
    by: u16,
    up: bool,
}

/// A move that may help on the way from one picture to another.
pub struct Scrolled {
    /// What makes the terminal do it.
    pub bytes: String,
    /// The row at whose start that leaves the cursor.
    pub at: u16,
    /// The picture after it.
    pub after: Buffer,
}

/// The moves that spare most cells on the way from `shown` to `wanted`, the best first; none where no move helps.
pub fn scrolled(shown: &Buffer, wanted: &Buffer) -> Vec<Scrolled> {
    let mut found: Vec<(i64, Move)> = moves(shown, wanted).collect();
    found.sort_by_key(|(gain, found)| (std::cmp::Reverse(*gain), found.by));
    let best = found.into_iter().take(TRIED).map(|(_, found)| found);
    best.flat_map(Move::and_shorter)
        .map(|found| carried_out(shown, found))
        .collect()
}

impl Move {
    /// Itself, and without the row at either end: one that is nearly empty looks as if it could be moved along.
    fn and_shorter(self) -> impl Iterator<Item = Self> {
        let without = [(0, 0), (1, 0), (0, 1)].map(|(above, below)| Self {
            top: self.top + above,
            bottom: self.bottom - below,
            ..self
        });
        without
            .into_iter()
            .filter(|found| found.bottom > found.top + found.by)
    }
}

fn carried_out(shown: &Buffer, found: Move) -> Scrolled {
    let (gone, new) = match found.up {
        true => (found.top, found.bottom - found.by),
        false => (found.bottom - found.by, found.top),
    };
    let by = match found.by {
        1 => String::new(),
        by => by.to_string(),
    };
    Scrolled {
        bytes: format!("\x1b[{}H\x1b[{by}M\x1b[{}H\x1b[{by}L", gone + 1, new + 1),
        at: new,
        after: moved(shown, found),
    }
}

/// Every move that spares cells, with how many.
fn moves(shown: &Buffer, wanted: &Buffer) -> impl Iterator<Item = (i64, Move)> {
    let height = shown.area.height;
    let farthest = FARTHEST.min(height / 2);
    let both = (1..=farthest).flat_map(|by| [(by, true), (by, false)]);
    both.filter_map(move |(by, up)| {
        // What each row of the picture gains when it is taken from the row `by` below or above.
        let gains: Vec<i64> = (0..height)
            .map(|y| {
                let from = if up {
                    y.checked_add(by)
                } else {
                    y.checked_sub(by)
                };
                match from.filter(|from| *from < height) {
                    Some(from) => {
                        different(shown, y, wanted, y) - different(shown, from, wanted, y)
                    }
                    None => i64::MIN / 1024,
                }
            })
            .collect();
        let (first, last, gain) = best_run(&gains)?;
        let (top, bottom) = match up {
            true => (first, last + 1 + by),
            false => (first - by, last + 1),
        };
        let found = Move {
            top,
            bottom,
            by,
            up,
        };
        let emptied = if up {
            bottom - by..bottom
        } else {
            top..top + by
        };
        let lost: i64 = emptied
            .map(|y| written(wanted, y) - different(shown, y, wanted, y))
            .sum();
        (gain - lost > WORTH).then_some((gain - lost, found))
    })
}

/// The run of rows with the largest sum: its first row, its last, its sum.
fn best_run(gains: &[i64]) -> Option<(u16, u16, i64)> {
    let mut best: Option<(u16, u16, i64)> = None;
    let (mut from, mut sum) = (0, 0);
    for (y, gain) in gains.iter().enumerate() {
        if sum <= 0 {
            (from, sum) = (y, 0);
        }
        sum += gain;
        if sum > best.map_or(0, |(_, _, most)| most) {
            best = Some((from as u16, y as u16, sum));
        }
    }
    best
}

fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let first = usize::from(y) * width;
    &buffer.content[first..first + width]
}

/// Cells in which two rows differ.
fn different(a: &Buffer, at: u16, b: &Buffer, bt: u16) -> i64 {
    let pairs = row(a, at).iter().zip(row(b, bt));
    pairs.filter(|(a, b)| a != b).count() as i64
}

/// Cells of a row that are not empty.
fn written(buffer: &Buffer, y: u16) -> i64 {
    row(buffer, y)
        .iter()
        .filter(|cell| **cell != Cell::EMPTY)
        .count() as i64
}

fn moved(shown: &Buffer, found: Move) -> Buffer {
    let area = Rect::new(0, 0, shown.area.width, shown.area.height);
    let mut after = shown.clone();
    let width = usize::from(area.width);
    for y in found.top..found.bottom {
        let from = if found.up {
            y.checked_add(found.by)
        } else {
            y.checked_sub(found.by)
        };
        let from = from.filter(|from| (found.top..found.bottom).contains(from));
        let first = usize::from(y) * width;
        let cells = &mut after.content[first..first + width];
        match from {
            Some(from) => cells.clone_from_slice(row(shown, from)),
            None => cells.fill(Cell::EMPTY),
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::frame::frame;

    fn list(first: usize, cursor: usize) -> Buffer {
        let rows = (0..14).map(|i| match i {
            0 => "head of the list, which stays where it is".to_owned(),
            13 => "foot of the list, which stays where it is".to_owned(),
            i if first + i == cursor => format!("> {} row with a text of its own", first + i),
            i => format!("  {} row with a text of its own", first + i),
        });
        Buffer::with_lines(rows.collect::<Vec<_>>())
    }

    fn shown_by(bytes: &[&[u8]]) -> String {
        let mut screen = vt100::Parser::new(14, 41, 0);
        for bytes in bytes {
            screen.process(bytes);
        }
        screen.screen().contents()
    }

    #[test]
    fn a_list_that_scrolls_costs_its_new_rows() {
        let before = list(0, 12);
        let start = frame(&Buffer::empty(before.area), &before);
        for (first, cursor, most) in [(1, 13, 80), (3, 15, 150)] {
            let after = list(first, cursor);
            let bytes = frame(&before, &after);
            assert!(bytes.len() < most, "{} bytes", bytes.len());
            let anew = frame(&Buffer::empty(after.area), &after);
            assert_eq!(shown_by(&[&start, &bytes]), shown_by(&[&anew]));
            let back = frame(&after, &before);
            assert!(back.len() < most, "{} bytes", back.len());
            assert_eq!(shown_by(&[&start, &bytes, &back]), shown_by(&[&start]));
        }
    }

    #[test]
    fn a_small_change_moves_nothing() {
        let bytes = String::from_utf8(frame(&list(0, 5), &list(0, 6))).unwrap();
        assert!(!bytes.contains('M') && !bytes.contains('L'), "{bytes:?}");
    }
}
