//! The decisions as rows of a form, derived from the field table and the text of `jalon.toml`.

use std::collections::BTreeSet;

use super::entries::{Grows, entry_rows, grows};
use super::told::Told;
use crate::decisions::{Field, Section, path, section, sections};
use crate::project::Project;
use crate::spec::metric_named;
use crate::tui::app::Facts;

/// The field of a cost in the matrix.
pub(in crate::tui::app) const MATRIX_CELL: &str = "value.matrix.*.*";
/// The key of the matrix.
pub(in crate::tui::app) const MATRIX: &str = "value.matrix";

/// What a row of the form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The head of a section.
    Section,
    /// The head of an entry of a section, or an entry of one line.
    Entry,
    /// A key with its value.
    Field,
    /// Where an entry is added.
    Add,
}

/// One row of the form: a head, or a key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecRow {
    /// What it is.
    pub part: Part,
    /// Key of the section it stands in.
    pub section: &'static str,
    /// Dotted key as an edit names it; empty for the head of a section.
    pub path: String,
    /// What stands at the left.
    pub label: String,
    /// The value as a person types it: decided, or what holds without a decision.
    pub value: String,
    /// Its unit, where it is a number that has one.
    pub unit: String,
    /// Whether `jalon.toml` says it.
    pub written: bool,
    /// The extended file that says it, where `jalon.toml` does not.
    pub from: Option<String>,
    /// Stage that cannot do without it, while it is not stated.
    pub needed_for: Option<String>,
    /// What the data propose, while nothing is stated.
    pub proposed: Option<String>,
    /// Whether it is another way to answer what is asked for under another key, and still open.
    pub is_other_way: bool,
    /// A mistake in it.
    pub fault: Option<String>,
    /// What it is about, and why it matters.
    pub doc: String,
    /// Why it matters, in one line; empty where the meaning says it.
    pub why: &'static str,
    /// Its field; `None` for a head.
    pub field: Option<&'static Field>,
}

impl SpecRow {
    /// A row that is no field.
    pub(super) fn head(part: Part, section: &'static Section, path: String, label: String) -> Self {
        Self {
            part,
            section: section.path,
            path,
            label,
            value: String::new(),
            unit: String::new(),
            written: false,
            from: None,
            needed_for: None,
            proposed: None,
            is_other_way: false,
            fault: None,
            doc: section.doc.to_owned(),
            why: "",
            field: None,
        }
    }

    /// A field that stands in a cell of a page, not in the form.
    pub(in crate::tui::app) fn cell(
        field: &'static Field,
        path: String,
        label: String,
        value: String,
        written: bool,
    ) -> Self {
        Self {
            part: Part::Field,
            section: section_of(field),
            path,
            label,
            value,
            unit: String::new(),
            written,
            from: None,
            needed_for: None,
            proposed: None,
            is_other_way: false,
            fault: None,
            doc: field.doc.to_owned(),
            why: field.why,
            field: Some(field),
        }
    }

    /// The entry it belongs to: `rule.1`, `columns.fare`; none outside of entries.
    pub fn entry(&self) -> Option<String> {
        let keys = path::split(&self.path)?;
        let is_inside = grows(section(self.section)?) != Grows::Not && self.part != Part::Add;
        (is_inside && keys.len() > 1).then(|| path::join(&keys[..2]))
    }
}

/// What holds, as the form shows it.
pub(super) struct Tree<'a> {
    project: &'a Project,
    /// What the text itself says.
    own: toml::Table,
    /// With what the extended files say.
    pub all: toml::Value,
}

impl<'a> Tree<'a> {
    /// What holds in a project.
    pub fn of(project: &'a Project) -> Self {
        let own = project.own();
        Self {
            all: toml::Value::Table(project.holding(&own)),
            project,
            own,
        }
    }

    /// The extended file that says what stands at a path.
    pub fn from(&self, path: &str) -> Option<String> {
        let shared = self.project.comes_from(&self.own, path)?;
        Some(shared.name.clone())
    }
}

