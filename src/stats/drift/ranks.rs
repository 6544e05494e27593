//! Tests that look at the order of the values only, ties at their middle rank.

use statrs::function::gamma::ln_gamma;

use super::Outcome;
use super::ks::together;
use super::tails::normal;
use crate::stats::{Sorted, sum};

/// Mann-Whitney U of the reference, two-sided, by the normal distribution with continuity correction and correction for
/// ties. Where all values are equal p is 1. `None` where a sample is empty.
pub fn mann_whitney(reference: &Sorted, current: &Sorted) -> Option<Outcome> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let mut ranks = 0.0;
    let mut ties = 0.0;
    for group in groups(reference, current) {
        ranks += group.first as f64 * group.middle_rank();
        let t = (group.first + group.second) as f64;
        ties += t * t * t - t;
    }
    let u = ranks - n * (n + 1.0) / 2.0;
    let all = n + m;
    let deviation = (n * m / 12.0 * ((all + 1.0) - ties / (all * (all - 1.0)))).sqrt();
    let above = u.max(n * m - u) - n * m / 2.0 - 0.5;
    let p_value = if deviation > 0.0 {
        (2.0 * normal(above / deviation)).min(1.0)
    } else {
        1.0
    };
    Some(Outcome {
        statistic: u,
        p_value,
    })
}

/// Two-sample Cramér-von Mises test (Anderson 1962), p by the limiting distribution. `None` below two values in a sample.
pub fn cramer_von_mises(reference: &Sorted, current: &Sorted) -> Option<Outcome> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    if n < 2.0 || m < 2.0 {
        return None;
    }
    let mut u = 0.0;
    for group in groups(reference, current) {
        let rank = group.middle_rank();
        let squares = |before: usize, count: usize| {
            sum((before + 1..=before + count).map(|own| (rank - own as f64).powi(2)))
        };
        u += n * squares(group.before.0, group.first) + m * squares(group.before.1, group.second);
    }
    let (k, all) = (n * m, n + m);
    let statistic = u / (k * all) - (4.0 * k - 1.0) / (6.0 * all);
    let expected = (1.0 + 1.0 / all) / 6.0;
    let variance = (all + 1.0) * (4.0 * k * all - 3.0 * (n * n + m * m) - 2.0 * k)
        / (45.0 * all * all * 4.0 * k);
    let normalised = 1.0 / 6.0 + (statistic - expected) / (45.0 * variance).sqrt();
    let p_value = if normalised < 0.003 {
        1.0
    } else {
        (1.0 - cramer_below(normalised)).clamp(0.0, 1.0)
    };
    Some(Outcome { statistic, p_value })
}

/// The limiting distribution function of Cramér-von Mises (Csörgő & Faraway 1996, equation 1.3), its series ended where
/// scipy ends it.
fn cramer_below(x: f64) -> f64 {
    let mut sum = 0.0;
    for k in 0..1000 {
        let k = f64::from(k);
        let u = (ln_gamma(k + 0.5) - ln_gamma(k + 1.0)).exp()
            / (std::f64::consts::PI.powf(1.5) * x.sqrt());
        let y = 4.0 * k + 1.0;
        let q = y * y / (16.0 * x);
        let term = u * y.sqrt() * (-q).exp() * bessel_quarter(q);
        sum += term;
        if term.abs() < 1e-7 {
            break;
        }
    }
    sum
}

/// The modified Bessel function of the second kind of order 1/4: the integral of `exp(-q cosh t) cosh(t / 4)` from 0 on, by
/// the trapezoidal rule, which converges exponentially here.
fn bessel_quarter(q: f64) -> f64 {
    const STEP: f64 = 1.0 / 64.0;
    let mut sum = 0.5 * (-q).exp();
    for i in 1.. {
        let t = f64::from(i) * STEP;
        let term = (-q * t.cosh()).exp() * (t / 4.0).cosh();
        sum += term;
        if term <= sum * 1e-18 {
            break;
        }
    }
    sum * STEP
}

