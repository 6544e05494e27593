//! Categories with very many levels.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "cardinality",
    doc: "A category with very many levels gets a column a level, most of them nearly empty: learning is slow, and rare levels are \
          learned by heart.",
    thresholds: &[Threshold::Levels],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::Levels);
    let many = context.inputs().filter(|(column, profile)| {
        let decided = context.project.decisions.prepare.get(&column.name);
        column.kind == Kind::Category
            && profile.distinct as f64 > limit
            && decided.is_none_or(|p| p.encode.is_none())
    });
    Ok(many
        .map(|(column, profile)| {
            let message = format!(
                "column {} has {} in {}",
                name(&column.name),
                text::counted(profile.distinct, "level"),
                text::counted(context.rows() - profile.missing, "filled row")
            );
            Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .measured(profile.distinct as f64, limit)
                .fix(fix::prepare(
                    &column.name,
                    "encode",
                    "target",
                    "one number a level: the target's mean inside the fold",
                ))
                .fix(fix::ignore(&column.name))
                .done()
        })
        .collect())
}
