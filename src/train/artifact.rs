//! What a run leaves to predict with: preparation and model as one packed JSON document.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Run;
use super::search::Fitted;
use crate::benchmark::Setup;
use crate::decisions::{Read, Source};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::models::{Model, family};
use crate::prepare::Pipeline;
use crate::project::Project;
use crate::spec::Dataset;
use crate::table::Expression;

/// Version of the document.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Document {
    format: u32,
    family: String,
    target: String,
    classes: Option<Classes>,
    /// Computed columns as they were, of those the model reads.
    features: IndexMap<String, String>,
    /// How the data were read.
    read: Read,
    pipeline: Pipeline,
    model: serde_json::Value,
}

/// A run ready to predict.
#[derive(Debug)]
pub struct Artifact {
    /// Classes, where it tells classes.
    pub classes: Option<Classes>,
    features: IndexMap<String, String>,
    read: Read,
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
        features: features_read(project, &fitted.pipeline),
        read: project
            .decisions
            .source
            .first()
            .map(|s| s.read.clone())
            .unwrap_or_default(),
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
        features: document.features,
        read: document.read,
        pipeline: document.pipeline,
        model,
    })
}

/// The computed columns that the preparation reads, and those that they read in turn. Others may need columns that no
/// new row has.
fn features_read(project: &Project, pipeline: &Pipeline) -> IndexMap<String, String> {
    let mut needed: BTreeSet<String> = pipeline
        .inputs()
        .iter()
        .map(|feature| feature.name.clone())
        .collect();
    let all = &project.decisions.features;
    for (name, text) in all.iter().rev() {
        if needed.contains(name)
            && let Ok(expression) = Expression::parse(text)
        {
            needed.extend(expression.columns().iter().cloned());
        }
    }
    let read = all.iter().filter(|(name, _)| needed.contains(*name));
    read.map(|(name, text)| (name.clone(), text.clone()))
        .collect()
}

fn path(folder: &str) -> String {
    format!("runs/{folder}/model.json.zst")
}

impl Artifact {
    /// The artifact of a run.
    pub fn of_run(project: &Project, run: &Run) -> Result<Artifact> {
        read(project, &run.folder())
    }

    /// The project with the computed columns and the reading of the day it was trained.
    pub fn as_trained(&self, project: &Project) -> Project {
        let mut then = project.clone();
        then.decisions.features = self.features.clone();
        match then.decisions.source.first_mut() {
            Some(source) => source.read = self.read.clone(),
            None => then.decisions.source.push(Source {
                read: self.read.clone(),
                ..Source::default()
            }),
        }
        then
    }

    /// Predicts these rows of a dataset that has the columns.
    pub fn predict(&self, dataset: &Dataset, rows: &[usize]) -> Result<Prediction> {
        self.model
            .predict(&self.pipeline.transform(&dataset.table, rows)?)
    }
}