/// Every decision that is written or may be stated, under the heads of its sections. Of an entry with a name that a person
/// chose (`columns.fare`) what is written is shown, and every field where it is among `offered`.
pub fn spec_rows(facts: &Facts, offered: &BTreeSet<String>) -> Vec<SpecRow> {
    let told = Told::of(facts);
    let mut rows = Vec::new();
    for section in sections().iter().filter(|s| !s.path.is_empty()) {
        let inside: Vec<SpecRow> = match grows(section) {
            Grows::Not => {
                let fields = section.fields.iter();
                fields
                    .flat_map(|field| field_rows(&told, field, section.path))
                    .collect()
            }
            _ => entry_rows(&told, section, offered),
        };
        let title = section.title.to_owned();
        rows.push(SpecRow {
            written: inside.iter().any(|row| row.written),
            ..SpecRow::head(Part::Section, section, String::new(), title)
        });
        rows.extend(inside);
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

/// The rows of a field under an entry. Names a person chooses are taken from what is written; a matrix is one row.
pub(super) fn field_rows(told: &Told<'_>, field: &'static Field, entry: &str) -> Vec<SpecRow> {
    if field.path == MATRIX_CELL {
        return vec![matrix_row(told, field)];
    }
    places(field, entry, &told.tree.all)
        .into_iter()
        .map(|(path, value)| field_row(told, field, path, value))
        .collect()
}

/// The matrix of costs as one row: what it says of each mistake.
fn matrix_row(told: &Told<'_>, field: &'static Field) -> SpecRow {
    let value = value_at(&told.tree.all, MATRIX);
    let matrix = told.facts.project.decisions.value.matrix.iter().flatten();
    let cells = matrix.flat_map(|(truth, row)| {
        let costs = row.iter();
        costs.map(move |(said, cost)| format!("{truth} taken for {said} {cost}"))
    });
    let cells: Vec<String> = cells.collect();
    SpecRow {
        value: cells.join(", "),
        ..field_row(told, field, MATRIX.to_owned(), value)
    }
}

pub(super) fn field_row(
    told: &Told<'_>,
    field: &'static Field,
    path: String,
    value: Option<&toml::Value>,
) -> SpecRow {
    let facts = told.facts;
    let from = value.and_then(|_| told.tree.from(&path));
    let written = value.is_some() && from.is_none();
    let gap = told.gap(&path).filter(|_| value.is_none());
    // Of several keys that answer a question one is missing.
    let gap = gap.filter(|_| !told.is_beside(&path));
    let asked = told.asked(&path);
    let proposed = asked
        .filter(|_| value.is_none())
        .and_then(|turn| turn.proposal.as_ref());
    let fault = told.fault(&path);
    let unit = match value {
        Some(toml::Value::Integer(_) | toml::Value::Float(_)) => unit_of(field, facts),
        _ => String::new(),
    };
    SpecRow {
        part: Part::Field,
        section: section_of(field),
        label: label(field, &path),
        value: value.map_or_else(|| field.default.to_owned(), plain),
        unit,
        written,
        from,
        needed_for: gap.map(|gap| gap.needed_for.clone()),
        fault: fault.map(|f| f.message.clone()),
        proposed: proposed.map(|proposal| proposal.value.clone()),
        is_other_way: value.is_none() && told.is_other_way(&path),
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

/// A path and the tables around it, the nearest first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| {
        path.rsplit_once('.').map(|(over, _)| over)
    })
}

/// The section of a field.
fn section_of(field: &Field) -> &'static str {
    let head = field.path.split(['.', '[']).next().unwrap_or_default();
    section(head).map_or("", |section| section.path)
}

/// The unit of a field in words of the project: its currency, the unit of its metric.
fn unit_of(field: &Field, facts: &Facts) -> String {
    let decisions = &facts.project.decisions;
    match field.unit {
        "currency" => decisions.value.currency.clone().unwrap_or_default(),
        "of the metric" => {
            let metric = decisions.problem.metric.as_deref();
            let metric = metric.and_then(|name| metric_named(decisions, name));
            let unit = decisions.problem.unit.as_deref().unwrap_or_default();
            metric.map_or("", |m| m.unit().in_words(unit)).to_owned()
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
    // The name of an entry stands in its path already.
    let rest = match path::split(entry) {
        Some(keys) if keys.len() > 1 => rest.strip_prefix("*.").unwrap_or(rest),
        _ => rest,
    };
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
    let chosen_names = rest.contains('*');
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

/// The path without its section and its entry: `success.at_most`, `read.missing`.
fn label(field: &Field, path: &str) -> String {
    let inside = match section(section_of(field)).map(grows) {
        Some(Grows::List | Grows::Named) => 2,
        _ => 1,
    };
    let keys = path::split(path).unwrap_or_default();
    match keys.get(inside..) {
        Some([key]) => key.clone(),
        Some(keys) => path::join(keys),
        None => path.to_owned(),
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
