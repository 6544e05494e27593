//! Whether a text has the form of something.

use super::super::fold;

/// Currencies by their codes (ISO 4217), those in wide use.
const CURRENCIES: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN",
    "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "INR", "BRL", "MXN", "ZAR", "KRW", "SGD",
    "HKD", "TWD", "THB", "IDR", "MYR", "PHP", "VND", "ILS", "SAR", "AED", "EGP", "MAD", "TND",
    "DZD", "XOF", "XAF", "NGN", "KES", "ARS", "CLP", "COP", "PEN", "ISK", "BTC", "ETH",
];
/// Languages by their codes (ISO 639-1), those in wide use, and by name.
const LANGUAGES: &[&str] = &[
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "no",
    "da",
    "fi",
    "pl",
    "cs",
    "sk",
    "hu",
    "ro",
    "bg",
    "el",
    "tr",
    "ru",
    "uk",
    "ar",
    "he",
    "fa",
    "hi",
    "bn",
    "ur",
    "zh",
    "ja",
    "ko",
    "th",
    "vi",
    "id",
    "ms",
    "english",
    "french",
    "german",
    "spanish",
    "italian",
    "portuguese",
    "dutch",
    "russian",
    "arabic",
    "chinese",
    "japanese",
    "korean",
    "francais",
    "anglais",
    "allemand",
    "espagnol",
];
const COLOURS: &[&str] = &[
    "red",
    "green",
    "blue",
    "yellow",
    "orange",
    "purple",
    "violet",
    "pink",
    "brown",
    "black",
    "white",
    "grey",
    "gray",
    "silver",
    "gold",
    "beige",
    "turquoise",
    "cyan",
    "magenta",
    "navy",
    "maroon",
    "teal",
    "rouge",
    "vert",
    "bleu",
    "jaune",
    "rose",
    "marron",
    "noir",
    "blanc",
    "gris",
    "argent",
    "dore",
];
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

fn is_one_of(text: &str, list: &[&str]) -> bool {
    list.contains(&fold::key(text).as_str())
}

pub(super) fn is_currency(text: &str) -> bool {
    CURRENCIES.contains(&text)
}

pub(super) fn is_language(text: &str) -> bool {
    let base = text.split(['-', '_']).next().unwrap_or(text);
    is_one_of(base, LANGUAGES)
}

pub(super) fn is_colour_name(text: &str) -> bool {
    is_one_of(text, COLOURS)
}

pub(super) fn is_weekday(text: &str) -> bool {
    is_one_of(text, WEEKDAYS)
}

pub(super) fn is_month(text: &str) -> bool {
    is_one_of(text, MONTHS)
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A colour as in CSS: `#a1b2c3`.
pub(super) fn is_colour_code(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| matches!(hex.len(), 3 | 6 | 8) && is_hex(hex))
}

/// 32 hexadecimal digits in five groups (RFC 9562).
pub(super) fn is_uuid(text: &str) -> bool {
    let bare = text.trim_start_matches('{').trim_end_matches('}');
    let groups: Vec<&str> = bare.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|g| is_hex(g))
}

/// Hexadecimal digits as MD5, SHA-1 and SHA-256 give them.
pub(super) fn is_hash(text: &str) -> bool {
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let letters = text.bytes().any(|b| b.is_ascii_alphabetic());
    matches!(text.len(), 32 | 40 | 64) && is_hex(text) && digits && letters
}

fn ends_with_one_of(text: &str, endings: &[&str]) -> bool {
    let end = text
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase());
    end.is_some_and(|end| endings.contains(&end.as_str()))
}

pub(super) fn is_image(text: &str) -> bool {
    let endings = [
        "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "svg", "dcm",
    ];
    ends_with_one_of(text, &endings)
}

pub(super) fn is_sound(text: &str) -> bool {
    ends_with_one_of(text, &["wav", "mp3", "flac", "ogg", "m4a", "aac", "opus"])
}

pub(super) fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let begins = ["http://", "https://", "ftp://", "www."];
    begins.iter().any(|begin| lower.starts_with(begin)) && !text.contains(' ')
}

