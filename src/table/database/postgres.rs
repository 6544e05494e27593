//! The rows of a query of a PostgreSQL server into a table or into several, some at a time, in a transaction that only reads.

use polars::prelude::DataFrame;
use postgres::types::{FromSql, Kind, Type};
use postgres::{Client, IsolationLevel, Row, Transaction};
use sqlparser::dialect::PostgreSqlDialect;

use super::column::{Builder, Texts, Value};
use super::connection::Connection;
use super::statement::require_query;
use crate::error::{Error, Result};
use crate::table::store::failed as failed_to;
use crate::table::{Format, Storage, Table};
use crate::text::escape;

/// Rows fetched at a time.
const FETCHED: i32 = 10_000;
/// Microseconds from 1970 to 2000, from which PostgreSQL counts.
const EPOCH: i64 = 946_684_800_000_000;

/// A query of a PostgreSQL server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The statement, SELECT or WITH.
    pub text: String,
    /// The environment variable that holds the connection.
    pub connection: String,
}

/// What tells whether the rows of a query changed, without reading them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// Rows.
    pub rows: i64,
    /// The latest value of the column of time, as the server writes it.
    pub latest: Option<String>,
}

impl Query {
    /// The rows. Whole numbers, numbers, booleans, texts, dates and instants (in UTC) become such; every other type is the text that the
    /// server writes. Without `ORDER BY` the order of rows is the server's, and may change.
    ///
    /// # Errors
    /// A statement that is not a single query or writes; a connection that fails; what the server refuses. Nothing secret is told.
    pub fn read(&self, missing: &[String], limit: Option<usize>) -> Result<Table> {
        let mut whole = None;
        self.within(|server| {
            let columns = server.columns(&self.text)?;
            let form = (columns.as_slice(), missing);
            server.rows(&self.text, form, limit, usize::MAX, &mut |table| {
                whole = Some(table);
                Ok(())
            })
        })?;
        whole.ok_or_else(no_rows)
    }

    /// The same rows table after table of so many rows, with bounded memory; an error of `take` ends it.
    ///
    /// # Errors
    /// As [`Query::read`].
    pub(in crate::table) fn each(
        &self,
        missing: &[String],
        most: usize,
        take: &mut dyn FnMut(Table) -> Result<()>,
    ) -> Result<()> {
        self.within(|server| {
            let columns = server.columns(&self.text)?;
            server.rows(&self.text, (&columns, missing), None, most, take)
        })
    }

    /// Bytes that a row takes in memory, about: as many as the first thousand do.
    ///
    /// # Errors
    /// As [`Query::read`].
    pub fn bytes_of_row(&self) -> Result<u64> {
        const SOME: usize = 1_000;
        let some = self.read(&[], Some(SOME))?;
        Ok((some.frame.estimated_size() / some.rows().max(1)) as u64)
    }

    /// Number of rows and latest time.
    pub fn mark(&self, time: Option<&str>) -> Result<Mark> {
        self.within(|server| {
            let columns = server.columns(&self.text)?;
            let time = time.filter(|time| columns.iter().any(|c| c.name == *time));
            server.mark(&self.text, time)
        })
    }

