//! Searching: the next row, as they are shown, of which a cell holds a text. Capital and small letters are the same.

use std::ops::ControlFlow;

use super::scan::Block;
use super::view::View;
use crate::error::Result;
use crate::work::Progress;

/// Places of a hit: the row as it is shown, and the column.
pub type Hit = (usize, usize);

impl View {
    /// The nearest hit after a place, or before it, in `columns` as they stand on screen: columns to the right of the place on its own
    /// row first. None where there is no other.
    pub fn find(
        &self,
        sought: &str,
        from: Hit,
        forward: bool,
        columns: &[usize],
        progress: &Progress,
    ) -> Result<Option<Hit>> {
        let sought = sought.to_lowercase();
        if sought.is_empty() {
            return Ok(None);
        }
        if let Some(hit) = self.on_row(&sought, from, forward, columns)? {
            return Ok(Some(hit));
        }
        let row = match (self.order.is_some(), forward) {
            (true, _) => self.next_in_order(&sought, from.0, forward, columns, progress)?,
            (false, true) => self.next_below(&sought, from.0, columns, progress)?,
            (false, false) => self.next_above(&sought, from.0, columns, progress)?,
        };
        let Some(row) = row else {
            return Ok(None);
        };
        let hits = self.hits_on(&sought, row, columns)?;
        let hit = if forward { hits.first() } else { hits.last() };
        Ok(hit.map(|column| (row, *column)))
    }

    /// Another hit on the row itself.
    fn on_row(
        &self,
        sought: &str,
        from: Hit,
        forward: bool,
        columns: &[usize],
    ) -> Result<Option<Hit>> {
        let stands = |column: usize| columns.iter().position(|c| *c == column);
        let at = stands(from.1);
        let hits = self.hits_on(sought, from.0, columns)?;
        let hit = match forward {
            true => hits.into_iter().find(|column| stands(*column) > at),
            false => hits.into_iter().rev().find(|column| stands(*column) < at),
        };
        Ok(hit.map(|column| (from.0, column)))
    }

    fn hits_on(&self, sought: &str, place: usize, columns: &[usize]) -> Result<Vec<usize>> {
        let Some(number) = self.number(place) else {
            return Ok(Vec::new());
        };
        let cells = self
            .window
            .cells(&[number], columns)?
            .pop()
            .unwrap_or_default();
        let pairs = columns.iter().zip(cells);
        let holds = |cell: &Option<String>| cell.as_ref().is_some_and(|c| holds(c, sought));
        Ok(pairs
            .filter(|(_, cell)| holds(cell))
            .map(|(column, _)| *column)
            .collect())
    }

    /// In the order of the file, block after block until one has a hit.
    fn next_below(
        &self,
        sought: &str,
        from: usize,
        columns: &[usize],
        progress: &Progress,
    ) -> Result<Option<usize>> {
        let Some(mut row) = self.number(from).map(|row| row + 1) else {
            return Ok(None);
        };
        while let Some(block) = self.window.block_at(row)? {
            progress.check()?;
            let rows = self.window.known().rows;
            progress.step("searching", row as f64 / rows.max(1) as f64);
            let hits = self.hits_in(&block, sought, columns)?;
            if let Some(hit) = hits.into_iter().find(|hit| *hit >= row) {
                return Ok(self.place(hit));
            }
            row = block.first + block.rows.max(1);
        }
        Ok(None)
    }

    fn next_above(
        &self,
        sought: &str,
        from: usize,
        columns: &[usize],
        progress: &Progress,
    ) -> Result<Option<usize>> {
        let Some(mut row) = self.number(from) else {
            return Ok(None);
        };
        let all = row.max(1) as f64;
        while let Some(last) = row.checked_sub(1)
            && let Some(block) = self.window.block_at(last)?
        {
            progress.check()?;
            progress.step("searching", 1.0 - row as f64 / all);
            let hits = self.hits_in(&block, sought, columns)?;
            if let Some(hit) = hits.into_iter().rev().find(|hit| *hit < row) {
                return Ok(self.place(hit));
            }
            row = block.first;
        }
        Ok(None)
    }

    /// In another order the hits of the whole table are found first.
    fn next_in_order(
        &self,
        sought: &str,
        from: usize,
        forward: bool,
        columns: &[usize],
        progress: &Progress,
    ) -> Result<Option<usize>> {
        let mut hits: Vec<usize> = Vec::new();
        let find = |block: &Block<'_>| self.hits_in(block, sought, columns);
        self.window.each("searching", progress, find, |more| {
            hits.extend(more);
            Ok(ControlFlow::Continue(()))
        })?;
        let order = self.order.as_deref().map_or(&[][..], |order| order);
        let is_hit = |row: &u32| hits.binary_search(&(*row as usize)).is_ok();
        Ok(match forward {
            true => {
                let after = order.get(from + 1..).unwrap_or_default();
                after.iter().position(is_hit).map(|more| from + 1 + more)
            }
            false => order[..from.min(order.len())].iter().rposition(is_hit),
        })
    }

    /// Numbers of the rows of a block that are shown and hold the text.
    fn hits_in(&self, block: &Block<'_>, sought: &str, columns: &[usize]) -> Result<Vec<usize>> {
        if block.text().is_some_and(|text| !holds(text, sought)) && !sought.contains('"') {
            return Ok(Vec::new());
        }
        let shown = self.shown_in(block);
        if block.text().is_some() {
            let hit = |row: &usize| {
                let mut cells = columns.iter().filter_map(|c| block.written(*row, *c));
                cells.any(|cell| holds(&cell, sought))
            };
            return Ok(shown
                .into_iter()
                .filter(hit)
                .map(|row| block.first + row)
                .collect());
        }
        let (table, _) = block.table(columns)?;
        let mut texts = Vec::with_capacity(columns.len());
        for (name, _) in table.schema() {
            texts.push(table.texts(&name)?);
        }
        let hit = |row: &usize| {
            let mut cells = texts.iter().filter_map(|column| column[*row].as_ref());
            cells.any(|cell| holds(cell, sought))
        };
        Ok(shown
            .into_iter()
            .filter(hit)
            .map(|row| block.first + row)
            .collect())
    }
}

/// Whether a text holds another, which is in small letters.
fn holds(text: &str, sought: &str) -> bool {
    if !sought.is_ascii() {
        return text.to_lowercase().contains(sought);
    }
    let (text, sought) = (text.as_bytes(), sought.as_bytes());
    let Some(first) = sought.first() else {
        return true;
    };
    let (small, large) = (*first, first.to_ascii_uppercase());
    memchr::memchr2_iter(small, large, text).any(|at| {
        let here = text.get(at..at + sought.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(sought))
    })
}
