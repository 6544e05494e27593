//! How a file is written, as reading found it or as it was said.

use serde::{Deserialize, Serialize};

use crate::text::counted;

/// What reading found of the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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

impl Format {
    /// In words, the usual left out: `csv, ';' between columns, decimal ',', windows-1252`.
    pub fn words(&self) -> String {
        let mut words = vec![self.format.clone()];
        let mut say = |said: bool, word: String| words.extend(said.then_some(word));
        let sign = |mark: Option<char>| match mark {
            Some('\t') => "tab".to_owned(),
            Some(' ' | '\u{a0}' | '\u{202f}') => "space".to_owned(),
            Some(mark) => format!("'{mark}'"),
            None => String::new(),
        };
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
