//! Count, mean, deviation, skewness and kurtosis.

use crate::stats::{Sum, sum};

/// Sums that are added up side by side.
const LANES: usize = 4;

/// What the powers of the values say about their distribution.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    /// Values that are there.
    pub count: usize,
    /// Their sum.
    pub sum: f64,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation with n - 1; from two values on.
    pub std: Option<f64>,
    /// Skewness G1, bias-corrected as pandas does (Joanes & Gill 1998); from three values on, not all equal.
    pub skewness: Option<f64>,
    /// Excess kurtosis G2, bias-corrected as pandas does (Joanes & Gill 1998); from four values on, not all equal.
    pub kurtosis: Option<f64>,
}

/// The moments of the values that are there, by two passes with compensated sums.
/// Where a value is infinite, the count, the smallest and the largest are all that is given.
pub fn moments(values: &[f64]) -> Moments {
    let there = || values.iter().copied().filter(|v| !v.is_nan());
    let mut total = Sum::default();
    let (mut count, mut min, mut max) = (0_usize, f64::INFINITY, f64::NEG_INFINITY);
    for value in there() {
        count += 1;
        total.add(value);
        min = min.min(value);
        max = max.max(value);
    }
    if count == 0 {
        return Moments::default();
    }
    let n = count as f64;
    let mut found = Moments {
        count,
        sum: total.value(),
        min: Some(min),
        max: Some(max),
        ..Moments::default()
    };
    if !min.is_finite() || !max.is_finite() {
        return found;
    }
    if min == max {
        found.mean = Some(min);
        found.std = (count > 1).then_some(0.0);
        return found;
    }
    let mean = if found.sum.is_finite() {
        found.sum / n
    } else {
        sum(there().map(|v| v / n))
    };
    found.mean = Some(mean);

    // Deviations are taken in units of the largest, so that their fourth powers neither overflow nor vanish.
    let scale = (max - mean).max(mean - min);
    let (mut first, mut second) = (Sum::default(), Sum::default());
    let (mut third, mut fourth) = (Sum::default(), Sum::default());
    for value in there() {
        let d = (value - mean) / scale;
        first.add(d);
        second.add(d * d);
        third.add(d * d * d);
        fourth.add(d * d * d * d);
    }
    // The mean is rounded; what the deviations still sum to corrects their squares.
    let m2 = second.value() - first.value() * first.value() / n;
    let (m3, m4) = (third.value(), fourth.value());
    found.std = finite(scale * (m2 / (n - 1.0)).sqrt());
    if count > 2 {
        found.skewness = finite(n * (n - 1.0).sqrt() / (n - 2.0) * m3 / m2.powf(1.5));
    }
    if count > 3 {
        let spread = (n - 2.0) * (n - 3.0);
        let raw = n * (n + 1.0) * (n - 1.0) * m4 / (spread * m2 * m2);
        found.kurtosis = finite(raw - 3.0 * (n - 1.0) * (n - 1.0) / spread);
    }
    found
}

/// Arithmetic mean of the values that are there; not-a-number where there is none.
pub fn mean(values: &[f64]) -> f64 {
    let mut total = Sum::default();
    let mut count = 0_usize;
    for &value in values.iter().filter(|v| !v.is_nan()) {
        total.add(value);
        count += 1;
    }
    total.value() / count as f64
}

/// Weighted arithmetic mean of the values that are there; not-a-number where there is none that counts. One weight a value.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    lanes(values, weights, |value| !value.is_nan())
}

/// The same where every value must be there: not-a-number where one that counts is not.
pub fn weighted_mean_of_all(values: &[f64], weights: &[f64]) -> f64 {
    lanes(values, weights, |_| true)
}

/// Weighted mean of the values that are there. Several sums stand side by side, as each waits for its own last addition only; and nothing
/// branches on a weight, as which rows a replicate draws cannot be foreseen.
fn lanes(values: &[f64], weights: &[f64], is_there: impl Fn(f64) -> bool) -> f64 {
    let mut totals = [Sum::default(); LANES];
    let mut counted = [Sum::default(); LANES];
    let rows = values.len().min(weights.len());
    for from in (0..rows).step_by(LANES) {
        let to = (from + LANES).min(rows);
        let lanes = totals.iter_mut().zip(&mut counted);
        let pairs = values[from..to].iter().zip(&weights[from..to]);
        for ((total, counted), (&value, &weight)) in lanes.zip(pairs) {
            let counts = is_there(value) & (weight != 0.0);
            let (part, weight) = if counts {
                (value * weight, weight)
            } else {
                (0.0, 0.0)
            };
            total.add(part);
            counted.add(weight);
        }
    }
    let all = |sums: [Sum; LANES]| sum(sums.map(Sum::value));
    all(totals) / all(counted)
}

/// Standard deviation with n - 1 of the values that are there; not-a-number below two of them.
pub fn std(values: &[f64]) -> f64 {
    moments(values).std.unwrap_or(f64::NAN)
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!(
            (found - expected).abs() <= 1e-12 * expected.abs().max(1.0),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn small_sample_by_hand() {
        // 1, 2, 4: mean 7/3, deviations -4/3, -1/3, 5/3.
        let m = moments(&[1.0, f64::NAN, 2.0, 4.0]);
        assert_eq!(m.count, 3);
        near(m.mean, 7.0 / 3.0);
        near(m.std, (7.0_f64 / 3.0).sqrt());
        // m2 = 14/3, m3 = 60/27; G1 = 3 sqrt(2) m3 / m2^1.5.
        near(
            m.skewness,
            3.0 * 2.0_f64.sqrt() * (60.0 / 27.0) / (14.0_f64 / 3.0).powf(1.5),
        );
        assert_eq!(m.kurtosis, None);
    }

    #[test]
    fn few_or_equal_values_leave_gaps() {
        assert_eq!(moments(&[f64::NAN]), Moments::default());
        let one = moments(&[3.0]);
        assert_eq!((one.mean, one.std), (Some(3.0), None));
        let equal = moments(&[0.1; 7]);
        assert_eq!((equal.mean, equal.std), (Some(0.1), Some(0.0)));
        assert_eq!((equal.skewness, equal.kurtosis), (None, None));
    }

    #[test]
    fn extreme_magnitudes_do_not_overflow() {
        let shape = moments(&[1.0, 2.0, 4.0, 8.0]);
        for scale in [1e-200, 1e200, 4e306] {
            let m = moments(&[1.0, 2.0, 4.0, 8.0].map(|v| v * scale));
            near(m.skewness, shape.skewness.unwrap());
            near(m.kurtosis, shape.kurtosis.unwrap());
            near(m.std.map(|s| s / scale), shape.std.unwrap());
        }
    }

    #[test]
    fn an_infinite_value_has_no_mean() {
        let m = moments(&[1.0, f64::INFINITY]);
        assert_eq!((m.count, m.mean, m.std), (2, None, None));
        assert_eq!(m.max, Some(f64::INFINITY));
    }

    #[test]
    fn a_large_offset_keeps_the_digits() {
        near(Some(std(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0])), 1.0);
        assert_eq!(mean(&[1e9 + 1.0, f64::NAN, 1e9 + 3.0]), 1e9 + 2.0);
    }

    #[test]
    fn nothing_has_no_mean() {
        assert!(mean(&[f64::NAN]).is_nan() && mean(&[]).is_nan());
        assert!(std(&[1.0]).is_nan());
    }
}
