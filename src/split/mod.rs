//! Folds: which rows are learned from, which are scored, which are set aside for the last word.
//!
//! One file a strategy; `holdout.rs` sets rows aside first, the strategies divide the rest. Everything
//! is drawn from the seed alone, so the same request gives the same plan everywhere.

mod given;
mod group;
mod group_time;
mod holdout;
mod random;
mod stratified;
mod time;

use crate::decisions::Strategy;
use crate::error::{Error, Result};
use crate::table::Length;
use crate::text::counted;

/// One fold: positions of rows, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Name: `1` (`2.1` for the first fold of a second repeat), or the value of the fold column.
    pub name: String,
    /// Learned from.
    pub train: Vec<usize>,
    /// Scored.
    pub test: Vec<usize>,
}

/// The division of all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The folds, in order of time where there is time.
    pub folds: Vec<Fold>,
    /// Every row outside the holdout, ascending; under `group-time` without the rows of groups that
    /// also occur in the holdout, so that the last model has seen none of them.
    pub development: Vec<usize>,
    /// Rows set aside, ascending; empty where the holdout is a file of its own.
    pub holdout: Vec<usize>,
}

/// What a plan is made from.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// Number of rows.
    pub rows: usize,
    /// How rows are divided; random where left out.
    pub strategy: Option<Strategy>,
    /// Number of folds. At least 2, for time strategies at least 1; not used with `given`.
    pub folds: usize,
    /// Repeats of the draw; 0 is taken as 1.
    pub repeats: usize,
    /// Seed of every draw.
    pub seed: u64,
    /// Share set aside, above 0 and at most 0.5; None with `holdout_from` or a file.
    pub holdout_share: Option<f64>,
    /// First instant of the holdout, on the axis of `time`.
    pub holdout_from: Option<i64>,
    /// Instants by row (missing: never used in a time split but reported as an error).
    pub time: Option<&'a [Option<i64>]>,
    /// Lengths of the gap between training and fold, on the axis of `time`: a row is learned from
    /// only if it is older than the first row of the fold by each of them.
    pub gaps: &'a [Length],
    /// Length left out after a fold. Folds that grow from the start never learn from what comes
    /// after them, so it is checked and changes nothing.
    pub embargo: Option<Length>,
    /// Group by row.
    pub groups: Option<&'a [u32]>,
    /// Class by row.
    pub classes: Option<&'a [u32]>,
    /// Given fold by row, with the names of the folds in their order.
    pub given: Option<(&'a [Option<u32>], &'a [String])>,
}

/// Divides the rows. Errors where there are too few rows, groups, classes or instants for the folds asked.
pub fn plan(request: &Request<'_>) -> Result<Plan> {
    check(request)?;
    let (development, holdout) = holdout::set_aside(request)?;
    let folds = match (request.given, request.strategy.unwrap_or(Strategy::Random)) {
        (Some((fold, names)), _) => given::folds(&development, fold, names)?,
        (None, Strategy::Random) => random::folds(request, &development)?,
        (None, Strategy::Stratified) => stratified::folds(request, &development)?,
        (None, Strategy::Group) => group::folds(request, &development)?,
        (None, Strategy::Time) => time::folds(request, &development)?,
        (None, Strategy::GroupTime) => group_time::folds(request, &development)?,
    };
    Ok(Plan {
        folds,
        development,
        holdout,
    })
}

