//! Which of very many numbers move together: products of blocks of columns on some rows say which pairs are worth a look at all rows.

use ndarray::{Array2, Axis, Slice};

use crate::error::Result;
use crate::table::Table;

/// Rows looked at, at most.
const ROWS: usize = 1_000;
/// Products made at most, rows by pairs of columns: about a second of one core.
const PRODUCTS: usize = 4_000_000_000;
/// Columns of a block.
const BLOCK: usize = 256;
/// Rows below which chance makes strong correlations.
const FEWEST: usize = 20;

/// Rows on which so many columns are compared: `None` where they are too many for enough rows.
pub(super) fn rows_for(columns: usize) -> Option<usize> {
    let pairs = columns * columns / 2;
    let rows = ROWS.min(PRODUCTS / pairs.max(1));
    (rows >= FEWEST).then_some(rows)
}

/// For each column from `first` on the column before it that it goes with most, by a correlation on the rows of the table of more than
/// `limit` less three standard errors (of a correlation that strong). Gaps count as the mean.
pub(super) fn candidates(
    table: &Table,
    columns: &[&str],
    first: usize,
    limit: f64,
) -> Result<Vec<(usize, usize)>> {
    let rows = table.rows();
    if rows < FEWEST {
        return Ok(Vec::new());
    }
    let mut unit = Array2::zeros((rows, columns.len()));
    for (at, column) in columns.iter().enumerate() {
        let values = standardised(&table.numbers(column)?);
        for (row, value) in values.into_iter().enumerate() {
            unit[[row, at]] = value;
        }
    }
    let least = limit - 3.0 * (1.0 - limit * limit) / (rows as f64).sqrt();
    let mut found = Vec::new();
    for begin in (first..columns.len()).step_by(BLOCK) {
        let end = columns.len().min(begin + BLOCK);
        let block = unit.slice_axis(Axis(1), Slice::from(begin..end));
        let before = unit.slice_axis(Axis(1), Slice::from(..end));
        let products = block.t().dot(&before);
        for (at, row) in products.rows().into_iter().enumerate() {
            let column = begin + at;
            let others = row.iter().take(column).map(|r| r.abs()).enumerate();
            let best = others.reduce(|best, next| if next.1 > best.1 { next } else { best });
            if let Some((other, _)) = best.filter(|(_, r)| *r > least) {
                found.push((column, other));
            }
        }
    }
    Ok(found)
}

/// Values less their mean, of length 1; gaps, and a column that does not vary, are 0.
fn standardised(values: &[f64]) -> Vec<f64> {
    let mean = crate::stats::mean(values);
    let away = |v: &f64| if v.is_nan() { 0.0 } else { v - mean };
    let mut away: Vec<f64> = values.iter().map(away).collect();
    let length = away.iter().map(|v| v * v).sum::<f64>().sqrt();
    let is_flat = length.is_nan() || length <= 0.0;
    away.iter_mut()
        .for_each(|v| *v = if is_flat { 0.0 } else { *v / length });
    away
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_earlier_column_is_found() {
        let noise = |row: usize, step: usize| (row * step % 101) as f64;
        let columns: Vec<(String, Vec<f64>)> = (0..300)
            .map(|at| {
                let of = |row| match at {
                    290 => 3.0 - noise(row, 7919 + 3),
                    _ => noise(row, 7919 + at) + noise(row * row, at + 1),
                };
                (format!("x{at}"), (0..100).map(of).collect())
            })
            .collect();
        let pairs: Vec<(&str, Vec<f64>)> = columns
            .iter()
            .map(|(n, v)| (n.as_str(), v.clone()))
            .collect();
        let table = Table::from_numbers(&pairs).unwrap();
        let names: Vec<&str> = columns.iter().map(|(n, _)| n.as_str()).collect();
        let found = candidates(&table, &names, 280, 0.9999).unwrap();
        assert!(
            found
                .iter()
                .all(|(column, other)| other < column && *column >= 280)
        );
        assert_eq!(rows_for(2_000), Some(1_000));
        assert_eq!(rows_for(5_000), Some(320));
        assert_eq!(rows_for(100_000), None);
    }
}
