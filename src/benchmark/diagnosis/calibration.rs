//! What was said against what came: of the positive class, or of the likeliest of several.

use super::kept::{ByClass, Kept, OneClass};
use crate::figures::Calibration;

/// Bins of the calibration.
const BINS: usize = 10;

/// `None` without a row.
pub(super) fn chart(kept: &Kept<'_>, truth: &[u32], by_class: &ByClass<'_>) -> Option<Calibration> {
    let weights = kept.weights.as_deref();
    match by_class {
        ByClass::Positive(one) => Calibration::of(one.name, &one.shares, &one.came, weights, BINS),
        ByClass::Each(all) => {
            let (sure, right) = confidence(all, truth);
            Calibration::of("the likeliest class", &sure, &right, weights, BINS)
        }
    }
}

/// The largest probability of each row, and whether its class came.
fn confidence(all: &[OneClass<'_>], truth: &[u32]) -> (Vec<f64>, Vec<bool>) {
    let rows = truth.iter().enumerate().map(|(row, truth)| {
        let of_row = all.iter().map(|class| class.shares[row]).enumerate();
        let best = of_row.reduce(|a, b| if b.1 > a.1 { b } else { a });
        let (class, share) = best.unwrap_or((0, f64::NAN));
        (share, *truth as usize == class)
    });
    rows.unzip()
}
