//! The rows of a list in the order and as many as are shown: sorted by a key, narrowed by a text.
//!
//! A cursor is always the number of a row among all; sorting and narrowing change only what is between two of them.

use crate::data::{ColumnProfile, Finding};
use crate::tui::app::{About, Entrant, List, State, about_cell};

/// By what a row is sorted: numbers from the largest, those without one last; texts by character.
#[derive(Debug, Clone, PartialEq)]
enum Key {
    Number(Option<f64>),
    Text(String),
}

/// The orders of a list by name, the one it has by itself first; nothing where it has one only.
pub fn orders(list: List) -> &'static [&'static str] {
    match list {
        List::Columns => &["file", "column", "missing", "distinct", "power", "skew"],
        List::Findings => &["severity", "check", "rows"],
        List::Dictionary => &["file", "column", "kind", "role", "known"],
        List::Board => &["score", "name", "fit"],
        List::Baselines => &["order", "name", "score"],
        List::Moved => &["level", "column", "moved"],
        _ => &[],
    }
}

impl State {
    /// The rows of a list that are shown, in their order.
    pub fn shown(&self, list: List) -> Vec<usize> {
        let labels = self.labels(list);
        let narrowed = self.lists.kept(list).to_lowercase();
        let mut rows: Vec<usize> = (0..labels.len())
            .filter(|row| labels[*row].to_lowercase().contains(&narrowed))
            .collect();
        if let Some(key) = self.keys(list) {
            rows.sort_by(|a, b| match (&key[*a], &key[*b]) {
                (Key::Number(a), Key::Number(b)) => {
                    let value = |v: &Option<f64>| v.unwrap_or(f64::NEG_INFINITY);
                    value(b).total_cmp(&value(a))
                }
                (Key::Text(a), Key::Text(b)) => a.cmp(b),
                _ => std::cmp::Ordering::Equal,
            });
        }
        rows
    }

    /// Where the cursor of a list stands among the rows that are shown.
    pub fn shown_at(&self, list: List) -> usize {
        let at = self.lists.at(list);
        let shown = self.shown(list);
        shown.iter().position(|row| *row == at).unwrap_or(0)
    }

    /// The word of the present order of a list.
    pub fn order(&self, list: List) -> &'static str {
        let orders = orders(list);
        orders.get(self.lists.order(list)).copied().unwrap_or("")
    }

    /// Sorts the present list by its next key; the word of it, where there is more than one.
    pub(super) fn sort(&mut self) -> Option<&'static str> {
        let list = self.list()?;
        let count = orders(list).len();
        if count < 2 {
            return None;
        }
        self.lists
            .sort_by(list, (self.lists.order(list) + 1) % count);
        let first = self.shown(list).first().copied().unwrap_or(0);
        self.lists.put(list, first);
        Some(self.order(list))
    }

    /// Narrows the present list to the rows that hold a text; the cursor stays where it can.
    pub(super) fn narrow(&mut self, text: &str) {
        let Some(list) = self.list() else {
            return;
        };
        self.lists.keep(list, text);
        let shown = self.shown(list);
        if !shown.contains(&self.lists.at(list)) {
            self.lists.put(list, shown.first().copied().unwrap_or(0));
        }
    }

    /// What the present list is narrowed to: the text, the rows shown, all rows.
    pub fn narrowed(&self) -> Option<(String, usize, usize)> {
        let list = self.list()?;
        let text = self.lists.kept(list);
        let counts = || (self.shown(list).len(), self.labels(list).len());
        (!text.is_empty()).then(|| (text.to_owned(), counts().0, counts().1))
    }

    /// The keys of the rows in the present order; `None` where it is the list's own.
    fn keys(&self, list: List) -> Option<Vec<Key>> {
        let order = self.lists.order(list);
        if order == 0 {
            return None;
        }
        let word = self.order(list);
        let keys: Vec<Key> = match list {
            List::Columns => self.columns().iter().map(|c| column_key(c, word)).collect(),
            List::Findings => {
                let data = self.facts().and_then(|f| f.data.as_ref());
                let findings = data.map_or(&[][..], |d| &d.findings);
                findings.iter().map(|f| finding_key(f, word)).collect()
            }
            List::Dictionary => {
                let facts = self.facts()?;
                let about = About::ALL.iter().find(|about| about.title() == word)?;
                let cell = |v| Key::Text(about_cell(facts, v, *about).0.to_lowercase());
                self.variables().iter().map(cell).collect()
            }
            List::Board => self
                .entrants()
                .iter()
                .map(|e| entrant_key(e, word))
                .collect(),
            List::Baselines => self.baseline_keys(word),
            List::Moved => {
                let moved = self.moved();
                let keys = moved.iter().map(|c| match word {
                    "moved" => Key::Number(c.effect),
                    _ => Key::Text(c.name.to_lowercase()),
                });
                keys.collect()
            }
            _ => return None,
        };
        Some(keys)
    }

    fn baseline_keys(&self, word: &str) -> Vec<Key> {
        let benchmark = self.facts().and_then(|f| f.benchmark.as_ref());
        let Some(benchmark) = benchmark else {
            return Vec::new();
        };
        let keys = benchmark.baselines.iter().map(|b| match word {
            "score" => Key::Number(b.mean.map(|m| benchmark.direction.gain(m, 0.0))),
            _ => Key::Text(b.name.to_lowercase()),
        });
        keys.collect()
    }
}

fn column_key(column: &ColumnProfile, word: &str) -> Key {
    match word {
        "missing" => Key::Number(Some(column.missing as f64)),
        "distinct" => Key::Number(Some(column.distinct as f64)),
        "power" => Key::Number(column.power),
        "skew" => Key::Number(column.skewness.map(f64::abs)),
        _ => Key::Text(column.name.to_lowercase()),
    }
}

fn finding_key(finding: &Finding, word: &str) -> Key {
    match word {
        "rows" => Key::Number(Some(finding.affected as f64)),
        _ => Key::Text(finding.check.clone()),
    }
}

fn entrant_key(entrant: &Entrant, word: &str) -> Key {
    match word {
        "fit" => Key::Number(entrant.fit),
        _ => Key::Text(entrant.name.to_lowercase()),
    }
}
