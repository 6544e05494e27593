//! Exponential smoothing of each group: a level, a level with a trend (Holt), and both with additive seasons
//! (Holt-Winters). The recursion stands here, since a library that forecasts from the end of a series cannot carry fitted
//! parameters over later rows one step ahead; its parameters are found with a library's simplex search.
//!
//! Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, chapter 8, in the form of error correction.
//! Steps are rows of the group, as for the other baselines from history.

use std::sync::Arc;

use rayon::prelude::*;

use super::history::{Known, answers, best_season};
use super::{Answer, Fitted, Predictor, best_constant};
use crate::benchmark::Setup;
use crate::benchmark::fit::{Until, simplex};
use crate::error::{Error, Result};
use crate::metrics::Truth;
use crate::stats::mean;

/// Rows that parameters are fitted on, in all groups together; the latest of each.
const FITTED: usize = 50_000;
/// A group is fitted on this many of its rows at least, where it has them.
const FITTED_EACH: usize = 200;
/// Errors of the training rows that a group must have, a parameter.
const ERRORS_EACH: usize = 2;
/// When the search for parameters is over.
const FOUND: Until = Until {
    tolerance: 1e-9,
    steps: 40,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Level,
    Trend,
    Season,
}

struct Smoothing {
    known: Arc<Known>,
    kind: Kind,
}

/// Of numbers only.
pub(super) fn list(setup: &Setup, known: &Arc<Known>) -> Vec<Box<dyn Predictor>> {
    if setup.problem.classes.is_some() {
        return Vec::new();
    }
    let of = |kind| {
        let known = Arc::clone(known);
        Box::new(Smoothing { known, kind }) as Box<dyn Predictor>
    };
    [Kind::Level, Kind::Trend, Kind::Season]
        .map(of)
        .into_iter()
        .collect()
}

/// What is carried from row to row; the season is that of the model, 0 where it has none.
#[derive(Debug, Clone, Copy)]
struct Model {
    kind: Kind,
    season: usize,
}

/// Shares of each error that go into level, trend and season.
#[derive(Debug, Clone, Copy)]
struct Shares {
    level: f64,
    trend: f64,
    season: f64,
}

/// The state after some rows.
struct State {
    level: f64,
    trend: f64,
    seasons: Vec<f64>,
}

impl Model {
    /// Rows from which the first state is made.
    fn first(self) -> usize {
        match self.kind {
            Kind::Level => 1,
            Kind::Trend => 2,
            Kind::Season => 2 * self.season,
        }
    }

    fn parameters(self) -> usize {
        match self.kind {
            Kind::Level => 1,
            Kind::Trend => 2,
            Kind::Season => 3,
        }
    }

    /// Each parameter of the search is free; the shares lie between 0 and 1, and what the season takes of an error is at
    /// most what the level leaves.
    fn shares(self, free: &[f64]) -> Shares {
        let share = |at: usize| free.get(at).map_or(0.0, |free| 1.0 / (1.0 + (-free).exp()));
        let level = share(0);
        Shares {
            level,
            trend: level * share(1),
            season: (1.0 - level) * share(2),
        }
    }

    /// Shows `visit` the state after each number of rows, from the first that it can be made of.
    fn run(self, values: &[f64], shares: Shares, mut visit: impl FnMut(usize, &State)) {
        if values.len() < self.first() {
            return;
        }
        let (mut state, from) = self.start(values);
        for at in from..=values.len() {
            if at >= self.first() {
                visit(at, &state);
            }
            let Some(value) = values.get(at) else { break };
            let error = value - self.forecast(&state, at, 1);
            state.level += state.trend + shares.level * error;
            state.trend += shares.trend * error;
            if self.kind == Kind::Season {
                state.seasons[at % self.season] += shares.season * error;
            }
        }
    }

    /// The first state, and after how many rows it is that of the series: the first row; the first two; or before all rows
    /// the line through the means of the first two seasons, with what stands above it.
    fn start(self, values: &[f64]) -> (State, usize) {
        match self.kind {
            Kind::Level => (State::plain(values[0], 0.0), 1),
            Kind::Trend => (State::plain(values[1], values[1] - values[0]), 2),
            Kind::Season => {
                let season = self.season;
                let first = mean(&values[..season]);
                let trend = (mean(&values[season..2 * season]) - first) / season as f64;
                let middle = (season as f64 - 1.0) / 2.0;
                let line = |at: f64| first + trend * (at - middle);
                let above = |at: usize| values[at] - line(at as f64);
                let state = State {
                    level: line(-1.0),
                    trend,
                    seasons: (0..season)
                        .map(|at| (above(at) + above(at + season)) / 2.0)
                        .collect(),
                };
                (state, 0)
            }
        }
    }

