//! How well one column alone predicts the target: a binned estimator, fitted on one half of the rows and judged on the other, twice.
//!
//! The score is the share of the best constant's loss that the column saves, from 0 to 1. For numbers the loss is the
//! absolute or squared error; for classes the log loss, which makes the score Theil's uncertainty coefficient,
//! estimated out of sample. The idea is that of the predictive power score (Wetschoreck 2020), with bins in place of a tree.

use rand::seq::SliceRandom;

use crate::decisions::Kind;
use crate::error::Result;
use crate::metrics::Truth;
use crate::spec::ColumnRole;
use crate::table::{Table, by_frequency};
use crate::work::Rng;

/// Quantile bins of a number at most.
const BINS: usize = 20;
/// Rows of the fitting half that a bin of a number should hold at least.
const ROWS_A_BIN: usize = 25;
/// Levels with a bin of their own at most; the others share one.
const LEVELS: usize = 50;
/// Rows of the fitting half below which a level is pooled with the rare ones.
const ROWS_A_LEVEL: usize = 5;
/// Weight of the shares of all rows in those of a bin, in rows.
const PRIOR_ROWS: f64 = 1.0;
/// Shares are kept this far from 0, so that one surprise is not an infinite loss.
const LEAST_SHARE: f64 = 1e-6;

/// The values of one column, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    /// A quantity; not-a-number where missing.
    Numbers(Vec<f64>),
    /// A level; `None` where missing.
    Levels(Vec<Option<u32>>),
}

impl Values {
    /// A column as a fast model takes it: quantities and dates in order, everything else as levels.
    pub(super) fn of(table: &Table, column: &ColumnRole) -> Result<Self> {
        if matches!(column.kind, Kind::Number | Kind::Date)
            && let Ok(numbers) = table.numbers(&column.name)
        {
            return Ok(Values::Numbers(numbers));
        }
        Ok(Values::Levels(table.labels(&column.name)?.codes))
    }
}

/// What a wrong number costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// The distance: predicts medians.
    Absolute,
    /// The squared distance: predicts means.
    Squared,
}

/// Which half each row is in: `true` for a random half.
pub(super) fn halves(rows: usize, rng: &mut Rng) -> Vec<bool> {
    let mut halves: Vec<bool> = (0..rows).map(|i| i < rows / 2).collect();
    halves.shuffle(rng);
    halves
}

/// How well `values` predict `truth`: 0 not better than the best constant, 1 without a mistake.
/// `loss` is for numbers; classes take the log loss. `None` where a constant makes no mistake or a half is empty.
pub(super) fn power(values: &Values, truth: &Truth, loss: Loss, halves: &[bool]) -> Option<f64> {
    let mut saved = 0.0;
    let mut constant = 0.0;
    for fitted_on in [true, false] {
        let (fit, judge): (Vec<usize>, Vec<usize>) =
            (0..halves.len()).partition(|&row| halves[row] == fitted_on);
        if fit.is_empty() || judge.is_empty() {
            return None;
        }
        let bins = Bins::fit(values, &fit);
        let (alone, flat) = match truth {
            Truth::Numbers(y) => number_losses(&bins, values, y, loss, &fit, &judge),
            Truth::Classes(y, classes) => {
                class_losses(&bins, values, y, classes.names.len(), &fit, &judge)
            }
        };
        saved += flat - alone;
        constant += flat;
    }
    (constant > 0.0).then(|| (saved / constant).clamp(0.0, 1.0))
}

/// How a value finds its bin. Bin 0 is for missing values and what was too rare to learn.
#[derive(Debug)]
enum Bins {
    /// Upper edges of the bins 1, 2, …; the last is open.
    Quantiles(Vec<f64>),
    /// Bin of each level.
    Levels(Vec<usize>),
}

impl Bins {
    fn fit(values: &Values, fit: &[usize]) -> Self {
        match values {
            Values::Numbers(x) => {
                let mut sorted: Vec<f64> =
                    fit.iter().map(|&r| x[r]).filter(|v| !v.is_nan()).collect();
                sorted.sort_by(f64::total_cmp);
                Bins::Quantiles(edges(&sorted, BINS))
            }
            Values::Levels(codes) => Bins::Levels(level_bins(codes, fit)),
        }
    }

    fn count(&self) -> usize {
        match self {
            Bins::Quantiles(edges) => edges.len() + 2,
            Bins::Levels(bins) => bins.iter().max().map_or(1, |last| last + 1),
        }
    }

    fn of(&self, values: &Values, row: usize) -> usize {
        match (self, values) {
            (Bins::Quantiles(edges), Values::Numbers(x)) if !x[row].is_nan() => {
                1 + edges.partition_point(|edge| *edge < x[row])
            }
            (Bins::Levels(bins), Values::Levels(codes)) => codes[row]
                .and_then(|code| bins.get(code as usize))
                .copied()
                .unwrap_or(0),
            _ => 0,
        }
    }
}

