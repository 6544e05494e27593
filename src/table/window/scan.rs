//! Every row of a table, block after block: blocks are worked on by all threads and taken in their order.

use std::ops::ControlFlow;

use rayon::prelude::*;

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
    piece: Option<Piece>,
}

/// A part of the rows, to be read.
#[derive(Clone, Copy)]
enum Part {
    Span(super::index::Span),
    Rows(usize, usize),
}

impl Block<'_> {
    /// Columns as values, and how many cells cannot be read as their column is.
    pub(super) fn table(&self, columns: &[usize]) -> Result<(Table, usize)> {
        match (&self.piece, &self.window.source) {
            (Some(piece), Source::Text(text)) => text.manner().table(piece, columns),
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
        self.piece.as_ref().map(Piece::text)
    }

    /// A cell of text as it is written.
    pub(super) fn written(&self, row: usize, column: usize) -> Option<std::borrow::Cow<'_, str>> {
        match (&self.piece, &self.window.source) {
            (Some(piece), Source::Text(text)) => text.manner().cell(piece, row, column),
            _ => None,
        }
    }
}

impl Window {
    /// Works on every block and takes the results in the order of the rows; `Break` ends it. Counts the rows first, so that a
    /// text is read twice where nobody counted yet.
    pub(super) fn each<T: Send>(
        &self,
        what: &str,
        progress: &Progress,
        work: impl Fn(&Block<'_>) -> Result<T> + Sync,
        take: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_nth(1, what, progress, work, take)
    }

    /// As [`Self::each`], of every `nth` block only.
    pub(super) fn each_nth<T: Send>(
        &self,
        nth: usize,
        what: &str,
        progress: &Progress,
        work: impl Fn(&Block<'_>) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.count(progress)?;
        let parts: Vec<Part> = self.parts().into_iter().step_by(nth.max(1)).collect();
        let batch = rayon::current_num_threads().max(1) * 2;
        for (at, some) in parts.chunks(batch).enumerate() {
            progress.check()?;
            progress.step(what, (at * batch) as f64 / parts.len() as f64);
            let worked: Vec<Result<T>> = some
                .par_iter()
                .map(|part| work(&self.block(*part)?))
                .collect();
            for result in worked {
                if take(result?)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The parts of what is known.
    fn parts(&self) -> Vec<Part> {
        match &self.source {
            Source::Text(text) => spans(text),
            _ => {
                let rows = self.known().rows;
                let starts = (0..rows).step_by(ROWS);
                starts
                    .map(|first| Part::Rows(first, ROWS.min(rows - first)))
                    .collect()
            }
        }
    }

    fn block(&self, part: Part) -> Result<Block<'_>> {
        Ok(match (part, &self.source) {
            (Part::Span(span), Source::Text(text)) => {
                let piece = text.read(span)?;
                Block {
                    first: span.first.row,
                    rows: piece.rows(),
                    window: self,
                    piece: Some(piece),
                }
            }
            (Part::Rows(first, rows), _) => Block {
                first,
                rows,
                window: self,
                piece: None,
            },
            (Part::Span(span), _) => Block {
                first: span.first.row,
                rows: 0,
                window: self,
                piece: None,
            },
        })
    }

    /// The block that holds a row, none where there is no such row; text is read on until it is known.
    pub(super) fn block_at(&self, row: usize) -> Result<Option<Block<'_>>> {
        self.reach(row)?;
        let part = match &self.source {
            Source::Text(text) => text.span_of(row).map(Part::Span),
            _ => {
                let (first, rows) = (row / ROWS * ROWS, self.known().rows);
                (row < rows).then(|| Part::Rows(first, ROWS.min(rows - first)))
            }
        };
        part.map(|part| self.block(part)).transpose()
    }
}

fn spans(text: &Text) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some((span, next)) = text.wide_span(at, BYTES) {
        parts.push(Part::Span(span));
        at = next;
    }
    parts
}
