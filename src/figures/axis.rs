//! Axes: where a value stands between two ends, and round numbers to write beside it.

/// A straight axis from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
}

/// Where a value stands on an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// Left of the axis.
    Below,
    /// On it: 0 at the low end, 1 at the high end.
    At(f64),
    /// Right of it.
    Above,
}

impl Axis {
    /// An axis between two numbers, the lower first whatever their order; `None` unless both are finite.
    /// Where they are equal the axis is widened around them.
    pub fn new(a: f64, b: f64) -> Option<Axis> {
        if !(a.is_finite() && b.is_finite()) {
            return None;
        }
        let (low, high) = (a.min(b), a.max(b));
        if low < high {
            return Some(Axis { low, high });
        }
        let half = if low == 0.0 { 0.5 } else { low.abs() / 2.0 };
        Some(Axis {
            low: low - half,
            high: high + half,
        })
    }

    /// An axis over all finite values, its ends on round numbers; `None` where there is none.
    pub fn covering(values: impl IntoIterator<Item = f64>) -> Option<Axis> {
        let finite = values.into_iter().filter(|v| v.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        let tight = Axis::new(low, high)?;
        let step = Step::at_least(tight.span() / 5.0);
        Axis::new(
            step.times((tight.low / step.size()).floor()),
            step.times((tight.high / step.size()).ceil()),
        )
        .or(Some(tight))
    }

    /// Its low end.
    pub fn low(self) -> f64 {
        self.low
    }

    /// Its high end.
    pub fn high(self) -> f64 {
        self.high
    }

    /// Where a value stands; `None` for not-a-number.
    pub fn place(self, value: f64) -> Option<Place> {
        if value.is_nan() {
            None
        } else if value < self.low {
            Some(Place::Below)
        } else if value > self.high {
            Some(Place::Above)
        } else {
            // Halves, so that the widest axis does not overflow.
            let from_low = value / 2.0 - self.low / 2.0;
            Some(Place::At(
                (from_low / (self.high / 2.0 - self.low / 2.0)).clamp(0.0, 1.0),
            ))
        }
    }

    /// Position from 0 to 1, values outside at the nearer end; `None` for not-a-number.
    pub fn position(self, value: f64) -> Option<f64> {
        Some(match self.place(value)? {
            Place::Below => 0.0,
            Place::At(position) => position,
            Place::Above => 1.0,
        })
    }

    /// The value at a position from 0 to 1.
    pub fn value(self, position: f64) -> f64 {
        self.low * (1.0 - position) + self.high * position
    }

    /// At most `at_most` round numbers on the axis, ascending.
    pub fn ticks(self, at_most: usize) -> Vec<f64> {
        ticks(self.low, self.high, at_most)
    }

    fn span(self) -> f64 {
        // Half the largest number is as wide as any chart needs.
        (self.high - self.low).min(f64::MAX / 2.0)
    }
}

/// A step of 1, 2 or 5 times a power of ten.
#[derive(Debug, Clone, Copy)]
struct Step {
    digit: f64,
    power: i32,
}

impl Step {
    /// The smallest step that is not smaller than `size`.
    fn at_least(size: f64) -> Step {
        let power = size.log10().floor() as i32;
        let mut step = Step { digit: 1.0, power };
        // The logarithm may be off by a rounding; a hair below is equal.
        while step.size() < size * (1.0 - 1e-12) {
            step = step.next();
        }
        step
    }

    fn next(self) -> Step {
        match self.digit as u8 {
            1 => Step { digit: 2.0, ..self },
            2 => Step { digit: 5.0, ..self },
            _ => Step {
                digit: 1.0,
                power: self.power + 1,
            },
        }
    }

    fn size(self) -> f64 {
        self.times(1.0)
    }

