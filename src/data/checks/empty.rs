//! Columns without any value.

use crate::decisions::{Role, Severity};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "empty",
    doc: "A column without any value tells nothing; often its export failed.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let rows = context.rows();
    Ok(context
        .used()
        .filter(|(column, profile)| {
            rows > 0 && profile.missing == rows && column.role != Role::Target
        })
        .map(|(column, _)| {
            Found::new(
                &CHECK,
                Severity::Warning,
                format!(
                    "column {} has no value in any of {}",
                    name(&column.name),
                    text::counted(rows, "row")
                ),
            )
            .column(&column.name)
            .measured(1.0, 1.0)
            .rows(0..rows)
            .fix(fix::ignore(&column.name))
            .done()
        })
        .collect())
}
