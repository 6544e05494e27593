//! The axis of time: instants by row, and lengths and dates brought onto it.

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime};

use super::{Storage, Table};
use crate::decisions::Span;
use crate::error::{Error, Result};

/// Seconds since 1970 of the years 1990 to 2100: numbers that may be instants.
pub const UNIX_SECONDS: std::ops::RangeInclusive<i64> = 631_152_000..=4_102_444_800;

/// What one step of the axis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Microseconds since 1970.
    Microsecond,
    /// Seconds since 1970.
    Second,
    /// A count, such as a week's number.
    One,
}

/// Instants by row on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Position on the axis, `None` where missing.
    pub instants: Vec<Option<i64>>,
    step: Step,
}

/// How much older than a row another must be to be known to it. Months and years are those of the calendar: on the first
/// of March "1mo" is the first of February.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// So many steps of the axis.
    Steps(i64),
    /// So many months, on an axis of so many steps a second.
    Months(u32, i64),
}

impl Horizon {
    /// The longest it can be, in steps of the axis: a month has up to 31 days.
    pub fn longest(self) -> i64 {
        match self {
            Horizon::Steps(steps) => steps,
            Horizon::Months(months, second) => i64::from(months) * 31 * 86_400 * second,
        }
    }

    /// The latest instant that is known at an instant, as far as the horizon says.
    pub fn latest(self, now: i64) -> i64 {
        match self {
            Horizon::Steps(steps) => now.saturating_sub(steps),
            Horizon::Months(months, second) => {
                let moment = DateTime::from_timestamp(now.div_euclid(second), 0);
                let then = moment.and_then(|m| m.checked_sub_months(Months::new(months)));
                then.map_or(i64::MIN, |then| {
                    then.timestamp() * second + now.rem_euclid(second)
                })
            }
        }
    }
}

impl Axis {
    /// The axis of a column: dates in microseconds, numbers as they are.
    pub fn of(table: &Table, column: &str) -> Result<Axis> {
        let instants = table.instants(column)?;
        let step = match table.column(column)?.storage {
            Storage::Date | Storage::Text => Step::Microsecond,
            _ if instants.iter().flatten().all(|i| UNIX_SECONDS.contains(i)) => Step::Second,
            _ => Step::One,
        };
        Ok(Axis { instants, step })
    }

    /// Days from the first to the last of these rows; `None` where time is a count, or no row has one.
    pub fn days(&self, rows: &[usize]) -> Option<f64> {
        let seconds = match self.step {
            Step::Microsecond => 1e-6,
            Step::Second => 1.0,
            Step::One => return None,
        };
        let instants = || rows.iter().filter_map(|&row| self.instants[row]);
        let length = instants().max()?.saturating_sub(instants().min()?);
        Some(length as f64 * seconds / 86_400.0)
    }

    /// A length such as `1d` on this axis; a plain number is a count of steps, where time is no date.
    pub fn length(&self, text: &str) -> Result<i64> {
        if let Ok(steps) = text.trim().parse::<i64>() {
            return match self.step {
                Step::Microsecond | Step::Second if steps != 0 => Err(Error::new(format!(
                    "'{steps}' has no unit, and time is a date"
                ))
                .with_fix(format!("write `{steps}d` for days, `{steps}h` for hours"))),
                _ => Ok(steps),
            };
        }
        let span = Span::parse(text)
            .map_err(|message| Error::new(message).with_fix("write `1d`, `2w`, `6h` or `0`"))?;
        match self.step {
            Step::Microsecond => Ok(span.micros()),
            Step::Second => Ok(span.micros() / 1_000_000),
            Step::One => Err(Error::new(format!(
                "'{text}' cannot be measured on a column of plain numbers"
            ))
            .with_fix("give the length as a number of the column's steps")),
        }
    }

    /// A horizon on this axis.
    pub fn horizon(&self, text: &str) -> Result<Horizon> {
        let second = match self.step {
            Step::Microsecond => Some(1_000_000),
            Step::Second => Some(1),
            Step::One => None,
        };
        let months = Span::parse(text).ok().and_then(Span::months);
        match (months, second) {
            (Some(months), Some(second)) => Ok(Horizon::Months(months, second)),
            _ => self.length(text).map(Horizon::Steps),
        }
    }

