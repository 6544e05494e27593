//! The model in use: what drift predicts with, and what it was promised to do.

use std::path::Path;

use crate::error::Result;
use crate::metrics::{Classes, Prediction};
use crate::project::Project;
use crate::spec::Dataset;
use crate::table::{Expression, Table};
use crate::train::{self, Artifact, Run};

/// Columns named beside a change of what the same features bring.
const NAMED: usize = 2;

/// The model in use.
pub struct InUse {
    /// Its name for people: `run 7 (boosting)`.
    pub name: String,
    /// Its run.
    pub run: Run,
    artifact: Artifact,
}

/// What is watched: the champion where there is one, else the best run. `None` where nothing was trained. Every question
/// for the model in use comes here.
pub fn in_use(project: &Project) -> Result<Option<InUse>> {
    let board = train::board(project)?;
    let Some(run) = board.best().filter(|r| r.failed.is_none()) else {
        return Ok(None);
    };
    Ok(Some(InUse {
        name: format!("run {} ({})", run.id, run.family),
        artifact: Artifact::of_run(project, run)?,
        run: run.clone(),
    }))
}

/// Hash of the model in use, cheap: the artifact is not read. `None` where nothing was trained.
pub fn fingerprint(project: &Project) -> Result<Option<String>> {
    let board = train::board(project)?;
    Ok(board
        .best()
        .map(|run| format!("{}/{}", run.id, run.fingerprint)))
}

impl InUse {
    /// Predicts the rows of a table read from `path`.
    pub fn predict(&self, project: &Project, table: Table, path: &Path) -> Result<Prediction> {
        let dataset = Dataset::of_file(&self.artifact.as_trained(project), table, path)?;
        self.predict_rows(&dataset, &(0..dataset.table.rows()).collect::<Vec<_>>())
            .map_err(|e| e.at_file(path))
    }

    /// Predicts these rows of a dataset that has the columns.
    pub fn predict_rows(&self, dataset: &Dataset, rows: &[usize]) -> Result<Prediction> {
        crate::work::guarded(|| self.artifact.predict(dataset, rows))
    }

    /// Its classes, where it tells classes.
    pub fn classes(&self) -> Option<&Classes> {
        self.artifact.classes.as_ref()
    }

    /// The columns that it goes by most, those behind a computed one in its place.
    pub fn leading_columns(&self, project: &Project) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in &self.run.importance {
            let behind = project.decisions.features.get(name);
            let read: Vec<String> = match behind.and_then(|text| Expression::parse(text).ok()) {
                Some(expression) => expression.columns().iter().cloned().collect(),
                None => vec![name.clone()],
            };
            for name in read {
                if !names.contains(&name) && names.len() < NAMED {
                    names.push(name);
                }
            }
        }
        names
    }
}
