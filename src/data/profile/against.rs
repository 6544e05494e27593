//! A column beside the target: how the target is distributed in each bin of the column, and how much the column tells about it.

use serde::{Deserialize, Serialize};

use crate::decisions::Kind;
use crate::error::Result;
use crate::metrics::Truth;
use crate::spec::ColumnRole;
use crate::stats::{Contingency, Sorted, information_of_class, information_of_number, sum};
use crate::table::{Labels, Table, by_frequency};
use crate::text;
use crate::work::Rng;

use super::super::power::edges;

/// Bins of a number at most, without that of missing values.
const BINS: usize = 10;
/// Levels with a bin of their own at most.
const LEVELS: usize = 12;
/// Rows of the estimate by nearest neighbours at most; its deviation there is about 0.01 nats.
const ROWS: usize = 5_000;
/// Cells of a level kept.
const WIDTH: usize = 80;

/// The target by bins of one column, on the rows on which power is measured. Bins of a number first, or levels, the most frequent
/// first; then all other levels together, then the rows without a value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Against {
    /// Bounds of the bins of a number, one more than bins; each holds its upper bound, the first its lower one too.
    pub edges: Vec<f64>,
    /// The levels of anything else.
    pub levels: Vec<String>,
    /// Whether a bin of all other levels follows.
    pub others: bool,
    /// Whether the last bin holds the rows without a value.
    pub missing: bool,
    /// Rows in each bin.
    pub rows: Vec<u64>,
    /// Mean of a target that is a number in each bin.
    pub means: Vec<f64>,
    /// Names of the classes of any other target.
    pub classes: Vec<String>,
    /// Rows of each class in each bin.
    pub counts: Vec<Vec<u64>>,
}

/// What stands for a bin.
#[derive(Debug, Clone, PartialEq)]
pub enum Bin {
    /// Values above the first number and up to the second.
    Range(f64, f64),
    /// One level.
    Level(String),
    /// All other levels.
    Others,
    /// No value.
    Missing,
}

impl Against {
    /// The bins, one for each of `rows`.
    pub fn bins(&self) -> Vec<Bin> {
        let ranges = self.edges.windows(2).map(|e| Bin::Range(e[0], e[1]));
        let levels = self.levels.iter().cloned().map(Bin::Level);
        let others = self.others.then_some(Bin::Others);
        let missing = self.missing.then_some(Bin::Missing);
        ranges.chain(levels).chain(others).chain(missing).collect()
    }

    /// The target by bins of a column; `None` where no bin can be made. `table` has a row for each of `truth`.
    pub(in crate::data) fn of(
        table: &Table,
        column: &ColumnRole,
        truth: &Truth,
    ) -> Result<Option<Self>> {
        let numbers = table.numbers(&column.name);
        let (mut against, bins) = match (column.kind, numbers) {
            (Kind::Number | Kind::Date, Ok(values)) => ranges(&values),
            (Kind::Id | Kind::Text | Kind::Image | Kind::Sound, _) => return Ok(None),
            _ => levels(&table.labels(&column.name)?),
        };
        let count = against.bins().len();
        if count < 2 {
            return Ok(None);
        }
        let mut rows = vec![Vec::new(); count];
        for (row, bin) in bins.into_iter().enumerate() {
            rows[bin].push(row);
        }
        against.rows = rows.iter().map(|r| r.len() as u64).collect();
        match truth {
            Truth::Numbers(y) => {
                let mean = |rows: &Vec<usize>| sum(rows.iter().map(|&r| y[r])) / rows.len() as f64;
                against.means = rows.iter().map(mean).collect();
            }
            Truth::Classes(y, classes) => {
                let mut counts = vec![vec![0; classes.names.len()]; count];
                for (counts, rows) in counts.iter_mut().zip(&rows) {
                    rows.iter().for_each(|&r| counts[y[r] as usize] += 1);
                }
                against.classes.clone_from(&classes.names);
                against.counts = counts;
            }
        }
        Ok(Some(against))
    }
}

/// Quantile bins of a number and the bin of each row.
fn ranges(values: &[f64]) -> (Against, Vec<usize>) {
    let sorted = Sorted::new(values);
    let (Some(low), Some(high)) = (sorted.min(), sorted.max()) else {
        return (Against::default(), Vec::new());
    };
    let inner = edges(sorted.values(), BINS);
    let missing = sorted.len() < values.len();
    let bin = |v: &f64| match v.is_nan() {
        true => inner.len() + 1,
        false => inner.partition_point(|edge| edge < v),
    };
    let bins = values.iter().map(bin).collect();
    let against = Against {
        edges: std::iter::once(low).chain(inner).chain([high]).collect(),
        missing,
        ..Against::default()
    };
    (against, bins)
}

