//! Where a decision stands in the text, so that what is found later (a column that does not exist, a mistake in
//! an expression) is shown at its place too.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::Places;
use super::recover;
use crate::decisions::{Fault, Severity, path};

/// Finds keys in one text.
pub struct Locator<'a> {
    places: Places<'a>,
    /// Where each key that can be read is named and where its value stands.
    written: BTreeMap<Vec<String>, Written>,
}

struct Written {
    name: Range<usize>,
    value: Range<usize>,
}

impl<'a> Locator<'a> {
    /// Reads the text; of a broken one what can be read.
    pub fn of(text: &'a str) -> Self {
        let recovered = recover(text);
        let table = DeTable::parse_recoverable(&recovered.text).0;
        let mut written = BTreeMap::new();
        collect(table.get_ref(), &mut Vec::new(), &mut written);
        Self {
            places: Places::of(text),
            written,
        }
    }

    /// A fault at the value of a dotted key, or where its nearest written parent stands; at the line of `extends` where the base states
    /// it. `within` is a character from 0 inside a text value, such as the place of a mistake in an expression.
    pub fn fault(
        &self,
        key: &str,
        within: Option<usize>,
        severity: Severity,
        message: impl Into<String>,
        fix: Option<String>,
    ) -> Fault {
        let at = match (self.find(key), within) {
            (Some(at), Some(within)) => self.inside(at.value.clone(), within),
            (Some(at), None) => at.value.start,
            (None, _) => self.nearest(key),
        };
        self.fault_at(at, key, severity, message.into(), fix)
    }

    /// A fault at a dotted key itself, for a name that should not stand there.
    pub fn fault_of_name(
        &self,
        key: &str,
        severity: Severity,
        message: impl Into<String>,
        fix: Option<String>,
    ) -> Fault {
        let at = self
            .find(key)
            .map_or_else(|| self.nearest(key), |at| at.name.start);
        self.fault_at(at, key, severity, message.into(), fix)
    }

    fn fault_at(
        &self,
        at: usize,
        key: &str,
        severity: Severity,
        message: String,
        fix: Option<String>,
    ) -> Fault {
        Fault {
            severity,
            ..self.places.fault(at, key, message, fix)
        }
    }

    fn find(&self, key: &str) -> Option<&Written> {
        self.written.get(&path::split(key)?)
    }

    /// Where a key that is not written would be looked for.
    fn nearest(&self, key: &str) -> usize {
        let keys = path::split(key).unwrap_or_default();
        let parent = (1..keys.len())
            .rev()
            .find_map(|n| self.written.get(&keys[..n]));
        let base = || self.find("extends");
        parent.or_else(base).map_or(0, |at| at.value.start)
    }

    /// Byte of a character inside a text value; the value's start where it is none.
    fn inside(&self, span: Range<usize>, within: usize) -> usize {
        let raw = self.places.text().get(span.clone()).unwrap_or_default();
        span.start + byte_of(raw, within)
    }
}

/// Where a character of a text stands in the TOML that writes it, quotes and escapes counted. A place past the end of the text is that of
/// its closing quotes.
fn byte_of(raw: &str, within: usize) -> usize {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let Some(quotes) = quotes.into_iter().find(|q| raw.starts_with(q)) else {
        return 0;
    };
    let mut at = quotes.len();
    if quotes.len() == 3 {
        // The line break after the opening quotes is no part of the text.
        let rest = &raw[at..];
        at += ["\r\n", "\n"]
            .into_iter()
            .find(|b| rest.starts_with(b))
            .map_or(0, str::len);
    }
    let end = raw.len().saturating_sub(quotes.len()).max(at);
    let body = raw.get(at..end).unwrap_or_default();
    let escapes = quotes.starts_with('"');
    let skip = |rest| if escapes { continued(rest) } else { rest };
    let mut rest = skip(body);
    for _ in 0..within {
        let step = match rest.as_bytes() {
            [b'\\', b'u', ..] if escapes => 6,
            [b'\\', b'U', ..] if escapes => 10,
            [b'\\', b'x', ..] if escapes => 4,
            [b'\\', ..] if escapes => 2,
            _ => rest.chars().next().map_or(0, char::len_utf8),
        };
        rest = skip(rest.get(step..).unwrap_or_default());
    }
    at + body.len() - rest.len()
}

