//! How a file is written, as reading found it or as it was said.

use serde::{Deserialize, Serialize};

use crate::text::counted;

/// What reading found of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// `csv`, `json lines`, `parquet`, `arrow`, `sqlite` or `postgresql`.
    pub format: String,
    /// `gzip` or `zstd`, where it is packed.
    #[serde(default)]
    pub packing: Option<String>,
    /// Column separator.
    pub delimiter: Option<char>,
    /// Encoding label.
    pub encoding: Option<String>,
    /// Decimal mark.
    pub decimal: Option<char>,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The sign that quotes cells, where one does.
    #[serde(default)]
    pub quote: Option<char>,
    /// The mark between thousands, where one stands in numbers.
    #[serde(default)]
    pub thousands: Option<char>,
    /// The sign that begins lines that are passed over.
    #[serde(default)]
    pub comment: Option<char>,
    /// Lines above the header, or above the first row.
    #[serde(default)]
    pub skipped: usize,
    /// Records below the last row that are no rows.
    #[serde(default)]
    pub footer: usize,
    /// Rows of another number of cells.
    #[serde(default)]
    pub ragged: Option<RaggedRows>,
}

/// Rows of another number of cells than the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaggedRows {
    /// With fewer cells.
    pub short: usize,
    /// With more.
    pub long: usize,
    /// Lines of the first ten of them.
    pub lines: Vec<usize>,
    /// Whether they were left out; else what they lack is missing, and what they have too many is cut off.
    pub dropped: bool,
}

/// One thing that reading found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatLine {
    /// What it is.
    pub label: &'static str,
    /// What was found.
    pub found: String,
    /// The key of `read` by which it is corrected, where it can be.
    pub key: Option<&'static str>,
}

/// A sign as it is shown.
fn sign(mark: Option<char>) -> String {
    match mark {
        Some('\t') => "tab".to_owned(),
        Some(' ' | '\u{a0}' | '\u{202f}') => "space".to_owned(),
        Some(mark) => format!("'{mark}'"),
        None => "none".to_owned(),
    }
}

impl Format {
    /// Everything, one below the other; `missing` are the texts that were read as missing. Of what is no text only that is told which has a
    /// meaning there.
    pub fn lines(&self, missing: &[String]) -> Vec<FormatLine> {
        let line = |label, found: String, key| FormatLine { label, found, key };
        let above = |lines: usize| match lines {
            0 => "none".to_owned(),
            lines => counted(lines, "line"),
        };
        let packing = self.packing.clone().unwrap_or_else(|| "none".into());
        let mut lines = vec![
            line("format", self.format.clone(), None),
            line("packing", packing, None),
        ];
        if let Some(encoding) = &self.encoding {
            lines.push(line("encoding", encoding.clone(), Some("encoding")));
        }
        if self.format == "csv" {
            let header = match self.header {
                true => "the first row names the columns",
                false => "none: the columns are numbered",
            };
            let ragged = match &self.ragged {
                None => "no row has another number of cells".to_owned(),
                Some(ragged) => ragged.words(),
            };
            lines.extend([
                line("separator", sign(self.delimiter), Some("delimiter")),
                line("quote", sign(self.quote), Some("quote")),
                line("decimal mark", sign(self.decimal), Some("decimal")),
                line("thousands mark", sign(self.thousands), Some("thousands")),
                line("header", header.to_owned(), Some("header")),
                line("lines above", above(self.skipped), Some("skip")),
                line("lines below", above(self.footer), Some("footer")),
                line("comments", sign(self.comment), Some("comment")),
                line("ragged rows", ragged, Some("ragged")),
            ]);
        }
        let missing = match missing {
            [] => "empty cells".to_owned(),
            words => format!("empty cells, '{}'", words.join("', '")),
        };
        lines.push(line("read as missing", missing, Some("missing")));
        lines
    }

