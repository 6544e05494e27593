//! True against false positives.

use super::kept::{ByClass, OneClass};
use crate::figures::{Roc, RocCurve};

/// Points of a curve that are kept.
pub(super) const POINTS: usize = 1_000;

/// `None` where only one class came.
pub(super) fn chart(by_class: &ByClass<'_>) -> Option<Roc> {
    let curve = |one: &OneClass<'_>| {
        let mut curve = RocCurve::of(one.name, &one.shares, &one.came, one.weights)?;
        if curve.points.len() > POINTS {
            curve.points = curve.thinned(POINTS);
        }
        Some(curve)
    };
    let curves: Vec<RocCurve> = by_class.all().iter().filter_map(curve).collect();
    (!curves.is_empty()).then_some(Roc { curves })
}
