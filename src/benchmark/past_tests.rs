//! Baselines and rules that answer from the past.

use std::fmt::Write as _;

use super::{Evidence, run};
use crate::project::Project;
use crate::work::Progress;

/// Two shops, 80 days, sales that drift; `rain` is measured on the day.
fn evidence(problem: &str, rules: &[&str]) -> Evidence {
    let mut csv = "day,shop,rain,y\n".to_owned();
    for day in 0..80 {
        for (shop, level) in [("a", 10), ("b", 50)] {
            let y = level + day + (day * 7 + level) % 5;
            writeln!(csv, "{day},{shop},{},{y}", (day * 3) % 7).unwrap();
        }
    }
    let mut text = format!(
        "format = 1\n[problem]\ntask = \"regression\"\ntarget = \"y\"\nmetric = \"mae\"\ntime = \"day\"\n{problem}\n[[source]]\npath = \"data.csv\"\n[split]\nstrategy = \"time\"\nholdout = {{ from = \"60\" }}\nfolds = 3\n"
    );
    for (i, rule) in rules.iter().enumerate() {
        writeln!(text, "[[rule]]\nname = \"rule{i}\"\npredict = \"{rule}\"").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
    std::fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    run(&project, &Progress::silent()).unwrap()
}

fn scores<'a>(evidence: &'a Evidence, name: &str) -> &'a [Option<f64>] {
    &evidence
        .baselines
        .iter()
        .find(|b| b.name == name)
        .unwrap()
        .scores
}

#[test]
fn persistence_is_a_lag_of_the_target_at_every_horizon() {
    for (horizon, steps) in [("0", 1), ("1", 1), ("5", 5)] {
        let problem = format!("group = \"shop\"\nhorizon = \"{horizon}\"");
        let rules = [
            "LAG(y)",
            "avg(y) OVER (ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)",
            "LAG(y) + ?",
        ];
        let evidence = evidence(&problem, &rules);
        let lag = scores(&evidence, "rule0");
        assert_eq!(scores(&evidence, "last_value"), lag);
        let mean = |scores: &[Option<f64>]| scores.iter().flatten().sum::<f64>() / 3.0;
        // Each step is one more of sales, give or take what repeats every five days.
        assert!(
            (mean(lag) - f64::from(steps)).abs() < 2.0,
            "{horizon}: {lag:?}"
        );
        assert!(mean(scores(&evidence, "rule1")) > f64::from(steps));
        assert!(mean(scores(&evidence, "rule2")) < mean(lag) + 1e-9);
    }
}

#[test]
fn a_moving_average_says_its_window_and_a_tie_goes_to_the_rule() {
    let evidence = evidence("group = \"shop\"", &["LAG(y)"]);
    let average = evidence
        .baselines
        .iter()
        .find(|b| b.name == "moving_average")
        .unwrap();
    assert_eq!(average.window, Some(3));
    assert!(
        average.description.contains("; 3 on all rows"),
        "{}",
        average.description
    );
    let place = |name: &str| {
        evidence
            .baselines
            .iter()
            .position(|b| b.name == name)
            .unwrap()
    };
    assert_eq!(place("rule0") + 1, place("last_value"));
}

#[test]
fn a_rule_reads_of_the_day_only_what_is_known_then() {
    let rules = ["LAG(rain)", "rain", "y", "sum(y) OVER (ROWS 2 PRECEDING)"];
    let evidence = evidence("group = \"shop\"\nhorizon = \"1\"", &rules);
    let failed = |name: &str| {
        let baseline = evidence.baselines.iter().find(|b| b.name == name).unwrap();
        baseline.failed.clone().unwrap_or_default()
    };
    assert_eq!(failed("rule0"), "");
    for (name, fix) in [
        ("rule1", "LAG(rain)"),
        ("rule2", "LAG(y)"),
        ("rule3", "LAG(y)"),
    ] {
        let why = failed(name);
        assert!(
            why.contains("not known at prediction") && why.contains(fix),
            "{name}: {why}"
        );
    }
}

#[test]
fn drift_goes_on_by_the_mean_change_behind_the_horizon() {
    for (horizon, ahead) in [("0", 1.0), ("5", 5.0)] {
        let evidence = evidence(&format!("group = \"shop\"\nhorizon = \"{horizon}\""), &[]);
        let y = |day: i64, level: i64| (level + day + (day * 7 + level) % 5) as f64;
        let error = |day: i64, level: i64| {
            let last = day - ahead as i64;
            let change = (y(last, level) - y(0, level)) / last as f64;
            (y(last, level) + ahead * change - y(day, level)).abs()
        };
        let fold = evidence.folds.last().unwrap();
        let days = fold.test as i64 / 2;
        let errors = (60 - days..60).flat_map(|day| [error(day, 10), error(day, 50)]);
        let by_hand = errors.sum::<f64>() / fold.test as f64;
        let drift = scores(&evidence, "drift").last().unwrap().unwrap();
        assert!((drift - by_hand).abs() < 1e-9, "{drift} {by_hand}");
    }
}
