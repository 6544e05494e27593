//! Features that hold the answer: alone or together they give the target by a formula.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::metrics::Truth;
use crate::text;

use super::super::answer::{Answer, Input, classes, numbers};
use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Share of rows from which a formula is no chance any more, and the question has its answer among the inputs.
const CERTAIN: f64 = 0.98;
/// Levels of a column that may be a recoding of the target at most.
const LEVELS: usize = 50;

pub(super) static CHECK: Check = Check {
    name: "answer",
    doc: "A target that is a copy, sum, difference, product, ratio, threshold or recoding of features asks for what is already \
          known: where these are not known before the target is, scores look splendid and nothing is predicted.",
    thresholds: &[Threshold::AnswerShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem else {
        return Ok(Vec::new());
    };
    let limit = context.limit(Threshold::AnswerShare);
    let target = &problem.target;
    let Some(trial) = context.trial()? else {
        return Ok(Vec::new());
    };
    let table = &trial.table;
    let is_class = problem.task.is_classification();
    let mut inputs = Vec::new();
    for (column, profile) in context.inputs().filter(|(c, _)| !c.computed) {
        // A threshold would show a value of a personal column.
        let masked = profile.personal && is_class;
        let measured = !masked && matches!(column.kind, Kind::Number | Kind::Boolean);
        let named = matches!(column.kind, Kind::Category | Kind::Ordinal | Kind::Boolean);
        inputs.push(Input {
            name: column.name.clone(),
            numbers: match measured {
                true => table.numbers(&column.name).ok(),
                false => None,
            },
            levels: match (named || measured) && profile.distinct <= LEVELS {
                true => Some(table.labels(&column.name)?.codes),
                false => None,
            },
        });
    }
    let found = match &trial.truth {
        Truth::Numbers(y) => numbers(&inputs, y, limit),
        Truth::Classes(y, all) => {
            let personal = context
                .columns()
                .any(|(c, p)| c.role == Role::Target && p.personal);
            let names: Vec<String> = match personal {
                true => all.names.iter().map(|_| "a class".to_owned()).collect(),
                false => all.names.clone(),
            };
            classes(&inputs, y, &names, limit)
        }
    };
    Ok(found
        .map(|answer| finding(context, target, &answer, &trial.rows, limit))
        .into_iter()
        .collect())
}

fn finding(
    context: &Context<'_>,
    target: &str,
    answer: &Answer,
    rows: &[usize],
    limit: f64,
) -> Finding {
    let severity = if answer.share >= CERTAIN {
        Severity::Error
    } else {
        Severity::Warning
    };
    let message = format!(
        "the answer is in the question: {} {} in {}{}",
        name(target),
        answer.formula,
        match answer.share {
            1.0 => "every row".to_owned(),
            share => format!("{} % of the rows", text::decimal(100.0 * share, 1)),
        },
        context.sample.note()
    );
    let columns: Vec<&str> = answer.columns.iter().map(String::as_str).collect();
    let shown = (0..rows.len())
        .filter(|&at| answer.holds[at])
        .map(|at| rows[at]);
    let mut found = Found::new(&CHECK, severity, message)
        .column(target)
        .measured(answer.share, limit)
        .rows(shown)
        .fix(fix::none_known(&columns));
    if let [only] = columns.as_slice() {
        found = found.fix(fix::ignore(only));
    }
    found.done()
}
