//! Whole groups, past before future: the folds of `time`, where a fold does not learn from the groups it is scored on.

use super::{Fold, Request, groups, holdout::unseen, time};
use crate::error::{Error, Result};

/// The folds of `time` without the groups of each fold in its training rows.
pub(super) fn folds(request: &Request<'_>, development: &[usize]) -> Result<Vec<Fold>> {
    let group = groups(request)?;
    time::folds(request, development)?
        .into_iter()
        .map(|fold| {
            let train = unseen(&fold.train, &fold.test, group);
            if train.is_empty() {
                return Err(Error::new(format!(
                    "fold {} has nothing to learn from: every earlier group goes on into it",
                    fold.name
                ))
                .with_fix(
                    "set split.strategy to \"time\" (groups go on) or \"group\" (groups are new)",
                ));
            }
            Ok(Fold { train, ..fold })
        })
        .collect()
}
