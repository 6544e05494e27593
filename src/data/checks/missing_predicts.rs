//! Columns of which the gaps tell the target.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::power::Values;
use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "missing_predicts",
    doc: "Where it is enough to know whether a column has a value to tell the target, the column is mostly filled in after the target \
          is known.",
    thresholds: &[Threshold::MissingPower],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(trial) = context.trial()? else {
        return Ok(Vec::new());
    };
    let limit = context.limit(Threshold::MissingPower);
    let mut findings = Vec::new();
    for (column, profile) in context.inputs() {
        if profile.missing == 0 || profile.missing == context.rows() || column.computed {
            continue;
        }
        let missing = trial.table.missing(&column.name)?;
        let gaps = Values::Levels(missing.iter().map(|m| Some(u32::from(*m))).collect());
        let Some(power) = trial.power(&gaps).filter(|power| *power >= limit) else {
            continue;
        };
        let message = format!(
            "whether column {} has a value alone saves {} of a constant's loss: it may be filled in after the target is known",
            name(&column.name),
            text::percent(power)
        );
        let mut found = Found::new(&CHECK, Severity::Warning, message)
            .column(&column.name)
            .measured(power, limit)
            .fix(fix::not_known(&column.name));
        if column.role == Role::Feature && column.kind != Kind::Text {
            found = found.fix(fix::ignore(&column.name));
        }
        findings.push(found.done());
    }
    Ok(findings)
}
