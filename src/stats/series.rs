//! What a series of values at equal steps of time is like: how it goes with itself, and whether it wanders.

use crate::stats::drift::tails::normal;
use crate::stats::{mean, sum};

/// Autocorrelation at a lag, of values in the order of time; `None` where they are too few or do not vary.
pub fn autocorrelation(values: &[f64], lag: usize) -> Option<f64> {
    let centre = mean(values);
    let off = |v: &f64| v - centre;
    let all = sum(values.iter().map(|v| off(v) * off(v)));
    if lag == 0 || values.len() < 2 * lag + 2 || all <= 0.0 {
        return None;
    }
    let pairs = values.iter().zip(&values[lag..]);
    let r = sum(pairs.map(|(a, b)| off(a) * off(b))) / all;
    r.is_finite().then_some(r)
}

/// p of the augmented Dickey-Fuller test with a constant: how likely such values are of a series that wanders without a mean (a
/// unit root). Lags after Schwert (1989), 4 (n / 100)^(1/4); p after MacKinnon (1994). `None` where there are too few values or they do
/// not vary.
pub fn unit_root_p(values: &[f64]) -> Option<f64> {
    let lags = (4.0 * (values.len() as f64 / 100.0).powf(0.25)) as usize;
    let steps: Vec<f64> = values.windows(2).map(|w| w[1] - w[0]).collect();
    let terms = lags + 2;
    if steps.len() < 3 * terms + lags {
        return None;
    }
    let row = |t: usize| -> Vec<f64> {
        let before = (1..=lags).map(|lag| steps[t - lag]);
        [1.0, values[t]].into_iter().chain(before).collect()
    };
    let rows: Vec<(Vec<f64>, f64)> = (lags..steps.len()).map(|t| (row(t), steps[t])).collect();
    let mut squares = vec![vec![0.0; terms]; terms];
    let mut products = vec![0.0; terms];
    for (x, y) in &rows {
        for i in 0..terms {
            products[i] += x[i] * y;
            for j in 0..terms {
                squares[i][j] += x[i] * x[j];
            }
        }
    }
    let inverse = inverse(squares)?;
    let weights: Vec<f64> = inverse
        .iter()
        .map(|row| sum(row.iter().zip(&products).map(|(a, b)| a * b)))
        .collect();
    let error = |(x, y): &(Vec<f64>, f64)| y - sum(x.iter().zip(&weights).map(|(a, b)| a * b));
    let variance = sum(rows.iter().map(|r| error(r).powi(2))) / (rows.len() - terms) as f64;
    let t = weights[1] / (variance * inverse[1][1]).sqrt();
    t.is_finite().then(|| mackinnon(t))
}

/// The approximation of MacKinnon (1994), one series, with a constant.
fn mackinnon(t: f64) -> f64 {
    let z = match t {
        ..-18.83 => return 0.0,
        2.74.. => return 1.0,
        ..-1.61 => 2.1659 + t * (1.4412 + t * 0.038_269),
        _ => 1.7339 + t * (0.932_02 + t * (-0.127_45 - t * 0.010_368)),
    };
    1.0 - normal(z)
}

/// The inverse of a small symmetric matrix by Gauss and Jordan; `None` where it has none.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut out: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    for column in 0..n {
        let by_size = |a: &usize, b: &usize| {
            matrix[*a][column]
                .abs()
                .total_cmp(&matrix[*b][column].abs())
        };
        let pivot = (column..n).max_by(by_size)?;
        matrix.swap(column, pivot);
        out.swap(column, pivot);
        let scale = matrix[column][column];
        if scale.abs() < 1e-300 {
            return None;
        }
        matrix[column]
            .iter_mut()
            .chain(&mut out[column])
            .for_each(|v| *v /= scale);
        for row in (0..n).filter(|row| *row != column) {
            let factor = matrix[row][column];
            for j in 0..n {
                matrix[row][j] -= factor * matrix[column][j];
                out[row][j] -= factor * out[column][j];
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use rand::Rng as _;

    use super::*;
    use crate::work::rng;

    #[test]
    fn critical_values_have_their_p() {
        // MacKinnon (2010), with a constant, many values: 1 %, 5 % and 10 %.
        for (t, p) in [(-3.43, 0.01), (-2.86, 0.05), (-2.57, 0.10)] {
            assert!((mackinnon(t) - p).abs() < 0.002, "{t}: {}", mackinnon(t));
        }
    }

    #[test]
    fn a_walk_wanders_and_noise_does_not() {
        let mut draw = rng(1, &["steps"]);
        let noise: Vec<f64> = (0..400).map(|_| draw.random::<f64>() - 0.5).collect();
        let mut at = 0.0;
        let walk: Vec<f64> = noise
            .iter()
            .map(|step| {
                at += step;
                at
            })
            .collect();
        assert!(unit_root_p(&noise).unwrap() < 0.001);
        assert!(unit_root_p(&walk).unwrap() > 0.05);
        assert!(autocorrelation(&walk, 1).unwrap() > 0.9);
        assert!(autocorrelation(&noise, 1).unwrap().abs() < 0.15);
        assert_eq!(
            (unit_root_p(&[1.0; 5]), autocorrelation(&[1.0; 9], 1)),
            (None, None)
        );
        assert_eq!(unit_root_p(&[1.0; 200]), None);
    }

    #[test]
    fn a_season_comes_back() {
        let values: Vec<f64> = (0..140).map(|i| f64::from(i % 7 == 0)).collect();
        assert!(autocorrelation(&values, 7).unwrap() > 0.9);
        assert!(autocorrelation(&values, 3).unwrap() < 0.0);
    }
}
