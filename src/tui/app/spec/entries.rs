//! The entries of a section that grows, each under a head of its own, and the row at the end where one is added.

use std::collections::BTreeSet;

use super::rows::{Part, SpecRow, Tree, field_row, field_rows, plain, value_at};
use super::told::Told;
use crate::decisions::{Field, Section, path};

/// How a section grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grows {
    /// It has its keys and no more.
    Not,
    /// By entries in an order: `[[rule]]`.
    List,
    /// By entries with names and keys of their own: `[columns]`.
    Named,
    /// By lines with names: `[features]`.
    Lines,
}

/// How a section grows, as its keys tell.
pub fn grows(section: &Section) -> Grows {
    let names = format!("{}.*", section.path);
    let is_named = |field: &Field| field.path.starts_with(&names);
    match (section.list, section.fields) {
        (true, _) => Grows::List,
        (false, [field]) if field.path == names => Grows::Lines,
        (false, fields) if fields.iter().all(is_named) => Grows::Named,
        _ => Grows::Not,
    }
}

/// What an entry of a section is called.
pub fn entry_word(section: &str) -> &'static str {
    match section {
        "source" => "source",
        "columns" | "prepare" => "column",
        "metric" => "metric",
        "rule" => "rule",
        "features" => "feature",
        "model" => "model",
        "accepted" => "finding",
        _ => "entry",
    }
}

/// The entries of a section with their fields, and the row where one is added.
pub(super) fn entry_rows(
    told: &Told<'_>,
    section: &'static Section,
    offered: &BTreeSet<String>,
) -> Vec<SpecRow> {
    let mut rows = Vec::new();
    for entry in entries(section, &told.tree, offered) {
        let value = value_at(&told.tree.all, &entry);
        if let (Grows::Lines, [field]) = (grows(section), section.fields) {
            rows.push(SpecRow {
                part: Part::Entry,
                ..field_row(told, field, entry, value)
            });
            continue;
        }
        let is_whole = grows(section) != Grows::Named || offered.contains(&entry);
        let is_said = |field: &Field| value.is_some_and(|value| value.get(field.key()).is_some());
        let fields = section.fields.iter();
        let inside: Vec<SpecRow> = fields
            .filter(|field| is_whole || is_said(field))
            .flat_map(|field| field_rows(told, field, &entry))
            .collect();
        let fault = told.fault(&entry);
        let from = value.and_then(|_| told.tree.from(&entry));
        let label = title(section, &entry, value);
        rows.push(SpecRow {
            written: value.is_some() && from.is_none(),
            from,
            fault: fault.map(|fault| fault.message.clone()),
            ..SpecRow::head(Part::Entry, section, entry, label)
        });
        rows.extend(inside);
    }
    // A finding is accepted where it is seen, and a gate is passed where it is closed.
    if !["accepted", "passed"].contains(&section.path) {
        let label = format!("+ add a {}", entry_word(section.path));
        let path = section.path.to_owned();
        rows.push(SpecRow::head(Part::Add, section, path, label));
    }
    rows
}

/// The entries of a section: `source.0`, `source.1`; `columns.fare`, those that are offered after those that are written.
fn entries(section: &Section, tree: &Tree<'_>, offered: &BTreeSet<String>) -> Vec<String> {
    let held = tree.all.get(section.path);
    if grows(section) == Grows::List {
        let count = held.and_then(toml::Value::as_array).map_or(0, Vec::len);
        return (0..count)
            .map(|i| format!("{}.{i}", section.path))
            .collect();
    }
    let names = held.and_then(toml::Value::as_table).into_iter();
    let names = names.flat_map(toml::Table::keys);
    let written: Vec<String> = names
        .map(|name| path::join(&[section.path, name]))
        .collect();
    let start = format!("{}.", section.path);
    let new = offered.iter().filter(|entry| entry.starts_with(&start));
    let new: Vec<String> = new.filter(|e| !written.contains(e)).cloned().collect();
    [written, new].concat()
}

/// What an entry is called: `source 2 · zones`, `rule 1 · tariff`, `column trip_miles`.
fn title(section: &Section, entry: &str, value: Option<&toml::Value>) -> String {
    let word = entry_word(section.path);
    let keys = path::split(entry).unwrap_or_default();
    let last = keys.last().cloned().unwrap_or_default();
    if grows(section) != Grows::List {
        return format!("{word} {last}");
    }
    let number = last.parse::<usize>().map_or(0, |at| at + 1);
    let told = |key: &str| value.and_then(|v| v.get(key)).map(plain);
    let name = match section.path {
        "model" => told("family"),
        "accepted" => told("check").map(|check| match told("column") {
            Some(column) => format!("{check} {column}"),
            None => check,
        }),
        "source" => told("name").or_else(|| told("path")),
        _ => told("name"),
    };
    match name {
        Some(name) => format!("{word} {number}: {name}"),
        None => format!("{word} {number}"),
    }
}
