//! Sources of which it cannot be told where their rows are.

use super::Context;
use crate::decisions::Fault;
use crate::table::is_database;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let project = context.project;
    let mut faults = Vec::new();
    for (at, source) in project.decisions.source.iter().enumerate() {
        let path = source.path.as_ref().map(|path| project.resolve(path));
        let mut say = |key: &str, message: &str, fix: &str| {
            let key = format!("source.{at}.{key}");
            faults.push(context.place.value(&key, message, fix));
        };
        match (&path, &source.query, &source.connection_env) {
            (Some(_), _, Some(_)) => say(
                "connection_env",
                "the source names a file and a connection",
                "keep `path`, or `query` with `connection_env`",
            ),
            (None, None, Some(_)) => say(
                "connection_env",
                "nothing says which rows of the database are meant",
                "write `query = \"SELECT …\"` beside it",
            ),
            (None, Some(_), None) => say(
                "query",
                "nothing says of which database it is",
                "name its file under `path`, or the environment variable of its connection under `connection_env`",
            ),
            (Some(path), Some(_), None) if path.exists() && !is_database(path) => say(
                "query",
                "the file under `path` is no database, which alone has queries",
                "take the query out and filter the rows with `where`, or name a SQLite file",
            ),
            _ => {}
        }
    }
    faults
}
