//! What every command writes through: text for people or one JSON document, and how a failure is told.

use std::ffi::OsString;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::error::{Column, Error, Result};
use crate::project::Project;

use super::args::Common;

/// Why a command ended without a result.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something a person can put right.
    Error(Error),
    /// Its output could not be written.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Done, the gate is open or there is none.
    Open,
    /// Done, the gate is closed.
    Closed,
}

impl Outcome {
    /// Open where `open` holds.
    pub fn of(open: bool) -> Self {
        if open { Outcome::Open } else { Outcome::Closed }
    }
}

/// The result of a command.
pub(super) type Done = std::result::Result<Outcome, Failure>;

/// Exit code of bad usage, bad input or an I/O error.
pub(super) const BAD: i32 = 2;

/// The two streams and how to use them.
pub(super) struct Face<'a> {
    /// Flags of all commands.
    pub common: Common,
    /// Whether a person watches standard error.
    pub watched: bool,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl<'a> Face<'a> {
    pub fn new(
        common: Common,
        watched: bool,
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
    ) -> Self {
        Self {
            common,
            watched,
            out,
            err,
        }
    }

    /// Writes the result: `text` for people, `document` where JSON is asked for.
    pub fn show(
        &mut self,
        text: impl FnOnce() -> String,
        document: impl FnOnce() -> Value,
    ) -> std::result::Result<(), Failure> {
        if self.common.json {
            self.document(&document())
        } else {
            self.out.write_all(text().as_bytes())?;
            Ok(self.out.flush()?)
        }
    }

    fn document(&mut self, document: &Value) -> std::result::Result<(), Failure> {
        serde_json::to_writer_pretty(&mut *self.out, document).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(self.out.flush()?)
    }

    /// A remark for people on standard error.
    pub fn hint(&mut self, text: &str) -> std::result::Result<(), Failure> {
        if !self.common.quiet && !self.common.json {
            writeln!(self.err, "{text}")?;
        }
        Ok(())
    }

    /// Opens a project; a seed given on the command line holds for this computation.
    pub fn open(&self, path: &std::path::Path) -> Result<Project> {
        let mut project = Project::open(path)?;
        if let Some(seed) = self.common.seed {
            project.decisions.split.seed = Some(seed);
        }
        Ok(project)
    }

    /// Tells why the command failed and returns its exit code. A reader that went away is no failure.
    pub fn fail(&mut self, failure: Failure) -> i32 {
        let error = match failure {
            Failure::Output(e) if e.kind() == io::ErrorKind::BrokenPipe => return 0,
            Failure::Output(e) => Error::new(format!("cannot write the result: {e}"))
                .with_fix("check where standard output goes"),
            Failure::Error(error) => error,
        };
        if error.is_cancelled()
            && let Some(code) = super::signals::exit_code()
        {
            return code;
        }
        // Nobody is left to tell where standard error is closed.
        let _ = writeln!(self.err, "jalon: {error}");
        if self.common.json {
            return match self.document(&error_document(&error)) {
                Ok(()) | Err(_) => BAD,
            };
        }
        BAD
    }
}

/// An error as a document, further mistakes beside it.
pub(super) fn error_document(error: &Error) -> Value {
    let mut document = json!({ "error": one(error) });
    if !error.others.is_empty() {
        document["error"]["others"] = error.others.iter().map(one).collect();
    }
    document
}

fn one(error: &Error) -> Value {
    json!({
        "file": error.file.as_ref().map(|f| f.to_string_lossy().into_owned()),
        "line": error.line,
        "column": match &error.column {
            None => Value::Null,
            Some(Column::Position(at)) => json!(at),
            Some(Column::Name(name)) => json!(name),
        },
        "message": error.message,
        "fix": error.fix,
    })
}

/// Whether JSON is asked for on a command line that could not be understood.
pub(super) fn asks_for_json(args: &[OsString]) -> bool {
    args.iter()
        .take_while(|a| *a != "--")
        .any(|a| a == "--json")
}
