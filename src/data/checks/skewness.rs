//! Numbers of which a few are very much larger than the others.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "skewness",
    doc: "Where a few numbers are very much larger than the others, means and linear models follow these few; a logarithm brings them \
          back.",
    thresholds: &[Threshold::Skewness],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::Skewness);
    let skewed = context
        .inputs()
        .filter(|(column, _)| column.kind == Kind::Number)
        .filter_map(|(column, profile)| Some((column, profile, profile.skewness?)))
        .filter(|(_, _, skewness)| skewness.abs() > limit);
    Ok(skewed
        .map(|(column, profile, skewness)| {
            let message = format!(
                "column {} is very skewed (skewness {}): a few values outweigh all others",
                name(&column.name),
                text::short(skewness)
            );
            let found = Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .measured(skewness, limit);
            match profile.min.is_some_and(|min| min >= 0.0) {
                true => found.fix(fix::prepare(
                    &column.name,
                    "transform",
                    "log",
                    "take its logarithm",
                )),
                false => found.fix(fix::clip(&column.name, 0.999)),
            }
            .done()
        })
        .collect())
}
