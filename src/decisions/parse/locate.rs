//! Where a decision stands in the text, so that what is found later (a column that does not exist, a mistake in
//! an expression) is shown at its place too.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::Places;
use crate::decisions::{Fault, Severity, path};

/// Finds keys in one text.
pub struct Locator<'a> {
    places: Places<'a>,
    table: Spanned<DeTable<'a>>,
}

impl<'a> Locator<'a> {
    /// Reads the text; a broken one is read as far as it goes.
    pub fn of(text: &'a str) -> Self {
        Self {
            places: Places::of(text),
            table: DeTable::parse_recoverable(text).0,
        }
    }

    /// A fault at the value of a dotted key, or where its nearest written parent stands. `within` is a character from 0 inside a
    /// text value, such as the place of a mistake in an expression.
    pub fn fault(
        &self,
        key: &str,
        within: Option<usize>,
        severity: Severity,
        message: impl Into<String>,
        fix: Option<String>,
    ) -> Fault {
        let keys = path::split(key).unwrap_or_default();
        let mut at = (0..=keys.len())
            .rev()
            .find_map(|n| value_at(self.table.get_ref(), &keys[..n]))
            .map(|value| value.span())
            .unwrap_or_default();
        if let Some(within) = within {
            at.start = self.inside(at.clone(), within);
        }
        let mut fault = self.places.fault(at.start, key, message.into(), fix);
        fault.severity = severity;
        fault
    }

    /// Line and character from 1 of the value of a dotted key; `None` where it is not written.
    pub fn place(&self, key: &str) -> Option<(usize, usize)> {
        let value = value_at(self.table.get_ref(), &path::split(key)?)?;
        let at = value.span().start;
        Some((self.places.line(at), self.places.column(at)))
    }

    /// Byte of a character inside a text value: right for texts without escapes, the end of the text otherwise.
    fn inside(&self, span: std::ops::Range<usize>, within: usize) -> usize {
        let raw = self.places.text().get(span.clone()).unwrap_or_default();
        let quotes = ["\"\"\"", "'''", "\"", "'"];
        let quote = quotes.iter().find(|q| raw.starts_with(**q));
        let mut skip = quote.map_or(0, |q| q.len());
        if skip == 3 {
            let rest = &raw[skip..];
            skip += rest.len() - rest.trim_start_matches('\r').len();
            skip += usize::from(raw[skip..].starts_with('\n'));
        }
        let body = &raw[skip..];
        let offset = body
            .char_indices()
            .nth(within)
            .map_or(body.len(), |(i, _)| i);
        span.start + skip + offset
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
        let text = "format = 1\n[[rule]]\nname = \"a\"\npredict = \"é + mles\"\n";
        let locator = Locator::of(text);
        let place = |key: &str, within| {
            let fault = locator.fault(key, within, Severity::Error, "x", None);
            (fault.line.unwrap(), fault.column.unwrap())
        };
        assert_eq!(place("rule.0.predict", None), (4, 11));
        assert_eq!(place("rule.0.predict", Some(4)), (4, 16));
        assert_eq!(place("rule.0.predict", Some(99)), (4, 21));
        assert_eq!(place("rule.0.other", None).0, 2);
        assert_eq!(place("problem.target", None), (1, 1));
    }
}
