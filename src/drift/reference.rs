//! What the current data are compared with: every training row, and what the model did on rows that it had not seen.

use std::collections::BTreeSet;

use super::compare::Watched;
use super::model::{InUse, Predictor, in_use, instead};
use super::values::{Form, Values};
use crate::benchmark::Setup;
use crate::data::personal_columns_of;
use crate::decisions::{Kind, Role};
use crate::error::Result;
use crate::metrics::{Prediction, Truth};
use crate::project::Project;
use crate::spec::{ColumnRole, Dataset};
use crate::table::{Expression, Storage};
use crate::work::Progress;

/// The reference.
pub struct Reference {
    /// Number of rows.
    pub rows: usize,
    /// The watched columns, in the order of the file.
    pub columns: Vec<Watched>,
    /// Every column of the data file with how it is stored.
    pub known: Vec<(String, Storage)>,
    /// The target.
    pub target: Option<Watched>,
    /// What scores are made with, where a target is stated.
    pub setup: Option<Setup>,
    /// The model in use.
    pub model: Option<InUse>,
    /// What it did on rows held out; `None` where these are no longer those of today.
    pub promise: Option<Promise>,
    /// What could run instead.
    pub rival: Option<Predictor>,
}

/// What the model in use did on the rows that training held out.
pub struct Promise {
    /// What happened on them.
    pub truth: Truth,
    /// What it says for them.
    pub prediction: Prediction,
    /// Their order in time, where there is time.
    pub order: Option<Vec<usize>>,
    /// The predictions as a column, to compare others with.
    pub watched: Watched,
}

impl Reference {
    /// Reads the training data and asks the model in use for the rows held out.
    pub fn new(project: &Project, progress: &Progress) -> Result<Reference> {
        let setup = match &project.decisions.problem.target {
            Some(_) => Some(Setup::new(project, progress)?),
            None => None,
        };
        let loaded;
        let dataset = match &setup {
            Some(setup) => &setup.dataset,
            None => {
                loaded = Dataset::load(project, progress)?;
                &loaded
            }
        };
        progress.check()?;
        let rows = training_rows(dataset, setup.as_ref());
        let mut columns = Vec::new();
        let read = read_by_features(project, dataset);
        let personal = personal_columns_of(project, dataset)?;
        for column in dataset.columns.iter().filter(|c| is_watched(c, &read)) {
            columns.push(watched(
                &personal,
                dataset,
                column,
                Form::of(column.kind),
                &rows,
            )?);
        }
        let target = match &setup {
            Some(setup) => dataset
                .column(&setup.problem.target)
                .map(|column| {
                    let form = target_form(setup);
                    watched(&personal, dataset, column, form, &rows)
                })
                .transpose()?,
            None => None,
        };
        progress.step("asking the model for the rows held out", 0.2);
        let model = in_use(project)?;
        let promise = match (&model, &setup) {
            (Some(model), Some(setup)) => promise(project, model, setup)?,
            _ => None,
        };
        let rival = match (&setup, &model) {
            (Some(setup), Some(_)) => instead(project, setup),
            _ => None,
        };
        Ok(Reference {
            rows: rows.len(),
            columns,
            known: dataset.table.schema(),
            target,
            promise,
            model,
            rival,
            setup,
        })
    }
}

/// Rows that training learns from or scores: those with a target, but for a holdout file of its own.
fn training_rows(dataset: &Dataset, setup: Option<&Setup>) -> Vec<usize> {
    let own_file = |row: &usize| {
        let range = dataset.holdout_file.as_ref();
        range.is_some_and(|range| range.contains(row))
    };
    let rows: Vec<usize> = match setup {
        Some(setup) => setup.problem.labelled.clone(),
        None => (0..dataset.table.rows()).collect(),
    };
    rows.into_iter().filter(|row| !own_file(row)).collect()
}

/// Time, ids and what is ignored say nothing of the population; what is not known at prediction is no input, unless a
/// feature reads it in the past; a computed column follows from those that it reads.
fn is_watched(column: &ColumnRole, read: &BTreeSet<String>) -> bool {
    let silent = matches!(
        column.role,
        Role::Time | Role::Id | Role::Ignore | Role::Target
    );
    let known = column.known_at_prediction || read.contains(&column.name);
    !silent && known && !column.computed
}

/// The columns behind the computed ones that models may learn from.
fn read_by_features(project: &Project, dataset: &Dataset) -> BTreeSet<String> {
    let inputs = dataset.model_inputs().filter(|c| c.computed);
    let mut read: BTreeSet<String> = inputs.map(|c| c.name.clone()).collect();
    // A feature is computed from columns and features before it.
    for (name, text) in project.decisions.features.iter().rev() {
        if read.contains(name)
            && let Ok(expression) = Expression::parse(text)
        {
            read.extend(expression.columns().iter().cloned());
        }
    }
    read
}

fn watched(
    personal: &BTreeSet<String>,
    dataset: &Dataset,
    column: &ColumnRole,
    form: Form,
    rows: &[usize],
) -> Result<Watched> {
    let values = Values::of(&dataset.table, &column.name, form)?;
    let personal = personal.contains(&column.name);
    let unit = column.unit.as_deref().unwrap_or_default();
    Ok(Watched::new(&column.name, column.kind, form, values.take(rows)).described(unit, personal))
}

/// A target of classes is compared as categories, whatever its kind.
pub fn target_form(setup: &Setup) -> Form {
    match setup.problem.classes {
        Some(_) => Form::Labels,
        None => Form::Numbers,
    }
}

/// A prediction as a column: the number, the probability of the positive class, or the class of several.
pub fn as_values(prediction: &Prediction, setup: &Setup) -> Values {
    match (prediction, &setup.problem.classes) {
        (Prediction::Probabilities(shares), Some(classes)) => match classes.binary() {
            Some(positive) => Values::Numbers(shares.column(positive).to_vec()),
            None => Values::Labels(crate::table::Labels {
                codes: prediction.labels(classes),
                names: classes.names.clone(),
            }),
        },
        (Prediction::Numbers(values), _) => Values::Numbers(values.clone()),
        (Prediction::Probabilities(shares), None) => Values::Presence(vec![true; shares.nrows()]),
    }
}

fn promise(project: &Project, model: &InUse, setup: &Setup) -> Result<Option<Promise>> {
    let rows = &setup.plan.holdout;
    let Some(prediction) = model.on_holdout(project, setup)? else {
        return Ok(None);
    };
    let values = as_values(&prediction, setup);
    let (kind, form) = match &values {
        Values::Labels(_) => (Kind::Category, Form::Labels),
        _ => (Kind::Number, Form::Numbers),
    };
    let order = setup.axis.as_ref().map(|axis| {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&i| (axis.instants[rows[i]], i));
        order
    });
    Ok(Some(Promise {
        truth: setup.truth(rows),
        watched: Watched::new("prediction", kind, form, values)
            .described(&setup.problem.unit, false),
        prediction,
        order,
    }))
}
