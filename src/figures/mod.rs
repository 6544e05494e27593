//! Charts as data: pure functions from numbers to what a face draws. No colour, no cell, no pixel here.
//!
//! `histogram` bins values, `bars` ranks scores on one axis, `lines` thins curves, `strips` shows folds,
//! `axis` places values and chooses ticks.

mod axis;
mod bars;
mod histogram;
mod lines;
mod strips;

use serde::{Deserialize, Serialize};

pub use axis::{Axis, Place, tick_decimals, ticks};
pub use histogram::{Mirror, Tails, by_class, common, edges};
pub use lines::decimate;
pub use strips::{parts, strip};

/// Counts of values in neighbouring bins of equal width.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Edges of the bins, one more than counts; both empty where there is no value.
    pub edges: Vec<f64>,
    /// Rows in each bin; the last bin includes its upper edge.
    pub counts: Vec<u64>,
    /// Rows below the first edge: a tail that is not drawn.
    #[serde(default)]
    pub below: u64,
    /// Rows above the last edge: a tail that is not drawn.
    #[serde(default)]
    pub above: u64,
}

/// One row of a score chart: a value with its interval and marks on a common axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Name at the left.
    pub label: String,
    /// Its value; not-a-number where there is none.
    pub value: f64,
    /// Lowest and highest of the interval, where there is one.
    pub interval: Option<(f64, f64)>,
}

/// Values on one axis with lines where they mean something: goal, best baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// What the axis shows: `mae`.
    pub axis: String,
    /// Unit of the axis: `USD`.
    pub unit: String,
    /// The rows.
    pub bars: Vec<Bar>,
    /// Lines across: name and place.
    pub lines: Vec<(String, f64)>,
}

/// Lines over a common axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Name of the horizontal axis with its unit.
    pub x: String,
    /// Name of the vertical axis with its unit.
    pub y: String,
    /// Name and points of each line.
    pub series: Vec<(String, Vec<(f64, f64)>)>,
}

/// What part a range of rows plays in a fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Learned from.
    Train,
    /// Scored.
    Test,
    /// Left out between.
    Gap,
    /// Set aside.
    Holdout,
    /// Not used.
    Unused,
}

/// Folds as strips: one a fold, each a list of parts with their share of all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Strips {
    /// Label and parts with share 0 to 1, from first to last row.
    pub strips: Vec<(String, Vec<(Part, f64)>)>,
}
