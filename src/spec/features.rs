//! The features of a table: columns computed from others, of the row itself or of earlier ones.

use std::collections::BTreeSet;

use super::Order;
use super::columns::Computed;
use super::expressions::{Columns, Purpose, understood};
use super::placing::Placing;
use crate::decisions::{Fault, path};
use crate::error::Error;
use crate::table::{Axis, Expression, Past, Table};
use crate::text;

/// Which features are added to a table: all that are decided, where nothing is said.
#[derive(Default, Clone, Copy)]
pub(super) struct Features<'a> {
    /// Only these.
    pub wanted: Option<&'a BTreeSet<String>>,
    /// Values of features that were computed from more rows than the table has.
    pub given: Option<&'a Table>,
}

/// A table with the features that could be computed.
pub(super) struct WithFeatures {
    pub table: Table,
    pub features: Vec<Computed>,
    pub faults: Vec<Fault>,
    /// Features that could not be computed.
    pub absent: BTreeSet<String>,
}

/// Adds the computed columns, each with the columns it reads.
pub(super) fn with_features(
    place: &Placing<'_>,
    table: Table,
    features: Features<'_>,
) -> WithFeatures {
    let decided = &place.project.decisions.features;
    let mut with = WithFeatures {
        table,
        features: Vec::new(),
        faults: Vec::new(),
        absent: BTreeSet::new(),
    };
    let mut past: Option<Option<Past>> = None;
    for (i, (name, text)) in decided.iter().enumerate() {
        if features.wanted.is_some_and(|wanted| !wanted.contains(name)) {
            continue;
        }
        let key = path::join(&["features", name]);
        if with.table.has(name) {
            with.faults.push(place.name(
                &key,
                format!("the data have a column '{}' already", text::escape(name)),
                "give the feature a name of its own",
            ));
            continue;
        }
        let columns = Columns {
            schema: with.table.schema(),
            unsure: with.absent.clone(),
            later: decided.keys().skip(i).cloned().collect(),
        };
        match understood(place, text, Purpose::Feature, Some(&columns)) {
            Ok(expression) if reads_any(&expression, &with.absent) => {
                with.absent.insert(name.clone());
            }
            Ok(expression) => {
                let given = features.given.filter(|given| given.has(name));
                let looks_back = expression.looks_back() && given.is_none();
                if looks_back && past.is_none() {
                    past = Some(past_of(place, &with.table, &mut with.faults));
                }
                let seen = past.as_ref().and_then(Option::as_ref);
                if looks_back && seen.is_none() {
                    with.absent.insert(name.clone());
                    continue;
                }
                let computed = match given {
                    Some(given) => given.select(&[name]).and_then(|v| with.table.beside(&v)),
                    None => with.table.with(name, &expression, seen),
                };
                match computed {
                    Ok(table) => {
                        with.table = table;
                        with.features.push(Computed {
                            name: name.clone(),
                            reads: expression.columns_now().clone(),
                        });
                    }
                    Err(error) => {
                        with.faults.extend(place.errors(&key, &error));
                        with.absent.insert(name.clone());
                    }
                }
            }
            Err(mistakes) => {
                let faults = mistakes.iter().map(|m| place.mistake(&key, m));
                with.faults.extend(faults);
                with.absent.insert(name.clone());
            }
        }
    }
    with
}

/// The past of every row; where it cannot be told, why, under the key that is wrong.
fn past_of(place: &Placing<'_>, table: &Table, faults: &mut Vec<Fault>) -> Option<Past> {
    let problem = &place.project.decisions.problem;
    let order = Order::of(problem)?;
    let mut told = |key: &str, error: Error| faults.extend(place.errors(key, &error));
    let axis = Axis::of(table, &order.time)
        .map_err(|error| told("problem.time", error))
        .ok()?;
    let horizon = order.horizon.as_deref().unwrap_or("0");
    let horizon = axis
        .length(horizon)
        .map_err(|error| told("problem.horizon", error))
        .ok()?;
    Past::of(
        table,
        &axis,
        order.group.as_deref(),
        horizon,
        0..table.rows(),
    )
    .map_err(|error| told("problem.group", error))
    .ok()
}

fn reads_any(expression: &Expression, names: &BTreeSet<String>) -> bool {
    expression.columns().iter().any(|name| names.contains(name))
}
