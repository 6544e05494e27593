//! The decisions as rows of a form, derived from the field table and the text of `jalon.toml`.

use crate::decisions::{Field, path, sections};
use crate::metrics::{Metric, Unit};
use crate::tui::app::Facts;

/// One row of the form: a head, or a key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecRow {
    /// Dotted key as an edit names it; empty for a head.
    pub path: String,
    /// What stands at the left.
    pub label: String,
    /// The value as a person types it: decided, or what holds without a decision.
    pub value: String,
    /// Its unit, where it is a number that has one.
    pub unit: String,
    /// Whether `jalon.toml` says it.
    pub written: bool,
    /// Stage that cannot do without it, while it is not stated.
    pub needed_for: Option<String>,
    /// What the data propose, while nothing is stated.
    pub proposed: Option<String>,
    /// A mistake in it.
    pub fault: Option<String>,
    /// What it is about, and why it matters.
    pub doc: String,
    /// Why it matters, in one line; empty where the meaning says it.
    pub why: &'static str,
    /// Its field; `None` for a head.
    pub field: Option<&'static Field>,
}

/// Every decision that is written or may be stated, under the heads of its sections.
pub fn spec_rows(facts: &Facts) -> Vec<SpecRow> {
    let tree = facts.project.text.parse::<toml::Table>().map_or_else(
        |_| toml::Value::Table(toml::Table::new()),
        toml::Value::Table,
    );
    let mut rows = Vec::new();
    for section in sections().iter().filter(|s| !s.path.is_empty()) {
        let mut inside = Vec::new();
        for entry in entries(section.path, section.list, &tree) {
            for field in section.fields {
                for (path, value) in places(field, &entry, &tree) {
                    inside.push(field_row(facts, field, path, value));
                }
            }
        }
        if inside.is_empty() {
            continue;
        }
        rows.push(SpecRow {
            path: String::new(),
            label: section.title.to_owned(),
            value: String::new(),
            unit: String::new(),
            written: inside.iter().any(|row| row.written),
            needed_for: None,
            proposed: None,
            fault: None,
            doc: section.doc.to_owned(),
            why: "",
            field: None,
        });
        rows.append(&mut inside);
    }
    rows
}

/// The first line that is needed and not answered; else the first that can be answered.
pub fn first_open(rows: &[SpecRow]) -> usize {
    let needed = |row: &SpecRow| row.field.is_some() && row.needed_for.is_some();
    rows.iter()
        .position(needed)
        .or_else(|| rows.iter().position(|row| row.field.is_some()))
        .unwrap_or(0)
}

