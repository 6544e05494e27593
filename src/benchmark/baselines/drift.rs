//! Drift: the last known value, carried on along the line from the first known value of the group to it (Hyndman and
//! Athanasopoulos, Forecasting: Principles and Practice, 5.2). A row knows what lies behind the horizon only.

use std::sync::Arc;

use super::history::{Known, answers};
use super::{Answer, Fitted, Predictor, best_constant};
use crate::benchmark::Setup;
use crate::error::Result;
use crate::metrics::Truth;

struct Drift {
    known: Arc<Known>,
}

/// Of numbers only: classes have no line.
pub(super) fn list(setup: &Setup, known: &Arc<Known>) -> Vec<Box<dyn Predictor>> {
    match setup.problem.classes {
        Some(_) => Vec::new(),
        None => vec![Box::new(Drift {
            known: Arc::clone(known),
        })],
    }
}

impl Predictor for Drift {
    fn name(&self) -> &str {
        "drift"
    }

    fn description(&self) -> String {
        "the last value of the same group, carried on by its mean change since the first".into()
    }

    /// The rule that answers the same.
    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let target = format!("\"{}\"", setup.problem.target.replace('"', "\"\""));
        let all = "OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)";
        let ahead = self.known.ahead;
        Ok(Fitted::Rule {
            expression: format!(
                "LAG({target}) + {ahead} * (LAG({target}) - FIRST_VALUE({target}) {all}) / (COUNT({target}) {all} - 1)"
            ),
            coefficients: Vec::new(),
            otherwise: best_constant(setup, train),
        })
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        Ok(answers(setup, train, test, |row| {
            let known = self.known.past.known(row);
            let [first, .., last] = known else {
                return None;
            };
            let Truth::Numbers(ends) = setup.truth(&[*first, *last]) else {
                return None;
            };
            let change = (ends[1] - ends[0]) / (known.len() - 1) as f64;
            Some(vec![ends[1] + self.known.ahead as f64 * change])
        }))
    }
}
