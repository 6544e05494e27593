//! The parts of a date as numbers.

use chrono::{DateTime, Datelike, Timelike};
use serde::{Deserialize, Serialize};

/// Microseconds of a day.
const DAY: f64 = 86_400e6;

/// One number taken from an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Part {
    /// The year.
    Year,
    /// 1 to 12.
    Month,
    /// 1 (Monday) to 7.
    Weekday,
    /// 0 to 23.
    Hour,
    /// Days since the first training row, with fractions.
    Elapsed,
}

impl Part {
    /// Every part, in the order of the columns.
    const ALL: [Part; 5] = [
        Part::Year,
        Part::Month,
        Part::Weekday,
        Part::Hour,
        Part::Elapsed,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Part::Year => "year",
            Part::Month => "month",
            Part::Weekday => "weekday",
            Part::Hour => "hour",
            Part::Elapsed => "elapsed",
        }
    }

    /// The part of an instant in microseconds since 1970; NaN beyond the calendar's range.
    pub(super) fn of(self, instant: i64, origin: i64) -> f64 {
        if self == Part::Elapsed {
            return instant.saturating_sub(origin) as f64 / DAY;
        }
        let Some(at) = DateTime::from_timestamp_micros(instant) else {
            return f64::NAN;
        };
        match self {
            Part::Year => f64::from(at.year()),
            Part::Month => f64::from(at.month()),
            Part::Weekday => f64::from(at.weekday().number_from_monday()),
            Part::Hour => f64::from(at.hour()),
            Part::Elapsed => f64::NAN,
        }
    }
}

/// The parts that differ between these instants.
pub(super) fn varying(instants: &[i64], origin: i64) -> Vec<Part> {
    Part::ALL
        .into_iter()
        .filter(|part| {
            let first = instants.first().map(|&t| part.of(t, origin));
            instants.iter().any(|&t| Some(part.of(t, origin)) != first)
        })
        .collect()
}
