//! Two predictors on the same rows: how much better one is, how sure that is, and what the tests of the field say.
//!
//! | file | what lives there |
//! |--|--|
//! | `resampling` | draws of rows, groups or blocks of time |
//! | `score` | how far a score would move |
//! | `paired` | the paired tests that go with the split |
//! | `words` | what the evidence allows to say |

mod paired;
mod resampling;
mod score;
mod words;

pub use paired::PairedTest;
pub use resampling::Resampling;
use score::Parts;
pub(super) use score::around;
pub use score::score_intervals;

use serde::{Deserialize, Serialize};

use self::paired::Pair;
use super::{Pooled, Setup};
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::stats::{self, chosen_gain};

/// Level of the interval.
const LEVEL: f64 = 0.95;
/// Beyond this p no gain is shown.
const SIGNIFICANCE: f64 = 0.05;
/// Share of the rival's score that counts as no difference where nothing is decided: one in a hundred, as Benavoli et al. (2017) take
/// it for accuracies.
const ALIKE: f64 = 0.01;

/// What the comparison found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Gain of the chosen one, the mean over the folds, in the metric's good direction.
    pub gain: f64,
    /// Interval of the gain at 95 %.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of no gain.
    pub p_value: Option<f64>,
    /// The paired tests that the split allows.
    pub tests: Vec<PairedTest>,
    /// In which share of worlds it is better, alike and worse.
    pub worlds: Option<Worlds>,
}

/// Shares of worlds after the evidence: the three sum to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Worlds {
    /// Share in which the gain is larger than the region of practical equivalence.
    pub better: f64,
    /// Share in which it lies within: nobody would feel it.
    pub alike: f64,
    /// Share in which it is a loss beyond.
    pub worse: f64,
    /// Half the width of the region of practical equivalence, in the metric.
    pub rope: f64,
}

impl Worlds {
    fn of(found: stats::Worlds, rope: f64) -> Worlds {
        Worlds {
            better: found.above,
            alike: found.within,
            worse: found.below,
            rope,
        }
    }
}

/// The gain up to which nobody would feel a difference: as decided, else a hundredth of the rival's score.
pub fn rope(decided: Option<f64>, rival: f64) -> f64 {
    decided.unwrap_or(ALIKE * rival).abs()
}

impl Comparison {
    /// Whether a gain is shown.
    pub fn is_better(&self) -> bool {
        self.is_shown() && self.interval.is_some_and(|(low, _)| low > 0.0)
    }

    /// Whether a loss is shown.
    pub fn is_worse(&self) -> bool {
        self.is_shown() && self.interval.is_some_and(|(_, high)| high < 0.0)
    }

    fn is_shown(&self) -> bool {
        self.p_value.is_some_and(|p| p < SIGNIFICANCE)
    }
}

/// Those that are compared with one rival: their predictions of the same rows, which of them was chosen, and what it gained in each fold. Rows are scored
/// fold by fold, as everywhere: a ranking across folds would compare what different fits say.
pub struct Contest<'a> {
    /// How many rows each fold has, in the order of the rows; one number where all are scored at once.
    pub folds: &'a [usize],
    /// What the rival says of the rows.
    pub rival: &'a Prediction,
    /// Everyone who could have been chosen: predictions of the same rows.
    pub contenders: &'a [Prediction],
    /// Which of them was.
    pub chosen: usize,
    /// Its gain in each fold, in the metric's good direction; `None` where folds were not scored or a score is undefined.
    pub fold_gains: Option<&'a [f64]>,
    /// What the chosen one and the rival decide, where costs say where two classes are cut; else what they predict most.
    pub decided: Option<(&'a Prediction, &'a Prediction)>,
    /// What counts as no difference, in the metric; a hundredth of the rival's score where `None`.
    pub rope: Option<f64>,
}

impl Contest<'_> {
    /// Compares pair by pair on these rows of the table: the gain of the chosen one over the rival, its interval and p by resampling rows, groups or
    /// blocks of time with the choice made anew in each replicate, the paired tests, and the worlds. An error where the metric is undefined.
    pub fn compare(&self, setup: &Setup, rows: &[usize]) -> Result<Comparison> {
        let metric = setup.problem.metric;
        let direction = metric.direction();
        let undefined = || {
            Error::new(format!(
                "{} is undefined on the compared rows",
                metric.name()
            ))
            .with_fix("choose another metric, or check the folds")
        };
        let prepared = |prediction| {
            Parts::of_pooled(setup, rows, self.folds, prediction).ok_or_else(undefined)
        };
        let rival = prepared(self.rival)?;
        let contenders = self.contenders.iter().map(prepared);
        let contenders = contenders.collect::<Result<Vec<_>>>()?;
        let gains_of = |weights: &[f64]| -> Option<Vec<f64>> {
            let theirs = rival.score(weights)?;
            let gain =
                |ours: Option<f64>| ours.map_or(f64::NAN, |ours| direction.gain(ours, theirs));
            Some(contenders.iter().map(|c| gain(c.score(weights))).collect())
        };

        let resampling = Resampling::of(setup, rows)?;
        let whole = resampling.whole();
        let theirs = rival.score(&whole).ok_or_else(undefined)?;
        let gains = gains_of(&whole).ok_or_else(undefined)?;
        let gain = gains
            .get(self.chosen)
            .copied()
            .filter(|gain| gain.is_finite());
        let gain = gain.ok_or_else(undefined)?;
        let drawn: Vec<Vec<f64>> = resampling
            .replicates(gains_of)
            .into_iter()
            .flatten()
            .collect();
        let found = chosen_gain(&gains, &drawn, self.chosen, resampling.units(), LEVEL);

        let ours = Pooled {
            rows: rows.to_vec(),
            prediction: self.contenders[self.chosen].clone(),
        };
        let pair = Pair {
            setup,
            ours: &ours,
            theirs: self.rival,
            decided: self.decided,
            fold_gains: self.fold_gains,
        };
        let rope = rope(self.rope, theirs);
        let worlds = pair.worlds(rope);
        let worlds = worlds.or_else(|| found.as_ref().map(|found| found.worlds(rope)));
        Ok(Comparison {
            gain,
            interval: found.as_ref().map(|found| found.interval),
            p_value: found.as_ref().map(|found| found.p_value),
            tests: pair.tests()?,
            worlds: worlds.map(|worlds| Worlds::of(worlds, rope)),
        })
    }
}

/// Gains fold by fold of one score a fold over another; `None` where one is undefined.
pub fn fold_gains(setup: &Setup, ours: &[Option<f64>], theirs: &[Option<f64>]) -> Option<Vec<f64>> {
    let direction = setup.problem.metric.direction();
    let pairs = ours.iter().zip(theirs);
    pairs
        .map(|(ours, theirs)| Some(direction.gain((*ours)?, (*theirs)?)))
        .collect()
}
