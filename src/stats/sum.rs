//! Compensated sums.

/// A running sum that keeps what rounding drops (Neumaier 1974): its error does not grow with the number of terms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// Adds one value.
    pub fn add(&mut self, value: f64) {
        let next = self.total + value;
        self.lost += if self.total.abs() >= value.abs() {
            (self.total - next) + value
        } else {
            (value - next) + self.total
        };
        self.total = next;
    }

    /// The sum so far.
    pub fn value(self) -> f64 {
        // Past an infinity the compensation is infinity minus infinity and means nothing.
        if self.total.is_finite() {
            self.total + self.lost
        } else {
            self.total
        }
    }
}

/// The sum of all values, in their order; not-a-number if any of them is.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    for value in values {
        sum.add(value);
    }
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_rounding_drops() {
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(sum(std::iter::repeat_n(0.1, 10)), 1.0);
        assert_eq!(sum([]), 0.0);
    }

    #[test]
    fn infinity_and_not_a_number_stay() {
        assert_eq!(sum([1.0, f64::INFINITY, 1.0]), f64::INFINITY);
        assert!(sum([1.0, f64::NAN]).is_nan());
    }
}
