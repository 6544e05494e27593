//! How the rows are divided.

use std::collections::HashSet;

use super::super::DEFAULT_SEED;
use super::Proposal;
use crate::decisions::{Edit, Task};
use crate::error::Result;
use crate::table::Table;
use crate::text;

/// Share of rows to set aside: AutoGluon's rule (`default_holdout_frac`), doubled as when parameters are tuned, at most 0.2.
pub fn holdout_share(rows: usize) -> f64 {
    let n = rows.max(1) as f64;
    let share = if n < 5000.0 {
        (500.0 / n).clamp(0.1, 0.2)
    } else {
        (2500.0 / n).clamp(0.01, 0.1)
    };
    let doubled = (share * 2.0).min(0.2);
    (doubled * 100.0).round() / 100.0
}

/// Folds where nothing stands against them.
const FOLDS: usize = 5;

/// Folds that can each hold a row of the rarest class, up to [`FOLDS`]; fewer than two where it is too rare.
fn folds_for_classes(table: &Table, target: &str, share: f64) -> Result<usize> {
    let counts = table.labels(target)?.counts();
    let rarest = counts.into_iter().min().unwrap_or(0);
    let set_aside = (rarest as f64 * share).ceil() as usize;
    Ok((rarest - set_aside).min(FOLDS))
}

/// Folds in time: the first dates are only learned from, and each fold holds one at least.
fn folds_for_time(table: &Table, time: &str, share: f64) -> Result<usize> {
    let instants = table.instants(time)?;
    let dates: HashSet<i64> = instants.into_iter().flatten().collect();
    let set_aside = (dates.len() as f64 * share).ceil() as usize;
    Ok((dates.len() - set_aside).saturating_sub(1).clamp(2, FOLDS))
}

pub(super) fn propose_split(
    table: &Table,
    target: &str,
    task: Task,
    time: Option<&str>,
    has_group: bool,
) -> Result<Proposal> {
    let has_time = time.is_some();
    let by_time = match time {
        Some(time) => folds_for_time(table, time, holdout_share(table.rows()))?,
        None => FOLDS,
    };
    let share = holdout_share(table.rows());
    let by_class = match task.is_classification() {
        true => folds_for_classes(table, target, share)?,
        false => FOLDS,
    };
    let edits = |strategy: &str| {
        let folds = match strategy {
            "stratified" => by_class.max(2),
            "time" => by_time,
            _ => FOLDS,
        };
        vec![
            Edit::set_text("split.strategy", strategy),
            Edit::set("split.holdout", format!("{{ share = {share} }}")),
            Edit::set("split.folds", folds.to_string()),
            Edit::set("split.seed", DEFAULT_SEED.to_string()),
        ]
    };
    let (strategy, reason) = match (has_time, has_group, task.is_classification()) {
        (false, true, _) => (
            "group",
            "rows of one group stay together, as new groups will come",
        ),
        (true, _, _) => (
            "time",
            "rows are dated: learn from the past, score on what came later",
        ),
        (_, _, true) if by_class < 2 => (
            "random",
            "no date and no group: by chance; the rarest class has too few rows for a share in each fold",
        ),
        (_, _, true) => (
            "stratified",
            "no date and no group: by chance, with the same share of each class",
        ),
        _ => ("random", "no date and no group: by chance"),
    };
    let reason = format!(
        "{reason}; {} set aside for the last word",
        text::percent(share)
    );
    let mut proposal = Proposal::new("split", strategy, reason, edits(strategy));
    let mut others = vec!["random"];
    others.extend(has_time.then_some("time"));
    others.extend((task.is_classification() && by_class > 1).then_some("stratified"));
    for other in others.into_iter().filter(|o| *o != strategy) {
        proposal = proposal.or(other, edits(other));
    }
    Ok(proposal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holdout_follows_the_number_of_rows() {
        let rare = |rows: usize| {
            let rows: String = (0..rows).map(|_| "1,rare\n").collect();
            let others: String = (0..40)
                .map(|i| format!("{i},{}\n", ["x", "z"][i % 2]))
                .collect();
            Table::from_csv(&format!("a,y\n{rows}{others}")).unwrap()
        };
        let folds = |rows: usize| folds_for_classes(&rare(rows), "y", 0.2).unwrap();
        assert_eq!([folds(1), folds(3), folds(4), folds(30)], [0, 2, 3, 5]);
        assert_eq!(holdout_share(400), 0.2);
        assert_eq!(holdout_share(15_000), 0.2);
        assert_eq!(holdout_share(1_000_000), 0.02);
    }
}
