//! Quantiles, the weighted median, and fences for outliers.

use crate::stats::sum;

/// The values that are there, in ascending order: sorted once, asked often.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sorted(Vec<f64>);

/// Values far outside the middle half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fences {
    /// First quartile less the reach times the interquartile range.
    pub low: f64,
    /// Third quartile plus the reach times the interquartile range.
    pub high: f64,
    /// Values strictly below the lower fence.
    pub below: usize,
    /// Values strictly above the upper fence.
    pub above: usize,
}

impl Sorted {
    /// Sorts the values that are there.
    pub fn new(values: &[f64]) -> Sorted {
        let mut there: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        there.sort_unstable_by(f64::total_cmp);
        Sorted(there)
    }

    /// Takes values that are there and ascend already.
    pub fn ascending(values: &[f64]) -> Sorted {
        debug_assert!(values.is_sorted_by(|a, b| a.total_cmp(b).is_le()));
        Sorted(values.to_vec())
    }

    /// The values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Smallest value.
    pub fn min(&self) -> Option<f64> {
        self.0.first().copied()
    }

    /// Largest value.
    pub fn max(&self) -> Option<f64> {
        self.0.last().copied()
    }

    /// The value below which the share `q` (0 to 1) lies, linear between neighbours: type 7 of Hyndman & Fan (1996),
    /// the default of pandas. `None` where there is no value or `q` is outside 0 to 1.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let last = self.0.len().checked_sub(1)?;
        if !(0.0..=1.0).contains(&q) {
            return None;
        }
        let place = q * last as f64;
        let below = place.floor() as usize;
        let (low, high) = (self.0[below], self.0[(below + 1).min(last)]);
        let part = place - below as f64;
        if part == 0.0 || low == high {
            return Some(low);
        }
        // From the nearer end, so that quantiles never leave the neighbours nor fall as q grows.
        Some(if part < 0.5 {
            low + (high - low) * part
        } else {
            high - (high - low) * (1.0 - part)
        })
    }

    /// The quantiles of several shares.
    pub fn quantiles(&self, shares: &[f64]) -> Vec<Option<f64>> {
        shares.iter().map(|&q| self.quantile(q)).collect()
    }

    /// The value in the middle.
    pub fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// Third quartile less the first.
    pub fn interquartile_range(&self) -> Option<f64> {
        Some(self.quantile(0.75)? - self.quantile(0.25)?)
    }

    /// Number of different values.
    pub fn distinct(&self) -> usize {
        self.0.chunk_by(|a, b| a == b).count()
    }

    /// Fences at `reach` interquartile ranges outside the quartiles and how many values lie beyond.
    /// Tukey (1977) calls values beyond 1.5 *outside* and beyond 3 *far out*.
    pub fn fences(&self, reach: f64) -> Option<Fences> {
        let (q1, q3) = (self.quantile(0.25)?, self.quantile(0.75)?);
        let (low, high) = (q1 - reach * (q3 - q1), q3 + reach * (q3 - q1));
        Some(Fences {
            low,
            high,
            below: self.0.partition_point(|&v| v < low),
            above: self.0.len() - self.0.partition_point(|&v| v <= high),
        })
    }
}

/// Median of the values that are there; not-a-number where there is none.
pub fn median(values: &[f64]) -> f64 {
    Sorted::new(values).median().unwrap_or(f64::NAN)
}

/// The weighted median: the value where half the weight is reached, midway to the next where it is reached exactly.
/// Whole weights give the median of the values repeated so often. A missing value or a weight of 0 leaves the row out.
/// `None` where nothing is left or the lengths differ.
pub fn weighted_median(values: &[f64], weights: &[f64]) -> Option<f64> {
    weighted_quantile(values, weights, 0.5)
}

/// The same for any share `q` (0 to 1) of the weight.
pub fn weighted_quantile(values: &[f64], weights: &[f64], q: f64) -> Option<f64> {
    if values.len() != weights.len() {
        return None;
    }
    let mut rows: Vec<(f64, f64)> = values
        .iter()
        .copied()
        .zip(weights.iter().copied())
        .filter(|(v, _)| !v.is_nan())
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    weighted_quantile_sorted(rows.iter().copied(), q)
}

