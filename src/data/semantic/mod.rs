//! What the values of a column stand for beyond their kind: an e-mail address, a country, a latitude. Found by content and by name;
//! a new type is one line of the list.

mod countries;
mod forms;

use serde::{Deserialize, Serialize};

use crate::decisions::Kind;
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::table::{Storage, Table};

use super::privacy;

/// Share of a column's different values that must fit.
const SHARE: f64 = 0.8;
/// Different values looked at.
const LOOKED_AT: usize = 2_000;

/// A semantic type, and how much of a column fits it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Semantic {
    /// Its name: `e-mail address`, `country`, `free text`.
    #[serde(rename = "type")]
    pub name: String,
    /// Share of the different values looked at that fit.
    pub share: f64,
}

impl Semantic {
    /// Whether it says more than the word of a kind.
    pub fn says_more_than(&self, kind: &str) -> bool {
        self.name != kind && !matches!(self.name.as_str(), "quantity" | "free text")
    }
}

/// How a value is looked at.
#[derive(Debug, Clone, Copy)]
enum Fits {
    Text(fn(&str) -> bool),
    Number(fn(f64) -> bool),
}

/// One semantic type.
#[derive(Debug)]
struct Sort {
    name: &'static str,
    /// Words of a column's name that say so; where none are given, the values alone do.
    words: &'static [&'static str],
    fits: Fits,
}

