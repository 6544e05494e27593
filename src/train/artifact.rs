//! What a run leaves to predict with: preparation and model as one packed JSON document.

use serde::{Deserialize, Serialize};

use super::search::Fitted;
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::models::{Model, family};
use crate::prepare::Pipeline;
use crate::project::Project;
use crate::spec::Dataset;

/// Version of the document.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Document {
    format: u32,
    family: String,
    target: String,
    classes: Option<Classes>,
    pipeline: Pipeline,
    model: serde_json::Value,
}

/// A run ready to predict.
#[derive(Debug)]
pub struct Artifact {
    /// Classes, where it tells classes.
    pub classes: Option<Classes>,
    pipeline: Pipeline,
    model: Box<dyn Model>,
}

/// Keeps a fitted run under its folder.
pub fn keep(
    project: &Project,
    folder: &str,
    family: &str,
    setup: &Setup,
    fitted: &Fitted,
) -> Result<()> {
    let document = Document {
        format: FORMAT,
        family: family.to_owned(),
        target: setup.problem.target.clone(),
        classes: setup.problem.classes.clone(),
        pipeline: fitted.pipeline.clone(),
        model: fitted.model.save(),
    };
    project.keep_json_zst(&path(folder), &document)
}

/// Reads what [`keep`] wrote.
pub fn read(project: &Project, folder: &str) -> Result<Artifact> {
    let file = project.evidence_path(&path(folder))?;
    let document: Document = project.read_json_zst(&path(folder))?.ok_or_else(|| {
        Error::new("the run has no model")
            .at_file(&file)
            .with_fix("train again: `jalon train --force`")
    })?;
    if document.format != FORMAT {
        return Err(Error::new(format!(
            "the model has format {}, known is {FORMAT}",
            document.format
        ))
        .at_file(file)
        .with_fix("use the version of jalon that wrote it, or train again"));
    }
    let model = family(&document.family)?
        .load(&document.model, document.classes.as_ref())
        .map_err(|e| e.at_file(file))?;
    Ok(Artifact {
        classes: document.classes,
        pipeline: document.pipeline,
        model,
    })
}

fn path(folder: &str) -> String {
    format!("runs/{folder}/model.json.zst")
}

impl Artifact {
    /// Predicts these rows of a dataset that has the columns.
    pub fn predict(&self, dataset: &Dataset, rows: &[usize]) -> Result<Prediction> {
        self.model
            .predict(&self.pipeline.transform(&dataset.table, rows)?)
    }
}
