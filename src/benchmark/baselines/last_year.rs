//! The same period of last year, by the calendar: the row of the group on the same date a year before, or the nearest
//! one before that date. Unlike a season of so many rows it holds where rows are missing.

use std::sync::Arc;

use super::history::{Known, answers};
use super::{Answer, Fitted, Predictor, best_constant, plain_mean};
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::table::{Axis, Length};

struct LastYear {
    known: Arc<Known>,
    instants: Vec<Option<i64>>,
    year: Length,
}

/// Where time is a date and the rows span more than a year.
pub(super) fn list(setup: &Setup, known: &Arc<Known>) -> Vec<Box<dyn Predictor>> {
    let Some((axis, year)) = setup.axis.as_ref().and_then(long_enough) else {
        return Vec::new();
    };
    vec![Box::new(LastYear {
        known: Arc::clone(known),
        instants: axis.instants.clone(),
        year,
    })]
}

fn long_enough(axis: &Axis) -> Option<(&Axis, Length)> {
    // A column of plain numbers has no years.
    let year = axis.length("1y").ok()?;
    let instants = || axis.instants.iter().flatten().copied();
    let (first, last) = (instants().min()?, instants().max()?);
    (first < year.before(last)).then_some((axis, year))
}

impl LastYear {
    /// The row of a year before; none that is older than two years.
    fn row(&self, row: usize) -> Option<usize> {
        let then = self.year.before(self.instants[row]?);
        let known = self.known.past.known(row);
        let until = known.partition_point(|&row| self.instants[row].is_some_and(|at| at <= then));
        let found = known[..until].last().copied()?;
        (self.instants[found]? > self.year.before(then)).then_some(found)
    }
}

impl Predictor for LastYear {
    fn name(&self) -> &str {
        "same_period_last_year"
    }

    fn description(&self) -> String {
        "what happened in the same group on the same date a year before, or last before that date"
            .into()
    }

    /// No rule says it: rules count rows, not days.
    fn fit(&self, _setup: &Setup, _train: &[usize]) -> Result<Fitted> {
        Err(
            Error::new("a date of last year is looked up by the calendar, which no rule can keep")
                .with_fix("use seasonal_naive or last_value, or write a rule with LAG"),
        )
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        Ok(answers(setup, &best_constant(setup, train), test, |row| {
            Some(plain_mean(setup, &[self.row(row)?]))
        }))
    }
}
