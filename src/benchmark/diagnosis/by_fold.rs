//! Residuals fold by fold.

use super::kept::{Kept, Numbers};
use super::residuals::{measure, residuals};
use crate::figures::Boxes;

pub(super) fn chart(kept: &Kept<'_>, numbers: &Numbers<'_>) -> Boxes {
    let mut groups: Vec<(String, Vec<f64>)> = (1..=kept.setup.plan.folds.len())
        .map(|fold| (format!("fold {fold}"), Vec::new()))
        .collect();
    for (off, fold) in residuals(numbers).into_iter().zip(&kept.folds) {
        groups[*fold].1.push(off);
    }
    Boxes::of(measure(kept), &groups)
}
