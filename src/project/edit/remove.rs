//! Taking a key or a list entry out. What is left empty goes too: an inline table without entries, a head without lines.

use std::ops::Range;

use toml_edit::{Array, InlineTable, Table, Value};

use super::insert::inline;
use super::layout::{Layout, Node, has_head};
use super::{Change, found};
use crate::decisions::{Edit, path};
use crate::error::{Error, Result};

pub(super) fn remove(layout: &Layout<'_>, keys: &[String]) -> Result<Change> {
    let nodes = found(layout, keys)?;
    let node = nodes[keys.len()];
    let text = match nodes[keys.len() - 1] {
        Node::Value(Value::Array(array)) => from_array(layout, array, keys),
        Node::Value(Value::InlineTable(_)) => from_inline(layout, keys, &nodes)?,
        _ => lines(layout, keys, &nodes),
    };
    let old = match node {
        Node::Value(value) if !node.is_dotted() => value.span().map(|s| layout.text[s].to_owned()),
        _ => None,
    };
    Ok(Change {
        text,
        inverse: inverse(layout, keys, &nodes, old.as_deref()),
        old,
    })
}

fn inverse(layout: &Layout<'_>, keys: &[String], nodes: &[Node<'_>], old: Option<&str>) -> Edit {
    let whole = || Edit::Text {
        text: layout.text.to_owned(),
    };
    let (last, list) = match keys.split_last() {
        Some((last, list)) => (last, path::join(list)),
        None => return whole(),
    };
    match (nodes[keys.len() - 1], nodes[keys.len()], old) {
        (Node::Value(Value::Array(_)), _, Some(old)) => Edit::Insert {
            path: list,
            at: last.parse().ok(),
            value: old.to_owned(),
        },
        (Node::List(_), Node::Table(entry), _) => {
            let statements = layout.statements(entry);
            let written: Vec<(Vec<String>, &str)> = statements
                .into_iter()
                .map(|s| (s.keys, &layout.text[s.value]))
                .collect();
            match inline(&written) {
                Some(value) => Edit::Insert {
                    path: list,
                    at: last.parse().ok(),
                    value,
                },
                None => whole(),
            }
        }
        (_, _, Some(old)) => Edit::set(path::join(keys), old),
        _ => whole(),
    }
}

fn from_array(layout: &Layout<'_>, array: &Array, keys: &[String]) -> String {
    let at: usize = keys.last().and_then(|k| k.parse().ok()).unwrap_or(0);
    if let Some(elements) = layout.elements_by_line(array) {
        return match elements.get(at) {
            Some(element) => layout.splice(layout.whole_lines(element.lines), ""),
            None => layout.text.to_owned(),
        };
    }
    let span = |i: usize| array.get(i).and_then(Value::span).unwrap_or_default();
    let gone = if at > 0 {
        span(at - 1).end..span(at).end
    } else if array.len() > 1 {
        span(0).start..span(1).start
    } else {
        let whole = array.span().unwrap_or_default();
        whole.start + 1..whole.end.saturating_sub(1)
    };
    layout.splice(gone, "")
}

fn from_inline(layout: &Layout<'_>, keys: &[String], nodes: &[Node<'_>]) -> Result<String> {
    let last = keys.len();
    let owner = (0..last)
        .rev()
        .find(|i| !nodes[*i].is_dotted())
        .unwrap_or(0);
    let Node::Value(Value::InlineTable(table)) = nodes[owner] else {
        return Err(Error::new(format!(
            "'{}' is not a table",
            path::join(&keys[..owner])
        )));
    };
    let relative = &keys[owner..];
    let entries = layout.entries(table);
    if entries.iter().all(|e| e.keys.starts_with(relative)) {
        let is_element = matches!(nodes[owner - 1], Node::Value(Value::Array(_)));
        if is_element {
            return Ok(layout.splice(table.span().unwrap_or_default(), "{}"));
        }
        return remove(layout, &keys[..owner]).map(|change| change.text);
    }
    let gone: Vec<Range<usize>> = entries
        .iter()
        .enumerate()
        .filter(|(_, e)| e.keys.starts_with(relative))
        .map(|(i, e)| match i {
            0 => first_entry(layout, table, e.value.end),
            _ => entries[i - 1].value.end..e.value.end,
        })
        .collect();
    Ok(cut(layout, gone))
}

