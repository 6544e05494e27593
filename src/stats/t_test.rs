//! The t-test of paired differences, plain and corrected for folds that share training rows.

use crate::stats::drift::tails::student_two_sided;
use crate::stats::moments;

/// Outcome of a t-test of differences against zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// Mean of the differences.
    pub mean: f64,
    /// Student's t.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees: f64,
    /// Two-sided p.
    pub p_value: f64,
}

/// Paired t-test: whether the mean of independent differences is zero.
/// `None` below two differences, or where all of them are zero.
pub fn paired_t(differences: &[f64]) -> Option<TTest> {
    scaled_t(differences, |n| 1.0 / n)
}

/// Corrected resampled t-test of Nadeau & Bengio (2003): whether the mean difference of two scores over folds is zero,
/// when the folds share training rows. The variance of the mean is `(1/k + test/train)` times that of the k
/// differences, `test_to_train` being the rows scored per row learned from in a fold (1/4 for five folds).
/// `None` below two differences, where all of them are zero, or where the ratio is not a number above 0.
pub fn corrected_t(differences: &[f64], test_to_train: f64) -> Option<TTest> {
    if !(test_to_train > 0.0 && test_to_train.is_finite()) {
        return None;
    }
    scaled_t(differences, |k| 1.0 / k + test_to_train)
}

fn scaled_t(differences: &[f64], factor: impl Fn(f64) -> f64) -> Option<TTest> {
    let found = moments(differences);
    let (mean, std) = (found.mean?, found.std?);
    if mean == 0.0 && std == 0.0 {
        return None;
    }
    let n = found.count as f64;
    let statistic = mean / (std * factor(n).sqrt());
    Some(TTest {
        mean,
        statistic,
        degrees: n - 1.0,
        p_value: student_two_sided(statistic, n - 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs(),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn differences_by_hand() {
        // Mean 2, deviation 1, n 3: t = 2 sqrt 3; df 2.
        let plain = paired_t(&[1.0, 2.0, 3.0, f64::NAN]).unwrap();
        near(plain.statistic, 2.0 * 3.0_f64.sqrt());
        near(plain.p_value, 1.0 - 12.0_f64.sqrt() / 14.0_f64.sqrt());
        // The factor 1/3 + 1/2 in place of 1/3.
        let corrected = corrected_t(&[1.0, 2.0, 3.0], 0.5).unwrap();
        near(corrected.statistic, 2.0 / (5.0_f64 / 6.0).sqrt());
        assert_eq!(corrected.degrees, 2.0);
        assert!(corrected.p_value > plain.p_value);
    }

    #[test]
    fn differences_without_spread() {
        assert_eq!(paired_t(&[0.0, 0.0]), None);
        assert_eq!(paired_t(&[1.0]), None);
        assert_eq!(paired_t(&[1.0, 1.0]).unwrap().p_value, 0.0);
        assert_eq!(corrected_t(&[1.0, 2.0], 0.0), None);
    }
}
