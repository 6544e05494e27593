//! What a check sees, and how it says what it found.

use crate::decisions::{Role, Severity, Threshold};
use crate::error::Result;
use crate::metrics::Truth;
use crate::project::Project;
use crate::spec::{ColumnRole, DEFAULT_SEED, Dataset, Problem};
use crate::table::Table;
use crate::text;
use crate::work::rng;

use super::super::power::{Loss, Values, halves, power};
use super::super::sample::Sample;
use super::super::{ColumnProfile, Finding, Fix, Schema, fix};
use super::Check;

/// Rows kept of a finding.
const ROWS: usize = 50;

/// Everything a check may look at.
#[derive(Debug)]
pub(in crate::data) struct Context<'a> {
    /// The decisions.
    pub project: &'a Project,
    /// The rows.
    pub data: &'a Dataset,
    /// As many of them as are enough where nothing must be exact.
    pub sample: &'a Sample,
    /// Column to predict, where it is stated.
    pub target: Option<&'a str>,
    /// What is predicted, where a target with more than one value is stated.
    pub problem: Option<&'a Problem>,
    /// Profile of every column, in the order of `data.columns`.
    pub profiles: &'a [ColumnProfile],
    /// What was read from the data at first.
    pub schema: &'a Schema,
    /// The rows of a holdout that is a file of its own.
    pub held: Option<&'a Table>,
    /// Rows without a target, all `false` where no target is stated.
    pub target_missing: &'a [bool],
}

impl<'a> Context<'a> {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.data.table.rows()
    }

    /// What features are tried on against the target; `None` where there is nothing to predict.
    pub fn trial(&self) -> Result<Option<Trial>> {
        let Some(problem) = self.problem else {
            return Ok(None);
        };
        let missing = self.sample.table.missing(&problem.target)?;
        let labelled: Vec<usize> = (0..missing.len()).filter(|&at| !missing[at]).collect();
        let rows = self.rows_of(&labelled);
        let seed = self.project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
        Ok(Some(Trial {
            table: self.sample.table.take(&labelled)?,
            truth: self.data.truth(problem, &rows)?,
            halves: halves(rows.len(), &mut rng(seed, &["data", "checks", "halves"])),
            rows,
        }))
    }

    /// Where rows of the sample stand in the whole table.
    pub fn rows_of(&self, at: &[usize]) -> Vec<usize> {
        at.iter().map(|&at| self.sample.row(at)).collect()
    }

    /// Where the line is drawn: decided, or by default.
    pub fn limit(&self, threshold: Threshold) -> f64 {
        self.project.decisions.threshold(threshold)
    }

    /// Every column with its profile.
    pub fn columns(&self) -> impl Iterator<Item = (&'a ColumnRole, &'a ColumnProfile)> {
        self.data.columns.iter().zip(self.profiles)
    }

    /// The columns that are not left aside.
    pub fn used(&self) -> impl Iterator<Item = (&'a ColumnRole, &'a ColumnProfile)> {
        self.columns().filter(|(c, _)| c.role != Role::Ignore)
    }

    /// The columns models learn from.
    pub fn inputs(&self) -> impl Iterator<Item = (&'a ColumnRole, &'a ColumnProfile)> {
        self.columns().filter(|(c, _)| c.is_model_input())
    }

    /// The filter on the rows of the first source.
    pub fn filter(&self) -> Option<&'a str> {
        self.project.decisions.source.first()?.filter.as_deref()
    }
}

/// The rows of the sample that have a target.
#[derive(Debug)]
pub(in crate::data) struct Trial {
    /// These rows.
    pub table: Table,
    /// Where each stands in the whole table.
    pub rows: Vec<usize>,
    /// What is to be predicted.
    pub truth: Truth,
    halves: Vec<bool>,
}

impl Trial {
    /// How well values, one a row, alone predict the target, from 0 to 1.
    pub fn power(&self, values: &Values) -> Option<f64> {
        power(values, &self.truth, Loss::Squared, &self.halves)
    }
}

/// A finding in the making.
#[derive(Debug)]
pub(in crate::data) struct Found(Finding);

impl Found {
    /// One sentence with its numbers.
    pub fn new(check: &Check, severity: Severity, message: impl Into<String>) -> Self {
        Self(Finding {
            check: check.name.to_owned(),
            column: None,
            severity,
            value: None,
            threshold: None,
            message: message.into(),
            affected: 0,
            rows: Vec::new(),
            accepted: None,
            fixes: Vec::new(),
        })
    }

    /// About this column.
    pub fn column(mut self, name: &str) -> Self {
        self.0.column = Some(name.to_owned());
        self
    }

    /// What was measured and where the line is.
    pub fn measured(mut self, value: f64, threshold: f64) -> Self {
        self.0.value = value.is_finite().then_some(value);
        self.0.threshold = Some(threshold);
        self
    }

    /// The rows that show it.
    pub fn rows(mut self, rows: impl IntoIterator<Item = usize>) -> Self {
        for row in rows {
            if self.0.rows.len() < ROWS {
                self.0.rows.push(row);
            }
            self.0.affected += 1;
        }
        self
    }

    /// Rows kept of those that show it, and how many show it in all.
    pub fn shown_by(&self) -> (&[usize], usize) {
        (&self.0.rows, self.0.affected)
    }

    /// A way to settle it, the proposed one first.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.0.fixes.push(fix);
        self
    }

    /// The finding; accepting it is always a way.
    pub fn done(self) -> Finding {
        let mut finding = self.0;
        let accept = fix::accept(&finding.check, finding.column.as_deref());
        finding.fixes.push(accept);
        finding
    }
}

/// A column's name as it stands in a sentence.
pub(in crate::data) fn name(column: &str) -> String {
    format!("'{}'", text::escape(column))
}

/// A number with its unit.
pub(in crate::data) fn with_unit(value: f64, unit: Option<&str>) -> String {
    let number = text::short(value);
    match unit {
        Some(unit) if !unit.is_empty() => format!("{number} {}", text::escape(unit)),
        _ => number,
    }
}

/// A value of a column as it stands in a sentence; of a personal column none is shown.
pub(in crate::data) fn value(profile: &ColumnProfile, value: &str) -> String {
    match profile.personal {
        true => "(personal)".to_owned(),
        false => text::escape(&text::cut(value, 40)).into_owned(),
    }
}
