//! What predictions look like from several sides, on data small enough to count by hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use ndarray::Array2;

use super::{Diagnosis, diagnose};
use crate::benchmark::{OutOfFold, Setup};
use crate::figures::Figure;
use crate::metrics::Prediction;
use crate::project::Project;
use crate::work::Progress;

struct Made {
    _folder: tempfile::TempDir,
    project: Project,
    setup: Setup,
}

fn made(decisions: &str, csv: &str) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("format = 1\n{decisions}\n[[source]]\npath = \"data.csv\"\n");
    fs::write(folder.path().join("jalon.toml"), text).unwrap();
    fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    let setup = Setup::new(&project, &Progress::silent()).unwrap();
    Made {
        _folder: folder,
        project,
        setup,
    }
}

fn csv(head: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = format!("{head}\n");
    (0..rows).for_each(|row| writeln!(text, "{}", line(row)).unwrap());
    text
}

impl Made {
    /// A number a row of the table.
    fn of_numbers(&self, predict: impl Fn(usize) -> f64) -> Diagnosis {
        let folds = self.setup.plan.folds.iter();
        let folds = folds
            .map(|fold| Prediction::Numbers(fold.test.iter().map(|&row| predict(row)).collect()));
        let said = OutOfFold {
            folds: folds.collect(),
        };
        diagnose(&self.project, &self.setup, &said, None).unwrap()
    }

    /// The probability of each class a row of the table.
    fn of_classes(&self, predict: impl Fn(usize, &str) -> f64) -> Diagnosis {
        let names = &self.setup.problem.classes.as_ref().unwrap().names;
        let folds = self.setup.plan.folds.iter().map(|fold| {
            let shape = (fold.test.len(), names.len());
            let share = |(row, class): (usize, usize)| predict(fold.test[row], &names[class]);
            Prediction::Probabilities(Array2::from_shape_fn(shape, share))
        });
        let said = OutOfFold {
            folds: folds.collect(),
        };
        diagnose(&self.project, &self.setup, &said, None).unwrap()
    }
}

fn names(found: &Diagnosis) -> Vec<&'static str> {
    found.charts.iter().map(|(name, _)| *name).collect()
}

/// Predictions are 1 too large, in the town of B 4 too large; the last row by 40.
fn rides() -> (Made, Diagnosis) {
    let rows = csv("d,town,email,x,y", 400, |row| {
        let town = if row % 4 == 0 { "B" } else { "A" };
        let (month, day) = (1 + row / 100, 1 + row % 28);
        format!(
            "2020-{month:02}-{day:02},{town},p{row}@mail.org,{},{}",
            row % 7,
            row % 10
        )
    });
    let made = made(
        "[problem]\ntarget = \"y\"\ntask = \"regression\"\nunit = \"USD\"\nmetric = \"mae\"\n[columns]\nemail = { personal = true }\nx = { unit = \"mile\" }\n[split]\nstrategy = \"random\"\nfolds = 4\nholdout = { share = 0.2 }",
        &rows,
    );
    let last = made.setup.scored_rows().into_iter().max().unwrap();
    let off = move |row: usize| match row {
        row if row == last => 40.0,
        row if row % 4 == 0 => 4.0,
        _ => 1.0,
    };
    let found = made.of_numbers(|row| (row % 10) as f64 + off(row));
    (made, found)
}

#[test]
fn numbers_are_looked_at_from_all_sides() {
    let (made, found) = rides();
    assert_eq!(
        names(&found),
        [
            "predicted",
            "residuals",
            "by predicted",
            "by fold",
            "segments",
            "worst rows"
        ]
    );
    assert_eq!(found.rows, 320);
    let rows = made.setup.scored_rows();
    let off = |row: &usize| if row.is_multiple_of(4) { 4.0 } else { 1.0 };
    let last = rows.iter().max().unwrap();
    let sum: f64 = rows.iter().map(off).sum::<f64>() - off(last) + 40.0;
    let mae = &found.scores[0];
    assert_eq!((mae.metric.name(), mae.unit.as_str()), ("mae", "USD"));
    assert!((mae.value - sum / 320.0).abs() < 1e-12);
    assert!(found.scores.iter().any(|s| s.metric.name() == "rmse"));
    let Figure::Scatter(by_predicted) = &found.charts[2].1 else {
        panic!("{:?}", found.charts[2]);
    };
    assert_eq!(
        (by_predicted.rows, by_predicted.y.unit.as_str()),
        (320, "USD")
    );
}

