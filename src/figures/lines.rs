//! Curves thinned to what a face can draw.

use crate::figures::{Axis, Lines};

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

impl Lines {
    /// The same lines with at most `most` points each.
    #[must_use]
    pub fn decimated(&self, most: usize) -> Lines {
        let series = self.series.iter();
        Lines {
            x: self.x.clone(),
            y: self.y.clone(),
            series: series
                .map(|(name, points)| (name.clone(), decimate(points, most)))
                .collect(),
        }
    }

    /// Axes over every point: horizontal as tight as the points, vertical on round numbers. `None` without a point.
    pub fn axes(&self) -> Option<(Axis, Axis)> {
        let points = || self.series.iter().flat_map(|(_, points)| points);
        let xs = points().map(|p| p.0).filter(|x| x.is_finite());
        let (from, to) = (
            xs.clone().min_by(f64::total_cmp)?,
            xs.max_by(f64::total_cmp)?,
        );
        Some((Axis::new(from, to)?, Axis::covering(points().map(|p| p.1))?))
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
        let lines = Lines {
            x: "round".into(),
            y: "loss".into(),
            series: vec![
                ("1".into(), vec![(1.0, 0.9), (50.0, 0.2)]),
                ("2".into(), vec![(1.0, 1.4), (60.0, f64::NAN)]),
            ],
        };
        let (x, y) = lines.axes().unwrap();
        assert_eq!((x.low(), x.high()), (1.0, 60.0));
        assert!(y.low() <= 0.2 && y.high() >= 1.4);
        assert_eq!(lines.decimated(4).series[1].1, [(1.0, 1.4)]);
    }
}
