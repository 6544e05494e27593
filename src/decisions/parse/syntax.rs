//! Mistakes of TOML itself, one a statement. A statement that cannot be read is taken out and the rest is read again, so that no slip hides
//! another one and none is blamed for what stands before it.

use std::ops::RangeInclusive;

use toml::de::DeTable;

use super::place::{Places, shown};
use super::statements::{begins, is_head, statement_of};
use crate::decisions::{Fault, path};

/// Statements that are taken out at most: a text with more mistakes is no `jalon.toml`.
const MOST: usize = 100;
/// Bytes that are read at most, all rounds together: a large file by this name that is something else must not take minutes.
const BYTES: usize = 8 << 20;

/// What TOML can read of a text, and what it cannot.
pub(crate) struct Recovered {
    /// The text with spaces in the place of what cannot be read: every byte stands where it stood.
    pub text: String,
    /// The mistakes, in order of the text.
    pub faults: Vec<Fault>,
}

/// Takes out what TOML cannot read.
pub(crate) fn recover(text: &str) -> Recovered {
    let places = Places::of(text);
    let mut left = text.to_owned();
    let mut faults = Vec::new();
    for _ in 0..(BYTES / text.len().max(1)).clamp(1, MOST) {
        let errors = DeTable::parse_recoverable(&left).1;
        let now = Places::of(&left);
        let first = errors
            .iter()
            .filter(|e| !is_merged(&now, e))
            .min_by_key(|e| start(e));
        let Some(error) = first else {
            faults.extend(duplicates(&places, &errors));
            break;
        };
        let wrong = mistake(&now, error);
        let key = key_of_line(&places, *wrong.lines.start());
        faults.push(places.fault(wrong.at, &key, wrong.message, Some(wrong.fix.into())));
        left = without(&left, &now, wrong.lines);
    }
    faults.sort_by_key(|f| (f.line, f.column));
    Recovered { text: left, faults }
}

fn start(error: &toml::de::Error) -> usize {
    error.span().unwrap_or_default().start
}

/// Whether it only says that something is stated twice, and all of it was read. A section that is a list of tables elsewhere was not.
fn is_merged(places: &Places<'_>, error: &toml::de::Error) -> bool {
    let line = places.line(start(error));
    error.message().contains("duplicate") && list_before(places, line).is_none()
}

/// The name of a section that is a list of tables further up, where this line is its head with one bracket.
fn list_before<'a>(places: &Places<'a>, line: usize) -> Option<&'a str> {
    let source = places.source(line).trim();
    let name = source.strip_prefix('[')?.split(']').next()?;
    let is_list = |l: usize| places.source(l).trim().starts_with(&format!("[[{name}]]"));
    (1..line).any(is_list).then_some(name)
}

/// Keys and sections that are stated twice. TOML keeps the first value and adds what else stands in a second section;
/// what such a section repeats is not told again.
fn duplicates(places: &Places<'_>, errors: &[toml::de::Error]) -> Vec<Fault> {
    let mut spans: Vec<_> = errors.iter().filter_map(toml::de::Error::span).collect();
    spans.sort_by_key(|span| span.start);
    let mut faults: Vec<Fault> = Vec::new();
    let mut told = 0;
    for span in spans {
        let line = places.line(span.start);
        if line <= told {
            continue;
        }
        told = match is_head(places.source(line)) {
            true => section(places, line),
            false => line,
        };
        let wrong = places.snippet(span.clone());
        faults.push(places.fault(
            span.start,
            &key_of_line(places, line),
            format!("'{wrong}' is stated twice"),
            Some("keep one of the two".into()),
        ));
    }
    faults
}

/// The last line of the section with this head.
fn section(places: &Places<'_>, head: usize) -> usize {
    let mut below = head + 1..=places.lines();
    let next = below.find(|line| is_head(places.source(*line)));
    next.map_or(places.lines(), |line| line - 1)
}

/// One mistake.
struct Mistake {
    /// Its byte.
    at: usize,
    message: String,
    fix: &'static str,
    /// The lines of which nothing can be told because of it.
    lines: RangeInclusive<usize>,
}

