//! `[[source]]`: where the data come from, how they are read and joined.

use serde::{Deserialize, Serialize};

use super::words::*;

/// `[[source]]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Short name.
    pub name: Option<String>,
    /// File, relative to `jalon.toml`.
    pub path: Option<String>,
    /// SQL of a database.
    pub query: Option<String>,
    /// Name of the environment variable that holds the connection.
    pub connection_env: Option<String>,
    /// Corrections to what reading detects.
    pub read: Read,
    /// Rows kept: an expression.
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// With which other source it is joined.
    pub join: Option<Join>,
    /// Rows kept at most, by chance.
    pub sample: Option<u64>,
    /// Whether it may be read.
    pub access: Option<Access>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// Whether it was scraped.
    pub scraped: Option<bool>,
    /// Whether it is about persons.
    pub personal_data: Option<bool>,
    /// Whether it may be used commercially.
    pub commercial_use: Option<bool>,
    /// Why it needs care.
    pub sensitivity: Option<Sensitivity>,
}

/// `source.read`: corrections to what reading detects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Read {
    /// Texts that mean missing, besides the empty cell.
    pub missing: Option<Vec<String>>,
    /// Column separator, one character.
    pub delimiter: Option<String>,
    /// Decimal mark, `.` or `,`.
    pub decimal: Option<String>,
    /// Encoding label (WHATWG), `utf-8`, `windows-1252`.
    pub encoding: Option<String>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
    /// The sign that quotes cells, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The mark between thousands, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<String>,
    /// The sign that begins lines that are passed over, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Lines above the header, or above the first row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<u64>,
    /// Lines below the last row that are no rows, blank ones not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<u64>,
    /// What becomes of rows of another number of cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ragged: Option<Ragged>,
    /// Columns that are texts whatever they look like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Vec<String>>,
}

/// `source.join`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Join {
    /// The other source.
    pub source: String,
    /// Key columns.
    pub on: Vec<String>,
    /// Which rows stay; all of them where nothing is said.
    pub how: Option<JoinHow>,
    /// Written before the names of the columns that are added.
    pub prefix: Option<String>,
}
