//! What the data milestone computes from: the value whose hash is the fingerprint of its evidence.

use indexmap::IndexMap;
use serde::Serialize;

use crate::decisions::{Decisions, Task};
use crate::error::Result;
use crate::project::{self, Project};
use crate::spec::TableInputs;

use super::Schema;

/// Raised when the computation changes in a way that makes older evidence wrong.
const VERSION: u32 = 4;

/// Everything the computation may depend on. What is accepted is not among it: that is applied on reading.
#[derive(Debug, Serialize)]
pub(super) struct Inputs<'a> {
    version: u32,
    table: TableInputs,
    columns: Vec<Decided<'a>>,
    task: Option<Task>,
    positive: &'a Option<String>,
    classes: &'a [String],
    unit: &'a Option<String>,
    metric: &'a Option<String>,
    folds: Option<usize>,
    seed: Option<u64>,
    checks: &'a IndexMap<String, f64>,
    schema: &'a Schema,
}

/// What was decided of a column and the table does not hold.
#[derive(Debug, Serialize)]
struct Decided<'a> {
    name: &'a str,
    unit: &'a Option<String>,
    range: Option<[f64; 2]>,
    personal: Option<bool>,
}

impl<'a> Inputs<'a> {
    /// What the decisions say, the content of the files they name, and the columns as first read.
    pub(super) fn of(project: &'a Project, schema: &'a Schema) -> Result<Self> {
        let decisions: &Decisions = &project.decisions;
        let problem = &decisions.problem;
        Ok(Self {
            version: VERSION,
            table: TableInputs::of(project)?,
            columns: decisions
                .columns
                .iter()
                .map(|(name, column)| Decided {
                    name,
                    unit: &column.unit,
                    range: column.range,
                    personal: column.personal,
                })
                .collect(),
            task: problem.task,
            positive: &problem.positive,
            classes: &problem.classes,
            unit: &problem.unit,
            metric: &problem.metric,
            folds: decisions.split.folds,
            seed: decisions.split.seed,
            checks: &decisions.checks,
            schema,
        })
    }

    /// The hash.
    pub(super) fn fingerprint(&self) -> Result<String> {
        project::fingerprint(self)
    }
}