/// Two-sample Anderson-Darling test with middle ranks (Scholz & Stephens 1987): the normalised statistic, and a p between
/// 0.001 and 0.25 interpolated from their table. `None` below four values in all or where all are equal.
pub fn anderson_darling(reference: &Sorted, current: &Sorted) -> Option<Outcome> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let all = n + m;
    if n < 1.0 || m < 1.0 || all < 4.0 {
        return None;
    }
    let groups: Vec<Group> = groups(reference, current).collect();
    if groups.len() < 2 {
        return None;
    }
    let part = |size: f64, of: &dyn Fn(&Group) -> (usize, usize)| {
        sum(groups.iter().map(|group| {
            let tied = (group.first + group.second) as f64;
            let below = (group.before.0 + group.before.1) as f64 + tied / 2.0;
            let (before, here) = of(group);
            let own = before as f64 + here as f64 / 2.0;
            tied / all * (all * own - below * size).powi(2)
                / (below * (all - below) - all * tied / 4.0)
        })) / size
    };
    let raw = (part(n, &|g| (g.before.0, g.first)) + part(m, &|g| (g.before.1, g.second)))
        * (all - 1.0)
        / all;
    let statistic = (raw - 1.0) / anderson_variance(n, m).sqrt();
    Some(Outcome {
        statistic,
        p_value: anderson_p(statistic),
    })
}

/// Variance of the statistic of two samples (Scholz & Stephens 1987, equation 4).
fn anderson_variance(n: f64, m: f64) -> f64 {
    let all = n + m;
    let (mut h, mut g) = (0.0, 0.0);
    // Sums of 1 / (N - i), and of those by 1 / (i + 1).
    let mut at = 2.0;
    let mut left = all - 1.0;
    while left > 1.0 {
        h += 1.0 / left;
        g += h / at;
        left -= 1.0;
        at += 1.0;
    }
    h += 1.0;
    let sizes = 1.0 / n + 1.0 / m;
    let k = 2.0_f64;
    let a = (4.0 * g - 6.0) * (k - 1.0) + (10.0 - 6.0 * g) * sizes;
    let b = (2.0 * g - 4.0) * k * k + 8.0 * h * k + (2.0 * g - 14.0 * h - 4.0) * sizes - 8.0 * h
        + 4.0 * g
        - 6.0;
    let c = (6.0 * h + 2.0 * g - 2.0) * k * k
        + (4.0 * h - 4.0 * g + 6.0) * k
        + (2.0 * h - 6.0) * sizes
        + 4.0 * h;
    let d = (2.0 * h + 6.0) * k * k - 4.0 * h * k;
    (a * all.powi(3) + b * all.powi(2) + c * all + d) / ((all - 1.0) * (all - 2.0) * (all - 3.0))
}

/// The parabola through log p by least squares over the table for two samples, within its ends.
fn anderson_p(statistic: f64) -> f64 {
    // Table 2 of Scholz & Stephens at two samples: constant, linear and quadratic part added up.
    const CRITICAL: [f64; 7] = [
        0.675 - 0.245 - 0.105,
        1.281 + 0.25 - 0.305,
        1.645 + 0.678 - 0.362,
        1.96 + 1.149 - 0.391,
        2.326 + 1.822 - 0.396,
        2.573 + 2.364 - 0.345,
        3.085 + 3.615 - 0.154,
    ];
    const LEVELS: [f64; 7] = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
    if statistic < CRITICAL[0] {
        return LEVELS[0];
    }
    if statistic > CRITICAL[6] {
        return LEVELS[6];
    }
    // Orthogonal polynomials keep the least squares accurate.
    let count = CRITICAL.len() as f64;
    let mean = sum(CRITICAL) / count;
    let first = |x: f64| x - mean;
    let norm_1 = sum(CRITICAL.map(|x| first(x).powi(2)));
    let slope = sum(CRITICAL.map(|x| x * first(x).powi(2))) / norm_1;
    let second = |x: f64| (x - slope) * first(x) - norm_1 / count;
    let norm_2 = sum(CRITICAL.map(|x| second(x).powi(2)));
    let project = |f: &dyn Fn(f64) -> f64, norm: f64| {
        sum((0..CRITICAL.len()).map(|i| f(CRITICAL[i]) * LEVELS[i].ln())) / norm
    };
    let log = project(&|_| 1.0, count)
        + project(&first, norm_1) * first(statistic)
        + project(&second, norm_2) * second(statistic);
    log.exp()
}

/// A value with how often each sample has it and how many are below.
struct Group {
    first: usize,
    second: usize,
    before: (usize, usize),
}

impl Group {
    fn middle_rank(&self) -> f64 {
        let before = (self.before.0 + self.before.1) as f64;
        before + ((self.first + self.second) as f64 + 1.0) / 2.0
    }
}

fn groups<'a>(reference: &'a Sorted, current: &'a Sorted) -> impl Iterator<Item = Group> + 'a {
    let mut before = (0, 0);
    together(reference, current).map(move |(_, i, j)| {
        let group = Group {
            first: i - before.0,
            second: j - before.1,
            before,
        };
        before = (i, j);
        group
    })
}
