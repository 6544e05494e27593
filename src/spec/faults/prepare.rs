//! Steps of preparation that do not fit a column: tried on it, each by itself, as training would fit them.

use super::Context;
use crate::decisions::{Fault, Kind, Prepare, path};
use crate::prepare::{Feature, Needs, Pipeline};
use crate::spec::ColumnRole;
use crate::spec::placing::warning;
use crate::text::escape;

/// Rows a step is tried on: whether it fits is told by kind and word, not by the rows.
const TRIED: usize = 1000;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let Some(view) = &context.view else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (name, decided) in &context.project.decisions.prepare {
        let Some(column) = view.dataset.column(name) else {
            continue;
        };
        for (step, alone) in steps(decided) {
            let key = path::join(&["prepare", name, step]);
            if let Some(why) = idle(column, decided, step) {
                let fix = "take the step out, or give the column another kind";
                faults.push(warning(context.place.value(&key, why, fix)));
            } else if let Err(error) = tried(context, column, alone) {
                faults.extend(context.place.errors(&key, &error));
            }
        }
    }
    faults
}

/// What is decided, a step at a time. An encoding stays beside the others: it says what they work on.
fn steps(decided: &Prepare) -> Vec<(&'static str, Prepare)> {
    let encode = || Prepare {
        encode: decided.encode.clone(),
        ..Prepare::default()
    };
    let all = [
        (
            "missing",
            decided.missing.is_some(),
            Prepare {
                missing: decided.missing.clone(),
                ..encode()
            },
        ),
        (
            "clip",
            decided.clip.is_some(),
            Prepare {
                clip: decided.clip,
                ..encode()
            },
        ),
        ("encode", decided.encode.is_some(), encode()),
        (
            "scale",
            decided.scale.is_some(),
            Prepare {
                scale: decided.scale.clone(),
                ..encode()
            },
        ),
        (
            "transform",
            decided.transform.is_some(),
            Prepare {
                transform: decided.transform.clone(),
                ..encode()
            },
        ),
        (
            "rare",
            decided.rare.is_some(),
            Prepare {
                rare: decided.rare,
                ..encode()
            },
        ),
    ];
    let stated = all.into_iter().filter(|(_, stated, _)| *stated);
    stated.map(|(step, _, alone)| (step, alone)).collect()
}

/// Why a step does nothing on this column.
fn idle(column: &ColumnRole, decided: &Prepare, step: &str) -> Option<String> {
    let name = escape(&column.name);
    let kind = column.kind;
    if matches!(kind, Kind::Text | Kind::Image | Kind::Sound | Kind::Id) {
        return Some(format!(
            "'{name}' is of kind {kind}, which models do not learn from"
        ));
    }
    let has_levels = match decided.encode.as_deref() {
        None => kind == Kind::Category,
        Some(encode) => encode == "one-hot",
    };
    match step {
        "clip" | "scale" | "transform" if has_levels => Some(format!(
            "'{step}' is for numbers, '{name}' becomes a column a level"
        )),
        "rare" if !has_levels => Some(format!("'{step}' is for levels, '{name}' has none")),
        _ => None,
    }
}

/// Fits one step as training does.
fn tried(context: &Context<'_>, column: &ColumnRole, step: Prepare) -> crate::error::Result<()> {
    let Some(view) = &context.view else {
        return Ok(());
    };
    let table = view.dataset.table.head(TRIED);
    let decided = context.project.decisions.columns.get(&column.name);
    if column.kind == Kind::Number && table.numbers(&column.name).is_err() {
        // The kind is wrong, which is told at the kind.
        return Ok(());
    }
    let feature = Feature {
        name: column.name.clone(),
        kind: column.kind,
        levels: decided.and_then(|c| c.levels.clone()).unwrap_or_default(),
        prepare: step,
    };
    let rows: Vec<usize> = (0..table.rows()).collect();
    let needs = Needs {
        complete: true,
        scaled: false,
    };
    match Pipeline::fit(&table, &rows, std::slice::from_ref(&feature), needs) {
        // A column that says nothing is left out whatever its steps are.
        Err(error) if error.column.is_some() => Err(error),
        _ => Ok(()),
    }
}
