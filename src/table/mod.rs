//! Tables: reading files, typing columns, expressions. The only folder that knows polars; the others
//! see numbers, labels and texts.
//!
//! | file | what lives there |
//! |--|--|
//! | `frame` | [`Table`]: building, taking rows, adding columns |
//! | `format` | how a file is written |
//! | `store` | columns in the types that tables keep |
//! | `values` | its values as numbers, labels, instants, texts |
//! | `document` | a small table as JSON |
//! | `equal` | rows equal to an earlier one |
//! | `axis` | a column as an axis of time: instants, lengths, dates |
//! | `past` | [`Past`]: which earlier rows of its group each row knows |
//! | `read`, `csv/`, `json_lines`, `parquet`, `arrow` | files into tables |
//! | `database/` | tables and queries of databases into tables |
//! | `join` | rows joined by key with those of another table |
//! | `objects/` | [`Objects`]: objects of stores, fetched once |
//! | `blocks` | files of any size, block after block |
//! | `columnar/` | [`Columnar`]: rows on disk, some columns at a time, for what does not fit in memory |
//! | `write`, `sink` | tables into files, whole or block after block |
//! | `cell` | numbers and instants from text and back |
//! | `expression/` | the expression language |
//! | `window/` | tables of any size to look at, a few rows at a time |

use std::collections::BTreeMap;

mod arrow;
mod axis;
mod blocks;
mod cell;
mod columnar;
mod csv;
mod database;
mod document;
mod equal;
mod expression;
pub mod files;
mod format;
mod frame;
#[cfg(test)]
mod frame_tests;
mod join;
mod json_lines;
mod labels;
mod objects;
mod parquet;
mod past;
mod read;
mod sink;
mod store;
mod stream;
#[cfg(test)]
mod stream_tests;
mod values;
pub mod window;
mod write;

pub use axis::{Axis, Length, UNIX_SECONDS};
pub use blocks::{Block, Blocks, Wanted};
pub use columnar::{Columnar, DatabaseRows};
pub use database::postgres::{Mark, Query};
pub use document::TableDocument;
pub use expression::{
    Aggregate, Expression, Gives, Mistake, Reach, Summary, decisions, from_decisions, quoted_name,
};
pub use format::{Format, FormatLine, RaggedRows};
pub use frame::Table;
pub use join::{Joined, Lookup};
pub use labels::{Labels, by_frequency, level_counts};
pub use objects::{Address, Fetched, Object, Objects};
pub use past::Past;
pub use read::{ReadOptions, is_data_file, is_database, read};
pub use sink::Sink;

/// How the values of a column are stored, found when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// `true` and `false`.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Numbers. Every value is finite or missing.
    Number,
    /// Instants, microseconds since 1970 without a zone.
    Date,
    /// Anything else.
    Text,
}

/// What reading found of one column.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ColumnMeta {
    /// Its name, unique in the table.
    pub name: String,
    /// How it is stored.
    pub storage: Storage,
    /// Texts that were read as missing, with their counts, sorted; the empty cell is `""`.
    pub markers: Vec<(String, usize)>,
}

impl ColumnMeta {
    /// Counts texts that were read as missing elsewhere in the column.
    fn add_markers(&mut self, more: &[(String, usize)]) {
        let mut counts: BTreeMap<String, usize> = self.markers.drain(..).collect();
        for (marker, count) in more {
            *counts.entry(marker.clone()).or_default() += count;
        }
        self.markers = counts.into_iter().collect();
    }
}
