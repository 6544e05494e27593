//! Mistakes of TOML itself, the first of each line: the rest of a line that is wrong says nothing new.

use std::collections::BTreeSet;

use super::place::{Places, shown};
use crate::decisions::{Fault, path};

pub(crate) fn faults(places: &Places<'_>, errors: &[toml::de::Error]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    // A list or table left open brings a complaint about each line that follows: told once.
    let mut open: Option<usize> = None;
    for error in errors {
        let span = error.span().unwrap_or_default();
        let at = on_a_line(places, span.start);
        let line = places.line(at);
        if open.is_some_and(|last| line <= next_written(places, last)) {
            open = Some(line);
            continue;
        }
        if is_open(error.message()) {
            open = Some(line);
        }
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

/// Lines of which nothing can be told: those with a mistake, and those under a head with one.
pub(crate) fn broken_lines(places: &Places<'_>, errors: &[toml::de::Error]) -> BTreeSet<usize> {
    let is_head = |line: usize| places.source(line).trim_start().starts_with('[');
    let mut broken = BTreeSet::new();
    for error in errors {
        let line = places.line(on_a_line(places, error.span().unwrap_or_default().start));
        broken.insert(line);
        if is_head(line) {
            broken.extend((line + 1..=places.lines()).take_while(|l| !is_head(*l)));
        }
    }
    broken
}

/// The next line with something on it.
fn next_written(places: &Places<'_>, line: usize) -> usize {
    let is_empty = |l: usize| places.source(l).trim().is_empty();
    let mut lines = line + 1..=places.lines();
    lines.find(|l| !is_empty(*l)).unwrap_or(line)
}

fn is_open(message: &str) -> bool {
    message.contains("missing comma") || message.contains("unclosed")
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
    } else if message.contains("extra comma") {
        "take one comma away"
    } else if message.contains("escape") {
        "double the backslash, or put the text in single quotes"
    } else if message.contains("array") {
        "close the list with ]"
    } else if message.contains("inline table") {
        "close the table with }"
    } else if message.contains("unclosed table") {
        "close the head of the section with ]"
    } else if message.contains("key") {
        "write key = value; a section is [name] alone on its line"
    } else if message.contains("quoted") || message.contains("string") {
        "put text in double quotes"
    } else {
        "write key = value: text in double quotes, lists in [ ], tables in { }"
    }
}

/// The dotted key of a line, as well as it can be told: its section and what stands before `=`.
fn key_of_line(places: &Places<'_>, line: usize) -> String {
    let head = |l: usize| {
        let head = places.source(l).trim().strip_prefix('[')?;
        path::split(head.trim_start_matches('[').split(']').next()?)
    };
    if let Some(own) = head(line) {
        return path::join(&own);
    }
    let key = places.source(line).split('=').next().and_then(path::split);
    let mut keys = (1..line).rev().find_map(head).unwrap_or_default();
    keys.extend(key.unwrap_or_default());
    path::join(&keys)
}
