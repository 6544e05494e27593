//! Milestone 2, Data: can these data answer the question? Profile of every column, checks, findings.

use serde::{Deserialize, Serialize};

use crate::decisions::{Edit, Kind, Role, Severity};
use crate::error::Result;
use crate::figures::Histogram;
use crate::project::Project;
use crate::spec::Gate;
use crate::work::Progress;

/// What is known of one column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Option<Kind>,
    /// What it does.
    pub role: Option<Role>,
    /// Whether it is known at prediction.
    pub known_at_prediction: bool,
    /// Rows without a value.
    pub missing: usize,
    /// Texts read as missing.
    pub markers: Vec<String>,
    /// Different values.
    pub distinct: usize,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation with n - 1.
    pub std: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// First quartile, linear.
    pub q25: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Third quartile.
    pub q75: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Skewness G1.
    pub skewness: Option<f64>,
    /// Excess kurtosis G2.
    pub kurtosis: Option<f64>,
    /// Distribution of a number.
    pub histogram: Option<Histogram>,
    /// Most frequent values with their counts, of anything but a number.
    pub top: Vec<(String, u64)>,
    /// How well this column alone predicts the target: 0 not at all, 1 perfectly (share of the best constant's loss that it saves).
    pub power: Option<f64>,
}

/// A way to settle a finding: one line of `jalon.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in words.
    pub label: String,
    /// The line as it will stand.
    pub line: String,
    /// The edit.
    pub edit: Edit,
}

/// Something found in the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the check.
    pub check: String,
    /// Column, where it is about one.
    pub column: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// What was measured.
    pub value: Option<f64>,
    /// Where the line is.
    pub threshold: Option<f64>,
    /// One sentence with its numbers.
    pub message: String,
    /// Ways to settle it, the proposed one first.
    pub fixes: Vec<Fix>,
    /// Rows that show it, from 0, at most 50.
    pub rows: Vec<usize>,
    /// Rows in all that show it.
    pub affected: usize,
    /// Why it is accepted, where it is.
    pub accepted: Option<String>,
}

/// `evidence/data.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// Rows after the filter.
    pub rows: usize,
    /// The columns in file order, features at the end.
    pub columns: Vec<ColumnProfile>,
    /// What was found, gravest first.
    pub findings: Vec<Finding>,
    /// How well the best single column predicts the target (see [`ColumnProfile::power`]).
    pub signal: Option<(String, f64)>,
}

impl Evidence {
    /// Findings that are not accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.accepted.is_none())
    }
}

/// Profiles the columns, runs the checks and keeps the evidence. Progress has a line a column.
pub fn run(project: &Project, progress: &Progress) -> Result<Evidence> {
    let _ = (project, progress);
    todo!()
}

/// Hash of what the data milestone computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let _ = project;
    todo!()
}

/// Open when no finding of severity error is open and there is signal.
pub fn gate(evidence: &Evidence) -> Gate {
    let _ = evidence;
    todo!()
}
