//! Precision against recall as the threshold falls: how clean what is called positive stays while more of it is found.

use super::sweep::{Sweep, thinned};

/// One point: what a threshold gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrecisionPoint {
    /// Rows with at least this score are called positive.
    pub threshold: f64,
    /// Share of the positive rows that are called positive.
    pub recall: f64,
    /// Share of the rows called positive that are.
    pub precision: f64,
}

/// One class against the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecisionCurve {
    /// The class.
    pub name: String,
    /// A point a different score, recall rising to 1.
    pub points: Vec<PrecisionPoint>,
    /// Average precision: the precision at each threshold, weighed by the recall it adds.
    pub average: f64,
    /// Share of the class in all rows: the precision of chance.
    pub base: f64,
    /// Rows of the class.
    pub positives: usize,
    /// All rows.
    pub rows: usize,
}

/// Curves on common axes.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecisionRecall {
    /// A curve a class; one alone for two classes.
    pub curves: Vec<PrecisionCurve>,
}

impl PrecisionCurve {
    /// The curve of scores of one class, rows, weights and ties as in [`super::RocCurve::of`].
    pub fn of(
        name: impl Into<String>,
        scores: &[f64],
        positive: &[bool],
        weights: Option<&[f64]>,
    ) -> Option<PrecisionCurve> {
        let swept = Sweep::of(scores, positive, weights)?;
        let steps = swept.steps.iter();
        // Rows without weight say nothing of precision.
        let steps = steps.filter(|(_, hits, misses)| hits + misses > 0.0);
        let points: Vec<PrecisionPoint> = steps
            .map(|&(threshold, hits, misses)| PrecisionPoint {
                threshold,
                recall: hits / swept.hits,
                precision: hits / (hits + misses),
            })
            .collect();
        let before = std::iter::once(0.0).chain(points.iter().map(|p| p.recall));
        let gains = points.iter().zip(before);
        Some(PrecisionCurve {
            name: name.into(),
            average: gains.map(|(p, r)| p.precision * (p.recall - r)).sum(),
            base: swept.hits / (swept.hits + swept.misses),
            positives: swept.positives,
            rows: swept.positives + swept.negatives,
            points,
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

    /// At most `most` (2 or more) of its points, evenly over recall.
    pub fn thinned(&self, most: usize) -> Vec<PrecisionPoint> {
        thinned(&self.points, most, |p| p.recall)
    }
}

#[cfg(test)]
mod tests {
    use super::super::roc::tests::{POSITIVE, SCORES, WEIGHTS};
    use super::*;

    #[test]
    fn as_scikit_learn_computes_it() {
        // average_precision_score(y, s), precision_recall_curve(y, s), scikit-learn 1.
        let curve = PrecisionCurve::of("bad", &SCORES, &POSITIVE, None).unwrap();
        assert!(
            (curve.average - 0.704_166_666_666_666_5).abs() < 1e-12,
            "{}",
            curve.average
        );
        assert_eq!((curve.base, curve.positives, curve.rows), (0.5, 6, 12));
        let first = curve.points[0];
        assert_eq!((first.threshold, first.precision), (0.9, 1.0));
        assert_eq!(curve.points.last().unwrap().recall, 1.0);
    }

    #[test]
    fn weighted_rows_as_scikit_learn_computes_them() {
        let curve = PrecisionCurve::of("bad", &SCORES, &POSITIVE, Some(&WEIGHTS)).unwrap();
        assert!(
            (curve.average - 0.684_264_069_264_069_2).abs() < 1e-12,
            "{}",
            curve.average
        );
        assert!((curve.base - 7.5 / 16.0).abs() < 1e-15);
    }

    #[test]
    fn one_kind_of_rows_has_no_curve() {
        assert_eq!(
            PrecisionCurve::of("a", &[0.1, 0.2], &[true, true], None),
            None
        );
    }
}
