//! Least squares with a penalty on the squares, of many targets at once: the equations are those of the inputs alone.

use std::ops::Range;

use linfa_linalg::LinalgError;
use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::basis::{Basis, Block};
use crate::error::{Error, Result};

/// Weight of the squared coefficients: a step is drawn to the mean as if so many rows of the mean stood beside its own.
const PENALTY: f64 = 10.0;

/// The model's columns, dense: a row has a 1 in one column of each block.
pub(super) struct Design<'a> {
    blocks: Vec<(usize, &'a Block)>,
    x: Array2<f64>,
}

impl<'a> Design<'a> {
    pub fn of(basis: &'a Basis) -> Self {
        let blocks = basis.model();
        let columns = blocks.last().map_or(0, |(first, block)| first + block.size);
        let mut x = Array2::zeros((basis.rows(), columns));
        for (first, block) in &blocks {
            for (row, step) in block.steps.iter().enumerate() {
                x[[row, first + *step as usize]] = 1.0;
            }
        }
        Self { blocks, x }
    }

    /// How often two columns are 1 in the same of some rows.
    pub fn gram(&self, rows: impl Iterator<Item = usize>) -> Array2<f64> {
        let columns = self.x.ncols();
        let mut gram = Array2::zeros((columns, columns));
        let mut ones = vec![0; self.blocks.len()];
        for row in rows {
            for (one, (first, block)) in ones.iter_mut().zip(&self.blocks) {
                *one = first + block.steps[row] as usize;
            }
            for (place, &a) in ones.iter().enumerate() {
                for &b in &ones[place..] {
                    gram[[a, b]] += 1.0;
                }
            }
        }
        for a in 0..columns {
            for b in a + 1..columns {
                gram[[b, a]] = gram[[a, b]];
            }
        }
        gram
    }

    /// Sums of targets over the rows of each column.
    pub fn cross(&self, rows: Range<usize>, y: ArrayView2<'_, f64>) -> Array2<f64> {
        self.x
            .slice_axis(Axis(0), rows.clone().into())
            .t()
            .dot(&y.slice_axis(Axis(0), rows.into()))
    }

    /// The same over rows that do not follow one another, given with their targets.
    pub fn cross_of(&self, rows: &[usize], y: ArrayView2<'_, f64>) -> Array2<f64> {
        self.x.select(Axis(0), rows).t().dot(&y)
    }

    /// What coefficients and a mean say of some rows.
    pub fn predict(&self, rows: Range<usize>, fitted: &Fitted) -> Array2<f64> {
        self.x
            .slice_axis(Axis(0), rows.into())
            .dot(&fitted.coefficients)
            + &fitted.means
    }
}

/// Coefficients, a column a target.
pub(super) struct Fitted {
    coefficients: Array2<f64>,
    means: Array1<f64>,
}

impl Fitted {
    /// Solves the equations of some rows for one target: their gram matrix, the sums of the target over the rows of each column, and its mean.
    pub fn once(gram: Array2<f64>, cross: &Array2<f64>, means: Array1<f64>) -> Result<Self> {
        let mut coefficients = cross - &(counts(&gram) * means.view().insert_axis(Axis(0)));
        penalised(gram)
            .solvec_inplace(&mut coefficients)
            .map_err(unsolvable)?;
        Ok(Self {
            coefficients,
            means,
        })
    }
}

/// Rows of each column.
fn counts(gram: &Array2<f64>) -> Array2<f64> {
    gram.diag().to_owned().insert_axis(Axis(1))
}

fn penalised(mut gram: Array2<f64>) -> Array2<f64> {
    gram.diag_mut().mapv_inplace(|count| count + PENALTY);
    gram
}

fn unsolvable(error: LinalgError) -> Error {
    Error::new(format!("the equations have no solution: {error}"))
}

/// The equations of some rows, which serve any target.
pub(super) struct Equations {
    counts: Array2<f64>,
    inverse: Array2<f64>,
}

impl Equations {
    /// Of the gram matrix of these rows.
    pub fn of(gram: Array2<f64>) -> Result<Self> {
        let counts = counts(&gram);
        let mut inverse = Array2::eye(gram.nrows());
        penalised(gram)
            .solvec_inplace(&mut inverse)
            .map_err(unsolvable)?;
        Ok(Self { counts, inverse })
    }

    /// Solves them for targets by their sums over the rows of each column, and their means.
    pub fn solve(&self, cross: &Array2<f64>, means: Array1<f64>) -> Fitted {
        let centred = cross - &(&self.counts * &means.view().insert_axis(Axis(0)));
        Fitted {
            coefficients: self.inverse.dot(&centred),
            means,
        }
    }
}
