//! The rows of a piece: its text is split only as far as the cells that are asked for.

use std::borrow::Cow;
use std::sync::PoisonError;

use encoding_rs::UTF_8;
use polars::prelude::DataFrame;

use super::super::split::{Cell, Records};
use super::super::typing;
use super::super::values::{Values, is_missing};
use super::{Column, Manner, as_csv};
use crate::error::Result;
use crate::table::{Format, Table};

/// Some records, each a row.
pub(in crate::table) struct Piece {
    text: String,
    /// Where the record of each row begins.
    starts: Vec<usize>,
}

impl Manner {
    /// The text of whole records, as they are split into cells.
    pub(in crate::table) fn text(&self, bytes: Vec<u8>) -> Result<String> {
        if let Some(columns) = &self.json {
            let (text, more) = as_csv(&bytes, columns)?;
            if !more.is_empty() {
                let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
                late.extend(more);
            }
            return Ok(text);
        }
        let in_encoding = |bytes: &[u8]| {
            let (text, _) = self.encoding.decode_without_bom_handling(bytes);
            text.into_owned()
        };
        if self.encoding != UTF_8 {
            return Ok(in_encoding(&bytes));
        }
        Ok(String::from_utf8(bytes).unwrap_or_else(|odd| in_encoding(odd.as_bytes())))
    }

    /// The rows in such a text.
    pub(in crate::table) fn piece(&self, text: String) -> Piece {
        let mut starts = Vec::new();
        self.each(&text, 0, |start, _| starts.push(start));
        Piece { text, starts }
    }

    /// Where each row begins, and its first cells.
    fn each(&self, text: &str, cells_each: usize, mut row: impl FnMut(usize, &[Cell])) {
        let mut records = Records::new(text, self.dialect);
        let (mut cells, mut from) = (Vec::new(), 0);
        // The head of JSON is written above its records.
        let mut is_head = self.json.is_some();
        while records.next_few(&mut cells, cells_each).is_some() {
            let to = records.position().min(text.len());
            // Of JSON the blank lines are gone already, and an object without values is a row.
            let is_blank = self.json.is_none() && self.is_blank(&text.as_bytes()[from..to]);
            if !is_blank && !is_head {
                row(from, &cells);
            }
            (from, is_head) = (to, false);
        }
    }

    /// Cells of a row as they are written, none where they are missing.
    pub(in crate::table) fn cells<'a>(
        &self,
        piece: &'a Piece,
        row: usize,
        columns: &[usize],
    ) -> Vec<Option<Cow<'a, str>>> {
        let Some(start) = piece.starts.get(row) else {
            return vec![None; columns.len()];
        };
        let text = &piece.text[*start..];
        let mut cells = Vec::new();
        Records::new(text, self.dialect).next_few(&mut cells, most_of(columns));
        let cell = |place: &usize| {
            let text = cells.get(*place)?.text(text);
            let storage = self.columns.get(*place)?.read.storage();
            (!is_missing(&text, &self.rules, storage)).then_some(text)
        };
        columns.iter().map(cell).collect()
    }

    /// Columns of a text as values, and how many cells cannot be read as their column is.
    pub(in crate::table) fn table(&self, text: &str, columns: &[usize]) -> Result<(Table, usize)> {
        let known = |place: &usize| Some((*place, self.columns.get(*place)?));
        let wanted: Vec<(usize, &Column)> = columns.iter().filter_map(known).collect();
        let mut all: Vec<Vec<Cell>> = vec![Vec::new(); wanted.len()];
        let mut rows = 0;
        self.each(text, most_of(columns), |_, cells| {
            rows += 1;
            for (column, (place, _)) in all.iter_mut().zip(&wanted) {
                column.push(cells.get(*place).copied().unwrap_or(Cell::EMPTY));
            }
        });
        let mut values = Vec::with_capacity(wanted.len());
        let mut metas = Vec::with_capacity(wanted.len());
        let mut unread = 0;
        for ((_, column), cells) in wanted.iter().zip(&all) {
            let cells = Values::of(text, cells, &self.rules);
            let (column, meta, more) = typing::column_read(&column.name, cells, column.read);
            values.push(column);
            metas.push(meta);
            unread += more;
        }
        let frame = DataFrame::new(rows, values)
            .map_err(|error| crate::table::store::failed("build the table", &error))?;
        Ok((Table::assemble(frame, metas, Format::default()), unread))
    }
}

/// Cells of a record up to the last of these columns.
fn most_of(columns: &[usize]) -> usize {
    columns.iter().max().map_or(0, |last| last + 1)
}

impl Piece {
    /// Number of rows.
    pub(in crate::table) fn rows(&self) -> usize {
        self.starts.len()
    }

    /// The text they stand in.
    pub(in crate::table) fn text(&self) -> &str {
        &self.text
    }

    /// The row that a place of the text belongs to; none above the first.
    pub(in crate::table) fn row_at(&self, place: usize) -> Option<usize> {
        self.starts
            .partition_point(|start| *start <= place)
            .checked_sub(1)
    }
}
