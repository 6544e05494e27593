//! Columns of which nobody has said what they mean.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::context::name;
use super::{Check, Context, Found};

/// Columns named in the message.
const NAMED: usize = 3;

pub(super) static CHECK: Check = Check {
    name: "meaning",
    doc: "A column that nobody can explain cannot be judged: whether it is known at prediction, whether 0 is a value, whether it may be used at all.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let unsaid: Vec<String> = context
        .columns()
        .filter(|(c, _)| c.meaning.is_none() && !c.computed && c.needs_meaning())
        .map(|(c, _)| name(&c.name))
        .collect();
    if unsaid.is_empty() {
        return Ok(Vec::new());
    }
    let all = context
        .columns()
        .filter(|(c, _)| !c.computed && c.needs_meaning())
        .count();
    let more = if unsaid.len() > NAMED { ", …" } else { "" };
    let message = format!(
        "of {} in {} nobody has said what {} ({}{more}): the dictionary asks for it",
        text::count(unsaid.len()),
        text::counted(all, "column"),
        if unsaid.len() == 1 {
            "it means"
        } else {
            "they mean"
        },
        unsaid[..unsaid.len().min(NAMED)].join(", ")
    );
    let share = unsaid.len() as f64 / all.max(1) as f64;
    Ok(vec![
        Found::new(&CHECK, Severity::Info, message)
            .measured(share, 0.0)
            .done(),
    ])
}
