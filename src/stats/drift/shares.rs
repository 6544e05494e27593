//! Distances between the shares of the same bins or categories in two samples.

use crate::stats::{Sorted, sum};

/// Smallest share in [`psi`] and [`kullback_leibler`], which an empty bin would make infinite.
const FLOOR: f64 = 1e-4;

/// Inner edges of the deciles: the different quantiles at 0, 0.1, … 1 without the first and the last. Bins are closed at
/// the right; none where the values are constant.
pub fn decile_edges(reference: &Sorted) -> Vec<f64> {
    let shares: Vec<f64> = (0..=10).map(|i| f64::from(i) / 10.0).collect();
    let mut edges: Vec<f64> = reference.quantiles(&shares).into_iter().flatten().collect();
    edges.dedup();
    edges.pop();
    edges.into_iter().skip(1).collect()
}

/// Values in the bins between inner edges, one bin more than edges; a value on an edge is in the bin below it.
pub fn bin_counts(values: &Sorted, edges: &[f64]) -> Vec<u64> {
    let places = edges
        .iter()
        .map(|edge| values.values().partition_point(|v| v <= edge));
    let mut from = 0;
    places
        .chain([values.len()])
        .map(|to| {
            let count = (to - from) as u64;
            from = to;
            count
        })
        .collect()
}

/// Population stability index, shares at least 0.0001: `sum (q - p) ln(q / p)` (Siddiqi 2006). Less than 0.1 is held for
/// little, above 0.25 for much. `None` where a sample is empty.
pub fn psi(reference: &[u64], current: &[u64]) -> Option<f64> {
    over(reference, current, |p, q| {
        let (p, q) = (p.max(FLOOR), q.max(FLOOR));
        (q - p) * (q / p).ln()
    })
}

/// Kullback-Leibler divergence of the reference from the other sample in nats, `sum p ln(p / q)` with shares at least
/// 0.0001. `None` where a sample is empty.
pub fn kullback_leibler(reference: &[u64], current: &[u64]) -> Option<f64> {
    over(reference, current, |p, q| {
        let (p, q) = (p.max(FLOOR), q.max(FLOOR));
        p * (p / q).ln()
    })
}

/// Jensen-Shannon distance, base e: the root of the mean divergence from the mixture, 0 to 0.833 (the root of ln 2).
/// `None` where a sample is empty.
pub fn jensen_shannon(reference: &[u64], current: &[u64]) -> Option<f64> {
    let part = |p: f64, m: f64| if p > 0.0 { p * (p / m).ln() } else { 0.0 };
    let divergence = over(reference, current, |p, q| {
        let m = (p + q) / 2.0;
        (part(p, m) + part(q, m)) / 2.0
    })?;
    Some(divergence.max(0.0).sqrt())
}

/// Hellinger distance, 0 to 1. `None` where a sample is empty.
pub fn hellinger(reference: &[u64], current: &[u64]) -> Option<f64> {
    let squares = over(reference, current, |p, q| (p.sqrt() - q.sqrt()).powi(2))?;
    Some((squares / 2.0).sqrt())
}

/// Total variation: the share of one sample that would have to move to another bin to give the other. `None` where a
/// sample is empty.
pub fn total_variation(reference: &[u64], current: &[u64]) -> Option<f64> {
    Some(over(reference, current, |p, q| (p - q).abs())? / 2.0)
}

/// What [`total_variation`] is on average where both samples are of the same shares: half the sum of the mean absolute
/// deviations of normal differences. `None` where a sample is empty.
pub fn variation_by_chance(reference: &[u64], current: &[u64]) -> Option<f64> {
    let sizes = (
        reference.iter().sum::<u64>() as f64,
        current.iter().sum::<u64>() as f64,
    );
    if sizes.0 == 0.0 || sizes.1 == 0.0 {
        return None;
    }
    let scale = 2.0 / std::f64::consts::PI * (1.0 / sizes.0 + 1.0 / sizes.1);
    let pairs = reference.iter().zip(current);
    let deviations = pairs.map(|(r, c)| {
        let share = (r + c) as f64 / (sizes.0 + sizes.1);
        (scale * share * (1.0 - share)).sqrt()
    });
    Some(sum(deviations) / 2.0)
}

fn over(reference: &[u64], current: &[u64], term: impl Fn(f64, f64) -> f64) -> Option<f64> {
    let totals = (
        reference.iter().sum::<u64>() as f64,
        current.iter().sum::<u64>() as f64,
    );
    if totals.0 == 0.0 || totals.1 == 0.0 {
        return None;
    }
    let pairs = reference.iter().zip(current);
    Some(sum(pairs.map(|(r, c)| {
        term(*r as f64 / totals.0, *c as f64 / totals.1)
    })))
}
