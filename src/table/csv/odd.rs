//! Records that are not as the first one is: what becomes of them, and the mistakes that they are.

use super::split::Dialect;
use crate::error::Error;
use crate::text::{counted, escape};

/// What becomes of records of another number of cells than the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ragged {
    /// They are a mistake of the file.
    Refuse,
    /// Cells that are not there are missing, further ones are cut off.
    Fill,
    /// The same where there are few such records; else they are a mistake.
    FillFew,
    /// They are left out.
    Drop,
}

/// Records of another number of cells that were read none the less.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Odd {
    /// With fewer cells.
    pub(super) short: usize,
    /// With more.
    pub(super) long: usize,
    /// Lines of the first ones.
    pub(super) lines: Vec<usize>,
}

impl Ragged {
    /// Whether so many odd records among all are read.
    pub(super) fn takes(self, odd: &Odd, records: usize) -> bool {
        match self {
            Ragged::Refuse => false,
            Ragged::Fill | Ragged::Drop => true,
            Ragged::FillFew => (odd.short + odd.long) * FEW <= records,
        }
    }
}

/// Lines that are kept of odd records.
const ODD_LINES: usize = 10;
/// Largest share of odd records that are filled where nothing is said: one in ten.
const FEW: usize = 10;

impl Odd {
    pub(super) fn note(&mut self, line: usize, is_short: bool) {
        match is_short {
            true => self.short += 1,
            false => self.long += 1,
        }
        if self.lines.len() < ODD_LINES {
            self.lines.push(line);
        }
    }
}

/// Why a text is no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A record with another number of cells than the first; how many more there are, and how many records in all.
    Ragged {
        line: usize,
        expected: usize,
        found: usize,
        more: usize,
        records: usize,
    },
    /// A quote that is never closed.
    Unclosed { line: usize },
    /// A cell longer, or a text larger, than can be addressed.
    TooLarge { line: usize },
}

impl Fault {
    /// Keeps the first record that differs and counts the others.
    pub(super) fn note(ragged: &mut Option<Fault>, line: usize, expected: usize, found: usize) {
        match ragged {
            Some(Fault::Ragged { more, .. }) => *more += 1,
            _ => {
                *ragged = Some(Fault::Ragged {
                    line,
                    expected,
                    found,
                    more: 0,
                    records: 0,
                });
            }
        }
    }

    /// Says among how many records the fault was found.
    pub(super) fn among(mut self, seen: usize) -> Self {
        if let Fault::Ragged { records, .. } = &mut self {
            *records = seen;
        }
        self
    }

    /// The same of a text whose first line is line `first` of the file.
    pub(super) fn below(mut self, first: usize) -> Self {
        match &mut self {
            Fault::Ragged { line, .. } | Fault::Unclosed { line } | Fault::TooLarge { line } => {
                *line += first - 1;
            }
        }
        self
    }

    /// The mistake as a person reads it.
    pub(super) fn error(self, dialect: Dialect) -> Error {
        let mark = dialect.mark().map_or_else(String::new, String::from);
        match self {
            Fault::Ragged {
                line,
                expected,
                found,
                more,
                records,
            } => {
                let others = match more {
                    0 => String::new(),
                    more => format!("; {} more differ", counted(more, "line")),
                };
                let wanted = counted(expected, "field");
                let fix = if more + 1 > records / 2 {
                    format!(
                        "is the first line a title? then remove the lines above the header; or set `delimiter` under `read` if it is not '{}'",
                        escape(&mark)
                    )
                } else if found == 1 {
                    format!("remove the line if it is a title or a total, or give it {wanted}")
                } else {
                    format!(
                        "give the line {wanted}, or quote with \" the cell that holds a '{}'",
                        escape(&mark)
                    )
                };
                Error::new(format!(
                    "expected {}, found {found}{others}",
                    counted(expected, "field")
                ))
                .at_line(line)
                .with_fix(fix)
            }
            Fault::Unclosed { line } => Error::new("the quote opened here is never closed")
                .at_line(line)
                .with_fix("close it with \", and double every \" inside a quoted cell"),
            Fault::TooLarge { line } => Error::new("a cell of more than 128 MB starts here")
                .at_line(line)
                .with_fix("is a quote left open? else split the file"),
        }
    }
}