fn mistake(places: &Places<'_>, error: &toml::de::Error) -> Mistake {
    let at = on_a_line(places, start(error));
    let line = places.line(at);
    let source = places.source(line);
    // The head of a section ends what is left open above it.
    let above = (line > 1).then(|| statement_of(places, line - 1));
    let statement = match above.filter(|above| !above.closed && is_head(source)) {
        Some(above) => above,
        None => statement_of(places, line),
    };
    let before = places.text().get(places.start(line)..at);
    let is_first = before.is_some_and(|text| text.trim().is_empty());
    let left_open = !statement.closed && line > statement.first && is_first && begins(source);
    let (at, last) = if left_open {
        let last = (statement.first..line)
            .rev()
            .find(|l| !places.source(*l).trim().is_empty())
            .unwrap_or(statement.first);
        (places.start(last) + places.source(last).len(), last)
    } else if statement.closed {
        (at, statement.last)
    } else if places.source(statement.first).contains("\"\"\"")
        || places.source(statement.first).contains("'''")
    {
        // A long text left open swallows the rest of the file: its first line is to blame.
        let first = statement.first;
        (places.start(first) + places.source(first).len(), first)
    } else {
        (at, line)
    };
    let last = match is_head(places.source(statement.first)) {
        true => section(places, statement.first),
        false => last,
    };
    let wrong = match error.span().map(|span| places.snippet(span)) {
        Some(wrong) if !wrong.is_empty() && !left_open => wrong,
        _ => shown(places.source(places.line(at)).trim()),
    };
    let (message, fix) = match list_before(places, line) {
        Some(_) => (
            "a list of tables further up".to_owned(),
            "write two brackets for one more entry",
        ),
        None => words(error.message(), &wrong, left_open),
    };
    Mistake {
        at,
        message: format!("'{wrong}': {message}"),
        fix,
        lines: statement.first..=last,
    }
}

/// The text with spaces in the place of everything on these lines but line breaks.
fn without(text: &str, places: &Places<'_>, lines: RangeInclusive<usize>) -> String {
    let (from, to) = (places.start(*lines.start()), places.end(*lines.end()));
    let blank = |(at, byte): (usize, u8)| match byte {
        b'\n' | b'\r' => byte,
        _ if (from..to).contains(&at) => b' ',
        _ => byte,
    };
    let bytes = text.bytes().enumerate().map(blank).collect();
    // Whole lines were taken out, so that no character is cut in two.
    String::from_utf8(bytes).unwrap_or_default()
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

/// The message in plain words, and the way out.
fn words(message: &str, wrong: &str, left_open: bool) -> (String, &'static str) {
    let plain = message.replace('`', "'");
    let what = plain.split(", expected").next().unwrap_or_default();
    let has = |part: &str| message.contains(part);
    let is_bare = message.starts_with("invalid") && wrong.starts_with(char::is_alphabetic);
    if has("inline table") || has("key-value pairs") {
        let what = if left_open {
            "the table is not closed"
        } else {
            &plain
        };
        (
            what.into(),
            "close the table with }, commas between its keys",
        )
    } else if has("unclosed") && has("table") {
        (plain, "close the head of the section with ]")
    } else if has("array") {
        let what = if left_open {
            "the list is not closed"
        } else {
            &plain
        };
        (
            what.into(),
            "close the list with ], commas between its values",
        )
    } else if has("extra comma") {
        (plain, "take one comma away")
    } else if has("escape") {
        (
            plain,
            "double the backslash, or put the text in single quotes",
        )
    } else if has("must be quoted") || is_bare && !has("string") {
        ("text stands in quotes".into(), "put text in double quotes")
    } else if has("string") {
        (
            format!("{what}, the quotes are not closed"),
            "put text in double quotes",
        )
    } else if has("key") {
        (
            plain,
            "write key = value; a section is [name] alone on its line",
        )
    } else {
        (
            plain,
            "write key = value: text in double quotes, lists in [ ], tables in { }",
        )
    }
}

/// The dotted key of a line, as well as it can be told: its section and what stands before `=`.
fn key_of_line(places: &Places<'_>, line: usize) -> String {
    if let Some(own) = head(places, line) {
        return path::join(&own);
    }
    let written = places.source(line).split(['=', ':']).next();
    let mut keys = (1..line)
        .rev()
        .find_map(|l| head(places, l))
        .unwrap_or_default();
    keys.extend(written.and_then(path::split).unwrap_or_default());
    path::join(&keys)
}

/// The keys of a section's head, an entry of a list with its position.
fn head(places: &Places<'_>, line: usize) -> Option<Vec<String>> {
    let name = |l: usize| {
        let head = places.source(l).trim().strip_prefix('[')?;
        let keys = path::split(head.trim_start_matches('[').split([']', '#']).next()?)?;
        Some((keys, head.starts_with('[')))
    };
    let (mut keys, is_list) = name(line)?;
    if is_list {
        let before = (1..line).filter_map(name);
        let position = before.filter(|(other, list)| *list && *other == keys);
        keys.push(position.count().to_string());
    }
    Some(keys)
}
