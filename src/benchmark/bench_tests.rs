//! What a rule is told while it is typed is what the benchmark then finds.

use std::fmt::Write as _;
use std::fs;

use tempfile::TempDir;

use super::{Bench, Evidence, Part, run};
use crate::project::Project;
use crate::work::Progress;

/// Rides whose fare is a tariff, but for some noise, as a project with one rule.
fn rides(rows: usize, rule: &str) -> (TempDir, Project) {
    let mut csv = "miles,night,company,fare\n".to_owned();
    for row in 0..rows {
        let (miles, night) = (1 + row * 7 % 23, row % 3 == 0);
        let fare = 2.5 + 1.75 * miles as f64 + f64::from(u8::from(night)) + (row % 5) as f64 * 0.2;
        writeln!(csv, "{miles},{night},c{},{fare}", row % 4).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let decisions = format!(
        "format = 1\n[problem]\ntask = \"regression\"\ntarget = \"fare\"\nunit = \"USD\"\nmetric = \"mae\"\n\
         [value]\ncurrency = \"USD\"\ncost = \"abs(prediction - fare)\"\n[[source]]\npath = \"data.csv\"\n\
         [[rule]]\nname = \"tariff\"\npredict = \"{rule}\"\n"
    );
    fs::write(folder.path().join("jalon.toml"), decisions).unwrap();
    fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    (folder, project)
}

#[test]
fn a_typed_rule_has_the_scores_that_the_benchmark_finds() {
    let text = "CASE WHEN miles > 3 THEN ? + ? * miles END";
    let (_folder, project) = rides(400, text);
    let bench = Bench::of(&project, &Progress::silent()).unwrap();
    let progress = Progress::silent();
    let first = bench
        .try_rule(&project, ("tariff", text), Part::Whole, &progress)
        .unwrap();
    assert!(first.rival.is_none() && first.is_whole());
    let evidence: Evidence = run(&project, &progress).unwrap();
    let kept = evidence.baselines.iter().find(|b| b.name == "tariff");
    let kept = kept.unwrap();
    assert_eq!(first.found.scores, kept.scores);
    assert_eq!((first.found.mean, first.found.std), (kept.mean, kept.std));
    assert_eq!(first.found.coefficients, kept.coefficients);
    assert_eq!(first.found.money, kept.money);
    assert_eq!(first.found.unanswered, kept.unanswered);
    assert!(kept.unanswered > 0.0);

    // Beside what the benchmark found it stands against the best of the others.
    let bench = Bench::of(&project, &progress).unwrap();
    let again = bench
        .try_rule(
            &project,
            ("tariff", "? + ? * miles"),
            Part::Whole,
            &progress,
        )
        .unwrap();
    let rival = again.rival.unwrap();
    let others = evidence.baselines.iter().find(|b| b.name != "tariff");
    assert_eq!(rival.name, others.unwrap().name);
    let lead = (rival.mean - again.found.mean.unwrap()) / rival.mean;
    assert!((rival.lead.unwrap() - lead).abs() < 1e-12);
}

#[test]
fn many_rows_are_tried_on_a_sample_first() {
    let (_folder, project) = rides(100_000, "1");
    let bench = Bench::of(&project, &Progress::silent()).unwrap();
    assert!(bench.has_sample() && bench.is_of(&project));
    let on = |part| {
        let rule = ("tariff", "2.5 + 1.75 * miles");
        let tried = bench.try_rule(&project, rule, part, &Progress::silent());
        tried.unwrap()
    };
    let (some, all) = (on(Part::Sample), on(Part::Whole));
    assert!((18_000..22_000).contains(&some.rows) && !some.is_whole());
    assert_eq!((some.of, all.rows), (all.of, all.of));
    let (some, all) = (some.found.mean.unwrap(), all.found.mean.unwrap());
    assert!((some - all).abs() < 0.02 * all, "{some} {all}");
}

#[test]
fn a_mistake_while_typing_names_its_character() {
    let (_folder, project) = rides(60, "1");
    let bench = Bench::of(&project, &Progress::silent()).unwrap();
    let told = |text: &str| {
        let tried = bench.try_rule(&project, ("", text), Part::Whole, &Progress::silent());
        tried.unwrap_err().to_string()
    };
    assert!(told("2 * mils").contains("character 5"));
    assert!(told("2 * mils").contains("miles"));
    assert!(told("fare * 1").contains("not known at prediction"));
    let stopped = Progress::silent();
    stopped.cancel();
    let tried = bench.try_rule(&project, ("", "1"), Part::Whole, &stopped);
    assert!(tried.unwrap_err().is_cancelled());
}
