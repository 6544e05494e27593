//! Text from outside made safe and text for people made short: escaping, cutting, numbers, near words.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether a character may change the terminal or hide what is there: controls, escape
/// sequences, bidirectional marks, zero-width characters.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Untrusted text with every control, escape and direction character written out (`\n`, `\u{1b}`).
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unsafe(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Cells the text takes on a terminal.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text cut to at most `cells`, with `…` in the last cell where something was cut.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let w = c.width().unwrap_or(0);
        if used + w + 1 > cells {
            break;
        }
        used += w;
        out.push(c);
    }
    if cells > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// The candidate most like `word`, if one is near enough to be a slip of the pen.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, c)| *distance <= 1 + c.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

/// A number with `digits` significant digits, no exponent between 1e-4 and 1e9, thousands apart: `12 345`, `0.0213`.
/// Not-a-number is `-`.
pub fn number(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "-".into();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        };
    }
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if !(-4..9).contains(&magnitude) {
        return format!("{value:.*e}", digits.saturating_sub(1));
    }
    let decimals = (digits as i32 - 1 - magnitude).max(0) as usize;
    decimal(value, decimals)
}

/// A number with four significant digits, without idle zeros: `1`, `41.9`, `0.0213`.
pub fn short(value: f64) -> String {
    let shown = number(value, 4);
    match shown.contains('.') && !shown.contains('e') {
        true => shown.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => shown,
    }
}

/// Numbers that stand below each other: with as many decimals as the largest has by [`short`], or fewer where none needs them; each
/// by itself where the smallest would be lost.
pub fn alike(values: &[f64]) -> Vec<String> {
    let sizes = || {
        let sizes = values.iter().map(|value| value.abs());
        sizes.filter(|size| size.is_finite() && *size > 0.0)
    };
    let (least, most) = (
        sizes().fold(f64::INFINITY, f64::min),
        sizes().fold(0.0, f64::max),
    );
    if !(1e-4..1e9).contains(&most) || most > 1e3 * least {
        return values.iter().map(|value| short(*value)).collect();
    }
    let decimals = (3 - most.log10().floor() as i32).max(0) as usize;
    let needed = |value: &f64| {
        let shown = decimal(*value, decimals);
        let fraction = shown.split_once('.').map_or("", |(_, fraction)| fraction);
        fraction.trim_end_matches('0').len()
    };
    let needed = values.iter().map(needed).max().unwrap_or(0);
    let one = |value: &f64| match value.is_finite() {
        true => decimal(*value, needed),
        false => short(*value),
    };
    values.iter().map(one).collect()
}

/// A number with a fixed count of decimals, thousands apart.
pub fn decimal(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "-".into();
    }
    let plain = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('-');
    }
    for (i, digit) in whole.bytes().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() > 4 {
            out.push(' ');
        }
        out.push(digit as char);
    }
    if !fraction.is_empty() {
        let _ = write!(out, ".{fraction}");
    }
    out
}

/// A whole number with thousands apart: `12 345`.
pub fn count(value: usize) -> String {
    decimal(value as f64, 0)
}

/// A share from 0 to 1 as a percentage: `25 %`, `0.3 %`, `< 0.1 %`.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value > 0.0 && value < 0.05 {
        return "< 0.1 %".into();
    }
    let decimals = if value != 0.0 && value.abs() < 9.95 && value.fract().abs() > 1e-9 {
        1
    } else {
        0
    };
    format!("{} %", decimal(value, decimals))
}

/// A score of three digits with its unit, where it has one: `1.88 USD`.
pub fn with_unit(value: f64, unit: &str) -> String {
    format!("{} {unit}", number(value, 3)).trim_end().to_owned()
}

/// A count with its noun: `1 row`, `12 rows`.
pub fn counted(value: usize, noun: &str) -> String {
    if value == 1 {
        format!("1 {noun}")
    } else {
        format!("{} {noun}s", count(value))
    }
}

