//! Cumulative gain: how many of the positive rows are found when the rows most likely positive are asked first.

use super::sweep::{Sweep, thinned};

/// The share of rows asked for which the lift is told.
pub const TENTH: f64 = 0.1;

/// One point: the rows from a score on are asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GainPoint {
    /// Rows with at least this score are asked; infinite at the start.
    pub threshold: f64,
    /// Share of all rows that is asked.
    pub asked: f64,
    /// Share of the positive rows among them.
    pub found: f64,
}

impl GainPoint {
    /// How many times as many positive rows as by chance; `None` where none is asked.
    pub fn lift(&self) -> Option<f64> {
        (self.asked > 0.0).then(|| self.found / self.asked)
    }
}

/// One class against the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct GainCurve {
    /// The class.
    pub name: String,
    /// A point a different score, from (0, 0) to (1, 1). Between two of them rows of one score are drawn by chance.
    pub points: Vec<GainPoint>,
    /// Lift of the likeliest tenth of the rows.
    pub lift: f64,
    /// Share of the class in all rows.
    pub base: f64,
    /// Rows of the class.
    pub positives: usize,
    /// All rows.
    pub rows: usize,
}

/// Curves on common axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// A curve a class; one alone for two classes.
    pub curves: Vec<GainCurve>,
}

impl GainCurve {
    /// The curve of scores of one class, rows, weights and ties as in [`super::RocCurve::of`].
    pub fn of(
        name: impl Into<String>,
        scores: &[f64],
        positive: &[bool],
        weights: Option<&[f64]>,
    ) -> Option<GainCurve> {
        let swept = Sweep::of(scores, positive, weights)?;
        let all = swept.hits + swept.misses;
        let point = |(threshold, hits, misses)| GainPoint {
            threshold,
            asked: (hits + misses) / all,
            found: hits / swept.hits,
        };
        let points: Vec<GainPoint> = swept.with_start().map(point).collect();
        Some(GainCurve {
            name: name.into(),
            lift: found_at(&points, TENTH) / TENTH,
            base: swept.hits / all,
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

    /// At most `most` (2 or more) of its points, evenly over the rows asked.
    pub fn thinned(&self, most: usize) -> Vec<GainPoint> {
        thinned(&self.points, most, |p| p.asked)
    }
}

/// The share found once so many rows are asked, on the line between the two points around it.
fn found_at(points: &[GainPoint], asked: f64) -> f64 {
    let next = points.partition_point(|p| p.asked < asked);
    match (
        next.checked_sub(1).and_then(|i| points.get(i)),
        points.get(next),
    ) {
        (Some(a), Some(b)) => {
            a.found + (b.found - a.found) * (asked - a.asked) / (b.asked - a.asked)
        }
        (_, Some(only)) | (Some(only), None) => only.found,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_tenth_is_all_positive() {
        // 20 rows, the two with the highest scores and two more are positive.
        let scores: Vec<f64> = (0..20).map(|i| f64::from(i) / 20.0).collect();
        let positive: Vec<bool> = (0..20).map(|i| i >= 18 || i == 3 || i == 9).collect();
        let curve = GainCurve::of("bad", &scores, &positive, None).unwrap();
        assert!((curve.lift - 5.0).abs() < 1e-12, "{}", curve.lift);
        assert_eq!((curve.base, curve.rows, curve.positives), (0.2, 20, 4));
        let ends = (curve.points[0], *curve.points.last().unwrap());
        assert_eq!(
            (ends.0.asked, ends.0.found, ends.0.lift()),
            (0.0, 0.0, None)
        );
        assert_eq!(
            (ends.1.asked, ends.1.found, ends.1.lift()),
            (1.0, 1.0, Some(1.0))
        );
    }

    #[test]
    fn rows_of_one_score_are_drawn_by_chance() {
        let curve = GainCurve::of(
            "bad",
            &[0.5; 8],
            &[true, false, false, true, false, false, false, false],
            None,
        );
        let curve = curve.unwrap();
        assert_eq!(curve.points.len(), 2);
        assert!((curve.lift - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_weight_is_as_good_as_a_row_drawn_again() {
        let (scores, positive) = ([0.9, 0.5, 0.1], [true, false, false]);
        let weighed = GainCurve::of("bad", &scores, &positive, Some(&[2.0, 1.0, 1.0])).unwrap();
        let drawn = GainCurve::of(
            "bad",
            &[0.9, 0.9, 0.5, 0.1],
            &[true, true, false, false],
            None,
        );
        let drawn = drawn.unwrap();
        assert_eq!((weighed.points, weighed.lift), (drawn.points, drawn.lift));
    }
}
