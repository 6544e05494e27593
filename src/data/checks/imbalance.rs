//! Classes, and levels of inputs, of very different sizes.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::text;

use super::super::{ColumnProfile, Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "imbalance",
    doc: "Where one class is many times larger than another, a model that always names it looks accurate: judge by a metric that \
          weighs the rare class. An input of which one level has nearly all rows tells little of most of them.",
    thresholds: &[Threshold::ClassRatio, Threshold::Uneven],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = classes(context)?;
    for (column, profile) in context.inputs() {
        findings.extend(levels(context, column, profile)?);
    }
    Ok(findings)
}

/// An input with one level in nearly all rows. How uneven it is: 1 less the entropy as a share of the largest there could be.
fn levels(
    context: &Context<'_>,
    column: &ColumnRole,
    profile: &ColumnProfile,
) -> Result<Option<Finding>> {
    let plain = matches!(column.kind, Kind::Category | Kind::Ordinal | Kind::Boolean);
    let few = (2.0..=context.limit(Threshold::Levels)).contains(&(profile.distinct as f64));
    if !plain || !few || column.computed {
        return Ok(None);
    }
    let counted = context.data.table.labels(&column.name)?;
    let counts = counted.counts();
    let filled: usize = counts.iter().sum();
    let Some(most) = (0..counts.len()).max_by_key(|&at| (counts[at], std::cmp::Reverse(at))) else {
        return Ok(None);
    };
    let share = counts[most] as f64 / filled.max(1) as f64;
    let uneven = unevenness(&counts);
    let limit = context.limit(Threshold::Uneven);
    // Of a column with one value in all rows, or nearly, another check speaks.
    if uneven <= limit || share > context.limit(Threshold::ConstantShare) {
        return Ok(None);
    }
    let others = match counts.len() {
        2 => "the other level is".to_owned(),
        levels => format!("the other {} levels are", levels - 1),
    };
    let message = format!(
        "column {} is '{}' in {} of the filled rows: {others} learned from few rows",
        name(&column.name),
        value(profile, &counted.names[most]),
        text::percent(share)
    );
    let found = Found::new(&CHECK, Severity::Info, message)
        .column(&column.name)
        .measured(uneven, limit)
        .fix(fix::ignore(&column.name));
    Ok(Some(found.done()))
}

/// 0 where all levels have as many rows, 1 where one has all.
fn unevenness(counts: &[usize]) -> f64 {
    let all: usize = counts.iter().sum();
    let shares = counts.iter().filter(|c| **c > 0);
    let entropy: f64 = shares
        .map(|count| *count as f64 / all as f64)
        .map(|share| -share * share.ln())
        .sum();
    1.0 - entropy / (counts.len() as f64).ln()
}

fn classes(context: &Context<'_>) -> Result<Vec<Finding>> {
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

#[cfg(test)]
mod tests {
    use super::unevenness;

    #[test]
    fn unevenness_is_that_of_ydata_profiling() {
        assert!(unevenness(&[5, 5, 5]).abs() < 1e-12);
        assert!((unevenness(&[9, 1]) - 0.531_004_406_410_718_8).abs() < 1e-12);
        assert_eq!(unevenness(&[7, 0]), 1.0);
    }
}