/// [`weighted_median`] of pairs of value and weight that already ascend by value.
pub fn weighted_median_sorted(rows: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    weighted_quantile_sorted(rows, 0.5)
}

/// The value where the share `q` (0 to 1) of the weight is reached, midway to the next where it is reached exactly, of pairs of value and weight
/// that ascend by value: scikit-learn's averaged inverted distribution (type 2 of Hyndman & Fan 1996). `None` where no weight is above 0.
pub fn weighted_quantile_sorted(
    rows: impl Iterator<Item = (f64, f64)> + Clone,
    q: f64,
) -> Option<f64> {
    let rows = rows.filter(|(_, weight)| *weight > 0.0);
    let total = sum(rows.clone().map(|(_, weight)| weight));
    let (wanted, near) = (total * q, total * f64::EPSILON);
    let mut reached = crate::stats::Sum::default();
    let (mut exact, mut last) = (None, None);
    for (value, weight) in rows {
        if let Some(low) = exact {
            return Some(low + (value - low) / 2.0);
        }
        reached.add(weight);
        if (reached.value() - wanted).abs() <= near {
            exact = Some(value);
        } else if reached.value() > wanted {
            return Some(value);
        }
        last = Some(value);
    }
    exact.or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_between_neighbours() {
        let s = Sorted::new(&[4.0, f64::NAN, 1.0, 2.0, 3.0]);
        assert_eq!(s.len(), 4);
        assert_eq!(s.quantile(0.25), Some(1.75));
        assert_eq!(s.median(), Some(2.5));
        assert_eq!(s.quantiles(&[0.0, 1.0, 1.5]), [Some(1.0), Some(4.0), None]);
        assert_eq!(Sorted::new(&[f64::NAN]).median(), None);
        assert_eq!(median(&[3.0, f64::NAN, 1.0]), 2.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn infinite_neighbours_stay_infinite() {
        let s = Sorted::new(&[f64::NEG_INFINITY, 0.0, f64::INFINITY, f64::INFINITY]);
        assert_eq!(s.quantile(1.0), Some(f64::INFINITY));
        assert_eq!(s.quantile(0.9), Some(f64::INFINITY));
    }

    #[test]
    fn counts_different_values() {
        assert_eq!(Sorted::new(&[0.0, -0.0, 1.0, 1.0, 2.0]).distinct(), 3);
        assert_eq!(Sorted::default().distinct(), 0);
    }

    #[test]
    fn values_on_the_fence_are_inside() {
        // Quartiles 2 and 4: fences at -1 and 7.
        let f = Sorted::new(&[1.0, 2.0, 3.0, 4.0, 7.0]).fences(1.5).unwrap();
        assert_eq!((f.low, f.high, f.below, f.above), (-1.0, 7.0, 0, 0));
        let f = Sorted::new(&[1.0, 2.0, 3.0, 4.0, 7.1]).fences(1.5).unwrap();
        assert_eq!((f.below, f.above), (0, 1));
    }

    #[test]
    fn weights_repeat_rows() {
        let weighted = weighted_median(&[5.0, 1.0, 3.0, f64::NAN], &[2.0, 1.0, 0.0, 9.0]);
        assert_eq!(weighted, Some(5.0));
        assert_eq!(
            weighted_median(&[1.0, 2.0, 9.0], &[2.0, 1.0, 1.0]),
            Some(1.5)
        );
        assert_eq!(weighted_median(&[1.0, 2.0], &[0.0, 0.0]), None);
        assert_eq!(weighted_median(&[1.0], &[]), None);
        for (a, b, c) in [(1, 2, 3), (4, 1, 1), (2, 2, 2), (0, 3, 3)] {
            let mut long = vec![1.0; a];
            long.extend(vec![2.0; b]);
            long.extend(vec![4.0; c]);
            assert_eq!(
                weighted_median(&[4.0, 1.0, 2.0], &[c as f64, a as f64, b as f64]),
                Sorted::new(&long).median()
            );
        }
    }
}
