//! A column over time: its mean, or the share of its most frequent value, and its gaps, period after period.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::decisions::Kind;
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::stats::Sum;
use crate::table::{Storage, Table, UNIX_SECONDS};
use crate::text;

/// Periods at most.
const MOST: i64 = 40;
/// Periods of a time that is a plain number at most.
const MOST_STEPS: i64 = 20;

/// The periods that the rows fall into.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Periods {
    /// The column of time.
    pub time: String,
    /// How long each is: `month`, `2 years`, `5 steps`.
    pub every: String,
    /// Where each begins: a date or an instant in ISO 8601, a number where time is a plain number.
    pub starts: Vec<String>,
    /// Rows in each.
    pub rows: Vec<u64>,
}

/// One column in the periods of [`Periods`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OverTime {
    /// What the values are: `mean`, or `share` of the rows that hold the column's most frequent value.
    pub of: String,
    /// Period from 0 on and value, of every period in which the column has one.
    pub values: Vec<(usize, f64)>,
    /// Rows without a value in each period; empty where none misses.
    pub missing: Vec<u64>,
}

/// The periods with that of each row.
#[derive(Debug)]
pub struct Calendar {
    /// The periods.
    pub periods: Periods,
    /// The period of each row, from 0 on; `None` where it has no time.
    pub of: Vec<Option<u8>>,
}

/// What divides time.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Months(u32),
}

impl Unit {
    const ALL: [(Unit, &'static str, i64); 7] = [
        (Unit::Minute, "minute", 60),
        (Unit::Hour, "hour", 3_600),
        (Unit::Day, "day", 86_400),
        (Unit::Week, "week", 604_800),
        (Unit::Months(1), "month", 2_629_800),
        (Unit::Months(3), "quarter", 7_889_400),
        (Unit::Months(12), "year", 31_557_600),
    ];

    /// The beginning of the period that an instant lies in.
    fn begin(self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let day = at.date();
        let date = match self {
            Unit::Minute => return day.and_hms_opt(at.hour(), at.minute(), 0),
            Unit::Hour => return day.and_hms_opt(at.hour(), 0, 0),
            Unit::Day => day,
            Unit::Week => day - Duration::days(i64::from(day.weekday().num_days_from_monday())),
            Unit::Months(months @ 12..) => {
                let years = (months / 12) as i32;
                NaiveDate::from_ymd_opt(day.year().div_euclid(years) * years, 1, 1)?
            }
            Unit::Months(months) => {
                NaiveDate::from_ymd_opt(day.year(), day.month0() / months * months + 1, 1)?
            }
        };
        date.and_hms_opt(0, 0, 0)
    }

    fn next(self, begin: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Unit::Minute => begin.checked_add_signed(Duration::minutes(1)),
            Unit::Hour => begin.checked_add_signed(Duration::hours(1)),
            Unit::Day => begin.checked_add_signed(Duration::days(1)),
            Unit::Week => begin.checked_add_signed(Duration::weeks(1)),
            Unit::Months(months) => begin.checked_add_months(Months::new(months)),
        }
    }
}

impl Calendar {
    /// Divides the time between the first and the last row into equal periods of the calendar, at most 40; `None` where the column is
    /// no time or all rows lie in one period.
    pub fn of(table: &Table, time: &str) -> Result<Option<Self>> {
        let Ok(instants) = table.instants(time) else {
            return Ok(None);
        };
        let known = || instants.iter().copied().flatten();
        let (Some(first), Some(last)) = (known().min(), known().max()) else {
            return Ok(None);
        };
        let is_date = matches!(table.column(time)?.storage, Storage::Date | Storage::Text);
        let scale = match is_date {
            true => Some(1_000_000),
            false if UNIX_SECONDS.contains(&first) && UNIX_SECONDS.contains(&last) => Some(1),
            false => None,
        };
        let divided = match scale {
            Some(scale) => dates(first, last, scale),
            None => steps(first, last),
        };
        let Some((every, begins, starts)) = divided.filter(|(_, begins, _)| begins.len() > 1)
        else {
            return Ok(None);
        };
        let of: Vec<Option<u8>> = instants
            .iter()
            .map(|at| {
                u8::try_from(begins.partition_point(|b| *b <= (*at).unwrap_or(i64::MIN)))
                    .ok()?
                    .checked_sub(1)
            })
            .collect();
        let mut rows = vec![0; begins.len()];
        for period in of.iter().flatten() {
            rows[usize::from(*period)] += 1;
        }
        let periods = Periods {
            time: time.to_owned(),
            every,
            starts,
            rows,
        };
        Ok(Some(Self { periods, of }))
    }

