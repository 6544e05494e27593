//! The rows of all folds, one below the other, with what was predicted for them.

use crate::benchmark::{OutOfFold, Pooled, Setup, Thresholds};
use crate::metrics::{Classes, Prediction, Truth};

/// Points of a curve that are kept.
pub(super) const POINTS: usize = 1_000;

/// Predictions of the rows of all folds.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    pub setup: &'a Setup,
    /// Rows of the table.
    pub rows: Vec<usize>,
    /// The fold of each, from 0 on.
    pub folds: Vec<usize>,
    pub truth: Truth,
    pub prediction: Prediction,
    /// What is decided by it: differs where costs say where two classes are cut.
    pub decided: Prediction,
    /// How much each counts; all alike where `None`.
    pub weights: Option<Vec<f64>>,
}

/// True and predicted numbers, row by row.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    pub truth: &'a [f64],
    pub predicted: &'a [f64],
}

/// A class against the rest.
#[derive(Debug)]
pub(super) struct OneClass<'a> {
    pub name: &'a str,
    /// Its probability, row by row.
    pub shares: Vec<f64>,
    /// Whether it came.
    pub came: Vec<bool>,
    pub weights: Option<&'a [f64]>,
}

/// The classes that are each ranked against the rest.
#[derive(Debug)]
pub(super) enum ByClass<'a> {
    /// The positive one of two.
    Positive(OneClass<'a>),
    /// Every one of several.
    Each(Vec<OneClass<'a>>),
}

impl<'a> ByClass<'a> {
    pub fn all(&self) -> &[OneClass<'a>] {
        match self {
            ByClass::Positive(one) => std::slice::from_ref(one),
            ByClass::Each(all) => all,
        }
    }

    /// A curve a class, of those that have one; `None` where none has.
    pub fn curves<C>(&self, of: impl Fn(&OneClass<'a>) -> Option<C>) -> Option<Vec<C>> {
        let curves: Vec<C> = self.all().iter().filter_map(of).collect();
        (!curves.is_empty()).then_some(curves)
    }
}

impl<'a> Kept<'a> {
    pub fn of(
        setup: &'a Setup,
        predictions: &OutOfFold,
        thresholds: Option<&Thresholds>,
    ) -> Kept<'a> {
        let decided = predictions.decided_by(setup, thresholds);
        let Pooled { rows, prediction } = predictions.pooled(setup);
        let folds = setup.plan.folds.iter().enumerate();
        let folds = folds.flat_map(|(i, fold)| std::iter::repeat_n(i, fold.test.len()));
        Kept {
            setup,
            folds: folds.collect(),
            truth: setup.truth(&rows),
            weights: setup.weights(&rows),
            decided: decided.unwrap_or_else(|| prediction.clone()),
            prediction,
            rows,
        }
    }

    /// The true classes, where classes are predicted.
    pub fn classes(&self) -> Option<(&[u32], &Classes)> {
        match &self.truth {
            Truth::Classes(codes, classes) => Some((codes, classes)),
            Truth::Numbers(_) => None,
        }
    }

    /// True and predicted numbers, where numbers are predicted.
    pub fn numbers(&self) -> Option<Numbers<'_>> {
        match (&self.truth, &self.prediction) {
            (Truth::Numbers(truth), Prediction::Numbers(predicted)) => {
                Some(Numbers { truth, predicted })
            }
            _ => None,
        }
    }

    /// The positive class of two, or each of several, against the rest.
    pub fn by_class<'b>(&'b self, truth: &[u32], classes: &'b Classes) -> ByClass<'b> {
        let one = |class: usize| OneClass {
            name: &classes.names[class],
            shares: match &self.prediction {
                Prediction::Probabilities(shares) => shares.column(class).to_vec(),
                Prediction::Numbers(_) => Vec::new(),
            },
            came: truth.iter().map(|t| *t as usize == class).collect(),
            weights: self.weights.as_deref(),
        };
        match classes.binary() {
            Some(positive) => ByClass::Positive(one(positive)),
            None => ByClass::Each((0..classes.names.len()).map(one).collect()),
        }
    }

    /// Score of the rows at these positions in the metric that decides.
    pub fn score(&self, members: &[usize]) -> Option<f64> {
        let rows: Vec<usize> = members.iter().map(|&m| self.rows[m]).collect();
        self.setup.score(&rows, &self.judged().take(members))
    }

    /// Score of all rows together.
    pub fn whole(&self) -> Option<f64> {
        self.setup.score(&self.rows, self.judged())
    }

    /// What the metric that decides judges.
    fn judged(&self) -> &Prediction {
        let metric = self.setup.problem.metric;
        metric.judged(&self.prediction, &self.decided)
    }
}
