//! Precision against recall.

use super::kept::{ByClass, POINTS};
use crate::figures::{PrecisionCurve, PrecisionRecall};

/// `None` where only one class came.
pub(super) fn chart(by_class: &ByClass<'_>) -> Option<PrecisionRecall> {
    let curves = by_class.curves(|one| {
        let curve = PrecisionCurve::of(one.name, &one.shares, &one.came, one.weights)?;
        Some(curve.at_most(POINTS))
    })?;
    Some(PrecisionRecall { curves })
}
