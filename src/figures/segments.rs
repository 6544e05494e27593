//! A score by segment: rows cut out by the values of a column, beside all rows.

use super::{Bar, Bars, Measure};

/// Rows cut out by the values of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentScore {
    /// The column.
    pub column: String,
    /// Its values there: `Flash Cab`, `1.2 to 3.5`.
    pub values: String,
    /// How many rows.
    pub rows: usize,
    /// Their score.
    pub score: f64,
    /// How much worse it is than that of all rows, times the share of rows; below 0 where it is better.
    pub weighs: f64,
}

/// Segments, the one that weighs most first.
#[derive(Debug, Clone, PartialEq)]
pub struct Segments {
    /// What is scored: `mae` in `USD`.
    pub of: Measure,
    /// The score on all rows.
    pub whole: f64,
    /// All rows.
    pub rows: usize,
    /// The segments.
    pub segments: Vec<SegmentScore>,
}

impl SegmentScore {
    /// Column and values.
    pub fn label(&self) -> String {
        format!("{} {}", self.column, self.values)
    }
}

impl Segments {
    /// A bar a segment, the score on all rows across them.
    pub fn bars(&self) -> Bars {
        let bars = self.segments.iter().map(|segment| Bar {
            label: segment.label(),
            value: segment.score,
            interval: None,
        });
        Bars {
            axis: self.of.name.clone(),
            unit: self.of.unit.clone(),
            bars: bars.collect(),
            lines: vec![("all rows".into(), self.whole)],
            from_zero: false,
        }
    }
}
