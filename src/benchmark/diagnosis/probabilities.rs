//! The probabilities of the positive class: of its rows above the axis, of the others below.

use super::kept::ByClass;
use crate::figures::{Measure, Mirror, Tails};

/// `None` where several classes are predicted.
pub(super) fn chart(by_class: &ByClass<'_>) -> Option<Mirror> {
    let ByClass::Positive(one) = by_class else {
        return None;
    };
    let of_kind = |kind: bool| -> Vec<f64> {
        let rows = one.shares.iter().zip(&one.came);
        rows.filter(|(_, came)| **came == kind)
            .map(|(share, _)| *share)
            .collect()
    };
    Some(Mirror::new(
        Measure::new(format!("probability of {}", one.name), ""),
        (one.name, &of_kind(true)),
        ("all others", &of_kind(false)),
        Tails::Whole,
    ))
}
