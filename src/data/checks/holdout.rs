//! A holdout of its own beside the rows that are learned from: what is in both, and what is only there.

use std::collections::BTreeSet;

use crate::decisions::{Kind, Role, Severity};
use crate::error::Result;
use crate::table::Table;
use crate::text;

use super::super::{Finding, fix, fold};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Share of the rows of the holdout below which rows that are in both may be chance.
const SHARE: f64 = 0.01;
/// Rows of a holdout, and for each row that is learned from, below which its score is mostly luck (the limits of Deepchecks).
const ROWS: usize = 100;
const RATIO: f64 = 0.01;
/// New values named in a message.
const NAMED: usize = 3;

pub(super) static CHECK: Check = Check {
    name: "holdout",
    doc: "A holdout must be new: a row, a name or a time that is learned from and scored makes the last word worth little. A class or a category \
          that is only there cannot have been learned.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(held) = context.held else {
        return Ok(Vec::new());
    };
    let mut findings = Vec::new();
    findings.extend(too_small(context, held));
    findings.extend(rows_in_both(context, held)?);
    for (column, profile) in context.used().filter(|(c, _)| held.has(&c.name)) {
        match (column.role, column.kind) {
            (Role::Time, _) => findings.extend(times_overlap(context, held, &column.name)?),
            (Role::Id, _) | (_, Kind::Id) => {
                findings.extend(names_in_both(context, held, &column.name)?)
            }
            (Role::Target | Role::Feature, Kind::Category | Kind::Ordinal | Kind::Boolean) => {
                let is_used = column.role == Role::Target || column.is_model_input();
                let Some((new, rows)) =
                    new_levels(context, held, &column.name)?.filter(|_| is_used)
                else {
                    continue;
                };
                let is_target = column.role == Role::Target;
                let shown: Vec<String> = new
                    .iter()
                    .take(NAMED)
                    .map(|n| format!("'{}'", value(profile, n)))
                    .collect();
                let more = if new.len() > NAMED { " and others" } else { "" };
                let known = context.data.table.labels(&column.name)?.names;
                let known: BTreeSet<String> = known.iter().map(|name| fold::key(name)).collect();
                let respelled = new.iter().filter(|n| known.contains(&fold::key(n))).count();
                let respelled = match respelled {
                    0 => String::new(),
                    n if n == new.len() => {
                        "; it is a known one in other capitals, spaces or accents".into()
                    }
                    1 => "; 1 of these is a known one in other capitals, spaces or accents".into(),
                    n => format!(
                        "; {} of these are known ones in other capitals, spaces or accents",
                        text::count(n)
                    ),
                };
                let message = format!(
                    "in {} of the holdout {} {} is {}{more}, which no row that is learned from holds{respelled}",
                    text::counted(rows, "row"),
                    if is_target { "the target" } else { "column" },
                    name(&column.name),
                    shown.join(", ")
                );
                let severity = if is_target {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                let mut found = Found::new(&CHECK, severity, message)
                    .column(&column.name)
                    .measured(rows as f64 / held.rows().max(1) as f64, 0.0);
                if !is_target {
                    found = found.fix(fix::ignore(&column.name));
                }
                findings.push(found.done());
            }
            _ => {}
        }
    }
    Ok(findings)
}

/// A holdout too small to judge by.
fn too_small(context: &Context<'_>, held: &Table) -> Option<Finding> {
    let ratio = held.rows() as f64 / context.rows().max(1) as f64;
    let message = format!(
        "the holdout has {}, and {} are learned from: its score will mostly be luck",
        text::counted(held.rows(), "row"),
        text::count(context.rows())
    );
    (held.rows() < ROWS || ratio < RATIO).then(|| {
        Found::new(&CHECK, Severity::Warning, message)
            .measured(held.rows() as f64, ROWS as f64)
            .done()
    })
}