/// Checks what does not depend on the strategy's own needs.
fn check(request: &Request<'_>) -> Result<()> {
    if request.rows == 0 {
        return Err(Error::new("there is no row to divide")
            .with_fix("check the filter `where` of the source"));
    }
    let lengths = [
        ("time", request.time.map(<[_]>::len)),
        ("groups", request.groups.map(<[_]>::len)),
        ("classes", request.classes.map(<[_]>::len)),
        ("fold column", request.given.map(|(fold, _)| fold.len())),
    ];
    for (what, length) in lengths {
        if let Some(length) = length.filter(|&l| l != request.rows) {
            return Err(Error::new(format!(
                "the split got '{length}' values of {what} for {}",
                counted(request.rows, "row")
            )));
        }
    }
    if let Some(share) = request.holdout_share {
        if !(share > 0.0 && share <= 0.5) {
            return Err(
                Error::new(format!("'{share}' is not a share of rows to set aside"))
                    .with_fix("give split.holdout.share above 0 and at most 0.5"),
            );
        }
        if request.holdout_from.is_some() {
            return Err(Error::new(
                "the holdout is given both as a share and by its first instant",
            )
            .with_fix("keep one of split.holdout.share and split.holdout.from"));
        }
    }
    let gaps = request.gaps.iter().map(|gap| ("gap", *gap));
    for (key, length) in gaps.chain(request.embargo.map(|embargo| ("embargo", embargo))) {
        if let Length::Steps(steps) = length
            && steps < 0
        {
            return Err(Error::new(format!("split.{key} is '{steps}'"))
                .with_fix("a length of time is 0 or more"));
        }
    }
    let in_time = matches!(request.strategy, Some(Strategy::Time | Strategy::GroupTime));
    let fewest = if in_time { 1 } else { 2 };
    if request.given.is_none() && request.folds < fewest {
        return Err(Error::new(format!("'{}' is too few folds", request.folds))
            .with_fix(format!("set split.folds to {fewest} or more, usually 5")));
    }
    if in_time && request.given.is_none() && request.repeats > 1 {
        return Err(Error::new(format!(
            "'{}' repeats were asked, but folds in order of time are not drawn by chance",
            request.repeats
        ))
        .with_fix("leave split.repeats out"));
    }
    Ok(())
}

/// Folds from the fold of each development row, repeat by repeat: every row is scored once a repeat.
fn folds_of(
    development: &[usize],
    repeats: usize,
    folds: usize,
    mut assign: impl FnMut(usize) -> Vec<usize>,
) -> Vec<Fold> {
    let repeats = repeats.max(1);
    let mut out = Vec::with_capacity(repeats * folds);
    for repeat in 1..=repeats {
        let fold_of = assign(repeat);
        for fold in 0..folds {
            let (test, train): (Vec<_>, Vec<_>) = development
                .iter()
                .zip(&fold_of)
                .partition(|&(_, &f)| f == fold);
            out.push(Fold {
                name: if repeats == 1 {
                    format!("{}", fold + 1)
                } else {
                    format!("{repeat}.{}", fold + 1)
                },
                train: train.into_iter().map(|(&row, _)| row).collect(),
                test: test.into_iter().map(|(&row, _)| row).collect(),
            });
        }
    }
    out
}

/// The instants of these rows. An error names how many are missing.
fn instants(request: &Request<'_>, rows: &[usize]) -> Result<Vec<i64>> {
    let time = request.time.ok_or_else(|| {
        Error::new("a split in order of time needs a time column")
            .with_fix("name it in problem.time, or choose another split.strategy")
    })?;
    let known: Vec<i64> = rows.iter().filter_map(|&row| time[row]).collect();
    let missing = rows.len() - known.len();
    if missing > 0 {
        return Err(Error::new(format!(
            "{} of {} {} no time, so they cannot be put in order",
            counted(missing, "row"),
            rows.len(),
            if missing == 1 { "has" } else { "have" },
        ))
        .with_fix(
            "leave them out with `where` in the source (`… is not null`), or choose another split.strategy",
        ));
    }
    Ok(known)
}

/// The groups by row.
fn groups<'a>(request: &Request<'a>) -> Result<&'a [u32]> {
    request.groups.ok_or_else(|| {
        Error::new("a split by group needs a group column")
            .with_fix("name it in problem.group, or choose another split.strategy")
    })
}

#[cfg(test)]
mod tests;
