//! Writing a value: in place where there is one, else at its place in the reference, in the style of its neighbours.

use toml_edit::{Table, Value};

use super::Change;
use super::layout::{Layout, Node, has_head, nested, rank};
use super::{once, remove};
use crate::decisions::{Edit, path, section};
use crate::error::{Error, Result};

pub(super) fn set(layout: &Layout<'_>, keys: &[String], value: &str) -> Result<Change> {
    let nodes = layout.follow(keys);
    let Some(last) = nodes.last().copied() else {
        return Err(Error::new("no key is given"));
    };
    let depth = nodes.len() - 1;
    if depth == keys.len() {
        return replace(layout, keys, last, value);
    }
    let text = match last {
        Node::Table(table) => into_table(layout, keys, &nodes, table, value)?,
        Node::List(list) => into_list(layout, keys, depth, list.len(), value)?,
        Node::Value(Value::InlineTable(_)) => into_inline(layout, keys, &nodes, value)?,
        Node::Value(Value::Array(array)) if keys[depth] == array.len().to_string() => {
            let (_, value) = nested(&keys[depth..], value);
            return once(
                layout.text,
                &Edit::Insert {
                    path: path::join(&keys[..depth]),
                    at: None,
                    value,
                },
            );
        }
        Node::Value(Value::Array(array)) => {
            return Err(no_entry(&keys[..depth], &keys[depth], array.len()));
        }
        Node::Value(_) => {
            let held = path::join(&keys[..depth]);
            return Err(
                Error::new(format!("'{held}' holds a value, not further keys"))
                    .with_fix(format!("remove {held} first")),
            );
        }
    };
    Ok(Change {
        text,
        inverse: Edit::Remove {
            path: path::join(made(keys, depth, last)),
        },
        old: None,
    })
}

/// The keys that the edit made: a new list entry goes as a whole when the edit is taken back.
fn made<'k>(keys: &'k [String], depth: usize, last: Node<'_>) -> &'k [String] {
    match last {
        Node::List(_) => &keys[..=depth],
        Node::Table(_) if is_new_list(keys, depth) => &keys[..2],
        _ => keys,
    }
}

fn is_new_list(keys: &[String], depth: usize) -> bool {
    depth == 0 && keys.len() > 2 && keys[1] == "0" && section(&keys[0]).is_some_and(|s| s.list)
}

fn replace(layout: &Layout<'_>, keys: &[String], node: Node<'_>, value: &str) -> Result<Change> {
    let span = match node {
        Node::Value(held) if !node.is_dotted() => held.span(),
        _ => None,
    };
    let Some(span) = span else {
        // A table written over several lines: nothing of it stays.
        let without = remove::remove(layout, keys)?;
        let with = set(&Layout::of(&without.text)?, keys, value)?;
        return Ok(Change {
            text: with.text,
            inverse: Edit::Text {
                text: layout.text.to_owned(),
            },
            old: None,
        });
    };
    let old = layout.text[span.clone()].to_owned();
    Ok(Change {
        text: layout.splice(span, value),
        inverse: Edit::set(path::join(keys), old.clone()),
        old: Some(old),
    })
}

