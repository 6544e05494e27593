//! Two quantities against each other: points thinned to what can be drawn, and summaries of every row.

use crate::figures::histogram::without_heavy_tail;
use crate::figures::{Axis, Measure, Place};
use crate::stats::Sorted;

/// Points kept to draw.
const MOST: usize = 4_000;
/// Stretches of the horizontal quantity that are summed up, each with as many rows.
const BINS: usize = 20;

/// Two quantities, a point a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// The horizontal quantity.
    pub x: Measure,
    /// The vertical quantity.
    pub y: Measure,
    /// Every so manieth row, at most 4,000.
    pub points: Vec<(f64, f64)>,
    /// Rows in all that have both values.
    pub rows: usize,
    /// What the rows of a stretch of the horizontal quantity are like, in order.
    pub bins: Vec<ScatterBin>,
    /// Both axes measure the same: equal values stand on the diagonal.
    pub diagonal: bool,
    /// Axes on which most points lie, the same for both where they measure the same; none without a point.
    pub axes: Option<(Axis, Axis)>,
    /// Rows beyond the axes: few values far out do not squeeze the rest.
    pub beyond: usize,
}

/// Rows of a stretch of the horizontal quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScatterBin {
    /// Lowest and highest horizontal value in it.
    pub from: f64,
    /// See `from`.
    pub to: f64,
    /// Rows.
    pub rows: usize,
    /// Median of the vertical quantity.
    pub median: f64,
    /// Its 10 % and its 90 % quantile.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}

impl Scatter {
    /// The rows in which both values are finite, of two lists as long as each other.
    pub fn of(x: Measure, y: Measure, rows: (&[f64], &[f64]), diagonal: bool) -> Scatter {
        let pairs = rows.0.iter().copied().zip(rows.1.iter().copied());
        let finite: Vec<(f64, f64)> = pairs
            .filter(|(a, b)| a.is_finite() && b.is_finite())
            .collect();
        let step = finite.len().div_ceil(MOST).max(1);
        let axes = axes(&finite, diagonal);
        let is_beyond = |p: &&(f64, f64)| {
            let on = |axis: Axis, v: f64| matches!(axis.place(v), Some(Place::At(_)));
            axes.is_some_and(|(across, up)| !(on(across, p.0) && on(up, p.1)))
        };
        Scatter {
            x,
            y,
            beyond: finite.iter().filter(is_beyond).count(),
            axes,
            points: finite.iter().step_by(step).copied().collect(),
            rows: finite.len(),
            bins: bins(finite),
            diagonal,
        }
    }
}

/// Axes over the values without heavy tails, as a histogram draws them.
fn axes(points: &[(f64, f64)], diagonal: bool) -> Option<(Axis, Axis)> {
    let most = |part: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let values: Vec<f64> = points.iter().map(part).collect();
        without_heavy_tail(Sorted::new(&values).values()).to_vec()
    };
    let (xs, ys) = (most(|p| p.0), most(|p| p.1));
    if diagonal {
        let both = Axis::covering(xs.into_iter().chain(ys))?;
        return Some((both, both));
    }
    Some((Axis::covering(xs)?, Axis::covering(ys)?))
}

/// Stretches with as many rows each; rows of one horizontal value stay together.
fn bins(mut rows: Vec<(f64, f64)>) -> Vec<ScatterBin> {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted = rows.len().div_ceil(BINS).max(1);
    let mut found = Vec::new();
    let mut from = 0;
    while from < rows.len() {
        let mut to = (from + wanted).min(rows.len());
        while to < rows.len() && rows[to].0 == rows[to - 1].0 {
            to += 1;
        }
        let ys: Vec<f64> = rows[from..to].iter().map(|r| r.1).collect();
        let ys = Sorted::new(&ys);
        let at = |q: f64| ys.quantile(q).unwrap_or(f64::NAN);
        found.push(ScatterBin {
            from: rows[from].0,
            to: rows[to - 1].0,
            rows: to - from,
            median: at(0.5),
            low: at(0.1),
            high: at(0.9),
        });
        from = to;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scatter(x: &[f64], y: &[f64]) -> Scatter {
        let of = |name| Measure::new(name, "USD");
        Scatter::of(of("actual"), of("predicted"), (x, y), true)
    }

    #[test]
    fn every_row_is_summed_up_though_not_drawn() {
        let x: Vec<f64> = (0..10_000).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|v| v * 2.0).collect();
        let found = scatter(&x, &y);
        assert_eq!(found.points.len(), 3_334);
        assert_eq!(found.rows, 10_000);
        assert_eq!(found.bins.len(), 20);
        assert_eq!(found.bins.iter().map(|b| b.rows).sum::<usize>(), 10_000);
        let first = found.bins[0];
        assert_eq!((first.from, first.to), (0.0, 499.0));
        assert_eq!(first.median, 499.0);
        let (across, up) = found.axes.unwrap();
        assert_eq!(across, up);
    }

    #[test]
    fn equal_values_stay_together_and_holes_are_left_out() {
        let found = scatter(&[1.0, 1.0, 1.0, f64::NAN, 2.0], &[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(found.rows, 4);
        assert_eq!(found.bins.len(), 2);
        assert_eq!((found.bins[0].rows, found.bins[0].median), (3, 2.0));
        assert!(scatter(&[], &[]).axes.is_none());
    }

    #[test]
    fn a_value_far_out_does_not_squeeze_the_rest() {
        let mut x: Vec<f64> = (0..1_000).map(|i| f64::from(i) / 100.0).collect();
        x[7] = 1e6;
        let found = scatter(&x, &x);
        assert!(found.axes.unwrap().0.high() < 20.0);
        assert!(found.beyond >= 1 && found.rows == 1_000);
    }
}
