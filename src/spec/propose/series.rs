//! Rows that belong together, and rows that come at equal distances: groups, period and horizon of series.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Datelike};

use super::super::column_names::{CALENDAR, names_owner};
use super::super::columns::{guess_kind, has_word, words};
use super::Proposal;
use crate::decisions::{Edit, Kind};
use crate::error::Result;
use crate::table::{Axis, Storage, Table, quoted_name};
use crate::text;

/// Share of the steps from row to row that must have one length; a guideline of our own, which lets a series have gaps.
const REGULAR: f64 = 0.8;
/// Different dates a row up to which several series share them; a guideline of our own.
const SHARED: f64 = 0.95;
/// Rows a value from which rows that share an id belong together.
const ROWS_OF_ONE: f64 = 1.5;
/// Values from which a column names persons or machines rather than kinds.
const MANY: usize = 10;
/// The column of rows that belong together, with the reason: one series a value, or an id that comes back.
pub(super) fn find_group(
    table: &Table,
    target: &str,
    time: Option<&str>,
) -> Result<Option<(String, String)>> {
    let instants = time.map(|time| table.instants(time)).transpose()?;
    let mut best: Option<(usize, String, String)> = None;
    for meta in table.columns() {
        let name = &meta.name;
        if name == target || Some(name.as_str()) == time {
            continue;
        }
        let (kind, _) = guess_kind(table, meta)?;
        let labels = table.labels(name)?;
        let (values, rows) = (labels.names.len(), table.rows());
        if values < 2 || table.missing(name)?.iter().any(|missing| *missing) {
            continue;
        }
        let reason = match &instants {
            Some(instants)
                if (kind == Kind::Category && is_panel(instants, &labels.codes))
                    || (meta.storage == Storage::Integer
                        && is_full_panel(instants, &labels.codes)) =>
            {
                format!(
                    "one row a date for each of its {} values",
                    text::count(values)
                )
            }
            _ if names_owner(name)
                && meta.storage != Storage::Number
                && values >= MANY
                && rows as f64 >= ROWS_OF_ONE * values as f64 =>
            {
                format!(
                    "it names who or what a row is about: {} rows each on average",
                    text::number(rows as f64 / values as f64, 2)
                )
            }
            _ => continue,
        };
        if best.as_ref().is_none_or(|(fewest, ..)| values < *fewest) {
            best = Some((values, name.clone(), reason));
        }
    }
    Ok(best.map(|(_, name, reason)| (name, reason)))
}

/// Whether every instant comes at most once a value, and some come for several.
fn is_panel(instants: &[Option<i64>], codes: &[Option<u32>]) -> bool {
    let pairs: Vec<(i64, u32)> = instants
        .iter()
        .zip(codes)
        .filter_map(|(instant, code)| Some(((*instant)?, (*code)?)))
        .collect();
    let alone: HashSet<i64> = pairs.iter().map(|(instant, _)| *instant).collect();
    let together: HashSet<(i64, u32)> = pairs.iter().copied().collect();
    let groups: HashSet<u32> = pairs.iter().map(|(_, code)| *code).collect();
    together.len() == pairs.len()
        && alone.len() as f64 <= SHARED * pairs.len() as f64
        && groups.len() * 3 <= pairs.len()
}

/// A panel with a row for most pairs of series and instant, so that it is none by chance.
pub(super) fn is_full_panel(instants: &[Option<i64>], codes: &[Option<u32>]) -> bool {
    let dates: HashSet<&i64> = instants.iter().flatten().collect();
    let groups: HashSet<&u32> = codes.iter().flatten().collect();
    is_panel(instants, codes) && codes.len() * 2 >= dates.len() * groups.len()
}

/// The distance at which rows come, as a horizon is written, and how many of them make a year or another round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Period {
    text: &'static str,
    /// Rows of a round, and its name.
    round: Option<(usize, &'static str)>,
}

