//! Score bars: their order and the axis that shows what matters.

use crate::decisions::Direction;
use crate::figures::Axis;
use crate::stats::Sorted;

/// One row of a score chart: a value with its interval on a common axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Name at the left.
    pub label: String,
    /// Its value; not-a-number where there is none.
    pub value: f64,
    /// Lowest and highest of the interval, where there is one.
    pub interval: Option<(f64, f64)>,
}

/// Values on one axis with lines where they mean something: goal, best baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// What the axis shows: `mae`.
    pub axis: String,
    /// Unit of the axis: `USD`.
    pub unit: String,
    /// The rows.
    pub bars: Vec<Bar>,
    /// Lines across: name and place.
    pub lines: Vec<(String, f64)>,
    /// Whether a bar is a length from 0 rather than a place on the axis.
    pub from_zero: bool,
}

impl Bars {
    /// Puts the best bar first; those without a value stay last in their order.
    pub fn rank(&mut self, direction: Direction) {
        self.bars.sort_by(|a, b| {
            let without_value = a.value.is_nan().cmp(&b.value.is_nan());
            let by_value = match direction {
                Direction::Minimise => a.value.total_cmp(&b.value),
                Direction::Maximise => b.value.total_cmp(&a.value),
            };
            without_value.then(by_value)
        });
    }

    /// An axis that shows the best bar, the lines and every bar but outliers, so that one hopeless bar does not flatten
    /// the rest: bars beyond it are [`crate::figures::Place::Below`] or `Above`. An outlier lies further than 1.5
    /// interquartile ranges outside of the quartiles (Tukey's fences). Intervals reach out of what is shown by a
    /// quarter of it at most. `None` where there is neither a value nor a line.
    pub fn axis(&self, direction: Direction) -> Option<Axis> {
        let finite = |v: &f64| v.is_finite();
        let values: Vec<f64> = self.bars.iter().map(|b| b.value).filter(finite).collect();
        let best = match direction {
            Direction::Minimise => values.iter().copied().min_by(f64::total_cmp),
            Direction::Maximise => values.iter().copied().max_by(f64::total_cmp),
        };
        let fences = Sorted::new(&values).fences(1.5);
        let inside = values
            .iter()
            .copied()
            .filter(|v| fences.as_ref().is_none_or(|f| (f.low..=f.high).contains(v)));
        let lines = self.lines.iter().map(|(_, at)| *at).filter(finite);
        let shown: Vec<f64> = best.into_iter().chain(inside).chain(lines).collect();
        let shown = Sorted::new(&shown);
        let (low, high) = (shown.min()?, shown.max()?);
        let room = (high - low) / 4.0;
        let ends = self.bars.iter().flat_map(|bar| bar.interval);
        let ends = ends.flat_map(|(from, to)| [from, to]).filter(finite);
        let reached = ends.map(|end| match room > 0.0 {
            true => end.clamp(low - room, high + room),
            false => end,
        });
        Axis::covering(reached.chain([low, high]))
    }

    /// An axis that shows every value, every interval and every line whole. `None` where there is none of them.
    pub fn whole_axis(&self) -> Option<Axis> {
        let values = self.bars.iter().map(|b| b.value);
        let zero = self.from_zero.then_some(0.0);
        let values = values.chain(zero);
        let ends = self.bars.iter().filter_map(|b| b.interval);
        let ends = ends.flat_map(|(low, high)| [low, high]);
        Axis::covering(values.chain(ends).chain(self.lines.iter().map(|l| l.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Place;

    fn bars(values: &[f64], lines: &[f64]) -> Bars {
        let bar = |(i, &value): (usize, &f64)| Bar {
            label: i.to_string(),
            value,
            interval: None,
        };
        Bars {
            axis: "mae".into(),
            unit: "USD".into(),
            bars: values.iter().enumerate().map(bar).collect(),
            from_zero: false,
            lines: lines.iter().map(|&at| ("goal".into(), at)).collect(),
        }
    }

    fn labels(bars: &Bars) -> String {
        bars.bars.iter().map(|bar| bar.label.as_str()).collect()
    }

    #[test]
    fn best_first_and_no_value_last() {
        let mut b = bars(&[3.0, f64::NAN, 1.0, 2.0, 1.0, f64::NAN], &[]);
        b.rank(Direction::Minimise);
        assert_eq!(labels(&b), "243015");
        b.rank(Direction::Maximise);
        assert_eq!(labels(&b), "032415");
    }

    #[test]
    fn a_hopeless_bar_stands_beyond_the_axis() {
        let b = bars(&[1.84, 1.91, 2.93, 3.8, 59.8], &[2.0, 3.8]);
        let axis = b.axis(Direction::Minimise).unwrap();
        assert_eq!(axis.place(59.8), Some(Place::Above));
        for inside in [1.84, 2.0, 3.8] {
            assert!(matches!(axis.place(inside), Some(Place::At(_))));
        }
        let r2 = bars(&[0.8, 0.75, 0.0, -350.0], &[0.0]);
        let axis = r2.axis(Direction::Maximise).unwrap();
        assert_eq!(axis.place(-350.0), Some(Place::Below));
        assert!(matches!(axis.place(0.8), Some(Place::At(_))));
    }

    #[test]
    fn intervals_are_shown() {
        let mut b = bars(&[1.0, 2.0], &[]);
        b.bars[0].interval = Some((0.4, 1.6));
        let axis = b.axis(Direction::Minimise).unwrap();
        assert!(axis.low() <= 0.5 && axis.high() >= 2.0);
    }

    #[test]
    fn few_values_still_have_an_axis() {
        assert_eq!(bars(&[f64::NAN], &[]).axis(Direction::Minimise), None);
        assert!(bars(&[2.0], &[]).axis(Direction::Minimise).is_some());
        assert!(bars(&[], &[2.0]).axis(Direction::Minimise).is_some());
        let axis = bars(&[2.0, 2.0, 5.0], &[2.0]).axis(Direction::Minimise);
        assert!(matches!(axis.unwrap().place(5.0), Some(Place::At(_))));
    }

    #[test]
    fn most_bars_stand_on_the_axis() {
        let b = bars(&[3.06, 5.14, 5.34, 6.27, 6.9, 7.4, 9.8], &[2.0, 3.06]);
        let axis = b.axis(Direction::Minimise).unwrap();
        for bar in &b.bars {
            assert!(matches!(axis.place(bar.value), Some(Place::At(_))));
        }
    }
}
