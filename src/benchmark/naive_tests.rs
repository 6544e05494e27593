//! What the naive baselines find on data made for one of them.

use std::fmt::Write as _;
use std::fs;

use super::{Baseline, Evidence, run};
use crate::project::Project;
use crate::work::Progress;

fn evidence(problem: &str, csv: &str) -> Evidence {
    let folder = tempfile::tempdir().unwrap();
    let decisions = format!("format = 1\n[problem]\n{problem}\n[[source]]\npath = \"data.csv\"\n");
    fs::write(folder.path().join("jalon.toml"), decisions).unwrap();
    fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    run(&project, &Progress::silent()).unwrap()
}

fn named<'a>(evidence: &'a Evidence, name: &str) -> &'a Baseline {
    let mut all = evidence.baselines.iter();
    all.find(|b| b.name == name).unwrap()
}

fn table(head: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = format!("{head}\n");
    (0..rows).for_each(|row| writeln!(text, "{}", line(row)).unwrap());
    text
}

#[test]
fn one_question_is_enough_where_one_column_tells() {
    // High above 60 and for one level among missing values.
    let csv = table("x,c,y", 600, |row| {
        let (x, c) = (row * 37 % 101, ["a", "b", ""][row % 3]);
        let y = if x > 60 { 10 } else { 2 };
        format!("{x},{c},{}", y + row % 2)
    });
    let found = evidence(
        "target = \"y\"\ntask = \"regression\"\nmetric = \"rmse\"",
        &csv,
    );
    let stump = named(&found, "stump").mean.unwrap();
    assert!((0.4..0.9).contains(&stump), "{stump}");
    assert!(named(&found, "straight_line").mean.unwrap() > 1.5);
    let csv = table("x,c,y", 900, |row| {
        let (x, c) = (row * 37 % 101, ["a", "b", ""][row % 3]);
        let is = (c == "a" && x > 50) || (c != "a" && x < 20);
        format!("{x},{c},{}", if is { "yes" } else { "no" })
    });
    let found = evidence(
        "target = \"y\"\ntask = \"binary\"\npositive = \"yes\"",
        &csv,
    );
    assert!(named(&found, "small_tree").mean.unwrap() > 0.97);
    assert!(named(&found, "stump").mean.unwrap() < 0.9);
    let chance = named(&found, "stratified").mean.unwrap();
    assert!((0.4..0.6).contains(&chance), "{chance}");
    assert!(named(&found, "uniform").failed.is_none());
}

#[test]
fn a_line_is_fitted_for_the_metric() {
    let csv = table("km,noise,fare", 400, |row| {
        let km = row % 97;
        let outlier = if row % 10 == 3 { 500 } else { 0 };
        format!("{km},{},{}", row * 31 % 89, 3 * km + 4 + outlier)
    });
    let found = evidence(
        "target = \"fare\"\ntask = \"regression\"\nmetric = \"mae\"",
        &csv,
    );
    let line = named(&found, "straight_line");
    // Every tenth is off by 500, the others by nothing.
    assert!((line.mean.unwrap() - 50.0).abs() < 3.0, "{:?}", line.mean);
}

#[test]
fn the_season_of_days_is_found_behind_a_horizon() {
    let csv = table("day,y", 400, |row| {
        let (month, day) = (row / 28, row % 28);
        let date = format!("{}-{:02}-{:02}", 2020 + month / 12, 1 + month % 12, 1 + day);
        format!("{date},{}", [5, 9, 2, 7, 30, 41, 12][row % 7])
    });
    for horizon in ["", "horizon = \"3d\"\n", "horizon = \"8d\"\n"] {
        let problem = format!("target = \"y\"\ntask = \"forecast\"\ntime = \"day\"\n{horizon}");
        let found = evidence(&problem, &csv);
        let naive = named(&found, "seasonal_naive");
        assert_eq!(naive.window, Some(7), "{horizon}");
        assert!(naive.mean.unwrap() < named(&found, "last_value").mean.unwrap());
    }
}