/// Lengths in seconds from and to, with what they are.
const PERIODS: &[(i64, i64, Period)] = &[
    (
        3_600,
        3_600,
        Period {
            text: "1h",
            round: Some((24, "day")),
        },
    ),
    (
        86_400,
        86_400,
        Period {
            text: "1d",
            round: Some((7, "week")),
        },
    ),
    (
        604_800,
        604_800,
        Period {
            text: "1w",
            round: Some((52, "year")),
        },
    ),
    (
        28 * 86_400,
        31 * 86_400,
        Period {
            text: "1mo",
            round: Some((12, "year")),
        },
    ),
    (
        90 * 86_400,
        92 * 86_400,
        Period {
            text: "3mo",
            round: Some((4, "year")),
        },
    ),
    (
        365 * 86_400,
        366 * 86_400,
        Period {
            text: "1y",
            round: None,
        },
    ),
];

/// The distance of most rows of a group; none where they come at no equal distances.
fn period(table: &Table, time: &str, group: Option<&str>) -> Result<Option<Period>> {
    if table.column(time)?.storage != Storage::Date {
        return Ok(None);
    }
    let axis = Axis::of(table, time)?;
    let groups = match group {
        Some(group) => table.labels(group)?.codes,
        None => vec![Some(0); table.rows()],
    };
    let mut series: BTreeMap<Option<u32>, Vec<i64>> = BTreeMap::new();
    for (instant, group) in axis.instants.iter().zip(groups) {
        if let Some(instant) = instant {
            series.entry(group).or_default().push(*instant);
        }
    }
    let mut steps: Vec<i64> = Vec::new();
    for instants in series.values_mut() {
        instants.sort_unstable();
        steps.extend(
            instants
                .windows(2)
                .map(|pair| (pair[1] - pair[0]) / 1_000_000),
        );
    }
    let fits = |from: i64, to: i64| steps.iter().filter(|s| (from..=to).contains(*s)).count();
    let most = PERIODS
        .iter()
        .find(|(from, to, _)| fits(*from, *to) as f64 >= REGULAR * steps.len() as f64);
    Ok(most.filter(|_| steps.len() > 2).map(|(.., period)| *period))
}

/// The horizon of rows that come at equal distances: that distance where nothing but the past can tell, with the features
/// that look back; else a choice of the person, who alone knows what is measured with a row.
pub(super) fn propose_horizon(
    table: &Table,
    target: &str,
    time: &str,
    group: Option<&str>,
) -> Result<Option<Proposal>> {
    let Some(period) = period(table, time, group)? else {
        return Ok(None);
    };
    let names = table.columns().iter().map(|m| m.name.as_str());
    let mut others = Vec::new();
    for name in names.filter(|n| *n != target && *n != time && Some(*n) != group) {
        if !is_calendar(table, name, time)? && table.labels(name)?.names.len() > 1 {
            others.push(name);
        }
    }
    let every = period.text;
    let set = |horizon: &str| Edit::set_text("problem.horizon", horizon);
    if !others.is_empty() {
        let reason = format!(
            "rows come {every} apart; choose {every} if the other columns are measured with a row, and only earlier rows are known when it is predicted"
        );
        let proposal = Proposal::new("horizon", "none", reason, vec![]);
        return Ok(Some(proposal.or(every, vec![set(every)])));
    }
    let column = quoted_name(target);
    let mut edits = vec![set(every)];
    let mut feature = |name: &str, expression: String| {
        edits.push(Edit::set_text(format!("features.{name}"), &expression));
    };
    feature("last", format!("LAG({column})"));
    if guess_kind(table, table.column(target)?)?.0 == Kind::Number {
        let window = "OVER (ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)";
        feature("mean_of_3", format!("avg({column}) {window}"));
    }
    if let Some((rows, round)) = period.round {
        feature(&format!("{round}_before"), format!("LAG({column}, {rows})"));
    }
    let reason = format!(
        "nothing but the past can tell: rows come {every} apart, and features look back from there"
    );
    Ok(Some(
        Proposal::new("horizon", every, reason, edits).or("none", vec![]),
    ))
}

