//! Where the predictions are worse than elsewhere: scores by the values of each column.

use std::collections::BTreeSet;

use super::kept::Kept;
use super::parts::{Part, segments_of};
use crate::error::Result;
use crate::figures::{Measure, SegmentScore, Segments};

/// Segments kept.
const MOST: usize = 60;

/// The segments, the one that makes the score worst first; `None` where there is none. Values about persons are not
/// shown.
pub(super) fn chart(kept: &Kept<'_>, personal: &BTreeSet<String>) -> Result<Option<Segments>> {
    let Some(whole) = kept.whole() else {
        return Ok(None);
    };
    let setup = kept.setup;
    let direction = setup.problem.metric.direction();
    let weight = |member: usize| kept.weights.as_ref().map_or(1.0, |w| w[member]);
    let all: f64 = (0..kept.rows.len()).map(weight).sum();
    let mut segments = Vec::new();
    for Part {
        column,
        values,
        members,
    } in segments_of(setup, personal, &kept.rows)?
    {
        if let Some(score) = kept.score(&members) {
            let share = members.iter().map(|&m| weight(m)).sum::<f64>() / all;
            segments.push(SegmentScore {
                column,
                values,
                rows: members.len(),
                score,
                weighs: direction.gain(whole, score) * share,
            });
        }
    }
    segments.sort_by(|a, b| b.weighs.total_cmp(&a.weighs));
    segments.truncate(MOST);
    Ok((!segments.is_empty()).then(|| Segments {
        of: Measure::new(setup.problem.metric.name(), setup.problem.score_unit()),
        whole,
        rows: kept.rows.len(),
        segments,
    }))
}
