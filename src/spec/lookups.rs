//! Tables that answer for a rule by key: reading one and everything that can be wrong with it.

use std::collections::HashMap;

use crate::decisions::{JoinHow, LookupTable, Read};
use crate::error::{Error, Result};
use crate::metrics::Classes;
use crate::project::Project;
use crate::table::{Lookup, ReadOptions, Storage, Table, read};
use crate::text::{self, escape};
use crate::work::Progress;

/// Rows of such a table at most: it is shipped with the rule and read for every request.
const MOST_ROWS: usize = 50_000;
/// Rows of the data whose keys are compared with those of the table.
const COMPARED: usize = 1_000;

/// Reads the table of a rule: its key columns, then the value, for rows of the data such as these. The error comes with the key
/// under `rule.lookup` that it is about.
pub fn lookup_table(
    project: &Project,
    stated: &LookupTable,
    rows: &Table,
) -> std::result::Result<Table, (&'static str, Error)> {
    let on = |error| ("on", error);
    if stated.on.is_empty() {
        let none = Error::new("no key column is named");
        return Err(on(none.with_fix(
            "name the columns by which a row of the data finds its row in the table",
        )));
    }
    let keys = stated.on.iter().map(|name| rows.column(name));
    let keys = keys.collect::<Result<Vec<_>>>().map_err(on)?;
    let fetched = project.local(&stated.path, &Progress::silent());
    let file = fetched.map_err(|error| ("path", error))?.path;
    let at_file = |error: Error| error.at_file(&file);
    let reading = |read_as: Read, limit| {
        let options = ReadOptions {
            read: read_as,
            limit: Some(limit),
            ..ReadOptions::default()
        };
        read(&file, &options).map_err(|error| ("path", error))
    };
    let head = reading(Read::default(), 1)?;
    for name in &stated.on {
        head.column(name).map_err(|error| on(at_file(error)))?;
    }
    head.column(&stated.value)
        .map_err(|error| ("value", at_file(error)))?;
    if stated.on.contains(&stated.value) {
        let both = Error::new(format!("'{}' is a key column too", escape(&stated.value)));
        return Err((
            "value",
            both.with_fix("name the column that holds the answer"),
        ));
    }
    // What is a text in the data is one in the table: a code such as 007 keeps its zeros.
    let texts = keys.iter().filter(|key| key.storage == Storage::Text);
    let read_as = Read {
        text: Some(texts.map(|key| key.name.clone()).collect()),
        ..Read::default()
    };
    let table = reading(read_as, MOST_ROWS + 1)?;
    if table.rows() > MOST_ROWS {
        let long = Error::new(format!(
            "the table has more than {} rows, which is the most that a rule takes with it",
            text::count(MOST_ROWS)
        ));
        let fix =
            "name it as a `[[source]]` with a `join`, and write the column it adds as `predict`";
        return Err(("path", at_file(long.with_fix(fix))));
    }
    let mut names: Vec<&str> = stated.on.iter().map(String::as_str).collect();
    refuse_repeated(&table, &names).map_err(|error| on(at_file(error)))?;
    let name = escape(&stated.path);
    let lookup = Lookup::of(&table, &name, "", &stated.on).map_err(on)?;
    let compared = rows.select(&names).map(|rows| rows.head(COMPARED));
    let compared = compared.and_then(|rows| lookup.only(&[]).join(&rows, JoinHow::Left));
    compared.map_err(on)?;
    names.push(&stated.value);
    table.select(&names).map_err(|error| ("value", error))
}

/// Refuses a key that stands in two rows: nobody could tell which of them answers.
fn refuse_repeated(table: &Table, on: &[&str]) -> Result<()> {
    let labels = on.iter().map(|name| table.labels(name));
    let labels = labels.collect::<Result<Vec<_>>>()?;
    let mut seen: HashMap<Vec<u32>, usize> = HashMap::new();
    for row in 0..table.rows() {
        let key: Option<Vec<u32>> = labels.iter().map(|l| l.codes[row]).collect();
        let Some(key) = key else {
            continue;
        };
        let first = *seen.entry(key.clone()).or_insert(row);
        if first != row {
            let parts = key.iter().zip(&labels);
            let parts = parts.map(|(code, l)| format!("'{}'", escape(&l.names[*code as usize])));
            let parts: Vec<String> = parts.collect();
            let (word, before) = match table.format.format == "csv" {
                true => (
                    "line",
                    1 + table.format.skipped + usize::from(table.format.header),
                ),
                false => ("row", 1),
            };
            return Err(Error::new(format!(
                "the key {} stands in {word} {} and in {word} {}",
                parts.join(", "),
                first + before,
                row + before
            ))
            .with_fix("leave one row a key, or name more key columns"));
        }
    }
    Ok(())
}

/// Refuses values that are no answers to the problem. Values that are numbers say the probability of the positive class where there
/// is one, or the name of a class.
pub fn refuse_values(table: &Table, value: &str, classes: Option<&Classes>) -> Result<()> {
    let is_number = table.column(value)?.storage.is_number();
    match classes {
        None if is_number => Ok(()),
        None => Err(Error::new(format!("'{}' holds no numbers", escape(value)))
            .at_column(value)
            .with_fix("name a column of numbers: the target is one")),
        Some(classes) if is_number && classes.positive.is_some() => {
            let outside = table.numbers(value)?.into_iter();
            let mut outside = outside.filter(|v| !v.is_nan() && !(0.0..=1.0).contains(v));
            match outside.next() {
                None => Ok(()),
                Some(v) => Err(Error::new(format!(
                    "'{}' holds {v}, which is no number from 0 to 1",
                    escape(value)
                ))
                .at_column(value)
                .with_fix("give class labels, or probabilities of the positive class")),
            }
        }
        Some(classes) => {
            let labels = table.labels(value)?;
            let stray = labels
                .names
                .iter()
                .find(|name| !classes.names.contains(name));
            match stray {
                None => Ok(()),
                Some(stray) => Err(Error::new(format!(
                    "'{}' is no class of the target",
                    escape(stray)
                ))
                .at_column(value)
                .with_fix(
                    match text::nearest(stray, classes.names.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean '{}'?", escape(near)),
                        None => format!("the classes are {}", escape(&classes.names.join(", "))),
                    },
                )),
            }
        }
    }
}
