//! Another name for a key: every place that spells it changes, its value and what is under it stay.

use std::ops::Range;

use toml_edit::{Key, Table, Value};

use super::layout::{Block, Layout, Node};
use super::{Change, found};
use crate::decisions::{Edit, path};
use crate::error::{Error, Result};

pub(super) fn rename(layout: &Layout<'_>, keys: &[String], to: &str) -> Result<Change> {
    let nodes = found(layout, keys)?;
    let Some((old, parent)) = keys.split_last() else {
        return Err(Error::new("no key is given"));
    };
    if matches!(
        nodes[parent.len()],
        Node::List(_) | Node::Value(Value::Array(_))
    ) {
        let error = Error::new(format!("'{}' is an entry of a list", path::join(keys)));
        return Err(error.with_fix("it has a position and no name; set a key of it"));
    }
    if to.trim().is_empty() {
        return Err(Error::new("the new name is empty").with_fix("write a name"));
    }
    let renamed: Vec<String> = parent.iter().cloned().chain([to.to_owned()]).collect();
    if to != old && layout.follow(&renamed).len() > renamed.len() {
        let taken = path::join(&renamed);
        return Err(Error::new(format!("'{taken}' is there already")).with_fix("take another name"));
    }
    let mut search = Search {
        layout,
        keys,
        spelled: Vec::new(),
    };
    search.table(layout.root(), &mut Vec::new());
    let mut spelled = search.spelled;
    let heads = layout.blocks();
    let under = heads.iter().filter(|block| block.keys.starts_with(keys));
    spelled.extend(under.filter_map(|block| in_head(layout, block, keys.len() - 1)));
    spelled.sort_by_key(|range| range.start);
    let name = path::quote(to);
    let mut text = layout.text.to_owned();
    for range in spelled.into_iter().rev() {
        text.replace_range(range, &name);
    }
    Ok(Change {
        text,
        inverse: Edit::Rename {
            path: path::join(&renamed),
            to: old.clone(),
        },
        old: None,
    })
}

/// What is looked for: where the last of these keys is spelled.
struct Search<'a> {
    layout: &'a Layout<'a>,
    keys: &'a [String],
    spelled: Vec<Range<usize>>,
}

impl Search<'_> {
    /// In the statements of a table and of the tables under it.
    fn table(&mut self, table: &Table, at: &mut Vec<String>) {
        let statements = table.get_values();
        let begins = |key: usize| self.layout.places.start(self.layout.places.line(key));
        let begins: Vec<usize> = last_keys(&statements).map(begins).collect();
        self.statements(statements, &begins, at);
        for (key, item) in table.iter() {
            at.push(key.to_owned());
            // A dotted table stands in the statements already.
            if let Some(inner) = item.as_table().filter(|table| !table.is_dotted()) {
                self.table(inner, at);
            }
            let entries = item.as_array_of_tables().into_iter().flatten();
            for (i, entry) in entries.enumerate() {
                at.push(i.to_string());
                self.table(entry, at);
                at.pop();
            }
            at.pop();
        }
    }

    /// In statements of which each begins behind one of these bytes.
    fn statements(
        &mut self,
        statements: Vec<(Vec<&Key>, &Value)>,
        begins: &[usize],
        at: &mut Vec<String>,
    ) {
        for ((own, value), begin) in statements.into_iter().zip(begins) {
            let depth = at.len();
            at.extend(own.iter().map(|key| key.get().to_owned()));
            let last = self.keys.len() - 1;
            if (depth..at.len()).contains(&last) && at.starts_with(self.keys) {
                let end = own
                    .last()
                    .and_then(|key| key.span())
                    .unwrap_or_default()
                    .end;
                let spelled = parts(&self.layout.text[*begin..end]).nth(last - depth);
                let spelled = spelled.map(|part| begin + part.start..begin + part.end);
                self.spelled.extend(spelled);
            } else {
                self.value(value, at);
            }
            at.truncate(depth);
        }
    }

    fn value(&mut self, value: &Value, at: &mut Vec<String>) {
        match value {
            Value::InlineTable(table) if self.keys.starts_with(at) => {
                let mut statements = table.get_values();
                statements.sort_by_key(|(_, value)| value.span().map(|span| span.start));
                let ends = statements.iter().filter_map(|(_, value)| value.span());
                let open = table.span().unwrap_or_default().start;
                let begins: Vec<usize> = std::iter::once(open)
                    .chain(ends.map(|span| span.end))
                    .collect();
                self.statements(statements, &begins, at);
            }
            Value::Array(array) => {
                for (i, element) in array.iter().enumerate() {
                    at.push(i.to_string());
                    self.value(element, at);
                    at.pop();
                }
            }
            _ => {}
        }
    }
}

/// Where the last key of each statement begins.
fn last_keys(statements: &[(Vec<&Key>, &Value)]) -> impl Iterator<Item = usize> {
    let keys = statements.iter().map(|(keys, _)| keys.last());
    keys.map(|key| key.and_then(|key| key.span()).unwrap_or_default().start)
}

/// Where the key number `depth` of a block is spelled in its head. Positions in lists are keys and not spelled.
fn in_head(layout: &Layout<'_>, block: &Block, depth: usize) -> Option<Range<usize>> {
    let nodes = layout.follow(&block.keys);
    let positions = nodes[..depth].iter().filter(|n| matches!(n, Node::List(_)));
    let wanted = depth - positions.count();
    let line = layout.places.source(block.head);
    let start = layout.places.start(block.head);
    parts(line)
        .nth(wanted)
        .map(|r| start + r.start..start + r.end)
}

/// The parts of a head, `[a."b c"]`, or of a dotted key, quotes included.
fn parts(head: &str) -> impl Iterator<Item = Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    let mut begins = true;
    for (at, c) in head.char_indices() {
        let is_part = match quote {
            Some(mark) => {
                if c == mark && !is_escaped {
                    quote = None;
                }
                is_escaped = mark == '"' && c == '\\' && !is_escaped;
                true
            }
            None if c == ']' => break,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                true
            }
            None => {
                if c == '.' {
                    begins = true;
                }
                !matches!(c, '[' | '.' | '{' | ',' | '\u{feff}') && !c.is_whitespace()
            }
        };
        if is_part {
            match found.last_mut().filter(|_| !begins) {
                Some(last) => last.end = at + c.len_utf8(),
                None => found.push(at..at + c.len_utf8()),
            }
            begins = false;
        }
    }
    found.into_iter()
}
