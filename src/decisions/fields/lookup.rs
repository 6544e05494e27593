//! Sections of the table, and looking a written key up in it.

use std::sync::LazyLock;

use super::{Field, modelling, production, question, sources};
use crate::decisions::path;

/// A part of `jalon.toml` under one head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Section {
    /// Its key: `problem`; empty for the keys before the first head.
    pub path: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// What it is about, in one line.
    pub doc: &'static str,
    /// Whether it is a list of entries, each under `[[path]]`.
    pub list: bool,
    /// Its keys in the order of the reference.
    pub fields: &'static [Field],
}

/// Every section, in the order in which they stand in a file.
pub fn sections() -> &'static [&'static Section] {
    static ALL: LazyLock<Vec<&'static Section>> = LazyLock::new(|| {
        question::SECTIONS
            .iter()
            .chain(sources::SECTIONS)
            .chain(modelling::SECTIONS)
            .chain(production::SECTIONS)
            .collect()
    });
    &ALL
}

/// Every field, in the order in which they stand in a file.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    sections().iter().flat_map(|s| s.fields.iter())
}

/// The section of this key, the part before the first dot of a path.
pub fn section(key: &str) -> Option<&'static Section> {
    sections().iter().find(|s| s.path == key).copied()
}

/// The field behind a written key: `columns.trip_miles.kind`, `source.0.path`, `value.matrix.bad.good`. Patterns
/// themselves (`source[].path`) are found too.
pub fn field(written: &str) -> Option<&'static Field> {
    fields().find(|f| f.path == written).or_else(|| {
        let keys = path::split(written)?;
        fields().find(|f| matches(f.path, &keys))
    })
}

/// The pattern of a written key or of a table on the way to one: `source.0.read` is `source[].read`.
pub fn pattern(keys: &[String]) -> Option<String> {
    fields()
        .filter_map(|f| {
            let parts: Vec<&str> = parts(f.path).collect();
            let head = parts.get(..keys.len())?;
            head.iter()
                .zip(keys)
                .all(|(p, k)| part_matches(p, k))
                .then(|| head.join(".").replace(".[]", "[]"))
        })
        .next()
}

fn matches(pattern: &str, keys: &[String]) -> bool {
    parts(pattern).count() == keys.len()
        && parts(pattern).zip(keys).all(|(p, k)| part_matches(p, k))
}

/// Parts of a pattern, `[]` apart: `source`, `[]`, `path`.
fn parts(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('.').flat_map(|part| {
        let name = part.trim_end_matches("[]");
        std::iter::once(name).chain(part.ends_with("[]").then_some("[]"))
    })
}

fn part_matches(part: &str, key: &str) -> bool {
    match part {
        "*" => true,
        "[]" => key.parse::<usize>().is_ok(),
        _ => part == key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_keys_find_their_field() {
        for (written, pattern) in [
            ("problem.target", "problem.target"),
            ("columns.trip_miles.kind", "columns.*.kind"),
            (r#"columns."a b.c".kind"#, "columns.*.kind"),
            ("source.0.read.missing", "source[].read.missing"),
            ("value.matrix.bad.good", "value.matrix.*.*"),
            ("format", "format"),
            ("source[].path", "source[].path"),
        ] {
            assert_eq!(field(written).unwrap().path, pattern, "{written}");
        }
        for written in ["problem", "problem.taget", "source.path", "columns.x", ""] {
            assert!(field(written).is_none(), "{written}");
        }
        let keys = path::split("source.3.read").unwrap();
        assert_eq!(pattern(&keys).unwrap(), "source[].read");
    }

    #[test]
    fn every_field_is_in_the_section_its_path_names_and_is_explained() {
        for section in sections() {
            assert!(!section.title.is_empty() && !section.doc.is_empty());
            for field in section.fields {
                let head = parts(field.path).next().unwrap();
                assert!(
                    head == section.path || section.path.is_empty(),
                    "{}",
                    field.path
                );
                assert!(!field.doc.is_empty(), "{}", field.path);
                assert!(!field.doc.ends_with('.'), "{}", field.path);
            }
        }
        let mut paths: Vec<_> = fields().map(|f| f.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), fields().count());
    }
}
