//! Box plots: quartiles, whiskers and how many values lie beyond, a box a group.

use serde::{Deserialize, Serialize};

use crate::figures::{Axis, Measure};
use crate::stats::{Sorted, mean};

/// Whiskers reach to the last value within so many interquartile ranges of the quartiles (Tukey 1977).
const REACH: f64 = 1.5;

/// Where the whiskers of a box end, and how many values lie beyond.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Whiskers {
    /// The lowest value inside the fences.
    pub low: f64,
    /// The highest value inside the fences.
    pub high: f64,
    /// Values below the lower whisker.
    pub below: usize,
    /// Values above the upper whisker.
    pub above: usize,
}

impl Whiskers {
    /// Those of sorted values; `None` where there is none.
    pub fn of(sorted: &Sorted) -> Option<Self> {
        let fences = sorted.fences(REACH)?;
        let all = sorted.values();
        Some(Self {
            low: *all.get(fences.below)?,
            high: *all.get(all.len().checked_sub(fences.above + 1)?)?,
            below: fences.below,
            above: fences.above,
        })
    }
}

/// One box.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxPlot {
    /// Name of the group.
    pub label: String,
    /// Values in it.
    pub rows: usize,
    /// End of the lower whisker: the lowest value inside the fences.
    pub low: f64,
    /// First quartile.
    pub q25: f64,
    /// Median.
    pub median: f64,
    /// Third quartile.
    pub q75: f64,
    /// End of the upper whisker.
    pub high: f64,
    /// Mean.
    pub mean: f64,
    /// Values below the lower whisker.
    pub below: usize,
    /// Values above the upper whisker.
    pub above: usize,
}

/// Boxes on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Boxes {
    /// The quantity.
    pub of: Measure,
    /// A box a group.
    pub boxes: Vec<BoxPlot>,
}

impl BoxPlot {
    /// The box of the finite values; `None` where there is none.
    pub fn of(label: impl Into<String>, values: &[f64]) -> Option<BoxPlot> {
        let finite: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        let sorted = Sorted::new(&finite);
        let whiskers = Whiskers::of(&sorted)?;
        let all = sorted.values();
        Some(BoxPlot {
            label: label.into(),
            rows: all.len(),
            low: whiskers.low,
            q25: sorted.quantile(0.25)?,
            median: sorted.median()?,
            q75: sorted.quantile(0.75)?,
            high: whiskers.high,
            mean: mean(all),
            below: whiskers.below,
            above: whiskers.above,
        })
    }
}

impl Boxes {
    /// The boxes of named groups, those without a value left out.
    pub fn of(of: Measure, groups: &[(String, Vec<f64>)]) -> Boxes {
        let boxes = groups.iter();
        Boxes {
            of,
            boxes: boxes
                .filter_map(|(label, values)| BoxPlot::of(label, values))
                .collect(),
        }
    }

    /// An axis over every whisker; `None` where there is no box.
    pub fn axis(&self) -> Option<Axis> {
        Axis::covering(self.boxes.iter().flat_map(|b| [b.low, b.high]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whiskers_end_at_values_inside_the_fences() {
        // numpy: quartiles 2.75, 4.5, 6.25; fences -2.5 and 11.5.
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 40.0, f64::NAN];
        let b = BoxPlot::of("a", &values).unwrap();
        assert_eq!((b.q25, b.median, b.q75), (2.75, 4.5, 6.25));
        assert_eq!((b.low, b.high, b.below, b.above), (1.0, 7.0, 0, 1));
        assert_eq!((b.rows, b.mean), (8, 8.5));
    }

    #[test]
    fn groups_without_a_value_are_left_out() {
        let groups = [
            ("a".to_owned(), vec![1.0]),
            ("b".to_owned(), vec![f64::NAN]),
        ];
        let boxes = Boxes::of(Measure::new("x", "s"), &groups);
        assert_eq!(boxes.boxes.len(), 1);
        assert!(boxes.axis().is_some());
        let none = Boxes {
            boxes: Vec::new(),
            ..boxes
        };
        assert_eq!(none.axis(), None);
    }
}
