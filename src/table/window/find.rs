//! Searching: the next row, as they are shown, of which a cell holds a text. Capital and small letters are the same.

use std::ops::ControlFlow;

use super::scan::{Block, Way};
use super::sought::Sought;
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
        let Some(sought) = Sought::of(sought) else {
            return Ok(None);
        };
        if let Some(hit) = self.on_row(&sought, from, forward, columns)? {
            return Ok(Some(hit));
        }
        let row = match (self.order.is_some(), self.number(from.0)) {
            (true, _) => self.next_in_order(&sought, from.0, forward, columns, progress)?,
            (false, Some(row)) => {
                let way = match forward {
                    true => Way::Down(row + 1),
                    false => Way::Up(row),
                };
                self.next_on(&sought, way, columns, progress)?
            }
            (false, None) => None,
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
        sought: &Sought,
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

    fn hits_on(&self, sought: &Sought, place: usize, columns: &[usize]) -> Result<Vec<usize>> {
        let Some(number) = self.number(place) else {
            return Ok(Vec::new());
        };
        let cells = self
            .window
            .cells(&[number], columns)?
            .pop()
            .unwrap_or_default();
        let pairs = columns.iter().zip(cells);
        let holds = |cell: &Option<String>| cell.as_ref().is_some_and(|c| sought.is_in(c));
        Ok(pairs
            .filter(|(_, cell)| holds(cell))
            .map(|(column, _)| *column)
            .collect())
    }

    /// In the order of the file, blocks on the way until one has a hit.
    fn next_on(
        &self,
        sought: &Sought,
        way: Way,
        columns: &[usize],
        progress: &Progress,
    ) -> Result<Option<usize>> {
        let find = |block: Block<'_>| self.hits_in(block, sought, columns);
        let mut found = None;
        self.window
            .each_nth((way, 1), "searching", progress, find, |hits: Vec<usize>| {
                found = match way {
                    Way::Down(from) => hits.into_iter().find(|hit| *hit >= from),
                    Way::Up(from) => hits.into_iter().rev().find(|hit| *hit < from),
                };
                Ok(match found {
                    Some(_) => ControlFlow::Break(()),
                    None => ControlFlow::Continue(()),
                })
            })?;
        Ok(found.and_then(|hit| self.place(hit)))
    }

    /// In another order the hits of the whole table are found first.
    fn next_in_order(
        &self,
        sought: &Sought,
        from: usize,
        forward: bool,
        columns: &[usize],
        progress: &Progress,
    ) -> Result<Option<usize>> {
        let mut hits: Vec<usize> = Vec::new();
        let find = |block: Block<'_>| self.hits_in(block, sought, columns);
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

    /// Numbers of the rows of a block that are shown and hold the text in one of the columns, ascending.
    fn hits_in(
        &self,
        mut block: Block<'_>,
        sought: &Sought,
        columns: &[usize],
    ) -> Result<Vec<usize>> {
        let first = block.first;
        // Most blocks hold it nowhere and are not split into rows.
        if block.text().is_some_and(|text| !sought.may_be_in(text)) {
            return Ok(Vec::new());
        }
        let shown = self.shown_in(&block);
        let hits: Vec<usize> = match block.written() {
            Some((piece, text)) => {
                let rows = sought.rows_of(&piece, shown);
                let hit = |row: &usize| {
                    let cells = text.manner().cells(&piece, *row, columns);
                    cells.iter().flatten().any(|cell| sought.is_in(cell))
                };
                rows.into_iter().filter(hit).collect()
            }
            None => {
                let (table, _) = block.table(columns)?;
                let mut texts = Vec::with_capacity(columns.len());
                for (name, _) in table.schema() {
                    texts.push(table.texts(&name)?);
                }
                let hit = |row: &usize| {
                    let mut cells = texts.iter().filter_map(|column| column[*row].as_ref());
                    cells.any(|cell| sought.is_in(cell))
                };
                shown.into_iter().filter(hit).collect()
            }
        };
        Ok(hits.into_iter().map(|row| first + row).collect())
    }
}
