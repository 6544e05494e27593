//! Columns about persons, found by what their values look like and by their names.

use std::net::IpAddr;

use crate::decisions::Kind;
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::table::{Storage, Table};

use super::fold;

/// What was found, and how much harm it can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Risk {
    /// Leads to a person.
    Medium,
    /// Names a person or opens an account.
    High,
}

impl Risk {
    /// The level as it stands in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Risk::Medium => "medium",
            Risk::High => "high",
        }
    }
}

/// A sort of personal data.
#[derive(Debug)]
pub(super) struct Sort {
    /// What it is, in the plural.
    pub what: &'static str,
    /// The harm it can do.
    pub risk: Risk,
    /// Words of a column's name that say so.
    words: &'static [&'static str],
    /// Whether the values alone are enough, without the name.
    by_values: bool,
    /// Whether a value looks like it.
    is: fn(&str) -> bool,
}

/// Those looked for, the surest first. IBAN: ISO 13616, card: ISO/IEC 7812 (Luhn), NIR: INSEE, e-mail: a plain form of RFC 5321.
static SORTS: &[Sort] = &[
    Sort {
        what: "e-mail addresses",
        risk: Risk::High,
        words: &["email", "mail", "courriel"],
        by_values: true,
        is: is_email,
    },
    Sort {
        what: "bank accounts (IBAN)",
        risk: Risk::High,
        words: &["iban", "account"],
        by_values: true,
        is: is_iban,
    },
    Sort {
        what: "French social security numbers",
        risk: Risk::High,
        words: &["nir", "insee", "secu", "ssn"],
        by_values: true,
        is: is_nir,
    },
    Sort {
        what: "card numbers",
        risk: Risk::High,
        words: &["card", "carte", "pan", "cc"],
        by_values: true,
        is: is_card,
    },
    Sort {
        what: "IP addresses",
        risk: Risk::Medium,
        words: &["ip", "host"],
        by_values: true,
        is: is_ip,
    },
    Sort {
        what: "telephone numbers",
        risk: Risk::High,
        words: &[
            "phone",
            "tel",
            "telephone",
            "mobile",
            "gsm",
            "fax",
            "portable",
        ],
        by_values: false,
        is: is_phone,
    },
    Sort {
        what: "names of persons",
        risk: Risk::High,
        words: &[
            "firstname",
            "lastname",
            "surname",
            "prenom",
            "patronyme",
            "forename",
        ],
        by_values: false,
        is: is_word,
    },
    Sort {
        what: "names of persons",
        risk: Risk::High,
        words: &["name", "nom", "fullname"],
        by_values: false,
        is: is_full_name,
    },
    Sort {
        what: "dates of birth",
        risk: Risk::Medium,
        words: &["birthdate", "birthday", "dob", "naissance", "birth"],
        by_values: false,
        is: is_any,
    },
    Sort {
        what: "postal addresses",
        risk: Risk::High,
        words: &["address", "adresse", "street", "rue"],
        by_values: false,
        is: is_address,
    },
];

/// Words of a column's name that say it is a postcode: with a date of birth and a sex it names most persons (Sweeney 2000).
pub(super) const POSTCODE: &[&str] = &["postcode", "zip", "zipcode", "postal", "codepostal", "cp"];

/// Different values looked at.
const LOOKED_AT: usize = 2_000;

/// The sort of personal data that a column holds, where at least `limit` of its different values look like it. `table` is a sample.
pub(super) fn found(
    table: &Table,
    column: &ColumnRole,
    limit: f64,
) -> Result<Option<&'static Sort>> {
    let storage = table.column(&column.name)?.storage;
    let texts = match storage {
        Storage::Text | Storage::Date | Storage::Integer => table.labels(&column.name)?.names,
        Storage::Boolean | Storage::Number => return Ok(None),
    };
    if texts.is_empty() || matches!(column.kind, Kind::Image | Kind::Sound) {
        return Ok(None);
    }
    let step = texts.len().div_ceil(LOOKED_AT);
    let looked: Vec<&str> = texts.iter().step_by(step).map(String::as_str).collect();
    let words = words(&column.name);
    let holds = |sort: &&Sort| {
        let named = sort
            .words
            .iter()
            .any(|word| words.iter().any(|w| w == word));
        let fits = || looked.iter().filter(|text| (sort.is)(text.trim())).count() as f64;
        (named
            || sort.by_values && storage == Storage::Text
            || sort.by_values && looked.len() >= 20)
            && fits() >= limit * looked.len() as f64
    };
    Ok(SORTS.iter().find(holds))
}

/// Whether the name says that the column holds postcodes.
pub(super) fn is_postcode(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| POSTCODE.contains(&word.as_str()))
}

/// Words of a column's name in small letters without accents, and each two neighbours as one: `First_Name` is first, name, firstname.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before_lower) {
            parts.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
        before_lower = c.is_lowercase();
    }
    parts.push(word);
    let parts: Vec<String> = parts
        .iter()
        .filter(|p| !p.is_empty())
        .map(|p| fold::key(p))
        .collect();
    let joined = parts
        .windows(2)
        .map(|pair| pair.concat())
        .collect::<Vec<_>>();
    parts.into_iter().chain(joined).collect()
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || "._%+-".contains(c))
    };
    plain(user)
        && plain(host)
        && host
            .rsplit_once('.')
            .is_some_and(|(name, end)| !name.is_empty() && end.len() >= 2)
}

