//! What errors cost, computed by hand.

use std::fmt::Write as _;

use super::*;
use crate::work::Progress;

/// A project of rows `x,y` with these decisions; what is asked of it is asked with its setup and costing.
fn with<T>(decisions: &str, csv: &str, ask: impl FnOnce(&Project, &Setup, &Costing) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("format = 1\n[[source]]\npath = \"data.csv\"\n{decisions}");
    std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
    std::fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    let setup = Setup::new(&project, &Progress::silent()).unwrap();
    let costing = Costing::of(&project, &setup).unwrap().unwrap();
    ask(&project, &setup, &costing)
}

const TWO: &str =
    "[problem]\ntarget = \"y\"\ntask = \"binary\"\npositive = \"bad\"\n[split]\nfolds = 4\n";
const MATRIX: &str = "[value]\nmatrix = { bad = { good = 5 }, good = { bad = 1 } }\n";

/// One row in four is bad; x is a price.
fn credits(rows: usize) -> String {
    let mut csv = "x,y\n".to_owned();
    for row in 0..rows {
        let class = if row % 4 == 0 { "bad" } else { "good" };
        writeln!(csv, "{},{class}", 1 + row % 3).unwrap();
    }
    csv
}

fn shares(setup: &Setup, of: &[f64]) -> Prediction {
    let classes = setup.problem.classes.as_ref().unwrap();
    let positive = classes.positive.unwrap();
    Prediction::Probabilities(ndarray::Array2::from_shape_fn((of.len(), 2), |(r, c)| {
        if c == positive { of[r] } else { 1.0 - of[r] }
    }))
}

#[test]
fn two_classes_are_cut_where_the_costs_imply_it() {
    with(
        &format!("{TWO}{MATRIX}"),
        &credits(40),
        |_, setup, costing| {
            // Bad at 0.1: a miss of 5. Good at 0.2: an alarm of 1, as a sixth is enough.
            let prediction = shares(setup, &[0.1, 0.2, 1.0, f64::NAN]);
            let costs = costing.per_row(setup, &[0, 1, 4, 5], &prediction).unwrap();
            assert_eq!(costs[..3], [5.0, 1.0, 0.0]);
            assert!(costs[3].is_nan());
            let later = costing.per_row_at(setup, &[0, 1], &shares(setup, &[0.1, 0.2]), Some(0.25));
            assert_eq!(later.unwrap(), [5.0, 0.0]);
        },
    );
}

#[test]
fn an_expression_implies_a_threshold_too() {
    // A miss costs the price, about 2 on average over the bad rows; an alarm half a unit: about 0.5 / 2.5.
    let value = "[value]\ncost = \"CASE WHEN y = 'bad' AND prediction = 'good' THEN x WHEN y = 'good' AND prediction = 'bad' THEN 0.5 ELSE 0 END\"\ndecisions_per_year = 10\n";
    with(
        &format!("{TWO}{value}"),
        &credits(48),
        |_, setup, costing| {
            let rows = [0, 4, 8, 1];
            let below = shares(setup, &[0.15; 4]);
            let above = shares(setup, &[0.27; 4]);
            assert_eq!(
                costing.per_row(setup, &rows, &below).unwrap(),
                [1.0, 2.0, 3.0, 0.0]
            );
            assert_eq!(
                costing.per_row(setup, &rows, &above).unwrap(),
                [0.0, 0.0, 0.0, 0.5]
            );
            let cost = costing.cost(setup, &rows, &below).unwrap();
            assert_eq!((cost.per_decision, cost.per_year), (Some(1.5), Some(15.0)));
        },
    );
}

/// A score between 0 and 1 for each row of each fold, higher for bad rows.
fn scored(setup: &Setup, rows_of: impl Fn(usize) -> f64) -> OutOfFold {
    let of = |fold: &crate::split::Fold| {
        let values: Vec<f64> = fold.test.iter().map(|&row| rows_of(row)).collect();
        shares(setup, &values)
    };
    OutOfFold {
        folds: setup.plan.folds.iter().map(of).collect(),
    }
}

#[test]
fn a_fold_is_cut_by_what_others_tell() {
    // Probabilities that are far too low: bad rows at 0.08, good ones at 0.02 and 0.04.
    let too_low = |row: usize| match row % 4 {
        0 => 0.08,
        1 => 0.04,
        _ => 0.02,
    };
    with(
        &format!("{TWO}{MATRIX}"),
        &credits(240),
        |_, setup, costing| {
            let found = costing.on_folds(setup, &scored(setup, too_low)).unwrap();
            let thresholds = found.thresholds.unwrap();
            for cut in thresholds.folds.iter().chain([&thresholds.last]) {
                assert!((cut - 0.06).abs() < 1e-12, "{cut}");
            }
            assert_eq!(found.cost.per_decision, Some(0.0));
        },
    );
    // Too few rows to tell: the sixth that the costs imply, with a miss in every bad row.
    with(
        &format!("{TWO}{MATRIX}"),
        &credits(80),
        |_, setup, costing| {
            let found = costing.on_folds(setup, &scored(setup, too_low)).unwrap();
            assert!((found.thresholds.unwrap().last - 1.0 / 6.0).abs() < 1e-12);
            assert_eq!(found.cost.per_decision, Some(1.25));
        },
    );
}