fn into_table(
    layout: &Layout<'_>,
    keys: &[String],
    nodes: &[Node<'_>],
    table: &Table,
    value: &str,
) -> Result<String> {
    let depth = nodes.len() - 1;
    if is_new_list(keys, depth) {
        let (key, value) = nested(&keys[2..], value);
        let block = format!("[[{}]]{}{key} = {value}", path::quote(&keys[0]), layout.eol);
        return Ok(put_section(layout, &keys[0], &block));
    }
    if depth == 0 {
        if keys.len() == 1 {
            return Ok(put_statement(
                layout,
                table,
                &[],
                0,
                &path::quote(&keys[0]),
                keys,
                value,
            ));
        }
        return Ok(put_new_section(layout, &keys[..1], &keys[1..], value));
    }
    if table.is_dotted() {
        // Written as `a.b = …` so far: goes on like that, in the table that has a head.
        let above = (0..depth)
            .rev()
            .find(|i| !nodes[*i].is_dotted())
            .unwrap_or(0);
        if let Node::Table(owner) = nodes[above] {
            let (last, value) = nested(&keys[depth..], value);
            let key = format!("{}.{last}", path::join(&keys[above..depth]));
            let head = head_line(layout, owner);
            return Ok(put_statement(
                layout,
                owner,
                &keys[..above],
                head,
                &key,
                keys,
                &value,
            ));
        }
    }
    if !has_head(table) {
        return Ok(put_new_section(
            layout,
            &keys[..depth],
            &keys[depth..],
            value,
        ));
    }
    let (key, value) = nested(&keys[depth..], value);
    let head = head_line(layout, table);
    Ok(put_statement(
        layout,
        table,
        &keys[..depth],
        head,
        &key,
        keys,
        &value,
    ))
}

fn head_line(layout: &Layout<'_>, table: &Table) -> usize {
    match table.span() {
        Some(span) if has_head(table) && span.end > 0 => layout.places.line(span.start),
        _ => 0,
    }
}

/// A line in a table: below the nearest key that comes before it in the reference, `=` under `=` where its neighbours do so.
fn put_statement(
    layout: &Layout<'_>,
    table: &Table,
    table_keys: &[String],
    head: usize,
    key: &str,
    keys: &[String],
    value: &str,
) -> String {
    let statements = layout.statements(table);
    let own = rank(&keys[..(table_keys.len() + 1).min(keys.len())]);
    let neighbour = match own {
        None => statements.last(),
        Some(own) => statements
            .iter()
            .filter_map(|s| {
                let mut full = table_keys.to_vec();
                full.push(s.keys.first()?.clone());
                Some((rank(&full)?, s.value.start, s))
            })
            .filter(|(r, _, _)| *r <= own)
            .max_by_key(|(r, at, _)| (*r, *at))
            .map(|(_, _, s)| s),
    };
    let equals = |s: &super::layout::Statement| {
        let start = layout.places.start(s.lines.0);
        let gap = layout.text[s.key_end..].find('=')?;
        let column = crate::text::width(&layout.text[start..s.key_end + gap]);
        Some((column, gap))
    };
    let column = neighbour
        .or(statements.first())
        .and_then(equals)
        .map(|(c, _)| c);
    let is_aligned = statements
        .iter()
        .filter_map(equals)
        .any(|(c, gap)| gap > 1 && Some(c) == column);
    let width = match column {
        Some(column) if is_aligned => column.saturating_sub(1),
        _ => 0,
    };
    let pad = " ".repeat(width.saturating_sub(crate::text::width(key)));
    let below = neighbour.map_or(head, |s| s.lines.1);
    layout.put_below(below, &format!("{key}{pad} = {value}"))
}

fn put_new_section(layout: &Layout<'_>, head: &[String], below: &[String], value: &str) -> String {
    let (key, value) = nested(below, value);
    let block = format!("[{}]{}{key} = {value}", path::join(head), layout.eol);
    put_section(layout, &head[0], &block)
}

/// A block at its place among the sections, blank lines around it.
pub(super) fn put_section(layout: &Layout<'_>, name: &str, block: &str) -> String {
    put_block(layout, layout.below_sections_before(name), block)
}

pub(super) fn put_block(layout: &Layout<'_>, below: usize, block: &str) -> String {
    let above = if below == 0 { "" } else { layout.eol };
    let is_tight = below < layout.places.lines() && !layout.is_blank(below + 1);
    let after = if is_tight { layout.eol } else { "" };
    layout.put_below(below, &format!("{above}{block}{after}"))
}

fn into_list(
    layout: &Layout<'_>,
    keys: &[String],
    depth: usize,
    length: usize,
    value: &str,
) -> Result<String> {
    if keys[depth] != length.to_string() || keys.len() < depth + 2 {
        return Err(no_entry(&keys[..depth], &keys[depth], length));
    }
    let (key, value) = nested(&keys[depth + 1..], value);
    let name = path::join(&keys[..depth]);
    let block = format!("[[{name}]]{}{key} = {value}", layout.eol);
    Ok(put_section(layout, &keys[0], &block))
}

pub(super) fn no_entry(list: &[String], at: &str, length: usize) -> Error {
    Error::new(format!(
        "'{}' has no entry '{}'",
        path::join(list),
        crate::text::escape(at)
    ))
    .with_fix(match length {
        0 => "it is empty; its first entry is 0".to_owned(),
        _ => format!("its entries are 0 to {}", length - 1),
    })
}

/// An entry at the end of an inline table.
fn into_inline(
    layout: &Layout<'_>,
    keys: &[String],
    nodes: &[Node<'_>],
    value: &str,
) -> Result<String> {
    let depth = nodes.len() - 1;
    let owner = (0..=depth)
        .rev()
        .find(|i| !nodes[*i].is_dotted())
        .unwrap_or(0);
    let Node::Value(Value::InlineTable(table)) = nodes[owner] else {
        return Err(Error::new(format!(
            "'{}' is not a table",
            path::join(&keys[..owner])
        )));
    };
    let span = table.span().unwrap_or_default();
    let (last, value) = nested(&keys[depth..], value);
    let mut key = path::join(&keys[owner..depth]);
    if !key.is_empty() {
        key.push('.');
    }
    let entry = format!("{key}{last} = {value}");
    Ok(match layout.entries(table).last() {
        Some(before) => layout.splice(before.value.end..before.value.end, &format!(", {entry}")),
        None => layout.splice(span, &format!("{{ {entry} }}")),
    })
}
