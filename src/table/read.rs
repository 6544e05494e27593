//! Reading CSV and Parquet files.
use std::path::Path;

use super::Table;
use crate::decisions::Read;
use crate::error::Result;

/// How to read, where the detection must be corrected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadOptions {
    /// Corrections from the decisions.
    pub read: Read,
    /// At most this many rows, from the start (a preview).
    pub limit: Option<usize>,
}

/// Reads a file by its extension (`csv`, `tsv`, `txt`, `parquet`, also when its first bytes say Parquet).
/// Errors name the file, the line of a ragged row, and the way out.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Table> {
    let _ = (path, options);
    todo!()
}
