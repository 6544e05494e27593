//! Queries: a single one, and only one that reads.

use sqlparser::ast::{Query, SetExpr, Statement};
use sqlparser::dialect::Dialect;
use sqlparser::parser::Parser;

use crate::error::{Error, Result};

/// Refuses everything but a single query that only reads.
///
/// # Errors
/// Text that cannot be understood, with its place; several statements; a statement that is no query, or writes on the way.
pub(super) fn require_query(text: &str, dialect: &dyn Dialect) -> Result<()> {
    let statements = Parser::parse_sql(dialect, text).map_err(|error| {
        let told = error.to_string();
        let told = told.trim_start_matches("sql parser error: ");
        refused(format!(
            "the query cannot be understood: {}",
            crate::text::escape(told)
        ))
    })?;
    match statements.as_slice() {
        [Statement::Query(query)] if only_reads(query) => Ok(()),
        [Statement::Query(_)] => Err(refused("the query writes on the way")),
        [_] => Err(refused("this is no query")),
        [] => Err(refused("the query is empty")),
        _ => Err(refused("there are several statements")),
    }
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(message)
        .with_fix("write a single statement that begins with SELECT or WITH and only reads")
}

fn only_reads(query: &Query) -> bool {
    let with = query.with.iter().flat_map(|with| &with.cte_tables);
    let mut with = with.map(|part| part.query.as_ref());
    query.locks.is_empty() && with.all(only_reads) && body_reads(&query.body)
}

fn body_reads(body: &SetExpr) -> bool {
    match body {
        SetExpr::Select(select) => select.into.is_none(),
        SetExpr::Query(query) => only_reads(query),
        SetExpr::SetOperation { left, right, .. } => body_reads(left) && body_reads(right),
        SetExpr::Values(_) | SetExpr::Table(_) => true,
        SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::{PostgreSqlDialect, SQLiteDialect};

    use super::*;

    #[test]
    fn a_single_query_that_reads_and_nothing_else() {
        let postgres = PostgreSqlDialect {};
        for text in [
            "select 1",
            "SELECT a, b::text FROM t WHERE d > now() - interval '1 day' ORDER BY 1;",
            "with x as (select 1 as a) select * from x union all values (2)",
            "select * from t -- with a remark",
        ] {
            require_query(text, &postgres).unwrap();
            require_query(
                &text.replace("::text", "").replace("interval '1 day'", "1"),
                &SQLiteDialect {},
            )
            .unwrap();
        }
        for (text, why) in [
            ("delete from t", "no query"),
            ("select 1; drop table t", "several statements"),
            (
                "with x as (delete from t returning *) select * from x",
                "writes on the way",
            ),
            ("select * into u from t", "writes on the way"),
            ("select * from t for update", "writes on the way"),
            ("", "empty"),
            ("selct 1", "cannot be understood"),
            ("copy t to '/tmp/x'", "no query"),
        ] {
            let told = require_query(text, &postgres).unwrap_err().to_string();
            assert!(told.contains(why), "{text}: {told}");
        }
    }
}
