//! Features that alone predict the target so well that they may hold the answer.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found, Threshold};

pub(super) static CHECK: Check = Check {
    name: "power",
    doc: "A feature that alone predicts the target almost without mistakes is often written after it (a leak): scores \
          look splendid and fail in production.",
    thresholds: &[
        Threshold {
            key: "power",
            default: 0.8,
            doc: "share of a constant's loss that the feature alone saves, 0 to 1 (0.8 as in Deepchecks)",
        },
        Threshold {
            key: "power_certain",
            default: 0.98,
            doc: "the same share, above which the feature is taken for the target itself and closes the gate",
        },
    ],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem else {
        return Ok(Vec::new());
    };
    let (limit, certain) = (context.threshold("power"), context.threshold("power_certain"));
    Ok(context
        .inputs()
        .filter_map(|(column, profile)| Some((column, profile.power?)))
        .filter(|(_, power)| *power >= limit)
        .map(|(column, power)| {
            let (severity, line) = if power >= certain {
                (Severity::Error, certain)
            } else {
                (Severity::Warning, limit)
            };
            let target = name(&problem.target);
            let message = format!(
                "column {} alone predicts {target} and saves {} of a constant's loss: is it known before {target}, or made from it?",
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
