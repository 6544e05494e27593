//! The cost of an error: an expression of the prediction and the columns, or a matrix of classes.

use std::collections::BTreeSet;

use super::Context;
use crate::decisions::{Fault, path};
use crate::spec::PREDICTION;
use crate::spec::expressions::{Columns, Purpose, understood};
use crate::spec::placing::warning;
use crate::spec::resolve::few;
use crate::table::{Expression, Storage};
use crate::text::{escape, nearest};

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let mut faults = matrix(context);
    faults.extend(twice(context));
    if let Some(text) = &context.project.decisions.value.cost {
        let columns = context
            .columns()
            .map(|columns| with_prediction(context, columns));
        let mistakes = understood(&context.place, text, Purpose::Cost, columns.as_ref()).err();
        let mistakes = mistakes.unwrap_or_default();
        faults.extend(
            mistakes
                .iter()
                .map(|m| context.place.mistake("value.cost", m)),
        );
        faults.extend(blind(context, text));
    }
    faults
}

/// A cost that no prediction changes.
fn blind(context: &Context<'_>, text: &str) -> Option<Fault> {
    let expression = Expression::parse(text).ok()?;
    let reads = expression.columns().contains(PREDICTION);
    (!reads).then(|| {
        warning(context.place.value(
            "value.cost",
            "the cost does not read 'prediction': it is the same whatever is predicted",
            "write what an error costs, such as abs(prediction - fare)",
        ))
    })
}

/// The columns with the prediction, in the form it has: a number, or the name of a class beside a target of names.
pub(super) fn with_prediction(context: &Context<'_>, columns: Columns) -> Columns {
    let mut columns = columns;
    columns.schema.retain(|(name, _)| name != PREDICTION);
    let storage = match (context.resolved.task, &context.resolved.classes) {
        (Some(task), _) if !task.is_classification() => Some(Storage::Number),
        (Some(_), Some(_)) => storage_of_class(context),
        _ => None,
    };
    match storage {
        Some(storage) => columns.schema.push((PREDICTION.to_owned(), storage)),
        None => {
            columns.unsure.insert(PREDICTION.to_owned());
        }
    }
    columns
}

fn storage_of_class(context: &Context<'_>) -> Option<Storage> {
    let target = context.project.decisions.problem.target.as_ref()?;
    let column = context.view.as_ref()?.dataset.table.column(target).ok()?;
    Some(match column.storage {
        Storage::Integer | Storage::Number => Storage::Number,
        _ => Storage::Text,
    })
}

/// Classes of the matrix that the target has not, and classes of the target that the matrix lacks.
fn matrix(context: &Context<'_>) -> Vec<Fault> {
    let Some(matrix) = &context.project.decisions.value.matrix else {
        return Vec::new();
    };
    let task = context.resolved.task;
    if task.is_some_and(|task| !task.is_classification()) {
        return vec![context.place.value(
            "value.matrix",
            "a matrix of costs needs a target of classes",
            "write `cost = \"abs(prediction - …)\"` for a number",
        )];
    }
    let Some(classes) = &context.resolved.names else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (truth, row) in matrix {
        let inside = row
            .keys()
            .map(|said| (vec!["value", "matrix", truth, said], said));
        for (keys, name) in std::iter::once((vec!["value", "matrix", truth], truth)).chain(inside) {
            if classes.contains(name) || !seen.insert(keys.clone()) {
                continue;
            }
            let fix = match nearest(name, classes.iter().map(String::as_str)) {
                Some(near) => format!("did you mean '{}'?", escape(near)),
                None => format!(
                    "the classes are {}",
                    few(&classes.iter().collect::<Vec<_>>())
                ),
            };
            let message = format!("'{}' is no class of the target", escape(name));
            faults.push(context.place.name(&path::join(&keys), message, fix));
        }
    }
    let named = |class: &String| {
        let said = matrix.values().any(|row| row.contains_key(class));
        said || matrix.contains_key(class)
    };
    let lacking: Vec<&String> = classes.iter().filter(|c| !named(c)).collect();
    if let (Some(first), true) = (lacking.first(), faults.is_empty()) {
        faults.push(context.place.value(
            "value.matrix",
            format!(
                "the matrix lacks {}: every mistake with it would cost nothing",
                few(&lacking)
            ),
            format!(
                "add a row, `{} = {{ … }}`, or `{{}}` where it costs nothing indeed",
                path::quote(first)
            ),
        ));
    }
    faults
}

/// Two ways to say what an error costs.
fn twice(context: &Context<'_>) -> Option<Fault> {
    let value = &context.project.decisions.value;
    (value.cost.is_some() && value.matrix.is_some()).then(|| {
        context.place.value(
            "value.matrix",
            "the cost of an error is stated twice: `cost` and `matrix`",
            "keep one: the matrix for classes, the expression for numbers",
        )
    })
}
