//! All columns of a text together, some rows after the other: the text goes through the cache once, not once a column.

use std::sync::atomic::{AtomicBool, Ordering};

use polars::prelude::Column;
use rayon::prelude::*;

use super::split::Cells;
use super::typing::{self, Reading};
use super::values::{Rules, Typed, Values};
use crate::error::Result;
use crate::table::ColumnMeta;

/// Rows by which the type of a column is expected.
const FIRST: usize = 1_000;
/// Rows typed at once: their text and cells stay in the cache of a core.
const AT_ONCE: usize = 4_096;

/// A column on its way: what is expected of it, until a value turns up that is something else.
struct Expected<'a> {
    name: &'a str,
    reading: Option<Reading>,
    wrong: AtomicBool,
}

/// Types all columns, the cells from the record `first` on: as [`typing::column`] does each, over all its values.
pub(super) fn columns(
    names: &[String],
    source: &str,
    (cells, first): (&Cells, usize),
    rules: &Rules,
) -> Result<(Vec<Column>, Vec<ColumnMeta>)> {
    let values = |place: usize, from: usize, most: usize| {
        let cells = cells.column(place, from);
        Values::of(source, &cells[..cells.len().min(most)], rules)
    };
    let expected: Vec<Expected<'_>> = names
        .iter()
        .enumerate()
        .map(|(place, name)| Expected {
            name,
            reading: Reading::expected(name, values(place, first, FIRST)),
            wrong: AtomicBool::new(false),
        })
        .collect();
    let starts: Vec<usize> = (first..cells.rows()).step_by(AT_ONCE).collect();
    let pieces: Vec<Vec<Option<Typed>>> = starts
        .par_iter()
        .map(|start| {
            let columns = expected.iter().enumerate();
            columns
                .map(|(place, expected)| expected.piece(values(place, *start, AT_ONCE)))
                .collect()
        })
        .collect();
    let mut by_column: Vec<Vec<Option<Typed>>> = names.iter().map(|_| Vec::new()).collect();
    for piece in pieces {
        for (column, typed) in by_column.iter_mut().zip(piece) {
            column.push(typed);
        }
    }
    let typed = by_column.into_par_iter().zip(&expected).enumerate();
    let typed = typed.map(|(place, (pieces, expected))| {
        let storage = expected.reading.map(Reading::storage);
        match (storage, together(pieces)?) {
            (Some(storage), Some(typed)) => Ok(typed.column(expected.name, storage)),
            _ => Ok(typing::column(
                expected.name,
                values(place, first, usize::MAX),
            )),
        }
    });
    Ok(typed.collect::<Result<Vec<_>>>()?.into_iter().unzip())
}

impl Expected<'_> {
    /// Some rows as they are expected; nothing where they are something else, or others were.
    fn piece(&self, values: Values<'_>) -> Option<Typed> {
        let reading = self.reading?;
        if self.wrong.load(Ordering::Relaxed) {
            return None;
        }
        let typed = reading.values(self.name, values);
        if typed.is_none() {
            self.wrong.store(true, Ordering::Relaxed);
        }
        typed
    }
}

/// The pieces of a column one below the other, where all are there.
fn together(pieces: Vec<Option<Typed>>) -> Result<Option<Typed>> {
    let Some(pieces) = pieces.into_iter().collect::<Option<Vec<Typed>>>() else {
        return Ok(None);
    };
    let mut pieces = pieces.into_iter();
    let Some(first) = pieces.next() else {
        return Ok(None);
    };
    pieces.try_fold(first, Typed::append).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::Read;
    use crate::table::Table;
    use crate::table::csv::{Reading as Text, whole};

    /// Each column typed on its own, over all its cells.
    fn one_by_one(text: &str) -> Vec<(Column, ColumnMeta)> {
        let read = Read::default();
        let reading = Text::new(text, &read, true).unwrap();
        let cells = reading.cells(None).unwrap();
        let rules = reading.rules(&cells, 1).unwrap();
        let names = cells.row(0, text);
        let column = |(place, name): (usize, &String)| {
            typing::column(name, Values::of(text, cells.column(place, 1), &rules))
        };
        names.iter().enumerate().map(column).collect()
    }

    #[test]
    fn surprises_far_below_change_a_column_as_they_do_at_its_start() {
        let rows = 3 * AT_ONCE;
        let late = |row: usize, usual: &str, other: &str| match row == rows - 5 {
            true => other.to_owned(),
            false => usual.to_owned(),
        };
        let mut text =
            "whole,decimals,word,gaps,flag,mixed,day,proven,dotted,iso,none\n".to_owned();
        for row in 0..rows {
            let gap = if row < 2 * FIRST { "" } else { "7.5" };
            let cells = [
                row.to_string(),
                late(row, &row.to_string(), "0.5"),
                late(row, "12", "twelve"),
                gap.to_owned(),
                late(row, "true", "NA"),
                late(row, "a", "n/a"),
                "01/02/2021".to_owned(),
                late(row, "01/02/2021", "13/02/2021"),
                late(row, "01.02.2021", "02/28/2021"),
                late(row, "2021-02-01", "2021-02-01 12:00"),
                late(row, "-", "x"),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let table: Table = whole(text.as_bytes(), &Read::default(), None).unwrap();
        for (column, meta) in one_by_one(&text) {
            assert_eq!(table.column(&meta.name).unwrap(), &meta);
            let values = table.values(&meta.name).unwrap();
            assert!(values.equals_missing(&column), "{}", meta.name);
            assert_eq!(values.n_chunks(), 1);
        }
    }
}
