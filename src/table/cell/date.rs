//! Instants from text and back: microseconds since 1970-01-01T00:00, without a zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// Days from 0001-01-01 (day 1) to 1970-01-01.
const EPOCH: i64 = 719_163;

/// A day written with the year last, whose first two numbers may be day and month or the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeric {
    /// The first number.
    pub first: u32,
    /// The second number.
    pub second: u32,
    /// The year.
    pub year: i32,
    /// Microseconds after midnight.
    pub time: i64,
    /// Whether points stand between the numbers: the day is then first.
    pub dotted: bool,
}

/// An ISO 8601 date, or date and time after `T` or a space, with fraction and zone where written; an offset is
/// converted to UTC. `2015-10-01`, `2015/10/01`, `2015-10-01T12:30:00.5Z`.
pub(crate) fn iso(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() < 10 || bytes[4] != bytes[7] || !matches!(bytes[4], b'-' | b'/') {
        return None;
    }
    let year = digits(&bytes[..4])?;
    let month = digits(&bytes[5..7])?;
    let day = digits(&bytes[8..10])?;
    Some(midnight(i32::try_from(year).ok()?, month, day)? + time(&bytes[10..])?)
}

/// A date with the year last: `31/12/2015`, `12-31-2015 14:05`, `1.2.2015`.
pub(crate) fn numeric(text: &str) -> Option<Numeric> {
    let bytes = text.as_bytes();
    let end = |from: usize| {
        let run = bytes.get(from..)?;
        Some(from + run.iter().take_while(|b| b.is_ascii_digit()).count())
    };
    let first = end(0)?;
    let mark = *bytes.get(first)?;
    if !matches!(mark, b'/' | b'-' | b'.') {
        return None;
    }
    let second = end(first + 1)?;
    if *bytes.get(second)? != mark {
        return None;
    }
    let year = end(second + 1)?;
    if !(1..=2).contains(&first)
        || !(1..=2).contains(&(second - first - 1))
        || year - second - 1 != 4
    {
        return None;
    }
    Some(Numeric {
        first: digits(&bytes[..first])?,
        second: digits(&bytes[first + 1..second])?,
        year: i32::try_from(digits(&bytes[second + 1..year])?).ok()?,
        time: time(&bytes[year..])?,
        dotted: mark == b'.',
    })
}

/// The instant of a date with the year last, once the order of day and month is known.
pub(crate) fn numeric_instant(date: Numeric, day_first: bool) -> Option<i64> {
    let (day, month) = if day_first {
        (date.first, date.second)
    } else {
        (date.second, date.first)
    };
    Some(midnight(date.year, month, day)? + date.time)
}

/// The instant as ISO 8601: a day where it is midnight, else date and time.
pub(crate) fn date_text(instant: i64) -> String {
    let Some(moment) = moment(instant) else {
        return instant.to_string();
    };
    if instant.rem_euclid(DAY) == 0 {
        moment.format("%Y-%m-%d").to_string()
    } else if instant.rem_euclid(SECOND) == 0 {
        moment.format("%Y-%m-%dT%H:%M:%S").to_string()
    } else {
        moment.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
    }
}

/// The instant as calendar date and time; `None` beyond the calendar (year 262,000).
pub(crate) fn moment(instant: i64) -> Option<NaiveDateTime> {
    Some(DateTime::from_timestamp_micros(instant)?.naive_utc())
}

fn midnight(year: i32, month: u32, day: u32) -> Option<i64> {
    if year == 0 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some((i64::from(date.num_days_from_ce()) - EPOCH) * DAY)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |sum, b| {
        b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0'))
    })
}

/// Microseconds after midnight of what follows a date: nothing, or a separator, a time, AM or PM, a zone.
fn time(bytes: &[u8]) -> Option<i64> {
    let rest = match bytes {
        [] => return Some(0),
        [b'T' | b't' | b' ', rest @ ..] => rest,
        _ => return None,
    };
    let colon = rest.iter().position(|b| *b == b':')?;
    if !(1..=2).contains(&colon) {
        return None;
    }
    let mut hour = digits(&rest[..colon])?;
    let minute = digits(rest.get(colon + 1..colon + 3)?)?;
    let mut rest = &rest[colon + 3..];
    let (mut second, mut micros) = (0, 0);
    if let [b':', tens, ones, after @ ..] = rest {
        second = digits(&[*tens, *ones])?;
        rest = after;
        if let [b'.' | b',', fraction @ ..] = rest {
            let length = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if length == 0 || length > 9 {
                return None;
            }
            for place in 0..6 {
                let digit = fraction[..length].get(place).map_or(0, |b| b - b'0');
                micros = micros * 10 + i64::from(digit);
            }
            rest = &fraction[length..];
        }
    }
    let (rest, half) = half_of_day(rest);
    if let Some(afternoon) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    Some((seconds - offset(rest)?) * SECOND + micros)
}

/// Cuts `AM` or `PM` off; true where it is the afternoon.
fn half_of_day(bytes: &[u8]) -> (&[u8], Option<bool>) {
    match bytes.trim_ascii_start() {
        [b'A' | b'a', b'M' | b'm', rest @ ..] => (rest, Some(false)),
        [b'P' | b'p', b'M' | b'm', rest @ ..] => (rest, Some(true)),
        _ => (bytes, None),
    }
}

/// Seconds east of UTC: nothing or `Z` is 0, `+02:00`, `-0530`, `+01`.
fn offset(bytes: &[u8]) -> Option<i64> {
    let (sign, rest) = match bytes.trim_ascii_start() {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [a, b] => (digits(&[*a, *b])?, 0),
        [a, b, c, d] | [a, b, b':', c, d] => (digits(&[*a, *b])?, digits(&[*c, *d])?),
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(sign * i64::from(hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(text: &str) -> Option<String> {
        iso(text).map(date_text)
    }

    #[test]
    fn iso_dates() {
        assert_eq!(iso("1970-01-02"), Some(DAY));
        assert_eq!(iso("1970-01-01T00:00:01.5Z"), Some(1_500_000));
        assert_eq!(back("2015-10-01").as_deref(), Some("2015-10-01"));
        assert_eq!(
            back("2015/10/01 7:05").as_deref(),
            Some("2015-10-01T07:05:00")
        );
        assert_eq!(
            back("2015-10-01T01:00:00+02:00").as_deref(),
            Some("2015-09-30T23:00:00")
        );
        assert_eq!(
            back("0001-01-01 00:00:00.123456789").as_deref(),
            Some("0001-01-01T00:00:00.123456")
        );
        for wrong in [
            "2015-13-01",
            "2015-02-30",
            "2015-10-1",
            "2015-10-01x",
            "2015-10-01T",
            "0000-01-01",
            "2015-10-01 24:00",
            "2015-10-01 1:2",
            "201-10-011",
            "2015-10/01",
            "2015-10-01 10:00:00.",
            "éé15-10-01",
            "2015-10-01é",
        ] {
            assert_eq!(iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_with_the_year_last() {
        let date = numeric("31/12/2015 11:30 PM").unwrap();
        assert_eq!(
            numeric_instant(date, true).map(date_text).as_deref(),
            Some("2015-12-31T23:30:00")
        );
        assert_eq!(numeric_instant(date, false), None);
        assert!(numeric("1.2.2015").unwrap().dotted);
        for wrong in [
            "1/2/15",
            "1/2-2015",
            "123/1/2015",
            "/1/2015",
            "1/2/2015/",
            "",
            "1//2015",
        ] {
            assert_eq!(numeric(wrong), None, "{wrong}");
        }
    }
}
