//! The receiver operating characteristic: true against false positives as the threshold falls.

use super::sweep::{Sweep, thinned};

/// One point: what a threshold gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocPoint {
    /// Rows with at least this score are called positive; infinite at the start.
    pub threshold: f64,
    /// Share of the negative rows that are called positive.
    pub false_positive: f64,
    /// Share of the positive rows that are called positive.
    pub true_positive: f64,
}

/// One class against the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct RocCurve {
    /// The class.
    pub name: String,
    /// A point a different score, from (0, 0) to (1, 1).
    pub points: Vec<RocPoint>,
    /// Area under the curve.
    pub area: f64,
    /// Rows of the class.
    pub positives: usize,
    /// All other rows.
    pub negatives: usize,
}

/// Curves on common axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Roc {
    /// A curve a class; one alone for two classes.
    pub curves: Vec<RocCurve>,
}

impl RocCurve {
    /// The curve of scores of one class, each row with its weight (1 where none are given); rows with equal scores are one
    /// step. Rows without a score are left out. `None` unless both kinds of rows weigh something.
    pub fn of(
        name: impl Into<String>,
        scores: &[f64],
        positive: &[bool],
        weights: Option<&[f64]>,
    ) -> Option<RocCurve> {
        let swept = Sweep::of(scores, positive, weights)?;
        let rate = |(threshold, hits, misses)| RocPoint {
            threshold,
            false_positive: misses / swept.misses,
            true_positive: hits / swept.hits,
        };
        let points: Vec<RocPoint> = swept.with_start().map(rate).collect();
        let (mut area, mut before) = (0.0, (0.0, 0.0));
        for &(_, hits, misses) in &swept.steps {
            area += (misses - before.1) * (hits + before.0) / 2.0;
            before = (hits, misses);
        }
        Some(RocCurve {
            name: name.into(),
            area: area / (swept.hits * swept.misses),
            points,
            positives: swept.positives,
            negatives: swept.negatives,
        })
    }

    /// With at most `most` (2 or more) of its points; what was computed of all of them stays.
    #[must_use]
    pub fn at_most(mut self, most: usize) -> Self {
        if self.points.len() > most {
            self.points = self.thinned(most);
        }
        self
    }

    /// At most `most` (2 or more) of its points, evenly over both rates: the corner near no errors and the far end alike.
    pub fn thinned(&self, most: usize) -> Vec<RocPoint> {
        thinned(&self.points, most, |p| {
            (p.false_positive + p.true_positive) / 2.0
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub const SCORES: [f64; 12] = [
        0.1, 0.4, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9, 0.05, 0.5, 0.7,
    ];
    pub const POSITIVE: [bool; 12] = [
        false, false, true, true, true, false, true, false, true, false, true, false,
    ];
    pub const WEIGHTS: [f64; 12] = [1.0, 2.0, 1.0, 1.0, 0.5, 1.0, 3.0, 1.0, 1.0, 2.0, 1.0, 1.5];

    fn rates(curve: &RocCurve) -> (Vec<f64>, Vec<f64>) {
        let points = curve.points.iter();
        points.map(|p| (p.false_positive, p.true_positive)).unzip()
    }

    fn near(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-12, "{found:?} {wanted:?}");
        }
    }

    #[test]
    fn as_scikit_learn_computes_it() {
        // roc_curve(y, s, drop_intermediate=False), roc_auc_score, scikit-learn 1.
        let curve = RocCurve::of("bad", &SCORES, &POSITIVE, None).unwrap();
        let (fpr, tpr) = rates(&curve);
        let sixths = |n: &[f64]| n.iter().map(|v| v / 6.0).collect::<Vec<_>>();
        near(&fpr, &sixths(&[0., 0., 1., 2., 2., 2., 3., 3., 4., 5., 6.]));
        near(&tpr, &sixths(&[0., 1., 2., 2., 3., 4., 5., 6., 6., 6., 6.]));
        assert!((curve.area - 0.722_222_222_222_222_2).abs() < 1e-15);
        let thresholds: Vec<f64> = curve.points[1..].iter().map(|p| p.threshold).collect();
        let wanted = [0.9, 0.8, 0.7, 0.65, 0.5, 0.4, 0.35, 0.2, 0.1, 0.05];
        assert_eq!(thresholds, wanted);
    }

    #[test]
    fn weighted_rows_as_scikit_learn_computes_them() {
        let curve = RocCurve::of("bad", &SCORES, &POSITIVE, Some(&WEIGHTS)).unwrap();
        let (fpr, tpr) = rates(&curve);
        let of = |n: &[f64], all: f64| n.iter().map(|v| v / all).collect::<Vec<_>>();
        near(
            &fpr,
            &of(&[0., 0., 1., 2.5, 2.5, 2.5, 4.5, 4.5, 5.5, 6.5, 8.5], 8.5),
        );
        near(
            &tpr,
            &of(&[0., 1., 1.5, 1.5, 4.5, 5.5, 6.5, 7.5, 7.5, 7.5, 7.5], 7.5),
        );
        assert!((curve.area - 0.713_725_490_196_078_4).abs() < 1e-15);
    }

    #[test]
    fn one_kind_of_rows_has_no_curve() {
        assert_eq!(RocCurve::of("a", &[0.1, 0.2], &[true, true], None), None);
        let curve = RocCurve::of("a", &[0.1, f64::NAN, 0.2], &[true, false, false], None).unwrap();
        assert_eq!((curve.positives, curve.negatives, curve.area), (1, 1, 0.0));
    }

    #[test]
    fn thinning_keeps_the_ends() {
        let scores: Vec<f64> = (0..5_000).map(f64::from).collect();
        let positive: Vec<bool> = (0..5_000).map(|i| i * i % 7 < 2).collect();
        let curve = RocCurve::of("a", &scores, &positive, None).unwrap();
        let thin = curve.thinned(50);
        assert!(thin.len() <= 50 && thin.len() > 40);
        assert_eq!(thin.first(), curve.points.first());
        assert_eq!(thin.last(), curve.points.last());
    }
}
