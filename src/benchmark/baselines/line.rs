//! One number and a straight line: the column that goes with the target most closely, its slope and height fitted for the metric.

use super::rule::{Fitting, fitted_rule};
use super::tree::drawn;
use super::{Fitted, Predictor};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::{Error, Result};
use crate::metrics::Truth;
use crate::stats::pearson;
use crate::table::Expression;

struct Line {
    columns: Vec<String>,
}

/// Of numbers, and of two classes.
pub(super) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let several = setup
        .problem
        .classes
        .as_ref()
        .is_some_and(|c| c.positive.is_none());
    let table = &setup.dataset.table;
    let is_number = |name: &str| {
        let column = table.column(name);
        column.is_ok_and(|c| c.storage.is_number())
    };
    let inputs = setup.dataset.model_inputs();
    let columns: Vec<String> = inputs
        .filter(|c| c.kind == Kind::Number && is_number(&c.name))
        .map(|c| c.name.clone())
        .collect();
    match several || columns.is_empty() {
        true => Vec::new(),
        false => vec![Box::new(Line { columns })],
    }
}

impl Predictor for Line {
    fn name(&self) -> &str {
        "straight_line"
    }

    fn description(&self) -> String {
        "a straight line over the number that goes with the target most closely in the training rows".into()
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let rows = drawn(setup, train);
        let learn = setup.dataset.table.take(&rows)?;
        let target: Vec<f64> = match setup.truth(&rows) {
            Truth::Numbers(values) => values,
            Truth::Classes(codes, _) => codes.into_iter().map(f64::from).collect(),
        };
        let mut best: Option<(f64, &String)> = None;
        for name in &self.columns {
            let found = pearson(&learn.numbers(name)?, &target);
            let strength = found.map_or(0.0, |found| found.value.abs());
            if best.is_none_or(|(most, _)| strength > most) {
                best = Some((strength, name));
            }
        }
        let (_, name) = best.ok_or_else(|| Error::new("there is no number among the inputs"))?;
        let text = format!("? * {} + ?", Expression::name(name));
        let expression = Expression::parse(&text).map_err(|m| Error::new(m.message))?;
        fitted_rule(setup, &expression, &learn, &rows, Fitting::BySquaresOrSizes)
    }
}
