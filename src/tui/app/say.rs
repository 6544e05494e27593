//! One line to tell, shown until the next key.

use crate::error::Error;

/// How it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Something was done.
    Done,
    /// Something to know.
    Hint,
    /// Something went wrong.
    Wrong,
}

/// A line to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How.
    pub said: Said,
    /// What.
    pub text: String,
}

impl Notice {
    /// Something was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            said: Said::Done,
            text: text.into(),
        }
    }

    /// Something to know.
    pub fn hint(text: impl Into<String>) -> Self {
        Self {
            said: Said::Hint,
            text: text.into(),
        }
    }

    /// Something went wrong.
    pub fn failed(text: impl Into<String>) -> Self {
        Self {
            said: Said::Wrong,
            text: text.into(),
        }
    }

    /// Something went wrong: the error with its place and the way out, on one line.
    pub fn wrong(error: &Error) -> Self {
        let text = error.to_string();
        let line = text.lines().map(str::trim).collect::<Vec<_>>().join("; ");
        Self::failed(line)
    }
}