/// The text after a backslash at the end of a line, which joins it with the next written one.
fn continued(text: &str) -> &str {
    let mut rest = text;
    while let Some(after) = rest.strip_prefix('\\') {
        match after
            .trim_start_matches([' ', '\t', '\r'])
            .strip_prefix('\n')
        {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    rest
}

/// Every key under a table, list entries by position.
fn collect(
    table: &DeTable<'_>,
    keys: &mut Vec<String>,
    written: &mut BTreeMap<Vec<String>, Written>,
) {
    for (key, value) in table {
        keys.push(key.get_ref().clone().into_owned());
        note(key.span(), value, keys, written);
        keys.pop();
    }
}

fn note(
    name: Range<usize>,
    value: &Spanned<DeValue<'_>>,
    keys: &mut Vec<String>,
    written: &mut BTreeMap<Vec<String>, Written>,
) {
    let at = Written {
        name,
        value: value.span(),
    };
    written.insert(keys.clone(), at);
    match value.get_ref() {
        DeValue::Table(table) => collect(table, keys, written),
        DeValue::Array(list) => {
            for (i, entry) in list.iter().enumerate() {
                keys.push(i.to_string());
                note(entry.span(), entry, keys, written);
                keys.pop();
            }
        }
        _ => {}
    }
}

/// The value under these keys, list entries by position.
pub(super) fn value_at<'t, 'i, S: AsRef<str>>(
    table: &'t DeTable<'i>,
    keys: &[S],
) -> Option<&'t Spanned<DeValue<'i>>> {
    let (first, rest) = keys.split_first()?;
    let mut now = table.get(first.as_ref())?;
    for key in rest {
        now = match now.get_ref() {
            DeValue::Table(table) => table.get(key.as_ref())?,
            DeValue::Array(list) => list.get(key.as_ref().parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_later_checks_stand_at_their_value() {
        let text = "format = 1\n[[rule]]\nname = \"a\"\npredict = \"é + mles\"\n[columns]\n\"a b\" = { kind = \"id\" }\n";
        let locator = Locator::of(text);
        let place = |key: &str, within| {
            let fault = locator.fault(key, within, Severity::Error, "x", None);
            (fault.line.unwrap(), fault.column.unwrap())
        };
        assert_eq!(place("rule.0.predict", None), (4, 11));
        assert_eq!(place("rule.0.predict", Some(4)), (4, 16));
        assert_eq!(place("rule.0.predict", Some(99)), (4, 20));
        assert_eq!(place("rule.0.other", None).0, 2);
        assert_eq!(place("problem.target", None), (1, 1));
        let name = locator.fault_of_name("columns.\"a b\"", Severity::Error, "x", None);
        assert_eq!((name.line, name.column), (Some(6), Some(1)));
        let based = Locator::of("format = 1\nextends = \"base.toml\"\n");
        let fault = based.fault("value.cost", Some(3), Severity::Error, "x", None);
        assert_eq!((fault.line, fault.column), (Some(2), Some(11)));
    }

    #[test]
    fn a_mistake_inside_a_text_is_found_behind_quotes_and_escapes() {
        let at = |raw: &str, within: usize| raw[byte_of(raw, within)..].chars().next();
        assert_eq!(at("\"ab\"", 1), Some('b'));
        assert_eq!(at("'a\\b'", 2), Some('b'));
        assert_eq!(at(r#""\"a b\" > x""#, 8), Some('x'));
        assert_eq!(at(r#""\u00e9\t\\x""#, 3), Some('x'));
        assert_eq!(at("\"\"\"\na +\n  b\"\"\"", 6), Some('b'));
        assert_eq!(at("\"\"\"a + \\\n   b\"\"\"", 4), Some('b'));
        assert_eq!(at("'''\r\nab'''", 1), Some('b'));
        assert_eq!(at("\"ab\"", 2), Some('"'));
        assert_eq!(
            (byte_of("3", 4), byte_of("\"", 1), byte_of("", 0)),
            (0, 1, 0)
        );
    }
}
