//! The rows of a query of a database into one Parquet file, some at a time, with bounded memory.

use std::path::{Path, PathBuf};

use super::pour::Pouring;
use super::storages::{Found, Storages};
use super::{Columnar, GROUP};
use crate::decisions::Read;
use crate::error::Result;
use crate::table::database::sqlite;
use crate::table::{Query, ReadOptions, Table};

/// Rows of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseRows {
    /// Of a SQLite file: of its only table, or of a query.
    File {
        /// The file.
        path: PathBuf,
        /// Which rows are meant.
        query: Option<String>,
    },
    /// Of a query of a server.
    Server(Query),
}

impl DatabaseRows {
    /// The first rows.
    fn first(&self, missing: &[String]) -> Result<Table> {
        match self {
            Self::File { path, query } => {
                let options = ReadOptions {
                    limit: Some(1),
                    query: query.clone(),
                    ..ReadOptions::default()
                };
                sqlite::read(path, &options)
            }
            Self::Server(query) => query.read(missing, Some(1)),
        }
    }

    /// All rows, table after table.
    fn each(
        &self,
        missing: &[String],
        storages: &Storages,
        take: &mut dyn FnMut(Table) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::File { path, query } => {
                let manner = sqlite::Manner {
                    missing,
                    storages,
                    most: GROUP,
                };
                sqlite::each(path, query.as_deref(), &manner, None, take)
            }
            Self::Server(query) => query.each(missing, GROUP, take),
        }
    }
}

impl Columnar {
    /// Writes the rows of a query to a Parquet file as [`Columnar::write`] does those of files. `report` is given the rows that were read.
    ///
    /// # Errors
    /// As reading the query, and where the file cannot be written.
    pub fn write_query(
        rows: &DatabaseRows,
        read: &Read,
        path: &Path,
        report: &dyn Fn(usize) -> Result<()>,
    ) -> Result<()> {
        let missing = read.missing.as_deref().unwrap_or_default();
        let format = rows.first(missing)?.format;
        let each = |storages: &Storages, take: &mut dyn FnMut(Table) -> Result<()>| {
            let mut count = 0;
            rows.each(missing, storages, &mut |table| {
                count += table.rows();
                report(count)?;
                take(table)
            })
        };
        let pour = |storages: &Storages| {
            let mut pouring = Pouring::into(path, &format)?;
            each(storages, &mut |table| pouring.add(table))?;
            pouring.finish()
        };
        // A server names its types. In a file each value has its own: they are looked through only where the first rows do not tell them.
        let poured = pour(&Storages::new());
        if poured.is_ok() || matches!(rows, DatabaseRows::Server(_)) {
            return poured;
        }
        report(0)?;
        let mut found = Found::default();
        each(&Storages::new(), &mut |table| found.take_in(&table))?;
        pour(&found.storages())
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::super::tests::equals;
    use super::*;
    use crate::error::Error;
    use crate::table::{Storage, read};

    /// More rows than are read at once; what the columns hold is only seen far below.
    fn database(folder: &Path) -> PathBuf {
        let path = folder.join("rides.db");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE rides (id INTEGER, fare, late, day TEXT, half_a_day TEXT, paid BOOLEAN, note TEXT);
                 WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 149999)
                 INSERT INTO rides SELECT i, CASE WHEN i < 140000 THEN i % 9 ELSE i % 9 + 0.5 END,
                 CASE WHEN i < 140000 THEN NULL ELSE 'x' || i END, date('2015-01-01', (i % 400) || ' days'),
                 CASE WHEN i < 140000 THEN date('2015-01-01', (i % 400) || ' days') ELSE 'monday' END,
                 i % 2, CASE WHEN i % 3 = 0 THEN '?' ELSE 'a' END FROM n;",
            )
            .unwrap();
        path
    }

    fn said() -> Read {
        Read {
            missing: Some(vec!["?".into()]),
            ..Read::default()
        }
    }

    fn rows(path: &Path, query: Option<&str>) -> DatabaseRows {
        DatabaseRows::File {
            path: path.to_owned(),
            query: query.map(str::to_owned),
        }
    }

    #[test]
    fn rows_of_a_database_are_those_that_are_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = database(folder.path());
        let cache = folder.path().join("c.parquet");
        for query in [None, Some("SELECT id, half_a_day, late FROM rides")] {
            Columnar::write_query(&rows(&path, query), &said(), &cache, &|_| Ok(())).unwrap();
            let columnar = Columnar::open(&cache).unwrap();
            let options = ReadOptions {
                read: said(),
                query: query.map(str::to_owned),
                ..ReadOptions::default()
            };
            let whole = read(&path, &options).unwrap();
            equals(&whole, &columnar);
        }
        let columns = Columnar::open(&cache).unwrap();
        assert_eq!(columns.columns()[1].storage, Storage::Text);
    }

    #[test]
    fn what_is_stopped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = database(folder.path());
        let cache = folder.path().join("c.parquet");
        let stopped = |_: usize| Err(Error::cancelled());
        let error =
            Columnar::write_query(&rows(&path, None), &said(), &cache, &stopped).unwrap_err();
        assert!(error.is_cancelled());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
