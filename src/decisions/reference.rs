//! The key reference: the field table as text for people.

use std::fmt::Write as _;

use super::{Field, Section, sections};

/// Every key of `jalon.toml` with its meaning, as Markdown.
pub fn reference() -> String {
    let mut out = String::from(
        "# Keys of jalon.toml\n\n\
         Only what was decided is written; defaults fill the rest. Paths are relative to the file.\n\
         `*` is a name you choose, `[]` an entry of a list.\n",
    );
    for section in sections() {
        head(&mut out, section);
        for field in section.fields {
            entry(&mut out, field);
        }
    }
    out
}

fn head(out: &mut String, section: &Section) {
    let key = match (section.path, section.list) {
        ("", _) => String::new(),
        (path, true) => format!(" `[[{path}]]`"),
        (path, false) => format!(" `[{path}]`"),
    };
    let _ = write!(
        out,
        "\n## {}{key}\n\n{}.\n\n",
        section.title,
        capital(section.doc)
    );
}

fn entry(out: &mut String, field: &Field) {
    let _ = write!(out, "- `{}`: {}. ", field.path, field.doc);
    let _ = write!(out, "{}", capital(&field.kind.describe()));
    if !field.unit.is_empty() {
        let _ = write!(out, ", in {}", field.unit);
    }
    out.push('.');
    if !field.default.is_empty() {
        let _ = write!(out, " Default: {}.", field.default);
    }
    if field.required {
        out.push_str(" Required.");
    }
    if let Some(stage) = field.needed_for {
        let _ = write!(out, " Needed for {stage}.");
    }
    if !field.why.is_empty() {
        let _ = write!(out, " {}.", capital(field.why));
    }
    out.push('\n');
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_line() {
        let text = reference();
        for field in crate::decisions::fields() {
            assert!(text.contains(&format!("- `{}`: ", field.path)));
        }
        assert!(text.contains("## Rules `[[rule]]`"));
        assert!(text.contains(
            "- `split.folds`: number of folds. A whole number from 2 to 100. Default: 5.\n"
        ));
    }
}
