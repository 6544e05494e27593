//! Metrics of numbers: losses of one row, and scores that need all rows.
//!
//! Conventions are those of scikit-learn unless a docstring says otherwise. A loss of not-a-number says that the row
//! cannot be judged.

use crate::stats::{Sum, sum, weighted_quantile_sorted};

/// Rows of a regression as a function of all rows sees them.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    pub(super) truth: Vec<f64>,
    pub(super) predicted: Vec<f64>,
}

impl Numbers {
    /// Truth, prediction and weight of the rows that count.
    fn rows(&self, weights: &[f64]) -> impl Iterator<Item = (f64, f64, f64)> + Clone {
        self.truth
            .iter()
            .zip(&self.predicted)
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0)
            .map(|((&truth, &predicted), &weight)| (truth, predicted, weight))
    }
}

/// |y - f|.
pub(super) fn absolute(truth: f64, predicted: f64) -> f64 {
    (truth - predicted).abs()
}

/// (y - f)^2.
pub(super) fn squared(truth: f64, predicted: f64) -> f64 {
    (truth - predicted) * (truth - predicted)
}

/// |y - f| / |y|, the denominator at least the smallest step from 1, so that a true 0 gives a very large number.
pub(super) fn percentage(truth: f64, predicted: f64) -> f64 {
    (truth - predicted).abs() / truth.abs().max(f64::EPSILON)
}

/// 2 |y - f| / (|y| + |f|), 0 where both are 0; a fraction, not a percentage.
pub(super) fn symmetric_percentage(truth: f64, predicted: f64) -> f64 {
    let size = truth.abs() + predicted.abs();
    if size == 0.0 {
        0.0
    } else {
        2.0 * (truth - predicted).abs() / size
    }
}

/// (ln(1 + y) - ln(1 + f))^2; defined above -1.
pub(super) fn squared_log(truth: f64, predicted: f64) -> f64 {
    if truth <= -1.0 || predicted <= -1.0 {
        return f64::NAN;
    }
    squared(truth.ln_1p(), predicted.ln_1p())
}

/// 2 (y ln(y / f) - y + f); defined for y >= 0, f > 0.
pub(super) fn poisson_deviance(truth: f64, predicted: f64) -> f64 {
    if truth < 0.0 || predicted <= 0.0 {
        return f64::NAN;
    }
    let ratio = if truth == 0.0 {
        0.0
    } else {
        truth * (truth / predicted).ln()
    };
    2.0 * (ratio - truth + predicted)
}

/// 2 (ln(f / y) + y / f - 1); defined for y > 0, f > 0.
pub(super) fn gamma_deviance(truth: f64, predicted: f64) -> f64 {
    if truth <= 0.0 || predicted <= 0.0 {
        return f64::NAN;
    }
    2.0 * ((predicted / truth).ln() + truth / predicted - 1.0)
}

/// The largest |y - f|.
pub(super) fn max_error(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    rows.rows(weights)
        .map(|(truth, predicted, _)| absolute(truth, predicted))
        .max_by(f64::total_cmp)
}

/// 1 - squared errors / squared deviations from the mean. A constant truth gives 1 where it is predicted exactly, else 0;
/// undefined below two rows.
pub(super) fn r2(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    rows.rows(weights).nth(1)?;
    let errors = sum(rows.rows(weights).map(|(y, f, w)| w * squared(y, f)));
    let spread = squared_deviations(rows.rows(weights).map(|(y, _, w)| (y, w)));
    Some(explained(errors, spread))
}

/// 1 - variance of the errors / variance of the truth, with the constant truth as in [`r2`].
pub(super) fn explained_variance(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    let errors = squared_deviations(rows.rows(weights).map(|(y, f, w)| (y - f, w)));
    let spread = squared_deviations(rows.rows(weights).map(|(y, _, w)| (y, w)));
    Some(explained(errors, spread))
}

fn explained(left: f64, spread: f64) -> f64 {
    if spread != 0.0 {
        1.0 - left / spread
    } else if left == 0.0 {
        1.0
    } else {
        0.0
    }
}

/// Weighted squared deviations from the weighted mean; exactly 0 where all values are equal.
fn squared_deviations(rows: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let mut values = rows.clone().map(|(value, _)| value);
    let first = values.next();
    if values.all(|value| Some(value) == first) {
        return 0.0;
    }
    let (mut total, mut weight) = (Sum::default(), Sum::default());
    for (value, w) in rows.clone() {
        total.add(w * value);
        weight.add(w);
    }
    let mean = total.value() / weight.value();
    sum(rows.map(|(value, w)| w * squared(value, mean)))
}

/// Loss of a quantile at `level` (Koenker & Bassett 1978): errors where too little was said weigh `level`, others the rest.
fn pinball(level: f64, truth: f64, predicted: f64) -> f64 {
    let missed = truth - predicted;
    (level * missed).max((level - 1.0) * missed)
}

