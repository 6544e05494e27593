//! Dates written in several ways in one column.

use std::collections::BTreeMap;

use crate::decisions::{Kind, Severity};
use crate::error::Result;
use crate::table::{Storage, UNIX_SECONDS};
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Filled rows below which nothing is said.
const ROWS: usize = 20;
/// Share of the filled rows that must look like dates.
const SHARE: f64 = 0.8;
/// Share of the dates from which a way of writing counts.
const WAY: f64 = 0.01;
/// Months as they begin, in English and French.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "fév",
    "fev", "avr", "mai", "juin", "juil", "aoû", "aou", "déc",
];

pub(super) static CHECK: Check = Check {
    name: "mixed_dates",
    doc: "Dates that are written in several ways stay texts: nothing can be put in order of time, and 03/04 is March to one reader and \
          April to the other.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let table = &context.sample.table;
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let is_text = context.data.table.column(&column.name)?.storage == Storage::Text;
        if !is_text || matches!(column.kind, Kind::Image | Kind::Sound | Kind::Date) {
            continue;
        }
        let labels = table.labels(&column.name)?;
        let ways: Vec<Option<&str>> = labels.names.iter().map(|n| way(n.trim())).collect();
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let filled = labels.codes.iter().flatten().count();
        for code in labels.codes.iter().flatten() {
            if let Some(way) = ways[*code as usize] {
                counts.entry(way).or_insert((0, *code as usize)).0 += 1;
            }
        }
        let dates: usize = counts.values().map(|(rows, _)| rows).sum();
        let mut kept: Vec<(&str, usize, usize)> = counts
            .into_iter()
            .filter(|(_, (rows, _))| *rows as f64 >= WAY * dates as f64)
            .map(|(way, (rows, example))| (way, rows, example))
            .collect();
        kept.sort_by_key(|(_, rows, _)| std::cmp::Reverse(*rows));
        if filled < ROWS || kept.len() < 2 || (dates as f64) < SHARE * filled as f64 {
            continue;
        }
        let examples: Vec<String> = kept
            .iter()
            .map(|(way, rows, example)| {
                let shown = match profile.personal {
                    true => (*way).to_owned(),
                    false => format!("'{}'", value(profile, &labels.names[*example])),
                };
                format!("{} like {shown}", text::count(*rows))
            })
            .collect();
        let usual = kept[0].0;
        let odd: Vec<usize> = (0..labels.codes.len())
            .filter(|&row| labels.codes[row].is_some_and(|c| ways[c as usize] != Some(usual)))
            .collect();
        let message = format!(
            "column {} holds dates written in {}: {}{}",
            name(&column.name),
            text::counted(kept.len(), "way"),
            examples.join(", "),
            context.sample.note()
        );
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(odd.len() as f64 / filled as f64, 0.0)
                .rows(context.rows_of(&odd))
                .fix(fix::ignore(&column.name))
                .done(),
        );
    }
    Ok(findings)
}

/// The way in which a text is a date, by its shape; `None` where it is none.
fn way(text: &str) -> Option<&'static str> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == text.len() {
        let number = text.parse::<i64>().ok()?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let is_date =
            (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        return match digits {
            8 if is_date => Some("20200105"),
            10 if UNIX_SECONDS.contains(&number) => Some("seconds since 1970"),
            _ => None,
        };
    }
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split([' ', '-', '/', '.', ','])
        .filter(|p| !p.is_empty())
        .collect();
    let is_month = |part: &&str| MONTHS.iter().any(|month| part.starts_with(month));
    if (2..=4).contains(&parts.len()) && parts.iter().any(is_month) && digits >= 2 {
        return Some("5 Jan 2020");
    }
    let of = |sign: char| -> Option<Vec<usize>> {
        let parts: Vec<&str> = date.split(sign).collect();
        let whole = |p: &&str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
        (parts.len() == 3 && parts.iter().all(whole))
            .then(|| parts.iter().map(|p| p.len()).collect())
    };
    let lengths = |sign: char| of(sign).unwrap_or_default();
    match (
        lengths('-').as_slice(),
        lengths('/').as_slice(),
        lengths('.').as_slice(),
    ) {
        ([4, 1..=2, 1..=2], [], []) => Some("2020-01-05"),
        ([], [4, 1..=2, 1..=2], []) => Some("2020/01/05"),
        ([1..=2, 1..=2, 4], [], []) => Some("01-05-2020"),
        ([], [1..=2, 1..=2, 4], []) => Some("05/01/2020"),
        ([], [1..=2, 1..=2, 2], []) => Some("05/01/20"),
        ([], [], [1..=2, 1..=2, 4]) => Some("05.01.2020"),
        ([], [], [1..=2, 1..=2, 2]) => Some("05.01.20"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_told_apart() {
        for (text, found) in [
            ("2020-03-04", Some("2020-01-05")),
            ("2020-03-04 10:30", Some("2020-01-05")),
            ("04/03/2020", Some("05/01/2020")),
            ("04.03.20", Some("05.01.20")),
            ("20200304", Some("20200105")),
            ("1583280000", Some("seconds since 1970")),
            ("4 Mar 2020", Some("5 Jan 2020")),
            ("99999999", None),
            ("192.168.0.1", None),
            ("1-2", None),
            ("march", None),
            ("", None),
        ] {
            assert_eq!(way(text), found, "{text}");
        }
    }
}
