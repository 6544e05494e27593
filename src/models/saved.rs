//! What saved models share: reading them back, and what their outputs answer.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::metrics::Classes;

/// What a model answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Answer {
    /// A number.
    Number,
    /// Probabilities of the classes with these codes, ascending: those of the training rows.
    Classes { classes: Classes, codes: Vec<u32> },
}

impl Answer {
    /// An error where the classes are not those of the problem or do not exist, so that a damaged file cannot panic later.
    pub(super) fn check(&self, classes: Option<&Classes>) -> Result<()> {
        match self {
            Answer::Number => Ok(()),
            Answer::Classes {
                classes: own,
                codes,
            } => {
                same_classes(own, classes)?;
                existing(own, codes)
            }
        }
    }
}

/// An error where these are not two or more codes of classes, ascending.
pub(super) fn existing(classes: &Classes, codes: &[u32]) -> Result<()> {
    let ascend = codes.windows(2).all(|pair| pair[0] < pair[1]);
    let exist = codes
        .last()
        .is_some_and(|&code| (code as usize) < classes.names.len());
    if codes.len() >= 2 && ascend && exist {
        Ok(())
    } else {
        Err(damaged("its classes do not exist"))
    }
}

/// Reads a saved model.
pub(super) fn read<T: DeserializeOwned>(saved: &serde_json::Value) -> Result<T> {
    T::deserialize(saved).map_err(|e| damaged(&e.to_string()))
}

/// The error for a saved model that cannot be used.
pub(super) fn damaged(why: &str) -> Error {
    Error::new(format!(
        "the saved model cannot be read: {}",
        crate::text::escape(why)
    ))
    .with_fix("train it again")
}

/// An error where the classes of a saved model are not those of the problem.
pub(super) fn same_classes(own: &Classes, classes: Option<&Classes>) -> Result<()> {
    match classes {
        Some(classes) if classes.names != own.names => Err(Error::new(
            "the saved model has other classes than the problem",
        )
        .with_fix("train it again")),
        _ => Ok(()),
    }
}
