//! The profile of one column: what pandas' `describe`, `skew` and `kurt` say of it, its distribution, its frequent values; `time` has it
//! over time, `against` beside the target.

mod against;
mod monotonic;
mod time;

pub(in crate::data) use against::information;
pub use against::{Against, Bin};
pub use monotonic::Monotonic;
pub use time::{Calendar, OverTime, Periods};

use crate::decisions::Kind;
use crate::error::Result;
use crate::figures::{Histogram, Tails, Whiskers};
use crate::spec::ColumnRole;
use crate::stats::{Sorted, moments};
use crate::table::{Labels, Storage, Table, by_frequency};
use crate::text;

use super::ColumnProfile;
use super::semantic::semantic;

/// Frequent values kept.
pub(in crate::data) const TOP: usize = 10;
/// Cells of a value kept.
pub(in crate::data) const WIDTH: usize = 80;

/// Interquartile ranges outside the quartiles from which a value is an outlier (Tukey 1977).
const REACH: f64 = 1.5;

/// Profiles a column of the table; `sample` has some of its rows, `calendar` the period of each. Of a personal column no value is
/// kept, only counts and moments.
pub(in crate::data) fn profile(
    table: &Table,
    sample: &Table,
    column: &ColumnRole,
    personal: bool,
    calendar: Option<&Calendar>,
) -> Result<ColumnProfile> {
    let meta = table.column(&column.name)?;
    let missing = table.missing(&column.name)?;
    let mut profile = ColumnProfile {
        name: column.name.clone(),
        kind: Some(column.kind),
        role: Some(column.role),
        known_at_prediction: column.known_at_prediction,
        unit: column.unit.clone(),
        personal,
        missing: missing.iter().filter(|m| **m).count(),
        markers: meta
            .markers
            .iter()
            .filter(|(marker, _)| !marker.is_empty())
            .map(|(marker, _)| marker.clone())
            .collect(),
        semantic: Some(semantic(sample, column)?),
        over_time: match calendar {
            Some(calendar) => calendar.column(table, column, personal)?,
            None => None,
        },
        ..ColumnProfile::default()
    };
    let filled = missing.len() - profile.missing;
    match meta.storage {
        Storage::Integer | Storage::Number => {
            describe(&mut profile, &table.numbers(&column.name)?);
            if column.kind != Kind::Number && !personal {
                profile.top = frequent(&table.labels(&column.name)?);
            }
        }
        Storage::Date => {
            describe_dates(&mut profile, &table.numbers(&column.name)?);
            if !personal {
                profile.span = span(table, &column.name)?;
            }
        }
        Storage::Boolean | Storage::Text => {
            let labels = table.labels(&column.name)?;
            profile.distinct = labels.names.len();
            // A number that was read as text is described as the person decided.
            match table.numbers(&column.name) {
                Ok(values) if column.kind == Kind::Number && filled > 0 => {
                    describe(&mut profile, &values);
                }
                _ if !personal && !matches!(column.kind, Kind::Id | Kind::Text) => {
                    profile.top = frequent(&labels);
                }
                _ => {}
            }
        }
    }
    Ok(profile)
}

/// Different dates and their distribution, of microseconds since 1970.
pub(in crate::data) fn describe_dates(profile: &mut ColumnProfile, values: &[f64]) {
    let dates = Sorted::new(values);
    profile.distinct = dates.distinct();
    profile.monotonic = Monotonic::of(values);
    if !profile.personal {
        profile.histogram = drawn(&dates, Tails::Whole);
    }
}

/// Moments, quantiles and histogram; every one is `None` where it is undefined.
pub(in crate::data) fn describe(profile: &mut ColumnProfile, values: &[f64]) {
    let sorted = Sorted::new(values);
    let moments = moments(values);
    let quantile = |q: f64| sorted.quantile(q).filter(|v| v.is_finite());
    profile.distinct = sorted.distinct();
    profile.mean = moments.mean;
    profile.std = moments.std;
    profile.skewness = moments.skewness;
    profile.kurtosis = moments.kurtosis;
    profile.q25 = quantile(0.25);
    profile.median = quantile(0.5);
    profile.q75 = quantile(0.75);
    profile.zeros = Some(count(sorted.values(), |v| v == 0.0));
    profile.negatives = Some(count(sorted.values(), |v| v < 0.0));
    profile.outliers = sorted.fences(REACH).map(|f| (f.below, f.above));
    profile.monotonic = Monotonic::of(values);
    if !profile.personal {
        profile.min = quantile(0.0);
        profile.max = quantile(1.0);
        profile.whiskers = Whiskers::of(&sorted);
        profile.histogram = drawn(&sorted, Tails::TrimHeavy);
    }
}

