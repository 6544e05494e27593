//! Paired comparisons of two predictors on the same rows or folds, beside the t-test: Wilcoxon, McNemar, Diebold-Mariano, and the Bayesian
//! correlated t-test with a region of practical equivalence.

use statrs::function::factorial::ln_binomial;

use crate::stats::drift::tails::{normal_two_sided, student_two_sided};
use crate::stats::{moments, ranks, sum};

/// Differences up to which the distribution of Wilcoxon's statistic is counted out, where no two are alike: as scipy does.
const COUNTED: usize = 50;

/// A statistic and its two-sided p.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// The statistic.
    pub statistic: f64,
    /// Two-sided p.
    pub p_value: f64,
}

/// How much each answer weighs after the differences were seen: the three sum to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worlds {
    /// Share of worlds in which the difference lies below the region of equivalence.
    pub below: f64,
    /// Share in which it lies within: nobody would feel it.
    pub within: f64,
    /// Share in which it lies above.
    pub above: f64,
}

/// Wilcoxon's signed-rank test (1945): whether differences lie symmetrically around zero. Differences of zero are left out; counted out up to
/// 50 differences without ties, else by the normal distribution with the variance corrected for ties, as scipy does. `None` where every
/// difference is zero.
pub fn wilcoxon(differences: &[f64]) -> Option<Tested> {
    let all = differences.iter().filter(|d| !d.is_nan()).count();
    let there: Vec<f64> = differences
        .iter()
        .copied()
        .filter(|d| !d.is_nan() && *d != 0.0)
        .collect();
    if there.is_empty() {
        return None;
    }
    let sizes: Vec<f64> = there.iter().map(|d| d.abs()).collect();
    let ranks = ranks(&sizes);
    let n = there.len() as f64;
    let rising = sum(there
        .iter()
        .zip(&ranks)
        .filter(|(d, _)| **d > 0.0)
        .map(|(_, r)| *r));
    let statistic = rising.min(n * (n + 1.0) / 2.0 - rising);
    let mut sorted = sizes;
    sorted.sort_by(f64::total_cmp);
    let ties = sorted
        .chunk_by(|a, b| a == b)
        .map(|equal| equal.len() as f64);
    let tied: f64 = ties.map(|t| t * t * t - t).sum();
    if there.len() <= COUNTED && tied == 0.0 && all == there.len() {
        let p_value = (2.0 * signed_ranks_up_to(there.len(), statistic as usize)).min(1.0);
        return Some(Tested { statistic, p_value });
    }
    let mean = n * (n + 1.0) / 4.0;
    let variance = (n * (n + 1.0) * (2.0 * n + 1.0) - tied / 2.0) / 24.0;
    Some(Tested {
        statistic,
        p_value: normal_two_sided((statistic - mean) / variance.sqrt()),
    })
}

/// Share of the sign patterns of `n` ranks whose positive ranks sum to `most` at most.
fn signed_ranks_up_to(n: usize, most: usize) -> f64 {
    let mut ways = vec![0.0; n * (n + 1) / 2 + 1];
    ways[0] = 1.0;
    for rank in 1..=n {
        for total in (rank..ways.len()).rev() {
            ways[total] += ways[total - rank];
        }
    }
    ways.iter().take(most + 1).sum::<f64>() / 2.0_f64.powi(n as i32)
}

/// McNemar's test (1947), exact: whether two classifiers are right equally often, from the rows that only the first and only the second has right.
/// The statistic is the smaller of the two counts. `None` where they differ in no row.
pub fn mcnemar(only_first: u64, only_second: u64) -> Option<Tested> {
    let (few, rows) = (only_first.min(only_second), only_first + only_second);
    if rows == 0 {
        return None;
    }
    let half = rows as f64 * std::f64::consts::LN_2;
    let share = |k: u64| (ln_binomial(rows, k) - half).exp();
    Some(Tested {
        statistic: few as f64,
        p_value: (2.0 * sum((0..=few).map(share))).min(1.0),
    })
}

/// Diebold & Mariano's test (1995) with the correction of Harvey, Leybourne & Newbold (1997): whether two forecasts lose equally much, from the
/// differences of their losses in order of time, `horizon` steps ahead. Where the variance that counts neighbours comes out negative
/// each step is taken alone, as R's `forecast::dm.test` does. `None` below two differences, where they do not vary, or where the horizon is not shorter than the series.
pub fn diebold_mariano(differences: &[f64], horizon: usize) -> Option<Tested> {
    let there: Vec<f64> = differences
        .iter()
        .copied()
        .filter(|d| !d.is_nan())
        .collect();
    let n = there.len();
    if n < 2 || horizon == 0 || horizon >= n {
        return None;
    }
    let mean = moments(&there).mean?;
    let covariance = |lag: usize| {
        let pairs = there[lag..].iter().zip(&there);
        sum(pairs.map(|(a, b)| (a - mean) * (b - mean))) / n as f64
    };
    let own = covariance(0);
    let neighbours = sum((1..horizon).map(covariance));
    let (variance, steps) = match own + 2.0 * neighbours {
        whole if whole > 0.0 => (whole, horizon as f64),
        _ => (own, 1.0),
    };
    let rows = n as f64;
    let correction = (rows + 1.0 - 2.0 * steps + steps * (steps - 1.0) / rows) / rows;
    let statistic = mean / (variance / rows).sqrt() * correction.sqrt();
    (own > 0.0).then(|| Tested {
        statistic,
        p_value: student_two_sided(statistic, rows - 1.0),
    })
}

