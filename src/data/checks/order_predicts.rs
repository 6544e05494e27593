//! Names of rows, and their order, that tell the target.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::power::Values;
use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "order_predicts",
    doc: "Where the number of a row, or its place in the file, tells the target, rows are sorted by it or were collected class by class: \
          a split in file order fails, and an id that slips into a model looks like knowledge.",
    thresholds: &[Threshold::OrderPower],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(trial) = context.trial()? else {
        return Ok(Vec::new());
    };
    let limit = context.limit(Threshold::OrderPower);
    let mut findings = Vec::new();
    // In the order of time, what changes with time follows the order of the rows by nature.
    let timed = context
        .used()
        .any(|(c, _)| c.kind == Kind::Date || c.role == Role::Time);
    if timed {
        return Ok(Vec::new());
    }
    for (column, _) in context.columns().filter(|(c, _)| c.role == Role::Id) {
        let Ok(numbers) = trial.table.numbers(&column.name) else {
            continue;
        };
        let Some(power) = trial
            .power(&Values::Numbers(numbers))
            .filter(|p| *p >= limit)
        else {
            continue;
        };
        let message = format!(
            "column {} names the rows and yet saves {} of a constant's loss: rows were numbered by the target",
            name(&column.name),
            text::percent(power)
        );
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(power, limit)
                .fix(fix::kind(
                    &column.name,
                    Kind::Id,
                    "say by decision that it is a name of the row",
                ))
                .done(),
        );
    }
    let places = Values::Numbers(trial.rows.iter().map(|row| *row as f64).collect());
    if let Some(power) = trial.power(&places).filter(|p| *p >= limit) {
        let message = format!(
            "the place of a row in the file alone saves {} of a constant's loss: rows are sorted by the target or by what goes with it",
            text::percent(power)
        );
        findings.push(
            Found::new(&CHECK, Severity::Info, message)
                .measured(power, limit)
                .done(),
        );
    }
    Ok(findings)
}
