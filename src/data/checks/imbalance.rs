//! Classes of very different sizes.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "imbalance",
    doc: "Where one class is many times larger than another, a model that always names it looks accurate: judge by a metric that \
          weighs the rare class.",
    thresholds: &[Threshold::ClassRatio],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem.filter(|p| p.task.is_classification()) else {
        return Ok(Vec::new());
    };
    let labels = context.data.table.labels(&problem.target)?;
    let counts = labels.counts();
    let (Some(&least), Some(&most)) = (counts.iter().min(), counts.iter().max()) else {
        return Ok(Vec::new());
    };
    let limit = context.limit(Threshold::ClassRatio);
    let ratio = least as f64 / most.max(1) as f64;
    if ratio >= limit {
        return Ok(Vec::new());
    }
    let message = format!(
        "the smallest class of {} has {}, the largest {}: naming the largest always is right in {} of the rows",
        name(&problem.target),
        text::counted(least, "row"),
        text::count(most),
        text::percent(most as f64 / counts.iter().sum::<usize>().max(1) as f64)
    );
    let found = Found::new(&CHECK, Severity::Info, message)
        .column(&problem.target)
        .measured(ratio, limit);
    Ok(vec![found.done()])
}
