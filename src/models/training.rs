//! What a fit learns from, checked: numbers or classes without gaps, as many as rows.

use std::ops::ControlFlow;

use super::Training;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Truth};
use crate::prepare::Matrix;
use crate::text::counted;

/// The target of a regression.
pub(super) fn numbers<'a>(training: &Training<'a>) -> Result<&'a [f64]> {
    let Truth::Numbers(y) = training.y else {
        return Err(
            Error::new("this family predicts numbers, and the target has classes")
                .with_fix("choose a family for classes, or set problem.task to \"regression\""),
        );
    };
    check(training.x, y.len())?;
    let missing = y.iter().filter(|v| !v.is_finite()).count();
    if missing > 0 {
        return Err(Error::new(format!(
            "the target has no finite value in {}",
            counted(missing, "training row")
        ))
        .with_fix("leave them out with `where` in the source"));
    }
    Ok(y)
}

/// Mean and deviation (1 where there is none), which keep the digits of a target far from 0 that single precision
/// would lose.
pub(super) fn scale(y: &[f64]) -> (f64, f64) {
    let rows = y.len() as f64;
    let centre = y.iter().sum::<f64>() / rows;
    let spread = (y.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / rows).sqrt();
    (centre, if spread > 0.0 { spread } else { 1.0 })
}

/// The target of a classification, by the classes that occur in the training rows.
pub(super) struct Present<'a> {
    /// Every class of the problem.
    pub(super) classes: &'a Classes,
    /// Codes of the classes that occur, ascending; at least two.
    pub(super) codes: Vec<u32>,
    /// Position in `codes`, by row.
    pub(super) rows: Vec<usize>,
}

/// The classes of the training rows. An error where there is only one.
pub(super) fn classes<'a>(training: &Training<'a>) -> Result<Present<'a>> {
    let Truth::Classes(y, classes) = training.y else {
        return Err(
            Error::new("this family predicts classes, and the target is a number").with_fix(
                "choose a family for numbers, or set problem.task to \"binary\" or \"multiclass\"",
            ),
        );
    };
    check(training.x, y.len())?;
    let mut codes = y.clone();
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [] => Err(Error::new("there is no row to learn from")),
        [only] => Err(Error::new(format!(
            "only one class in the training rows: '{}'",
            crate::text::escape(classes.names.get(*only as usize).map_or("", |n| n))
        ))
        .with_fix("set split.strategy to \"stratified\", set split.folds lower, or bring rows of the other classes")),
        [.., last] if *last as usize >= classes.names.len() => {
            Err(Error::new(format!("there is no class number '{last}'")))
        }
        _ => Ok(Present {
            classes,
            rows: y.iter().map(|c| codes.partition_point(|k| k < c)).collect(),
            codes,
        }),
    }
}

fn check(x: &Matrix, rows: usize) -> Result<()> {
    if x.values.nrows() != rows {
        return Err(Error::new(format!(
            "the matrix has {}, the target '{rows}'",
            counted(x.values.nrows(), "row")
        )));
    }
    if rows == 0 {
        return Err(Error::new("there is no row to learn from"));
    }
    if x.values.ncols() == 0 {
        return Err(Error::new("there is no column to learn from"));
    }
    Ok(())
}

/// An error where the matrix has missing or infinite values.
pub(super) fn complete(x: &Matrix) -> Result<()> {
    match x.values.indexed_iter().find(|(_, v)| !v.is_finite()) {
        None => Ok(()),
        Some(((_, column), _)) => Err(Error::new(
            "a value is missing or infinite after preparation",
        )
        .at_column(&x.names[column])
        .with_fix("set prepare.missing of the column to \"median\"")),
    }
}

/// An error where the columns are not those of the fit.
pub(super) fn same_columns(x: &Matrix, names: &[String]) -> Result<()> {
    if x.names == names {
        return Ok(());
    }
    Err(Error::new(format!(
        "the model was fitted on {}, and the matrix has '{}' or others",
        counted(names.len(), "column"),
        x.names.len()
    ))
    .with_fix("prepare the rows with the pipeline that was saved with the model"))
}

/// Reports a round; an error where the work must stop.
pub(super) fn report(
    training: &Training<'_>,
    round: usize,
    rounds: usize,
    loss: f64,
) -> Result<()> {
    match (training.watch)(round, rounds, loss) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::cancelled()),
    }
}
