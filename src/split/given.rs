//! Folds given by a column, in the order of its values. Each learns from all the others, whatever the
//! strategy: who gives folds has decided what may be known.

use super::Fold;
use crate::error::{Error, Result};
use crate::text::counted;

/// One fold a value that occurs outside the holdout.
pub(super) fn folds(
    development: &[usize],
    fold: &[Option<u32>],
    names: &[String],
) -> Result<Vec<Fold>> {
    let missing = development.iter().filter(|&&r| fold[r].is_none()).count();
    if missing > 0 {
        return Err(Error::new(format!(
            "the fold column is empty in {} of {}",
            missing,
            counted(development.len(), "row")
        ))
        .with_fix("fill it, leave those rows out with `where` in the source, or leave split.fold_column out"));
    }
    let folds: Vec<Fold> = names
        .iter()
        .enumerate()
        .map(|(code, name)| {
            let (test, train) = development
                .iter()
                .partition(|&&row| fold[row] == u32::try_from(code).ok());
            Fold {
                name: name.clone(),
                train,
                test,
            }
        })
        .filter(|fold| !fold.test.is_empty())
        .collect();
    if folds.len() < 2 {
        return Err(Error::new(format!(
            "the fold column has {} outside the holdout, and folds need two",
            counted(folds.len(), "value")
        ))
        .with_fix("name a column with at least two values in split.fold_column"));
    }
    Ok(folds)
}
