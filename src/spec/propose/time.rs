//! The column that orders the rows in time: a date, the parts of one, or whole numbers that count years or rows.

use std::collections::HashSet;

use super::super::afterwards::named_late;
use super::super::columns::{guess_kind, has_word};
use super::series::is_full_panel;
use crate::decisions::{Edit, Kind};
use crate::error::Result;
use crate::table::{Expression, Storage, Table, quoted_name};
use crate::text;

/// Fewer different dates than this make no split by time; a guideline of our own.
const FEWEST_INSTANTS: usize = 20;
/// The same where every series has a row a date, so that each date holds many.
const FEWEST_OF_A_PANEL: usize = 6;
/// Columns that hold a part of a date, the greatest first: each needs those before it.
const PARTS: &[&[&str]] = &[
    &["year", "yr"],
    &["month", "mon", "mnth"],
    &["day", "mday", "day_of_month", "dom"],
    &["hour", "hr"],
    &["minute"],
];
/// What a date put together is called, as far as the name is free.
const NAMES: &[&str] = &["date", "moment", "instant"];
/// Words in the names of whole numbers that count time in a panel.
const YEARS: &[&str] = &["year", "yr", "season", "wave", "quarter", "period"];
/// The same in a single series.
const COUNTS: &[&str] = &["time", "t", "index", "step", "date", "day", "week", "month"];

/// The column of time that is proposed.
#[derive(Debug, Clone)]
pub(super) struct Time {
    pub name: String,
    pub reason: String,
    /// The table with the feature that holds it and the expression that computes it, where it has to be computed.
    pub computed: Option<(Table, String)>,
    /// Rows without an instant.
    pub missing: usize,
}

impl Time {
    /// The column a person asks for.
    pub fn asked_for(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            reason: "asked for".into(),
            computed: None,
            missing: 0,
        }
    }

    /// The table in which it stands.
    pub fn table<'a>(&'a self, table: &'a Table) -> &'a Table {
        self.computed.as_ref().map_or(table, |(with, _)| with)
    }

    /// What accepting it writes: rows that cannot be put in order are left out.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let written = self.computed.as_ref().map(|(_, written)| written);
        if let Some(written) = written {
            edits.push(Edit::set_text(format!("features.{}", self.name), written));
        }
        edits.push(Edit::set_text("problem.time", &self.name));
        if self.missing > 0 {
            let read = written.cloned().unwrap_or_else(|| quoted_name(&self.name));
            edits.push(Edit::set_text(
                "source.0.where",
                &format!("{read} is not null"),
            ));
        }
        edits
    }

    /// Why, with what becomes of the rows without an instant.
    pub fn told(&self) -> String {
        match self.missing {
            0 => self.reason.clone(),
            rows => format!(
                "{}; {} without it left out",
                self.reason,
                text::counted(rows, "row")
            ),
        }
    }
}

/// The column that orders the rows, with the reason; none where nothing does.
pub(super) fn find_time(table: &Table, target: &str) -> Result<Option<Time>> {
    if let Some(date) = find_date(table, target)? {
        return Ok(Some(date));
    }
    match put_together(table, target)? {
        Some(date) => Ok(Some(date)),
        None => find_count(table, target),
    }
}

/// A date column: by name, then by how few values are missing.
fn find_date(table: &Table, target: &str) -> Result<Option<Time>> {
    let mut best: Option<(usize, Time)> = None;
    for meta in table.columns().iter().filter(|m| m.name != target) {
        if guess_kind(table, meta)?.0 != Kind::Date {
            continue;
        }
        let instants = table.instants(&meta.name)?;
        if !orders(&instants) {
            continue;
        }
        let filled: Vec<i64> = instants.iter().flatten().copied().collect();
        let ordered = filled.is_sorted();
        let points = usize::from(ordered) * 2
            + usize::from(!named_late(&meta.name)) * 4
            + usize::from(filled.len() == table.rows());
        let reason = match ordered {
            true => "a date, and the rows are ordered by it",
            false => "a date in almost every row",
        };
        if best.as_ref().is_none_or(|b| points > b.0) {
            let time = Time {
                name: meta.name.clone(),
                reason: reason.to_owned(),
                computed: None,
                missing: instants.len() - filled.len(),
            };
            best = Some((points, time));
        }
    }
    Ok(best.map(|(_, time)| time))
}

