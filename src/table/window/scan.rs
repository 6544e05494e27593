//! Every row of a table, block after block: blocks are worked on by all threads and taken in their order. Of a text whose rows are
//! not all found yet the next ones are found meanwhile.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::index::{Mark, Span};
use super::text::Text;
use super::{Source, Window};
use crate::error::Result;
use crate::table::Table;
use crate::table::csv::Piece;
use crate::work::Progress;

/// Bytes of text of a block.
const BYTES: u64 = 1 << 20;
/// Rows of a block of other tables.
const ROWS: usize = 1 << 16;

/// Some neighbouring rows.
pub(super) struct Block<'a> {
    /// Number of the first one, from 0.
    pub(super) first: usize,
    /// How many.
    pub(super) rows: usize,
    window: &'a Window,
    text: Option<String>,
}

/// From where on, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the block that holds this row to the end.
    Down(usize),
    /// From the block that holds the row before this one to the first.
    Up(usize),
}

/// A part of the rows, to be read.
#[derive(Clone, Copy)]
enum Part {
    Span(Span),
    Rows(usize, usize),
}

impl Block<'_> {
    /// Columns as values, and how many cells cannot be read as their column is.
    pub(super) fn table(&self, columns: &[usize]) -> Result<(Table, usize)> {
        match (&self.text, &self.window.source) {
            (Some(written), Source::Text(text)) => {
                let (table, unread) = text.manner().table(written, columns)?;
                match table.rows() == self.rows {
                    true => Ok((table, unread)),
                    false => Err(text.changed()),
                }
            }
            (_, Source::Parquet(groups)) => Ok((groups.read(self.first, self.rows, columns)?, 0)),
            (_, Source::Table(table)) => {
                let name = |place: &usize| self.window.columns.get(*place);
                let names: Vec<&str> = columns
                    .iter()
                    .filter_map(|place| name(place).map(|(name, _)| name.as_str()))
                    .collect();
                Ok((table.select(&names)?.slice(self.first, self.rows), 0))
            }
            (None, Source::Text(_)) => Ok((Table::blank(self.rows), 0)),
        }
    }

    /// The text that the rows stand in, where they are read from text.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The rows of that text and how it is split; none where they are not read from text.
    pub(super) fn written(&mut self) -> Option<(Piece, &Text)> {
        match &self.window.source {
            Source::Text(text) => Some((text.manner().piece(self.text.take()?), text)),
            Source::Parquet(_) | Source::Table(_) => None,
        }
    }
}

impl Window {
    /// Works on every block and takes the results in the order of the rows; `Break` ends it.
    pub(super) fn each<T: Send>(
        &self,
        what: &str,
        progress: &Progress,
        work: impl Fn(Block<'_>) -> Result<T> + Sync,
        take: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_nth((Way::Down(0), 1), what, progress, work, take)
    }

    /// As [`Self::each`], of every `nth` block only, in the order in which they lie on the way.
    pub(super) fn each_nth<T: Send>(
        &self,
        (way, nth): (Way, usize),
        what: &str,
        progress: &Progress,
        work: impl Fn(Block<'_>) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let batch = rayon::current_num_threads().max(1) * 2;
        let mut parts = self.parts(way).step_by(nth.max(1));
        loop {
            progress.check()?;
            let complete = self.known().complete;
            let some: Vec<Part> = parts.by_ref().take(batch).collect();
            if some.is_empty() && (complete || matches!(way, Way::Up(_))) {
                return Ok(());
            }
            if let Some(last) = some.last() {
                let done = match way {
                    Way::Down(_) => self.fraction_at(*last),
                    Way::Up(from) => 1.0 - last.start().row as f64 / from.max(1) as f64,
                };
                progress.step(what, done);
            }
            let (worked, more) = rayon::join(
                || -> Vec<Result<T>> {
                    let some = some.par_iter();
                    some.map(|part| work(self.block(*part)?)).collect()
                },
                || match &self.source {
                    Source::Text(text) if !complete => text.grow(),
                    _ => Ok(false),
                },
            );
            for result in worked {
                if take(result?)?.is_break() {
                    return Ok(());
                }
            }
            more?;
        }
    }

    /// The parts that lie on a way, as far as their rows are found when they are asked for.
    fn parts(&self, way: Way) -> Parts<'_> {
        let at = match (&self.source, way) {
            (Source::Text(text), Way::Down(row)) => text.mark_before(row),
            (Source::Text(text), Way::Up(row)) => Some(text.mark_after(row)),
            (_, Way::Down(row)) => Some(Mark::of_row(row / ROWS * ROWS)),
            (_, Way::Up(row)) => Some(Mark::of_row(row.div_ceil(ROWS) * ROWS)),
        };
        Parts {
            window: self,
            way,
            at,
        }
    }

    fn block(&self, part: Part) -> Result<Block<'_>> {
        let (first, rows, text) = match (part, &self.source) {
            (Part::Span(span), Source::Text(text)) => {
                let rows = span.to - span.first.row;
                (span.first.row, rows, Some(text.read(span)?))
            }
            (Part::Rows(first, rows), _) => (first, rows, None),
            (Part::Span(span), _) => (span.first.row, 0, None),
        };
        Ok(Block {
            first,
            rows,
            window: self,
            text,
        })
    }

    /// How far the end of a part is among all rows, 0 to 1.
    fn fraction_at(&self, part: Part) -> f64 {
        match (part, &self.source) {
            (Part::Span(span), Source::Text(text)) => text.fraction_at(span.end),
            (Part::Rows(first, rows), _) => (first + rows) as f64 / self.known().rows.max(1) as f64,
            (Part::Span(_), _) => 1.0,
        }
    }
}

/// What lies on a way.
struct Parts<'a> {
    window: &'a Window,
    way: Way,
    /// Where the next part begins, or ends on the way up; none where nothing is known.
    at: Option<Mark>,
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let at = self.at?;
        let part = match (&self.window.source, self.way) {
            (Source::Text(text), Way::Down(_)) => Part::Span(text.rows_after(at, BYTES)?),
            (Source::Text(text), Way::Up(_)) => Part::Span(text.rows_before(at, BYTES)?),
            (_, Way::Down(_)) => {
                let left = self.window.known().rows.checked_sub(at.row)?;
                (left > 0).then_some(Part::Rows(at.row, ROWS.min(left)))?
            }
            (_, Way::Up(_)) => {
                let first = at.row.checked_sub(ROWS)?;
                let left = self.window.known().rows.saturating_sub(first);
                Part::Rows(first, ROWS.min(left))
            }
        };
        self.at = Some(match self.way {
            Way::Down(_) => part.end(),
            Way::Up(_) => part.start(),
        });
        Some(part)
    }
}

impl Part {
    fn start(self) -> Mark {
        match self {
            Part::Span(span) => span.first,
            Part::Rows(first, _) => Mark::of_row(first),
        }
    }

    fn end(self) -> Mark {
        match self {
            Part::Span(span) => Mark {
                offset: span.end,
                row: span.to,
            },
            Part::Rows(first, rows) => Mark::of_row(first + rows),
        }
    }
}
