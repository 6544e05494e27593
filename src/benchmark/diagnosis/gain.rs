//! Positive rows found by rows asked.

use super::kept::{ByClass, POINTS};
use crate::figures::{Gain, GainCurve};

/// `None` where only one class came.
pub(super) fn chart(by_class: &ByClass<'_>) -> Option<Gain> {
    let curves = by_class.curves(|one| {
        let curve = GainCurve::of(one.name, &one.shares, &one.came, one.weights)?;
        Some(curve.at_most(POINTS))
    })?;
    Some(Gain { curves })
}
