//! A SQLite file into a table: its only one, or the result of a query; whole, or some rows at a time. Opened to read only.

use std::path::Path;

use polars::prelude::DataFrame;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Rows, Statement};
use sqlparser::dialect::SQLiteDialect;

use super::column::{Builder, Texts, Value};
use super::statement::require_query;
use crate::error::{Error, Result};
use crate::table::store::failed as failed_to;
use crate::table::{Format, ReadOptions, Storage, Table};
use crate::text::{counted, cut, escape};

/// First bytes of a SQLite file.
pub(in crate::table) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Tables that an error names at most.
const NAMED: usize = 20;

/// Reads the only table of the file, or the query of the options. The storage of a column is that of its values: SQLite has types by value.
///
/// # Errors
/// A file that is damaged or locked; several tables and no query; a query that is none, writes, or fails; a value of bytes.
pub(in crate::table) fn read(path: &Path, options: &ReadOptions) -> Result<Table> {
    let manner = Manner {
        missing: options.read.missing.as_deref().unwrap_or_default(),
        storages: &[],
        most: usize::MAX,
    };
    let mut whole = None;
    let query = options.query.as_deref();
    each(path, query, &manner, options.limit, &mut |table| {
        whole = Some(table);
        Ok(())
    })?;
    whole.ok_or_else(|| no_rows().at_file(path))
}

/// How rows become tables.
pub(in crate::table) struct Manner<'a> {
    /// Texts that mean missing.
    pub missing: &'a [String],
    /// The storages of the columns that are known; of others the values tell it, of each table anew.
    pub storages: &'a [(String, Storage)],
    /// Rows of a table at most.
    pub most: usize,
}

impl Manner<'_> {
    fn storage(&self, name: &str) -> Option<Storage> {
        let known = self.storages.iter().find(|(known, _)| known == name);
        known.map(|(_, storage)| *storage)
    }

    /// What is to take the values of a column.
    fn builder(&self, name: &str) -> Builder {
        match self.storage(name) {
            // Dates are texts until all of them are known.
            None | Some(Storage::Date) => Builder::new(name),
            Some(storage) => Builder::stored_as(name, storage),
        }
    }

    fn texts(&self, name: &str) -> Texts {
        match self.storage(name) {
            None | Some(Storage::Date) => Texts::MayBeDates,
            Some(_) => Texts::AsTexts,
        }
    }
}

/// The rows of [`read`] table after table, with bounded memory; an error of `take` ends it.
///
/// # Errors
/// As [`read`].
pub(in crate::table) fn each(
    path: &Path,
    query: Option<&str>,
    manner: &Manner<'_>,
    limit: Option<usize>,
    take: &mut dyn FnMut(Table) -> Result<()>,
) -> Result<()> {
    let place = |error: Error| error.at_file(path);
    let connection = open(path).map_err(place)?;
    let query = match query {
        Some(query) => {
            require_query(query, &SQLiteDialect {}).map_err(place)?;
            query.to_owned()
        }
        None => whole_table(&connection).map_err(place)?,
    };
    let mut statement = connection
        .prepare(&query)
        .map_err(|error| place(failed(&error)))?;
    if !statement.readonly() {
        return Err(place(
            Error::new("the query writes").with_fix("write a query that only reads"),
        ));
    }
    let columns = Columns::of(&statement).map_err(place)?;
    let mut rows = statement.query([]).map_err(|error| place(failed(&error)))?;
    let mut count = 0;
    loop {
        let most = limit.map_or(manner.most, |limit| manner.most.min(limit - count));
        let some = columns
            .some(&mut rows, manner, count, most)
            .map_err(place)?;
        let Some(table) = some else {
            return match count {
                0 => Err(place(no_rows())),
                _ => Ok(()),
            };
        };
        count += table.rows();
        take(table)?;
    }
}

fn no_rows() -> Error {
    Error::new("there are no rows").with_fix("name a table or a query with rows")
}

fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| failed(&error))?;
    let set = connection.pragma_update(None, "query_only", true);
    set.map_err(|error| failed(&error))?;
    Ok(connection)
}

