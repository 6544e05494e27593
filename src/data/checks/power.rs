//! Features that alone predict the target so well that they may hold the answer.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Share of a constant's loss above which a column is taken for the target itself, in other words or units.
const CERTAIN: f64 = 0.98;

pub(super) static CHECK: Check = Check {
    name: "power",
    doc: "A feature that alone predicts the target almost without mistakes is often written after it (a leak): scores \
          look splendid and fail in production.",
    thresholds: &[Threshold::Power],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem else {
        return Ok(Vec::new());
    };
    let limit = context.limit(Threshold::Power);
    Ok(context
        .inputs()
        .filter_map(|(column, profile)| Some((column, profile.power?)))
        .filter(|(_, power)| *power >= limit)
        .map(|(column, power)| {
            let (severity, line) = if power >= CERTAIN.max(limit) {
                (Severity::Error, CERTAIN)
            } else {
                (Severity::Warning, limit)
            };
            let target = name(&problem.target);
            let message = format!(
                "column {} alone predicts {target} and saves {} of a constant's loss: it may be made from {target}, or written after it",
                name(&column.name),
                text::percent(power)
            );
            Found::new(&CHECK, severity, message)
                .column(&column.name)
                .measured(power, line)
                .fix(fix::not_known(&column.name))
                .fix(fix::ignore(&column.name))
                .done()
        })
        .collect())
}
