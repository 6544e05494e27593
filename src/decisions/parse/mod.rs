//! From the text of `jalon.toml` to decisions: every mistake at once, each with its place and the way out, and
//! whatever is valid still lands in [`Decisions`].

mod across;
mod locate;
mod place;
mod statements;
mod syntax;
mod values;
mod walk;

pub use locate::Locator;
pub(crate) use place::Places;
pub(crate) use syntax::recover;
pub(crate) use values::typed;

use toml::de::DeTable;

use super::{Decisions, Fault, Severity};

/// The newest format this program writes.
pub const FORMAT: u32 = 1;

/// What could be read of a text, and what could not.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The valid part.
    pub decisions: Decisions,
    /// The mistakes, in order of the text.
    pub faults: Vec<Fault>,
    /// The valid part as a table: what was written and no default.
    pub written: toml::Table,
}

impl Parsed {
    /// Whether a newer program wrote the text: it may be looked at, not changed.
    pub fn is_newer(&self) -> bool {
        self.decisions.format > FORMAT
    }

    /// Takes the decisions of `base` where this text is silent (`extends`).
    pub fn extend(&mut self, base: &toml::Table) {
        fill_in(&mut self.written, base);
        if let Ok(decisions) = deserialise(self.written.clone()) {
            self.decisions = decisions;
        }
    }
}

/// Adds what a base says where `written` is silent. A key is the unit: `columns.fare`, `problem.success` and a list are
/// taken whole from one of the two.
pub fn fill_in(written: &mut toml::Table, base: &toml::Table) {
    for (section, under) in base {
        match (written.get_mut(section), under) {
            (None, _) => {
                written.insert(section.clone(), under.clone());
            }
            (Some(toml::Value::Table(own)), toml::Value::Table(under)) => {
                for (key, value) in under {
                    if !own.contains_key(key) {
                        own.insert(key.clone(), value.clone());
                    }
                }
            }
            _ => {}
        }
    }
}

/// Reads a whole text. Never fails: what is wrong is a fault, what is right is in the decisions.
pub fn parse(text: &str) -> Parsed {
    let places = Places::of(text);
    let recovered = recover(text);
    let mut faults = recovered.faults;
    let table = DeTable::parse_recoverable(&recovered.text).0;
    let newer = format_of(table.get_ref()) > FORMAT;

    let mut walk = walk::Walk::new(&places, faults.iter().map(|f| f.key.clone()).collect());
    let mut written = walk.table(table.get_ref());
    if newer {
        // A newer format may know keys that this program does not; its own fault says enough.
        faults.push(format_fault(&places, &table));
    } else {
        faults.append(&mut walk.faults);
        faults.extend(across::faults(&places, table.get_ref(), &written));
    }

    let mut decisions = match deserialise(written.clone()) {
        Ok(decisions) => decisions,
        Err(error) => {
            written = toml::Table::new();
            faults.push(places.fault(
                0,
                "",
                format!("the decisions cannot be read: {}", error.message()),
                None,
            ));
            Decisions::default()
        }
    };
    decisions.format = format_of(table.get_ref());
    faults.sort_by_key(|f| (f.line, f.column));
    Parsed {
        decisions,
        faults,
        written,
    }
}

fn deserialise(table: toml::Table) -> Result<Decisions, toml::de::Error> {
    toml::Value::Table(table).try_into()
}

fn format_of(table: &DeTable<'_>) -> u32 {
    let written = table.get("format").map(|v| v.get_ref());
    written
        .and_then(|v| v.as_integer())
        .and_then(|i| u32::from_str_radix(i.as_str(), i.radix()).ok())
        .unwrap_or(FORMAT)
}

fn format_fault(places: &Places<'_>, table: &toml::Spanned<DeTable<'_>>) -> Fault {
    let at = table.get_ref().get("format").map_or(0, |v| v.span().start);
    let mut fault = places.fault(
        at,
        "format",
        format!(
            "format '{}' is newer than this program, which knows {FORMAT}",
            format_of(table.get_ref())
        ),
        Some("use a newer jalon; here the project is opened read-only".into()),
    );
    fault.severity = Severity::Error;
    fault
}

#[cfg(test)]
mod tests;
