//! The table of metrics: name, meaning, direction, unit, tasks, and the function that computes it.

mod classes;
mod numbers;
mod top;

use crate::decisions::{Direction, Task};
use crate::metrics::Unit;
use crate::metrics::prepared::How;

/// One metric.
pub(super) struct Definition {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) direction: Direction,
    pub(super) unit: Unit,
    pub(super) tasks: &'static [Task],
    /// Whether it is told beside others; one that is not is for who asks for it.
    pub(super) usual: bool,
    pub(super) how: How,
}

/// Every metric, family by family.
pub(super) fn definitions() -> impl Iterator<Item = &'static Definition> {
    let classes = classes::DEFINITIONS.iter().chain(top::DEFINITIONS);
    numbers::DEFINITIONS.iter().chain(classes)
}

fn same(mean: f64) -> f64 {
    mean
}
