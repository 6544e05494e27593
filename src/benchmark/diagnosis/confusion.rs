//! Classes as they were against classes as predicted.

use super::kept::Kept;
use crate::figures::Confusion;
use crate::metrics::Classes;

pub(super) fn chart(kept: &Kept<'_>, truth: &[u32], classes: &Classes) -> Confusion {
    let said = kept.decided.labels(classes);
    Confusion::of(&classes.names, truth, &said, kept.weights.as_deref())
}
