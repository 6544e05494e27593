//! Rows that are unlike all others, although each of their values may be usual.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::stats::outlier_probabilities;
use crate::text;

use super::super::Finding;
use super::alike::Compared;
use super::{Check, Context, Found};

/// Rows compared with one another at most.
const ROWS: usize = 1_000;
/// Rows below which there is no neighbourhood.
const FEWEST: usize = 100;
/// Columns at least: of one the check on its values speaks.
const COLUMNS: usize = 2;
/// Neighbours looked at: one in a hundred of the rows compared, as Deepchecks takes them.
const NEIGHBOURS: usize = 10;

pub(super) static CHECK: Check = Check {
    name: "outlier_rows",
    doc: "A row can be odd although each of its values is usual: a pregnant man, a large flat for the price of a small one. Such rows are mostly \
          mistakes, or another sort of case.",
    thresholds: &[Threshold::OutlierScore, Threshold::OutlierShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let rows = context.sample.every(ROWS);
    if rows.len() < FEWEST {
        return Ok(Vec::new());
    }
    let columns = Compared::inputs(context, &rows)?;
    let quantities = columns
        .iter()
        .filter(|c| matches!(c, Compared::Number(..)))
        .count();
    if quantities < COLUMNS {
        return Ok(Vec::new());
    }
    let distance = |a: usize, b: usize| columns.iter().map(|c| c.distance(a, b)).sum();
    let scores = outlier_probabilities(rows.len(), NEIGHBOURS, distance);
    let limit = context.limit(Threshold::OutlierScore);
    let odd: Vec<usize> = (0..rows.len()).filter(|&at| scores[at] > limit).collect();
    let share = odd.len() as f64 / rows.len() as f64;
    if share <= context.limit(Threshold::OutlierShare) {
        return Ok(Vec::new());
    }
    let most = scores.iter().copied().fold(0.0, f64::max);
    let drawn = match rows.len() < context.rows() {
        true => format!(", of {} compared", text::counted(rows.len(), "row")),
        false => String::new(),
    };
    let message = format!(
        "{} unlike all others ({}{drawn}): farther from the nearest ones than these are from theirs",
        match odd.len() {
            1 => "1 row is".to_owned(),
            n => format!("{} rows are", text::count(n)),
        },
        text::percent(share)
    );
    let places: Vec<usize> = odd.iter().map(|&at| rows[at]).collect();
    Ok(vec![
        Found::new(&CHECK, Severity::Info, message)
            .measured(most, limit)
            .rows(context.rows_of(&places))
            .done(),
    ])
}