    /// The column in these periods; `None` where nothing of it is told over time. The table has the rows of the calendar. Of a personal
    /// column only the gaps are told: a period may have one row.
    pub fn column(
        &self,
        table: &Table,
        column: &ColumnRole,
        personal: bool,
    ) -> Result<Option<OverTime>> {
        if column.name == self.periods.time {
            return Ok(None);
        }
        let absent = table.missing(&column.name)?;
        let mut missing = vec![0; self.periods.rows.len()];
        for (period, _) in self.of.iter().zip(&absent).filter(|(_, absent)| **absent) {
            if let Some(period) = period {
                missing[usize::from(*period)] += 1;
            }
        }
        if missing.iter().all(|count| *count == 0) {
            missing.clear();
        }
        let (of, values) = match column.kind {
            _ if personal => ("", Vec::new()),
            Kind::Number => match table.numbers(&column.name) {
                Ok(numbers) => ("mean", self.means(&numbers)),
                Err(_) => ("mean", Vec::new()),
            },
            Kind::Category | Kind::Ordinal | Kind::Boolean => {
                ("share", self.means(&is_most_frequent(table, &column.name)?))
            }
            Kind::Date | Kind::Id | Kind::Text | Kind::Image | Kind::Sound => ("", Vec::new()),
        };
        Ok(
            (!values.is_empty() || !missing.is_empty()).then(|| OverTime {
                of: of.to_owned(),
                values,
                missing,
            }),
        )
    }

    fn means(&self, values: &[f64]) -> Vec<(usize, f64)> {
        let mut sums = vec![(Sum::default(), 0_u64); self.periods.rows.len()];
        for (period, value) in self.of.iter().zip(values).filter(|(_, v)| !v.is_nan()) {
            if let Some(period) = period {
                sums[usize::from(*period)].0.add(*value);
                sums[usize::from(*period)].1 += 1;
            }
        }
        let filled = sums.iter().enumerate().filter(|(_, (_, rows))| *rows > 0);
        filled
            .map(|(at, (sum, rows))| (at, sum.value() / *rows as f64))
            .filter(|(_, mean)| mean.is_finite())
            .collect()
    }
}

/// 1 where a row holds the most frequent value, 0 where it holds another, not-a-number where none.
fn is_most_frequent(table: &Table, name: &str) -> Result<Vec<f64>> {
    let labels = table.labels(name)?;
    let counts = labels.counts();
    let most = (0..counts.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)));
    let is = |code: u32| f64::from(u8::from(Some(code as usize) == most));
    Ok(labels
        .codes
        .iter()
        .map(|code| code.map_or(f64::NAN, is))
        .collect())
}

type Divided = (String, Vec<i64>, Vec<String>);

/// Periods of the calendar between two instants of so many steps a second.
fn dates(first: i64, last: i64, scale: i64) -> Option<Divided> {
    let seconds = (last - first) / scale;
    let fits = |(_, _, length): &&(Unit, &str, i64)| seconds / length < MOST;
    let (unit, every) = match Unit::ALL.iter().find(fits) {
        Some((unit, word, _)) => (*unit, (*word).to_owned()),
        None => {
            let years = (seconds / 31_557_600 / MOST + 1) as u32;
            (Unit::Months(12 * years), format!("{years} years"))
        }
    };
    let instant = |at: i64| Some(DateTime::from_timestamp(at.div_euclid(scale), 0)?.naive_utc());
    let end = instant(last)?;
    let mut begin = unit.begin(instant(first)?)?;
    let (mut begins, mut starts) = (Vec::new(), Vec::new());
    while begin <= end {
        begins.push(begin.and_utc().timestamp().checked_mul(scale)?);
        starts.push(match unit {
            Unit::Minute | Unit::Hour => begin.format("%Y-%m-%dT%H:%M").to_string(),
            _ => begin.format("%Y-%m-%d").to_string(),
        });
        begin = unit.next(begin)?;
    }
    Some((every, begins, starts))
}

