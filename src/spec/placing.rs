//! Faults of the decisions with their place in `jalon.toml`.

use crate::decisions::{Fault, Locator, Severity, path};
use crate::error::{Column, Error};
use crate::project::Project;
use crate::table::Mistake;
use crate::text;

/// Makes faults of one project, each placed where its key stands.
pub(super) struct Placing<'a> {
    /// The project.
    pub project: &'a Project,
    locator: Locator<'a>,
    /// What the text itself says, where another file says the rest.
    own: Option<toml::Table>,
}

impl<'a> Placing<'a> {
    /// Reads where the keys stand.
    pub fn of(project: &'a Project) -> Self {
        Self {
            project,
            locator: Locator::of(&project.text),
            own: (!project.shared.is_empty()).then(|| project.own()),
        }
    }

    /// A fault at the value of a key.
    pub fn value(&self, key: &str, message: impl Into<String>, fix: impl Into<String>) -> Fault {
        let fix = Some(fix.into());
        let fault = self.locator.fault(key, None, Severity::Error, message, fix);
        self.as_it_stands_there(fault, None)
    }

    /// The fault with its place in the extended file that states the key, where one does.
    fn as_it_stands_there(&self, fault: Fault, within: Option<usize>) -> Fault {
        let shared = self.own.as_ref().and_then(|own| {
            let shared = self.project.comes_from(own, &fault.key)?;
            Some((shared, self.project.root.join(&shared.name)))
        });
        let Some((shared, file)) = shared else {
            return fault;
        };
        let (message, fix) = (fault.message.clone(), fault.fix.clone());
        let there = Locator::of(&shared.text);
        let there = there.fault(&fault.key, within, fault.severity, message, fix);
        let line = there.line.unwrap_or(1);
        let name = text::escape(&shared.name);
        Fault {
            message: format!("'{name}' line {line}: {}", fault.message),
            cause: Some(there.to_error(&file)),
            ..fault
        }
    }

    /// A fault at a key itself: a name that should not stand there.
    pub fn name(&self, key: &str, message: impl Into<String>, fix: impl Into<String>) -> Fault {
        let fix = Some(fix.into());
        let fault = self
            .locator
            .fault_of_name(key, Severity::Error, message, fix);
        self.as_it_stands_there(fault, None)
    }

    /// A mistake in the expression of a key, at its character.
    pub fn mistake(&self, key: &str, mistake: &Mistake) -> Fault {
        let within = Some(mistake.position.saturating_sub(1));
        let fix = mistake.fix.clone();
        let fix = fix.or_else(|| Some("correct the expression".into()));
        let message = mistake.message.clone();
        let fault = self
            .locator
            .fault(key, within, Severity::Error, message, fix);
        self.as_it_stands_there(fault, within)
    }

    /// An error as a fault of a key, those found in the same go too.
    pub fn errors(&self, key: &str, error: &Error) -> Vec<Fault> {
        let all = std::iter::once(error).chain(&error.others);
        all.map(|error| self.error(key, error)).collect()
    }

    fn error(&self, key: &str, error: &Error) -> Fault {
        let elsewhere = error.file.as_ref().filter(|f| **f != self.project.file());
        let mut message = told(error);
        if let Some(file) = elsewhere {
            let line = error.line.map_or(String::new(), |l| format!(" line {l}"));
            message = format!(
                "'{}'{line}: {message}",
                text::escape(&file.to_string_lossy())
            );
        }
        // The key stands beside the message: it is not said twice.
        if let Some(rest) = message.strip_prefix(&format!("{key}: ")) {
            message = rest.to_owned();
        }
        let fix = error.fix.clone();
        let mut fault = self.locator.fault(key, None, Severity::Error, message, fix);
        fault.cause = elsewhere.map(|_| error.clone());
        fault
    }

    /// Whether it cannot be told what a key that is not read says: it, or what it stands in, is written wrongly.
    pub fn unsure(&self, key: &str) -> bool {
        self.doubt(key).is_some()
    }

    /// The mistake because of which it cannot be told what a key says.
    pub fn doubt(&self, key: &str) -> Option<&'a Fault> {
        let keys = path::split(key).unwrap_or_default();
        let (last, parents) = keys.split_last()?;
        let errors = self.project.faults.iter();
        errors
            .filter(|f| f.severity == Severity::Error)
            .find(|fault| {
                let at = path::split(&fault.key).unwrap_or_default();
                let misspelt = at.split_last().is_some_and(|(name, over)| {
                    over == parents && text::nearest(name, [last.as_str()]).is_some()
                });
                // What the base states is not known where it cannot be read.
                fault.key == "extends" || keys.starts_with(&at) || misspelt
            })
    }
}

/// The message of an error, with the column of the table where it does not name it.
fn told(error: &Error) -> String {
    let message = &error.message;
    match &error.column {
        Some(Column::Name(name)) => {
            let quoted = format!("'{}'", text::escape(name));
            match message.contains(&quoted) {
                true => message.clone(),
                false => format!("column {quoted}: {message}"),
            }
        }
        _ => message.clone(),
    }
}

/// The fault as one that closes no gate.
pub(super) fn warning(fault: Fault) -> Fault {
    Fault {
        severity: Severity::Warning,
        ..fault
    }
}
