//! The field table: every key of `jalon.toml` with its type, unit, default, meaning and valid values. The parser,
//! the forms on screen, `jalon spec` and the key reference all derive from it, so that they cannot disagree.

mod checking;
mod kind;
mod lookup;
mod modelling;
mod production;
mod question;
mod sources;

pub use kind::FieldType;
pub use lookup::{Section, field, fields, pattern, section, sections};

use super::Stage;

/// One key of `jalon.toml`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Where it stands: `problem.target`; `*` is a name the person chooses (`columns.*.kind`), `[]` an entry of
    /// a list (`source[].path`).
    pub path: &'static str,
    /// What may be written.
    pub kind: FieldType,
    /// Unit of a number, empty where it has none or another key names it.
    pub unit: &'static str,
    /// What holds where nothing is written, in words or as a value; empty where nothing does.
    pub default: &'static str,
    /// What it says, in one line.
    pub doc: &'static str,
    /// Why it matters, in one line; empty where the meaning says it.
    pub why: &'static str,
    /// The question a person is asked for it, in plain words; empty where nobody is asked and the form is enough.
    pub asks: &'static str,
    /// An answer as somebody may give it; empty where the question needs none.
    pub example: &'static str,
    /// The first stage that cannot do without it.
    pub needed_for: Option<Stage>,
    /// Whether it must be there as soon as the entry it stands in is.
    pub required: bool,
    /// The key of the same entry that may stand there instead, where it is required; empty where none does.
    pub instead: &'static str,
}

impl Field {
    const fn new(path: &'static str, kind: FieldType, doc: &'static str) -> Self {
        Self {
            path,
            kind,
            unit: "",
            default: "",
            doc,
            why: "",
            asks: "",
            example: "",
            needed_for: None,
            required: false,
            instead: "",
        }
    }

    const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    const fn why(mut self, why: &'static str) -> Self {
        self.why = why;
        self
    }

    const fn asks(mut self, question: &'static str) -> Self {
        self.asks = question;
        self
    }

    const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }

    const fn needed(mut self, stage: Stage) -> Self {
        self.needed_for = Some(stage);
        self
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn unless(mut self, key: &'static str) -> Self {
        self.instead = key;
        self
    }

    /// The last part of its path: `target`. A name the person chooses is `*`.
    pub fn key(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }
}