/// Periods of equal length between two plain numbers.
fn steps(first: i64, last: i64) -> Option<Divided> {
    let length = last.checked_sub(first)? / MOST_STEPS + 1;
    let begins: Vec<i64> = (0..)
        .map_while(|i: i64| first.checked_add(i.checked_mul(length)?))
        .take_while(|begin| *begin <= last)
        .collect();
    let starts = begins.iter().map(i64::to_string).collect();
    Some((
        text::counted(usize::try_from(length).ok()?, "step"),
        begins,
        starts,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::Role;

    fn role(name: &str, kind: Kind) -> ColumnRole {
        ColumnRole {
            name: name.into(),
            kind,
            role: Role::Feature,
            known_at_prediction: true,
            computed: false,
            reason: String::new(),
            meaning: None,
            unit: None,
        }
    }

    #[test]
    fn months_with_their_means_and_gaps() {
        let mut csv = String::from("d,x,c\n");
        for month in 1..=6 {
            for day in [3, 17, 28] {
                let x = if month == 4 {
                    String::new()
                } else {
                    format!("{}.5", month * 10 + day)
                };
                csv.push_str(&format!(
                    "2020-{month:02}-{day:02},{x},{}\n",
                    if day == 3 { "a" } else { "b" }
                ));
            }
        }
        let table = Table::from_csv(&csv).unwrap();
        let calendar = Calendar::of(&table, "d").unwrap().unwrap();
        assert_eq!(calendar.periods.every, "week");
        let long = csv.replace("2020-06", "2022-06");
        let table = Table::from_csv(&long).unwrap();
        let calendar = Calendar::of(&table, "d").unwrap().unwrap();
        let periods = &calendar.periods;
        assert_eq!(
            (periods.every.as_str(), periods.starts.len()),
            ("month", 30)
        );
        assert_eq!(periods.starts[..2], ["2020-01-01", "2020-02-01"]);
        assert_eq!(
            (periods.rows[0], periods.rows[10], periods.rows[29]),
            (3, 0, 3)
        );
        let x = calendar
            .column(&table, &role("x", Kind::Number), false)
            .unwrap()
            .unwrap();
        assert_eq!(x.of, "mean");
        assert_eq!(x.values[0], (0, 10.0 + 16.0 + 0.5));
        assert_eq!(x.values.len(), 5);
        assert_eq!(x.missing[3], 3);
        let c = calendar
            .column(&table, &role("c", Kind::Category), false)
            .unwrap()
            .unwrap();
        assert_eq!((c.of.as_str(), c.missing.len()), ("share", 0));
        assert!((c.values[0].1 - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(
            calendar
                .column(&table, &role("d", Kind::Date), false)
                .unwrap(),
            None
        );
    }

    #[test]
    fn centuries_and_plain_numbers_have_periods_too() {
        let table = Table::from_csv("d,w\n1700-01-01,1\n1950-05-05,7\n2020-01-01,104\n").unwrap();
        let years = Calendar::of(&table, "d").unwrap().unwrap();
        assert!(
            years.periods.starts.len() <= 42,
            "{:?}",
            years.periods.every
        );
        assert_eq!(years.periods.rows.iter().sum::<u64>(), 3);
        let weeks = Calendar::of(&table, "w").unwrap().unwrap();
        assert_eq!(weeks.periods.every, "6 steps");
        assert_eq!(weeks.periods.starts[1], "7");
        assert_eq!(weeks.periods.rows[..2], [1, 1]);
        let none = Table::from_csv("d\n2020-01-01\n2020-01-01\n").unwrap();
        assert!(Calendar::of(&none, "d").unwrap().is_none());
    }
}
