//! The division of the rows: columns of time, groups and folds that it needs, instants and lengths on the axis of time.

use super::Context;
use crate::decisions::{Fault, Strategy};
use crate::text::{counted, escape};

const STRATEGY: &str = "split.strategy";
const FROM: &str = "split.holdout.from";

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let mut faults = strategy(context);
    faults.extend(lengths(context));
    faults.extend(holdout(context));
    faults.extend(without_time(context));
    if let (Some(view), Some(name)) = (&context.view, &context.project.decisions.split.fold_column)
    {
        view.has(&context.place, "split.fold_column", name, &mut faults);
    }
    faults
}

fn strategy(context: &Context<'_>) -> Vec<Fault> {
    let decisions = &context.project.decisions;
    let (split, problem) = (&decisions.split, &decisions.problem);
    let mut faults = Vec::new();
    let Some(strategy) = split.strategy else {
        return faults;
    };
    let in_time = matches!(strategy, Strategy::Time | Strategy::GroupTime);
    let in_groups = matches!(strategy, Strategy::Group | Strategy::GroupTime);
    let mut needs = |needed: bool, key: &str, stated: bool, what: &str| {
        if needed && !stated && !context.place.unsure(key) {
            faults.push(context.place.value(
                STRATEGY,
                format!("'{strategy}' needs a column of {what}"),
                format!(
                    "write `{} = \"<column>\"` under `[problem]`, or choose another strategy",
                    key.trim_start_matches("problem.")
                ),
            ));
        }
    };
    needs(in_time, "problem.time", problem.time.is_some(), "time");
    needs(
        in_groups,
        "problem.group",
        problem.group.is_some(),
        "groups",
    );
    let task = context.resolved.task;
    if strategy == Strategy::Stratified && task.is_some_and(|t| !t.is_classification()) {
        faults.push(context.place.value(
            STRATEGY,
            "'stratified' needs a target of classes",
            "write \"random\", or \"time\" or \"group\" where there is one",
        ));
    }
    if in_time && split.repeats.is_some_and(|n| n > 1) && split.fold_column.is_none() {
        faults.push(context.place.value(
            "split.repeats",
            "folds in order of time are not drawn by chance",
            "leave split.repeats out",
        ));
    }
    faults
}

/// Lengths that need a column of time, or do not go with its values.
fn lengths(context: &Context<'_>) -> Vec<Fault> {
    let decisions = &context.project.decisions;
    let stated = [
        ("problem.horizon", &decisions.problem.horizon),
        ("split.gap", &decisions.split.gap),
        ("split.embargo", &decisions.split.embargo),
    ];
    let mut faults = Vec::new();
    for (key, length) in stated {
        let Some(length) = length.as_ref().filter(|length| *length != "0") else {
            continue;
        };
        if needs_time(context) {
            let message = format!("'{}' needs a column of time", escape(length));
            let fix = "write `time = \"<column>\"` under `[problem]`, or take the key out";
            faults.push(context.place.value(key, message, fix));
        } else if let Some(axis) = &context.resolved.axis {
            let read = axis.length(length);
            let wrong = read.err().map(|error| context.place.errors(key, &error));
            faults.extend(wrong.into_iter().flatten());
        }
    }
    faults
}

/// Whether no column of time is stated, and none was meant.
fn needs_time(context: &Context<'_>) -> bool {
    let stated = context.project.decisions.problem.time.is_some();
    !stated && !context.place.unsure("problem.time")
}

/// The first instant of the holdout against the axis of time and the rows.
fn holdout(context: &Context<'_>) -> Vec<Fault> {
    let holdout = &context.project.decisions.split.holdout;
    let mut faults = Vec::new();
    if holdout.share == Some(0.0) {
        faults.push(context.place.value(
            "split.holdout.share",
            "'0' sets no row aside",
            "give a share above 0 and at most 0.5",
        ));
    }
    let Some(from) = &holdout.from else {
        return faults;
    };
    if needs_time(context) {
        let message = "the first instant of a holdout needs a column of time";
        let fix = "write `time = \"<column>\"` under `[problem]`, or `holdout = { share = 0.2 }`";
        faults.push(context.place.value(FROM, message, fix));
    }
    let Some(axis) = &context.resolved.axis else {
        return faults;
    };
    let first = match axis.instant(from) {
        Ok(first) => first,
        Err(error) => {
            faults.extend(context.place.errors(FROM, &error));
            return faults;
        }
    };
    let labelled = context.resolved.labelled.iter();
    let instants: Vec<i64> = labelled.filter_map(|&row| axis.instants[row]).collect();
    let (Some(low), Some(high)) = (instants.iter().min(), instants.iter().max()) else {
        return faults;
    };
    if first > *high || first <= *low {
        let side = match first > *high {
            true => "no row is in the holdout",
            false => "every row is in the holdout",
        };
        let message = format!(
            "'{}' is outside the data, which go from {} to {}: {side}",
            escape(from),
            axis.show(*low),
            axis.show(*high)
        );
        faults.push(context.place.value(
            FROM,
            message,
            "choose an instant inside the span of the data",
        ));
    }
    faults
}

/// Rows that cannot be put in order.
fn without_time(context: &Context<'_>) -> Option<Fault> {
    let decisions = &context.project.decisions;
    let (axis, split) = (context.resolved.axis.as_ref()?, &decisions.split);
    let in_time = match split.strategy {
        None => split.fold_column.is_none(),
        Some(strategy) => matches!(strategy, Strategy::Time | Strategy::GroupTime),
    };
    let rows = context.resolved.labelled.iter();
    let missing = rows.filter(|&&row| axis.instants[row].is_none()).count();
    (missing > 0 && (in_time || split.holdout.from.is_some())).then(|| {
        context.place.value(
            "problem.time",
            format!("{} without time cannot be put in order", counted(missing, "row")),
            "leave them out with `where` in the source (`… is not null`), or choose another split.strategy",
        )
    })
}
