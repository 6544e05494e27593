//! Edits and faults as data, so that screens, commands and findings can propose a change without touching a file.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Severity;
use crate::error::{Error, Result};

/// One change of `jalon.toml`. `path` is a dotted key, list entries by position: `problem.metric`,
/// `columns.trip_seconds.known_at_prediction`, `source.0.access`. Keys that are not bare are quoted: `columns."a b".kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "edit")]
pub enum Edit {
    /// Writes a value, given as TOML (`"mae"`, `0.2`, `{ at_most = 2.0 }`), creating what is missing on the way.
    Set {
        /// The key.
        path: String,
        /// The value as TOML.
        value: String,
    },
    /// Takes a key or a list entry out.
    Remove {
        /// The key.
        path: String,
    },
    /// Puts an entry into a list of tables (`rule`, `source`, `model`, `accepted`), at `at` or the end.
    Insert {
        /// The list.
        path: String,
        /// Position, the end where left out.
        at: Option<usize>,
        /// The entry as a TOML inline table.
        value: String,
    },
    /// Moves an entry of a list to another position; the comments right above it go with it.
    Move {
        /// The entry: `rule.1`.
        path: String,
        /// Its position afterwards, from 0.
        to: usize,
    },
    /// Gives a key that a person chose another name (`columns.fare`, `features.log_miles`).
    Rename {
        /// The key.
        path: String,
        /// Its last part afterwards, not quoted.
        to: String,
    },
    /// Several edits as one step, each on the text that those before it left.
    All {
        /// The edits, in their order.
        edits: Vec<Edit>,
    },
    /// Replaces the whole text; the inverse of an edit in an editor.
    Text {
        /// The new text.
        text: String,
    },
}

impl Edit {
    /// Writes a value given as TOML.
    pub fn set(path: impl Into<String>, value: impl Into<String>) -> Self {
        Edit::Set {
            path: path.into(),
            value: value.into(),
        }
    }

    /// Takes a key or a list entry out.
    pub fn remove(path: impl Into<String>) -> Self {
        Edit::Remove { path: path.into() }
    }

    /// Several edits as one step; a single one as itself.
    pub fn all(mut edits: Vec<Edit>) -> Self {
        match edits.len() {
            1 => edits.remove(0),
            _ => Edit::All { edits },
        }
    }

    /// Writes a text value, quoted.
    pub fn set_text(path: impl Into<String>, text: &str) -> Self {
        Edit::set(path, toml::Value::String(text.to_owned()).to_string())
    }
}

/// A mistake or a gap in `jalon.toml`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// Dotted key at fault.
    pub key: String,
    /// Line from 1, where the mistake stands in the text.
    pub line: Option<usize>,
    /// Character in the line from 1.
    pub column: Option<usize>,
    /// `error` closes the gate of the spec.
    pub severity: Severity,
    /// What is wrong, the value in single quotes.
    pub message: String,
    /// What to write instead.
    pub fix: Option<String>,
    /// The line of the file, for showing with a caret.
    #[serde(skip)]
    pub source_line: Option<String>,
    /// The error behind it where the mistake stands in another file, such as a row of the data.
    #[serde(skip)]
    pub cause: Option<Error>,
}

impl Fault {
    /// Errors (all of them in one, in their order) when some of the faults of a file are of severity error.
    pub fn refuse(file: &Path, faults: &[Fault]) -> Result<()> {
        let wrong = faults.iter().filter(|f| f.severity == Severity::Error);
        let mut errors = wrong.map(|fault| fault.to_error(file));
        match errors.next() {
            Some(first) => Err(first.with_others(errors.collect())),
            None => Ok(()),
        }
    }

    /// As an error of this file; a mistake in another file is told as it stands there.
    pub fn to_error(&self, file: &Path) -> Error {
        if let Some(cause) = &self.cause {
            return cause.clone();
        }
        let mut error = Error::new(self.message.clone()).at_file(file);
        if !self.key.is_empty() {
            error = error.with_context(&self.key);
        }
        if let Some(line) = self.line {
            error = error.at_line(line);
        }
        if let Some(column) = self.column {
            error = error.at_position(column);
        }
        match &self.fix {
            Some(fix) => error.with_fix(fix.clone()),
            None => error,
        }
    }
}
