//! Heat maps: numbers in rows and columns, each with a shade.

use crate::figures::Axis;

/// Numbers in rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// What a number is: `correlation`.
    pub of: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// A number a cell, row by row; not-a-number where there is none.
    pub values: Vec<Vec<f64>>,
    /// Rows of the table behind it, where that is known.
    pub n: Option<usize>,
    /// What the cell under the cursor says in words, where that is more than its number.
    pub told: Option<String>,
}

impl Heat {
    /// The number of a cell; not-a-number outside.
    pub fn value(&self, row: usize, column: usize) -> f64 {
        let cell = self.values.get(row).and_then(|r| r.get(column));
        cell.copied().unwrap_or(f64::NAN)
    }

    /// How dark each cell is, 0 to 1: by the distance from 0 where numbers of both signs stand here, so that a strong negative one is
    /// as dark as a strong positive one; from the lowest to the highest otherwise. `None` where there is no number.
    pub fn shade(&self, row: usize, column: usize) -> Option<f64> {
        let value = self.value(row, column);
        let finite = || {
            self.values
                .iter()
                .flatten()
                .copied()
                .filter(|v| v.is_finite())
        };
        let low = finite().fold(f64::INFINITY, f64::min);
        let high = finite().fold(f64::NEG_INFINITY, f64::max);
        if !value.is_finite() {
            return None;
        }
        if low < 0.0 && high > 0.0 {
            return Some(value.abs() / high.max(-low));
        }
        match low < high {
            true => Axis::new(low, high)?.position(value),
            false => Some(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat(values: &[&[f64]]) -> Heat {
        Heat {
            of: "correlation".into(),
            unit: String::new(),
            rows: vec!["a".into(); values.len()],
            columns: vec!["b".into(); values[0].len()],
            values: values.iter().map(|r| r.to_vec()).collect(),
            n: None,
            told: None,
        }
    }

    #[test]
    fn shades_grow_with_what_is_strong() {
        let signed = heat(&[&[-1.0, 0.0, 0.5]]);
        let shades: Vec<_> = (0..3).map(|c| signed.shade(0, c)).collect();
        assert_eq!(shades, [Some(1.0), Some(0.0), Some(0.5)]);
        let counts = heat(&[&[10.0, 20.0], &[30.0, f64::NAN]]);
        assert_eq!(counts.shade(0, 0), Some(0.0));
        assert_eq!(counts.shade(1, 0), Some(1.0));
        assert_eq!(counts.shade(1, 1), None);
        assert_eq!(counts.shade(7, 7), None);
        assert_eq!(heat(&[&[3.0]]).shade(0, 0), Some(1.0));
    }
}