fn field_row(
    facts: &Facts,
    field: &'static Field,
    path: String,
    value: Option<&toml::Value>,
) -> SpecRow {
    let written = value.is_some();
    // A gap may be a table of which one key is enough.
    let is_of = |key: &str| {
        path.strip_prefix(key)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let missing = &facts.review.missing;
    let gap = missing.iter().find(|gap| !written && is_of(&gap.key));
    let asked = facts
        .conversation
        .about(&path)
        .filter(|turn| turn.writes == path);
    let proposed = asked
        .filter(|_| !written)
        .and_then(|turn| turn.proposal.as_ref());
    let fault = facts.review.faults.iter().find(|fault| fault.key == path);
    let unit = match value {
        Some(toml::Value::Integer(_) | toml::Value::Float(_)) => unit_of(field, facts),
        _ => String::new(),
    };
    SpecRow {
        label: label(field, &path),
        value: value.map_or_else(|| field.default.to_owned(), plain),
        unit,
        written,
        needed_for: gap.map(|gap| gap.needed_for.clone()),
        fault: fault.map(|f| f.message.clone()),
        proposed: proposed.map(|proposal| proposal.value.clone()),
        doc: match (asked, gap) {
            (Some(turn), _) => turn.asks.to_owned(),
            (None, Some(gap)) => gap.message.clone(),
            (None, None) => field.doc.to_owned(),
        },
        why: asked.map_or(field.why, |turn| turn.why),
        field: Some(field),
        path,
    }
}

/// The unit of a field in words of the project: its currency, the unit of its metric.
fn unit_of(field: &Field, facts: &Facts) -> String {
    let decisions = &facts.project.decisions;
    match field.unit {
        "currency" => decisions.value.currency.clone().unwrap_or_default(),
        "of the metric" => {
            let metric = decisions.problem.metric.as_deref().and_then(Metric::named);
            let of_target = metric.is_some_and(|m| m.unit() == Unit::Target);
            let unit = decisions.problem.unit.clone().unwrap_or_default();
            if of_target { unit } else { String::new() }
        }
        unit => unit.replace(
            "currency",
            decisions.value.currency.as_deref().unwrap_or("currency"),
        ),
    }
}

/// A value as a person types it: texts without quotes, lists with commas.
pub(super) fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The entries of a section: `source.0`, `source.1`; the section itself where it is no list.
fn entries(section: &str, list: bool, tree: &toml::Value) -> Vec<String> {
    if !list {
        return vec![section.to_owned()];
    }
    let count = tree
        .get(section)
        .and_then(toml::Value::as_array)
        .map_or(0, Vec::len);
    (0..count).map(|i| format!("{section}.{i}")).collect()
}

/// Where a field stands under an entry, with the value there. Names a person chooses are taken from what is written.
fn places<'a>(
    field: &Field,
    entry: &str,
    tree: &'a toml::Value,
) -> Vec<(String, Option<&'a toml::Value>)> {
    let section = entry.split('.').next().unwrap_or_default();
    let rest = field
        .path
        .strip_prefix(section)
        .map(|rest| rest.trim_start_matches("[]").trim_start_matches('.'))
        .unwrap_or_default();
    let mut found = vec![entry.to_owned()];
    for part in rest.split('.').filter(|part| !part.is_empty()) {
        found = found
            .into_iter()
            .flat_map(|base| match part {
                "*" => value_at(tree, &base)
                    .and_then(toml::Value::as_table)
                    .map_or_else(Vec::new, |table| {
                        table
                            .keys()
                            .map(|key| format!("{base}.{}", path::quote(key)))
                            .collect()
                    }),
                _ => vec![format!("{base}.{part}")],
            })
            .collect();
    }
    let chosen_names = field.path.contains('*');
    found
        .into_iter()
        .map(|path| {
            let value = value_at(tree, &path);
            (path, value)
        })
        .filter(|(_, value)| value.is_some() || !chosen_names)
        .collect()
}

pub(super) fn value_at<'a>(tree: &'a toml::Value, path: &str) -> Option<&'a toml::Value> {
    path::split(path)?
        .iter()
        .try_fold(tree, |at, key| match at {
            toml::Value::Array(list) => list.get(key.parse::<usize>().ok()?),
            other => other.get(key),
        })
}

/// The path without its section: `success.at_most`; with the number of the entry from the second on.
fn label(field: &Field, path: &str) -> String {
    let mut parts = path.splitn(2, '.');
    let (section, rest) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or(path),
    );
    if field.path.starts_with(&format!("{section}[]")) {
        match rest.split_once('.') {
            Some(("0", key)) => key.to_owned(),
            Some((number, key)) => {
                let number = number.parse::<usize>().map_or(0, |n| n + 1);
                format!("{key} ({number})")
            }
            None => rest.to_owned(),
        }
    } else {
        rest.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_path() {
        let tree = toml::Value::Table(
            "[[source]]\npath = \"x\"\n[columns.\"a b\"]\nkind = \"id\""
                .parse()
                .unwrap(),
        );
        assert_eq!(
            value_at(&tree, "source.0.path").and_then(toml::Value::as_str),
            Some("x")
        );
        assert_eq!(
            value_at(&tree, "columns.\"a b\".kind").and_then(toml::Value::as_str),
            Some("id")
        );
        assert!(value_at(&tree, "source.1.path").is_none());
    }
}
