//! A goal in the direction in which the metric is worse.

use super::Context;
use crate::decisions::{Direction, Fault};

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let Some(metric) = context.resolved.metric else {
        return Vec::new();
    };
    let success = &context.project.decisions.problem.success;
    let (wrong, key, right, better) = match metric.direction() {
        Direction::Minimise => (success.at_least, "at_least", "at_most", "less"),
        Direction::Maximise => (success.at_most, "at_most", "at_least", "more"),
    };
    let told = wrong.map(|_| {
        let message = format!(
            "'{key}' does not go with {}: {better} is better",
            metric.name()
        );
        let path = format!("problem.success.{key}");
        context
            .place
            .value(&path, message, format!("write `{right}`"))
    });
    told.into_iter().collect()
}