/// Whether a column is a part of the date beside it.
fn is_calendar(table: &Table, name: &str, time: &str) -> Result<bool> {
    if !words(name)
        .iter()
        .all(|word| CALENDAR.contains(&word.as_str()))
    {
        return Ok(false);
    }
    let meta = table.column(name)?;
    if !meta.storage.is_number() {
        return Ok(true);
    }
    let (values, instants) = (table.numbers(name)?, table.instants(time)?);
    let day = |micros: i64| DateTime::from_timestamp(micros.div_euclid(1_000_000), 0);
    let years = values.iter().zip(&instants).filter_map(|(value, instant)| {
        let date = day((*instant)?)?;
        Some((*value, f64::from(date.year())))
    });
    // A column called `year` of other years is one of its own.
    let is_year = has_word(name, &["year"]);
    Ok(!is_year
        || years
            .into_iter()
            .all(|(value, year)| value.is_nan() || value == year))
}

#[cfg(test)]
mod tests {
    use super::super::{Wishes, propose};
    use super::*;

    fn of(csv: &str, target: &str) -> Vec<Proposal> {
        let wishes = Wishes {
            target: Some(target.into()),
            ..Wishes::default()
        };
        propose(&Table::from_csv(csv).unwrap(), &wishes).unwrap()
    }

    fn value<'a>(proposals: &'a [Proposal], subject: &str) -> Option<&'a str> {
        let found = proposals.iter().find(|p| p.subject == subject);
        found.map(|p| p.value.as_str())
    }

    fn months(cities: &[&str], more: &str) -> String {
        let mut csv = format!(
            "month_start,year,city,sales{}\n",
            if more.is_empty() { "" } else { ",listings" }
        );
        for city in cities {
            for i in 0..48 {
                let (year, month) = (2010 + i / 12, 1 + i % 12);
                let sales = 20 + (i * 7 + city.len() * 5) % 31;
                csv += &format!("{year}-{month:02}-01,{year},{city},{sales}{more}\n");
            }
        }
        csv
    }

    #[test]
    fn monthly_series_a_city_are_told_from_their_past() {
        let found = of(&months(&["Austin", "Waco", "El Paso"], ""), "sales");
        assert_eq!(value(&found, "group"), Some("city"));
        assert_eq!(value(&found, "horizon"), Some("1mo"));
        assert_eq!(value(&found, "split"), Some("time"));
        let edits = &found.iter().find(|p| p.subject == "horizon").unwrap().edits;
        assert_eq!(edits.len(), 4, "{edits:?}");
        assert!(format!("{edits:?}").contains("LAG(sales, 12)"), "{edits:?}");
    }

    #[test]
    fn with_other_columns_the_horizon_is_a_question() {
        let csv = months(&["Austin"], ",3").replacen(",3\n", ",4\n", 9);
        let found = of(&csv, "sales");
        assert_eq!(value(&found, "horizon"), Some("none"));
        let horizon = found.iter().find(|p| p.subject == "horizon").unwrap();
        assert_eq!(horizon.others[0].0, "1mo");
        assert!(horizon.edits.is_empty());
    }

    #[test]
    fn an_id_that_comes_back_keeps_its_rows_together() {
        let rows: String = (0..200)
            .map(|i| format!("{},{},{}\n", i % 40, (i * 13) % 17, i % 2))
            .collect();
        let found = of(&format!("patient_id,dose,ill\n{rows}"), "ill");
        assert_eq!(value(&found, "group"), Some("patient_id"));
        assert_eq!(value(&found, "split"), Some("group"));
        let alike = of(&format!("store_grade,dose,ill\n{rows}"), "ill");
        assert_eq!(value(&alike, "group"), None);
        let few: String = (0..200)
            .map(|i| format!("{},{},{}\n", i % 5, i % 17, i % 2))
            .collect();
        assert_eq!(
            value(&of(&format!("store_id,dose,ill\n{few}"), "ill"), "group"),
            None
        );
    }
}
