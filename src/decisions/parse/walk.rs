//! The walk of a whole table against the field table: what is valid is copied, what is not is a fault.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::{Places, shown};
use super::typed;
use crate::decisions::{Fault, Field, Severity, fields, path};

/// What stands at a pattern.
enum Place {
    /// A value of this field.
    Leaf(&'static Field),
    /// A table of further keys.
    Table,
    /// A list of tables.
    List,
    /// Nothing: the key is unknown.
    Nothing,
}

pub(super) struct Walk<'a> {
    places: &'a Places<'a>,
    /// Keys of lines that TOML itself could not read: what seems to be missing may stand there.
    broken: Vec<String>,
    pub faults: Vec<Fault>,
}

impl<'a> Walk<'a> {
    pub fn new(places: &'a Places<'a>, broken: Vec<String>) -> Self {
        Self {
            places,
            broken,
            faults: Vec::new(),
        }
    }

    /// The valid part of the whole text.
    pub fn table(&mut self, table: &DeTable<'_>) -> toml::Table {
        if !table.contains_key("format") {
            let mut fault = self.places.fault(
                0,
                "format",
                "the format is not stated".into(),
                Some("write format = 1 as the first line".into()),
            );
            fault.severity = Severity::Warning;
            self.faults.push(fault);
        }
        self.inside(table, "", &mut Vec::new())
    }

    fn inside(
        &mut self,
        table: &DeTable<'_>,
        pattern: &str,
        keys: &mut Vec<String>,
    ) -> toml::Table {
        let mut valid = toml::Table::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let (child, place) = self.place(pattern, name);
            keys.push(name.to_owned());
            let kept = match place {
                Place::Leaf(field) => self.leaf(field, value, keys),
                Place::Table => self.expect_table(value, &child, keys),
                Place::List => self.expect_list(value, &child, keys),
                Place::Nothing => {
                    self.unknown(pattern, name, key.span().start, keys);
                    None
                }
            };
            if let Some(kept) = kept {
                valid.insert(name.to_owned(), kept);
            }
            keys.pop();
        }
        valid
    }

    /// The pattern of a key inside a table and what stands there.
    fn place(&self, pattern: &str, name: &str) -> (String, Place) {
        let under = |key: &str| {
            if pattern.is_empty() {
                key.to_owned()
            } else {
                format!("{pattern}.{key}")
            }
        };
        // A written `*` must not pass for the pattern's own.
        let named = under(name);
        let candidates = [(name != "*").then_some(named.clone()), Some(under("*"))];
        for candidate in candidates.into_iter().flatten() {
            let place = place_at(&candidate);
            if !matches!(place, Place::Nothing) {
                return (candidate, place);
            }
        }
        (named, Place::Nothing)
    }

    fn leaf(
        &mut self,
        field: &'static Field,
        value: &Spanned<DeValue<'_>>,
        keys: &[String],
    ) -> Option<toml::Value> {
        match typed(&field.kind, value, self.places) {
            Ok(valid) => Some(valid),
            Err(wrong) => {
                for wrong in wrong {
                    self.add(wrong.span.start, keys, wrong.message, Some(wrong.fix));
                }
                None
            }
        }
    }

    fn expect_table(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        pattern: &str,
        keys: &mut Vec<String>,
    ) -> Option<toml::Value> {
        let Some(table) = value.get_ref().as_table() else {
            self.add(
                value.span().start,
                keys,
                format!("'{}' is not a table", self.places.snippet(value.span())),
                Some(as_table(pattern, keys)),
            );
            return None;
        };
        let valid = self.inside(table, pattern, keys);
        self.require(table, pattern, value.span().start, keys);
        Some(toml::Value::Table(valid))
    }

    fn expect_list(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        pattern: &str,
        keys: &mut Vec<String>,
    ) -> Option<toml::Value> {
        let Some(array) = value.get_ref().as_array() else {
            let name = path::join(keys);
            self.add(
                value.span().start,
                keys,
                format!("'{name}' is a list of tables"),
                Some(format!("write [[{name}]] with two brackets")),
            );
            return None;
        };
        let pattern = format!("{pattern}[]");
        let mut valid = Vec::new();
        for (i, entry) in array.iter().enumerate() {
            keys.push(i.to_string());
            // A wrong entry leaves an empty one, so that positions stay those of the file.
            let kept = self.expect_table(entry, &pattern, keys);
            valid.push(kept.unwrap_or_else(|| toml::Value::Table(toml::Table::new())));
            keys.pop();
        }
        Some(toml::Value::Array(valid))
    }

    fn require(&mut self, table: &DeTable<'_>, pattern: &str, at: usize, keys: &[String]) {
        let entry = path::join(keys);
        if self.broken.iter().any(|key| key.starts_with(&entry)) {
            return;
        }
        for field in fields().filter(|f| f.required) {
            let parent = field.path.rsplit_once('.').map_or("", |(parent, _)| parent);
            let stands = |key: &str| !key.is_empty() && table.contains_key(key);
            if parent == pattern && !stands(field.key()) && !stands(field.instead) {
                let mut full = keys.to_vec();
                full.push(field.key().to_owned());
                self.add(
                    at,
                    &full,
                    format!("'{}' is missing: {}", field.key(), field.doc),
                    Some(format!(
                        "add {} = …, {}",
                        field.key(),
                        field.kind.describe()
                    )),
                );
            }
        }
    }

    fn unknown(&mut self, pattern: &str, name: &str, at: usize, keys: &[String]) {
        let valid = children(pattern);
        let elsewhere = fields()
            .find(|f| f.key() == name && !f.path.contains('*'))
            .and_then(|f| f.path.rsplit_once('.'));
        let fix = match (crate::text::nearest(name, valid.iter().copied()), elsewhere) {
            (Some(near), _) => format!("did you mean '{near}'?"),
            (None, Some((section, key))) => format!("'{key}' belongs in [{section}]"),
            (None, None) => format!("valid keys: {}", valid.join(", ")),
        };
        let parent = &keys[..keys.len() - 1];
        let place = match parent {
            [] => "at the top of the file".to_owned(),
            _ => format!("in [{}]", path::join(parent)),
        };
        let message = format!("unknown key '{}' {place}", shown(name));
        self.add(at, keys, message, Some(fix));
    }

    fn add(&mut self, at: usize, keys: &[String], message: String, fix: Option<String>) {
        let fault = self.places.fault(at, &path::join(keys), message, fix);
        self.faults.push(fault);
    }
}