/// The frequent levels and the bin of each row.
fn levels(labels: &Labels) -> (Against, Vec<usize>) {
    let counts = labels.counts();
    // Levels that none of these rows has are no bin.
    let mut order = by_frequency(&counts);
    order.retain(|&level| counts[level] > 0);
    let shown = &order[..order.len().min(LEVELS)];
    let others = order.len() > LEVELS;
    let mut bin_of = vec![shown.len(); counts.len()];
    for (bin, &level) in shown.iter().enumerate() {
        bin_of[level] = bin;
    }
    let absent = shown.len() + usize::from(others);
    let bins = labels.codes.iter();
    let bins = bins.map(|code| code.map_or(absent, |c| bin_of[c as usize]));
    let against = Against {
        levels: shown
            .iter()
            .map(|&i| text::cut(&labels.names[i], WIDTH).into_owned())
            .collect(),
        others,
        missing: labels.codes.iter().any(Option::is_none),
        ..Against::default()
    };
    (against, bins.collect())
}

/// Mutual information of a column and the target in nats, over the rows that have a value: exact for levels and classes, by nearest
/// neighbours where one of the two is a number. `None` for content, names of rows, and columns without a value.
pub(in crate::data) fn information(
    table: &Table,
    column: &ColumnRole,
    truth: &Truth,
    rng: &mut Rng,
) -> Result<Option<f64>> {
    if matches!(
        column.kind,
        Kind::Id | Kind::Text | Kind::Image | Kind::Sound
    ) {
        return Ok(None);
    }
    let is_quantity = matches!(column.kind, Kind::Number | Kind::Date);
    if let (true, Ok(values)) = (is_quantity, table.numbers(&column.name)) {
        let rows: Vec<usize> = (0..values.len()).filter(|&r| !values[r].is_nan()).collect();
        let rows = spread(rows);
        let x: Vec<f64> = rows.iter().map(|&r| values[r]).collect();
        return Ok((!rows.is_empty()).then(|| match truth {
            Truth::Numbers(y) => {
                let y: Vec<f64> = rows.iter().map(|&r| y[r]).collect();
                information_of_number(&x, &y, rng)
            }
            Truth::Classes(y, _) => {
                let y: Vec<u32> = rows.iter().map(|&r| y[r]).collect();
                information_of_class(&x, &y, rng)
            }
        }));
    }
    let codes = table.labels(&column.name)?.codes;
    Ok(match truth {
        Truth::Classes(y, _) => {
            let y: Vec<Option<u32>> = y.iter().copied().map(Some).collect();
            Contingency::of(&codes, &y).map(|table| table.mutual_information())
        }
        Truth::Numbers(y) => {
            let rows = codes
                .iter()
                .zip(y)
                .filter_map(|(code, y)| Some((*y, (*code)?)));
            let (y, codes): (Vec<f64>, Vec<u32>) = spread(rows.collect()).into_iter().unzip();
            (!y.is_empty()).then(|| information_of_class(&y, &codes, rng))
        }
    })
}

/// At most [`ROWS`] of the rows, from all of the table.
fn spread<T>(rows: Vec<T>) -> Vec<T> {
    let step = rows.len().div_ceil(ROWS).max(1);
    rows.into_iter().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::testing::{csv, decisions, evidence};

    #[test]
    fn a_number_is_binned_beside_a_number_and_gaps_have_a_bin() {
        let text = csv("x,c,y", 400, |row| {
            let x = if row % 10 == 0 {
                String::new()
            } else {
                row.to_string()
            };
            format!("{x},{},{}.5", ["a", "b", "c"][row % 3], row * 2)
        });
        let found = evidence(&decisions("regression", "y", ""), &text);
        let x = found.column("x").unwrap();
        let against = x.against.as_ref().unwrap();
        let bins = against.bins();
        assert_eq!(bins.len(), against.rows.len());
        assert_eq!(bins.last(), Some(&Bin::Missing));
        assert_eq!((bins.len(), against.rows.last()), (11, Some(&40)));
        assert!(against.means[..10].windows(2).all(|w| w[0] < w[1]));
        assert!(x.mutual_information.unwrap() > 2.0);
        let c = found.column("c").unwrap();
        assert!(
            c.mutual_information.unwrap() < 0.1,
            "{:?}",
            c.mutual_information
        );
        assert_eq!(c.against.as_ref().unwrap().levels, ["a", "b", "c"]);
    }

    #[test]
    fn classes_are_counted_by_level() {
        let text = csv("c,x,y", 300, |row| {
            let y = if row % 4 == 0 { "yes" } else { "no" };
            format!("l{:02},{},{y}", row % 20, row * 7 % 31)
        });
        let found = evidence(&decisions("binary", "y", ""), &text);
        let c = found.column("c").unwrap();
        let against = c.against.as_ref().unwrap();
        assert_eq!(
            (against.levels.len(), against.others, against.missing),
            (12, true, false)
        );
        assert_eq!(against.counts[0].iter().sum::<u64>(), 15);
        assert_eq!(against.counts[12].iter().sum::<u64>(), 8 * 15);
        // The level tells the class without doubt: its entropy.
        let entropy = -(0.25_f64 * 0.25_f64.ln() + 0.75 * 0.75_f64.ln());
        assert!((c.mutual_information.unwrap() - entropy).abs() < 1e-12);
    }
}
