//! The storage of each column over all its values, found table after table.

use crate::error::Result;
use crate::table::csv::common;
use crate::table::{Storage, Table};

/// Name and storage of each column.
pub(super) type Storages = Vec<(String, Storage)>;

/// The storages of the columns so far; none of a column without a value.
#[derive(Default)]
pub(super) struct Found(Vec<(String, Option<Storage>)>);

impl Found {
    /// More rows.
    pub(super) fn take_in(&mut self, table: &Table) -> Result<()> {
        for column in table.columns() {
            let is_empty = table.is_empty_column(&column.name)?;
            let here = (!is_empty).then_some(column.storage);
            match self.0.iter_mut().find(|(name, _)| *name == column.name) {
                None => self.0.push((column.name.clone(), here)),
                Some((_, known)) => {
                    *known = match (*known, here) {
                        (Some(known), Some(here)) => Some(common(known, here)),
                        (known, here) => known.or(here),
                    };
                }
            }
        }
        Ok(())
    }

    /// The storages of all rows; a column without a value holds texts.
    pub(super) fn storages(self) -> Storages {
        let found = self.0.into_iter();
        found
            .map(|(name, storage)| (name, storage.unwrap_or(Storage::Text)))
            .collect()
    }
}
