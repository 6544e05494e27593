//! The axis of time: instants by row, and lengths and dates brought onto it.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime};

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

/// A length of time on an axis. Months and years are those of the calendar: a month before the first of March is the first of
/// February, a month after the last of January the last of February.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So many steps of the axis.
    Steps(i64),
    /// So many months, on an axis of so many steps a second.
    Months(u32, i64),
}

impl Length {
    /// No time at all.
    pub const ZERO: Length = Length::Steps(0);

    /// The latest instant that lies this length before another or longer, so that the last of January is a month older than
    /// the last of February.
    pub fn before(self, now: i64) -> i64 {
        match self {
            Length::Steps(steps) => now.saturating_sub(steps),
            Length::Months(months, second) => months_away(now, second, |day| {
                let then = day.checked_sub_months(Months::new(months))?;
                // A month after any later day of that month is its last day too.
                match day == last_of_month(day)? {
                    true => last_of_month(then),
                    false => Some(then),
                }
            })
            .unwrap_or(i64::MIN),
        }
    }

    /// The instant so many lengths after another.
    fn after(self, start: i64, times: i64) -> Option<i64> {
        match self {
            Length::Steps(steps) => start.checked_add(steps.checked_mul(times)?),
            Length::Months(months, second) => {
                let months = u32::try_from(times).ok()?.checked_mul(months)?;
                months_away(start, second, |day| {
                    day.checked_add_months(Months::new(months))
                })
            }
        }
    }

    /// The start of the period of this length that an instant lies in, where the first period begins at `start` and each at the end of
    /// the one before it; `start` for an instant before it, or where the length is nothing.
    pub fn period(self, start: i64, instant: i64) -> i64 {
        let near = match self {
            Length::Steps(steps) if steps <= 0 => return start,
            Length::Steps(steps) => instant.saturating_sub(start) / steps,
            Length::Months(0, _) => return start,
            Length::Months(months, second) => {
                let shortest = i64::from(months) * 31 * 86_400 * second;
                instant.saturating_sub(start) / shortest
            }
        };
        let mut begin = start;
        for times in near.max(0).. {
            match self.after(start, times) {
                Some(next) if next <= instant => begin = next,
                _ => break,
            }
        }
        begin
    }
}

/// An instant at another day, at the same time of day; `None` beyond the calendar.
fn months_away(
    instant: i64,
    second: i64,
    to: impl FnOnce(NaiveDate) -> Option<NaiveDate>,
) -> Option<i64> {
    let day = 86_400 * second;
    let date = DateTime::from_timestamp(instant.div_euclid(second), 0)?.date_naive();
    let then = to(date)?.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
    then.checked_mul(second)?
        .checked_add(instant.rem_euclid(day))
}

/// The last day of the month of a day.
fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
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
    pub fn length(&self, text: &str) -> Result<Length> {
        if let Ok(steps) = text.trim().parse::<i64>() {
            return match self.step {
                Step::Microsecond | Step::Second if steps != 0 => Err(Error::new(format!(
                    "'{steps}' has no unit, and time is a date"
                ))
                .with_fix(format!("write `{steps}d` for days, `{steps}h` for hours"))),
                _ => Ok(Length::Steps(steps)),
            };
        }
        let span = Span::parse(text)
            .map_err(|message| Error::new(message).with_fix("write `1d`, `2w`, `6h` or `0`"))?;
        let (second, steps) = match self.step {
            Step::Microsecond => (1_000_000, span.micros()),
            Step::Second => (1, span.micros() / 1_000_000),
            Step::One => {
                return Err(Error::new(format!(
                    "'{text}' cannot be measured on a column of plain numbers"
                ))
                .with_fix("give the length as a number of the column's steps"));
            }
        };
        Ok(match span.months() {
            Some(months) => Length::Months(months, second),
            None => Length::Steps(steps),
        })
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
        assert_eq!(axis(Step::Second).start_of_day(86_400 + 5), 86_400);
        assert_eq!(axis(Step::Second).start_of_day(-5), -86_400);
        assert_eq!(axis(Step::One).start_of_day(7), 7);
    }

    #[test]
    fn lengths_and_dates_follow_the_step() {
        let steps = |step, text| match axis(step).length(text).unwrap() {
            Length::Steps(steps) => steps,
            length => panic!("{length:?}"),
        };
        assert_eq!(steps(Step::Microsecond, "1d"), 86_400_000_000);
        assert_eq!(steps(Step::Second, "1d"), 86_400);
        assert_eq!(steps(Step::One, "3"), 3);
        assert!(axis(Step::One).length("1d").is_err());
        assert!(axis(Step::Microsecond).length("3").is_err());
        assert_eq!(steps(Step::Second, "0"), 0);
        assert_eq!(axis(Step::Second).instant("1970-01-02").unwrap(), 86_400);
        assert_eq!(
            axis(Step::Microsecond)
                .instant("1970-01-01 00:00:01")
                .unwrap(),
            1_000_000
        );
        assert!(axis(Step::Microsecond).instant("soon").is_err());
        assert!(axis(Step::One).length("1mo").is_err());
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        for step in [Step::Microsecond, Step::Second] {
            let axis = axis(step);
            let at = |text: &str| axis.instant(text).unwrap();
            let length = |text: &str| axis.length(text).unwrap();
            for (length_of_time, now, then) in [
                ("1mo", "2015-03-01", "2015-02-01"),
                ("1mo", "2015-01-01", "2014-12-01"),
                ("1mo", "2015-03-30", "2015-02-28"),
                ("1mo", "2015-02-28", "2015-01-31"),
                ("1mo", "2015-04-30", "2015-03-31"),
                ("1mo", "2016-02-28", "2016-01-28"),
                ("13mo", "2015-03-31", "2014-02-28"),
                ("1y", "2016-02-29", "2015-02-28"),
                ("1d", "2015-03-01", "2015-02-28"),
                ("1mo", "2015-02-28T06:30:00", "2015-01-31T06:30:00"),
                ("0mo", "2015-02-14", "2015-02-14"),
            ] {
                assert_eq!(
                    length(length_of_time).before(at(now)),
                    at(then),
                    "{length_of_time} before {now}"
                );
            }
            for (length_of_time, instant, begin) in [
                ("1mo", "2015-01-31", "2015-01-31"),
                ("1mo", "2015-02-27", "2015-01-31"),
                ("1mo", "2015-02-28", "2015-02-28"),
                ("1mo", "2015-04-30", "2015-04-30"),
                ("3mo", "2017-01-30", "2016-10-31"),
                ("1y", "2030-01-30", "2029-01-31"),
                ("2w", "2015-02-28", "2015-02-28"),
                ("2w", "2015-02-27", "2015-02-14"),
                ("1mo", "2014-02-27", "2015-01-31"),
            ] {
                let start = at("2015-01-31");
                let found = length(length_of_time).period(start, at(instant));
                assert_eq!(found, at(begin), "{length_of_time}: {instant}");
            }
        }
        assert_eq!(axis(Step::One).length("3").unwrap().before(5), 2);
    }

    fn axis(step: Step) -> Axis {
        Axis {
            instants: vec![],
            step,
        }
    }
}
