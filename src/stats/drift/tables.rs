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

/// Expected count of a cell below which chi-square's p is not to be trusted (Cochran 1954).
const LEAST_EXPECTED: f64 = 5.0;

/// Which test of a 2 x k table was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableTest {
    /// Chi-square of the table as it is.
    Chi2,
    /// Chi-square with the rare categories pooled.
    Pooled,
    /// Fisher's exact test of the rare categories against the others.
    Fisher,
}

/// A test of a table with what it was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFound {
    /// Which test.
    pub test: TableTest,
    /// Its outcome.
    pub outcome: Outcome,
    /// Rows of the reference in each group that was compared.
    pub reference: Vec<u64>,
    /// Rows of the other sample in these groups.
    pub current: Vec<u64>,
}

/// A test whose p can be trusted in sparse tables too: [`chi2`] where every expected count is at least 5; else with the
/// rarest categories pooled until that holds (Cochran 1954); where this leaves but one, [`fisher`] of the rare ones
/// against the others. Pooling looks at both samples together only. `None` where no two groups are left.
pub fn table_test(reference: &[u64], current: &[u64]) -> Option<TableFound> {
    let totals = (total(reference), total(current));
    let smaller = totals.0.min(totals.1) / (totals.0 + totals.1);
    let mut pairs: Vec<(u64, u64)> = reference
        .iter()
        .copied()
        .zip(current.iter().copied())
        .collect();
    pairs.retain(|(r, c)| r + c > 0);
    pairs.sort_by_key(|(r, c)| r + c);
    let expected = |(r, c): (u64, u64)| (r + c) as f64 * smaller;
    let rare = pairs.partition_point(|pair| expected(*pair) < LEAST_EXPECTED);
    if rare == 0 {
        return Some(TableFound {
            test: TableTest::Chi2,
            outcome: chi2(reference, current)?,
            reference: reference.to_vec(),
            current: current.to_vec(),
        });
    }
    let pool = |count: usize| {
        let pooled = pairs[..count].iter();
        pooled.fold((0, 0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1))
    };
    let enough = (rare..pairs.len()).find(|count| expected(pool(*count)) >= LEAST_EXPECTED);
    if let Some(count) = enough {
        let groups = std::iter::once(pool(count)).chain(pairs[count..].iter().copied());
        let (reference, current): (Vec<u64>, Vec<u64>) = groups.unzip();
        return Some(TableFound {
            test: TableTest::Pooled,
            outcome: chi2(&reference, &current)?,
            reference,
            current,
        });
    }
    let (few, all) = (pool(rare), pool(pairs.len()));
    let (reference, current) = ([few.0, all.0 - few.0], [few.1, all.1 - few.1]);
    Some(TableFound {
        test: TableTest::Fisher,
        outcome: fisher((reference[0], reference[1]), (current[0], current[1]))?,
        reference: reference.to_vec(),
        current: current.to_vec(),
    })
}

fn total(counts: &[u64]) -> f64 {
    counts.iter().sum::<u64>() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_categories_are_pooled_or_tested_exactly() {
        let which = |r: &[u64], c: &[u64]| table_test(r, c).map(|found| found.test);
        assert_eq!(which(&[900, 100], &[90, 10]), Some(TableTest::Chi2));
        // Expected in the smaller sample: 0.1, 0.2, 9, 90; the first two pooled with the third.
        let found = table_test(&[1, 2, 100, 900], &[0, 0, 10, 90]).unwrap();
        assert_eq!(found.test, TableTest::Pooled);
        assert_eq!((found.reference[0], found.current[0]), (103, 10));
        assert_eq!(Some(found.outcome), chi2(&[103, 900], &[10, 90]));
        assert_eq!(which(&[999, 1], &[50, 0]), Some(TableTest::Fisher));
        assert_eq!(which(&[1, 1], &[1, 1]), None);
        assert_eq!(which(&[5, 0], &[9, 0]), None);
        assert_eq!(which(&[], &[]), None);
    }
}
