//! Numbers from text and back.

/// The decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimal {
    /// `1.5`
    Point,
    /// `1,5`, with spaces or points between thousands: `1 851,60`.
    Comma,
}

impl Decimal {
    /// The mark itself.
    pub(crate) fn mark(self) -> char {
        match self {
            Decimal::Point => '.',
            Decimal::Comma => ',',
        }
    }
}

/// What the bytes of a number look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Whole,
    Fraction,
}

/// Plain notation: sign, digits, decimal mark, exponent. A leading zero before another digit, or a
/// `+` before eight digits and more, marks a code (a zip code, a telephone number), not a number.
fn shape(bytes: &[u8], mark: u8) -> Option<Shape> {
    let unsigned = match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        _ => bytes,
    };
    let whole = unsigned.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = &unsigned[whole..];
    if whole > 1 && unsigned[0] == b'0' {
        return None;
    }
    if rest.is_empty() {
        let telephone = bytes.first() == Some(&b'+') && whole >= 8;
        return (whole > 0 && !telephone).then_some(Shape::Whole);
    }
    if rest[0] == mark {
        let decimals = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if whole + decimals == 0 {
            return None;
        }
        rest = &rest[1 + decimals..];
    } else if whole == 0 {
        return None;
    }
    let exponent = match rest {
        [] => return Some(Shape::Fraction),
        [b'e' | b'E', b'+' | b'-', digits @ ..] | [b'e' | b'E', digits @ ..] => digits,
        _ => return None,
    };
    (!exponent.is_empty() && exponent.iter().all(u8::is_ascii_digit)).then_some(Shape::Fraction)
}

/// A whole number; `None` for codes with leading zeros and what does not fit 64 bits.
pub(crate) fn integer(text: &str) -> Option<i64> {
    match shape(text.as_bytes(), b'.')? {
        Shape::Whole => text.parse().ok(),
        Shape::Fraction => None,
    }
}

/// The mark between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thousands {
    /// There is none.
    None,
    /// Any that goes with the decimal mark: points, spaces and apostrophes beside a decimal comma; commas, fixed spaces and apostrophes
    /// beside a decimal point, where a plain space may stand between two numbers.
    Any,
    /// This one; a space stands for fixed spaces too.
    Mark(char),
}

impl Thousands {
    fn has(self, mark: char, decimal: Decimal) -> bool {
        const FIXED: [char; 2] = ['\u{a0}', '\u{202f}'];
        match self {
            Thousands::None => false,
            Thousands::Any => match decimal {
                Decimal::Comma => matches!(mark, ' ' | '.' | '\'') || FIXED.contains(&mark),
                Decimal::Point => matches!(mark, ',' | '\'') || FIXED.contains(&mark),
            },
            Thousands::Mark(' ') => mark == ' ' || FIXED.contains(&mark),
            Thousands::Mark(own) => mark == own,
        }
    }
}

/// A finite number. A whole number too large for 64 bits is `None`: it is a code, which rounding would falsify.
pub(crate) fn number(text: &str, decimal: Decimal) -> Option<f64> {
    let thousands = match decimal {
        Decimal::Point => Thousands::None,
        Decimal::Comma => Thousands::Any,
    };
    number_grouped(text, decimal, thousands)
}

/// The same with marks between thousands.
pub(crate) fn number_grouped(text: &str, decimal: Decimal, thousands: Thousands) -> Option<f64> {
    let mark = decimal.mark() as u8;
    let parsed = match plain(text, mark) {
        Some(value) => value,
        None if thousands == Thousands::None => return None,
        None => plain(&without_thousands(text, decimal, thousands)?, mark)?,
    };
    parsed.is_finite().then_some(parsed)
}

fn plain(text: &str, mark: u8) -> Option<f64> {
    match shape(text.as_bytes(), mark)? {
        Shape::Whole => text.parse::<i64>().ok().map(|whole| whole as f64),
        Shape::Fraction if mark == b'.' => text.parse().ok(),
        Shape::Fraction => text.replace(char::from(mark), ".").parse().ok(),
    }
}

/// The number without the marks between its thousands; `None` unless they are all of one kind and
/// stand before groups of three digits.
fn without_thousands(text: &str, decimal: Decimal, thousands: Thousands) -> Option<String> {
    let (whole, fraction) = match text.split_once(decimal.mark()) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mark = whole.chars().find(|c| thousands.has(*c, decimal))?;
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let digits = first.trim_start_matches(['+', '-']).len();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let mut out = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        out.push_str(group);
    }
    if let Some(fraction) = fraction {
        out.push(decimal.mark());
        out.push_str(fraction);
    }
    Some(out)
}

/// A number as text, in full precision: whole numbers without decimals, an exponent only where digits would be
/// mostly zeros.
pub(crate) fn number_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) {
        format!("{value:e}")
    } else if value == 0.0 {
        "0".into()
    } else {
        format!("{value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes() {
        let point = |text| number(text, Decimal::Point);
        assert_eq!(point("-12.50"), Some(-12.5));
        assert_eq!(point(".5"), Some(0.5));
        assert_eq!(point("5."), Some(5.0));
        assert_eq!(point("1e-3"), Some(1e-3));
        assert_eq!(point("0.5"), Some(0.5));
        for code in [
            "00123",
            "007.5",
            "",
            "-",
            ".",
            "e5",
            "1e",
            "1,5",
            "inf",
            "NaN",
            "0x10",
            "1e999",
            "1 000",
            "12 %",
            "+33612345678",
            "1_000",
            "100000000000000000000",
        ] {
            assert_eq!(point(code), None, "{code}");
        }
        assert_eq!(integer("9007199256349757"), Some(9_007_199_256_349_757));
        assert_eq!(integer("+5"), Some(5));
        assert_eq!(integer("0"), Some(0));
        assert_eq!(integer("01"), None);
        assert_eq!(integer("1.0"), None);
    }

    #[test]
    fn decimal_comma_with_thousands() {
        let comma = |text| number(text, Decimal::Comma);
        assert_eq!(comma("1,5"), Some(1.5));
        assert_eq!(comma("1 851,60"), Some(1851.6));
        assert_eq!(comma("1\u{202f}851"), Some(1851.0));
        assert_eq!(comma("-1.234.567,5"), Some(-1_234_567.5));
        assert_eq!(comma("1.5"), None);
        assert_eq!(comma("06 12 34"), None);
        assert_eq!(comma("1 851.60"), None);
        assert_eq!(comma("1,5,6"), None);
    }

    #[test]
    fn text_of_numbers_reads_back() {
        for value in [0.1, 1.0, -3.0, 1e-300, 1.5e20, 123_456.789, f64::MAX] {
            assert_eq!(number(&number_text(value), Decimal::Point), Some(value));
        }
        assert_eq!(number_text(3.0), "3");
        assert_eq!(number_text(-0.0), "0");
    }
}
