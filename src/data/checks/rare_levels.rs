//! Levels of a category with few rows.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Rows below which a share says nothing.
const ROWS: usize = 500;
/// Levels at least: of two, the rarer one is what the column is about.
const LEVELS: usize = 4;
/// Levels written out in a fix at most.
const WRITTEN: usize = 40;
/// Levels named in the message.
const NAMED: usize = 3;

pub(super) static CHECK: Check = Check {
    name: "rare_levels",
    doc: "A level with few rows is learned by heart, and may be in one fold only: rare levels that mean about the same are better learned \
          as one.",
    thresholds: &[Threshold::RareLevelShare, Threshold::Levels],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::RareLevelShare);
    let many = context.limit(Threshold::Levels);
    let mut findings = Vec::new();
    if context.rows() < ROWS {
        return Ok(findings);
    }
    for (column, profile) in context.inputs() {
        let is_text = context.data.table.column(&column.name)?.storage == Storage::Text;
        // Of a category with very many levels another check speaks.
        let few = (LEVELS..=many as usize).contains(&profile.distinct);
        if column.kind != Kind::Category || !is_text || !few {
            continue;
        }
        let labels = context.data.table.labels(&column.name)?;
        let counts = labels.counts();
        let filled: usize = counts.iter().sum();
        let is_rare = |level: usize| (counts[level] as f64) < limit * filled as f64;
        let mut rare: Vec<usize> = (0..counts.len()).filter(|&level| is_rare(level)).collect();
        if rare.len() < 2 || rare.len() == counts.len() {
            continue;
        }
        rare.sort_by_key(|&level| (counts[level], level));
        let rows: Vec<usize> = (0..labels.codes.len())
            .filter(|&row| labels.codes[row].is_some_and(|c| is_rare(c as usize)))
            .collect();
        let share = rows.len() as f64 / filled.max(1) as f64;
        let named: Vec<String> = rare
            .iter()
            .take(NAMED)
            .map(|&level| {
                let level_name = value(profile, &labels.names[level]);
                format!("'{level_name}' {}", text::count(counts[level]))
            })
            .collect();
        let listed = match (profile.personal, rare.len() - named.len()) {
            (true, _) => String::new(),
            (false, 0) => format!(" ({})", named.join(", ")),
            (false, _) => format!(" ({}, …)", named.join(", ")),
        };
        let message = format!(
            "{} of {} of column {} have less than {} of the rows each{listed}, together {}",
            text::count(rare.len()),
            text::counted(counts.len(), "level"),
            name(&column.name),
            text::percent(limit),
            text::percent(share)
        );
        let mut found = Found::new(&CHECK, Severity::Info, message)
            .column(&column.name)
            .measured(counts[rare[0]] as f64 / filled.max(1) as f64, limit)
            .rows(rows);
        if column.role == Role::Feature && rare.len() <= WRITTEN && !profile.personal {
            let quoted = |level: &usize| format!("'{}'", labels.names[*level].replace('\'', "''"));
            let listed: Vec<String> = rare.iter().map(quoted).collect();
            let key = fix::column(&column.name);
            let expression = format!(
                "case when {key} in ({}) then '{}' else {key} end",
                listed.join(", "),
                unused(&labels.names)
            );
            found = found.fix(fix::replaced(
                context,
                &column.name,
                &expression,
                "merge the rare levels",
            ));
        }
        findings.push(found.done());
    }
    Ok(findings)
}

/// A word for the merged levels that none of them is.
fn unused(names: &[String]) -> &'static str {
    ["other", "rare", "others"]
        .into_iter()
        .find(|word| !names.iter().any(|name| name == word))
        .unwrap_or("(rare)")
}
