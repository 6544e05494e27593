//! Tests of means.

use super::Outcome;
use super::tails::{normal_two_sided, student_two_sided};
use crate::stats::moments;

/// Student's t-test with one variance for both samples. `None` where it is undefined: fewer than two values or no spread.
pub fn t_pooled(reference: &[f64], current: &[f64]) -> Option<Outcome> {
    let (a, b) = (Sample::of(reference)?, Sample::of(current)?);
    let degrees = a.n + b.n - 2.0;
    let variance = ((a.n - 1.0) * a.variance + (b.n - 1.0) * b.variance) / degrees;
    outcome(a.mean - b.mean, variance * (1.0 / a.n + 1.0 / b.n), degrees)
}

/// Welch's t-test, each sample with its own variance. `None` where it is undefined.
pub fn t_welch(reference: &[f64], current: &[f64]) -> Option<Outcome> {
    let (a, b) = (Sample::of(reference)?, Sample::of(current)?);
    let (va, vb) = (a.variance / a.n, b.variance / b.n);
    let degrees = (va + vb).powi(2) / (va * va / (a.n - 1.0) + vb * vb / (b.n - 1.0));
    outcome(a.mean - b.mean, va + vb, degrees)
}

/// Whether two estimates with these standard errors differ, by the normal distribution. `None` where there is no error
/// of estimation or something is not a number.
pub fn z_of_means(difference: f64, errors: (f64, f64)) -> Option<Outcome> {
    let statistic = difference / errors.0.hypot(errors.1);
    statistic.is_finite().then(|| Outcome {
        statistic,
        p_value: normal_two_sided(statistic),
    })
}

struct Sample {
    n: f64,
    mean: f64,
    variance: f64,
}

impl Sample {
    fn of(values: &[f64]) -> Option<Sample> {
        let found = moments(values);
        Some(Sample {
            n: found.count as f64,
            mean: found.mean?,
            variance: found.std?.powi(2),
        })
    }
}

fn outcome(difference: f64, variance: f64, degrees: f64) -> Option<Outcome> {
    let statistic = difference / variance.sqrt();
    (variance > 0.0 && statistic.is_finite()).then(|| Outcome {
        statistic,
        p_value: student_two_sided(statistic, degrees),
    })
}
