//! Answers from the past of the same group, one step ahead: the last value, the mean of the last few, the value one season before.
//! A row knows every row of its group that is older by the horizon, inside folds and holdout too.

use std::sync::Arc;

use super::fitted::gather;
use super::{Answer, Fitted, Predictor, best_constant, drift, last_year, plain_mean, smoothing};
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::table::{Expression, Past};

/// Lengths tried for the moving average; the best on the training rows serves.
const WINDOWS: &[usize] = &[3, 6, 12, 24];

/// Seasons tried, in rows: the quarters of a year, the working days and the days of a week, months of a year, hours of a day, fortnights of a year, days of a
/// month, weeks of a year, quarter hours of a day, hours of a week, days of a year.
const SEASONS: &[usize] = &[4, 5, 7, 12, 24, 26, 30, 52, 96, 168, 365];
/// Training rows on which windows and seasons are tried, at most.
const TRIED: usize = 20_000;

/// What every row knows, and how far it lies behind.
pub(super) struct Known {
    pub(super) past: Past,
    /// How many rows of its group a row lies after the last one that it knows.
    pub(super) ahead: usize,
}

struct History {
    known: Arc<Known>,
    takes: Takes,
}

/// Which of the known rows are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Last,
    LastFew,
    OneSeasonBefore,
}

/// Places among the known rows, counted from the last, which is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Places {
    /// The first so many.
    UpTo(usize),
    /// This one.
    At(usize),
}

impl Places {
    fn of(self, known: &[usize]) -> &[usize] {
        match self {
            Places::UpTo(count) => &known[known.len().saturating_sub(count)..],
            Places::At(place) => match known.len().checked_sub(place) {
                Some(at) => &known[at..=at],
                None => &[],
            },
        }
    }
}

pub(super) fn list(setup: &Setup) -> Result<Vec<Box<dyn Predictor>>> {
    let Some(order) = &setup.order else {
        return Ok(Vec::new());
    };
    let labelled = setup.problem.labelled.iter().copied();
    let past = order.past(&setup.dataset.table, labelled)?;
    let ahead = steps_ahead(&past);
    let known = Arc::new(Known { past, ahead });
    let takes = [Takes::Last, Takes::LastFew, Takes::OneSeasonBefore];
    let of = |takes| {
        let known = Arc::clone(&known);
        Box::new(History { known, takes }) as Box<dyn Predictor>
    };
    let mut list: Vec<_> = takes.into_iter().map(of).collect();
    list.extend(last_year::list(setup, &known));
    list.extend(drift::list(setup, &known));
    list.extend(smoothing::list(setup, &known));
    Ok(list)
}

/// What is said of each row, the answer for the whole where nothing is.
pub(super) fn answers(
    setup: &Setup,
    whole: &Vec<f64>,
    rows: &[usize],
    said: impl Fn(usize) -> Option<Vec<f64>>,
) -> Answer {
    let said: Vec<Option<Vec<f64>>> = rows.iter().map(|&row| said(row)).collect();
    let shares = setup.problem.classes.is_some();
    Answer {
        prediction: gather(rows.len(), whole.len(), shares, |row| {
            said[row].as_ref().unwrap_or(whole)
        }),
        unanswered: said.iter().filter(|said| said.is_none()).count(),
    }
}

/// The mean of these known rows.
fn predict(past: &Past, setup: &Setup, whole: &Vec<f64>, rows: &[usize], places: Places) -> Answer {
    answers(setup, whole, rows, |row| {
        let known = places.of(past.known(row));
        (!known.is_empty()).then(|| plain_mean(setup, known))
    })
}

impl History {
    fn places(&self, setup: &Setup, train: &[usize]) -> Places {
        match self.takes {
            Takes::Last => Places::UpTo(1),
            Takes::LastFew => Places::UpTo(best_window(&self.known.past, setup, train)),
            Takes::OneSeasonBefore => {
                let season = best_season(&self.known, setup, train);
                Places::At(self.known.place_of(season))
            }
        }
    }
}

impl Predictor for History {
    fn name(&self) -> &str {
        match self.takes {
            Takes::Last => "last_value",
            Takes::LastFew => "moving_average",
            Takes::OneSeasonBefore => "seasonal_naive",
        }
    }

