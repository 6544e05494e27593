//! Targets with one value, and rare classes.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::table::Labels;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "classes",
    doc: "A target with one value leaves nothing to predict; of a class with few rows little can be learned, and a \
          model that never names it still looks accurate.",
    thresholds: &[Threshold::RareClassRows],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(target) = context.target else {
        return Ok(Vec::new());
    };
    let labels = context.data.table.labels(target)?;
    let counts = labels.counts();
    let filled: usize = counts.iter().sum();
    if filled == 0 {
        return Ok(Vec::new());
    }
    let personal = context
        .columns()
        .any(|(c, p)| c.name == target && p.personal);
    let show = |level: usize| match personal {
        true => "a class".to_owned(),
        false => format!("'{}'", text::escape(&text::cut(&labels.names[level], 40))),
    };
    if counts.len() == 1 {
        let message = format!(
            "the target {} has the one value {} in all of {}: there is nothing to predict",
            name(target),
            show(0),
            text::counted(filled, "row")
        );
        let found = Found::new(&CHECK, Severity::Error, message)
            .column(target)
            .measured(1.0, 2.0);
        return Ok(vec![found.done()]);
    }
    if !context.problem.is_some_and(|p| p.task.is_classification()) {
        return Ok(Vec::new());
    }
    Ok(rare(context, target, &labels, &counts, personal, &show))
}

/// One finding for all classes with few rows.
fn rare(
    context: &Context<'_>,
    target: &str,
    labels: &Labels,
    counts: &[usize],
    personal: bool,
    show: &dyn Fn(usize) -> String,
) -> Vec<Finding> {
    let limit = context.limit(Threshold::RareClassRows);
    let is_rare = |level: usize| (counts[level] as f64) < limit;
    let mut levels: Vec<usize> = (0..counts.len()).filter(|&l| is_rare(l)).collect();
    levels.sort_by_key(|&l| (counts[l], l));
    let Some(&rarest) = levels.first() else {
        return Vec::new();
    };
    let listed: Vec<String> = levels
        .iter()
        .take(4)
        .map(|&l| format!("{} ({})", show(l), text::counted(counts[l], "row")))
        .collect();
    let more = match levels.len() - listed.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "the target {} has classes with few rows: {}{more}",
        name(target),
        listed.join(", ")
    );
    let in_rare = |row: &usize| labels.codes[*row].is_some_and(|c| is_rare(c as usize));
    let mut found = Found::new(&CHECK, Severity::Warning, message)
        .column(target)
        .measured(counts[rarest] as f64, limit)
        .rows((0..labels.codes.len()).filter(in_rare));
    // The line would name the class.
    if counts.len() > 2 && !personal {
        let value = labels.names[rarest].replace('\'', "''");
        let condition = format!("{} <> '{value}'", fix::column(target));
        found = found.fix(fix::keep_rows(
            context.filter(),
            &condition,
            "leave the rarest class out",
        ));
    }
    vec![found.done()]
}
