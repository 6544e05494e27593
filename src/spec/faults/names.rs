//! Columns named where there is none of that name.

use super::Context;
use crate::decisions::{Fault, path};
use crate::spec::placing::warning;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(view) = &context.view else {
        return faults;
    };
    let decisions = &context.project.decisions;
    let problem = &decisions.problem;
    for (key, name) in [
        ("problem.id", &problem.id),
        ("problem.weight", &problem.weight),
    ] {
        if let Some(name) = name {
            view.has(&context.place, key, name, &mut faults);
        }
    }
    // A column may go from the data without the project being wrong: what is said of it is only idle.
    let mut idle = |key: &str, name: &str| {
        if let Err(error) = view.dataset.table.column(name)
            && !view.absent.contains(name)
        {
            let fix = error.fix.clone().unwrap_or_default();
            let fault = context.place.name(key, error.message.clone(), fix);
            faults.push(warning(fault));
        }
    };
    for name in decisions.columns.keys() {
        idle(&path::join(&["columns", name]), name);
    }
    for name in decisions.prepare.keys() {
        idle(&path::join(&["prepare", name]), name);
    }
    for (i, accepted) in decisions.accepted.iter().enumerate() {
        if let Some(name) = &accepted.column
            && let Err(error) = view.dataset.table.column(name)
            && !view.absent.contains(name)
        {
            let key = format!("accepted.{i}.column");
            let found = context.place.errors(&key, &error).into_iter();
            faults.extend(found.map(warning));
        }
    }
    faults
}
