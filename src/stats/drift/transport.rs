//! How far values moved: distances between two distribution functions along the values.

use super::ks::together;
use crate::stats::{Sorted, Sum, mean};

/// Below this a deviation is no unit to measure in (Evidently's floor).
const LEAST_DEVIATION: f64 = 0.001;

/// Wasserstein distance of order 1, in the unit of the values: the mean way that values must move to turn one sample into
/// the other. `None` where a sample is empty.
pub fn wasserstein(reference: &Sorted, current: &Sorted) -> Option<f64> {
    integral(reference, current, f64::abs)
}

/// [`wasserstein`] over the deviation (n) of the reference, at least 0.001.
pub fn wasserstein_normed(reference: &Sorted, current: &Sorted) -> Option<f64> {
    let values = reference.values();
    let centre = mean(values);
    let squares: Vec<f64> = values.iter().map(|v| (v - centre).powi(2)).collect();
    let deviation = mean(&squares).sqrt();
    Some(wasserstein(reference, current)? / deviation.max(LEAST_DEVIATION))
}

/// Energy distance: the root of twice the integrated squared difference of the distribution functions (Székely 2003).
/// `None` where a sample is empty.
pub fn energy(reference: &Sorted, current: &Sorted) -> Option<f64> {
    Some((2.0 * integral(reference, current, |d| d * d)?).sqrt())
}

/// Integral along the values of `f` of the difference of the two distribution functions.
fn integral(reference: &Sorted, current: &Sorted, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let mut sum = Sum::default();
    let mut last: Option<(f64, f64)> = None;
    for (value, before, after) in together(reference, current) {
        if let Some((from, difference)) = last {
            sum.add(f(difference) * (value - from));
        }
        last = Some((value, before as f64 / n - after as f64 / m));
    }
    Some(sum.value())
}