    fn description(&self) -> String {
        let listed = |tried: &[usize]| {
            let tried: Vec<String> = tried.iter().map(usize::to_string).collect();
            tried.join(", ")
        };
        match self.takes {
            Takes::Last => "what happened last in the same group".into(),
            Takes::LastFew => format!(
                "the mean of the last few of the same group, the best of {} on the training rows",
                listed(WINDOWS)
            ),
            Takes::OneSeasonBefore => format!(
                "what happened one season before in the same group, the best of {} rows on the training rows",
                listed(SEASONS)
            ),
        }
    }

    fn window(&self, setup: &Setup, train: &[usize]) -> Option<usize> {
        match self.takes {
            Takes::Last => None,
            Takes::LastFew => Some(best_window(&self.known.past, setup, train)),
            Takes::OneSeasonBefore => Some(best_season(&self.known, setup, train)),
        }
    }

    /// The rule that answers the same. Shares of classes are no rule's answer.
    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let target = Expression::name(&setup.problem.target);
        let expression = match (self.places(setup, train), setup.problem.classes.is_some()) {
            (Places::UpTo(1), _) => format!("LAG({target})"),
            (Places::At(place), _) => format!("LAG({target}, {place})"),
            (Places::UpTo(window), false) => {
                format!("AVG({target}) OVER (ROWS BETWEEN {window} PRECEDING AND 1 PRECEDING)")
            }
            (Places::UpTo(_), true) => {
                return Err(Error::new("a mean of classes cannot be kept as a rule")
                    .with_fix("use last_value, or write a rule"));
            }
        };
        Ok(Fitted::Rule {
            expression,
            coefficients: Vec::new(),
            otherwise: best_constant(setup, train),
        })
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let places = self.places(setup, train);
        Ok(predict(
            &self.known.past,
            setup,
            &best_constant(setup, train),
            test,
            places,
        ))
    }
}

/// Some of the training rows, evenly.
fn tried(train: &[usize]) -> Vec<usize> {
    let step = train.len().div_ceil(TRIED).max(1);
    train.iter().copied().step_by(step).collect()
}

fn best_window(past: &Past, setup: &Setup, train: &[usize]) -> usize {
    let rows = tried(train);
    let whole = best_constant(setup, &rows);
    best(setup, WINDOWS.iter().copied(), |window| {
        let said = predict(past, setup, &whole, &rows, Places::UpTo(window));
        setup.score(&rows, &said.prediction)
    })
}

impl Known {
    /// The place among the known rows that lies a whole number of seasons before the row.
    fn place_of(&self, season: usize) -> usize {
        self.ahead.div_ceil(season) * season + 1 - self.ahead
    }
}

/// The season that does best on the training rows; seasons that fewer than half of these have behind them are left out.
pub(super) fn best_season(known: &Known, setup: &Setup, train: &[usize]) -> usize {
    let rows = tried(train);
    let whole = best_constant(setup, &rows);
    best(setup, SEASONS.iter().copied(), |season| {
        let place = known.place_of(season);
        let is_known = |row: &usize| known.past.known(*row).len() >= place;
        let asked: Vec<usize> = rows.iter().copied().filter(is_known).collect();
        let said = predict(&known.past, setup, &whole, &asked, Places::At(place));
        let is_enough = 2 * asked.len() >= rows.len() && !asked.is_empty();
        setup.score(&asked, &said.prediction).filter(|_| is_enough)
    })
}

/// How many rows of its group a row lies after the last one that it knows, as most rows do: 1 where it knows the row before.
fn steps_ahead(past: &Past) -> usize {
    let groups = past.groups().iter();
    let mut steps: Vec<usize> = groups
        .flat_map(|rows| rows.iter().enumerate())
        .map(|(at, row)| (at + 1).saturating_sub(past.known(*row).len()).max(1))
        .collect();
    let middle = steps.len() / 2;
    match steps.is_empty() {
        true => 1,
        false => *steps.select_nth_unstable(middle).1,
    }
}

/// The candidate with the best score, the first where none has one.
fn best(
    setup: &Setup,
    candidates: impl Iterator<Item = usize>,
    score: impl Fn(usize) -> Option<f64>,
) -> usize {
    let direction = setup.problem.metric.direction();
    let mut best: Option<(f64, usize)> = None;
    for candidate in candidates {
        let score = score(candidate).unwrap_or(f64::NAN);
        if best.is_none_or(|(most, _)| direction.better(score, most)) {
            best = Some((score, candidate));
        }
    }
    best.map_or(1, |(_, candidate)| candidate)
}
