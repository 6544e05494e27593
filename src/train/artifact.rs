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
use crate::models::{Contributions, Model, family};
use crate::prepare::Pipeline;
use crate::project::{Project, Shelf, json_zst};
use crate::spec::{Dataset, History, Order, ToScore};
use crate::table::{Expression, Storage, Table};

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
    /// The last rows of every group, where anything looks back.
    history: Option<History>,
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
    /// Whether only earlier rows are read of it: a file may then leave it out.
    #[serde(default)]
    pub past_only: bool,
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
    history: Option<History>,
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
    let needed = fitted.inputs();
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
    let rule = predictor.rule();
    let mut reads = Reads::of(project, needed, rule.as_ref());
    let table = &setup.dataset.table;
    let since = setup.holdout_from();
    let history = History::of(project, table, &reads.features, rule.as_ref(), since)?;
    if let Some(history) = &history {
        reads
            .now
            .extend(history.order().columns().map(str::to_owned));
        reads
            .all
            .extend(history.order().columns().map(str::to_owned));
    }
    let inputs = setup
        .dataset
        .columns
        .iter()
        .filter(|c| !c.computed && reads.all.contains(&c.name))
        .map(|c| {
            Ok(Input {
                name: c.name.clone(),
                storage: table.column(&c.name)?.storage,
                kind: c.kind,
                past_only: !reads.now.contains(&c.name),
            })
        })
        .collect::<Result<_>>()?;
    let source = project.decisions.source.first();
    json_zst::pack(&Document {
        format: FORMAT,
        target: setup.problem.target.clone(),
        classes: setup.problem.classes.clone(),
        inputs,
        features: reads.features,
        read: source.map(|s| s.read.clone()).unwrap_or_default(),
        history,
        predictor,
    })
}

impl Saved {
    fn rule(&self) -> Option<Expression> {
        match self {
            Saved::Model { .. } => None,
            Saved::Baseline { fitted, .. } => fitted.rule(),
        }
    }
}

/// What is read to predict a row. Other features may need columns that no new row has.
struct Reads {
    /// Computed columns.
    features: IndexMap<String, String>,
    /// Every column, those of earlier rows included.
    all: BTreeSet<String>,
    /// The columns of the row itself.
    now: BTreeSet<String>,
}

impl Reads {
    fn of(project: &Project, needed: BTreeSet<String>, rule: Option<&Expression>) -> Reads {
        let (mut all, mut now) = (needed.clone(), needed);
        all.extend(rule.into_iter().flat_map(Expression::columns).cloned());
        let decided = &project.decisions.features;
        for (name, text) in decided.iter().rev() {
            let Ok(expression) = Expression::parse(text) else {
                continue;
            };
            if all.contains(name) {
                all.extend(expression.columns().iter().cloned());
            }
            if now.contains(name) {
                now.extend(expression.columns_now().iter().cloned());
            }
        }
        let features = decided.iter().filter(|(name, _)| all.contains(*name));
        let features = features.map(|(name, text)| (name.clone(), text.clone()));
        Reads {
            features: features.collect(),
            all,
            now,
        }
    }
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
            history: document.history,
            predictor,
        })
    }

    /// Whether it looks at earlier rows, so that a file has to be seen as a whole.
    pub fn looks_back(&self) -> bool {
        self.history.is_some()
    }

    /// Rows of a file with everything that is read of them, earlier rows from those that were kept included. `then` is
    /// the project of [`Artifact::as_trained`].
    pub fn see(&self, then: &Project, input: Table) -> Result<ToScore> {
        let needed = match &self.predictor {
            Predictor::Model(pipeline, _) => {
                let inputs = pipeline.inputs().into_iter();
                inputs.map(|feature| feature.name.clone()).collect()
            }
            Predictor::Baseline(fitted) => fitted.inputs(),
        };
        ToScore::of(then, self.history.as_ref(), &needed, input)
    }

    /// The project with the computed columns, the reading and the order of rows of the day it was trained.
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
        if let Some(history) = &self.history {
            history.order().state(&mut then.decisions.problem);
        }
        then
    }

    /// The columns of the table that it reads, computed ones as such.
    pub fn columns(&self) -> Vec<String> {
        match &self.predictor {
            Predictor::Model(pipeline, _) => {
                pipeline.inputs().iter().map(|f| f.name.clone()).collect()
            }
            Predictor::Baseline(fitted) => fitted.inputs().into_iter().collect(),
        }
    }

    /// SHAP values of these rows, with the column of the table that each prepared column was made of; nothing where the
    /// family does not give them.
    pub fn contributions(
        &self,
        dataset: &Dataset,
        rows: &[usize],
    ) -> Result<Option<(Contributions, Vec<&str>)>> {
        let Predictor::Model(pipeline, model) = &self.predictor else {
            return Ok(None);
        };
        let found = model.contributions(&pipeline.transform(&dataset.table, rows)?)?;
        Ok(found.map(|contributions| (contributions, pipeline.sources())))
    }

    /// About how many multiplications the SHAP values of one row take; 0 where there are none.
    pub fn contribution_cost(&self) -> u64 {
        match &self.predictor {
            Predictor::Model(_, model) => model.contribution_cost(),
            Predictor::Baseline(_) => 0,
        }
    }

    /// The levels in these rows that no training row had: column, level, rows. None for a baseline.
    ///
    /// # Errors
    /// A column that is missing.
    pub fn unseen(
        &self,
        dataset: &Dataset,
        rows: &[usize],
    ) -> Result<Vec<(String, String, usize)>> {
        match &self.predictor {
            Predictor::Model(pipeline, _) => pipeline.unseen(&dataset.table, rows),
            Predictor::Baseline(_) => Ok(Vec::new()),
        }
    }

    /// Predicts these rows of a dataset that has the columns; `then` as in [`Artifact::see`].
    pub fn predict(&self, then: &Project, dataset: &Dataset, rows: &[usize]) -> Result<Prediction> {
        match &self.predictor {
            Predictor::Model(pipeline, model) => {
                model.predict(&pipeline.transform(&dataset.table, rows)?)
            }
            Predictor::Baseline(fitted) => {
                let table = &dataset.table;
                let asked = match fitted.rule().filter(Expression::looks_back) {
                    None => table.take(rows)?,
                    Some(rule) => {
                        let past = Order::required(then)?.past(table, 0..table.rows())?;
                        rule.with_past(table, &past)?.take(rows)?
                    }
                };
                Ok(fitted.answer(&asked, self.classes.as_ref())?.prediction)
            }
        }
    }
}
