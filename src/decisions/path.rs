//! Dotted keys as faults, edits and forms write them: `problem.target`, `source.0.path`, `columns."a b".kind`.

/// A key as it stands in a dotted path: bare where TOML allows it, quoted where not.
pub fn quote(key: &str) -> String {
    toml_edit::Key::new(key).to_string().trim().to_owned()
}

/// Joins keys to a dotted path, quoting where needed.
pub fn join<S: AsRef<str>>(keys: &[S]) -> String {
    let quoted: Vec<String> = keys.iter().map(|k| quote(k.as_ref())).collect();
    quoted.join(".")
}

/// Parts a dotted path into keys, quotes taken off; `None` where it is not a dotted path.
pub fn split(path: &str) -> Option<Vec<String>> {
    let keys = toml_edit::Key::parse(path).ok()?;
    Some(keys.iter().map(|k| k.get().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_only_where_needed_and_parts_again() {
        let keys = ["columns", "a b", "kind"];
        assert_eq!(join(&keys), r#"columns."a b".kind"#);
        assert_eq!(split(&join(&keys)).unwrap(), keys);
        assert_eq!(split("source.0.path").unwrap(), ["source", "0", "path"]);
        for key in ["", "a.b", "\"", "é", "\u{1b}", "a'b", "-", "\n"] {
            assert_eq!(split(&join(&["features", key])).unwrap(), ["features", key]);
        }
        assert_eq!(split("a..b"), None);
        assert_eq!(split(""), None);
    }
}