/// [`pinball`] at 0.1.
pub(super) fn pinball_low(truth: f64, predicted: f64) -> f64 {
    pinball(0.1, truth, predicted)
}

/// [`pinball`] at 0.5: half the absolute error.
pub(super) fn pinball_middle(truth: f64, predicted: f64) -> f64 {
    pinball(0.5, truth, predicted)
}

/// [`pinball`] at 0.9.
pub(super) fn pinball_high(truth: f64, predicted: f64) -> f64 {
    pinball(0.9, truth, predicted)
}

/// f - y, which keeps its sign.
pub(super) fn too_much(truth: f64, predicted: f64) -> f64 {
    predicted - truth
}

/// Deviance of a Tweedie distribution of this power (Jorgensen 1987), other than 0, 1 and 2; defined for f > 0 and y >= 0, above 2 for y > 0.
fn tweedie(power: f64, truth: f64, predicted: f64) -> f64 {
    if predicted <= 0.0 || truth < 0.0 || (power > 2.0 && truth == 0.0) {
        return f64::NAN;
    }
    let (one, two) = (1.0 - power, 2.0 - power);
    2.0 * (truth.powf(two) / (one * two) - truth * predicted.powf(one) / one
        + predicted.powf(two) / two)
}

/// [`tweedie`] of the power 1.5: sums of gamma amounts, with zeros.
pub(super) fn tweedie_compound(truth: f64, predicted: f64) -> f64 {
    tweedie(1.5, truth, predicted)
}

/// [`tweedie`] of the power 3: inverse Gaussian.
pub(super) fn tweedie_inverse_gaussian(truth: f64, predicted: f64) -> f64 {
    tweedie(3.0, truth, predicted)
}

/// 1 - absolute errors / absolute deviations from the median; undefined below two rows.
pub(super) fn d2_absolute_error(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    d2_pinball(0.5, rows, weights)
}

/// 1 - [`pinball`] at 0.9 / that of the 0.9 quantile for every row; undefined below two rows.
pub(super) fn d2_pinball_high(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    d2_pinball(0.9, rows, weights)
}

fn d2_pinball(level: f64, rows: &Numbers, weights: &[f64]) -> Option<f64> {
    rows.rows(weights).nth(1)?;
    let mut sorted: Vec<(f64, f64)> = rows.rows(weights).map(|(y, _, w)| (y, w)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let constant = weighted_quantile_sorted(sorted.iter().copied(), level)?;
    let errors = sum(rows.rows(weights).map(|(y, f, w)| w * pinball(level, y, f)));
    let spread = sum(rows
        .rows(weights)
        .map(|(y, _, w)| w * pinball(level, y, constant)));
    Some(explained(errors, spread))
}

/// Mean |y - f| over the mean |y_t - y_{t-1}| of the same rows (Hyndman & Koehler 2006, with the scale taken where the
/// score is). Rows must be one series in order of time. The scale is taken over all rows and does not follow the
/// weights; undefined where the truth never moves.
pub(super) fn mase(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    seasonal_mase(1, rows, weights)
}

/// [`mase`] with the value seven rows before: the season of days.
pub(super) fn mase_weekly(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    seasonal_mase(7, rows, weights)
}

/// [`mase`] with the value twelve rows before: the season of months.
pub(super) fn mase_yearly(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    seasonal_mase(12, rows, weights)
}

fn seasonal_mase(season: usize, rows: &Numbers, weights: &[f64]) -> Option<f64> {
    let before = rows.truth.iter().zip(rows.truth.get(season..)?);
    let steps = before.len();
    let moved = sum(before.map(|(before, now)| absolute(*before, *now)));
    let weight = sum(rows.rows(weights).map(|(_, _, w)| w));
    let missed = sum(rows.rows(weights).map(|(y, f, w)| w * absolute(y, f)));
    (steps > 0).then(|| (missed / weight) / (moved / steps as f64))
}

/// Mean of two ratios to what repeating the row before makes: [`mase`], and that of the symmetric percentage errors (overall weighted average of
/// the M4 competition, Makridakis et al. 2020, against the last value where that competition takes a seasonally adjusted one).
pub(super) fn owa(rows: &Numbers, weights: &[f64]) -> Option<f64> {
    let steps = rows.truth.len().checked_sub(1).filter(|&n| n > 0)?;
    let repeated = rows.truth.windows(2);
    let repeated = sum(repeated.map(|pair| symmetric_percentage(pair[1], pair[0])));
    let weight = sum(rows.rows(weights).map(|(_, _, w)| w));
    let missed = rows.rows(weights);
    let missed = sum(missed.map(|(y, f, w)| w * symmetric_percentage(y, f)));
    let ratio = (missed / weight) / (repeated / steps as f64);
    Some((ratio + mase(rows, weights)?) / 2.0)
}
