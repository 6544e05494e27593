//! Columns that are not known when the prediction is made, said so or suspected.

use crate::decisions::{Kind, Role, Severity};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Share of rows in which a date must lie after the row's time to be suspected: more often than not.
const LATER_SHARE: f64 = 0.5;

pub(super) static CHECK: Check = Check {
    name: "not_known_at_prediction",
    doc: "A column that is written after the prediction is made cannot be an input: declared ones are left out, with \
          what is computed from them; a date that comes after the row's time is suspected.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = context
        .columns()
        .filter(|(c, _)| c.role == Role::Feature && !c.known_at_prediction)
        .map(|(column, _)| {
            let why = if column.computed {
                "is computed from what is not known at prediction"
            } else {
                "is not known at prediction"
            };
            let message = format!("column {} {why}: models do not see it", name(&column.name));
            Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .done()
        })
        .collect();
    findings.extend(later_dates(context)?);
    Ok(findings)
}

/// Dates that are inputs and lie after the row's time in most rows.
fn later_dates(context: &Context<'_>) -> Result<Vec<Finding>> {
    let table = &context.data.table;
    let Some((time, _)) = context.columns().find(|(c, _)| c.role == Role::Time) else {
        return Ok(Vec::new());
    };
    if time.kind != Kind::Date {
        return Ok(Vec::new());
    }
    let moments = table.instants(&time.name)?;
    let axis = table.column(&time.name)?.storage;
    let mut findings = Vec::new();
    for (column, _) in context.inputs().filter(|(c, _)| c.kind == Kind::Date) {
        // Dates and seconds since 1970 do not share an axis.
        if table.column(&column.name)?.storage != axis {
            continue;
        }
        let dates = table.instants(&column.name)?;
        let both = |row: &usize| Some((dates[*row]?, moments[*row]?));
        let compared = (0..dates.len()).filter(|row| both(row).is_some()).count();
        let later: Vec<usize> = (0..dates.len())
            .filter(|row| both(row).is_some_and(|(date, moment)| date > moment))
            .collect();
        let share = later.len() as f64 / compared.max(1) as f64;
        if compared == 0 || share <= LATER_SHARE {
            continue;
        }
        let message = format!(
            "column {} lies after the row's time {} in {} of {} ({}): it cannot be known then",
            name(&column.name),
            name(&time.name),
            text::count(later.len()),
            text::counted(compared, "row"),
            text::percent(share)
        );
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(share, LATER_SHARE)
                .rows(later)
                .fix(fix::not_known(&column.name))
                .done(),
        );
    }
    Ok(findings)
}
