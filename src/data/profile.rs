//! The profile of one column: what pandas' `describe`, `skew` and `kurt` say of it, its distribution, its frequent values.

use crate::decisions::Kind;
use crate::error::Result;
use crate::figures::Histogram;
use crate::spec::ColumnRole;
use crate::stats::{Moments, quantile};
use crate::table::{Storage, Table};
use crate::text;

use super::ColumnProfile;

/// Bins of a histogram.
const BINS: usize = 30;
/// Frequent values kept.
const TOP: usize = 10;
/// Cells of a value kept.
const WIDTH: usize = 80;

/// Profiles a column. Of a personal column no value is kept, only counts and moments.
pub(super) fn profile(table: &Table, column: &ColumnRole, personal: bool) -> Result<ColumnProfile> {
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
        ..ColumnProfile::default()
    };
    let filled = missing.len() - profile.missing;
    match meta.storage {
        Storage::Integer | Storage::Number => {
            let values = present(table.numbers(&column.name)?);
            describe(&mut profile, &values);
            if column.kind != Kind::Number && !personal {
                profile.top = frequent(table, &column.name)?;
            }
        }
        Storage::Date => {
            let moments: Vec<f64> = present(table.numbers(&column.name)?);
            profile.distinct = distinct(&sorted(&moments));
            if !personal {
                profile.histogram = histogram(&moments);
                profile.span = span(table, &column.name)?;
            }
        }
        Storage::Boolean | Storage::Text => {
            let labels = table.labels(&column.name)?;
            profile.distinct = labels.names.len();
            // A number that was read as text is described as the person decided.
            match table.numbers(&column.name) {
                Ok(values) if column.kind == Kind::Number && filled > 0 => {
                    describe(&mut profile, &present(values));
                }
                _ if !personal && !matches!(column.kind, Kind::Id | Kind::Text) => {
                    profile.top = frequent(table, &column.name)?;
                }
                _ => {}
            }
        }
    }
    Ok(profile)
}

fn present(values: Vec<f64>) -> Vec<f64> {
    values.into_iter().filter(|v| !v.is_nan()).collect()
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Different values of sorted ones; the two zeros are one value.
fn distinct(sorted: &[f64]) -> usize {
    usize::from(!sorted.is_empty()) + sorted.windows(2).filter(|w| w[0] != w[1]).count()
}

/// Moments, quantiles and histogram; every one is `None` where it is undefined.
fn describe(profile: &mut ColumnProfile, values: &[f64]) {
    let sorted = sorted(values);
    let moments = Moments::of(values);
    let finite = |value: f64| value.is_finite().then_some(value);
    profile.distinct = distinct(&sorted);
    profile.mean = moments.mean().and_then(finite);
    profile.std = moments.std().and_then(finite);
    profile.skewness = moments.skewness().and_then(finite);
    profile.kurtosis = moments.kurtosis().and_then(finite);
    profile.q25 = quantile(&sorted, 0.25).and_then(finite);
    profile.median = quantile(&sorted, 0.5).and_then(finite);
    profile.q75 = quantile(&sorted, 0.75).and_then(finite);
    if !profile.personal {
        profile.min = sorted.first().copied().and_then(finite);
        profile.max = sorted.last().copied().and_then(finite);
        profile.histogram = histogram(values);
    }
}

fn histogram(values: &[f64]) -> Option<Histogram> {
    let finite: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    (!finite.is_empty()).then(|| Histogram::of(&finite, BINS))
}

/// First and last date.
fn span(table: &Table, name: &str) -> Result<Option<(String, String)>> {
    let moments = table.instants(name)?;
    let filled = || moments.iter().enumerate().filter_map(|(row, m)| Some(((*m)?, row)));
    let cell = |row: usize| table.cell(row, name);
    let (first, last) = (filled().min(), filled().max());
    Ok(match (first, last) {
        (Some((_, first)), Some((_, last))) => cell(first).zip(cell(last)),
        _ => None,
    })
}

/// The most frequent values, equal counts in the order of the values.
fn frequent(table: &Table, name: &str) -> Result<Vec<(String, u64)>> {
    let labels = table.labels(name)?;
    let mut counts = vec![0_u64; labels.names.len()];
    for code in labels.codes.iter().flatten() {
        counts[*code as usize] += 1;
    }
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(counts[i]), i));
    let name_of = |i: usize| text::cut(&labels.names[i], WIDTH).into_owned();
    Ok(order.into_iter().take(TOP).map(|i| (name_of(i), counts[i])).collect())
}
