//! Rows that are unlike all others, although each of their values may be usual.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::stats::{Sorted, outlier_probabilities};
use crate::text;

use super::super::Finding;
use super::{Check, Context, Found};

/// Rows compared with one another at most.
const ROWS: usize = 1_000;
/// Rows below which there is no neighbourhood.
const FEWEST: usize = 100;
/// Columns at least: of one the check on its values speaks.
const COLUMNS: usize = 2;
/// Columns at most: in more, all rows are far from one another.
const MOST: usize = 50;
/// Neighbours looked at: one in a hundred of the rows compared, as Deepchecks takes them.
const NEIGHBOURS: usize = 10;

pub(super) static CHECK: Check = Check {
    name: "outlier_rows",
    doc: "A row can be odd although each of its values is usual: a pregnant man, a large flat for the price of a small one. Such rows are mostly \
          mistakes, or another sort of case.",
    thresholds: &[Threshold::OutlierScore, Threshold::OutlierShare],
    run,
};

/// A column as rows are compared by it.
enum Compared {
    /// Values, and the reach of the middle 98 % of them.
    Number(Vec<f64>, f64),
    Levels(Vec<Option<u32>>),
}

impl Compared {
    /// How far two rows are apart, 0 to 1 (Gower 1971): by the share of the reach, or equal or not. A missing value is like another one.
    fn distance(&self, a: usize, b: usize) -> f64 {
        match self {
            Compared::Number(values, reach) => match (values[a], values[b]) {
                (a, b) if a.is_nan() && b.is_nan() => 0.0,
                (a, b) if a.is_nan() || b.is_nan() => 1.0,
                (a, b) => ((a - b).abs() / reach).min(1.0),
            },
            Compared::Levels(codes) => f64::from(u8::from(codes[a] != codes[b])),
        }
    }
}

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let rows: Vec<usize> = {
        let count = context.sample.table.rows();
        (0..count).step_by(count.div_ceil(ROWS).max(1)).collect()
    };
    if rows.len() < FEWEST {
        return Ok(Vec::new());
    }
    let table = context.sample.table.take(&rows)?;
    let mut columns = Vec::new();
    for (column, profile) in context
        .inputs()
        .filter(|(c, p)| !c.computed && p.distinct > 1)
    {
        match column.kind {
            Kind::Number => {
                let Ok(values) = table.numbers(&column.name) else {
                    continue;
                };
                let sorted = Sorted::new(&values);
                let reach = sorted
                    .quantile(0.99)
                    .zip(sorted.quantile(0.01))
                    .map(|(h, l)| h - l);
                columns.extend(
                    reach
                        .filter(|r| *r > 0.0)
                        .map(|r| Compared::Number(values, r)),
                );
            }
            Kind::Category | Kind::Ordinal | Kind::Boolean
                if profile.distinct * 10 <= context.rows() =>
            {
                columns.push(Compared::Levels(table.labels(&column.name)?.codes));
            }
            _ => {}
        }
    }
    let quantities = columns
        .iter()
        .filter(|c| matches!(c, Compared::Number(..)))
        .count();
    if columns.len() > MOST || quantities < COLUMNS {
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
