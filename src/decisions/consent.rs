//! Entries of `[[accepted]]` and `[[passed]]`: what a person goes on with although it was found, and why.

use super::{Edit, GateName};

/// The entry of `[[accepted]]` for a finding, with the reason; the column where it is about one.
pub fn accepting(check: &str, column: Option<&str>, reason: &str) -> Edit {
    let column = column.map(|column| ("column", text(column)));
    let entry = [("check", text(check))].into_iter().chain(column);
    insert("accepted", entry.chain([("reason", text(reason))]))
}

/// The entry of `[[passed]]` for a closed gate: `reasons` are what closes it now.
pub fn passing(name: GateName, reasons: &[String], reason: &str) -> Edit {
    let although = reasons.iter().map(|reason| text(reason)).collect();
    insert(
        "passed",
        [
            ("gate", text(name.word())),
            ("reason", text(reason)),
            ("although", toml::Value::Array(although)),
        ],
    )
}

fn text(text: &str) -> toml::Value {
    toml::Value::String(text.to_owned())
}

/// An entry at the end of a list, as a TOML inline table.
fn insert(path: &str, entry: impl IntoIterator<Item = (&'static str, toml::Value)>) -> Edit {
    let entry = entry
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Edit::Insert {
        path: path.to_owned(),
        at: None,
        value: toml::Value::Table(entry.collect()).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_inline_tables() {
        let of = |edit: Edit| match edit {
            Edit::Insert { value, .. } => value,
            other => panic!("{other:?}"),
        };
        let accepted = of(accepting("outliers", Some("a \"b\""), "real"));
        let read: toml::Table = toml::from_str(&format!("x = {accepted}")).unwrap();
        assert_eq!(read["x"]["column"].as_str(), Some("a \"b\""));
        assert!(!of(accepting("few_rows", None, "")).contains("column"));
        let passed = of(passing(
            GateName::Data,
            &["a".into(), "b".into()],
            "a trial",
        ));
        assert!(passed.contains("although = [\"a\", \"b\"]"), "{passed}");
    }
}
