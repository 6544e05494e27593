//! What steps of time are counted in, so that equal steps are equal: months have 28 to 31 days, and markets close at weekends.

use chrono::{DateTime, Datelike as _, Days, NaiveDateTime, Weekday};

use crate::text;

/// A unit in which the steps of a series may be equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// Microseconds of dates.
    Time,
    /// Months: every instant is the same day of its month, or the last.
    Months,
    /// Days without weekends.
    Workdays,
    /// Steps of numbers that count time.
    Numbers,
}

impl Scale {
    /// The unit of instants, which are microseconds since 1970 where they are dates.
    pub fn of(instants: &[i64], is_date: bool) -> Self {
        if !is_date {
            return Scale::Numbers;
        }
        let all = |is: &dyn Fn(NaiveDateTime) -> bool| {
            let mut dates = instants.iter().map(|at| date(*at));
            dates.all(|date| date.is_some_and(is))
        };
        let Some(first) = instants.first().and_then(|at| date(*at)) else {
            return Scale::Time;
        };
        let (day, time) = (first.day(), first.time());
        let is_last = |d: NaiveDateTime| {
            let next = d.checked_add_days(Days::new(1));
            next.is_none_or(|next| next.day() == 1)
        };
        let on_day = |d: NaiveDateTime| d.time() == time && d.day() == day;
        let is_weekend = |d: NaiveDateTime| matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
        if all(&on_day) || all(&|d| d.time() == time && is_last(d)) {
            Scale::Months
        } else if all(&|d| d.time() == time && !is_weekend(d))
            && !all(&|d| d.weekday() == first.weekday())
        {
            Scale::Workdays
        } else {
            Scale::Time
        }
    }

    /// Where an instant stands, counted in this unit.
    pub fn place(self, instant: i64) -> i64 {
        let Some(date) = date(instant).filter(|_| matches!(self, Scale::Months | Scale::Workdays))
        else {
            return instant;
        };
        match self {
            Scale::Months => i64::from(date.year()) * 12 + i64::from(date.month0()),
            _ => {
                let days = i64::from(date.num_days_from_ce());
                let weekday = i64::from(date.weekday().num_days_from_monday());
                (days - weekday).div_euclid(7) * 5 + weekday.min(4)
            }
        }
    }

    /// So many steps in words.
    pub fn told(self, steps: i64) -> String {
        let count = usize::try_from(steps).unwrap_or(0);
        match self {
            Scale::Months if count > 0 && count.is_multiple_of(12) => {
                text::counted(count / 12, "year")
            }
            Scale::Months => text::counted(count, "month"),
            Scale::Workdays => text::counted(count, "working day"),
            Scale::Numbers => text::counted(count, "step"),
            Scale::Time => duration(steps as f64 / 1e6),
        }
    }
}

fn date(instant: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_micros(instant).map(|date| date.naive_utc())
}

/// A length of time in its largest whole unit.
fn duration(seconds: f64) -> String {
    for (unit, length) in [("day", 86_400.0), ("hour", 3_600.0), ("minute", 60.0)] {
        if seconds >= length && (seconds / length).fract() == 0.0 {
            return text::counted((seconds / length) as usize, unit);
        }
    }
    text::seconds(seconds)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn instants(days: &[(i32, u32, u32)]) -> Vec<i64> {
        let of = |(y, m, d): &(i32, u32, u32)| {
            let date = NaiveDate::from_ymd_opt(*y, *m, *d).unwrap();
            date.and_hms_opt(0, 0, 0)
                .unwrap()
                .and_utc()
                .timestamp_micros()
        };
        days.iter().map(of).collect()
    }

    #[test]
    fn units_are_told_apart() {
        let months = instants(&[(2020, 11, 1), (2020, 12, 1), (2021, 1, 1), (2021, 4, 1)]);
        let scale = Scale::of(&months, true);
        assert_eq!(scale, Scale::Months);
        let places: Vec<i64> = months.iter().map(|at| scale.place(*at)).collect();
        let steps: Vec<i64> = places.windows(2).map(|w| w[1] - w[0]).collect();
        assert_eq!(steps, [1, 1, 3]);
        let ends = instants(&[(2020, 1, 31), (2020, 2, 29), (2020, 3, 31)]);
        assert_eq!(Scale::of(&ends, true), Scale::Months);
        // Thursday, Friday, Monday, Wednesday.
        let market = instants(&[(2024, 2, 1), (2024, 2, 2), (2024, 2, 5), (2024, 2, 7)]);
        let scale = Scale::of(&market, true);
        assert_eq!(scale, Scale::Workdays);
        let places: Vec<i64> = market.iter().map(|at| scale.place(*at)).collect();
        let steps: Vec<i64> = places.windows(2).map(|w| w[1] - w[0]).collect();
        assert_eq!(steps, [1, 1, 2]);
        let weeks = instants(&[(2024, 2, 1), (2024, 2, 8), (2024, 2, 15)]);
        assert_eq!(Scale::of(&weeks, true), Scale::Time);
        assert_eq!(Scale::of(&[1, 2, 5], false), Scale::Numbers);
        assert_eq!(
            (Scale::Months.told(12), Scale::Time.told(7_200_000_000)),
            ("1 year".to_owned(), "2 hours".to_owned())
        );
    }
}
