//! Rows that belong together and are divided into folds by chance.

use crate::decisions::{Kind, Role, Severity, Strategy};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Things named more than once, as a share of the rows, below which it is left to the check on repeated rows.
const SHARE: f64 = 0.05;

pub(super) static CHECK: Check = Check {
    name: "folds",
    doc: "Rows of one person, machine or day that are both learned from and scored make scores look better than they will be on new ones; so \
          do rows of the future that are learned from.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem else {
        return Ok(Vec::new());
    };
    let decisions = &context.project.decisions;
    let strategy = problem.strategy(&decisions.split);
    if decisions.split.fold_column.is_some() {
        return Ok(Vec::new());
    }
    let by_group = matches!(strategy, Strategy::Group | Strategy::GroupTime);
    let by_time = matches!(strategy, Strategy::Time | Strategy::GroupTime);
    let mut findings = Vec::new();
    if let Some(time) = problem.time.as_deref().filter(|_| !by_time) {
        let message = format!(
            "rows are divided {} although they have a time {}: rows of the future are learned from",
            how(strategy),
            name(time)
        );
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(time)
                .fix(fix::strategy(Strategy::Time, "divide the rows by time"))
                .done(),
        );
    }
    if let Some(group) = problem.group.as_deref().filter(|_| !by_group && !by_time) {
        let message = format!(
            "rows are divided {} although {} groups them: rows of one group are both learned from and scored",
            how(strategy),
            name(group)
        );
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(group)
                .fix(fix::strategy(
                    Strategy::Group,
                    "keep the rows of a group together",
                ))
                .done(),
        );
    }
    if !by_group && !by_time && problem.group.is_none() {
        findings.extend(repeated_names(context)?);
    }
    Ok(findings)
}

/// How rows are divided, in words.
fn how(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Random | Strategy::Stratified => "by chance",
        Strategy::Group | Strategy::GroupTime => "by group",
        Strategy::Time => "by time",
    }
}

/// Names of rows that come more than once.
fn repeated_names(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let named = context
        .columns()
        .filter(|(c, _)| c.kind == Kind::Id || c.role == Role::Id);
    for (column, profile) in named {
        let filled = context.rows() - profile.missing;
        let again = filled.saturating_sub(profile.distinct);
        if profile.distinct < 2 || (again as f64) < SHARE * filled as f64 {
            continue;
        }
        let first = context.data.table.first_equal(&[column.name.as_str()])?;
        let missing = context.data.table.missing(&column.name)?;
        let rows = (0..first.len()).filter(|&row| first[row] != row && !missing[row]);
        let message = format!(
            "column {} names {} in {}: rows of one may be both learned from and scored",
            name(&column.name),
            text::counted(profile.distinct, "thing"),
            text::counted(filled, "row")
        );
        findings.push(
            Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(again as f64 / filled.max(1) as f64, SHARE)
                .rows(rows)
                .fix(fix::group(&column.name, "keep the rows of one together"))
                .done(),
        );
    }
    Ok(findings)
}