#[test]
fn the_segment_that_weighs_most_stands_first() {
    let (made, found) = rides();
    let segments = found.segments().unwrap();
    let worst = &segments.segments[0];
    assert_eq!(worst.label(), "town B");
    let rows = made.setup.scored_rows();
    assert_eq!(worst.rows, rows.iter().filter(|r| *r % 4 == 0).count());
    assert!((segments.whole - found.scores[0].value).abs() < 1e-12);
    let share = worst.rows as f64 / 320.0;
    assert!((worst.weighs - (worst.score - segments.whole) * share).abs() < 1e-12);
    assert!(
        segments
            .segments
            .windows(2)
            .all(|w| w[0].weighs >= w[1].weighs)
    );
    // What tells a person is not cut by.
    assert!(segments.segments.iter().all(|s| s.column != "email"));
}

#[test]
fn the_worst_rows_are_listed_with_persons_masked() {
    let (made, found) = rides();
    let worst = found.worst().unwrap();
    let last = made.setup.scored_rows().into_iter().max().unwrap();
    assert_eq!((worst.rows[0], worst.among), (last, 320));
    assert_eq!(worst.by, "absolute error");
    let heads: Vec<String> = worst.columns.iter().map(|c| c.of.label()).collect();
    assert_eq!(
        heads,
        [
            "row",
            "actual, USD",
            "predicted, USD",
            "absolute error, USD",
            "fold",
            "d",
            "town",
            "email",
            "x, mile"
        ]
    );
    assert_eq!(worst.cells[0][0], (last + 1).to_string());
    assert_eq!(worst.cells[0][3], "40.00");
    assert!(worst.cells.iter().all(|row| row[7] == "***"));
    // Of equals the first of the table.
    let next = made
        .setup
        .scored_rows()
        .into_iter()
        .filter(|r| r % 4 == 0 && *r != last)
        .min();
    assert_eq!(Some(worst.rows[1]), next);
}

#[test]
fn a_stated_cost_says_which_rows_are_worst() {
    let rows = csv("x,y", 60, |row| format!("{},{}", row % 5, row % 10));
    let made = made(
        "[problem]\ntarget = \"y\"\ntask = \"regression\"\n[value]\ncurrency = \"EUR\"\ncost = \"abs(prediction - y) * (1 + x)\"",
        &rows,
    );
    let found = made.of_numbers(|row| (row % 10) as f64 + 1.0);
    let worst = found.worst().unwrap();
    assert_eq!(worst.by, "cost");
    assert!(worst.columns.iter().any(|c| c.of.label() == "cost, EUR"));
    assert_eq!(worst.rows[0] % 5, 4);
    assert_eq!(worst.cells[0][3], "5.000");
}

#[test]
fn a_row_counts_with_its_weight() {
    let rows = csv("x,w,y", 100, |row| {
        format!("{},{},{}", row % 5, if row < 50 { 3 } else { 1 }, row % 10)
    });
    let made = made(
        "[problem]\ntarget = \"y\"\ntask = \"regression\"\nmetric = \"mae\"\nweight = \"w\"",
        &rows,
    );
    let found = made.of_numbers(|row| (row % 10) as f64 + if row < 50 { 2.0 } else { 5.0 });
    // 3 x 2 weighs more than 1 x 5.
    let worst = found.worst().unwrap();
    assert!(worst.rows[0] < 50);
    let scored = made.setup.scored_rows();
    let heavy = scored.iter().filter(|r| **r < 50).count() as f64;
    let light = scored.len() as f64 - heavy;
    let wanted = (heavy * 6.0 + light * 5.0) / (heavy * 3.0 + light);
    assert!((found.scores[0].value - wanted).abs() < 1e-12);
}

