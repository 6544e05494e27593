//! Mutual information by nearest neighbours: what a quantity tells about a class or about another quantity, in nats.
//! The estimators and their details are those of scikit-learn (k = 3, values scaled to unit deviation, a trace of noise against ties).

use rand::Rng as _;
use statrs::function::gamma::digamma;

use crate::stats::{mean, std};
use crate::work::Rng;

/// Neighbours looked at (scikit-learn's default).
const NEIGHBOURS: usize = 3;
/// Noise added, in units of the values' mean size.
const NOISE: f64 = 1e-10;

/// Mutual information of a quantity and a class (Ross 2014), a value and a class a row, none missing. 0 below two rows of any class.
pub fn information_of_class(values: &[f64], classes: &[u32], rng: &mut Rng) -> f64 {
    let values = prepared(values, rng);
    let count = classes.iter().max().map_or(0, |last| *last as usize + 1);
    let mut members: Vec<Vec<f64>> = vec![Vec::new(); count];
    for (value, class) in values.iter().zip(classes) {
        members[*class as usize].push(*value);
    }
    // A class of one row has no neighbour and is left out.
    members.retain(|of| of.len() > 1);
    let mut all: Vec<f64> = members.concat();
    all.sort_unstable_by(f64::total_cmp);
    let rows = all.len() as f64;
    if members.len() < 2 {
        return 0.0;
    }
    let mut total = 0.0;
    for mut of in members {
        of.sort_unstable_by(f64::total_cmp);
        let neighbours = NEIGHBOURS.min(of.len() - 1);
        let own = digamma(neighbours as f64) - digamma(of.len() as f64);
        for at in 0..of.len() {
            let reach = below(distance(&of, at, neighbours));
            total += own - digamma(within(&all, of[at], reach, |v| *v));
        }
    }
    (digamma(rows) + total / rows).max(0.0)
}

/// Mutual information of two quantities (Kraskov, Stögbauer & Grassberger 2004, the first estimator), a value a row, none missing. 0
/// where there are too few rows.
pub fn information_of_number(a: &[f64], b: &[f64], rng: &mut Rng) -> f64 {
    let (a, b) = (prepared(a, rng), prepared(b, rng));
    if a.len() <= NEIGHBOURS {
        return 0.0;
    }
    let mut order: Vec<usize> = (0..a.len()).collect();
    order.sort_unstable_by(|&i, &j| a[i].total_cmp(&a[j]));
    let rows: Vec<(f64, f64)> = order.iter().map(|&i| (a[i], b[i])).collect();
    let mut sorted_b = b;
    sorted_b.sort_unstable_by(f64::total_cmp);
    let mut total = 0.0;
    for at in 0..rows.len() {
        let (x, y) = rows[at];
        let reach = below(nearest(&rows, at));
        total += digamma(within(&rows, x, reach, |row| row.0));
        total += digamma(within(&sorted_b, y, reach, |v| *v));
    }
    let n = rows.len() as f64;
    (digamma(n) + digamma(NEIGHBOURS as f64) - total / n).max(0.0)
}

/// How many sorted entries lie within `reach` of a value. Differences are compared, as sums with the value would round the reach away.
fn within<T>(sorted: &[T], value: f64, reach: f64, of: impl Fn(&T) -> f64) -> f64 {
    let end = sorted.partition_point(|entry| of(entry) - value <= reach);
    let begin = sorted.partition_point(|entry| value - of(entry) > reach);
    (end - begin).max(1) as f64
}

/// Values at unit deviation with a trace of noise.
fn prepared(values: &[f64], rng: &mut Rng) -> Vec<f64> {
    let spread = Some(std(values)).filter(|s| *s > 0.0).unwrap_or(1.0);
    let scaled: Vec<f64> = values.iter().map(|v| v / spread).collect();
    let size = mean(&scaled.iter().map(|v| v.abs()).collect::<Vec<_>>()).max(1.0);
    scaled
        .into_iter()
        .map(|v| v + NOISE * size * normal(rng))
        .collect()
}