    /// This many steps, rounded once: three steps of 0.1 are 0.3.
    fn times(self, count: f64) -> f64 {
        if (-300..0).contains(&self.power) {
            count * self.digit / 10_f64.powi(-self.power)
        } else {
            count * self.digit * 10_f64.powi(self.power)
        }
    }
}

/// At most `at_most` multiples of a round step (1, 2 or 5 times a power of ten) from `low` to `high`, as many as fit.
/// Empty where the ends are not finite and ascending or `at_most` is 0.
pub fn ticks(low: f64, high: f64, at_most: usize) -> Vec<f64> {
    let span = high - low;
    if !(span > 0.0 && span.is_finite()) || at_most == 0 {
        return Vec::new();
    }
    let mut step = Step::at_least(span / (at_most + 1) as f64);
    loop {
        // An end that misses a multiple by a rounding still has its tick.
        let hair = 1e-9;
        let first = (low / step.size() - hair).ceil();
        let last = (high / step.size() + hair).floor();
        let count = (last - first + 1.0).max(0.0);
        if count <= at_most as f64 {
            // Adding 0 turns a negative zero into zero.
            return (0..count as usize)
                .map(|i| step.times(first + i as f64) + 0.0)
                .collect();
        }
        step = step.next();
    }
}

/// Decimals that tell neighbouring ticks apart and write each exactly.
pub fn tick_decimals(ticks: &[f64]) -> usize {
    let written = |value: f64, decimals: usize| {
        let text = format!("{value:.decimals$}");
        let back: f64 = text.parse().unwrap_or(f64::NAN);
        (back - value).abs() <= 1e-9 * value.abs()
    };
    (0..=12)
        .find(|&decimals| ticks.iter().all(|&tick| written(tick, decimals)))
        .unwrap_or(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(0.0, 10.0, 6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(0.0, 0.6, 4), [0.0, 0.2, 0.4, 0.6]);
        assert_eq!(ticks(0.0, 0.3, 4), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(ticks(-1.2, 1.3, 3), [-1.0, 0.0, 1.0]);
        assert_eq!(ticks(1234.0, 5678.0, 5), [2000.0, 3000.0, 4000.0, 5000.0]);
        assert_eq!(ticks(1.0, 1.0, 5), Vec::<f64>::new());
        assert_eq!(ticks(f64::NAN, 1.0, 5), Vec::<f64>::new());
        assert_eq!(ticks(0.0, 1.0, 0), Vec::<f64>::new());
    }

    #[test]
    fn ticks_never_exceed_what_is_asked_for() {
        for at_most in 1..12 {
            for (low, high) in [
                (0.0, 1.0),
                (-3.7, 91.2),
                (1e-9, 4e-9),
                (-2e15, 7e15),
                (0.29, 0.31),
            ] {
                let found = ticks(low, high, at_most);
                assert!(found.len() <= at_most);
                let slack = (high - low) * 1e-6;
                assert!(
                    found
                        .iter()
                        .all(|t| (low - slack..=high + slack).contains(t))
                );
            }
        }
    }

    #[test]
    fn an_axis_places_values() {
        let axis = Axis::new(6.0, 2.0).unwrap();
        assert_eq!(axis.place(3.0), Some(Place::At(0.25)));
        assert_eq!(axis.place(1.9), Some(Place::Below));
        assert_eq!(axis.place(f64::INFINITY), Some(Place::Above));
        assert_eq!(axis.place(f64::NAN), None);
        assert_eq!(axis.position(9.0), Some(1.0));
        assert_eq!(axis.value(0.25), 3.0);
        assert_eq!(Axis::new(f64::NAN, 1.0), None);
    }

    #[test]
    fn extreme_axes_stay_finite() {
        let wide = Axis::new(-f64::MAX, f64::MAX).unwrap();
        assert_eq!(wide.position(0.0), Some(0.5));
        assert_eq!(wide.value(0.5), 0.0);
        let covering = Axis::covering([-f64::MAX, f64::MAX]).unwrap();
        assert!(covering.low().is_finite() && covering.high().is_finite());
        assert!(Axis::covering([1e-310, 3e-310]).is_some());
    }

    #[test]
    fn covering_ends_on_round_numbers() {
        let axis = Axis::covering([1.84, f64::NAN, 3.8, f64::INFINITY]).unwrap();
        assert_eq!((axis.low(), axis.high()), (1.5, 4.0));
        let point = Axis::covering([4.0]).unwrap();
        assert_eq!((point.low(), point.high()), (2.0, 6.0));
        assert_eq!(Axis::covering([f64::NAN]), None);
    }

    #[test]
    fn decimals_tell_ticks_apart() {
        assert_eq!(tick_decimals(&[0.0, 2.0]), 0);
        assert_eq!(tick_decimals(&[0.0, 0.5, 1.0]), 1);
        assert_eq!(tick_decimals(&[0.02, 0.04]), 2);
    }
}
