//! Columns that are about persons and not said to be.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;

use super::super::privacy::{self, Risk, Sort};
use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "personal",
    doc: "Values that lead to a person bring duties (GDPR art. 4 and 5) and can be learned by heart by a model. They are masked here \
          until it is said that they are not personal.",
    thresholds: &[Threshold::PersonalShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::PersonalShare);
    let mut findings = Vec::new();
    let mut births = Vec::new();
    for (column, profile) in context.columns().filter(|(c, _)| !c.computed) {
        let decided = context.project.decisions.columns.get(&column.name);
        if !profile.personal || decided.is_some_and(|c| c.personal.is_some()) {
            continue;
        }
        let Some(sort) = privacy::found(&context.sample.table, column, limit)? else {
            continue;
        };
        if column.kind == Kind::Date {
            births.push(column.name.as_str());
        }
        findings.push(finding(&column.name, sort, limit));
    }
    for (column, _) in context
        .used()
        .filter(|(c, _)| privacy::is_postcode(&c.name))
    {
        let decided = context.project.decisions.columns.get(&column.name);
        if let Some(birth) = births
            .first()
            .filter(|_| decided.is_none_or(|c| c.personal.is_none()))
        {
            let message = format!(
                "column {} holds postcodes beside the dates of birth of {}: together they lead to a person (risk {})",
                name(&column.name),
                name(birth),
                Risk::Medium.word()
            );
            findings.push(
                Found::new(&CHECK, Severity::Warning, message)
                    .column(&column.name)
                    .fix(fix::personal(&column.name))
                    .fix(fix::ignore(&column.name))
                    .done(),
            );
        }
    }
    Ok(findings)
}

fn finding(column: &str, sort: &Sort, limit: f64) -> Finding {
    let message = format!(
        "column {} looks like {} (risk {}): its values are masked here",
        name(column),
        sort.what,
        sort.risk.word()
    );
    Found::new(&CHECK, Severity::Warning, message)
        .column(column)
        .measured(1.0, limit)
        .fix(fix::personal(column))
        .fix(fix::ignore(column))
        .fix(fix::not_personal(column))
        .done()
}
