//! From a byte of the text to its line, character and line of text.

use crate::decisions::{Fault, Severity};

/// Where the lines of a text begin.
pub(crate) struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Finds the lines.
    pub fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self {
            text,
            starts: std::iter::once(0)
                .chain(breaks.map(|(i, _)| i + 1))
                .collect(),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Line from 1 of this byte.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// Character from 1 of this byte in its line.
    pub fn column(&self, at: usize) -> usize {
        let start = self.start(self.line(at));
        let upto = self.text.get(start..at.min(self.text.len()));
        upto.map_or(0, |t| t.chars().count()) + 1
    }

    /// First byte of a line from 1; the end of the text beyond the last.
    pub fn start(&self, line: usize) -> usize {
        let known = self.starts.get(line.saturating_sub(1));
        known.copied().unwrap_or(self.text.len())
    }

    /// First byte after a line and its line break.
    pub fn end(&self, line: usize) -> usize {
        self.start(line + 1)
    }

    /// A line from 1 without its line break.
    pub fn source(&self, line: usize) -> &'a str {
        let text = self.text.get(self.start(line)..self.end(line));
        text.unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// Number of lines; the empty rest after a last line break counts as one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The text of a span, short and safe enough for a message.
    pub fn snippet(&self, span: std::ops::Range<usize>) -> String {
        let text = self.text.get(span).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default().trim();
        shown(first)
    }

    /// An error at this byte.
    pub fn fault(&self, at: usize, key: &str, message: String, fix: Option<String>) -> Fault {
        let line = self.line(at);
        Fault {
            key: key.to_owned(),
            line: Some(line),
            column: Some(self.column(at)),
            severity: Severity::Error,
            message,
            fix,
            source_line: Some(self.source(line).to_owned()),
            cause: None,
        }
    }
}

/// A value as messages show it: escaped, at most 60 cells.
pub(super) fn shown(text: &str) -> String {
    crate::text::cut(&crate::text::escape(text), 60).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let places = Places::of("a = 1\r\né = \"ü\" # x\n");
        assert_eq!((places.line(0), places.column(0)), (1, 1));
        assert_eq!(places.source(1), "a = 1");
        let at = places.text().find("\"ü").unwrap();
        assert_eq!((places.line(at), places.column(at)), (2, 5));
        assert_eq!(places.source(2), "é = \"ü\" # x");
        assert_eq!(places.line(9999), 3);
        assert_eq!(places.source(3), "");
    }
}