/// Upper edges that divide sorted values into bins of equal counts, at most `most`; equal values stay together. The last bin has none.
pub(super) fn edges(sorted: &[f64], most: usize) -> Vec<f64> {
    let bins = (sorted.len() / ROWS_A_BIN).clamp(2, most);
    let size = sorted.len().div_ceil(bins).max(1);
    let mut edges = Vec::with_capacity(bins);
    let mut begin = 0;
    while begin + size < sorted.len() {
        let edge = sorted[begin + size - 1];
        let end = sorted.partition_point(|v| *v <= edge);
        if end == sorted.len() {
            break;
        }
        edges.push(edge);
        begin = end;
    }
    edges
}

/// A bin of its own for each frequent level, 0 for the others.
fn level_bins(codes: &[Option<u32>], fit: &[usize]) -> Vec<usize> {
    let levels = codes.iter().flatten().max().map_or(0, |c| *c as usize + 1);
    let mut counts = vec![0_usize; levels];
    for &row in fit {
        if let Some(code) = codes[row] {
            counts[code as usize] += 1;
        }
    }
    let mut frequent = by_frequency(&counts);
    frequent.retain(|&level| counts[level] >= ROWS_A_LEVEL);
    let mut bins = vec![0; levels];
    for (i, level) in frequent.into_iter().take(LEVELS).enumerate() {
        bins[level] = i + 1;
    }
    bins
}

/// The best constant of some numbers.
fn centre(values: &mut [f64], loss: Loss) -> f64 {
    match loss {
        Loss::Squared => values.iter().sum::<f64>() / values.len() as f64,
        Loss::Absolute => {
            values.sort_by(f64::total_cmp);
            let n = values.len();
            (values[(n - 1) / 2] + values[n / 2]) / 2.0
        }
    }
}

fn cost(error: f64, loss: Loss) -> f64 {
    match loss {
        Loss::Absolute => error.abs(),
        Loss::Squared => error * error,
    }
}

/// Losses of the column alone and of the constant over the judged rows.
fn number_losses(
    bins: &Bins,
    values: &Values,
    y: &[f64],
    loss: Loss,
    fit: &[usize],
    judge: &[usize],
) -> (f64, f64) {
    let mut all: Vec<f64> = fit.iter().map(|&r| y[r]).collect();
    let constant = centre(&mut all, loss);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); bins.count()];
    for &row in fit {
        members[bins.of(values, row)].push(row);
    }
    let steps: Vec<f64> = members
        .iter()
        .map(|rows| match rows.len() {
            0 => constant,
            _ => centre(&mut rows.iter().map(|&r| y[r]).collect::<Vec<_>>(), loss),
        })
        .collect();
    let line = Line::through(values, &members, &steps, fit, y, loss);
    let total = |rows: &[usize], predict: &dyn Fn(usize) -> f64| -> f64 {
        rows.iter().map(|&r| cost(predict(r) - y[r], loss)).sum()
    };
    let by_step = |row: usize| steps[bins.of(values, row)];
    let by_line = |row: usize| match (&line, values) {
        (Some(line), Values::Numbers(x)) if !x[row].is_nan() => line.at(x[row]),
        _ => by_step(row),
    };
    // Steps suit jumps, the line suits a smooth relation: the fitting half says which.
    let alone = if total(fit, &by_line) < total(fit, &by_step) {
        total(judge, &by_line)
    } else {
        total(judge, &by_step)
    };
    (alone, total(judge, &|_| constant))
}

/// A line through the centres of the bins, kept within the range of what was seen.
#[derive(Debug)]
struct Line {
    knots: Vec<(f64, f64)>,
    lowest: f64,
    highest: f64,
}

impl Line {
    fn through(
        values: &Values,
        members: &[Vec<usize>],
        steps: &[f64],
        fit: &[usize],
        y: &[f64],
        loss: Loss,
    ) -> Option<Self> {
        let Values::Numbers(x) = values else {
            return None;
        };
        let knots: Vec<(f64, f64)> = members
            .iter()
            .zip(steps)
            .skip(1)
            .filter(|(rows, _)| !rows.is_empty())
            .map(|(rows, step)| {
                let mut inside: Vec<f64> = rows.iter().map(|&r| x[r]).collect();
                (centre(&mut inside, loss), *step)
            })
            .filter(|(at, _)| at.is_finite())
            .collect();
        let lowest = fit.iter().map(|&r| y[r]).fold(f64::INFINITY, f64::min);
        let highest = fit.iter().map(|&r| y[r]).fold(f64::NEG_INFINITY, f64::max);
        (knots.len() >= 2).then_some(Self {
            knots,
            lowest,
            highest,
        })
    }

    fn at(&self, x: f64) -> f64 {
        let after = self.knots.partition_point(|(knot, _)| *knot < x);
        let right = after.clamp(1, self.knots.len() - 1);
        let ((x0, y0), (x1, y1)) = (self.knots[right - 1], self.knots[right]);
        if x1 <= x0 || !x.is_finite() {
            return y0.clamp(self.lowest, self.highest);
        }
        (y0 + (x - x0) / (x1 - x0) * (y1 - y0)).clamp(self.lowest, self.highest)
    }
}