    fn within<T>(&self, work: impl FnOnce(&mut Server<'_>) -> Result<T>) -> Result<T> {
        require_query(&self.text, &PostgreSqlDialect {})?;
        let connection = Connection::of(&self.connection)?;
        let mut client: Client = connection.open()?;
        let transaction = client
            .build_transaction()
            .read_only(true)
            .isolation_level(IsolationLevel::RepeatableRead)
            .start()
            .map_err(|error| connection.failed(&error))?;
        work(&mut Server {
            transaction,
            connection: &connection,
        })
    }
}

/// The statement without what ends it: it will stand inside another.
fn inner(query: &str) -> String {
    let query = query.trim().trim_end_matches(';');
    // A remark at the end must not swallow the bracket.
    format!("({query}\n) AS query")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A column of the query.
struct Fetched {
    name: String,
    storage: Storage,
    /// How it is asked for, in a type that is read here.
    asked: String,
}

impl Fetched {
    fn of(name: &str, kind: &Type) -> Self {
        let column = quoted(name);
        let (storage, asked) = match *kind {
            Type::BOOL => (Storage::Boolean, column),
            Type::INT2 | Type::INT4 | Type::INT8 | Type::OID => {
                (Storage::Integer, format!("{column}::int8"))
            }
            Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => {
                (Storage::Number, format!("{column}::float8"))
            }
            Type::MONEY => (Storage::Number, format!("{column}::numeric::float8")),
            Type::DATE | Type::TIMESTAMP => (Storage::Date, format!("{column}::timestamp")),
            Type::TIMESTAMPTZ => (Storage::Date, format!("{column} AT TIME ZONE 'UTC'")),
            _ if matches!(kind.kind(), Kind::Domain(_)) => {
                let Kind::Domain(base) = kind.kind() else {
                    return Self::of(name, &Type::TEXT);
                };
                return Self::of(name, base);
            }
            _ => (Storage::Text, format!("{column}::text")),
        };
        Self {
            name: name.to_owned(),
            storage,
            asked: format!("{asked} AS {}", quoted(name)),
        }
    }

    fn value(&self, row: &Row, at: usize) -> std::result::Result<Option<Value>, postgres::Error> {
        Ok(match self.storage {
            Storage::Boolean => row.try_get::<_, Option<bool>>(at)?.map(Value::Boolean),
            Storage::Integer => row.try_get::<_, Option<i64>>(at)?.map(Value::Whole),
            Storage::Number => row.try_get::<_, Option<f64>>(at)?.map(Value::Number),
            Storage::Date => {
                let instant = row.try_get::<_, Option<Instant>>(at)?;
                instant.and_then(|instant| instant.0).map(Value::Instant)
            }
            Storage::Text => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
        })
    }
}

/// Microseconds since 1970; none for the two infinities.
struct Instant(Option<i64>);

impl<'a> FromSql<'a> for Instant {
    fn from_sql(
        _: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        let raw: [u8; 8] = raw.try_into()?;
        let since = i64::from_be_bytes(raw);
        let is_finite = since != i64::MAX && since != i64::MIN;
        Ok(Self(since.checked_add(EPOCH).filter(|_| is_finite)))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::TIMESTAMP
    }
}

/// Rows that were fetched, column by column.
struct Built {
    builders: Vec<Builder>,
    rows: usize,
}

impl Built {
    fn of(columns: &[Fetched]) -> Self {
        let builders = columns.iter();
        let builders = builders.map(|column| Builder::stored_as(&column.name, column.storage));
        Self {
            builders: builders.collect(),
            rows: 0,
        }
    }

    fn push(&mut self, columns: &[Fetched], row: &Row) -> std::result::Result<(), postgres::Error> {
        for (at, (column, builder)) in columns.iter().zip(&mut self.builders).enumerate() {
            builder.push(column.value(row, at)?);
        }
        self.rows += 1;
        Ok(())
    }

    fn table(self, missing: &[String]) -> Result<Table> {
        let built: Vec<_> = self
            .builders
            .into_iter()
            .map(|builder| builder.finish(Texts::AsTexts, missing))
            .collect::<Result<_>>()?;
        let (values, metas) = built.into_iter().unzip();
        let frame = DataFrame::new(self.rows, values)
            .map_err(|error| failed_to("build the table", &error))?;
        let format = Format {
            format: "postgresql".into(),
            header: true,
            ..Format::default()
        };
        Ok(Table::assemble(frame, metas, format))
    }
}

fn no_rows() -> Error {
    Error::new("the query has no rows").with_fix("write a query with rows")
}

/// A server within a transaction that only reads.
struct Server<'a> {
    transaction: Transaction<'a>,
    connection: &'a Connection,
}

impl Server<'_> {
    fn columns(&mut self, query: &str) -> Result<Vec<Fetched>> {
        let prepared = self.transaction.prepare(query.trim().trim_end_matches(';'));
        let prepared = prepared.map_err(|error| self.connection.failed(&error))?;
        let columns: Vec<Fetched> = prepared
            .columns()
            .iter()
            .map(|column| Fetched::of(column.name(), column.type_()))
            .collect();
        let repeated = columns.iter().enumerate().find(|(at, column)| {
            columns[..*at]
                .iter()
                .any(|before| before.name == column.name)
        });
        match repeated {
            None => Ok(columns),
            Some((_, column)) => Err(Error::new(format!(
                "two columns are called '{}'",
                escape(&column.name)
            ))
            .at_column(column.name.as_str())
            .with_fix("give one of them another name in the query: AS")),
        }
    }

    fn rows(
        &mut self,
        query: &str,
        (columns, missing): (&[Fetched], &[String]),
        limit: Option<usize>,
        most: usize,
        take: &mut dyn FnMut(Table) -> Result<()>,
    ) -> Result<()> {
        let asked: Vec<&str> = columns.iter().map(|c| c.asked.as_str()).collect();
        let text = format!("SELECT {} FROM {}", asked.join(", "), inner(query));
        let connection = self.connection;
        let failed = |error: postgres::Error| connection.failed(&error);
        let portal = self.transaction.bind(&text, &[]).map_err(failed)?;
        let mut built = Built::of(columns);
        let mut count = 0;
        while limit.is_none_or(|limit| count < limit) {
            let left = limit.map_or(FETCHED, |limit| {
                i32::try_from(limit - count).unwrap_or(FETCHED).min(FETCHED)
            });
            let rows = self
                .transaction
                .query_portal(&portal, left)
                .map_err(failed)?;
            for row in &rows {
                built.push(columns, row).map_err(failed)?;
            }
            count += rows.len();
            if rows.is_empty() {
                break;
            }
            if built.rows >= most {
                take(std::mem::replace(&mut built, Built::of(columns)).table(missing)?)?;
            }
        }
        if count == 0 || columns.is_empty() {
            return Err(no_rows());
        }
        match built.rows {
            0 => Ok(()),
            _ => take(built.table(missing)?),
        }
    }

    fn mark(&mut self, query: &str, time: Option<&str>) -> Result<Mark> {
        let latest = time.map_or("NULL::text".to_owned(), |time| {
            format!("max({})::text", quoted(time))
        });
        let text = format!("SELECT count(*), {latest} FROM {}", inner(query));
        let row = self.transaction.query_one(&text, &[]);
        let row = row.map_err(|error| self.connection.failed(&error))?;
        let failed = |error: postgres::Error| self.connection.failed(&error);
        Ok(Mark {
            rows: row.try_get(0).map_err(failed)?,
            latest: row.try_get(1).map_err(failed)?,
        })
    }
}