/// A draw from the normal distribution (Box & Muller 1958).
fn normal(rng: &mut Rng) -> f64 {
    let (first, second): (f64, f64) = (1.0 - rng.random::<f64>(), rng.random());
    (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos()
}

/// The next number towards zero: neighbours at the very distance are not counted.
fn below(distance: f64) -> f64 {
    distance.next_down().max(0.0)
}

/// Distance to the n-th neighbour in sorted values.
fn distance(sorted: &[f64], at: usize, neighbours: usize) -> f64 {
    let (mut left, mut right) = (at, at);
    let mut reach = 0.0;
    for _ in 0..neighbours {
        let to_left = left.checked_sub(1).map(|l| sorted[at] - sorted[l]);
        let to_right = sorted.get(right + 1).map(|v| v - sorted[at]);
        match (to_left, to_right) {
            (Some(l), Some(r)) if l <= r => (left, reach) = (left - 1, l),
            (_, Some(r)) => (right, reach) = (right + 1, r),
            (Some(l), None) => (left, reach) = (left - 1, l),
            (None, None) => break,
        }
    }
    reach
}

/// Distance (the larger of the two differences) to the third neighbour among rows sorted by their first value.
fn nearest(rows: &[(f64, f64)], at: usize) -> f64 {
    let (x, y) = rows[at];
    let mut closest = [f64::INFINITY; NEIGHBOURS];
    let (mut left, mut right) = (at, at + 1);
    loop {
        let to_left = left.checked_sub(1).map_or(f64::INFINITY, |l| x - rows[l].0);
        let to_right = rows.get(right).map_or(f64::INFINITY, |r| r.0 - x);
        let next = to_left.min(to_right);
        // What lies farther in the first value alone is no neighbour any more.
        if next >= closest[NEIGHBOURS - 1] || next.is_infinite() {
            return closest[NEIGHBOURS - 1];
        }
        let other = match to_left <= to_right {
            true => {
                left -= 1;
                left
            }
            false => {
                right += 1;
                right - 1
            }
        };
        let away = next.max((rows[other].1 - y).abs());
        if away < closest[NEIGHBOURS - 1] {
            closest[NEIGHBOURS - 1] = away;
            closest.sort_unstable_by(f64::total_cmp);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::rng;

    fn draws(n: usize, name: &str) -> Vec<f64> {
        let mut draw = rng(1, &[name]);
        (0..n).map(|_| normal(&mut draw)).collect()
    }

    #[test]
    fn correlated_normals_have_a_known_information() {
        let (x, e) = (draws(3000, "x"), draws(3000, "e"));
        let y: Vec<f64> = x.iter().zip(&e).map(|(x, e)| 0.8 * x + 0.6 * e).collect();
        let found = information_of_number(&x, &y, &mut rng(1, &["noise"]));
        // -ln(1 - r²) / 2 with r = 0.8.
        assert!((found - 0.5108).abs() < 0.05, "{found}");
        assert!(information_of_number(&x, &e, &mut rng(1, &["noise"])) < 0.03);
    }

    #[test]
    fn classes_apart_are_told_by_the_value() {
        let x = draws(2000, "x");
        let classes: Vec<u32> = (0..2000).map(|i| i % 2).collect();
        let apart: Vec<f64> = x
            .iter()
            .zip(&classes)
            .map(|(x, c)| x + 100.0 * f64::from(*c))
            .collect();
        let found = information_of_class(&apart, &classes, &mut rng(1, &["noise"]));
        assert!((found - 2.0_f64.ln()).abs() < 0.01, "{found}");
        assert!(information_of_class(&x, &classes, &mut rng(1, &["noise"])) < 0.03);
        assert_eq!(
            information_of_class(&[1.0, 2.0], &[0, 1], &mut rng(1, &["noise"])),
            0.0
        );
        assert_eq!(information_of_class(&[], &[], &mut rng(1, &["noise"])), 0.0);
    }

    #[test]
    fn ties_do_not_stop_it() {
        let (a, b) = (vec![1.0; 500], draws(500, "b"));
        assert!(information_of_number(&a, &b, &mut rng(1, &["noise"])) < 0.1);
        assert_eq!(
            information_of_number(&a[..3], &b[..3], &mut rng(1, &["noise"])),
            0.0
        );
    }
}