#[test]
fn scores_are_told_month_by_month() {
    let rows = csv("d,x,y", 400, |row| {
        let (month, day) = (1 + row / 100, 1 + row % 28);
        format!("2020-{month:02}-{day:02},{},{}", row % 7, row % 10)
    });
    let made = made(
        "[problem]\ntarget = \"y\"\ntask = \"regression\"\nmetric = \"mae\"\ntime = \"d\"\n[split]\nstrategy = \"random\"",
        &rows,
    );
    let off = |row: usize| if row < 100 { 1.0 } else { 3.0 };
    let found = made.of_numbers(|row| (row % 10) as f64 + off(row));
    let over_time = found.over_time().unwrap();
    assert_eq!(
        over_time.periods.iter().map(|p| p.rows).sum::<usize>(),
        found.rows
    );
    for period in &over_time.periods {
        if let Some(score) = period.score {
            let wanted = match period.name.as_str() {
                "2020-01-27" => 1.0..=3.0,
                early if early < "2020-01-27" => 1.0..=1.0,
                _ => 3.0..=3.0,
            };
            assert!(wanted.contains(&score), "{period:?}");
        }
    }
    assert!(over_time.scored().count() >= 4);
    assert!(over_time.lines.is_empty(), "nothing was benchmarked");
}

#[test]
fn two_classes_have_all_curves() {
    let rows = csv("x,y", 400, |row| {
        format!("{},{}", row % 9, if row % 4 == 0 { "bad" } else { "good" })
    });
    let made = made(
        "[problem]\ntarget = \"y\"\ntask = \"binary\"\npositive = \"bad\"",
        &rows,
    );
    // Every bad one stands above every good one, but for two rows.
    let bad = |row: usize| match row {
        4 => 0.1,
        5 => 0.9,
        row if row % 4 == 0 => 0.8,
        _ => 0.2,
    };
    let found = made.of_classes(|row, class| match class {
        "bad" => bad(row),
        _ => 1.0 - bad(row),
    });
    assert_eq!(
        names(&found),
        [
            "confusion",
            "ROC",
            "precision-recall",
            "gain",
            "probabilities",
            "calibration",
            "segments",
            "worst rows"
        ]
    );
    let [
        _,
        (_, Figure::Roc(roc)),
        (_, Figure::PrecisionRecall(precision)),
        ..,
    ] = found.charts.as_slice()
    else {
        panic!("{:?}", found.charts);
    };
    assert_eq!(roc.curves.len(), 1);
    assert_eq!(precision.curves[0].name, "bad");
    let worst = found.worst().unwrap();
    assert_eq!(worst.by, "log loss");
    let scored = made.setup.scored_rows();
    let strays: Vec<usize> = [4, 5].into_iter().filter(|r| scored.contains(r)).collect();
    assert_eq!(
        BTreeSet::from_iter(&worst.rows[..strays.len()]),
        BTreeSet::from_iter(&strays)
    );
}

#[test]
fn many_classes_are_each_ranked_against_the_rest() {
    let rows = csv("x,y", 90, |row| {
        format!("{},{}", row % 9, ["a", "b", "c"][row % 3])
    });
    let made = made("[problem]\ntarget = \"y\"\ntask = \"multiclass\"", &rows);
    let found = made.of_classes(|row, class| match ["a", "b", "c"][row % 3] == class {
        true => 0.8,
        false => 0.1,
    });
    let [
        _,
        (_, Figure::Roc(roc)),
        (_, Figure::PrecisionRecall(precision)),
        (_, Figure::Gain(gain)),
        (_, Figure::Calibration(calibration)),
        ..,
    ] = found.charts.as_slice()
    else {
        panic!("{:?}", found.charts);
    };
    assert!(roc.curves.iter().all(|c| c.area == 1.0) && roc.curves.len() == 3);
    assert_eq!((precision.curves.len(), gain.curves.len()), (3, 3));
    assert_eq!(calibration.rows, found.rows);
}
