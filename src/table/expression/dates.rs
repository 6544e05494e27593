//! Dates taken apart, and put together from their parts.

use chrono::{Datelike, NaiveDate, Timelike};

use super::Mistake;
use super::call::Given;
use super::functions::Part;
use super::values::{Values, at, common};
use crate::table::cell::moment;

/// A part of each instant.
pub(super) fn date_part(part: Part, mut given: Given<'_>) -> Result<Values<'_>, Mistake> {
    let instants = match given.pop() {
        Some((Values::Date(instants), _)) => instants,
        None | Some((Values::Null, _)) => return Ok(Values::Null),
        Some((other, position)) => {
            return Err(Mistake::new(
                position,
                format!("a date is needed here, this is {}", other.storage().noun()),
            )
            .with_fix("write cast(x as timestamp) where a text holds dates"));
        }
    };
    if matches!(part, Part::Second | Part::Epoch) {
        let seconds = |v: i64| match part {
            Part::Second => v.rem_euclid(60_000_000) as f64 / 1e6,
            _ => v as f64 / 1e6,
        };
        let one = |v: Option<i64>| v.map_or(f64::NAN, seconds);
        return Ok(Values::Number(instants.into_iter().map(one).collect()));
    }
    let one = |instant: Option<i64>| {
        let moment = moment(instant?)?;
        Some(match part {
            Part::Year => i64::from(moment.year()),
            Part::Quarter => i64::from(moment.month0() / 3 + 1),
            Part::Month => i64::from(moment.month()),
            Part::Week => i64::from(moment.iso_week().week()),
            Part::Day => i64::from(moment.day()),
            Part::DayOfYear => i64::from(moment.ordinal()),
            Part::DayOfWeek => i64::from(moment.weekday().num_days_from_sunday()),
            Part::IsoDayOfWeek => i64::from(moment.weekday().number_from_monday()),
            Part::Hour => i64::from(moment.hour()),
            Part::Minute => i64::from(moment.minute()),
            Part::Second | Part::Epoch => return None,
        })
    };
    Ok(Values::Integer(instants.into_iter().map(one).collect()))
}

/// What stands for the parts that are left out: the first month, the first day, midnight.
const FIRST: [f64; 6] = [f64::NAN, 1.0, 1.0, 0.0, 0.0, 0.0];

/// Instants from year, month, day, hour, minute and second; missing where the calendar has no such instant.
pub(super) fn make_date(given: Given<'_>) -> Result<Values<'_>, Mistake> {
    let mut parts = Vec::with_capacity(given.len());
    for (values, position) in given {
        parts.push(values.into_numbers(position)?);
    }
    let rows = common(parts.iter().map(Vec::len));
    let one = |row| {
        let mut whole = FIRST;
        for (part, values) in whole.iter_mut().zip(&parts) {
            *part = *at(values, row);
        }
        instant(whole)
    };
    Ok(Values::Date((0..rows).map(one).collect()))
}

/// Microseconds since 1970.
fn instant(parts: [f64; 6]) -> Option<i64> {
    let whole = |value: f64| (value.fract() == 0.0 && value.abs() < 1e6).then_some(value as i64);
    let small = |value: f64| u32::try_from(whole(value)?).ok();
    let [year, month, day, hour, minute, second] = parts;
    let year = i32::try_from(whole(year)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, small(month)?, small(day)?)?;
    let time = day.and_hms_opt(small(hour)?, small(minute)?, small(second)?)?;
    Some(time.and_utc().timestamp_micros())
}