/// Rows of the holdout that are also learned from, names of rows left aside.
fn rows_in_both(context: &Context<'_>, held: &Table) -> Result<Option<Finding>> {
    let names: Vec<&str> = context
        .used()
        .filter(|(c, _)| {
            !c.computed && c.role != Role::Id && c.kind != Kind::Id && held.has(&c.name)
        })
        .map(|(c, _)| c.name.as_str())
        .collect();
    if names.len() < 2 || held.rows() == 0 {
        return Ok(None);
    }
    let learned = context.data.table.select(&names)?;
    let both = learned.append(&held.select(&names)?)?;
    let first = both.first_equal(&names)?;
    let known = context.rows();
    let again = (known..both.rows())
        .filter(|&row| first[row] < known)
        .count();
    let share = again as f64 / held.rows() as f64;
    // Coarse columns repeat rows by nature: as often inside the rows that are learned from.
    let inside = (0..known).filter(|&row| first[row] != row).count() as f64 / known.max(1) as f64;
    if share <= SHARE.max(2.0 * inside) {
        return Ok(None);
    }
    let message = format!(
        "{} of the {} of the holdout are also learned from ({})",
        text::count(again),
        text::counted(held.rows(), "row"),
        text::percent(share)
    );
    Ok(Some(
        Found::new(&CHECK, Severity::Error, message)
            .measured(share, SHARE)
            .done(),
    ))
}

fn names_in_both(context: &Context<'_>, held: &Table, column: &str) -> Result<Option<Finding>> {
    let (_, rows) = levels(context, held, column, true)?;
    if rows == 0 {
        return Ok(None);
    }
    let share = rows as f64 / held.rows().max(1) as f64;
    let message = format!(
        "{} of the holdout have a {} that rows which are learned from have too ({})",
        text::counted(rows, "row"),
        name(column),
        text::percent(share)
    );
    let found = Found::new(&CHECK, Severity::Warning, message).column(column);
    Ok(Some(found.measured(share, 0.0).done()))
}

fn times_overlap(context: &Context<'_>, held: &Table, column: &str) -> Result<Option<Finding>> {
    let (Ok(learned), Ok(scored)) = (context.data.table.instants(column), held.instants(column))
    else {
        return Ok(None);
    };
    let Some(last) = learned.into_iter().flatten().max() else {
        return Ok(None);
    };
    let before = scored.iter().flatten().filter(|at| **at <= last).count();
    if before == 0 {
        return Ok(None);
    }
    let share = before as f64 / held.rows().max(1) as f64;
    let message = format!(
        "{} of the holdout lie at or before the last {} that is learned from ({})",
        text::counted(before, "row"),
        name(column),
        text::percent(share)
    );
    let found = Found::new(&CHECK, Severity::Warning, message).column(column);
    Ok(Some(found.measured(share, 0.0).done()))
}

/// Levels that only the holdout has, and in how many of its rows.
fn new_levels(
    context: &Context<'_>,
    held: &Table,
    column: &str,
) -> Result<Option<(Vec<String>, usize)>> {
    let (new, rows) = levels(context, held, column, false)?;
    Ok((rows > 0).then_some((new, rows)))
}

/// Levels of the holdout that the rows which are learned from have too, or have not, and in how many rows of the holdout.
fn levels(
    context: &Context<'_>,
    held: &Table,
    column: &str,
    are_known: bool,
) -> Result<(Vec<String>, usize)> {
    let known = context.data.table.labels(column)?.names;
    let known: BTreeSet<String> = known.into_iter().collect();
    let labels = held.labels(column)?;
    let names = labels.names.iter();
    let is_meant: Vec<bool> = names.map(|n| known.contains(n) == are_known).collect();
    let codes = labels.codes.iter().flatten();
    let rows = codes.filter(|c| is_meant[**c as usize]).count();
    let meant = labels.names.into_iter().zip(is_meant);
    let meant = meant.filter(|(_, meant)| *meant).map(|(name, _)| name);
    Ok((meant.collect(), rows))
}