    /// What the state after `known` rows says of the row so many steps ahead.
    fn forecast(self, state: &State, known: usize, ahead: usize) -> f64 {
        let season = match self.kind {
            Kind::Season => state.seasons[(known + ahead - 1) % self.season],
            Kind::Level | Kind::Trend => 0.0,
        };
        state.level + ahead as f64 * state.trend + season
    }

    /// The shares with the least squared errors one step ahead; none where the series is too short for them.
    fn fit(self, values: &[f64]) -> Result<Option<Shares>> {
        if values.len() < self.first() + ERRORS_EACH * self.parameters() {
            return Ok(None);
        }
        let start = [0.0, -2.0, -2.0][..self.parameters()].to_vec();
        let squares = |free: &[f64]| Ok(self.squares(values, self.shares(free)));
        let best = simplex(&squares, start, |_| 1.0, &FOUND).map_err(|error| {
            Error::new(format!(
                "exponential smoothing could not be fitted: {error}"
            ))
        })?;
        Ok(Some(self.shares(&best)))
    }

    /// The sum of squared errors one step ahead.
    fn squares(self, values: &[f64], shares: Shares) -> f64 {
        let mut squares = 0.0;
        self.run(values, shares, |at, state| {
            if let Some(value) = values.get(at) {
                squares += (value - self.forecast(state, at, 1)).powi(2);
            }
        });
        if squares.is_finite() {
            squares
        } else {
            f64::MAX
        }
    }
}

impl State {
    fn plain(level: f64, trend: f64) -> State {
        State {
            level,
            trend,
            seasons: Vec::new(),
        }
    }
}

impl Predictor for Smoothing {
    fn name(&self) -> &str {
        match self.kind {
            Kind::Level => "ses",
            Kind::Trend => "holt",
            Kind::Season => "holt_winters",
        }
    }

    fn description(&self) -> String {
        let what = match self.kind {
            Kind::Level => "a level",
            Kind::Trend => "a level and a trend",
            Kind::Season => "a level, a trend and the season of seasonal_naive",
        };
        format!(
            "exponential smoothing of each group: {what}, fitted on the training rows one step ahead"
        )
    }

    /// No rule says it: the state of a group is made of all its rows.
    fn fit(&self, _setup: &Setup, _train: &[usize]) -> Result<Fitted> {
        Err(Error::new(format!(
            "{} carries a state from row to row, which no rule can keep",
            self.name()
        ))
        .with_fix("use seasonal_naive or last_value, or write a rule"))
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let season = match self.kind {
            Kind::Season => best_season(&self.known, setup, train),
            Kind::Level | Kind::Trend => 0,
        };
        let model = Model {
            kind: self.kind,
            season,
        };
        let groups = self.known.past.groups();
        let fewest = FITTED_EACH.max(3 * model.first());
        let most = fewest.max(FITTED / groups.len().max(1));
        let mut is_training = vec![false; setup.dataset.table.rows()];
        train.iter().for_each(|&row| is_training[row] = true);
        let numbers = |rows: &[usize]| match setup.truth(rows) {
            Truth::Numbers(values) => values,
            Truth::Classes(..) => Vec::new(),
        };
        // What each group says of the row after so many known ones.
        let forecasts: Vec<Vec<f64>> = groups
            .par_iter()
            .map(|rows| {
                let of_training = rows.iter().copied().filter(|&row| is_training[row]);
                let learn: Vec<usize> = of_training.collect();
                let latest = &learn[learn.len().saturating_sub(most)..];
                let mut said = vec![f64::NAN; rows.len() + 1];
                if let Some(shares) = model.fit(&numbers(latest))? {
                    let ahead = self.known.ahead;
                    model.run(&numbers(rows), shares, |at, state| {
                        said[at] = model.forecast(state, at, ahead);
                    });
                }
                Ok(said)
            })
            .collect::<Result<_>>()?;
        Ok(answers(setup, &best_constant(setup, train), test, |row| {
            let (group, known) = self.known.past.place(row)?;
            let said = forecasts[group][known];
            said.is_finite().then(|| vec![said])
        }))
    }
}