/// Whether nearly every row has an instant and there are enough of them.
fn orders(instants: &[Option<i64>]) -> bool {
    let filled: Vec<i64> = instants.iter().flatten().copied().collect();
    let distinct: HashSet<&i64> = filled.iter().collect();
    distinct.len() >= FEWEST_INSTANTS && filled.len() * 10 >= instants.len() * 9
}

/// A date whose year, month, day and hour stand in columns of their own, as a feature.
fn put_together(table: &Table, target: &str) -> Result<Option<Time>> {
    let parts: Vec<&str> = PARTS
        .iter()
        .map_while(|names| {
            let mut columns = table.columns().iter();
            let found = columns.find(|m| names.contains(&m.name.to_lowercase().as_str()))?;
            Some(found.name.as_str())
        })
        .collect();
    let name = NAMES.iter().find(|name| !table.has(name));
    let Some(name) = name.filter(|_| parts.len() > 1 && !parts.contains(&target)) else {
        return Ok(None);
    };
    let quoted: Vec<String> = parts.iter().map(|part| quoted_name(part)).collect();
    let function = match parts.len() {
        2 | 3 => "make_date",
        _ => "make_timestamp",
    };
    let written = format!("{function}({})", quoted.join(", "));
    let Ok(expression) = Expression::parse(&written) else {
        return Ok(None);
    };
    // Columns of these names may hold something else.
    let Ok(with) = table.with(name, &expression, None) else {
        return Ok(None);
    };
    let instants = with.instants(name)?;
    if !orders(&instants) {
        return Ok(None);
    }
    let said: Vec<String> = parts
        .iter()
        .map(|p| format!("'{}'", text::escape(p)))
        .collect();
    Ok(Some(Time {
        name: (*name).to_owned(),
        reason: format!("{} make a date, computed as {written}", said.join(", ")),
        computed: Some((with, written)),
        missing: instants.iter().filter(|i| i.is_none()).count(),
    }))
}

/// Whole numbers that count: years of a panel, in which each series has a row a year, or the steps of a single series.
fn find_count(table: &Table, target: &str) -> Result<Option<Time>> {
    for meta in table.columns().iter().filter(|m| m.name != target) {
        let is_year = has_word(&meta.name, YEARS);
        if meta.storage != Storage::Integer || !(is_year || has_word(&meta.name, COUNTS)) {
            continue;
        }
        let instants: Vec<i64> = table.instants(&meta.name)?.into_iter().flatten().collect();
        if instants.len() < table.rows() {
            continue;
        }
        let reason = match is_year {
            true => panel_of(table, target, &meta.name, &instants)?.map(|series| {
                format!(
                    "each value of '{}' has one row for each",
                    text::escape(&series)
                )
            }),
            false => None,
        };
        let rises =
            instants.len() >= FEWEST_INSTANTS && instants.windows(2).all(|pair| pair[0] < pair[1]);
        let reason = reason.or_else(|| rises.then(|| "it rises from row to row".to_owned()));
        if let Some(reason) = reason {
            return Ok(Some(Time {
                name: meta.name.clone(),
                reason,
                computed: None,
                missing: 0,
            }));
        }
    }
    Ok(None)
}