/// The first entry with the comma behind it; the space before it stays for the next.
fn first_entry(layout: &Layout<'_>, table: &InlineTable, end: usize) -> Range<usize> {
    let open = table.span().unwrap_or_default().start + 1;
    let blank = |text: &str| text.len() - text.trim_start().len();
    let start = open + blank(&layout.text[open..]);
    let comma = layout.text[end..].find(',').map_or(end, |i| end + i + 1);
    start..comma + blank(&layout.text[comma..])
}

/// Statements and blocks are whole lines.
fn lines(layout: &Layout<'_>, keys: &[String], nodes: &[Node<'_>]) -> String {
    let mut gone: Vec<(usize, usize)> = Vec::new();
    let last = keys.len();
    let owner = (0..last)
        .rev()
        .find(|i| !nodes[*i].is_dotted())
        .unwrap_or(0);
    let mut emptied = None;
    if let Node::Table(table) = nodes[owner] {
        let statements = layout.statements(table);
        let own = |keys_of: &[String]| keys_of.starts_with(&keys[owner..]);
        gone.extend(statements.iter().filter(|s| own(&s.keys)).map(|s| s.lines));
        let is_entry = owner > 0 && matches!(nodes[owner - 1], Node::List(_));
        if !gone.is_empty() && gone.len() == statements.len() && !is_entry {
            emptied = bare_head(layout, table, &keys[..owner], &gone);
        }
    }
    let blocks: Vec<(usize, usize)> = layout
        .blocks()
        .iter()
        .filter(|b| b.keys.starts_with(keys))
        .map(|b| {
            (
                layout.head_with_comments(b.head),
                layout.with_comments(b.end),
            )
        })
        .collect();
    let heads = blocks.into_iter().chain(emptied);
    gone.extend(heads.map(|(first, end)| with_blank(layout, first, end)));
    let ranges = gone
        .into_iter()
        .map(|(first, end)| layout.places.start(first)..layout.places.end(end));
    let text = cut(layout, ranges.collect());
    // A file that did not end with a line break does not end with one afterwards.
    if layout.text.ends_with('\n') || !text.ends_with('\n') {
        text
    } else {
        text.strip_suffix("\r\n")
            .or(text.strip_suffix('\n'))
            .unwrap_or(&text)
            .to_owned()
    }
}

/// The lines of a block whose statements all go, if nobody wrote a comment into it.
fn bare_head(
    layout: &Layout<'_>,
    table: &Table,
    keys: &[String],
    gone: &[(usize, usize)],
) -> Option<(usize, usize)> {
    let span = table
        .span()
        .filter(|_| has_head(table) && !keys.is_empty())?;
    let head = layout.places.line(span.start);
    let end = gone.iter().map(|(_, end)| *end).max()?;
    let others = (head + 1..=end).filter(|l| !gone.iter().any(|(a, b)| (a..=b).contains(&l)));
    let is_bare = layout.head_with_comments(head) == head
        && layout.with_comments(end) == end
        && layout.places.source(head).trim_end() == layout.text[span].trim_end()
        && others.into_iter().all(|l| layout.is_blank(l));
    is_bare.then_some((head, end))
}

/// A block goes with the blank line above it, at the top of the file with the one below.
fn with_blank(layout: &Layout<'_>, first: usize, end: usize) -> (usize, usize) {
    if first > 1 && layout.is_blank(first - 1) {
        (first - 1, end)
    } else if first == 1 && end < layout.places.lines() && layout.is_blank(end + 1) {
        (first, end + 1)
    } else {
        (first, end)
    }
}

/// The text without these ranges, which may overlap.
fn cut(layout: &Layout<'_>, mut gone: Vec<Range<usize>>) -> String {
    gone.sort_by_key(|r| r.start);
    let mut text = String::with_capacity(layout.text.len());
    let mut at = 0;
    for range in gone {
        if range.start > at {
            text.push_str(&layout.text[at..range.start]);
        }
        at = at.max(range.end);
    }
    text.push_str(&layout.text[at..]);
    text
}
