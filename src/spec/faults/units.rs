//! Units that contradict one another: of the target, of its column, of the goal.

use super::Context;
use crate::decisions::{Fault, path};
use crate::metrics::Unit;
use crate::text::escape;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    faults.extend(of_column(context));
    faults.extend(of_goal(context));
    faults
}

fn of_column(context: &Context<'_>) -> Option<Fault> {
    let decisions = &context.project.decisions;
    let target = decisions.problem.target.as_ref()?;
    let unit = decisions.problem.unit.as_ref()?;
    let own = decisions.columns.get(target)?.unit.as_ref()?;
    (!same(unit, own)).then(|| {
        context.place.value(
            &path::join(&["columns", target, "unit"]),
            format!(
                "the target is in '{}' here and in '{}' under `problem.unit`",
                escape(own),
                escape(unit)
            ),
            "state the unit once, the one the values are in",
        )
    })
}

fn of_goal(context: &Context<'_>) -> Option<Fault> {
    let decisions = &context.project.decisions;
    let stated = decisions.problem.success.unit.as_ref()?;
    let metric = context.resolved.metric?;
    let key = "problem.success.unit";
    if let Unit::Named(unit) = metric.unit() {
        return (!same(unit, stated)).then(|| {
            let message = format!(
                "{} is in '{}' and the goal in '{}'",
                metric.name(),
                escape(unit),
                escape(stated)
            );
            let fix = "state the goal in the unit of the metric";
            context.place.value(key, message, fix)
        });
    }
    if metric.unit() != Unit::Target {
        let message = format!(
            "{} has no unit and the goal is in '{}'",
            metric.name(),
            escape(stated)
        );
        let fix = "take the unit out, or choose a metric in the unit of the target";
        return Some(context.place.value(key, message, fix));
    }
    let target = decisions.problem.target.as_ref();
    let column = target.and_then(|target| decisions.columns.get(target)?.unit.as_ref());
    let unit = decisions.problem.unit.as_ref().or(column)?;
    (!same(unit, stated)).then(|| {
        context.place.value(
            key,
            format!(
                "the goal is in '{}' and the target in '{}'",
                escape(stated),
                escape(unit)
            ),
            "state the goal in the unit of the target",
        )
    })
}

fn same(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}
