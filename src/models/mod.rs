//! Model families behind one interface, a file a family. A new family touches its file and [`FAMILIES`].
//!
//! `linear/` and `trees/` hold the families; `parameters.rs` describes and checks parameters, `training.rs` reads what a
//! fit learns from, `kept_back.rs` keeps rows back inside a fit, `saved.rs` reads models back, `contributions.rs` says
//! what a column adds to an answer.

mod contributions;
mod kept_back;
mod linear;
mod parameters;
mod saved;
mod training;
mod trees;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use contributions::{Contributions, Scale, Told};
pub use parameters::Parameter;

use crate::decisions::Task;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Metric, Prediction, Truth};
use crate::prepare::{Matrix, Needs};
use crate::work::Rng;

/// Parameters of a fit by name, all numbers.
pub type Params = BTreeMap<String, f64>;

/// In what the rows to come differ from those learned from, so that rows kept back inside a fit stand for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NewRows<'a> {
    /// In nothing: they are drawn from the same rows.
    #[default]
    Alike,
    /// They come later; the instant of each training row.
    Later(&'a [i64]),
    /// They belong to other groups; the group of each training row.
    OtherGroups(&'a [u32]),
}

/// What a fit learns from.
#[derive(Clone, Copy)]
pub struct Training<'a> {
    /// Prepared rows.
    pub x: &'a Matrix,
    /// What really happened on them.
    pub y: &'a Truth,
    /// How much each row counts: finite, not negative, of mean 1. All alike where `None`.
    pub weights: Option<&'a [f64]>,
    /// How the rows to come differ.
    pub new_rows: NewRows<'a>,
    /// Seed of every draw of the fit.
    pub seed: u64,
    /// Called after each round with the round from 1, the rounds in all and the training loss.
    /// A fit that first looks for its number of rounds begins again at round 1 for the model it keeps.
    /// `Break` ends the fit with [`crate::error::Error::cancelled`].
    pub watch: &'a (dyn Fn(usize, usize, f64) -> std::ops::ControlFlow<()> + Sync),
}

impl<'a> Training<'a> {
    /// Rows that count alike, with rows to come like them.
    pub fn new(
        x: &'a Matrix,
        y: &'a Truth,
        seed: u64,
        watch: &'a (dyn Fn(usize, usize, f64) -> std::ops::ControlFlow<()> + Sync),
    ) -> Self {
        Self {
            x,
            y,
            weights: None,
            new_rows: NewRows::Alike,
            seed,
            watch,
        }
    }
}

/// What a family can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Takes a weight for each row.
    pub weights: bool,
    /// Takes missing values as they are; else they are filled in.
    pub missing: bool,
    /// Gives a probability for each class.
    pub probabilities: bool,
    /// Its answer can be held to rise or to fall with a column.
    pub monotone: bool,
    /// How long a fit takes beside those of other families.
    pub cost: Cost,
}

/// How long a fit takes beside those of other families; it says how many parameter sets are tried where no number of
/// them is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cost {
    /// Seconds at most on any table that fits into memory.
    Light,
    /// In step with the rows.
    Middle,
    /// As long as all parameter sets of another family together.
    Heavy,
}

impl Capabilities {
    /// What it can do in words, for people.
    pub fn words(&self) -> String {
        let all = [
            (self.weights, "weights"),
            (self.missing, "missing values as they are"),
            (self.probabilities, "probabilities"),
            (self.monotone, "monotone"),
        ];
        let can: Vec<&str> = all
            .iter()
            .filter(|(can, _)| *can)
            .map(|(_, word)| *word)
            .collect();
        can.join(", ")
    }
}

/// A fitted model.
pub trait Model: Send + Sync + std::fmt::Debug {
    /// Predicts prepared rows. Errors where the columns are not those of the fit.
    fn predict(&self, x: &Matrix) -> Result<Prediction>;
    /// Everything needed to predict again, as JSON.
    fn save(&self) -> serde_json::Value;
    /// How much each matrix column counts, not negative, by name, in matrix order; empty where the family cannot say.
    fn importance(&self) -> Vec<(String, f64)>;
    /// SHAP values of prepared rows; nothing where the family does not give them.
    fn contributions(&self, x: &Matrix) -> Result<Option<Contributions>> {
        let _ = x;
        Ok(None)
    }
    /// About how many multiplications the SHAP values of one row take; 0 where the family does not give them.
    fn contribution_cost(&self) -> u64 {
        0
    }
    /// Parameters that the fit settled itself, such as a number of rounds; mostly none.
    fn settled(&self) -> Params {
        Params::new()
    }
}

/// A family of models.
pub trait Family: Sync {
    /// Name in files: `ridge`.
    fn name(&self) -> &'static str;
    /// One line for people.
    fn title(&self) -> &'static str;
    /// Tasks it can do.
    fn tasks(&self) -> &'static [Task];
    /// What it needs of its matrix.
    fn needs(&self) -> Needs;
    /// What it can do.
    fn can(&self) -> Capabilities;
    /// Its parameters with default, range and meaning.
    fn parameters(&self) -> &'static [Parameter];
    /// Parameter sets to try: the first is the default, the others drawn; at most `count`.
    fn trials(&self, count: usize, rng: &mut Rng) -> Vec<Params>;
    /// Parameters that make the fit minimise what this metric measures, to lay over every trial; mostly none.
    fn aim(&self, metric: Metric) -> Params {
        let _ = metric;
        Params::new()
    }
    /// Checks parameters given by hand: an unknown name is an error with the nearest.
    fn check(&self, params: &Params) -> Result<()> {
        parameters::check(self.name(), self.parameters(), params)
    }
    /// Fits. What `params` leaves out takes its default.
    fn fit(&self, training: &Training<'_>, params: &Params) -> Result<Box<dyn Model>>;
    /// A model from what `save` gave. `classes` are those of the problem; an error where the model has others.
    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>>;
}

/// Every family, simplest first.
pub const FAMILIES: &[&dyn Family] = &[
    &linear::RIDGE,
    &linear::LASSO,
    &linear::ELASTIC_NET,
    &linear::LOGISTIC,
    &linear::SOFTMAX,
    &trees::TREE,
    &trees::FOREST,
    &trees::Boosting,
];

/// The family of this name; the error names the nearest.
pub fn family(name: &str) -> Result<&'static dyn Family> {
    if let Some(family) = FAMILIES.iter().find(|family| family.name() == name) {
        return Ok(*family);
    }
    let names: Vec<&str> = FAMILIES.iter().map(|family| family.name()).collect();
    let fix = match crate::text::nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean '{near}'?"),
        None => format!("use one of: {}", names.join(", ")),
    };
    Err(Error::new(format!(
        "there is no model family '{}'",
        crate::text::escape(name)
    ))
    .with_fix(fix))
}

/// The families that can do this task, simplest first.
pub fn of_task(task: Task) -> Vec<&'static dyn Family> {
    FAMILIES
        .iter()
        .copied()
        .filter(|family| family.tasks().contains(&task))
        .collect()
}

#[cfg(test)]
mod boosting_tests;
#[cfg(test)]
mod contribution_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod weight_tests;