/// Bad rows at 0.08, in some rows at 0.05; good ones at 0.04.
fn lower_in(some: &[usize], is_bad: bool, row: usize) -> f64 {
    match (is_bad, some.contains(&row)) {
        (true, true) => 0.05,
        (true, false) => 0.08,
        (false, _) => 0.04,
    }
}

fn is_about(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < 1e-12
}

#[test]
fn the_rows_of_a_fold_do_not_move_its_threshold() {
    with(
        &format!("{TWO}{MATRIX}"),
        &credits(240),
        |_, setup, costing| {
            let own = &setup.plan.folds[0].test;
            let lower = scored(setup, |row| lower_in(own, row % 4 == 0, row));
            let found = Thresholds::choose(setup, stakes(costing), &lower);
            assert!(is_about(found.folds[0], 0.06), "{found:?}");
            let others = &found.folds[1..];
            assert!(others.iter().all(|cut| is_about(*cut, 0.045)), "{found:?}");
            assert!(is_about(found.last, 0.045));
        },
    );
}

#[test]
fn in_time_only_earlier_rows_choose_a_threshold() {
    let mut csv = "t,y\n".to_owned();
    for day in 0..300 {
        let class = if day % 3 == 0 { "bad" } else { "good" };
        writeln!(csv, "2020-{:02}-{:02},{class}", 1 + day / 28, 1 + day % 28).unwrap();
    }
    let decisions = "[columns]\nt = { kind = \"date\" }\n[problem]\ntarget = \"y\"\ntask = \"binary\"\npositive = \"bad\"\ntime = \"t\"\n[split]\nfolds = 4\n";
    with(
        &format!("{decisions}{MATRIX}"),
        &csv,
        |_, setup, costing| {
            let last = &setup.plan.folds[3].test;
            let lower = scored(setup, |row| lower_in(last, row % 3 == 0, row));
            let found = Thresholds::choose(setup, stakes(costing), &lower);
            // Nothing was predicted before the first fold, and too little before the second.
            assert!(is_about(found.folds[0], 1.0 / 6.0), "{found:?}");
            assert!(is_about(found.folds[3], 0.06), "{found:?}");
            assert!(is_about(found.last, 0.045), "{found:?}");
        },
    );
}

fn stakes(costing: &Costing) -> &Stakes {
    match &costing.how {
        How::Two(stakes, _) => stakes,
        _ => panic!("two classes"),
    }
}

#[test]
fn what_is_saved_has_the_interval_of_a_mean() {
    let value = "[value]\ncost = \"abs(prediction - y)\"\ndecisions_per_year = 100\nbuild_cost = 50\nrun_cost_per_year = 20\n";
    let problem = "[problem]\ntarget = \"y\"\ntask = \"regression\"\n";
    let csv: String = (0..400).map(|row| format!("{row},{}\n", row % 7)).collect();
    with(
        &format!("{problem}{value}"),
        &format!("x,y\n{csv}"),
        |project, setup, _| {
            let rows = setup.scored_rows();
            let theirs: Vec<f64> = (0..rows.len()).map(|at| 2.0 + (at % 2) as f64).collect();
            let ours = vec![1.0; rows.len()];
            let value = &project.decisions.value;
            let upkeep = Upkeep::stated(value);
            let found = gains(setup, &rows, &theirs, &[&ours, &theirs], value, upkeep).unwrap();
            let gain = found[0].unwrap();
            assert_eq!(gain.per_decision.value, 1.5);
            // Deviation 0.5 over 320 rows: 1.96 * 0.5 / 17.89 on both sides.
            let (low, high) = gain.per_decision.interval.unwrap();
            assert!(
                (low - 1.445).abs() < 0.006 && (high - 1.555).abs() < 0.006,
                "{low} {high}"
            );
            assert_eq!(gain.net_per_year.unwrap().value, 130.0);
            assert_eq!(gain.first_year.unwrap().value, 80.0);
            assert!((gain.payback.unwrap().months.unwrap() - 50.0 / 130.0 * 12.0).abs() < 1e-12);
            assert_eq!(found[1].unwrap().per_decision.interval, Some((0.0, 0.0)));
        },
    );
}
