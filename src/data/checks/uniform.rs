//! Numbers that are spread more evenly than chance would have them.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::stats::{Sorted, uniform_p};

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Different values at least: a few codes are often drawn evenly.
const DISTINCT: usize = 50;

pub(super) static CHECK: Check = Check {
    name: "uniform",
    doc: "Numbers that are spread more evenly than chance would have them were mostly counted up, as the number of a row is, or made by a \
          plan.",
    thresholds: &[Threshold::UniformP],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::UniformP);
    let mut findings = Vec::new();
    for (column, _) in context
        .inputs()
        .filter(|(c, p)| c.kind == Kind::Number && !c.computed && p.distinct >= DISTINCT)
    {
        let sorted = Sorted::new(&context.sample.table.numbers(&column.name)?);
        let Some(p) = uniform_p(&sorted).filter(|p| *p > limit) else {
            continue;
        };
        let message = format!(
            "column {} is spread more evenly than chance would have it: it may number the rows{}",
            name(&column.name),
            context.sample.note()
        );
        findings.push(
            Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .measured(p, limit)
                .fix(fix::kind(&column.name, Kind::Id, "it is a name of the row"))
                .fix(fix::ignore(&column.name))
                .done(),
        );
    }
    Ok(findings)
}
