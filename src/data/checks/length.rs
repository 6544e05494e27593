//! Texts of one length, and those that are longer or shorter than all others.

use crate::decisions::{Kind, Severity};
use crate::error::Result;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Different values below which a length says nothing.
const DISTINCT: usize = 20;
/// Share of rows with the usual length from which others are odd: the other way round one row in a hundred.
const USUAL: f64 = 0.99;
/// Characters from which a length that all values have is that of a code.
const CODE: usize = 4;

pub(super) static CHECK: Check = Check {
    name: "length",
    doc: "Values that are all as long as each other are mostly codes: one that is longer or shorter was mostly cut, padded or typed by hand.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let is_text = context.data.table.column(&column.name)?.storage == Storage::Text;
        let of_words = matches!(column.kind, Kind::Category | Kind::Ordinal | Kind::Id);
        if !is_text || !of_words || profile.distinct < DISTINCT {
            continue;
        }
        let labels = context.sample.table.labels(&column.name)?;
        let lengths: Vec<usize> = labels
            .names
            .iter()
            .map(|n| n.trim().chars().count())
            .collect();
        let mut rows_of = vec![0_usize; lengths.iter().max().map_or(0, |l| l + 1)];
        for code in labels.codes.iter().flatten() {
            rows_of[lengths[*code as usize]] += 1;
        }
        let filled: usize = rows_of.iter().sum();
        let Some(usual) = (0..rows_of.len()).max_by_key(|l| (rows_of[*l], std::cmp::Reverse(*l)))
        else {
            continue;
        };
        let share = rows_of[usual] as f64 / filled.max(1) as f64;
        let column_name = name(&column.name);
        let counted = text::counted(usual, "character");
        if rows_of[usual] == filled && usual >= CODE && column.is_model_input() {
            let message =
                format!("every value of {column_name} has {counted}: it is a code, and not a word");
            let found = Found::new(&CHECK, Severity::Info, message).column(&column.name);
            findings.push(
                found
                    .fix(fix::kind(&column.name, Kind::Id, "it is a name of the row"))
                    .done(),
            );
            continue;
        }
        let odd = |code: u32| lengths[code as usize] != usual;
        let rows: Vec<usize> = (0..labels.codes.len())
            .filter(|&row| labels.codes[row].is_some_and(odd))
            .collect();
        if share < USUAL || rows.is_empty() || usual < CODE {
            continue;
        }
        let example = (0..lengths.len()).find(|&at| lengths[at] != usual);
        let example = example.map_or_else(String::new, |at| {
            format!(", such as '{}'", value(profile, &labels.names[at]))
        });
        let message = format!(
            "all values of {column_name} have {counted}, but for {}{example}{}",
            text::counted(rows.len(), "row"),
            context.sample.note()
        );
        findings.push(
            Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .measured(1.0 - share, 1.0 - USUAL)
                .rows(context.rows_of(&rows))
                .fix(fix::ignore(&column.name))
                .done(),
        );
    }
    Ok(findings)
}
