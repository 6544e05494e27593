//! True against false positives.

use super::kept::{ByClass, POINTS};
use crate::figures::{Roc, RocCurve};

/// `None` where only one class came.
pub(super) fn chart(by_class: &ByClass<'_>) -> Option<Roc> {
    let curves = by_class.curves(|one| {
        let curve = RocCurve::of(one.name, &one.shares, &one.came, one.weights)?;
        Some(curve.at_most(POINTS))
    })?;
    Some(Roc { curves })
}