const fn text(name: &'static str, words: &'static [&'static str], is: fn(&str) -> bool) -> Sort {
    let fits = Fits::Text(is);
    Sort { name, words, fits }
}

const fn number(name: &'static str, words: &'static [&'static str], is: fn(f64) -> bool) -> Sort {
    let fits = Fits::Number(is);
    Sort { name, words, fits }
}

/// Every type, the surest first.
#[rustfmt::skip]
static SORTS: &[Sort] = &[
    text("e-mail address", &[], privacy::is_email),
    text("bank account (IBAN)", &[], privacy::is_iban),
    text("French social security number", &[], privacy::is_nir),
    text("card number", &["card", "carte", "pan", "cc"], privacy::is_card),
    text("IP address", &[], privacy::is_ip),
    text("UUID", &[], forms::is_uuid),
    text("hash", &[], forms::is_hash),
    text("image path", &[], forms::is_image),
    text("sound path", &[], forms::is_sound),
    text("URL", &[], forms::is_url),
    text("file path", &[], forms::is_path),
    text("colour", &[], forms::is_colour_code),
    text("colour", &["color", "colour", "couleur"], forms::is_colour_name),
    text("coordinates", &[], forms::is_coordinates),
    text("percent", &[], forms::is_percent),
    text("money", &[], forms::is_money),
    text("time of day", &[], forms::is_time_of_day),
    text("weekday", &[], forms::is_weekday),
    text("month", &[], forms::is_month),
    text("country", &[], countries::is_country),
    text("country", &["country", "countries", "nation", "nationality", "pays"], countries::is_country_code),
    text("currency", &[], forms::is_currency),
    text("language", &["language", "lang", "langue", "locale"], forms::is_language),
    text("postcode", privacy::POSTCODE, forms::is_postcode),
    text("telephone number", &["phone", "tel", "telephone", "mobile", "gsm", "fax"], privacy::is_phone),
    number("latitude", &["lat", "latitude"], |v| v.abs() <= 90.0),
    number("longitude", &["lon", "lng", "long", "longitude"], |v| v.abs() <= 180.0),
    number("year", &["year", "yr", "annee"], |v| v.fract() == 0.0 && (1000.0..2200.0).contains(&v)),
    number("month", &["month", "mois"], |v| v.fract() == 0.0 && (1.0..=12.0).contains(&v)),
    number("weekday", &["weekday", "dow"], |v| v.fract() == 0.0 && (0.0..=7.0).contains(&v)),
    number("hour", &["hour", "heure"], |v| (0.0..=24.0).contains(&v)),
    number("age", &["age"], |v| (0.0..=120.0).contains(&v)),
    number("percent", &["percent", "pct", "percentage", "pourcentage"], |v| (-100.0..=100.0).contains(&v)),
    number("share", &["share", "ratio", "proportion", "probability"], |v| (0.0..=1.0).contains(&v)),
    number("money", &["price", "cost", "amount", "fare", "tip", "tips", "toll", "tolls", "salary", "wage", "income", "revenue",
        "charges", "fee", "budget", "montant", "prix", "cout", "salaire"], |_| true),
];

/// What the values of a column stand for. `table` is a sample that holds the column.
pub(super) fn semantic(table: &Table, column: &ColumnRole) -> Result<Semantic> {
    let plain = || Semantic {
        name: plain(column.kind).to_owned(),
        share: 1.0,
    };
    let words = privacy::words(&column.name);
    let named = |sort: &Sort| {
        sort.words.is_empty()
            || sort
                .words
                .iter()
                .any(|word| words.iter().any(|w| w == word))
    };
    let storage = table.column(&column.name)?.storage;
    let found = match storage {
        Storage::Text => {
            let names = table.labels(&column.name)?.names;
            best(&names, |sort, name| match sort.fits {
                Fits::Text(is) => Some(named(sort) && is(name.trim())),
                Fits::Number(_) => None,
            })
        }
        // A few small numbers are anything, whatever they look like as text.
        Storage::Integer | Storage::Number => {
            let mut values = table.numbers(&column.name)?;
            values.retain(|v| !v.is_nan());
            values.sort_unstable_by(f64::total_cmp);
            values.dedup();
            best(&values, |sort, value| match sort.fits {
                Fits::Number(is) => Some(named(sort) && is(*value)),
                Fits::Text(is) => {
                    let is_long = value.fract() == 0.0 && value.abs() >= 1e4;
                    let told = is_long && !sort.words.is_empty() && named(sort);
                    Some(told && is(&format!("{value:.0}")))
                }
            })
        }
        Storage::Boolean | Storage::Date => None,
    };
    Ok(found.unwrap_or_else(plain))
}

/// The first type that enough of the different values fit.
fn best<T>(values: &[T], fits: impl Fn(&Sort, &T) -> Option<bool>) -> Option<Semantic> {
    let step = values.len().div_ceil(LOOKED_AT).max(1);
    let looked: Vec<&T> = values.iter().step_by(step).collect();
    let first = looked.first()?;
    let share = |sort: &Sort| {
        fits(sort, first)?;
        let fitting = looked.iter().filter(|v| fits(sort, v) == Some(true));
        Some(fitting.count() as f64 / looked.len() as f64)
    };
    SORTS.iter().find_map(|sort| {
        let share = share(sort).filter(|share| *share >= SHARE)?;
        Some(Semantic {
            name: sort.name.to_owned(),
            share,
        })
    })
}

/// What a column is where its values say no more than its kind.
fn plain(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "quantity",
        Kind::Category => "category",
        Kind::Ordinal => "ordinal",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::Text => "free text",
        Kind::Image => "image path",
        Kind::Sound => "sound path",
        Kind::Id => "id",
    }
}

#[cfg(test)]
mod tests {
    use crate::data::testing::{csv, evidence};

    #[test]
    fn types_are_told_by_content_and_by_name() {
        let text = csv(
            "mail,u,pays,colour,lat,when,rate,prix,sold,devise,x,ip,jour",
            40,
            |row| {
                format!(
                    "a{row}@example.org,https://example.org/{row},{},#{row:06x},{}.5,2020-01-{:02},{row}%,{}.25,12:{row:02},{},{row}.5,10.0.0.{row},{}",
                    ["France", "Germany", "Côte d'Ivoire"][row % 3],
                    row,
                    row % 28 + 1,
                    row * 3,
                    ["EUR", "USD", "CHF"][row % 3],
                    ["lundi", "mardi", "Mercredi"][row % 3],
                )
            },
        );
        let found = evidence("format = 1\n[[source]]\npath = \"data.csv\"\n", &text);
        for (column, name) in [
            ("mail", "e-mail address"),
            ("u", "URL"),
            ("pays", "country"),
            ("colour", "colour"),
            ("lat", "latitude"),
            ("when", "date"),
            ("rate", "percent"),
            ("prix", "money"),
            ("sold", "time of day"),
            ("devise", "currency"),
            ("x", "quantity"),
            ("ip", "IP address"),
            ("jour", "weekday"),
        ] {
            let semantic = found.column(column).unwrap().semantic.as_ref().unwrap();
            assert_eq!(semantic.name, name, "{column}");
            assert_eq!(semantic.share, 1.0, "{column}");
        }
    }
}
