//! Kinds that the values of a column cannot have, and levels that do not name all of its values.

use super::Context;
use crate::decisions::{Column, Fault, Kind, path};
use crate::spec::placing::warning;
use crate::spec::resolve::few;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let Some(view) = &context.view else {
        return Vec::new();
    };
    let table = &view.dataset.table;
    let decided = context.project.decisions.columns.iter();
    let mut faults = Vec::new();
    for (name, column) in decided.filter(|(name, _)| view.has_decided_rows && table.has(name)) {
        let wrong = match column.kind {
            Some(Kind::Number) => table.numbers(name).err(),
            Some(Kind::Date) => table.instants(name).err(),
            _ => None,
        };
        if let Some(error) = wrong {
            let key = path::join(&["columns", name, "kind"]);
            faults.extend(context.place.errors(&key, &error));
        }
        faults.extend(unlisted(context, name, column));
    }
    faults
}

/// Values of an ordinal that its levels do not name: models would take them for missing.
fn unlisted(context: &Context<'_>, name: &str, column: &Column) -> Option<Fault> {
    let levels = column.levels.as_ref()?;
    let table = &context.view.as_ref()?.dataset.table;
    let labels = table.labels(name).ok()?;
    let stray: Vec<&String> = labels
        .names
        .iter()
        .filter(|n| !levels.contains(n))
        .collect();
    (!stray.is_empty()).then(|| {
        warning(context.place.value(
            &path::join(&["columns", name, "levels"]),
            format!(
                "{} is among the values and not among the levels",
                few(&stray)
            ),
            "add it to the levels: models take it for missing",
        ))
    })
}
