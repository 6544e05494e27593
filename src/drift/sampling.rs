//! Numbers of a sample with their error of estimation, by the bootstrap.

use super::evidence::Estimate;
use crate::error::Result;
use crate::stats::{Resampler, Unit, block_length, interval, std};

/// Bootstrap replicates up to [`MANY_ROWS`] rows.
const REPLICATES: usize = 1000;
/// Rows beyond which fewer replicates are drawn.
const MANY_ROWS: usize = 20_000;
/// Replicates at the least: enough for a standard error.
const FEWEST_REPLICATES: usize = 200;
/// Level of an interval.
const LEVEL: f64 = 0.95;

/// A value with its bootstrap replicates.
#[derive(Debug, Clone)]
pub struct Sampled {
    /// On all rows.
    pub value: f64,
    replicates: Vec<f64>,
}

impl Sampled {
    /// A value of which only itself is known.
    pub fn exactly(value: f64) -> Sampled {
        Sampled {
            value,
            replicates: Vec::new(),
        }
    }

    /// The value of a score of weighted rows: drawn by row, or by blocks of neighbours where rows have an order in time.
    /// `None` where it is undefined.
    pub fn of(
        rows: usize,
        order: Option<&[usize]>,
        seed: u64,
        score: impl Fn(&[f64]) -> Option<f64> + Sync + Send,
    ) -> Result<Option<Sampled>> {
        if rows == 0 {
            return Ok(None);
        }
        let Some(value) = score(&vec![1.0; rows]) else {
            return Ok(None);
        };
        let unit = match order {
            Some(order) => Unit::Block {
                order,
                length: block_length(rows),
            },
            None => Unit::Row,
        };
        let count = (REPLICATES * MANY_ROWS / rows.max(MANY_ROWS)).max(FEWEST_REPLICATES);
        let replicates = Resampler::new(rows, unit, seed)?
            .replicates(count, |weights| score(weights).unwrap_or(f64::NAN));
        Ok(Some(Sampled { value, replicates }))
    }

    /// The value with its interval.
    pub fn estimate(&self) -> Estimate {
        let range = interval(&self.replicates, LEVEL);
        Estimate {
            value: self.value,
            low: range.map(|r| r.0),
            high: range.map(|r| r.1),
        }
    }

    /// Standard error; 0 where the value is taken for exact.
    pub fn error(&self) -> f64 {
        let there: Vec<f64> = self
            .replicates
            .iter()
            .copied()
            .filter(|v| !v.is_nan())
            .collect();
        if there.len() < 2 { 0.0 } else { std(&there) }
    }

    /// This less another, from other rows.
    pub fn less(&self, other: &Sampled) -> Estimate {
        let value = self.value - other.value;
        let half = 1.959_963_984_540_054 * self.error().hypot(other.error());
        Estimate {
            value,
            low: (half > 0.0).then_some(value - half),
            high: (half > 0.0).then_some(value + half),
        }
    }
}

/// Weighted mean of values.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> Option<f64> {
    let total: f64 = weights.iter().sum();
    let sum: f64 = values.iter().zip(weights).map(|(v, w)| v * w).sum();
    (total > 0.0).then(|| sum / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_mean_is_known() {
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 20)).collect();
        let found = Sampled::of(400, None, 1, |w| weighted_mean(&values, w))
            .unwrap()
            .unwrap();
        // Deviation of 0..19 is 5.77: the error of the mean of 400 is 0.288.
        assert_eq!(found.value, 9.5);
        assert!((found.error() - 0.288).abs() < 0.03, "{}", found.error());
        let change = found.less(&Sampled::exactly(9.0));
        assert!(change.low.unwrap() < 0.0 && change.high.unwrap() > 1.0);
        assert_eq!(
            Sampled::of(0, None, 1, |_| Some(1.0))
                .unwrap()
                .map(|s| s.value),
            None
        );
    }
}
