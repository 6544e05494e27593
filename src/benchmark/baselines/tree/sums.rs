//! How much a question tells: squares that the means of its two sides explain.

use ndarray::Array2;

use crate::benchmark::Setup;
use crate::metrics::Truth;

/// Rows in a leaf at least, and their share of the rows looked at.
const LEAF: (usize, f64) = (20, 0.005);

/// Rows in a leaf at least.
pub(in crate::benchmark::baselines) fn fewest(rows: usize) -> usize {
    LEAF.0.max((LEAF.1 * rows as f64) as usize)
}

/// What happened on these rows: a number a row, or 1 under its class.
pub(in crate::benchmark::baselines) fn targets(setup: &Setup, rows: &[usize]) -> Array2<f64> {
    match setup.truth(rows) {
        Truth::Numbers(values) => Array2::from_shape_fn((rows.len(), 1), |(row, _)| values[row]),
        Truth::Classes(codes, classes) => {
            Array2::from_shape_fn((rows.len(), classes.names.len()), |(row, class)| {
                f64::from(u8::from(codes[row] as usize == class))
            })
        }
    }
}

/// Rows, their weight, and the weighted sum of each target.
#[derive(Clone)]
pub(in crate::benchmark::baselines) struct Sums {
    /// How many rows.
    pub(in crate::benchmark::baselines) rows: usize,
    pub(super) weight: f64,
    pub(super) sums: Vec<f64>,
}

impl Sums {
    /// Of no row.
    pub(in crate::benchmark::baselines) fn none(width: usize) -> Self {
        Self {
            rows: 0,
            weight: 0.0,
            sums: vec![0.0; width],
        }
    }

    /// Counts a row.
    pub(in crate::benchmark::baselines) fn add<'v>(
        &mut self,
        targets: impl Iterator<Item = &'v f64>,
        weight: f64,
    ) {
        self.rows += 1;
        self.weight += weight;
        let sums = self.sums.iter_mut().zip(targets);
        sums.for_each(|(sum, target)| *sum += weight * target);
    }

    /// Those of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            weight: self.weight + other.weight,
            sums: self
                .sums
                .iter()
                .zip(&other.sums)
                .map(|(a, b)| a + b)
                .collect(),
        }
    }

    /// Those that are not in a part.
    pub(in crate::benchmark::baselines) fn without(&self, part: &Self) -> Self {
        Self {
            rows: self.rows - part.rows,
            weight: self.weight - part.weight,
            sums: self
                .sums
                .iter()
                .zip(&part.sums)
                .map(|(a, b)| a - b)
                .collect(),
        }
    }

    /// How much of the squares one mean for these rows explains.
    pub(in crate::benchmark::baselines) fn explained(&self) -> f64 {
        match self.weight > 0.0 {
            true => self.sums.iter().map(|sum| sum * sum).sum::<f64>() / self.weight,
            false => 0.0,
        }
    }
}