fn count(values: &[f64], is: impl Fn(f64) -> bool) -> usize {
    values.iter().filter(|v| is(**v)).count()
}

/// The histogram of sorted values, `None` where there is nothing to draw.
fn drawn(sorted: &Sorted, tails: Tails) -> Option<Histogram> {
    let histogram = Histogram::of_sorted(sorted, tails);
    (!histogram.counts.is_empty()).then_some(histogram)
}

/// First and last date.
fn span(table: &Table, name: &str) -> Result<Option<(String, String)>> {
    let moments = table.instants(name)?;
    let filled = || {
        moments
            .iter()
            .enumerate()
            .filter_map(|(row, m)| Some(((*m)?, row)))
    };
    let cell = |row: usize| table.cell(row, name);
    let (first, last) = (filled().min(), filled().max());
    Ok(match (first, last) {
        (Some((_, first)), Some((_, last))) => cell(first).zip(cell(last)),
        _ => None,
    })
}

/// The most frequent values, equal counts in the order of the values.
fn frequent(labels: &Labels) -> Vec<(String, u64)> {
    let counts = labels.counts();
    let name_of = |i: usize| text::cut(&labels.names[i], WIDTH).into_owned();
    by_frequency(&counts)
        .into_iter()
        .take(TOP)
        .map(|i| (name_of(i), counts[i] as u64))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::testing::evidence;

    fn golden(file: &str) -> String {
        let path = format!("{}/tests/golden/profile/{file}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    }

    /// The profile of a whole file, reading included, against that of pandas.
    fn equals_pandas(set: &str) {
        let found = evidence(
            "format = 1\n[[source]]\npath = \"data.csv\"\n",
            &golden(&format!("{set}.csv")),
        );
        let expected: Value = serde_json::from_str(&golden(&format!("{set}.json"))).unwrap();
        assert_eq!(Some(found.rows as u64), expected["rows"].as_u64());
        for column in &found.columns {
            let of = &expected["columns"][&column.name];
            assert_eq!(
                Some(column.missing as u64),
                of["missing"].as_u64(),
                "{}",
                column.name
            );
            assert_eq!(
                Some(column.distinct as u64),
                of["distinct"].as_u64(),
                "{}",
                column.name
            );
            let scale = column.std.unwrap_or(1.0);
            for (key, value) in [
                ("mean", column.mean),
                ("std_ddof1", column.std),
                ("min", column.min),
                ("q25", column.q25),
                ("median", column.median),
                ("q75", column.q75),
                ("max", column.max),
                ("skew_G1", column.skewness),
                ("kurtosis_excess_G2", column.kurtosis),
            ] {
                let wanted = of[key].as_f64();
                let near = match (value, wanted) {
                    (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(scale.min(1.0)),
                    (value, wanted) => value.is_none() && wanted.is_none(),
                };
                assert!(near, "{} {key}: {value:?} is not {wanted:?}", column.name);
            }
            let outliers = column.outliers;
            for (key, value) in [
                ("zeros", column.zeros),
                ("negatives", column.negatives),
                ("outliers_low", outliers.map(|o| o.0)),
                ("outliers_high", outliers.map(|o| o.1)),
            ] {
                let Some(value) = value else { continue };
                let wanted = of[key].as_u64();
                assert_eq!(Some(value as u64), wanted, "{} {key}", column.name);
            }
        }
    }

    #[test]
    fn numbers_texts_gaps_and_an_empty_column() {
        equals_pandas("mixed_synthetic");
    }

    #[test]
    fn numbers_of_all_sizes() {
        equals_pandas("diabetes");
    }
}
