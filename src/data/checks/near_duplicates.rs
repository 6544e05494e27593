//! Rows that are another row but for how they are written, or but for their name.

use std::collections::BTreeMap;

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::table::{Storage, Table};
use crate::text;

use super::super::{Finding, fold};
use super::{Check, Context, Found};

/// Columns at least: with fewer, equal rows are no surprise.
const COLUMNS: usize = 3;
/// Share of rows with an earlier row's values beyond which the values are coarse and rows are alike by nature.
const COARSE: f64 = 0.1;
/// Digits in which two numbers must agree.
const DIGITS: i32 = 6;

pub(super) static CHECK: Check = Check {
    name: "near_duplicates",
    doc: "A row that comes again under another name, in other letters or with one digit less is counted twice, and may be both learned from \
          and scored.",
    thresholds: &[Threshold::DuplicateShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let table = &context.sample.table;
    let columns: Vec<&ColumnRole> = context
        .used()
        .map(|(column, _)| column)
        .filter(|c| !c.computed && !matches!(c.role, Role::Id | Role::Weight) && c.kind != Kind::Id)
        .collect();
    let quantity = columns.iter().any(|c| c.kind == Kind::Number);
    if columns.len() < COLUMNS || !quantity || table.rows() < 2 {
        return Ok(Vec::new());
    }
    let keys: Vec<Vec<u32>> = columns
        .iter()
        .map(|c| keys(table, c))
        .collect::<Result<_>>()?;
    let mut groups: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let row_key = |row: usize| keys.iter().map(|column| column[row]).collect::<Vec<u32>>();
    let firsts: Vec<usize> = (0..table.rows())
        .map(|row| *groups.entry(row_key(row)).or_insert(row))
        .collect();
    let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
    let equal = table.first_equal(&names)?;
    let all: Vec<&str> = context.used().map(|(c, _)| c.name.as_str()).collect();
    let copies = table.first_equal(&all)?;
    let again = |row: &usize| firsts[*row] != *row && copies[*row] == *row;
    let (renamed, rewritten): (Vec<usize>, Vec<usize>) = (0..table.rows())
        .filter(again)
        .partition(|&row| equal[row] == firsts[row]);
    let limit = context.limit(Threshold::DuplicateShare);
    let rows = table.rows() as f64;
    let mut findings = Vec::new();
    for (rows_found, how) in [
        (
            rewritten,
            "but for capitals, spaces, accents or the last digits",
        ),
        (renamed, "but for its name"),
    ] {
        let share = rows_found.len() as f64 / rows;
        let is_coarse = share > COARSE;
        if rows_found.is_empty() || (is_coarse && how.ends_with("name")) {
            continue;
        }
        let is_rewritten = !how.ends_with("name");
        let severity = match share > limit && is_rewritten {
            true => Severity::Warning,
            false => Severity::Info,
        };
        let message = format!(
            "{} an earlier row {how} ({}){}",
            match rows_found.len() {
                1 => "1 row is".to_owned(),
                n => format!("{} rows are", text::count(n)),
            },
            text::percent(share),
            context.sample.note()
        );
        findings.push(
            Found::new(&CHECK, severity, message)
                .measured(share, limit)
                .rows(context.rows_of(&rows_found))
                .done(),
        );
    }
    Ok(findings)
}

/// A code a row, the same for values that are the same but for how they are written; 0 where missing.
fn keys(table: &Table, column: &ColumnRole) -> Result<Vec<u32>> {
    let storage = table.column(&column.name)?.storage;
    if matches!(storage, Storage::Number) {
        let values = table.numbers(&column.name)?;
        let mut codes: BTreeMap<i64, u32> = BTreeMap::new();
        return Ok(values.iter().map(|v| number_code(*v, &mut codes)).collect());
    }
    let labels = table.labels(&column.name)?;
    let mut codes: BTreeMap<String, u32> = BTreeMap::new();
    let of: Vec<u32> = labels
        .names
        .iter()
        .map(|name| {
            let key = match storage {
                Storage::Text => fold::key(name),
                _ => name.clone(),
            };
            let next = codes.len() as u32 + 1;
            *codes.entry(key).or_insert(next)
        })
        .collect();
    let code = |code: &Option<u32>| code.map_or(0, |c| of[c as usize]);
    Ok(labels.codes.iter().map(code).collect())
}

fn number_code(value: f64, codes: &mut BTreeMap<i64, u32>) -> u32 {
    if value.is_nan() {
        return 0;
    }
    let size = if value == 0.0 {
        0
    } else {
        value.abs().log10().floor() as i32
    };
    let rounded = (value / 10f64.powi(size - DIGITS + 1)).round();
    let key = (rounded as i64) * 1_000 + i64::from(size);
    let next = codes.len() as u32 + 1;
    *codes.entry(key).or_insert(next)
}
