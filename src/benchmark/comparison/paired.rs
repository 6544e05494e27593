//! The paired tests of the field that go with how the rows are divided; each is told beside the interval, none of them decides alone.
//!
//! | test | compares | where |
//! |--|--|--|
//! | `corrected_t` | the scores of the folds, which share training rows | folds drawn by chance |
//! | `wilcoxon` | the losses of single rows, or of whole groups | folds drawn by chance |
//! | `mcnemar` | who is right where the other is wrong | classes, single rows drawn by chance |
//! | `diebold_mariano` | the losses of instants one after the other | folds of time |

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::benchmark::{Pooled, Setup};
use crate::decisions::Strategy;
use crate::error::Result;
use crate::metrics::{Metric, Prediction, Truth};
use crate::stats::{self, Tested, Worlds, corrected_t, diebold_mariano, mcnemar, wilcoxon};

/// What one test says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PairedTest {
    /// Its name.
    pub test: String,
    /// What it compares: `mae by fold`, `absolute error by row`.
    pub of: String,
    /// Its statistic.
    pub statistic: f64,
    /// Two-sided p.
    pub p_value: f64,
}

/// Two predictions of the same rows, and what was gained in each fold.
pub(super) struct Pair<'a> {
    pub setup: &'a Setup,
    pub ours: &'a Pooled,
    pub theirs: &'a Prediction,
    /// What both decide, where that is not what they predict most.
    pub decided: Option<(&'a Prediction, &'a Prediction)>,
    /// Gain of each fold in the metric's good direction; `None` where one is undefined.
    pub fold_gains: Option<&'a [f64]>,
}

impl Pair<'_> {
    /// Every test that the split allows.
    pub fn tests(&self) -> Result<Vec<PairedTest>> {
        let mut tests = Vec::new();
        let mut add = |test: &str, of: String, found: Option<Tested>| {
            tests.extend(found.map(|found| PairedTest {
                test: test.to_owned(),
                of,
                statistic: found.statistic,
                p_value: found.p_value,
            }));
        };
        let metric = self.setup.problem.metric.name();
        let loss = self.loss();
        let by_time = self.is_of_time();
        if !by_time {
            add(
                "corrected_t",
                format!("{metric} by fold"),
                self.t_of_folds(),
            );
        }
        if let Some((name, differences)) = self.differences(loss) {
            let (test, unit, found) = match (by_time, self.by_group()) {
                (true, _) => {
                    let found = diebold_mariano(&differences, self.horizon()?);
                    ("diebold_mariano", "instant", found)
                }
                (false, true) => ("wilcoxon", "group", wilcoxon(&differences)),
                (false, false) => ("wilcoxon", "row", wilcoxon(&differences)),
            };
            add(test, format!("{name} by {unit}"), found);
        }
        if !by_time && !self.by_group() {
            add(
                "mcnemar",
                "right and wrong by row".to_owned(),
                self.right_and_wrong(),
            );
        }
        Ok(tests)
    }

    /// The Bayesian correlated t-test over the folds; `None` where these are not drawn by chance.
    pub fn worlds(&self, rope: f64) -> Option<Worlds> {
        let gains = self.fold_gains.filter(|_| !self.is_of_time())?;
        stats::worlds(gains, self.test_to_train()?, rope)
    }

    fn is_of_time(&self) -> bool {
        matches!(self.setup.strategy, Strategy::Time | Strategy::GroupTime)
    }

    fn by_group(&self) -> bool {
        self.setup.strategy == Strategy::Group
    }

    fn test_to_train(&self) -> Option<f64> {
        let fold = self.setup.plan.folds.first()?;
        Some(fold.test.len() as f64 / fold.train.len() as f64)
    }

    fn t_of_folds(&self) -> Option<Tested> {
        let found = corrected_t(self.fold_gains?, self.test_to_train()?)?;
        Some(Tested {
            statistic: found.statistic,
            p_value: found.p_value,
        })
    }

    /// The metric itself where it divides into rows, else the loss that is nearest to it.
    fn loss(&self) -> Metric {
        let metric = self.setup.problem.metric;
        let truth = self.setup.truth(&self.ours.rows);
        let nearest = match &truth {
            Truth::Numbers(_) => "mae",
            Truth::Classes(..) => "brier",
        };
        match self
            .setup
            .losses(metric, &self.ours.rows, &self.ours.prediction)
        {
            Some(_) => metric,
            None => Metric::named(nearest).unwrap_or(metric),
        }
    }

    /// Their loss less ours, a number a row, a group or an instant (a row that stands several times counts once), in order of time; with the name of the loss.
    fn differences(&self, loss: Metric) -> Option<(&'static str, Vec<f64>)> {
        let rows = &self.ours.rows;
        let ours = self.setup.losses(loss, rows, &self.ours.prediction)?;
        let theirs = self.setup.losses(loss, rows, self.theirs)?;
        let groups = self.setup.groups(rows).filter(|_| self.by_group());
        let axis = self.setup.axis.as_ref().filter(|_| self.is_of_time());
        let unit = |at: usize| match (axis, &groups) {
            (Some(axis), _) => axis.instants[rows[at]],
            (None, Some(groups)) => Some(i64::from(groups[at])),
            (None, None) => Some(rows[at] as i64),
        };
        let weights = self.setup.weights(rows);
        let mut of_unit: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        for at in 0..rows.len() {
            let weight = weights.as_ref().map_or(1.0, |w| w[at]);
            let difference = theirs[at] - ours[at];
            if let Some(unit) = unit(at).filter(|_| !difference.is_nan() && weight > 0.0) {
                let (sum, of) = of_unit.entry(unit).or_default();
                *sum += weight * difference;
                *of += weight;
            }
        }
        let means = of_unit.into_values().map(|(sum, of)| sum / of);
        Some((loss.title(), means.collect()))
    }

    /// McNemar's test where every row stands once.
    fn right_and_wrong(&self) -> Option<Tested> {
        let rows = &self.ours.rows;
        let Truth::Classes(truth, classes) = self.setup.truth(rows) else {
            return None;
        };
        let mut once = rows.clone();
        once.sort_unstable();
        once.dedup();
        if once.len() < rows.len() {
            return None;
        }
        let right = |said: &Prediction| -> Vec<bool> {
            let said = said.labels(&classes).into_iter();
            said.zip(&truth)
                .map(|(said, is)| said == Some(*is))
                .collect()
        };
        let decided = self.decided.unwrap_or((&self.ours.prediction, self.theirs));
        let (ours, theirs) = (right(decided.0), right(decided.1));
        let count = |we: bool| {
            let pairs = ours.iter().zip(&theirs);
            pairs.filter(|(o, t)| o != t && **o == we).count() as u64
        };
        mcnemar(count(true), count(false))
    }

    /// How many instants lie between what is known and what is predicted, as most rows have it; 1 where the one before is known.
    fn horizon(&self) -> Result<usize> {
        let Some(order) = &self.setup.order else {
            return Ok(1);
        };
        let (axis, horizon) = order.axis(&self.setup.dataset.table)?;
        let rows = self.ours.rows.iter();
        let mut instants: Vec<i64> = rows.filter_map(|&row| axis.instants[row]).collect();
        instants.sort_unstable();
        instants.dedup();
        let mut steps: Vec<usize> = instants
            .iter()
            .enumerate()
            .map(|(at, now)| {
                let known = horizon.before(*now);
                at - instants.partition_point(|then| *then <= known && then < now)
            })
            .collect();
        steps.sort_unstable();
        Ok(steps.get(steps.len() / 2).copied().unwrap_or(1).max(1))
    }
}
