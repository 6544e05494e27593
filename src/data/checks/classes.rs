//! Targets with one value, and rare classes.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found, Threshold};

pub(super) static CHECK: Check = Check {
    name: "classes",
    doc: "A target with one value leaves nothing to predict; of a class with few rows little can be learned, and a \
          model that never names it still looks accurate.",
    thresholds: &[Threshold {
        key: "class_ratio",
        default: 0.1,
        doc: "rows of the rarest class per row of the most frequent one (0.1 as in Deepchecks)",
    }],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem else {
        return Ok(Vec::new());
    };
    let target = problem.target.as_str();
    let labels = context.data.table.labels(target)?;
    let mut counts = vec![0_usize; labels.names.len()];
    for code in labels.codes.iter().flatten() {
        counts[*code as usize] += 1;
    }
    let filled: usize = counts.iter().sum();
    if filled == 0 {
        return Ok(Vec::new());
    }
    let personal = context.columns().any(|(c, p)| c.name == target && p.personal);
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
        let found = Found::new(&CHECK, Severity::Error, message).column(target).measured(1.0, 2.0);
        return Ok(vec![found.done()]);
    }
    if !problem.task.is_classification() {
        return Ok(Vec::new());
    }
    rare(context, target, &labels.codes, &counts, &show)
}

/// One finding for all classes that are rare beside the most frequent one.
fn rare(
    context: &Context<'_>,
    target: &str,
    codes: &[Option<u32>],
    counts: &[usize],
    show: &dyn Fn(usize) -> String,
) -> Result<Vec<Finding>> {
    let limit = context.threshold("class_ratio");
    let most = counts.iter().copied().max().unwrap_or(1);
    let is_rare = |level: usize| (counts[level] as f64) < limit * most as f64;
    let mut levels: Vec<usize> = (0..counts.len()).filter(|&l| is_rare(l)).collect();
    levels.sort_by_key(|&l| (counts[l], l));
    let Some(&rarest) = levels.first() else {
        return Ok(Vec::new());
    };
    let listed: Vec<String> = levels
        .iter()
        .take(4)
        .map(|&l| format!("{} {}", show(l), text::counted(counts[l], "row")))
        .collect();
    let more = levels.len().saturating_sub(listed.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "rare in the target {}: {}{more}, against {} of the most frequent class",
        name(target),
        listed.join(", "),
        text::counted(most, "row")
    );
    let mut found = Found::new(&CHECK, Severity::Warning, message)
        .column(target)
        .measured(counts[rarest] as f64 / most as f64, limit)
        .rows((0..codes.len()).filter(|&row| codes[row].is_some_and(|c| is_rare(c as usize))));
    if counts.len() > 2 && counts[rarest] < 10 {
        let labels = context.data.table.labels(target)?;
        let value = labels.names[rarest].replace('\'', "''");
        let condition = format!("{} <> '{value}'", fix::column(target));
        found = found.fix(fix::keep_rows(context.filter(), &condition, "leave the rarest class out"));
    }
    Ok(vec![found.done()])
}
