//! How values go from row to row.

use serde::{Deserialize, Serialize};

/// How the values of a column go from row to row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Monotonic {
    /// Each is larger than the one before.
    StrictlyRising,
    /// None is smaller than the one before.
    Rising,
    /// Each is smaller than the one before.
    StrictlyFalling,
    /// None is larger than the one before.
    Falling,
}

impl Monotonic {
    /// How the filled values go; `None` where they go up and down, are all equal, or are fewer than three.
    pub(in crate::data) fn of(values: &[f64]) -> Option<Self> {
        let there: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        let steps = || there.windows(2).map(|w| (w[1] > w[0], w[1] < w[0]));
        let (up, down) = steps().fold((0, 0), |(up, down), (rises, falls)| {
            (up + usize::from(rises), down + usize::from(falls))
        });
        let all = there.len().checked_sub(1).filter(|all| *all >= 2)?;
        match (up, down) {
            (up, 0) if up == all => Some(Monotonic::StrictlyRising),
            (1.., 0) => Some(Monotonic::Rising),
            (0, down) if down == all => Some(Monotonic::StrictlyFalling),
            (0, 1..) => Some(Monotonic::Falling),
            _ => None,
        }
    }

    /// As it stands in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Monotonic::StrictlyRising => "rises with every row",
            Monotonic::Rising => "never falls from row to row",
            Monotonic::StrictlyFalling => "falls with every row",
            Monotonic::Falling => "never rises from row to row",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_values_go_from_row_to_row() {
        let of = |values: &[f64]| Monotonic::of(values);
        assert_eq!(
            of(&[1.0, f64::NAN, 2.0, 3.0]),
            Some(Monotonic::StrictlyRising)
        );
        assert_eq!(of(&[1.0, 1.0, 3.0]), Some(Monotonic::Rising));
        assert_eq!(of(&[3.0, 2.0, 1.0]), Some(Monotonic::StrictlyFalling));
        assert_eq!(of(&[3.0, 3.0, 1.0]), Some(Monotonic::Falling));
        assert_eq!(
            (of(&[1.0, 1.0, 1.0]), of(&[1.0, 2.0]), of(&[])),
            (None, None, None)
        );
        assert_eq!(of(&[1.0, 3.0, 2.0]), None);
    }
}