/// Two letters, two check digits and up to 30 letters or digits whose number modulo 97 is 1 (ISO 13616).
pub(super) fn is_iban(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !(15..=34).contains(&bare.len()) || !bare.chars().all(|c| c.is_ascii_alphanumeric()) {
        return false;
    }
    let (head, body) = bare.split_at(4);
    let (country, check) = head.split_at(2);
    if !country.chars().all(|c| c.is_ascii_alphabetic())
        || !check.chars().all(|c| c.is_ascii_digit())
    {
        return false;
    }
    let remainder = body
        .chars()
        .chain(head.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0, |sum, digit| {
            (sum * if digit < 10 { 10 } else { 100 } + digit) % 97
        });
    remainder == 1
}

/// 13 to 19 digits that begin as cards do, with Luhn's check digit.
pub(super) fn is_card(text: &str) -> bool {
    let digits = digits(text, " -");
    let Some(digits) = digits.filter(|d| (13..=19).contains(&d.len()) && matches!(d[0], 2..=6))
    else {
        return false;
    };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, d)| match at % 2 {
            0 => *d,
            _ if *d > 4 => 2 * d - 9,
            _ => 2 * d,
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|d| *d != digits[0])
}

/// 13 digits and a key of two: 97 less the number modulo 97, Corsica's 2A and 2B as 19 and 18 (INSEE).
pub(super) fn is_nir(text: &str) -> bool {
    let upper = text.to_uppercase();
    let bare: String = upper
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect();
    if bare.len() != 15
        || !bare.is_ascii()
        || !matches!(bare.as_bytes()[0], b'1' | b'2' | b'3' | b'4' | b'7' | b'8')
    {
        return false;
    }
    let place = match &bare[5..7] {
        "2A" => "19",
        "2B" => "18",
        place => place,
    };
    let number = format!("{}{place}{}", &bare[..5], &bare[7..13]);
    let month = bare[3..5].parse::<u32>().unwrap_or(0);
    match (number.parse::<u64>(), bare[13..].parse::<u64>()) {
        (Ok(number), Ok(key)) => {
            97 - number % 97 == key && ((1..=12).contains(&month) || month >= 20)
        }
        _ => false,
    }
}

/// An address of version 4 or 6; a number with three dots is no version of a program here.
pub(super) fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// Nine to 15 digits (E.164), with the signs that stand between them.
pub(super) fn is_phone(text: &str) -> bool {
    let rest = text.strip_prefix('+').unwrap_or(text);
    digits(rest, " -./()").is_some_and(|d| (9..=15).contains(&d.len()))
}

/// The digits of a text that has nothing else but these signs.
fn digits(text: &str, signs: &str) -> Option<Vec<u32>> {
    let kept = text.chars().filter(|c| !signs.contains(*c));
    kept.map(|c| c.to_digit(10))
        .collect::<Option<Vec<u32>>>()
        .filter(|d| !d.is_empty())
}

/// One to three words of letters.
fn is_word(text: &str) -> bool {
    let letters = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    !text.is_empty() && text.split_whitespace().count() <= 3 && text.split_whitespace().all(letters)
}

/// Two to seven words, with a capital at the beginning of the first and the last, without a digit.
fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: Option<&&str>| {
        word.is_some_and(|w| {
            w.trim_start_matches(['(', '"'])
                .starts_with(char::is_uppercase)
        })
    };
    (2..=7).contains(&words.len())
        && capital(words.first())
        && capital(words.last())
        && !text.contains(|c: char| c.is_numeric())
}

/// A number and words.
fn is_address(text: &str) -> bool {
    text.contains(|c: char| c.is_numeric()) && text.split_whitespace().count() >= 3
}

fn is_any(_: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_have_the_form_and_the_check_digit() {
        for (is, right, wrong) in [
            (is_email as fn(&str) -> bool, "a.b+c@example.org", "a@b"),
            (
                is_iban,
                "FR14 2004 1010 0505 0001 3M02 606",
                "FR15 2004 1010 0505 0001 3M02 606",
            ),
            (is_iban, "GB82WEST12345698765432", "GB82WEST12345698765431"),
            (is_card, "4111 1111 1111 1111", "4111 1111 1111 1112"),
            (is_nir, "2 55 08 14 168 025 38", "2 55 08 14 168 025 39"),
            (is_nir, "255082A16802597", "255082A16802538"),
            (is_ip, "192.168.0.1", "192.168.0.256"),
            (is_ip, "2001:db8::1", "12:30"),
            (is_phone, "+33 6 12 34 56 78", "2024-03-01x"),
            (is_full_name, "Braund, Mr. Owen Harris", "chevrolet malibu"),
        ] {
            assert!(is(right), "{right}");
            assert!(!is(wrong), "{wrong}");
        }
    }

    #[test]
    fn words_of_a_name() {
        assert_eq!(words("FirstName"), ["first", "name", "firstname"]);
        assert_eq!(words("Prénom"), ["prenom"]);
        assert!(is_postcode("code postal") && !is_postcode("codes"));
    }
}
