//! Rows of a table that are looked at one by one.

use super::Measure;

/// A column of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedColumn {
    /// Its name with its unit.
    pub of: Measure,
    /// Numbers stand at the right.
    pub numeric: bool,
}

/// Rows with some of their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// By what they stand, the greatest first: `absolute error`.
    pub by: String,
    /// Rows among which they were found.
    pub among: usize,
    /// The columns.
    pub columns: Vec<ListedColumn>,
    /// The cells, row by row.
    pub cells: Vec<Vec<String>>,
    /// Place of each row in its table, from 0.
    pub rows: Vec<usize>,
    /// The value of each by which they stand.
    pub values: Vec<f64>,
}
