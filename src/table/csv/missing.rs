//! Which texts mean missing.

/// Words that mean missing in any column. `NA` is also a country code and a surname may be `Null`:
/// what was read so is listed with its count, and `read.missing` replaces the list.
const ALWAYS: [&str; 9] = [
    "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "#N/A", "<NA>",
];

/// Words that mean missing only among numbers, dates or booleans: in a text column they may be a value of their own.
const AMONG_VALUES: [&str; 12] = [
    "None",
    "none",
    "-",
    "--",
    "?",
    ".",
    "inf",
    "-inf",
    "Inf",
    "-Inf",
    "Infinity",
    "-Infinity",
];

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Missing in every column.
    Missing,
    /// Missing among numbers, dates or booleans.
    MissingAmongValues,
    /// A value.
    Value,
}

/// The texts that mean missing, besides the empty cell.
#[derive(Debug, Clone)]
pub(super) struct Missing {
    always: Vec<String>,
    among_values: Vec<String>,
    longest: usize,
    /// Whether a text that means missing begins with this byte: most cells are told apart by it.
    begins: [bool; 256],
}

impl Missing {
    /// The detected list, or the one a person wrote in its place.
    pub(super) fn new(written: Option<&[String]>) -> Self {
        let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let (always, among_values): (Vec<String>, Vec<String>) = match written {
            Some(words) => {
                let words = words.iter().map(|w| w.trim().to_owned()).collect();
                (words, Vec::new())
            }
            None => (owned(&ALWAYS), owned(&AMONG_VALUES)),
        };
        let mut longest = 0;
        let mut begins = [false; 256];
        for word in always.iter().chain(&among_values) {
            longest = longest.max(word.len());
            if let Some(first) = word.bytes().next() {
                begins[usize::from(first)] = true;
            }
        }
        Self {
            always,
            among_values,
            longest,
            begins,
        }
    }

    /// What a cell is; `text` has no blanks around it.
    pub(super) fn class(&self, text: &str) -> Class {
        let Some(first) = text.bytes().next() else {
            return Class::Missing;
        };
        if text.len() > self.longest || !self.begins[usize::from(first)] {
            Class::Value
        } else if self.always.iter().any(|word| word == text) {
            Class::Missing
        } else if self.among_values.iter().any(|word| word == text) {
            Class::MissingAmongValues
        } else {
            Class::Value
        }
    }
}
