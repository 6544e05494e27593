//! Tables: reading files, typing columns, expressions. The only folder that knows polars; the others
//! see numbers, labels and texts.

mod expression;
mod read;

use polars::prelude::DataFrame;

pub use expression::{Expression, Mistake};
pub use read::{ReadOptions, read};

use crate::error::Result;

/// How the values of a column are stored, found when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// `true` and `false`.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Instants, microseconds since 1970 without a zone.
    Date,
    /// Anything else.
    Text,
}

/// What reading found of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnMeta {
    /// Its name, unique in the table.
    pub name: String,
    /// How it is stored.
    pub storage: Storage,
    /// Texts that were read as missing, with their counts; the empty cell is `""`.
    pub markers: Vec<(String, usize)>,
}

/// What reading found of the file.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Format {
    /// `csv` or `parquet`.
    pub format: String,
    /// Column separator.
    pub delimiter: Option<char>,
    /// Encoding label.
    pub encoding: Option<String>,
    /// Decimal mark.
    pub decimal: Option<char>,
    /// Whether the first row names the columns.
    pub header: bool,
}

/// Labels of a column: a code a row, and the name of each code.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// Position in `names`, `None` where missing.
    pub codes: Vec<Option<u32>>,
    /// Distinct values sorted: numbers by value, texts by character.
    pub names: Vec<String>,
}

/// A table in memory.
#[derive(Debug, Clone)]
pub struct Table {
    frame: DataFrame,
    columns: Vec<ColumnMeta>,
    /// What reading found of the file.
    pub format: Format,
}

impl Table {
    /// Wraps a polars frame, typing nothing anew (dtypes decide the storage). For expressions' results and tests.
    pub fn from_frame(frame: DataFrame) -> Result<Self> {
        let _ = frame;
        todo!()
    }
    /// Builds a table from named columns of numbers (NaN = missing). For tests and small tables.
    pub fn from_numbers(columns: &[(&str, Vec<f64>)]) -> Result<Self> {
        let _ = columns;
        todo!()
    }
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.frame.height()
    }
    /// Columns in file order.
    pub fn columns(&self) -> &[ColumnMeta] {
        &self.columns
    }
    /// The column of this name; an error names the nearest existing column.
    pub fn column(&self, name: &str) -> Result<&ColumnMeta> {
        let _ = name;
        todo!()
    }
    /// Whether there is such a column.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|c| c.name == name)
    }
    /// Values as numbers, missing = NaN. Booleans are 0 and 1, dates microseconds; a text column is an error unless every value parses.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        let _ = name;
        todo!()
    }
    /// Values as labels. Whole numbers print without decimals, dates as ISO 8601.
    pub fn labels(&self, name: &str) -> Result<Labels> {
        let _ = name;
        todo!()
    }
    /// Values on a time axis, missing = None: dates as microseconds, numbers as themselves (unix seconds or an index).
    pub fn instants(&self, name: &str) -> Result<Vec<Option<i64>>> {
        let _ = name;
        todo!()
    }
    /// One cell as text, None where missing. Not escaped.
    pub fn cell(&self, row: usize, name: &str) -> Option<String> {
        let _ = (row, name);
        todo!()
    }
    /// Which values are missing.
    pub fn missing(&self, name: &str) -> Result<Vec<bool>> {
        let _ = name;
        todo!()
    }
    /// For each row, the position of the first row equal to it in these columns (itself where it is the first). Missing equals missing.
    pub fn first_equal(&self, names: &[&str]) -> Result<Vec<usize>> {
        let _ = names;
        todo!()
    }
    /// The rows at these positions, in this order.
    pub fn take(&self, rows: &[usize]) -> Result<Table> {
        let _ = rows;
        todo!()
    }
    /// These columns only, in this order.
    pub fn select(&self, names: &[&str]) -> Result<Table> {
        let _ = names;
        todo!()
    }
    /// The first rows, at most this many.
    pub fn head(&self, rows: usize) -> Result<Table> {
        let _ = rows;
        todo!()
    }
    /// These rows and below them those of another table with the same columns (order may differ; a missing or
    /// differently stored column is an error that names it; whole numbers and numbers go together).
    pub fn append(&self, other: &Table) -> Result<Table> {
        let _ = other;
        todo!()
    }
    /// With one more column computed by an expression (replacing one of that name).
    pub fn with(&self, name: &str, expression: &Expression) -> Result<Table> {
        let _ = (name, expression);
        todo!()
    }
    /// With one more column of numbers (NaN = missing) or texts.
    pub fn with_numbers(&self, name: &str, values: &[f64]) -> Result<Table> {
        let _ = (name, values);
        todo!()
    }
    /// With one more column of texts.
    pub fn with_texts(&self, name: &str, values: &[Option<String>]) -> Result<Table> {
        let _ = (name, values);
        todo!()
    }
    /// Positions of the rows for which the expression is true.
    pub fn filter(&self, expression: &Expression) -> Result<Vec<usize>> {
        let _ = expression;
        todo!()
    }
    /// Writes CSV or Parquet by the file's extension, atomically.
    pub fn write(&self, path: &std::path::Path) -> Result<()> {
        let _ = path;
        todo!()
    }
}
