//! With a horizon, columns that are taken as measured with their row because nothing else is decided: said, so that nobody wonders where
//! they went.

use super::Context;
use crate::decisions::{Fault, Role};
use crate::spec::placing::warning;
use crate::text::escape;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let Some(view) = &context.view else {
        return Vec::new();
    };
    let decided = |name: &str| {
        let column = context.project.decisions.columns.get(name);
        column.is_some_and(|column| column.known_at_prediction.is_some())
    };
    let columns = view.dataset.columns.iter();
    let lagged: Vec<_> = columns
        .filter(|c| c.role == Role::Feature && !c.known_at_prediction && !c.computed)
        .filter(|c| !decided(&c.name))
        .map(|c| escape(&c.name))
        .collect();
    let Some(first) = lagged.first() else {
        return Vec::new();
    };
    let subject = match lagged.len() {
        1 => "a column is",
        _ => "columns are",
    };
    let message = format!(
        "with this horizon {subject} measured with the row and known of earlier rows only: {}",
        lagged.join(", ")
    );
    let fix = format!(
        "give models their past, as in LAG({first}), or write `known_at_prediction` for each under `[columns]`: true for a forecast or a calendar"
    );
    vec![warning(context.place.value(
        "problem.horizon",
        message,
        fix,
    ))]
}
