//! What changed between two versions: the decisions they were made with, and how they score.

use toml::{Table, Value};

use super::versions::Version;
use crate::error::{Error, Result};
use crate::project::{FILE, Project};

/// One key that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Dotted key.
    pub key: String,
    /// In the first version; none where it was not written.
    pub before: Option<String>,
    /// In the second.
    pub after: Option<String>,
}

/// The decisions that differ between two versions, in order of the keys.
pub fn changes(project: &Project, before: &Version, after: &Version) -> Result<Vec<Change>> {
    let mut found = Vec::new();
    let (old, new) = (decisions(project, before)?, decisions(project, after)?);
    compare("", &Value::Table(old), &Value::Table(new), &mut found);
    Ok(found)
}

fn decisions(project: &Project, version: &Version) -> Result<Table> {
    let shelf = project.shipped();
    let name = version.file(FILE);
    let file = shelf.path(&name)?;
    let lost = |why: String| {
        Error::new(format!(
            "the decisions of {} cannot be read: {why}",
            version.title()
        ))
        .at_file(&file)
    };
    let bytes = shelf
        .read_bytes(&name)?
        .ok_or_else(|| lost("the file is gone".into()))?;
    let text = String::from_utf8(bytes).map_err(|_| lost("it is not UTF-8 text".into()))?;
    toml::from_str(&text).map_err(|e| lost(e.message().to_owned()))
}

fn compare(key: &str, before: &Value, after: &Value, found: &mut Vec<Change>) {
    match (before, after) {
        (Value::Table(old), Value::Table(new)) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                let inner = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                match (old.get(name), new.get(name)) {
                    (Some(old), Some(new)) => compare(&inner, old, new, found),
                    (old, new) => found.push(Change {
                        key: inner,
                        before: old.map(ToString::to_string),
                        after: new.map(ToString::to_string),
                    }),
                }
            }
        }
        _ if before == after => {}
        _ => found.push(Change {
            key: key.to_owned(),
            before: Some(before.to_string()),
            after: Some(after.to_string()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_are_named_with_both_values() {
        let value = |text: &str| Value::Table(toml::from_str(text).unwrap());
        let old = value("a = 1\n[s]\nx = \"p\"\ngone = true\n");
        let new = value("a = 1\n[s]\nx = \"q\"\n[t]\ny = 2\n");
        let mut found = Vec::new();
        compare("", &old, &new, &mut found);
        let keys: Vec<&str> = found.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["s.gone", "s.x", "t"]);
        assert_eq!(found[1].before.as_deref(), Some("\"p\""));
        assert_eq!(found[2].before, None);
    }
}
