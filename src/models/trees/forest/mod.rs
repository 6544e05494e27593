//! Forests: the mean of many large trees, each grown from rows drawn with replacement, and a single tree, a forest of one.
//!
//! Trees are grown on every value (no quantiles), in double precision: by squared error, or for classes by the Gini
//! impurity, so that leaves hold how frequent each class is. `columns.rs` ranks the values, `tally.rs` says how good a
//! split is, `split.rs` finds the best one of a column, `cart.rs` grows a tree, `grow.rs` a forest, `tree.rs` is a tree as
//! it is kept, `model.rs` predicts, `shap.rs` says what each column adds to an answer.

mod cart;
mod columns;
mod grow;
mod model;
mod shap;
mod split;
mod tally;
mod tree;

use rand::Rng as _;

use super::{NEEDS, TASKS, capabilities};
use crate::decisions::Task;
use crate::error::Result;
use crate::metrics::{Classes, Metric};
use crate::models::{Capabilities, Cost, Family, Model, Parameter, Params, Training, parameters};
use crate::prepare::Needs;
use crate::work::Rng;
use grow::Settings;
use model::Forest;

const MAX_DEPTH: Parameter = Parameter::whole(
    "max_depth",
    0.0,
    (0.0, 64.0),
    "depth of a tree at most; 0 for no limit",
);

const OBJECTIVE: Parameter = Parameter::whole(
    "objective",
    0.0,
    (0.0, 1.0),
    "what a leaf answers for a number: 0 the mean of its rows, 1 their median",
);

const FOREST_PARAMETERS: &[Parameter] = &[
    Parameter::whole("trees", 100.0, (1.0, 10_000.0), "number of trees"),
    Parameter::real("min_rows", 1.0, (1.0, 1e9), "rows that a leaf needs"),
    Parameter::real(
        "columns",
        0.0,
        (0.0, 1.0),
        "share of the columns drawn at each split; 0 for all of them, for classes the square root of their number",
    ),
    MAX_DEPTH,
    OBJECTIVE,
];

const TREE_PARAMETERS: &[Parameter] = &[
    Parameter::real("min_rows", 20.0, (1.0, 1e9), "rows that a leaf needs"),
    MAX_DEPTH,
    OBJECTIVE,
];

/// Rows of a leaf tried for a single tree, the default first.
const TREE_MIN_ROWS: [f64; 8] = [20.0, 10.0, 40.0, 5.0, 80.0, 3.0, 160.0, 1.0];

/// The forest.
pub(in crate::models) const FOREST: TreeFamily = TreeFamily {
    name: "forest",
    title: "random forest: the mean of many large trees, each from rows and columns drawn by chance",
    parameters: FOREST_PARAMETERS,
    cost: Cost::Heavy,
    trials: |count, rng| {
        let drawn = std::iter::repeat_with(|| {
            Params::from([
                (
                    "min_rows".to_owned(),
                    parameters::log_uniform(rng, 1.0, 20.0).round(),
                ),
                (
                    "columns".to_owned(),
                    parameters::short(rng.random_range(0.2..=1.0)),
                ),
            ])
        });
        std::iter::once(Params::new())
            .chain(drawn)
            .take(count)
            .collect()
    },
    settings: |params| {
        let value = |name| parameters::value(FOREST_PARAMETERS, params, name);
        Settings {
            trees: value("trees") as usize,
            max_depth: value("max_depth") as usize,
            min_rows: value("min_rows"),
            columns: value("columns"),
            drawn: true,
            median: value("objective") == 1.0,
        }
    },
};

/// The single tree.
pub(in crate::models) const TREE: TreeFamily = TreeFamily {
    name: "tree",
    title: "decision tree: one question after the other",
    parameters: TREE_PARAMETERS,
    cost: Cost::Light,
    trials: |count, _| parameters::grid("min_rows", &TREE_MIN_ROWS, count),
    settings: |params| {
        let value = |name| parameters::value(TREE_PARAMETERS, params, name);
        Settings {
            trees: 1,
            max_depth: value("max_depth") as usize,
            min_rows: value("min_rows"),
            columns: 1.0,
            drawn: false,
            median: value("objective") == 1.0,
        }
    },
};

/// What forest and tree do their own way.
pub(in crate::models) struct TreeFamily {
    name: &'static str,
    title: &'static str,
    parameters: &'static [Parameter],
    cost: Cost,
    /// Parameter sets to try over the defaults, the first none.
    trials: fn(usize, &mut Rng) -> Vec<Params>,
    settings: fn(&Params) -> Settings,
}

impl Family for TreeFamily {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn tasks(&self) -> &'static [Task] {
        TASKS
    }

    fn needs(&self) -> Needs {
        NEEDS
    }

    fn can(&self) -> Capabilities {
        capabilities(self.cost)
    }

    fn parameters(&self) -> &'static [Parameter] {
        self.parameters
    }

    fn trials(&self, count: usize, rng: &mut Rng) -> Vec<Params> {
        (self.trials)(count, rng)
            .iter()
            .map(|set| parameters::completed(self.parameters, set))
            .collect()
    }

    fn aim(&self, metric: Metric) -> Params {
        parameters::absolute_error(metric)
    }

    fn fit(&self, training: &Training<'_>, params: &Params) -> Result<Box<dyn Model>> {
        self.check(params)?;
        let settings = (self.settings)(params);
        let params = parameters::completed(self.parameters, params);
        Ok(Box::new(grow::grow(training, params, &settings)?))
    }

    fn load(&self, saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Box<dyn Model>> {
        Ok(Box::new(Forest::read(saved, classes)?))
    }
}
