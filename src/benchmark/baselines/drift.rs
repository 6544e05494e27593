//! Drift: the last known value, carried on along the line from the first known value of the group to it (Hyndman and
//! Athanasopoulos, Forecasting: Principles and Practice, 5.2). A row knows what lies behind the horizon only.

use std::sync::Arc;

use super::history::{Known, answers};
use super::{Answer, Fitted, Predictor, best_constant};
use crate::benchmark::Setup;
use crate::error::{Error, Result};
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

    /// No rule says it: rules have no first value of all.
    fn fit(&self, _setup: &Setup, _train: &[usize]) -> Result<Fitted> {
        Err(
            Error::new("drift looks at the first value of the group, which no rule can keep")
                .with_fix("use last_value, or write a rule such as LAG(y) + ?"),
        )
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        Ok(answers(setup, &best_constant(setup, train), test, |row| {
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
