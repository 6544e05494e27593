//! Columns that are no longer what they were when the project was first profiled.

use crate::decisions::{Kind, Severity};
use crate::error::Result;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "schema",
    doc: "Columns that changed kind, came or went since the data were first profiled: the file is another one than \
          the decisions were made for.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    if context.schema.is_empty() {
        return Ok(Vec::new());
    }
    let mut findings = Vec::new();
    for recorded in context.schema {
        let now = context.columns().find(|(c, _)| c.name == recorded.name);
        match now {
            None => findings.push(gone(&recorded.name)),
            Some((column, _))
                if column.kind != recorded.kind && !is_decided(context, &column.name) =>
            {
                findings.push(changed(&column.name, recorded.kind, column.kind));
            }
            Some(_) => {}
        }
    }
    for (column, _) in context.columns().filter(|(c, _)| !c.computed) {
        if !context.schema.iter().any(|r| r.name == column.name) {
            let message = format!(
                "column {} was not there when the data were first profiled",
                name(&column.name)
            );
            let found = Found::new(&CHECK, Severity::Info, message).column(&column.name);
            findings.push(found.fix(fix::ignore(&column.name)).done());
        }
    }
    Ok(findings)
}

fn is_decided(context: &Context<'_>, column: &str) -> bool {
    let decided = context.project.decisions.columns.get(column);
    decided.is_some_and(|c| c.kind.is_some())
}

fn gone(column: &str) -> Finding {
    let message = format!(
        "column {} is gone since the data were first profiled",
        name(column)
    );
    Found::new(&CHECK, Severity::Warning, message)
        .column(column)
        .done()
}

fn changed(column: &str, before: Kind, now: Kind) -> Finding {
    let message = format!(
        "column {} was read as {before} when the data were first profiled and is read as {now} now",
        name(column)
    );
    Found::new(&CHECK, Severity::Warning, message)
        .column(column)
        .fix(fix::kind(column, before, "keep what it was"))
        .fix(fix::kind(column, now, "take what it is now"))
        .done()
}
