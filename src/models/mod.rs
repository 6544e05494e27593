//! Model families behind one interface, a file a family. A new family touches its file and [`FAMILIES`].

use std::collections::BTreeMap;

use crate::decisions::Task;
use crate::error::Result;
use crate::metrics::{Classes, Prediction, Truth};
use crate::prepare::{Matrix, Needs};
use crate::work::Rng;

/// Parameters of a fit by name, all numbers.
pub type Params = BTreeMap<String, f64>;

/// What a fit learns from.
pub struct Training<'a> {
    /// Prepared rows.
    pub x: &'a Matrix,
    /// What really happened on them.
    pub y: &'a Truth,
    /// Seed of every draw of the fit.
    pub seed: u64,
    /// Called after each round with the round from 1, the rounds in all and the training loss.
    /// `Break` ends the fit with [`crate::error::Error::cancelled`].
    pub watch: &'a (dyn Fn(usize, usize, f64) -> std::ops::ControlFlow<()> + Sync),
}

/// A fitted model.
pub trait Model: Send + Sync + std::fmt::Debug {
    /// Predicts prepared rows.
    fn predict(&self, x: &Matrix) -> Result<Prediction>;
    /// Everything needed to predict again, as JSON.
    fn save(&self) -> serde_json::Value;
    /// How much each matrix column counts, not negative, by name; empty where the family cannot say.
    fn importance(&self) -> Vec<(String, f64)>;
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
    /// Parameter sets to try: the first is the default, the others drawn; at most `count`.
    fn trials(&self, count: usize, rng: &mut Rng) -> Vec<Params>;
    /// Checks parameters given by hand: an unknown name is an error with the nearest.
    fn check(&self, params: &Params) -> Result<()>;
    /// Fits.
    fn fit(&self, training: &Training<'_>, params: &Params) -> Result<Box<dyn Model>>;
    /// A model from what `save` gave.
    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>>;
}

/// Every family, simplest first.
pub const FAMILIES: &[&dyn Family] = &[];

/// The family of this name; the error names the nearest.
pub fn family(name: &str) -> Result<&'static dyn Family> {
    let _ = name;
    todo!()
}

/// The families that can do this task.
pub fn of_task(task: Task) -> Vec<&'static dyn Family> {
    let _ = task;
    todo!()
}