/// How a table is written: a section under its head, what is deeper in braces.
fn as_table(pattern: &str, keys: &[String]) -> String {
    let valid = children(pattern);
    let inner = if valid == ["*"] {
        "lines name = …".to_owned()
    } else {
        valid.join(", ")
    };
    match keys {
        [section] => format!("write [{}] and below it: {inner}", path::quote(section)),
        [.., key] => format!("write {} = {{ … }} with: {inner}", path::quote(key)),
        [] => inner,
    }
}

fn place_at(pattern: &str) -> Place {
    for field in fields() {
        match field.path.strip_prefix(pattern) {
            Some("") => return Place::Leaf(field),
            Some(rest) if rest.starts_with('.') => return Place::Table,
            Some(rest) if rest.starts_with("[]") => return Place::List,
            _ => {}
        }
    }
    Place::Nothing
}

/// The keys that may stand in a table, in the order of the reference.
fn children(pattern: &str) -> Vec<&'static str> {
    let mut keys: Vec<&'static str> = Vec::new();
    for field in fields() {
        let rest = if pattern.is_empty() {
            Some(field.path)
        } else {
            field
                .path
                .strip_prefix(pattern)
                .and_then(|rest| rest.strip_prefix('.'))
        };
        let head = rest.and_then(|r| r.split('.').next());
        if let Some(key) = head.map(|k| k.trim_end_matches("[]"))
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    keys
}
