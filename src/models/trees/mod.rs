//! The families of trees: boosting, forest, a single tree.
//!
//! `engine.rs` is the interface to what grows trees, `hess.rs` its implementation by the crate hessboost; `boosting/`
//! adds up small trees, `forest/` averages large ones (a single tree is a forest of one).

mod boosting;
mod engine;
mod forest;
mod hess;

pub(super) use boosting::Boosting;
pub(super) use forest::{FOREST, TREE};

use crate::prepare::Matrix;

/// The engine in use.
const ENGINE: &dyn engine::Engine = &hess::Hessboost;

/// The rows in single precision, row by row. Values beyond its range become its largest.
fn single(x: &Matrix) -> Vec<f32> {
    let largest = f64::from(f32::MAX);
    // Rows first, whatever the memory order of the matrix; a NaN passes the clamp.
    x.values
        .iter()
        .map(|&v| v.clamp(-largest, largest) as f32)
        .collect()
}