/// The column of which each value has a row for nearly each instant.
fn panel_of(table: &Table, target: &str, time: &str, instants: &[i64]) -> Result<Option<String>> {
    let distinct: HashSet<&i64> = instants.iter().collect();
    if distinct.len() < FEWEST_OF_A_PANEL {
        return Ok(None);
    }
    let instants: Vec<Option<i64>> = instants.iter().copied().map(Some).collect();
    for meta in table.columns() {
        let may_name = matches!(meta.storage, Storage::Text | Storage::Integer);
        if meta.name != target
            && meta.name != time
            && may_name
            && is_full_panel(&instants, &table.labels(&meta.name)?.codes)
        {
            return Ok(Some(meta.name.clone()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::{Proposal, Wishes, propose};
    use super::*;

    fn of(csv: &str) -> Vec<Proposal> {
        let wishes = Wishes {
            target: Some("y".into()),
            ..Wishes::default()
        };
        propose(&Table::from_csv(csv).unwrap(), &wishes).unwrap()
    }

    fn value<'a>(proposals: &'a [Proposal], subject: &str) -> Option<&'a str> {
        let found = proposals.iter().find(|p| p.subject == subject);
        found.map(|p| p.value.as_str())
    }

    /// A row a state and year.
    fn states(years: std::ops::Range<usize>) -> String {
        let rows = years.flat_map(|year| {
            (0..8).map(move |s| format!("{year},{s},{}.5\n", (year * 7 + s * 5) % 31))
        });
        format!("year,state,y\n{}", rows.collect::<String>())
    }

    #[test]
    fn years_of_a_panel_are_time_and_its_series_the_group() {
        let found = of(&states(1980..1990));
        assert_eq!(value(&found, "time"), Some("year"));
        assert_eq!(value(&found, "group"), Some("state"));
        assert_eq!(value(&found, "split"), Some("time"));
        // Too few years to learn from the first and score on the last.
        assert_eq!(value(&of(&states(1980..1983)), "time"), None);
        // A year as one of many qualities.
        let cars: String = (0..80)
            .map(|i| format!("{},{},{}.5\n", 1980 + i * 7 % 10, i % 5, i % 31))
            .collect();
        assert_eq!(value(&of(&format!("year,doors,y\n{cars}")), "time"), None);
    }

    #[test]
    fn steps_that_rise_are_time() {
        let rises: String = (0..40).map(|i| format!("{i},{}.5\n", i * 7 % 31)).collect();
        assert_eq!(
            value(&of(&format!("time,y\n{rises}")), "time"),
            Some("time")
        );
        assert_eq!(value(&of(&format!("dose,y\n{rises}")), "time"), None);
        let falls: String = (0..40)
            .map(|i| format!("{},{}.5\n", i * 7 % 40, i * 7 % 31))
            .collect();
        assert_eq!(value(&of(&format!("time,y\n{falls}")), "time"), None);
    }

    #[test]
    fn parts_of_a_date_are_put_together() {
        let rows: String = (0..60)
            .map(|i| {
                format!(
                    "2015,{},{},{},{}.5\n",
                    1 + i / 28,
                    1 + i % 28,
                    i % 24,
                    i * 7 % 31
                )
            })
            .collect();
        let found = of(&format!("year,month,day,hour,y\n{rows}"));
        let time = found.iter().find(|p| p.subject == "time").unwrap();
        let feature = "make_timestamp(year, month, day, hour)";
        assert_eq!(time.edits[0], Edit::set_text("features.date", feature));
        assert_eq!(time.edits[1], Edit::set_text("problem.time", "date"));
        assert_eq!(value(&found, "split"), Some("time"));
        let none = rows
            .replace("2015,1,", "2015,14,")
            .replace("2015,2,", "2015,15,");
        assert_eq!(
            value(&of(&format!("year,month,day,hour,y\n{none}")), "time"),
            None
        );
    }

    #[test]
    fn rows_without_a_date_are_left_out() {
        let rows: String = (0..60)
            .map(|i| format!("2015-01-{:02},{}.5\n", 1 + i % 28, i * 7 % 31))
            .collect();
        let found = of(&format!("day,y\n{rows},7.5\n"));
        let time = found.iter().find(|p| p.subject == "time").unwrap();
        let filter = Edit::set_text("source.0.where", "day is not null");
        assert_eq!(time.edits[1], filter);
        assert!(
            time.reason.contains("1 row without it left out"),
            "{}",
            time.reason
        );
    }
}