/// A duration in seconds for people: `0.4 s`, `12 s`, `3 min 5 s`.
pub fn seconds(value: f64) -> String {
    if value < 9.95 {
        format!("{value:.1} s")
    } else if value < 90.0 {
        format!("{value:.0} s")
    } else {
        let whole = value.round() as u64;
        format!("{} min {} s", whole / 60, whole % 60)
    }
}

/// How long ago something was, for people: `just now`, `5 minutes ago`, `2 days ago`.
pub fn ago(seconds: f64) -> String {
    const UNITS: [(f64, &str); 5] = [
        (365.25 * 86_400.0, "year"),
        (30.44 * 86_400.0, "month"),
        (86_400.0, "day"),
        (3600.0, "hour"),
        (60.0, "minute"),
    ];
    let unit = UNITS.iter().find(|(size, _)| seconds >= *size);
    unit.map_or_else(
        || "just now".into(),
        |(size, noun)| format!("{} ago", counted((seconds / size) as usize, noun)),
    )
}

/// A size in bytes, in units of 1,000: `812 B`, `1.8 MB`.
pub fn bytes(value: u64) -> String {
    let units = ["kB", "MB", "GB", "TB"];
    if value < 1_000 {
        return format!("{value} B");
    }
    let mut size = value as f64 / 1_000.0;
    let mut at = 0;
    while size >= 999.5 && at + 1 < units.len() {
        size /= 1_000.0;
        at += 1;
    }
    let shown = match size < 9.95 {
        true => decimal(size, 1),
        false => number(size, 3),
    };
    format!("{shown} {}", units[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(
            escape("a\u{1b}[31mb\n\u{202e}"),
            "a\\u{1b}[31mb\\n\\u{202e}"
        );
        assert!(matches!(escape("plain é 漢"), Cow::Borrowed(_)));
    }

    #[test]
    fn numbers_below_each_other_have_the_same_decimals() {
        assert_eq!(alike(&[32.7, 21.81, 8.507]), ["32.70", "21.81", "8.51"]);
        assert_eq!(alike(&[3.0, f64::NAN, 12.0]), ["3", "-", "12"]);
        assert_eq!(alike(&[1_200.0, 0.5]), ["1200", "0.5"]);
        assert_eq!(alike(&[0.0, 0.25]), ["0.00", "0.25"]);
        assert!(alike(&[]).is_empty());
    }

    #[test]
    fn cuts_by_cells_not_characters() {
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("abcd", 0), "");
    }

    #[test]
    fn finds_slips_of_the_pen() {
        assert_eq!(nearest("taget", ["target", "task"]), Some("target"));
        assert_eq!(nearest("zzz", ["target", "task"]), None);
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!(number(12345.678, 3), "12 346");
        assert_eq!(number(0.021_34, 3), "0.0213");
        assert_eq!(number(-1.5, 2), "-1.5");
        assert_eq!(number(f64::NAN, 3), "-");
        assert_eq!(number(1e-9, 3), "1.00e-9");
        assert_eq!(short(1.0), "1");
        assert_eq!(short(41.9), "41.9");
        assert_eq!(short(120.0), "120");
        assert_eq!(short(1e-9), "1.000e-9");
        assert_eq!(decimal(-0.001, 2), "0.00");
        assert_eq!(decimal(1234.0, 0), "1234");
        assert_eq!(percent(0.25), "25 %");
        assert_eq!(percent(0.003), "0.3 %");
        assert_eq!(percent(0.000_01), "< 0.1 %");
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(seconds(185.0), "3 min 5 s");
        assert_eq!(ago(-3.0), "just now");
        assert_eq!(ago(60.0), "1 minute ago");
        assert_eq!(ago(2.9 * 86_400.0), "2 days ago");
        assert_eq!(ago(800.0 * 86_400.0), "2 years ago");
    }

    #[test]
    fn sizes_are_short() {
        let shown = [0, 999, 1_000, 1_850_000, 12_340_000, 999_999, 3_000_000_000].map(bytes);
        let wanted = [
            "0 B", "999 B", "1.0 kB", "1.9 MB", "12.3 MB", "1.0 MB", "3.0 GB",
        ];
        assert_eq!(shown, wanted);
    }
}
