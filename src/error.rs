//! The one error type: what is wrong, where, and the way out.

use std::fmt;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// A result whose error can be shown to a person.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in a file a mistake stands: a character column of a text, or a named column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Column {
    /// Character position in its line, from 1.
    Position(usize),
    /// Name of a table's column.
    Name(String),
}

/// Why work ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Input or environment: something a person can put right.
    Input,
    /// Somebody asked the work to stop.
    Cancelled,
}

/// A mistake with its place and the way out. Shown as `file:line:column: message` and a second line with the way out.
///
/// Boxed, so that a `Result` stays as small as its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Error(Box<Details>);

/// What an [`Error`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    /// The file at fault, if one is.
    pub file: Option<PathBuf>,
    /// Line of the file, from 1.
    pub line: Option<usize>,
    /// Column of the text or of the table.
    pub column: Option<Column>,
    /// One sentence: what is wrong, with the offending value in single quotes.
    pub message: String,
    /// One sentence: what to do about it.
    pub fix: Option<String>,
    /// Further mistakes found in the same go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Error>,
    #[serde(skip)]
    cause: Cause,
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl Error {
    /// A mistake in the input or the environment.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            file: None,
            line: None,
            column: None,
            message: message.into(),
            fix: None,
            others: Vec::new(),
            cause: Cause::Input,
        }))
    }

    /// The work was asked to stop.
    pub fn cancelled() -> Self {
        let mut error = Self::new("cancelled");
        error.0.cause = Cause::Cancelled;
        error
    }

    /// An operation on a file failed.
    pub fn io(action: &str, path: &Path, error: &std::io::Error) -> Self {
        let fix = match error.kind() {
            std::io::ErrorKind::NotFound => "check the path",
            std::io::ErrorKind::PermissionDenied => {
                "check the permissions of the file and its folder"
            }
            std::io::ErrorKind::StorageFull => "free some space on the disk",
            std::io::ErrorKind::IsADirectory => "give a file, not a folder",
            _ => "check that the file and its folder can be reached",
        };
        Self::new(format!("cannot {action}: {error}"))
            .at_file(path)
            .with_fix(fix)
    }

    /// Names the file at fault.
    #[must_use]
    pub fn at_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.file = Some(path.into());
        self
    }

    /// Names the file at fault, unless the error has one already: a mistake of the decisions keeps its own.
    #[must_use]
    pub fn or_at_file(self, path: impl Into<PathBuf>) -> Self {
        match self.file {
            Some(_) => self,
            None => self.at_file(path),
        }
    }

    /// Names the line, from 1.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.0.line = Some(line);
        self
    }

    /// Names the character position in the line, from 1.
    #[must_use]
    pub fn at_position(mut self, position: usize) -> Self {
        self.0.column = Some(Column::Position(position));
        self
    }

    /// Names the column of the table.
    #[must_use]
    pub fn at_column(mut self, name: impl Into<String>) -> Self {
        self.0.column = Some(Column::Name(name.into()));
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.0.fix = Some(fix.into());
        self
    }

    /// Puts what was being done, or the key at fault, before the message.
    #[must_use]
    pub fn with_context(mut self, context: &str) -> Self {
        self.0.message = format!("{context}: {}", self.message);
        self
    }

    /// Adds mistakes found in the same go.
    #[must_use]
    pub fn with_others(mut self, others: Vec<Error>) -> Self {
        self.0.others.extend(others);
        self
    }

    /// This mistake without those found in the same go.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.0.others.clear();
        self
    }

    /// Whether the work ended because it was asked to.
    pub fn is_cancelled(&self) -> bool {
        self.0.cause == Cause::Cancelled
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}", crate::text::escape(&file.to_string_lossy()))?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
                if let Some(Column::Position(position)) = self.column {
                    write!(f, ":{position}")?;
                }
            }
            write!(f, ": ")?;
        }
        if let Some(Column::Name(name)) = &self.column {
            write!(f, "column '{}': ", crate::text::escape(name))?;
        }
        write!(f, "{}", self.message)?;
        if let Some(fix) = &self.fix {
            write!(f, "\n  {fix}")?;
        }
        for other in &self.others {
            write!(f, "\n{other}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
