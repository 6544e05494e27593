//! Counts of the same categories in two samples.

use statrs::function::gamma::ln_gamma;

use super::Outcome;
use super::tails::{chi_square, normal_two_sided};

/// Pearson's chi-square of the 2 x k table, without continuity correction; categories that neither sample has are left
/// out. `None` where fewer than two categories or an empty sample are left.
pub fn chi2(reference: &[u64], current: &[u64]) -> Option<Outcome> {
    contingency(reference, current, |observed, expected| {
        (observed - expected).powi(2) / expected
    })
}

/// The G-test (likelihood ratio) of the 2 x k table, without continuity correction. `None` as in [`chi2`].
pub fn g_test(reference: &[u64], current: &[u64]) -> Option<Outcome> {
    contingency(reference, current, |observed, expected| {
        if observed == 0.0 {
            0.0
        } else {
            2.0 * observed * (observed / expected).ln()
        }
    })
}

fn contingency(
    reference: &[u64],
    current: &[u64],
    term: impl Fn(f64, f64) -> f64,
) -> Option<Outcome> {
    let totals = (total(reference), total(current));
    let all = totals.0 + totals.1;
    let pairs: Vec<(f64, f64)> = reference
        .iter()
        .zip(current)
        .filter(|(r, c)| **r + **c > 0)
        .map(|(r, c)| (*r as f64, *c as f64))
        .collect();
    if totals.0 == 0.0 || totals.1 == 0.0 || pairs.len() < 2 {
        return None;
    }
    let statistic = crate::stats::sum(pairs.iter().flat_map(|(r, c)| {
        let share = (r + c) / all;
        [term(*r, totals.0 * share), term(*c, totals.1 * share)]
    }));
    Some(Outcome {
        statistic,
        p_value: chi_square(statistic, pairs.len() as f64 - 1.0),
    })
}

/// Two-sided z-test that a share is the same in both samples, with the pooled share. `None` where it is undefined.
pub fn z_proportions(reference: (u64, u64), current: (u64, u64)) -> Option<Outcome> {
    let (hits, sizes) = (
        (reference.0 as f64, current.0 as f64),
        (reference.1 as f64, current.1 as f64),
    );
    let pooled = (hits.0 + hits.1) / (sizes.0 + sizes.1);
    let error = (pooled * (1.0 - pooled) * (1.0 / sizes.0 + 1.0 / sizes.1)).sqrt();
    let statistic = (hits.0 / sizes.0 - hits.1 / sizes.1) / error;
    statistic.is_finite().then(|| Outcome {
        statistic,
        p_value: normal_two_sided(statistic),
    })
}

/// Fisher's exact test of a 2 x 2 table, two-sided: the tables with these margins that are no likelier than the one seen.
/// The statistic is the odds ratio. `None` where a margin is empty.
pub fn fisher(reference: (u64, u64), current: (u64, u64)) -> Option<Outcome> {
    let (a, b, c, d) = (reference.0, reference.1, current.0, current.1);
    let (first, hits, all) = (a + b, a + c, a + b + c + d);
    if first == 0 || first == all || hits == 0 || hits == all {
        return None;
    }
    let log = |x: u64| ln_gamma(x as f64 + 1.0);
    let constant = log(hits) + log(all - hits) + log(first) + log(all - first) - log(all);
    let log_p =
        |x: u64| constant - log(x) - log(hits - x) - log(first - x) - log(all + x - hits - first);
    let seen = log_p(a);
    // As scipy: likelihoods within this of the one seen count as equal.
    let limit = seen + 1e-7_f64.ln_1p();
    let lowest = (hits + first).saturating_sub(all);
    let p: f64 = (lowest..=hits.min(first))
        .map(log_p)
        .filter(|p| *p <= limit)
        .map(f64::exp)
        .sum();
    Some(Outcome {
        statistic: (a as f64 * d as f64) / (b as f64 * c as f64),
        p_value: p.min(1.0),
    })
}

fn total(counts: &[u64]) -> f64 {
    counts.iter().sum::<u64>() as f64
}
