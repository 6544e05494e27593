//! What a family learns from on some rows: what happened, how much each row counts, how the rows to come will differ.

use crate::benchmark::Setup;
use crate::decisions::{ClassWeight, Model as Decided, Strategy};
use crate::error::{Error, Result};
use crate::metrics::Truth;
use crate::models::{Family, NewRows, Training};
use crate::prepare::Matrix;

/// Told each round, the rounds in all and the training loss; `Break` ends the fit.
pub type Watch<'a> = dyn Fn(usize, usize, f64) -> std::ops::ControlFlow<()> + Sync + 'a;

/// What is learned from on some rows.
pub struct Lesson {
    truth: Truth,
    /// Of mean 1, so that penalties and sizes of leaves mean the same as without.
    weights: Option<Vec<f64>>,
    instants: Option<Vec<i64>>,
    groups: Option<Vec<u32>>,
}

impl Lesson {
    /// The lesson of these rows of the table. An error where no row counts.
    pub fn of(setup: &Setup, rows: &[usize], decided: Option<&Decided>) -> Result<Lesson> {
        let truth = setup.truth(rows);
        let mut weights = setup.weights(rows);
        if let (Some(ClassWeight::Balanced), Truth::Classes(codes, _)) =
            (decided.and_then(|d| d.class_weight), &truth)
        {
            weights = Some(balanced(codes, weights));
        }
        let total: f64 = weights.iter().flatten().sum();
        if weights.is_some() && total <= 0.0 {
            return Err(Error::new("every training row of a fold has the weight 0")
                .with_fix("set split.folds lower, or take `problem.weight` out"));
        }
        for weight in weights.iter_mut().flatten() {
            *weight *= rows.len() as f64 / total;
        }
        let in_time = matches!(setup.strategy, Strategy::Time | Strategy::GroupTime);
        let instants: Option<Vec<i64>> = match &setup.axis {
            Some(axis) if in_time => rows.iter().map(|&row| axis.instants[row]).collect(),
            _ => None,
        };
        let whole_groups = setup.strategy == Strategy::Group;
        Ok(Lesson {
            truth,
            weights,
            instants,
            groups: setup.groups(rows).filter(|_| whole_groups),
        })
    }

    /// The lesson on the prepared rows. An error where rows do not count alike and the family cannot weigh them.
    pub fn training<'a>(
        &'a self,
        family: &dyn Family,
        x: &'a Matrix,
        seed: u64,
        watch: &'a Watch<'a>,
    ) -> Result<Training<'a>> {
        if self.weights.is_some() && !family.can().weights {
            return Err(Error::new(format!("{} cannot weigh rows", family.name()))
                .with_fix("leave the family out, or take the weights out"));
        }
        let new_rows = match (&self.instants, &self.groups) {
            (Some(instants), _) => NewRows::Later(instants),
            (None, Some(groups)) => NewRows::OtherGroups(groups),
            (None, None) => NewRows::Alike,
        };
        Ok(Training {
            weights: self.weights.as_deref(),
            new_rows,
            ..Training::new(x, &self.truth, seed, watch)
        })
    }
}

/// Weights under which every class counts as much as any other, times those that rows have already.
fn balanced(codes: &[u32], weights: Option<Vec<f64>>) -> Vec<f64> {
    let own = weights.unwrap_or_else(|| vec![1.0; codes.len()]);
    let mut totals = std::collections::BTreeMap::<u32, f64>::new();
    for (code, weight) in codes.iter().zip(&own) {
        *totals.entry(*code).or_default() += weight;
    }
    let share = |code: &u32| totals.get(code).copied().filter(|total| *total > 0.0);
    codes
        .iter()
        .zip(&own)
        .map(|(code, weight)| share(code).map_or(0.0, |total| weight / total))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_classes_count_alike() {
        let weights = balanced(&[0, 0, 0, 1], Some(vec![1.0, 1.0, 2.0, 3.0]));
        assert_eq!(weights, [0.25, 0.25, 0.5, 1.0]);
        assert_eq!(balanced(&[1, 1], None), [0.5, 0.5]);
    }
}
