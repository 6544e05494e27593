//! What is left to predict with: a model with its preparation, or a fitted baseline, as one packed JSON document.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::search::Fitted;
use crate::benchmark::Setup;
use crate::benchmark::baselines::Fitted as FittedBaseline;
use crate::decisions::{Kind, Read, Source};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::models::{Model, family};
use crate::prepare::Pipeline;
use crate::project::{Project, Shelf, json_zst};
use crate::spec::Dataset;
use crate::table::{Expression, Storage};

/// Version of the document.
const FORMAT: u32 = 2;

#[derive(Serialize, Deserialize)]
struct Document {
    format: u32,
    target: String,
    classes: Option<Classes>,
    /// Columns that a file to be scored must have.
    inputs: Vec<Input>,
    /// Computed columns as they were, of those that are read.
    features: IndexMap<String, String>,
    /// How the data were read.
    read: Read,
    predictor: Saved,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Saved {
    Model {
        family: String,
        pipeline: Pipeline,
        model: serde_json::Value,
    },
    Baseline {
        name: String,
        fitted: FittedBaseline,
    },
}

/// A column that a file to be scored must have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// How its values were stored in the training data; a file to be scored is read in the same way.
    pub storage: Storage,
    /// What its values are.
    pub kind: Kind,
}

/// A run, version or baseline ready to predict.
#[derive(Debug)]
pub struct Artifact {
    /// Its family, or the name of the baseline.
    pub name: String,
    /// What it predicts.
    pub target: String,
    /// Classes, where it tells classes.
    pub classes: Option<Classes>,
    /// Columns that a file to be scored must have.
    pub inputs: Vec<Input>,
    features: IndexMap<String, String>,
    read: Read,
    predictor: Predictor,
}

#[derive(Debug)]
enum Predictor {
    Model(Pipeline, Box<dyn Model>),
    Baseline(FittedBaseline),
}

/// A fitted model, packed.
pub fn pack_model(
    project: &Project,
    family: &str,
    setup: &Setup,
    fitted: &Fitted,
) -> Result<Vec<u8>> {
    let pipeline = &fitted.pipeline;
    let needed = pipeline.inputs().iter().map(|f| f.name.clone()).collect();
    let predictor = Saved::Model {
        family: family.to_owned(),
        pipeline: pipeline.clone(),
        model: fitted.model.save(),
    };
    pack(project, setup, needed, predictor)
}

/// A fitted baseline, packed.
pub fn pack_baseline(
    project: &Project,
    name: &str,
    setup: &Setup,
    fitted: FittedBaseline,
) -> Result<Vec<u8>> {
    let needed = fitted.inputs().into_iter().collect();
    let predictor = Saved::Baseline {
        name: name.to_owned(),
        fitted,
    };
    pack(project, setup, needed, predictor)
}

fn pack(
    project: &Project,
    setup: &Setup,
    needed: BTreeSet<String>,
    predictor: Saved,
) -> Result<Vec<u8>> {
    let (features, columns) = read_by(project, needed);
    let inputs = setup
        .dataset
        .columns
        .iter()
        .filter(|c| !c.computed && columns.contains(&c.name))
        .map(|c| {
            Ok(Input {
                name: c.name.clone(),
                storage: setup.dataset.table.column(&c.name)?.storage,
                kind: c.kind,
            })
        })
        .collect::<Result<_>>()?;
    let source = project.decisions.source.first();
    json_zst::pack(&Document {
        format: FORMAT,
        target: setup.problem.target.clone(),
        classes: setup.problem.classes.clone(),
        inputs,
        features,
        read: source.map(|s| s.read.clone()).unwrap_or_default(),
        predictor,
    })
}

/// The computed columns among those that are needed, those that they read in turn, and every column read by any of
/// them. Other features may need columns that no new row has.
fn read_by(
    project: &Project,
    mut needed: BTreeSet<String>,
) -> (IndexMap<String, String>, BTreeSet<String>) {
    let all = &project.decisions.features;
    for (name, text) in all.iter().rev() {
        if needed.contains(name)
            && let Ok(expression) = Expression::parse(text)
        {
            needed.extend(expression.columns().iter().cloned());
        }
    }
    let features = all.iter().filter(|(name, _)| needed.contains(*name));
    let features = features.map(|(name, text)| (name.clone(), text.clone()));
    (features.collect(), needed)
}

/// Reads what was kept under this name.
pub fn read(shelf: &Shelf, name: &str) -> Result<Artifact> {
    let file = shelf.path(name)?;
    let packed = shelf.read_bytes(name)?.ok_or_else(|| {
        Error::new("there is no model here").with_fix("train again: `jalon train --force`")
    });
    packed
        .and_then(|packed| Artifact::unpack(&packed))
        .map_err(|e| e.at_file(file))
}

/// Where the model of a run is kept, under `evidence/`.
pub fn path(folder: &str) -> String {
    format!("runs/{folder}/model.json.zst")
}

impl Artifact {
    /// Reads what was packed.
    pub fn unpack(packed: &[u8]) -> Result<Artifact> {
        let document: Document = json_zst::unpack(packed)?;
        if document.format != FORMAT {
            return Err(Error::new(format!(
                "the model has format {}, known is {FORMAT}",
                document.format
            ))
            .with_fix("use the version of jalon that wrote it, or train again"));
        }
        let classes = document.classes;
        let (name, predictor) = match document.predictor {
            Saved::Model {
                family: name,
                pipeline,
                model,
            } => {
                let model = family(&name)?.load(&model, classes.as_ref())?;
                (name, Predictor::Model(pipeline, model))
            }
            Saved::Baseline { name, fitted } => (name, Predictor::Baseline(fitted)),
        };
        Ok(Artifact {
            name,
            target: document.target,
            classes,
            inputs: document.inputs,
            features: document.features,
            read: document.read,
            predictor,
        })
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
        match &self.predictor {
            Predictor::Model(pipeline, model) => {
                model.predict(&pipeline.transform(&dataset.table, rows)?)
            }
            Predictor::Baseline(fitted) => {
                let asked = dataset.table.take(rows)?;
                Ok(fitted.answer(&asked, self.classes.as_ref())?.prediction)
            }
        }
    }
}