/// A path of a file on Unix or Windows.
pub(super) fn is_path(text: &str) -> bool {
    let drive = text.as_bytes().get(1..3) == Some(b":\\".as_slice());
    let parts = text.split(['/', '\\']).filter(|part| !part.is_empty());
    (text.starts_with('/') || drive) && parts.count() >= 2
}

/// Two decimal numbers: a latitude and a longitude.
pub(super) fn is_coordinates(text: &str) -> bool {
    let bare = text.trim_matches(['(', ')', '[', ']']);
    let decimal = |part: &str| {
        part.trim()
            .parse::<f64>()
            .ok()
            .filter(|_| part.contains('.'))
    };
    bare.split_once([',', ';', ' '])
        .and_then(|(a, b)| Some((decimal(a)?, decimal(b)?)))
        .is_some_and(|(a, b)| a.abs() <= 180.0 && b.abs() <= 180.0)
}

/// Digits with the marks that stand between them.
fn is_written_number(text: &str) -> bool {
    let bare = text.trim().trim_start_matches(['-', '+']);
    bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'')
        })
}

pub(super) fn is_percent(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(is_written_number)
}

/// A number beside the sign or the code of a currency.
pub(super) fn is_money(text: &str) -> bool {
    let bare = text.trim_start_matches(['(', '-']).trim_end_matches(')');
    let sign = |c: char| matches!(c, '€' | '$' | '£' | '¥');
    if bare.starts_with(sign) || bare.ends_with(sign) {
        return is_written_number(bare.trim_matches(sign));
    }
    let code = |code: Option<&str>| code.is_some_and(is_currency);
    let (head, tail) = (
        bare.get(..3),
        bare.len().checked_sub(3).and_then(|at| bare.get(at..)),
    );
    code(head) && bare.get(3..).is_some_and(is_written_number)
        || code(tail) && bare.get(..bare.len() - 3).is_some_and(is_written_number)
}

/// Hours and minutes, and seconds where they stand there.
pub(super) fn is_time_of_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below =
        |part: &str, limit: u32| part.len() <= 2 && part.parse::<u32>().is_ok_and(|v| v < limit);
    match parts.as_slice() {
        [hours, rest @ ..] if matches!(rest.len(), 1 | 2) => {
            below(hours, 25) && rest.iter().all(|r| below(r, 60))
        }
        _ => false,
    }
}

/// Four to ten letters, digits and hyphens, some of them digits.
pub(super) fn is_postcode(text: &str) -> bool {
    (4..=10).contains(&text.len())
        && text.contains(|c: char| c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_from_what_is_like_them() {
        for (is, right, wrong) in [
            (
                is_uuid as fn(&str) -> bool,
                "123e4567-e89b-12d3-a456-426614174000",
                "123e4567-e89b-12d3-a456",
            ),
            (
                is_hash,
                "d41d8cd98f00b204e9800998ecf8427e",
                "12345678901234567890123456789012",
            ),
            (is_colour_code, "#a1B2c3", "#12"),
            (
                is_url,
                "https://example.org/a?b=1",
                "see https://example.org",
            ),
            (is_path, "/data/a.csv", "and/or"),
            (is_image, "cats/1.JPG", "jpg"),
            (is_coordinates, "48.85, 2.35", "48, 2"),
            (is_percent, "12,5 %", "%"),
            (is_money, "$1,234.50", "$"),
            (is_money, "(12.00 EUR)", "12.00 KM"),
            (is_money, "1 851,60 €", "€ about 3"),
            (is_time_of_day, "23:59:07", "1:2:3:4"),
            (is_time_of_day, "7:05", "12:60"),
            (is_weekday, "Jeudi", "Jeu de paume"),
            (is_postcode, "SW1A 1AA", "Paris"),
            (is_language, "fr-CA", "f"),
        ] {
            assert!(is(right), "{right}");
            assert!(!is(wrong), "{wrong}");
        }
    }
}
