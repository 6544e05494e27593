//! Rows divided by chance.

use rand::seq::SliceRandom;

use super::{Fold, Request, folds_of};
use crate::error::{Error, Result};
use crate::text::counted;
use crate::work::rng;

/// Folds of equal size, to a row.
pub(super) fn folds(request: &Request<'_>, development: &[usize]) -> Result<Vec<Fold>> {
    if development.len() < request.folds {
        return Err(Error::new(format!(
            "{} outside the holdout cannot make '{}' folds",
            counted(development.len(), "row"),
            request.folds
        ))
        .with_fix("set split.folds lower, set a smaller holdout aside, or bring more rows"));
    }
    Ok(folds_of(
        development,
        request.repeats,
        request.folds,
        |repeat| {
            let mut order: Vec<usize> = (0..development.len()).collect();
            order.shuffle(&mut rng(
                request.seed,
                &["split", "random", &repeat.to_string()],
            ));
            let mut fold_of = vec![0; development.len()];
            for (dealt, &at) in order.iter().enumerate() {
                fold_of[at] = dealt % request.folds;
            }
            fold_of
        },
    ))
}
