//! Moving an entry of a list: what stands at the places of the entries is put there in another order, and nothing else moves.

use std::ops::Range;

use toml_edit::{Array, Value};

use super::layout::{Element, Layout, Node};
use super::set::no_entry;
use super::{Change, found};
use crate::decisions::{Edit, path};
use crate::error::{Error, Result};

/// A place of an entry, and the text of the entry that stands there.
struct Place {
    range: Range<usize>,
    text: String,
}

pub(super) fn reorder(layout: &Layout<'_>, keys: &[String], to: usize) -> Result<Change> {
    let nodes = found(layout, keys)?;
    let (last, list) = match keys.split_last() {
        Some((last, list)) => (last, list),
        None => return Err(Error::new("no key is given")),
    };
    let (length, places) = match nodes[list.len()] {
        Node::List(entries) => (entries.len(), blocks(layout, list, entries.len())?),
        Node::Value(Value::Array(array)) => (array.len(), elements(layout, array, last, to)),
        _ => {
            let error = Error::new(format!("'{}' is no entry of a list", path::join(keys)));
            return Err(error.with_fix("only the entries of a list have an order"));
        }
    };
    let at: usize = last.parse().unwrap_or(length);
    if at >= length || to >= length {
        let wrong = if at >= length { at } else { to };
        return Err(no_entry(list, &wrong.to_string(), length));
    }
    let mut text = String::with_capacity(layout.text.len());
    let mut end = 0;
    for (place, from) in places.iter().zip(order(length, at, to)) {
        text.push_str(&layout.text[end..place.range.start]);
        text.push_str(&places[from].text);
        end = place.range.end;
    }
    text.push_str(&layout.text[end..]);
    Ok(Change {
        text,
        inverse: Edit::Move {
            path: format!("{}.{to}", path::join(list)),
            to: at,
        },
        old: None,
    })
}

/// Which entry stands at each place once the one at `at` is at `to`.
fn order(length: usize, at: usize, to: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).filter(|i| *i != at).collect();
    order.insert(to, at);
    order
}

/// The entries of `[[list]]`, each with the comments right above it and the tables inside it.
fn blocks(layout: &Layout<'_>, list: &[String], length: usize) -> Result<Vec<Place>> {
    let all = layout.blocks();
    (0..length)
        .map(|i| {
            let entry: Vec<String> = list.iter().cloned().chain([i.to_string()]).collect();
            let own = |at: &usize| all[*at].keys.starts_with(&entry);
            let of_entry: Vec<usize> = (0..all.len()).filter(own).collect();
            let (Some(first), Some(last)) = (of_entry.first(), of_entry.last()) else {
                return Err(no_entry(list, &i.to_string(), length));
            };
            if last - first + 1 != of_entry.len() {
                let named = path::join(&entry);
                let error = Error::new(format!("the parts of '{named}' stand apart"));
                return Err(error.with_fix("put its tables one below the other by hand"));
            }
            let end = layout.with_comments(all[*last].end);
            let range = layout.lines((layout.head_with_comments(all[*first].head), end));
            let text = layout.text[range.clone()].to_owned();
            Ok(Place { range, text })
        })
        .collect()
}

/// The elements of an array: whole lines with their comments where each has its own, else the values alone.
fn elements(layout: &Layout<'_>, array: &Array, at: &str, to: usize) -> Vec<Place> {
    let Some(elements) = layout.elements_by_line(array) else {
        let spans = array.iter().map(|v| v.span().unwrap_or_default());
        let place = |range: Range<usize>| Place {
            text: layout.text[range.clone()].to_owned(),
            range,
        };
        return spans.map(place).collect();
    };
    // A comma belongs to the place: the last one may have none.
    let at = at.parse().unwrap_or(0).min(elements.len() - 1);
    let order = order(elements.len(), at, to.min(elements.len() - 1));
    let mut commas = vec![false; elements.len()];
    for (place, from) in elements.iter().zip(order) {
        commas[from] = place.has_comma;
    }
    let with_comma = elements.iter().zip(commas);
    with_comma
        .map(|(element, comma)| Place {
            range: layout.lines(element.lines),
            text: line(layout, element, comma),
        })
        .collect()
}

/// The lines of an element with or without a comma behind its value.
fn line(layout: &Layout<'_>, element: &Element, comma: bool) -> String {
    let whole = layout.lines(element.lines);
    let behind = &layout.text[element.value.end..whole.end];
    let rest = match behind.trim_start().strip_prefix(',') {
        Some(rest) => rest,
        None => behind,
    };
    let comma = if comma { "," } else { "" };
    let value = &layout.text[whole.start..element.value.end];
    format!("{value}{comma}{rest}")
}
