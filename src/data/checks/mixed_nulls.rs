//! Several ways to write that there is no value, and words for it that are read as values.

use crate::decisions::{Kind, Severity};
use crate::error::Result;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix, fold};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Levels looked at: in a column with more, such a word is a text among texts.
const LEVELS: usize = 1000;

/// Words for 'no value' in small letters, without accents and spaces (Deepchecks' mixed nulls, with French ones).
const WORDS: &[&str] = &[
    "?",
    "-",
    "--",
    "---",
    ".",
    "*",
    "na",
    "n/a",
    "n/d",
    "nd",
    "nan",
    "nil",
    "none",
    "null",
    "missing",
    "unknown",
    "undefined",
    "notavailable",
    "notapplicable",
    "#n/a",
    "#value!",
    "inconnu",
    "inconnue",
    "nonrenseigne",
    "nonrenseignee",
];

pub(super) static CHECK: Check = Check {
    name: "mixed_nulls",
    doc: "A word for 'no value' that is read as a value becomes a category of its own, beside the rows that are empty.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let plain = matches!(column.kind, Kind::Category | Kind::Ordinal | Kind::Boolean);
        let text_column = context.data.table.column(&column.name)?.storage == Storage::Text;
        if !plain || !text_column || profile.distinct > LEVELS || profile.distinct < 2 {
            continue;
        }
        let labels = context.data.table.labels(&column.name)?;
        let null: Vec<bool> = labels
            .names
            .iter()
            .map(|n| WORDS.contains(&fold::key(n).as_str()))
            .collect();
        let spellings: Vec<&String> = labels
            .names
            .iter()
            .zip(&null)
            .filter(|(_, n)| **n)
            .map(|(name, _)| name)
            .collect();
        // One word, and no row that is empty, may well be a category that was chosen.
        if spellings.len() + usize::from(profile.missing > 0) < 2 || spellings.is_empty() {
            continue;
        }
        let rows: Vec<usize> = (0..labels.codes.len())
            .filter(|&row| labels.codes[row].is_some_and(|c| null[c as usize]))
            .collect();
        let listed: Vec<String> = spellings
            .iter()
            .take(6)
            .map(|s| format!("'{}'", value(profile, s)))
            .collect();
        let besides = match profile.missing {
            0 => String::new(),
            n => format!(" beside {} without a value", text::counted(n, "row")),
        };
        let message = format!(
            "column {} says {} in {}{besides}: they may all mean that there is no value",
            name(&column.name),
            listed.join(", "),
            text::counted(rows.len(), "row")
        );
        let quoted: Vec<String> = spellings
            .iter()
            .map(|s| format!("'{}'", s.replace('\'', "''")))
            .collect();
        let key = fix::column(&column.name);
        let expression = format!(
            "case when {key} in ({}) then null else {key} end",
            quoted.join(", ")
        );
        let mut found = Found::new(&CHECK, Severity::Warning, message)
            .column(&column.name)
            .measured(
                (spellings.len() + usize::from(profile.missing > 0)) as f64,
                1.0,
            )
            .rows(rows);
        if column.is_model_input() {
            found = found.fix(fix::replaced(
                context,
                &column.name,
                &expression,
                "read them as missing",
            ));
        }
        findings.push(found.done());
    }
    Ok(findings)
}
