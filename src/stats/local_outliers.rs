//! Local outlier probabilities: rows that lie farther from their neighbours than these lie from theirs.

use rayon::prelude::*;
use statrs::function::erf::erf;

use crate::stats::{mean, sum};

/// Deviations that a neighbourhood reaches (lambda of the paper, and the extent that Deepchecks takes).
const EXTENT: f64 = 3.0;

/// The probability that each of `rows` rows is an outlier (LoOP: Kriegel, Kröger, Schubert & Zimek 2009), given the distance of two rows
/// and the number of neighbours looked at. 0 everywhere where there are no more rows than neighbours.
pub fn outlier_probabilities(
    rows: usize,
    neighbours: usize,
    distance: impl Fn(usize, usize) -> f64 + Sync,
) -> Vec<f64> {
    if neighbours == 0 || rows <= neighbours {
        return vec![0.0; rows];
    }
    let near: Vec<(Vec<usize>, f64)> = (0..rows)
        .into_par_iter()
        .map(|row| {
            let others = (0..rows).filter(|other| *other != row);
            let mut away: Vec<(f64, usize)> = others.map(|o| (distance(row, o), o)).collect();
            away.select_nth_unstable_by(neighbours - 1, |a, b| {
                a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
            });
            away.truncate(neighbours);
            away.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let spread = (sum(away.iter().map(|(d, _)| d * d)) / neighbours as f64).sqrt();
            (away.into_iter().map(|(_, other)| other).collect(), spread)
        })
        .collect();
    let factors: Vec<f64> = near
        .iter()
        .map(|(others, spread)| {
            let usual = mean(&others.iter().map(|o| near[*o].1).collect::<Vec<_>>());
            match usual > 0.0 {
                true => spread / usual - 1.0,
                false => 0.0,
            }
        })
        .collect();
    let squares: Vec<f64> = factors.iter().map(|f| f * f).collect();
    let scale = EXTENT * mean(&squares).sqrt() * std::f64::consts::SQRT_2;
    let probability = |factor: &f64| match scale > 0.0 {
        true => erf(factor / scale).max(0.0),
        false => 0.0,
    };
    factors.iter().map(probability).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_apart_is_found_in_dense_and_in_thin_parts() {
        // A dense part, a thin part, and one row that is far off the dense part only by its measure.
        let mut at: Vec<f64> = (0..100).map(|i| f64::from(i * 7 % 100) * 0.01).collect();
        at.extend((0..100).map(|i| 50.0 + f64::from(i * 7 % 100)));
        at.push(3.0);
        let found = outlier_probabilities(at.len(), 10, |a, b| (at[a] - at[b]).abs());
        assert!(found[200] > 0.7, "{}", found[200]);
        assert!(found[..200].iter().all(|p| *p < 0.5));
        assert_eq!(outlier_probabilities(3, 5, |_, _| 1.0), [0.0; 3]);
        assert_eq!(outlier_probabilities(20, 5, |_, _| 0.0), [0.0; 20]);
    }
}
