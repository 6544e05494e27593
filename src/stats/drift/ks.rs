//! The Kolmogorov-Smirnov test of two samples.

use super::{Outcome, kolmogorov};
use crate::stats::Sorted;

/// Up to this many values in the larger sample the p is exact, as in scipy.
const MOST_EXACT: usize = 10_000;

/// From this squared distance times the harmonic size on p is 0 in double precision: twice e^-760.
const NOTHING_LEFT: f64 = 380.0;

/// Largest distance between the distribution functions of two samples, 0 to 1. `None` where one is empty.
pub fn distance(reference: &Sorted, current: &Sorted) -> Option<f64> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let apart = together(reference, current)
        .map(|(_, before, after)| (before as f64 / n - after as f64 / m).abs());
    Some(apart.fold(0.0, f64::max).min(1.0))
}

/// Two-sample Kolmogorov-Smirnov test, two-sided: the [`distance`], and its p where both samples are of one continuous
/// distribution (with ties it is too large); exact up to 10,000 values, beyond by the distribution for the rounded
/// harmonic size (`scipy.stats.ks_2samp`, method `auto`). `None` where a sample is empty.
pub fn ks(reference: &Sorted, current: &Sorted) -> Option<Outcome> {
    let statistic = distance(reference, current)?;
    let (n, m) = (reference.len(), current.len());
    let size = n as f64 * m as f64 / (n + m) as f64;
    let p_value = if statistic * statistic * size > NOTHING_LEFT {
        0.0
    } else {
        let exact = (n.max(m) <= MOST_EXACT).then(|| exact(n, m, statistic));
        // As numpy rounds.
        let rounded = size.round_ties_even() as usize;
        exact
            .flatten()
            .unwrap_or_else(|| kolmogorov::two_sided(rounded, statistic))
    };
    Some(Outcome {
        statistic,
        p_value: p_value.clamp(0.0, 1.0),
    })
}

/// Each different value of two samples, ascending, with the number of values up to it in each.
pub(super) fn together<'a>(
    reference: &'a Sorted,
    current: &'a Sorted,
) -> impl Iterator<Item = (f64, usize, usize)> + 'a {
    let (a, b) = (reference.values(), current.values());
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        let value = match (a.get(i), b.get(j)) {
            (Some(a), Some(b)) => a.min(*b),
            (Some(v), None) | (None, Some(v)) => *v,
            (None, None) => return None,
        };
        while a.get(i).is_some_and(|v| *v <= value) {
            i += 1;
        }
        while b.get(j).is_some_and(|v| *v <= value) {
            j += 1;
        }
        Some((value, i, j))
    })
}

/// Exact p of a distance of at least `d`; `None` where it is no probability.
fn exact(n: usize, m: usize, d: f64) -> Option<f64> {
    let g = gcd(n, m);
    let common = (n / g) as f64 * m as f64;
    let h = (d * common).round_ties_even() as i64;
    if h == 0 {
        return Some(1.0);
    }
    let p = if n == m {
        outside_square(n as i64, h)
    } else {
        outside(n.max(m) as i64, n.min(m) as i64, g as i64, h)
    };
    (0.0..=1.0).contains(&p).then_some(p)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Share of the lattice paths from (0, 0) to (n, n) that leave the band of half width `h` (Gnedenko & Korolyuk 1951).
fn outside_square(n: i64, h: i64) -> f64 {
    let mut p = 0.0;
    for k in (0..=n / h).rev() {
        let mut term = 1.0;
        for j in 0..h {
            term *= (n - k * h - j) as f64 / (n + k * h + j + 1) as f64;
        }
        p = term * (1.0 - p);
    }
    2.0 * p
}

/// Share of the lattice paths from (0, 0) to (m, n), m >= n, that leave the band `|n x - m y| < h g`: the recursion of
/// Hodges (1958), "The significance probability of the Smirnov two-sample test", on shares of paths instead of counts.
fn outside(m: i64, n: i64, g: i64, h: i64) -> f64 {
    let (mg, ng) = (m / g, n / g);
    let ceil = |a: i64, b: i64| (a + b - 1).div_euclid(b);
    let mut from = 0;
    let mut to = ceil(h, mg).min(n + 1);
    let mut length = to - from;
    // Shares outside at the places of the band in one column; beyond the band all are.
    let mut column = vec![1.0; ((2 * to + 2).min(n + 1)) as usize];
    column[..to as usize].fill(0.0);
    for i in 1..=m {
        let (last_from, last_length) = (from, length);
        from = ((ng * i - h).div_euclid(mg) + 1).clamp(0, n);
        to = ceil(ng * i + h, mg).min(n + 1);
        if to <= from {
            return 1.0;
        }
        let mut value = if from == 0 { 0.0 } else { 1.0 };
        for at in 0..to - from {
            let j = at + from;
            let left = column[(at + from - last_from) as usize];
            value = (left * i as f64 + value * j as f64) / (i + j) as f64;
            column[at as usize] = value;
        }
        length = to - from;
        for at in length..last_length.max(length) {
            column[at as usize] = 1.0;
        }
    }
    column[(length - 1) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &[f64], b: &[f64]) -> Outcome {
        ks(&Sorted::new(a), &Sorted::new(b)).unwrap()
    }

    #[test]
    fn by_hand() {
        // One value below nine, one of them below it: D = 1 - 1/9, reached by two of the ten places.
        let nine: Vec<f64> = (0..9).map(f64::from).collect();
        let found = of(&[0.5], &nine);
        assert!((found.statistic - 8.0 / 9.0).abs() < 1e-12);
        assert!((found.p_value - 0.4).abs() < 1e-12);
        let same = of(&nine, &nine);
        assert_eq!((same.statistic, same.p_value), (0.0, 1.0));
        assert_eq!(ks(&Sorted::new(&[]), &Sorted::new(&nine)), None);
    }
}
