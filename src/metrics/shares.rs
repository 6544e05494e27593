//! Metrics of whole tables of probabilities: calibration, explained log loss, rankings of several classes by pairs.

use ndarray::Array2;

use super::ranking::{Ranked, roc_auc};
use super::{labels, probabilities};

/// Rows of a classification as a function of all rows sees them.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    /// Class of each row.
    pub(super) truth: Vec<u32>,
    /// Rows x classes.
    pub(super) probabilities: Array2<f64>,
    /// Position of the positive class of two.
    pub(super) positive: Option<usize>,
}

/// Bins of [`ece_10`].
const BINS: usize = 10;

impl Shares {
    /// Rows that count.
    fn rows<'a>(&'a self, weights: &'a [f64]) -> impl Iterator<Item = usize> + 'a {
        (0..self.truth.len()).filter(|&row| weights[row] > 0.0)
    }

    /// Weight of each class.
    fn totals(&self, weights: &[f64]) -> Vec<f64> {
        let mut totals = vec![0.0; self.probabilities.ncols()];
        for row in self.rows(weights) {
            totals[self.truth[row] as usize] += weights[row];
        }
        totals
    }

    /// Whether every row that counts has probabilities that sum to one.
    fn is_whole(&self, weights: &[f64]) -> bool {
        let mut rows = self.rows(weights);
        rows.all(|row| super::prepared::is_whole(self.probabilities.row(row)))
    }

    /// The area under the ROC curve of `class` against the rest, among the rows that count and are kept.
    fn area(&self, class: usize, weights: &[f64], keep: impl Fn(u32) -> bool) -> Option<f64> {
        let rows = self.rows(weights).filter(|&row| keep(self.truth[row]));
        let rows: Vec<usize> = rows.collect();
        let scores: Vec<f64> = rows
            .iter()
            .map(|&row| self.probabilities[[row, class]])
            .collect();
        let weights: Vec<f64> = rows.iter().map(|&row| weights[row]).collect();
        let ranked = Ranked::new(&scores, |at| self.truth[rows[at]] as usize == class);
        roc_auc(&ranked, &weights)
    }
}

/// Expected calibration error in ten equal bins of the positive class's probability, each bin counting by its rows (Naeini, Cooper & Hauskrecht
/// 2015); for several classes of the probability of the class that is said (Guo et al. 2017).
pub(super) fn ece_10(rows: &Shares, weights: &[f64]) -> Option<f64> {
    let mut bins = [(0.0, 0.0, 0.0); BINS];
    let mut total = 0.0;
    for row in rows.rows(weights) {
        let shares = rows.probabilities.row(row);
        let (said, right) = match rows.positive {
            Some(class) => (shares[class], rows.truth[row] as usize == class),
            None => {
                let label = labels::most_probable(shares);
                (shares[label], rows.truth[row] as usize == label)
            }
        };
        let bin = &mut bins[((said * BINS as f64).floor().max(0.0) as usize).min(BINS - 1)];
        bin.0 += weights[row];
        bin.1 += weights[row] * said;
        bin.2 += if right { weights[row] } else { 0.0 };
        total += weights[row];
    }
    let filled = bins.iter().filter(|bin| bin.0 > 0.0);
    Some(filled.map(|bin| (bin.2 - bin.1).abs()).sum::<f64>() / total)
}

/// 1 - log loss / log loss of the shares of the classes for every row; undefined below two rows, and where one class is true.
pub(super) fn d2_log_loss(rows: &Shares, weights: &[f64]) -> Option<f64> {
    rows.rows(weights).nth(1)?;
    let totals = rows.totals(weights);
    let all: f64 = totals.iter().sum();
    let constant = totals.iter().filter(|total| **total > 0.0);
    let constant: f64 = constant.map(|total| -total * (total / all).ln()).sum();
    let loss = |row: usize| {
        let shares = rows.probabilities.row(row);
        weights[row] * probabilities::log_loss(shares, rows.truth[row] as usize, rows.positive)
    };
    let loss = crate::stats::sum(rows.rows(weights).map(loss));
    (constant > 0.0).then(|| 1.0 - loss / constant)
}

/// Areas under the ROC curve of each class against the rest, weighted by how often it is true.
pub(super) fn roc_auc_ovr_weighted(rows: &Shares, weights: &[f64]) -> Option<f64> {
    if !rows.is_whole(weights) {
        return None;
    }
    let totals = rows.totals(weights);
    let all: f64 = totals.iter().sum();
    let real = totals.iter().enumerate().filter(|(_, total)| **total > 0.0);
    let areas = real.map(|(class, total)| Some(total * rows.area(class, weights, |_| true)?));
    Some(areas.sum::<Option<f64>>()? / all)
}

/// Mean area under the ROC curve over pairs of classes (Hand & Till 2001).
pub(super) fn roc_auc_ovo_macro(rows: &Shares, weights: &[f64]) -> Option<f64> {
    by_pairs(rows, weights, |_, _| 1.0)
}

/// The same, pairs weighted by how many rows they have.
pub(super) fn roc_auc_ovo_weighted(rows: &Shares, weights: &[f64]) -> Option<f64> {
    by_pairs(rows, weights, |a, b| a + b)
}

fn by_pairs(rows: &Shares, weights: &[f64], weight: fn(f64, f64) -> f64) -> Option<f64> {
    if !rows.is_whole(weights) {
        return None;
    }
    let totals = rows.totals(weights);
    let real: Vec<usize> = (0..totals.len()).filter(|&k| totals[k] > 0.0).collect();
    let (mut sum, mut all) = (0.0, 0.0);
    for (at, &a) in real.iter().enumerate() {
        for &b in &real[at + 1..] {
            let either = |class: u32| class as usize == a || class as usize == b;
            let area = rows.area(a, weights, either)? + rows.area(b, weights, either)?;
            let weight = weight(totals[a], totals[b]);
            sum += weight * area / 2.0;
            all += weight;
        }
    }
    (all > 0.0).then(|| sum / all)
}
