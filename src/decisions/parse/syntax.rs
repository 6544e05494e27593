//! Mistakes of TOML itself, the first of each line: the rest of a line that is wrong says nothing new.

use super::place::{Places, shown};
use crate::decisions::{Fault, path};

pub(crate) fn faults(places: &Places<'_>, errors: &[toml::de::Error]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or_default();
        let at = on_a_line(places, span.start);
        let line = places.line(at);
        if faults.iter().any(|f| f.line == Some(line)) {
            continue;
        }
        let mut wrong = places.snippet(span);
        if wrong.is_empty() {
            wrong = shown(places.source(line).trim());
        }
        let message = error.message().replace('`', "'");
        faults.push(places.fault(
            at,
            &key_of_line(places, line),
            format!("'{wrong}': {message}"),
            Some(way_out(error.message()).into()),
        ));
    }
    faults
}

/// An error at the end of a line points at the line break or past it; people look at the line before.
fn on_a_line(places: &Places<'_>, at: usize) -> usize {
    let text = places.text();
    let at = at.min(text.len());
    let line = places.line(at);
    let blank = at == places.start(line) && places.source(line).trim().is_empty();
    if blank && line > 1 {
        places.start(line - 1) + places.source(line - 1).len()
    } else {
        at
    }
}

fn way_out(message: &str) -> &'static str {
    if message.contains("duplicate") {
        "keep one of the two"
    } else if message.contains("quoted") || message.contains("string") {
        "put text in double quotes"
    } else if message.contains("array") {
        "close the list with ]"
    } else if message.contains("inline table") {
        "close the table with }"
    } else if message.contains("key") {
        "write key = value; a section is [name] alone on its line"
    } else {
        "write key = value: text in double quotes, lists in [ ], tables in { }"
    }
}

/// The dotted key of a line, as well as it can be told: its section and what stands before `=`.
fn key_of_line(places: &Places<'_>, line: usize) -> String {
    let key = places.source(line).split('=').next().and_then(path::split);
    let section = (1..line)
        .rev()
        .filter_map(|l| {
            let head = places.source(l).trim().strip_prefix('[')?;
            let head = head.trim_start_matches('[').split(']').next()?;
            path::split(head)
        })
        .next();
    let mut keys = section.unwrap_or_default();
    keys.extend(key.unwrap_or_default());
    path::join(&keys)
}
