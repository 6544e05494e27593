//! Positive rows found by rows asked.

use super::kept::{ByClass, OneClass};
use super::roc::POINTS;
use crate::figures::{Gain, GainCurve};

/// `None` where only one class came.
pub(super) fn chart(by_class: &ByClass<'_>) -> Option<Gain> {
    let curve = |one: &OneClass<'_>| {
        let mut curve = GainCurve::of(one.name, &one.shares, &one.came, one.weights)?;
        if curve.points.len() > POINTS {
            curve.points = curve.thinned(POINTS);
        }
        Some(curve)
    };
    let curves: Vec<GainCurve> = by_class.all().iter().filter_map(curve).collect();
    (!curves.is_empty()).then_some(Gain { curves })
}
