//! Which columns were probably recorded after the moment of prediction.

use super::columns::has_word;
use crate::decisions::{Kind, Task};
use crate::error::Result;
use crate::table::Table;
use crate::text;

/// Words in names of columns that are usually recorded after the fact.
const AFTER_WORDS: &[&str] = &[
    "after", "closed", "dropoff", "duration", "elapsed", "end", "ended", "final", "finished",
    "outcome", "paid", "refund", "result", "seconds", "tip", "tips", "tolls",
];
/// A number that moves with the target this closely was probably computed with it.
const SAME_THING: f64 = 0.98;
/// A total that moves with the target this closely probably has the target in it.
const SUM_OF_IT: f64 = 0.9;
/// Whether the name says that the column is recorded afterwards.
pub(super) fn named_late(name: &str) -> bool {
    has_word(name, AFTER_WORDS)
}

/// Why a column was probably recorded after the prediction is made.
pub(super) fn recorded_after(
    table: &Table,
    name: &str,
    kind: Kind,
    target: &str,
    task: Task,
    time: Option<&str>,
) -> Result<Option<String>> {
    if kind == Kind::Date
        && let Some(time) = time
    {
        let (starts, ends) = (table.instants(time)?, table.instants(name)?);
        let pairs: Vec<(i64, i64)> = starts
            .iter()
            .zip(&ends)
            .filter_map(|(s, e)| Some(((*s)?, (*e)?)))
            .collect();
        let later = pairs.iter().filter(|(s, e)| e >= s).count();
        let truly = pairs.iter().filter(|(s, e)| e > s).count();
        if !pairs.is_empty() && later * 100 >= pairs.len() * 99 && truly * 2 > pairs.len() {
            return Ok(Some(format!(
                "it is later than '{}' in almost every row",
                text::escape(time)
            )));
        }
    }
    if matches!(kind, Kind::Number | Kind::Boolean) && !task.is_classification() {
        let r = correlation(&table.numbers(name)?, &table.numbers(target)?);
        let enough = match has_word(name, &["total"]) {
            true => SUM_OF_IT,
            false => SAME_THING,
        };
        if r.abs() >= enough {
            return Ok(Some(format!(
                "it moves closely with '{}' (correlation {r:.3})",
                text::escape(target)
            )));
        }
    }
    // Places are often called dropoff_…: where somebody goes is said before the ride, how much is paid after it.
    let measured = matches!(kind, Kind::Number);
    let coordinate = has_word(name, &["latitude", "longitude", "lat", "lon", "lng"]);
    Ok(
        (measured && !coordinate && has_word(name, AFTER_WORDS)).then(|| {
            "its name says that it is recorded afterwards; change this if it is known before"
                .to_owned()
        }),
    )
}

/// Pearson's correlation over the rows where both are there; 0 where undefined.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let pairs: Vec<(f64, f64)> = a
        .iter()
        .copied()
        .zip(b.iter().copied())
        .filter(|(x, y)| !x.is_nan() && !y.is_nan())
        .collect();
    let n = pairs.len() as f64;
    if n < 3.0 {
        return 0.0;
    }
    let mean = |f: fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / n;
    let (ma, mb) = (mean(|p| p.0), mean(|p| p.1));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        ab += (x - ma) * (y - mb);
        aa += (x - ma).powi(2);
        bb += (y - mb).powi(2);
    }
    if aa > 0.0 && bb > 0.0 {
        ab / (aa * bb).sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_of_a_line_is_one() {
        let x: Vec<f64> = (0..10).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|v| 3.0 - 2.0 * v).collect();
        assert!((correlation(&x, &y) + 1.0).abs() < 1e-12);
        assert_eq!(correlation(&x, &[1.0; 10]), 0.0);
    }
}