/// Log losses of the column alone and of the class shares over the judged rows.
fn class_losses(
    bins: &Bins,
    values: &Values,
    y: &[u32],
    classes: usize,
    fit: &[usize],
    judge: &[usize],
) -> (f64, f64) {
    let mut all = vec![0.0; classes];
    let mut counts = vec![vec![0.0; classes]; bins.count()];
    for &row in fit {
        all[y[row] as usize] += 1.0;
        counts[bins.of(values, row)][y[row] as usize] += 1.0;
    }
    let rows = fit.len() as f64;
    let share = |class: usize| (all[class] / rows).max(LEAST_SHARE);
    let mut alone = 0.0;
    let mut flat = 0.0;
    for &row in judge {
        let class = y[row] as usize;
        let bin = &counts[bins.of(values, row)];
        let inside: f64 = bin.iter().sum();
        let p = (bin[class] + PRIOR_ROWS * share(class)) / (inside + PRIOR_ROWS);
        alone -= p.max(LEAST_SHARE).ln();
        flat -= share(class).ln();
    }
    (alone, flat)
}

#[cfg(test)]
mod tests {
    use rand::Rng as _;

    use super::*;
    use crate::metrics::Classes;
    use crate::work::rng;

    fn noise(n: usize, name: &str) -> Vec<f64> {
        let mut draw = rng(1, &[name]);
        (0..n).map(|_| draw.random::<f64>()).collect()
    }

    fn score(values: &Values, truth: &Truth, loss: Loss) -> f64 {
        let halves = halves(truth.len(), &mut rng(1, &["halves"]));
        power(values, truth, loss, &halves).unwrap()
    }

    fn two(y: Vec<u32>) -> Truth {
        let names = vec!["no".into(), "yes".into()];
        Truth::Classes(
            y,
            Classes {
                names,
                positive: Some(1),
            },
        )
    }

    #[test]
    fn a_copy_is_found_and_noise_is_not() {
        let x = noise(1000, "x");
        let copy = Truth::Numbers(x.iter().map(|v| 3.0 * v + 1.0).collect());
        for loss in [Loss::Absolute, Loss::Squared] {
            assert!(score(&Values::Numbers(x.clone()), &copy, loss) > 0.99);
            assert!(score(&Values::Numbers(noise(1000, "other")), &copy, loss) < 0.02);
        }
    }

    #[test]
    fn a_known_share_of_variance_is_saved() {
        // Variances of the two uniform parts are 4/12 and 1/12: the first explains four fifths.
        let (a, b) = (noise(4000, "a"), noise(4000, "b"));
        let y = Truth::Numbers(a.iter().zip(&b).map(|(a, b)| 2.0 * a + b).collect());
        let saved = score(&Values::Numbers(a), &y, Loss::Squared);
        assert!((saved - 0.8).abs() < 0.02, "{saved}");
    }

    #[test]
    fn a_jump_and_a_curve_are_both_followed() {
        let x = noise(2000, "x");
        let jump = Truth::Numbers(x.iter().map(|v| if *v > 0.5 { 9.0 } else { 1.0 }).collect());
        let curve = Truth::Numbers(x.iter().map(|v| (v - 0.5).powi(2)).collect());
        assert!(score(&Values::Numbers(x.clone()), &jump, Loss::Absolute) > 0.85);
        assert!(score(&Values::Numbers(x), &curve, Loss::Absolute) > 0.9);
    }

    #[test]
    fn missing_values_may_give_the_target_away() {
        let y: Vec<u32> = (0..400).map(|i| u32::from(i % 3 == 0)).collect();
        let fee = y
            .iter()
            .map(|&c| if c == 1 { 5.0 } else { f64::NAN })
            .collect();
        assert!(score(&Values::Numbers(fee), &two(y), Loss::Absolute) > 0.95);
    }

    #[test]
    fn levels_that_say_the_class_and_levels_that_are_names() {
        let y: Vec<u32> = (0..400).map(|i| u32::from(i % 3 == 0)).collect();
        let words = y.iter().map(|&c| Some(c)).collect();
        assert!(score(&Values::Levels(words), &two(y.clone()), Loss::Absolute) > 0.98);
        let ids = (0..400).map(Some).collect();
        assert!(score(&Values::Levels(ids), &two(y), Loss::Absolute) < 1e-9);
    }

    #[test]
    fn nothing_to_predict_is_undefined() {
        let halves = halves(10, &mut rng(1, &["halves"]));
        let flat = Truth::Numbers(vec![2.0; 10]);
        let x = Values::Numbers(noise(10, "x"));
        assert_eq!(power(&x, &flat, Loss::Absolute, &halves), None);
    }

    #[test]
    fn equal_values_share_a_bin() {
        let mut sorted = vec![0.0; 60];
        sorted.extend((1..=40).map(f64::from));
        let edges = edges(&sorted, BINS);
        assert_eq!(edges.first(), Some(&0.0));
        assert!(edges.windows(2).all(|w| w[0] < w[1]));
    }
}