/// The Bayesian correlated t-test (Corani & Benavoli 2015): in which share of worlds the mean difference over folds lies below, within and above
/// `-rope..rope`, when the folds share training rows. The posterior is Student's t around the mean; `test_to_train` as in
/// [`corrected_t`](crate::stats::corrected_t). Agrees with `baycomp`. `None` below two differences or without spread.
pub fn worlds(differences: &[f64], test_to_train: f64, rope: f64) -> Option<Worlds> {
    let found = moments(differences);
    let (mean, std) = (found.mean?, found.std?);
    let n = found.count as f64;
    let scale = std * (1.0 / n + test_to_train).sqrt();
    if !(scale > 0.0 && scale.is_finite() && test_to_train >= 0.0) {
        return None;
    }
    let up_to = |at: f64| student_below((at - mean) / scale, n - 1.0);
    let (below, most) = (up_to(-rope.abs()), up_to(rope.abs()));
    Some(Worlds {
        below,
        within: most - below,
        above: student_below((mean - rope.abs()) / scale, n - 1.0),
    })
}

/// P(T <= t) of Student's t.
fn student_below(t: f64, degrees: f64) -> f64 {
    let outside = student_two_sided(t, degrees) / 2.0;
    if t < 0.0 { outside } else { 1.0 - outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        let apart = (found - expected).abs();
        assert!(apart <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    /// Depression before and after (Hollander & Wolfe 1973).
    const DEPRESSION: [f64; 9] = [0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01];

    fn waves() -> Vec<f64> {
        (0..80)
            .map(|i| (f64::from(i) * 1.7).sin() * 3.0 + 0.6)
            .collect()
    }

    #[test]
    fn ranks_as_scipy_has_them() {
        let exact = wilcoxon(&DEPRESSION).unwrap();
        assert_eq!((exact.statistic, exact.p_value), (5.0, 0.0390625));
        let tied = [
            1.0, 1.0, -2.0, 3.0, 0.0, 4.0, -1.0, 2.0, 5.0, 0.0, 3.0, -4.0, 6.0, 2.0, 2.0,
        ];
        let tied = wilcoxon(&tied).unwrap();
        assert_eq!(tied.statistic, 18.0);
        near(tied.p_value, 0.053444577319817915);
        let many = wilcoxon(&waves()).unwrap();
        assert_eq!(many.statistic, 1062.0);
        near(many.p_value, 0.007443370404791104);
        assert_eq!(wilcoxon(&[0.0, f64::NAN]), None);
    }

    #[test]
    fn right_and_wrong_as_statsmodels_has_them() {
        for (a, b, p) in [
            (12, 5, 0.143463134765625),
            (3, 0, 0.25),
            (101, 121, 0.20213432065995843),
            (59, 6, 4.964650327128616e-12),
        ] {
            near(mcnemar(a, b).unwrap().p_value, p);
        }
        assert_eq!(mcnemar(4, 4).unwrap().p_value, 1.0);
        assert_eq!(mcnemar(0, 0), None);
    }

    #[test]
    fn forecasts_as_the_formula_says() {
        let found = diebold_mariano(&waves(), 1).unwrap();
        near(found.statistic, 2.69735156454239);
        near(found.p_value, 0.008541214751100886);
        // Waves in step with the horizon have a negative variance: each step is taken alone.
        assert_eq!(diebold_mariano(&waves(), 3), Some(found));
        assert_eq!(diebold_mariano(&[1.0, 1.0], 1), None);
        assert_eq!(diebold_mariano(&[1.0, 2.0], 2), None);
    }

    #[test]
    fn worlds_as_baycomp_has_them() {
        let gains = [0.03, -0.01, 0.04, 0.01, 0.03, 0.01, 0.02, 0.04, 0.01, 0.01];
        let found = worlds(&gains, 1.0 / 9.0, 0.01).unwrap();
        let apart = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        apart(found.above, 0.8746995563949915);
        apart(found.within, 0.123640323281339);
        apart(found.below, 0.0016601203236694673);
        let found = worlds(&gains, 1.0 / 4.0, 0.0).unwrap();
        apart(found.above, 0.9625400965052714);
        apart(found.within, 0.0);
        assert_eq!(worlds(&[1.0, 1.0], 0.25, 0.0), None);
    }
}
