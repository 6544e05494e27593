//! Tables that answer for a rule: they must be there, with the keys once each, and hold answers to the problem.

use super::Context;
use crate::decisions::Fault;
use crate::error::Error;
use crate::spec::lookups::{lookup_table, refuse_values};
use crate::text::escape;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let Some(view) = &context.view else {
        return Vec::new();
    };
    let rules = context.project.decisions.rule.iter().enumerate();
    let mut faults = Vec::new();
    for (at, rule) in rules {
        let Some(stated) = &rule.lookup else {
            continue;
        };
        let key = |of: &str| format!("rule.{at}.lookup.{of}");
        // A key left out is told by the text already, and what reads an absent feature cannot be checked.
        let is_open = stated.path.is_empty() || stated.on.is_empty() || stated.value.is_empty();
        if is_open || stated.on.iter().any(|name| view.absent.contains(name)) {
            continue;
        }
        let unknown = stated.on.iter().find(|name| {
            let column = view.dataset.column(name);
            column.is_some_and(|column| !column.known_at_prediction)
        });
        if let Some(name) = unknown {
            let error = Error::new(format!("'{}' is not known at prediction", escape(name)))
                .with_fix("name key columns that are known before the outcome");
            faults.extend(context.place.errors(&key("on"), &error));
        }
        let table = lookup_table(context.project, stated, &view.dataset.table);
        let (of, error) = match table {
            Err((of, error)) => (of, error),
            Ok(table) if context.resolved.task.is_some() => {
                let classes = context.resolved.classes.as_ref();
                match refuse_values(&table, &stated.value, classes) {
                    Ok(()) => continue,
                    Err(error) => ("value", error),
                }
            }
            Ok(_) => continue,
        };
        faults.extend(context.place.errors(&key(of), &error));
    }
    faults
}