/// The query that reads the only table; without a table, the only view.
fn whole_table(connection: &Connection) -> Result<String> {
    let named = |kind: &str| -> rusqlite::Result<Vec<String>> {
        let query = "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let mut statement = connection.prepare(query)?;
        let names = statement.query_map([kind], |row| row.get(0))?;
        names.collect()
    };
    let tables = named("table").map_err(|error| failed(&error))?;
    let views = named("view").map_err(|error| failed(&error))?;
    let of = |name: &String| format!("SELECT * FROM {}", quoted(name));
    match (tables.as_slice(), views.as_slice()) {
        ([only], _) | ([], [only]) => Ok(of(only)),
        ([], []) => Err(Error::new("the database has no table").with_fix("name another file")),
        _ => {
            let all: Vec<&String> = tables.iter().chain(&views).collect();
            let shown = all
                .iter()
                .take(NAMED)
                .map(|name| format!("'{}'", escape(name)));
            let shown = shown.collect::<Vec<_>>().join(", ");
            let more = match all.len() > NAMED {
                true => " and others",
                false => "",
            };
            let first = escape(&of(all[0])).into_owned();
            Err(Error::new(format!(
                "the database has {}: {shown}{more}",
                counted(all.len(), "table")
            ))
            .with_fix(format!("say which rows are meant: query = '{first}'")))
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns of a query.
struct Columns {
    names: Vec<String>,
    /// Which of them were declared to be booleans, which SQLite stores as numbers.
    booleans: Vec<bool>,
}

impl Columns {
    fn of(statement: &Statement<'_>) -> Result<Self> {
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let repeated = names.iter().enumerate();
        let mut repeated = repeated.filter(|(at, name)| names[..*at].contains(name));
        if let Some((_, name)) = repeated.next() {
            return Err(
                Error::new(format!("two columns are called '{}'", escape(name)))
                    .at_column(name.as_str())
                    .with_fix("give one of them another name in the query: AS"),
            );
        }
        let columns = statement.columns();
        let is_boolean = |declared: Option<&str>| {
            declared.is_some_and(|kind| kind.to_lowercase().starts_with("bool"))
        };
        let booleans = columns.map(|column| is_boolean(column.decl_type()));
        Ok(Self {
            booleans: booleans.collect(),
            names,
        })
    }

    /// The next rows behind those that were read, as many at most; none at the end.
    fn some(
        &self,
        rows: &mut Rows<'_>,
        manner: &Manner<'_>,
        before: usize,
        most: usize,
    ) -> Result<Option<Table>> {
        let names = self.names.iter();
        let mut builders: Vec<Builder> = names.map(|name| manner.builder(name)).collect();
        let mut count = 0;
        while count < most
            && let Some(row) = rows.next().map_err(|error| failed(&error))?
        {
            count += 1;
            for (at, builder) in builders.iter_mut().enumerate() {
                let value = row.get_ref(at).map_err(|error| failed(&error))?;
                let value = value_of(value, self.booleans[at])
                    .map_err(|what| no_place(&self.names[at], before + count, what))?;
                builder.push(value);
            }
        }
        if count == 0 || self.names.is_empty() {
            return Ok(None);
        }
        let built = builders.into_iter().zip(&self.names);
        let built: Vec<_> = built
            .map(|(builder, name)| builder.finish(manner.texts(name), manner.missing))
            .collect::<Result<_>>()?;
        let (columns, metas) = built.into_iter().unzip();
        let frame =
            DataFrame::new(count, columns).map_err(|error| failed_to("build the table", &error))?;
        let format = Format {
            format: "sqlite".into(),
            header: true,
            ..Format::default()
        };
        Ok(Some(Table::assemble(frame, metas, format)))
    }
}

/// A value, or what it is where it has no place in a table.
fn value_of(
    value: ValueRef<'_>,
    is_boolean: bool,
) -> std::result::Result<Option<Value>, &'static str> {
    Ok(match value {
        ValueRef::Null => None,
        ValueRef::Integer(value @ (0 | 1)) if is_boolean => Some(Value::Boolean(value == 1)),
        ValueRef::Integer(value) => Some(Value::Whole(value)),
        ValueRef::Real(value) => Some(Value::Number(value)),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|_| "a text that is not UTF-8")?;
            Some(Value::Text(text.to_owned()))
        }
        ValueRef::Blob(_) => return Err("a value of bytes"),
    })
}

