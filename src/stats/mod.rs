//! Statistics without a subject: moments, quantiles, tests, the bootstrap.

/// Mean of the values that are numbers; not-a-number where there is none.
pub fn mean(values: &[f64]) -> f64 {
    let _ = values;
    todo!()
}
/// Median of the values that are numbers; not-a-number where there is none.
pub fn median(values: &[f64]) -> f64 {
    let _ = values;
    todo!()
}
/// Standard deviation with n - 1.
pub fn std(values: &[f64]) -> f64 {
    let _ = values;
    todo!()
}
