//! Columns, and what is asked of the target, that are no longer what they were when the project was first profiled.

use crate::decisions::{Kind, Severity, Task};
use crate::error::Result;

use super::super::{Finding, Question, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "schema",
    doc: "Columns that changed kind, came or went since the data were first profiled, and a target whose values now ask \
          another question: the file is another one than the decisions were made for.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = question(context);
    for recorded in &context.schema.columns {
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
        if !context.schema.columns.iter().any(|r| r.name == column.name) {
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

/// What other values of the target turned, though nobody decided it: the task, the positive class, the list of classes.
fn question(context: &Context<'_>) -> Vec<Finding> {
    let (Some(before), Some(problem)) = (&context.schema.question, context.problem) else {
        return Vec::new();
    };
    let now = Question::of(context.project, problem);
    let target = name(&now.target);
    let about = |severity, message| Found::new(&CHECK, severity, message).column(&now.target);
    if before.task != now.task {
        let message = format!(
            "{target} asked for {} when the data were first profiled and asks for {} now",
            before.task, now.task
        );
        let found = about(Severity::Error, message)
            .fix(fix::task(now.task, "take what its values ask for now"))
            .fix(fix::task(before.task, "keep what it was"));
        return vec![found.done()];
    }
    if now.task == Task::Binary && before.positive != now.positive {
        let said = |class: &Option<String>| class.as_deref().map_or("none".into(), name);
        let message = format!(
            "the positive class of {target} was {} when the data were first profiled and is {} now",
            said(&before.positive),
            said(&now.positive)
        );
        let mut found = about(Severity::Error, message);
        for (class, label) in [
            (&before.positive, "keep what it was"),
            (&now.positive, "take what it is now"),
        ] {
            if let Some(class) = class.as_ref().filter(|class| now.classes.contains(class)) {
                found = found.fix(fix::positive(class, label));
            }
        }
        return vec![found.done()];
    }
    let is_new = |class: &&String| !before.classes.contains(class);
    let is_gone = |class: &&String| !now.classes.contains(class);
    let new = now
        .classes
        .iter()
        .filter(is_new)
        .map(|class| (class, "new"));
    let gone = before
        .classes
        .iter()
        .filter(is_gone)
        .map(|class| (class, "gone"));
    new.chain(gone)
        .map(|(class, how)| {
            let message = format!(
                "class {} of {target} is {how} since the data were first profiled",
                name(class)
            );
            about(Severity::Warning, message).done()
        })
        .collect()
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
