//! Calibration: among the rows that were given some probability, how many came true.

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Rows whose probability lies in one stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationBin {
    /// Probabilities above this (from 0 on in the first bin) …
    pub from: f64,
    /// … up to this.
    pub to: f64,
    /// Their mean probability.
    pub predicted: f64,
    /// Share of them that came true.
    pub observed: f64,
    /// 95 % interval of that share (Wilson 1927; rows counted by Kish's effective size where they have weights).
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Rows.
    pub rows: usize,
}

/// A reliability diagram.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// What is predicted: a class, or that the prediction is right.
    pub of: String,
    /// Bins of equal width that hold a row, ascending.
    pub bins: Vec<CalibrationBin>,
    /// Mean squared distance of probability and outcome.
    pub brier: f64,
    /// Mean distance of predicted and observed over the bins, by their weight (expected calibration error).
    pub error: f64,
    /// Rows with a probability.
    pub rows: usize,
}

impl Calibration {
    /// Probabilities of an event and whether it came, in `bins` bins of equal width, each row with its weight (1 where none
    /// are given). A probability at an edge belongs to the bin below it, as in scikit-learn. Rows without a probability are
    /// left out. `None` where nothing weighs anything.
    pub fn of(
        of: impl Into<String>,
        probabilities: &[f64],
        came: &[bool],
        weights: Option<&[f64]>,
        bins: usize,
    ) -> Option<Calibration> {
        let rows = probabilities.iter().zip(came).enumerate();
        let rows: Vec<(f64, f64, f64)> = rows
            .filter(|(_, (p, _))| (0.0..=1.0).contains(*p))
            .map(|(row, (p, came))| (*p, f64::from(*came), weights.map_or(1.0, |w| w[row])))
            .collect();
        let all: f64 = rows.iter().map(|r| r.2).sum();
        if all <= 0.0 || bins == 0 {
            return None;
        }
        let edge = |i: usize| i as f64 / bins as f64;
        let mut sorted: Vec<Vec<(f64, f64, f64)>> = vec![Vec::new(); bins];
        for row in &rows {
            let at = (1..bins).take_while(|i| edge(*i) < row.0).count();
            sorted[at].push(*row);
        }
        let found: Vec<(CalibrationBin, f64)> = sorted
            .iter()
            .enumerate()
            .filter_map(|(i, rows)| bin(rows, edge(i), edge(i + 1)))
            .collect();
        let squared = rows.iter().map(|(p, y, w)| w * (p - y).powi(2));
        let apart = found
            .iter()
            .map(|(b, weight)| weight * (b.predicted - b.observed).abs());
        Some(Calibration {
            of: of.into(),
            brier: squared.sum::<f64>() / all,
            error: apart.sum::<f64>() / all,
            bins: found.iter().map(|(b, _)| *b).collect(),
            rows: rows.len(),
        })
    }
}

/// A bin with the weight of its rows; `None` where they weigh nothing.
fn bin(rows: &[(f64, f64, f64)], from: f64, to: f64) -> Option<(CalibrationBin, f64)> {
    let weight: f64 = rows.iter().map(|r| r.2).sum();
    if weight <= 0.0 {
        return None;
    }
    let predicted = rows.iter().map(|(p, _, w)| p * w).sum::<f64>() / weight;
    let observed = rows.iter().map(|(_, y, w)| y * w).sum::<f64>() / weight;
    let squares: f64 = rows.iter().map(|r| r.2 * r.2).sum();
    let (low, high) = wilson(observed, weight * weight / squares);
    let bin = CalibrationBin {
        from,
        to,
        predicted,
        observed,
        low,
        high,
        rows: rows.len(),
    };
    Some((bin, weight))
}

/// Wilson's 95 % interval of a share among `n` rows.
fn wilson(share: f64, n: f64) -> (f64, f64) {
    let square = Z * Z;
    let middle = share + square / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    (
        ((middle - half) / whole).max(0.0),
        ((middle + half) / whole).min(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::roc::tests::{POSITIVE, SCORES, WEIGHTS};

    fn near(found: impl Iterator<Item = f64>, wanted: &[f64]) {
        let found: Vec<f64> = found.collect();
        assert_eq!(found.len(), wanted.len());
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-12, "{found:?} {wanted:?}");
        }
    }

    #[test]
    fn as_scikit_learn_computes_it() {
        // calibration_curve(y, s, n_bins=5), brier_score_loss, scikit-learn 1.
        let found = Calibration::of("bad", &SCORES, &POSITIVE, None, 5).unwrap();
        let bins = || found.bins.iter();
        near(bins().map(|b| b.observed), &[0.0, 2.0 / 3.0, 1.0, 0.5, 1.0]);
        near(
            bins().map(|b| b.predicted),
            &[0.35 / 3.0, 1.15 / 3.0, 0.5, 0.7375, 0.9],
        );
        assert!((found.brier - 0.212_291_666_666_666_66).abs() < 1e-15);
        let weighted = Calibration::of("bad", &SCORES, &POSITIVE, Some(&WEIGHTS), 5).unwrap();
        assert!((weighted.brier - 0.198_75).abs() < 1e-12);
        assert_eq!(found.bins.iter().map(|b| b.rows).sum::<usize>(), found.rows);
    }

    #[test]
    fn intervals_as_scipy_computes_them() {
        // binomtest(7, 10) and (0, 4).proportion_ci(method="wilson").
        let (low, high) = wilson(0.7, 10.0);
        assert!((low - 0.396_778_147_461_145_26).abs() < 1e-12);
        assert!((high - 0.892_208_732_593_699).abs() < 1e-12);
        let (low, high) = wilson(0.0, 4.0);
        assert!(low == 0.0 && (high - 0.489_890_836_454_597_3).abs() < 1e-12);
    }

    #[test]
    fn nothing_known_is_no_diagram() {
        assert_eq!(Calibration::of("a", &[f64::NAN], &[true], None, 10), None);
        assert_eq!(
            Calibration::of("a", &[0.5], &[true], Some(&[0.0]), 10),
            None
        );
        let one = Calibration::of("a", &[1.0, 0.0], &[true, false], None, 10).unwrap();
        assert_eq!((one.bins.len(), one.error), (2, 0.0));
    }
}
