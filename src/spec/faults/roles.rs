//! One column in two roles that do not go together.

use super::Context;
use crate::decisions::{Fault, Role, path};
use crate::text::escape;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let mut faults = twice(context);
    faults.extend(decided_otherwise(context));
    faults
}

/// The columns that `[problem]` names: key, role in words, name.
fn named<'a>(context: &Context<'a>) -> Vec<(&'static str, &'static str, &'a String)> {
    let problem = &context.project.decisions.problem;
    [
        ("problem.target", "target", &problem.target),
        ("problem.time", "column of time", &problem.time),
        ("problem.group", "column of groups", &problem.group),
        ("problem.id", "id", &problem.id),
        ("problem.weight", "weight", &problem.weight),
    ]
    .into_iter()
    .filter_map(|(key, word, name)| Some((key, word, name.as_ref()?)))
    .collect()
}

/// A second role in `[problem]`. A row may be named by its time, but no group is a single instant.
fn twice(context: &Context<'_>) -> Vec<Fault> {
    let named = named(context);
    let clash = |first: &str, second: &str| {
        first == "problem.target" || (first, second) == ("problem.time", "problem.group")
    };
    let mut faults = Vec::new();
    for (at, (key, _, name)) in named.iter().enumerate() {
        let before = named[..at].iter();
        let taken = before.filter(|(other, _, o)| o == name && clash(other, key));
        faults.extend(taken.map(|(_, word, _)| {
            let message = format!("'{}' is the {word} already", escape(name));
            let fix = "name another column, or take the key out";
            context.place.value(key, message, fix)
        }));
    }
    faults
}

/// What `[columns]` says against the role that `[problem]` gives.
fn decided_otherwise(context: &Context<'_>) -> Vec<Fault> {
    let columns = &context.project.decisions.columns;
    let mut faults = Vec::new();
    for (key, word, name) in named(context) {
        let Some(column) = columns.get(name) else {
            continue;
        };
        let is_target = key == "problem.target";
        let other = column
            .role
            .filter(|role| *role == Role::Ignore || is_target && *role == Role::Feature);
        if let Some(role) = other {
            faults.push(context.place.value(
                &path::join(&["columns", name, "role"]),
                format!(
                    "'{}' is the {word} (`{key}`) and cannot be '{}'",
                    escape(name),
                    role.word()
                ),
                format!("take the role out, or name another column under `{key}`"),
            ));
        }
        if is_target && column.known_at_prediction == Some(true) {
            faults.push(context.place.value(
                &path::join(&["columns", name, "known_at_prediction"]),
                format!(
                    "'{}' is what is predicted: nobody knows it then",
                    escape(name)
                ),
                "take the key out, or predict another column",
            ));
        }
    }
    faults
}