    /// In words, the usual left out: `csv, ';' between columns, decimal ',', windows-1252`.
    pub fn words(&self) -> String {
        let mut words = vec![self.format.clone()];
        let mut say = |said: bool, word: String| words.extend(said.then_some(word));
        let packing = self.packing.clone();
        say(packing.is_some(), packing.unwrap_or_default());
        let delimiter = sign(self.delimiter);
        say(
            self.delimiter.is_some(),
            format!("{delimiter} between columns"),
        );
        let decimal = self.decimal.filter(|mark| *mark != '.');
        say(decimal.is_some(), format!("decimal {}", sign(decimal)));
        let thousands = sign(self.thousands);
        say(
            self.thousands.is_some(),
            format!("{thousands} between thousands"),
        );
        let quote = self.quote.filter(|mark| *mark != '"');
        say(quote.is_some(), format!("quoted by {}", sign(quote)));
        let encoding = self.encoding.clone();
        say(encoding.is_some(), encoding.unwrap_or_default());
        say(!self.header, "no header".into());
        let comment = sign(self.comment);
        say(self.comment.is_some(), format!("comments after {comment}"));
        let above = counted(self.skipped, "line");
        say(
            self.skipped > 0,
            format!("{above} above the header passed over"),
        );
        let below = counted(self.footer, "line");
        say(
            self.footer > 0,
            format!("{below} below the rows passed over"),
        );
        words.join(", ")
    }
}

impl RaggedRows {
    /// All of them.
    pub fn rows(&self) -> usize {
        self.short + self.long
    }

    /// In words: `3 rows are shorter, 1 is longer: filled and cut`.
    fn words(&self) -> String {
        let done = match self.dropped {
            true => "left out",
            false => "filled and cut",
        };
        let lines: Vec<String> = self.lines.iter().map(ToString::to_string).collect();
        format!(
            "{} shorter, {} longer, {done}: lines {}",
            counted(self.short, "row"),
            self.long,
            lines.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_text_can_be_corrected() {
        let text = Format {
            format: "csv".into(),
            packing: Some("gzip".into()),
            delimiter: Some('\t'),
            encoding: Some("utf-8".into()),
            footer: 1,
            ragged: Some(RaggedRows {
                short: 1,
                long: 0,
                lines: vec![7],
                dropped: false,
            }),
            ..Format::default()
        };
        let lines = text.lines(&["NA".to_owned()]);
        let found = |label: &str| {
            let line = lines.iter().find(|line| line.label == label);
            line.map(|line| line.found.as_str()).unwrap_or_default()
        };
        assert_eq!((found("packing"), found("separator")), ("gzip", "tab"));
        assert_eq!((found("lines below"), found("quote")), ("1 line", "none"));
        assert!(found("ragged rows").contains("lines 7"));
        assert_eq!(found("read as missing"), "empty cells, 'NA'");
        let keys: Vec<&str> = lines.iter().filter_map(|line| line.key).collect();
        let said = crate::decisions::Read::default();
        let said = toml::Table::try_from(said).unwrap();
        assert!(said.is_empty() && keys.len() == 11);
        let parquet = Format {
            format: "parquet".into(),
            ..Format::default()
        };
        assert_eq!(parquet.lines(&[]).len(), 3);
    }

    #[test]
    fn what_is_usual_is_left_out() {
        let plain = Format {
            format: "csv".into(),
            delimiter: Some(','),
            encoding: Some("utf-8".into()),
            decimal: Some('.'),
            header: true,
            quote: Some('"'),
            ..Format::default()
        };
        assert_eq!(plain.words(), "csv, ',' between columns, utf-8");
        let odd = Format {
            delimiter: Some('\t'),
            decimal: Some(','),
            thousands: Some('\u{a0}'),
            header: false,
            skipped: 3,
            footer: 1,
            ..plain
        };
        assert_eq!(
            odd.words(),
            "csv, tab between columns, decimal ',', space between thousands, utf-8, no header, \
             3 lines above the header passed over, 1 line below the rows passed over"
        );
    }
}
