//! Curves thinned to what a face can draw.

use crate::figures::{Axis, Measure};

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its points, ascending.
    pub points: Vec<(f64, f64)>,
    /// Place, lowest and highest of an interval around it; empty where there is none.
    pub band: Vec<(f64, f64, f64)>,
}

/// Lines over common axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The horizontal quantity.
    pub x: Measure,
    /// The vertical quantity.
    pub y: Measure,
    /// The lines.
    pub lines: Vec<Line>,
    /// Level lines: name and place.
    pub goals: Vec<(String, f64)>,
    /// Rows behind them, where that is known.
    pub rows: Option<usize>,
    /// What stands at the whole numbers of the horizontal axis, from 0 on; empty where they stand for themselves.
    pub names: Vec<String>,
}

/// At most `most` points (4 or more) that keep the first, the last, and the lowest and highest of each of equal
/// stretches between them, so that no peak is lost. Points without a finite value are left out.
pub fn decimate(points: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let finite: Vec<(f64, f64)> = points
        .iter()
        .copied()
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect();
    let most = most.max(4);
    let [first, inner @ .., last] = finite.as_slice() else {
        return finite;
    };
    if finite.len() <= most {
        return finite;
    }
    let stretches = (most - 2) / 2;
    let mut kept = vec![*first];
    for i in 0..stretches {
        let from = i * inner.len() / stretches;
        let stretch = &inner[from..(i + 1) * inner.len() / stretches];
        let places = 0..stretch.len();
        let by_value = |a: &usize, b: &usize| stretch[*a].1.total_cmp(&stretch[*b].1);
        let lowest = places.clone().min_by(by_value);
        let highest = places.max_by(by_value);
        if let (Some(low), Some(high)) = (lowest, highest) {
            kept.push(stretch[low.min(high)]);
            if low != high {
                kept.push(stretch[low.max(high)]);
            }
        }
    }
    kept.push(*last);
    kept
}

impl Line {
    /// A line without a band.
    pub fn plain(name: impl Into<String>, points: Vec<(f64, f64)>) -> Line {
        Line {
            name: name.into(),
            points,
            band: Vec::new(),
        }
    }
}

impl Lines {
    /// The same lines with at most `most` points each, their bands at the same places.
    #[must_use]
    pub fn decimated(&self, most: usize) -> Lines {
        let thinned = |line: &Line| {
            let points = decimate(&line.points, most);
            let kept = |at: &&(f64, f64, f64)| {
                let from = points.partition_point(|p| p.0 < at.0);
                points.get(from).is_some_and(|p| p.0 == at.0)
            };
            Line {
                name: line.name.clone(),
                band: line.band.iter().filter(kept).copied().collect(),
                points,
            }
        };
        Lines {
            lines: self.lines.iter().map(thinned).collect(),
            ..self.clone()
        }
    }

    /// Places where any line has a point, ascending.
    pub fn stops(&self) -> Vec<f64> {
        let points = self.lines.iter().flat_map(|line| &line.points);
        let mut stops: Vec<f64> = points
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .map(|p| p.0)
            .collect();
        stops.sort_by(f64::total_cmp);
        stops.dedup();
        stops
    }

    /// Axes over every point, band and goal: horizontal as tight as the points, vertical on round numbers. `None` without
    /// a point.
    pub fn axes(&self) -> Option<(Axis, Axis)> {
        let stops = self.stops();
        let points = self.lines.iter().flat_map(|line| &line.points).map(|p| p.1);
        let bands = self.lines.iter().flat_map(|line| &line.band);
        let ends = bands.flat_map(|(_, low, high)| [*low, *high]);
        let goals = self.goals.iter().map(|goal| goal.1);
        Some((
            Axis::new(*stops.first()?, *stops.last()?)?,
            Axis::covering(points.chain(ends).chain(goals))?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_stay() {
        let points = [(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0)];
        assert_eq!(decimate(&points, 10), [(0.0, 1.0), (2.0, 3.0)]);
        assert_eq!(decimate(&[], 10), []);
    }

    #[test]
    fn ends_and_peaks_are_kept() {
        let mut points: Vec<(f64, f64)> = (0..10_000).map(|i| (f64::from(i), 1.0)).collect();
        points[3333].1 = 9.0;
        points[7777].1 = -9.0;
        for most in [4, 5, 80, 161] {
            let kept = decimate(&points, most);
            assert!(kept.len() <= most, "{most}");
            assert_eq!((kept[0], kept[kept.len() - 1]), (points[0], points[9999]));
            assert!(kept.contains(&(3333.0, 9.0)) && kept.contains(&(7777.0, -9.0)));
            assert!(kept.windows(2).all(|w| w[0].0 < w[1].0));
        }
    }

    #[test]
    fn axes_cover_every_line() {
        let band: Vec<(f64, f64, f64)> = (1..=50).map(|i| (f64::from(i), 0.1, 1.9)).collect();
        let lines = Lines {
            x: Measure::new("round", ""),
            y: Measure::new("loss", ""),
            lines: vec![
                Line {
                    band,
                    ..Line::plain("1", (1..=50).map(|i| (f64::from(i), 0.2)).collect())
                },
                Line::plain("2", vec![(1.0, 1.4), (60.0, f64::NAN)]),
            ],
            goals: vec![("goal".into(), 2.6)],
            rows: None,
            names: Vec::new(),
        };
        let (x, y) = lines.axes().unwrap();
        assert_eq!((x.low(), x.high()), (1.0, 50.0));
        assert!(y.low() <= 0.1 && y.high() >= 2.6);
        assert_eq!(lines.stops().len(), 50);
        let thin = lines.decimated(4);
        assert_eq!(thin.lines[1].points, [(1.0, 1.4)]);
        assert_eq!(thin.lines[0].points.len(), thin.lines[0].band.len());
        assert_eq!(thin.lines[0].band[0], (1.0, 0.1, 1.9));
    }
}
