//! The families of trees: boosting, forest, a single tree.
//!
//! `boosting/` adds up small trees: `engine.rs` is the interface to what grows them, `hess.rs` its implementation by the
//! crate hessboost. `forest/` grows large ones itself and averages them (a single tree is a forest of one).

mod boosting;
mod engine;
mod forest;
mod hess;

pub(super) use boosting::Boosting;
pub(super) use forest::{FOREST, TREE};

use super::{Capabilities, Cost};
use crate::decisions::Task;
use crate::prepare::{Matrix, Needs};

/// The engine in use.
const ENGINE: &dyn engine::Engine = &hess::Hessboost;

/// The tasks that trees do: all of them.
const TASKS: &[Task] = &[
    Task::Regression,
    Task::Binary,
    Task::Multiclass,
    Task::Forecast,
];

/// What trees ask of a matrix: nothing. Holes and scales are split as they are.
const NEEDS: Needs = Needs {
    complete: false,
    scaled: false,
};

/// What trees can; the families differ in what a fit costs only.
const fn capabilities(cost: Cost) -> Capabilities {
    Capabilities {
        weights: true,
        missing: true,
        probabilities: true,
        monotone: false,
        cost,
    }
}

/// The rows in single precision, row by row. Values beyond its range become its largest.
fn single(x: &Matrix) -> Vec<f32> {
    let largest = f64::from(f32::MAX);
    // Rows first, whatever the memory order of the matrix; a NaN passes the clamp.
    x.values
        .iter()
        .map(|&v| v.clamp(-largest, largest) as f32)
        .collect()
}
