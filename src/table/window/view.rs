//! A table as it is looked at: some of its rows, in some order.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::scan::Block;
use super::{Known, Window};
use crate::error::{Error, Result};
use crate::table::Expression;
use crate::text;
use crate::work::Progress;

/// Characters of a cell that a slice keeps.
pub(super) const CELL: usize = 10_000;

/// The rows of a window that an expression lets through, in the order of a column. A copy shares them.
#[derive(Clone)]
pub struct View {
    pub(super) window: Arc<Window>,
    /// Numbers of the rows that are shown, ascending.
    pub(super) kept: Option<Arc<Vec<u32>>>,
    /// The same in the order in which they are shown, where that is another.
    pub(super) order: Option<Arc<Vec<u32>>>,
    /// Whether more rows may follow, as they are still being filtered.
    pub(super) grows: bool,
    /// Cells that could not be read as their column is while filtering and sorting: they count as missing.
    pub unread: usize,
}

/// Some rows as they are shown, cells not escaped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slice {
    /// Place of the first one among those shown.
    pub first: usize,
    /// Number of each row in the table, from 0.
    pub numbers: Vec<usize>,
    /// Places of the columns.
    pub columns: Vec<usize>,
    /// Cells row by row, `None` where missing; a long one ends in `…`.
    pub cells: Vec<Vec<Option<String>>>,
}

impl View {
    /// Every row, in the order of the file.
    pub fn of(window: Arc<Window>) -> Self {
        Self {
            window,
            kept: None,
            order: None,
            grows: false,
            unread: 0,
        }
    }

    /// The table.
    pub fn window(&self) -> &Arc<Window> {
        &self.window
    }

    /// Rows that are shown.
    pub fn known(&self) -> Known {
        match &self.kept {
            Some(kept) => Known {
                rows: kept.len(),
                complete: !self.grows,
            },
            None => self.window.known(),
        }
    }

    /// The number in the table, from 0, of a row that is shown.
    pub fn number(&self, place: usize) -> Option<usize> {
        match self.order.as_ref().or(self.kept.as_ref()) {
            Some(rows) => rows.get(place).map(|row| *row as usize),
            None => (place < self.window.known().rows).then_some(place),
        }
    }

    /// Where a row of the table is shown, from 0; none where it is not.
    pub fn place(&self, number: usize) -> Option<usize> {
        match (&self.order, &self.kept) {
            (Some(order), _) => order.iter().position(|row| *row as usize == number),
            (None, Some(kept)) => kept
                .binary_search_by(|row| (*row as usize).cmp(&number))
                .ok(),
            (None, None) => (number < self.window.known().rows).then_some(number),
        }
    }

    /// Rows from a place on, at most `count`, of the columns at these places.
    pub fn slice(&self, first: usize, count: usize, columns: &[usize]) -> Result<Slice> {
        let numbers: Vec<usize> = (first..first.saturating_add(count))
            .map_while(|place| self.number(place))
            .collect();
        let mut cells = self.window.cells(&numbers, columns)?;
        for cell in cells.iter_mut().flatten().flatten() {
            if let Some((end, _)) = cell.char_indices().nth(CELL) {
                cell.truncate(end);
                cell.push('…');
            }
        }
        Ok(Slice {
            first,
            numbers,
            columns: columns.to_vec(),
            cells,
        })
    }

    /// One cell, whole.
    pub fn cell(&self, place: usize, column: usize) -> Result<Option<String>> {
        let Some(number) = self.number(place) else {
            return Ok(None);
        };
        let mut cells = self.window.cells(&[number], &[column])?;
        Ok(cells.pop().and_then(|mut row| row.pop()).flatten())
    }

    /// Only these rows of the table, in the order of the file.
    #[must_use]
    pub fn only(&self, numbers: &[usize]) -> Self {
        let mut rows: Vec<u32> = numbers
            .iter()
            .filter_map(|row| u32::try_from(*row).ok())
            .collect();
        rows.sort_unstable();
        rows.dedup();
        Self {
            kept: Some(Arc::new(rows)),
            order: None,
            ..self.clone()
        }
    }

    /// Those of the rows for which an expression is true, in the order of the file. A cell that cannot be read as its
    /// column is counts as missing.
    ///
    /// # Errors
    /// An expression that looks at other rows, holds `?`, names no column, or compares what cannot be compared.
    pub fn filtered(&self, expression: &Expression, progress: &Progress) -> Result<Self> {
        self.filtered_meanwhile(expression, progress, |_, _| false, |_| {})
    }

    /// As [`Self::filtered`]; those found so far are given to `so_far` whenever they are `wanted`, which hears how many were found and
    /// how many were given last.
    pub fn filtered_meanwhile(
        &self,
        expression: &Expression,
        progress: &Progress,
        wanted: impl Fn(usize, usize) -> bool,
        so_far: impl Fn(Self),
    ) -> Result<Self> {
        let columns = self.read_by(expression)?;
        let (mut rows, mut unread, mut given) = (Vec::new(), 0, 0);
        let before = self.kept.as_deref();
        let true_in = |block: Block<'_>| {
            let (table, unread) = block.table(&columns)?;
            let first = block.first;
            let hits = table.filter(expression)?;
            let hits: Vec<usize> = hits.into_iter().map(|row| first + row).collect();
            Ok((hits, unread))
        };
        self.window
            .each("filtering", progress, true_in, |(hits, more)| {
                unread += more;
                for row in hits {
                    let row = number(row)?;
                    if before.is_none_or(|before| before.binary_search(&row).is_ok()) {
                        rows.push(row);
                    }
                }
                if wanted(rows.len(), given) {
                    given = rows.len();
                    so_far(self.of_rows(rows.clone(), true, unread));
                }
                Ok(ControlFlow::Continue(()))
            })?;
        Ok(self.of_rows(rows, false, unread))
    }

    /// These rows in the order of the file.
    fn of_rows(&self, rows: Vec<u32>, grows: bool, unread: usize) -> Self {
        Self {
            window: self.window.clone(),
            kept: Some(Arc::new(rows)),
            order: None,
            grows,
            unread,
        }
    }

    /// Places of the columns that an expression about one row reads.
    fn read_by(&self, expression: &Expression) -> Result<Vec<usize>> {
        expression.check_one_row()?;
        if expression.placeholders() > 0 {
            return Err(Error::new(
                "? stands for a number that is fitted; there is nothing to fit",
            )
            .with_fix("write a number in its place"));
        }
        let all = self.window.columns();
        let place = |name: &String| {
            let found = all.iter().position(|(column, _)| column == name);
            found.ok_or_else(|| {
                let error = Error::new(format!("no column '{}'", text::escape(name)));
                let names = all.iter().map(|(name, _)| name.as_str());
                match text::nearest(name, names) {
                    Some(near) => error.with_fix(format!("did you mean '{}'?", text::escape(near))),
                    None => error.with_fix("a text is written in single quotes: 'text'"),
                }
            })
        };
        expression.columns().iter().map(place).collect()
    }
}

/// The number of a row as it is kept.
pub(super) fn number(row: usize) -> Result<u32> {
    u32::try_from(row).map_err(|_| {
        Error::new("the table has more rows than can be filtered or sorted: 4 294 967 295")
            .with_fix("split the file")
    })
}
