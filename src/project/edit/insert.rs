//! Putting an entry into a list: a block `[[rule]]`, or an element of an array.

use toml_edit::{Array, Document, Value};

use super::Change;
use super::layout::{Layout, Node};
use super::set::{no_entry, put_block, put_section, set};
use crate::decisions::{Edit, path, section};
use crate::error::{Error, Result};

pub(super) fn insert(
    layout: &Layout<'_>,
    keys: &[String],
    at: Option<usize>,
    value: &str,
) -> Result<Change> {
    let nodes = layout.follow(keys);
    let found = nodes
        .last()
        .copied()
        .filter(|_| nodes.len() == keys.len() + 1);
    let is_list = keys.len() == 1 && section(&keys[0]).is_some_and(|s| s.list);
    let (text, at) = match found {
        Some(Node::List(list)) => {
            let at = position(keys, at, list.len())?;
            (into_blocks(layout, keys, at, list.len(), value)?, at)
        }
        Some(Node::Value(Value::Array(array))) => {
            let at = position(keys, at, array.len())?;
            (into_array(layout, array, at, value), at)
        }
        Some(_) => return Err(not_a_list(keys)),
        None if is_list => {
            let at = position(keys, at, 0)?;
            let block = block(layout, keys, value)?;
            (put_section(layout, &keys[0], &block), at)
        }
        None => {
            let at = position(keys, at, 0)?;
            return set(layout, keys, &format!("[{value}]")).map(|change| Change {
                inverse: if at == 0 {
                    change.inverse
                } else {
                    Edit::Text {
                        text: layout.text.to_owned(),
                    }
                },
                ..change
            });
        }
    };
    Ok(Change {
        text,
        inverse: Edit::Remove {
            path: format!("{}.{at}", path::join(keys)),
        },
        old: None,
    })
}

fn not_a_list(keys: &[String]) -> Error {
    Error::new(format!("'{}' is not a list", path::join(keys))).with_fix("set its keys one by one")
}

fn position(keys: &[String], at: Option<usize>, length: usize) -> Result<usize> {
    match at {
        None => Ok(length),
        Some(at) if at <= length => Ok(at),
        Some(at) => Err(no_entry(keys, &at.to_string(), length)),
    }
}

fn into_blocks(
    layout: &Layout<'_>,
    keys: &[String],
    at: usize,
    length: usize,
    value: &str,
) -> Result<String> {
    let block = block(layout, keys, value)?;
    let of_entry = |i: usize| {
        let mut entry = keys.to_vec();
        entry.push(i.to_string());
        let blocks = layout.blocks();
        let own = blocks
            .into_iter()
            .filter(move |b| b.keys.starts_with(&entry));
        own.collect::<Vec<_>>()
    };
    if at < length {
        let head = of_entry(at).first().map_or(1, |b| b.head);
        let first = layout.head_with_comments(head);
        return Ok(layout.put_below(first - 1, &format!("{block}{}", layout.eol)));
    }
    let end = of_entry(length - 1)
        .iter()
        .map(|b| b.end)
        .max()
        .unwrap_or(0);
    Ok(put_block(layout, layout.with_comments(end), &block))
}

/// `[[rule]]` and a line for each key of an inline table, `=` under `=`, values as they were written.
fn block(layout: &Layout<'_>, keys: &[String], value: &str) -> Result<String> {
    let source = format!("v = {value}");
    let inner = Layout::of(&source)?;
    let nodes = inner.follow(&["v".to_owned()]);
    let Some(Node::Value(Value::InlineTable(table))) = nodes.last() else {
        return Err(Error::new(format!(
            "'{}' is not an entry for {}",
            crate::text::escape(value),
            path::join(keys)
        ))
        .with_fix("write a table: { name = \"…\", … }"));
    };
    let statements: Vec<(String, &str)> = inner
        .entries(table)
        .into_iter()
        .map(|s| (path::join(&s.keys), &source[s.value]))
        .collect();
    let widths = statements.iter().map(|(key, _)| crate::text::width(key));
    let widest = widths.max().unwrap_or(0);
    let mut lines = format!("[[{}]]", path::join(keys));
    for (key, value) in &statements {
        let pad = " ".repeat(widest - crate::text::width(key));
        lines.push_str(&format!("{}{key}{pad} = {value}", layout.eol));
    }
    Ok(lines)
}

fn into_array(layout: &Layout<'_>, array: &Array, at: usize, value: &str) -> String {
    let span = |i: usize| array.get(i).and_then(Value::span).unwrap_or_default();
    match (at, array.len()) {
        (_, 0) => layout.splice(array.span().unwrap_or_default(), &format!("[{value}]")),
        (at, length) if at == length => {
            let end = span(length - 1).end;
            layout.splice(end..end, &format!(", {value}"))
        }
        (at, _) => {
            let start = span(at).start;
            layout.splice(start..start, &format!("{value}, "))
        }
    }
}

/// Statements of a document as an inline table, values as they were written.
pub(super) fn inline(statements: &[(Vec<String>, &str)]) -> Option<String> {
    let entries: Vec<String> = statements
        .iter()
        .map(|(keys, value)| format!("{} = {value}", path::join(keys)))
        .collect();
    let table = format!("{{ {} }}", entries.join(", "));
    let document = format!("v = {table}");
    Document::parse(document).ok().map(|_| table)
}
