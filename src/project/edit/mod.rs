//! Edits of the text of `jalon.toml`. `toml_edit` says where keys and values stand; the change itself is a splice of
//! the text, so that every byte it does not touch stays: comments, order, spaces, line ends.

mod insert;
mod layout;
mod remove;
mod rename;
mod reorder;
mod set;

use layout::Layout;

use crate::decisions::{Edit, path};
use crate::error::{Error, Result};

/// An edit applied.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// The new text.
    pub text: String,
    /// What gives the old text back, to the byte.
    pub inverse: Edit,
    /// The value before, as TOML, where there was one.
    pub old: Option<String>,
}

/// Applies an edit to a text. Errors: a text that is not TOML, a path that is not there or leads through a value, a value that is not TOML.
pub(super) fn apply(text: &str, edit: &Edit) -> Result<Change> {
    let mut change = once(text, edit)?;
    let is_exact = once(&change.text, &change.inverse).is_ok_and(|back| back.text == text);
    if !is_exact {
        change.inverse = Edit::Text {
            text: text.to_owned(),
        };
    }
    Ok(change)
}

fn once(text: &str, edit: &Edit) -> Result<Change> {
    match edit {
        Edit::Text { text: new } => Ok(Change {
            text: new.clone(),
            inverse: Edit::Text {
                text: text.to_owned(),
            },
            old: None,
        }),
        Edit::Set { path, value } => {
            let value = literal(path, value)?;
            set::set(&Layout::of(text)?, &keys(path)?, value)
        }
        Edit::Remove { path } => remove::remove(&Layout::of(text)?, &keys(path)?),
        Edit::Insert { path, at, value } => {
            let value = literal(path, value)?;
            insert::insert(&Layout::of(text)?, &keys(path)?, *at, value)
        }
        Edit::Move { path, to } => reorder::reorder(&Layout::of(text)?, &keys(path)?, *to),
        Edit::Rename { path, to } => rename::rename(&Layout::of(text)?, &keys(path)?, to),
        Edit::All { edits } => all(text, edits),
    }
}

/// One edit after the other; taken back in the opposite order.
fn all(text: &str, edits: &[Edit]) -> Result<Change> {
    let mut now = text.to_owned();
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        let change = once(&now, edit)?;
        now = change.text;
        inverses.insert(0, change.inverse);
    }
    Ok(Change {
        text: now,
        inverse: Edit::All { edits: inverses },
        old: None,
    })
}

/// What stands at the keys, with the nodes that lead there; an error that names how far they lead.
fn found<'d>(layout: &'d Layout<'_>, keys: &[String]) -> Result<Vec<layout::Node<'d>>> {
    let nodes = layout.follow(keys);
    if !keys.is_empty() && nodes.len() > keys.len() {
        return Ok(nodes);
    }
    let nearest = path::join(&keys[..(nodes.len() - 1).min(keys.len())]);
    let fix = match nearest.is_empty() {
        true => "see the keys of the file".to_owned(),
        false => format!("see the keys of {nearest}"),
    };
    Err(Error::new(format!("nothing is written at '{}'", path::join(keys))).with_fix(fix))
}

fn keys(written: &str) -> Result<Vec<String>> {
    path::split(written).ok_or_else(|| {
        Error::new(format!("'{}' is not a key", crate::text::escape(written)))
            .with_fix("write keys with dots between, such as problem.target")
    })
}

/// One value of TOML and nothing else, spaces around it cut off.
fn literal<'v>(path: &str, value: &'v str) -> Result<&'v str> {
    let value = value.trim();
    let wrong = || {
        let shown = crate::text::escape(value);
        Error::new(format!(
            "'{}' is not a value for {path}",
            crate::text::cut(&shown, 60)
        ))
        .with_fix("write text in double quotes, lists in [ ], tables in { }")
    };
    let document = format!("v = {value}");
    let parsed = toml_edit::Document::parse(document.as_str()).map_err(|_| wrong())?;
    let span = parsed.get("v").and_then(|v| v.span()).unwrap_or_default();
    if parsed.len() == 1 && span == (4..document.len()) {
        Ok(value)
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod list_tests;
#[cfg(test)]
mod tests;
