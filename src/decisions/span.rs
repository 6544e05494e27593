//! A length of time as it is written in decisions: `0`, `90s`, `15min`, `6h`, `1d`, `2w`, `3mo`, `1y`.

use std::fmt;

/// Unit, its name for people, and its length in microseconds. A month is 30 days here and a year 365: on an axis of dates they are
/// those of the calendar, which [`Span::months`] counts.
const UNITS: &[(&str, i64)] = &[
    ("s", 1_000_000),
    ("min", 60_000_000),
    ("h", 3_600_000_000),
    ("d", 86_400_000_000),
    ("w", 604_800_000_000),
    ("mo", 2_592_000_000_000),
    ("y", 31_536_000_000_000),
];

/// A length of time: a whole number and a unit, kept as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    count: i64,
    unit: &'static str,
    micros: i64,
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span {
        count: 0,
        unit: "",
        micros: 0,
    };

    /// Reads `0`, `90s`, `15min`, `6h`, `1d`, `2w`, `3mo`, `1y`. Never negative. The error says what was expected.
    pub fn parse(text: &str) -> Result<Span, String> {
        let text = text.trim();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim_start();
        let wrong = || {
            format!(
                "'{}' is not a length of time",
                crate::text::escape(&crate::text::cut(text, 40))
            )
        };
        let count: i64 = number.parse().map_err(|_| wrong())?;
        if unit.is_empty() {
            return if count == 0 {
                Ok(Span::ZERO)
            } else {
                Err(format!("'{count}' has no unit"))
            };
        }
        let (unit, length) = UNITS.iter().find(|(u, _)| *u == unit).ok_or_else(wrong)?;
        let micros = count.checked_mul(*length).ok_or_else(wrong)?;
        Ok(Span {
            count,
            unit,
            micros,
        })
    }

    /// Its length in microseconds.
    pub fn micros(self) -> i64 {
        self.micros
    }

    /// Its months, where it is written in months or years.
    pub fn months(self) -> Option<u32> {
        let count = u32::try_from(self.count).ok()?;
        match self.unit {
            "mo" => Some(count),
            "y" => count.checked_mul(12),
            _ => None,
        }
    }

    /// Its length in seconds.
    pub fn seconds(self) -> f64 {
        self.micros as f64 / 1e6
    }

    /// How a length of time is written, for messages.
    pub const FORM: &'static str =
        "a whole number with s, min, h, d, w, mo or y, such as 1d or 13w, or 0";
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.count, self.unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_unit_and_prints_it_back() {
        for (text, micros) in [
            ("0", 0),
            ("90s", 90_000_000),
            ("15min", 900_000_000),
            ("6h", 21_600_000_000),
            ("1d", 86_400_000_000),
            ("2w", 1_209_600_000_000),
            ("3mo", 7_776_000_000_000),
            ("1y", 31_536_000_000_000),
        ] {
            let span = Span::parse(text).unwrap();
            assert_eq!(span.micros(), micros, "{text}");
            assert_eq!(span.to_string(), text);
        }
        assert_eq!(Span::parse("1 d").unwrap().to_string(), "1d");
    }

    #[test]
    fn refuses_what_could_be_misread() {
        for text in [
            "",
            "d",
            "5",
            "5m",
            "-1d",
            "1.5d",
            "1d2h",
            "9223372036854775807y",
            "１d",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
    }
}