fn no_place(column: &str, row: usize, what: &str) -> Error {
    Error::new(format!(
        "row {row} holds {what}, which has no place in a table"
    ))
    .at_column(column)
    .with_fix("leave the column out with `query`, or cast it there")
}

/// What SQLite says.
fn failed(error: &rusqlite::Error) -> Error {
    let told = error.to_string();
    let told = escape(&told);
    let fix = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            "another program writes to it: try again when it is done"
        }
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
            "the file is damaged or encrypted: write it anew"
        }
        _ => "correct `query`, or see whether the file can be read",
    };
    Error::new(format!("SQLite: {}", cut(&told, 300))).with_fix(fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Storage, read};

    fn database(statements: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(statements).unwrap();
        (folder, path)
    }

    fn query(text: &str) -> ReadOptions {
        ReadOptions {
            query: Some(text.into()),
            ..ReadOptions::default()
        }
    }

    const RIDES: &str = "CREATE TABLE rides (id INTEGER PRIMARY KEY, fare REAL, paid BOOLEAN, day TEXT, zip TEXT, mixed, note TEXT);
        INSERT INTO rides VALUES (1, 5, 1, '2015-10-01', '01', 1, ''), (2, 7.5, 0, '2015-10-02', '75', 'two', NULL),
        (3, NULL, NULL, NULL, NULL, 2.5, 'late');";

    #[test]
    fn the_only_table_is_read_by_the_types_of_its_values() {
        let (_folder, path) = database(RIDES);
        let table = read(&path, &ReadOptions::default()).unwrap();
        let storages: Vec<Storage> = table.columns().iter().map(|c| c.storage).collect();
        use Storage::*;
        assert_eq!(storages, [Integer, Number, Boolean, Date, Text, Text, Text]);
        assert_eq!(table.format.format, "sqlite");
        assert_eq!(table.numbers("fare").unwrap()[..2], [5.0, 7.5]);
        assert_eq!(table.texts("mixed").unwrap()[2].as_deref(), Some("2.5"));
        assert_eq!(table.missing("note").unwrap(), [true, true, false]);
        let first = ReadOptions {
            limit: Some(1),
            ..ReadOptions::default()
        };
        assert_eq!(read(&path, &first).unwrap().rows(), 1);
    }

    #[test]
    fn of_several_tables_a_query_says_which_rows() {
        let (_folder, path) = database(&format!(
            "{RIDES} CREATE TABLE \"my zones\" (zip TEXT, name TEXT); INSERT INTO \"my zones\" VALUES ('01', 'Ain')"
        ));
        let told = read(&path, &ReadOptions::default())
            .unwrap_err()
            .to_string();
        assert!(told.contains("has 2 tables: 'my zones', 'rides'"), "{told}");
        assert!(told.contains("SELECT * FROM \"my zones\""), "{told}");
        let joined = "SELECT r.id, z.name FROM rides r JOIN \"my zones\" z USING (zip)";
        assert_eq!(
            read(&path, &query(joined)).unwrap().texts("name").unwrap(),
            [Some("Ain".into())]
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let (_folder, path) = database(&format!(
            "{RIDES} CREATE TABLE pictures (bytes BLOB); INSERT INTO pictures VALUES (x'00ff')"
        ));
        for (text, why) in [
            ("DELETE FROM rides", "no query"),
            ("SELECT colour FROM rides", "no such column"),
            ("SELECT * FROM pictures", "row 1 holds a value of bytes"),
            ("SELECT id, id FROM rides", "two columns are called 'id'"),
            ("SELECT * FROM rides WHERE id > 9", "there are no rows"),
        ] {
            let told = read(&path, &query(text)).unwrap_err().to_string();
            assert!(told.contains(why), "{text}: {told}");
        }
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2 - 100]).unwrap();
        assert!(read(&path, &query("SELECT * FROM rides")).is_err());
        let (_folder, empty) = database("CREATE TABLE t (a); DROP TABLE t");
        let told = read(&empty, &ReadOptions::default())
            .unwrap_err()
            .to_string();
        assert!(told.contains("has no table"), "{told}");
    }
}