#[test]
fn the_quantile_is_the_one_that_is_asked_for() {
    let csv = table("x,y", 500, |row| format!("{},{}", row % 7, row * 37 % 500));
    let found = evidence(
        "target = \"y\"\ntask = \"regression\"\nmetric = \"pinball_0.9\"",
        &csv,
    );
    let (quantile, median) = (named(&found, "quantile"), named(&found, "median"));
    assert!(quantile.mean.unwrap() < 0.5 * median.mean.unwrap());
    assert_eq!(
        quantile.description,
        "the 0.9 quantile of the training rows, always"
    );
}

#[test]
fn smoothing_follows_what_it_is_made_for() {
    // A trend with months on it, exact: only the one with seasons can say all of it.
    let csv = table("day,y", 480, |row| {
        let date = format!("{}-{:02}-01", 1980 + row / 12, 1 + row % 12);
        let season = [0, 4, 9, 3, -5, -8, 0, 7, 2, -1, -6, -5][row % 12];
        format!("{date},{}", 400 + row as i64 + 12 * season)
    });
    let found = evidence(
        "target = \"y\"\ntask = \"forecast\"\ntime = \"day\"\nmetric = \"mae\"",
        &csv,
    );
    let mean = |name: &str| named(&found, name).mean.unwrap();
    assert!(mean("holt_winters") < 2.0, "{}", mean("holt_winters"));
    assert!(mean("ses") > mean("holt_winters"));
    assert!((mean("same_period_last_year") - 12.0).abs() < 1e-9);
    assert!(named(&found, "holt").failed.is_none());
}

#[test]
fn last_year_is_the_date_and_not_so_many_rows() {
    // Every third day is missing; the value rises and falls with the year.
    let csv = table("day,y", 900, |row| {
        let at = row * 3 / 2;
        let (year, day) = (at / 336, at % 336);
        format!(
            "{}-{:02}-{:02},{}",
            2015 + year,
            1 + day / 28,
            1 + day % 28,
            day
        )
    });
    let found = evidence(
        "target = \"y\"\ntask = \"forecast\"\ntime = \"day\"\nmetric = \"mae\"",
        &csv,
    );
    let last = named(&found, "same_period_last_year");
    let score = last.scores.last().unwrap().unwrap();
    assert!(score <= 1.0, "{score}");
    let csv = table("day,y", 60, |row| format!("{row},{}", row % 9));
    let found = evidence("target = \"y\"\ntask = \"forecast\"\ntime = \"day\"", &csv);
    assert!(
        found
            .baselines
            .iter()
            .all(|b| b.name != "same_period_last_year")
    );
}

#[test]
fn zero_stands_among_the_baselines_where_many_rows_are_zero() {
    let of = |zeros: usize| {
        let csv = table("x,y", 300, |row| {
            let y = if row % 10 < zeros { 0 } else { 5 + row % 3 };
            format!("{},{y}", row % 7)
        });
        evidence("target = \"y\"\ntask = \"regression\"", &csv)
    };
    let has = |zeros| of(zeros).baselines.iter().any(|b| b.name == "constant");
    assert!(has(3) && !has(0) && !has(7));
}

#[test]
fn a_word_that_tells_is_found() {
    let csv = table("note,y", 400, |row| {
        let is = row * 37 % 101 < 40;
        let sign = if is { "Prize" } else { "lunch" };
        format!(
            "\"w{} {sign}, at {} o'clock please\",{}",
            row % 17,
            row % 12,
            if is { "spam" } else { "ham" }
        )
    });
    let problem = "target = \"y\"\ntask = \"binary\"\npositive = \"spam\"\n[columns]\nnote = { kind = \"text\" }";
    let found = evidence(problem, &csv);
    assert_eq!(named(&found, "telling_word").mean, Some(1.0));
}
