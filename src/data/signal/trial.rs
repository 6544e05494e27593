//! How well the fast model, and each input alone, tell targets of rows that were not learned from.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

use super::basis::{Basis, Block};
use super::ridge::{Design, Equations, Fitted};
use crate::error::Result;

/// Inputs, cut and counted, and the folds on which targets are judged.
pub(super) struct Trial<'a> {
    basis: &'a Basis,
    design: Design<'a>,
    folds: Vec<Range<usize>>,
    /// The equations of the rows outside of each fold.
    equations: Vec<Equations>,
}

/// How well targets of several numbers a row are told.
pub(super) struct Score {
    /// Share of the squared error of a constant that the model saves.
    pub saved: f64,
    /// F of the best single input: variance between its steps against that within.
    pub single: f64,
}

impl<'a> Trial<'a> {
    pub fn of(basis: &'a Basis, folds: Vec<Range<usize>>) -> Result<Self> {
        let design = Design::of(basis);
        let whole = design.gram(0..basis.rows());
        let outside = folds.iter().map(|fold| &whole - &design.gram(fold.clone()));
        Ok(Self {
            equations: outside.map(Equations::of).collect::<Result<_>>()?,
            basis,
            design,
            folds,
        })
    }

    /// Squared errors of the model and of a constant, a row a row and a column a target; each row is told by what was learned outside of its fold.
    pub fn errors(&self, y: ArrayView2<'_, f64>) -> (Array2<f64>, Array2<f64>) {
        self.errors_by(y, &self.design.cross(0..y.nrows(), y))
    }

    fn errors_by(&self, y: ArrayView2<'_, f64>, whole: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
        let (rows, sums) = (y.nrows(), y.sum_axis(Axis(0)));
        let mut model = Array2::zeros(y.dim());
        let mut constant = Array2::zeros(y.dim());
        for (fold, equations) in self.folds.iter().zip(&self.equations) {
            let here = y.slice_axis(Axis(0), fold.clone().into());
            let means = (&sums - &here.sum_axis(Axis(0))) / (rows - fold.len()) as f64;
            let cross = whole - &self.design.cross(fold.clone(), y);
            constant
                .slice_axis_mut(Axis(0), fold.clone().into())
                .assign(&(&here - &means).mapv(|error| error * error));
            let fitted = equations.solve(&cross, means);
            let told = self.design.predict(fold.clone(), &fitted);
            model
                .slice_axis_mut(Axis(0), fold.clone().into())
                .assign(&(&here - &told).mapv(|error| error * error));
        }
        (model, constant)
    }

    /// The scores of targets of `width` columns each, one beside the other.
    pub fn scores(&self, y: ArrayView2<'_, f64>, width: usize) -> Vec<Score> {
        let whole = self.design.cross(0..y.nrows(), y);
        let (model, constant) = self.errors_by(y, &whole);
        let total = |of: &Array2<f64>| of.sum_axis(Axis(0));
        let (model, constant) = (total(&model), total(&constant));
        let single = self.best_single(y, &whole, width);
        let of = |at: usize| {
            let columns = Slice::from(at * width..(at + 1) * width);
            Score {
                saved: 1.0
                    - model.slice_axis(Axis(0), columns).sum()
                        / constant.slice_axis(Axis(0), columns).sum(),
                single: single[at],
            }
        };
        (0..y.ncols() / width).map(of).collect()
    }

    /// F of the best input, target by target.
    fn best_single(&self, y: ArrayView2<'_, f64>, whole: &Array2<f64>, width: usize) -> Vec<f64> {
        let rows = y.nrows() as f64;
        let means = y.sum_axis(Axis(0)) / rows;
        let squares = y.mapv(|v| v * v).sum_axis(Axis(0));
        let all = squares - means.mapv(|mean| mean * mean * rows);
        let mut best = vec![f64::NEG_INFINITY; y.ncols() / width];
        let mut first = 0;
        for (place, block) in self.basis.inputs.iter().enumerate() {
            let between = match self.basis.chosen.binary_search(&place) {
                Ok(_) => {
                    let steps = first..first + block.size;
                    first += block.size;
                    between(block, whole.slice_axis(Axis(0), steps.into()))
                }
                Err(_) => between(block, sums(block, y).view()),
            };
            let between = between - means.mapv(|mean| mean * mean * rows);
            for (at, best) in best.iter_mut().enumerate() {
                let columns = Slice::from(at * width..(at + 1) * width);
                let explained = between.slice_axis(Axis(0), columns).sum();
                let total = all.slice_axis(Axis(0), columns).sum();
                let steps = block.size as f64;
                let left = (total - explained).max(total * 1e-12) / (rows - steps).max(1.0);
                *best = best.max(explained / (steps - 1.0) / left);
            }
        }
        best
    }

    /// Squared errors of the model learned from some rows only outside of each fold: as many as `most`, of those that come first in `order`.
    pub fn errors_of(
        &self,
        y: ArrayView2<'_, f64>,
        order: &[usize],
        most: usize,
    ) -> Result<Array1<f64>> {
        let mut errors = Array1::zeros(y.nrows());
        for fold in &self.folds {
            let outside = order.iter().copied().filter(|row| !fold.contains(row));
            let rows: Vec<usize> = outside.take(most).collect();
            let targets = y.select(Axis(0), &rows);
            let means = targets.sum_axis(Axis(0)) / rows.len() as f64;
            let gram = self.design.gram(rows.iter().copied());
            let cross = self.design.cross_of(&rows, targets.view());
            let fitted = Fitted::once(gram, &cross, means)?;
            let wrong = self.design.predict(fold.clone(), &fitted)
                - y.slice_axis(Axis(0), fold.clone().into());
            let squares = wrong.mapv(|error| error * error).sum_axis(Axis(1));
            errors
                .slice_axis_mut(Axis(0), fold.clone().into())
                .assign(&squares);
        }
        Ok(errors)
    }
}

/// Sums of the targets over the rows of each step.
fn sums(block: &Block, y: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut sums = Array2::zeros((block.size, y.ncols()));
    for (step, targets) in block.steps.iter().zip(y.rows()) {
        sums.row_mut(*step as usize).scaled_add(1.0, &targets);
    }
    sums
}

/// The squared sum of the targets of each step by its rows, over all steps.
fn between(block: &Block, sums: ArrayView2<'_, f64>) -> Array1<f64> {
    let mut counts = Array2::<f64>::zeros((block.size, 1));
    for step in &block.steps {
        counts[[*step as usize, 0]] += 1.0;
    }
    (sums.mapv(|sum| sum * sum) / counts).sum_axis(Axis(0))
}