    /// A date or number on this axis.
    pub fn instant(&self, text: &str) -> Result<i64> {
        let trimmed = text.trim();
        if self.step != Step::Microsecond
            && let Ok(number) = trimmed.parse::<i64>()
        {
            return Ok(number);
        }
        let moment = NaiveDate::parse_from_str(trimmed, "%Y-%m-%d")
            .ok()
            .and_then(|d| d.and_hms_opt(0, 0, 0))
            .or_else(|| NaiveDateTime::parse_from_str(trimmed, "%Y-%m-%dT%H:%M:%S").ok())
            .or_else(|| NaiveDateTime::parse_from_str(trimmed, "%Y-%m-%d %H:%M:%S").ok())
            .ok_or_else(|| {
                Error::new(format!("'{text}' is no date")).with_fix("write it as 2015-10-01")
            })?;
        match self.step {
            Step::Microsecond => Ok(moment.and_utc().timestamp_micros()),
            Step::Second => Ok(moment.and_utc().timestamp()),
            Step::One => Err(Error::new(format!(
                "the time column holds plain numbers, '{text}' is a date"
            ))
            .with_fix("give a number of the column")),
        }
    }

    /// An instant in words.
    pub fn show(&self, instant: i64) -> String {
        let moment = match self.step {
            Step::Microsecond => chrono::DateTime::from_timestamp_micros(instant),
            Step::Second => chrono::DateTime::from_timestamp(instant, 0),
            Step::One => None,
        };
        match moment {
            None => instant.to_string(),
            Some(moment) => moment.format("%Y-%m-%d").to_string(),
        }
    }

    /// The midnight before an instant; the instant itself on an axis of plain numbers.
    pub fn start_of_day(&self, instant: i64) -> i64 {
        let day = match self.step {
            Step::Microsecond => 86_400_000_000,
            Step::Second => 86_400,
            Step::One => 1,
        };
        instant.div_euclid(day) * day
    }

    /// First and last instant of these rows, in words.
    pub fn span(&self, rows: &[usize]) -> Option<(String, String)> {
        let instants = || rows.iter().filter_map(|&r| self.instants[r]);
        Some((self.show(instants().min()?), self.show(instants().max()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_start_at_midnight() {
        let axis = |step| Axis {
            instants: vec![],
            step,
        };
        assert_eq!(axis(Step::Second).start_of_day(86_400 + 5), 86_400);
        assert_eq!(axis(Step::Second).start_of_day(-5), -86_400);
        assert_eq!(axis(Step::One).start_of_day(7), 7);
    }

    #[test]
    fn lengths_and_dates_follow_the_step() {
        let axis = |step| Axis {
            instants: vec![],
            step,
        };
        assert_eq!(
            axis(Step::Microsecond).length("1d").unwrap(),
            86_400_000_000
        );
        assert_eq!(axis(Step::Second).length("1d").unwrap(), 86_400);
        assert_eq!(axis(Step::One).length("3").unwrap(), 3);
        assert!(axis(Step::One).length("1d").is_err());
        assert!(axis(Step::Microsecond).length("3").is_err());
        assert_eq!(axis(Step::Second).length("0").unwrap(), 0);
        assert_eq!(axis(Step::Second).instant("1970-01-02").unwrap(), 86_400);
        assert_eq!(
            axis(Step::Microsecond)
                .instant("1970-01-01 00:00:01")
                .unwrap(),
            1_000_000
        );
        assert!(axis(Step::Microsecond).instant("soon").is_err());
        for step in [Step::Microsecond, Step::Second] {
            let axis = axis(step);
            let at = |text: &str| axis.instant(text).unwrap();
            let month = axis.horizon("1mo").unwrap();
            assert_eq!(month.latest(at("2015-03-01")), at("2015-02-01"));
            assert_eq!(month.latest(at("2015-01-01")), at("2014-12-01"));
            assert_eq!(
                axis.horizon("1y").unwrap().latest(at("2016-02-29")),
                at("2015-02-28")
            );
            assert_eq!(
                axis.horizon("1d").unwrap().latest(at("2015-03-01")),
                at("2015-02-28")
            );
        }
        assert_eq!(axis(Step::One).horizon("3").unwrap().latest(5), 2);
        assert!(axis(Step::One).horizon("1mo").is_err());
    }
}
