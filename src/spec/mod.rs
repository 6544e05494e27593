//! Milestone 1, Spec: what decision, for whom, and what counts as success? Also the project's table as
//! every later milestone sees it: rows kept, features added, each column with its kind and role.

mod gate;

use serde::{Deserialize, Serialize};

pub use gate::Gate;

use crate::decisions::{Edit, Fault, Kind, Role, Task};
use crate::error::Result;
use crate::metrics::{Classes, Metric, Truth};
use crate::project::Project;
use crate::table::Table;
use crate::work::Progress;

/// A column with what it is and does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnRole {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What it does.
    pub role: Role,
    /// Whether it is known when the prediction is made (lineage of features included).
    pub known_at_prediction: bool,
    /// Whether it is computed by an expression of `[features]`.
    pub computed: bool,
    /// Why this kind and role: decided, or read from the data.
    pub reason: String,
    /// What it means, where said.
    pub meaning: Option<String>,
    /// Its unit, where said.
    pub unit: Option<String>,
}

impl ColumnRole {
    /// Whether models may learn from it.
    pub fn is_model_input(&self) -> bool {
        self.role == Role::Feature && self.known_at_prediction
    }
}

/// The project's table: sources read, filtered, features added, columns resolved.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The rows, in file order.
    pub table: Table,
    /// The columns in file order, computed ones at the end.
    pub columns: Vec<ColumnRole>,
    /// Rows of the file before the filter.
    pub rows_read: usize,
}

/// What the later stages compute with, every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The kind of question.
    pub task: Task,
    /// Column to predict.
    pub target: String,
    /// Unit of the target, empty where none.
    pub unit: String,
    /// The metric that decides.
    pub metric: Metric,
    /// Classes of a classification.
    pub classes: Option<Classes>,
    /// Column of time.
    pub time: Option<String>,
    /// Column of groups.
    pub group: Option<String>,
}

impl Dataset {
    /// Reads the project's sources.
    pub fn load(project: &Project, progress: &Progress) -> Result<Dataset> {
        let _ = (project, progress);
        todo!()
    }
    /// The problem, resolved against the data. Errors name what is not stated.
    pub fn problem(&self, project: &Project) -> Result<Problem> {
        let _ = project;
        todo!()
    }
    /// The target of these rows.
    pub fn truth(&self, problem: &Problem, rows: &[usize]) -> Result<Truth> {
        let _ = (problem, rows);
        todo!()
    }
}

/// Something that is not stated and a stage needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Dotted key.
    pub key: String,
    /// `data`, `benchmark`, `train`, `ship`.
    pub needed_for: String,
    /// What to state and why it matters.
    pub message: String,
}

/// State of the first milestone.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Mistakes in the file, those of expressions and names included.
    pub faults: Vec<Fault>,
    /// What is not stated.
    pub missing: Vec<Gap>,
    /// Whether what the next stages compute with is stated and allowed.
    pub gate: Gate,
}

/// Reviews the decisions against themselves and the columns of the data (`None` where they cannot be read).
pub fn review(project: &Project, dataset: Option<&Dataset>) -> Review {
    let _ = (project, dataset);
    todo!()
}

/// One proposal read from the data, with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What it is about: `task`, `time`, `metric`, `split`, or a column's name.
    pub subject: String,
    /// What is proposed, in words: `regression`, `category`, `ignore`.
    pub value: String,
    /// Why.
    pub reason: String,
    /// What accepting it writes.
    pub edits: Vec<Edit>,
    /// Other values one may choose, with what each writes.
    pub others: Vec<(String, Vec<Edit>)>,
}

/// What a new project is asked to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wishes {
    /// Column to predict.
    pub target: Option<String>,
    /// The kind of question.
    pub task: Option<Task>,
    /// Name of the metric.
    pub metric: Option<String>,
    /// Column of time.
    pub time: Option<String>,
    /// Column of groups.
    pub group: Option<String>,
}

/// A column that may be the target, with why.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetCandidate {
    /// Its name.
    pub name: String,
    /// Why it may be (or is unlikely to be) what one wants to predict.
    pub reason: String,
    /// 0 to 1, best first.
    pub likelihood: f64,
}

/// Ranks the columns as targets, best first.
pub fn target_candidates(table: &Table) -> Vec<TargetCandidate> {
    let _ = table;
    todo!()
}

/// Proposes kinds, roles, task, time, metric and split. `wishes.target` must be set.
pub fn propose(table: &Table, wishes: &Wishes) -> Result<Vec<Proposal>> {
    let _ = (table, wishes);
    todo!()
}

/// The text of a new `jalon.toml` from proposals and further edits; `data` is the path as it will stand in `source.path`.
pub fn draft(
    name: &str,
    data: &str,
    wishes: &Wishes,
    proposals: &[Proposal],
    edits: &[Edit],
) -> Result<String> {
    let _ = (name, data, wishes, proposals, edits);
    todo!()
}
