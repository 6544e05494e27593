//! Bad input is refused with its place and a way out, never with a panic, and nothing is half-written.

use std::process::{Command, Stdio};

use jalon::benchmark;
use jalon::error::Error;
use jalon::project::Project;
use jalon::road::{self, Options};
use jalon::work::Progress;
use serde_json::Value;

use crate::fixture::{RIDES_SPEC, project, rides};

fn refused(data: &str, spec: &str) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let project = project(&folder.path().join("p"), data, spec);
    let error =
        road::run(&project, &Options::default(), &Progress::silent()).expect_err("must be refused");
    assert!(
        error.fix.is_some() || !error.others.is_empty(),
        "no way out: {error}"
    );
    assert!(!project.root.join("evidence/verdict.toml").exists());
    error
}

#[test]
fn data_that_cannot_be_read() {
    for (data, part) in [
        ("", "empty"),
        ("started_at,miles,zone,night,tips,fare\n", "row"),
        (
            "started_at,miles,zone,night,tips,fare\n2015-01-01 00:00:00,1,n,true,1,2\n1,2\n",
            "fields",
        ),
        ("PAR1 this is no parquet file", ""),
    ] {
        let error = refused(data, RIDES_SPEC);
        assert!(
            error.to_string().contains(part),
            "'{part}' is not in: {error}"
        );
    }
    let absent = refused(
        &rides(50, 1),
        &RIDES_SPEC.replace("data.csv", "nowhere.csv"),
    );
    assert!(absent.to_string().contains("nowhere.csv"), "{absent}");
}

#[test]
fn columns_that_are_not_there() {
    let error = refused(
        &rides(50, 1),
        &RIDES_SPEC.replace("target = \"fare\"", "target = \"fair\""),
    );
    assert!(
        error.to_string().contains("fair") && error.to_string().contains("fare"),
        "{error}"
    );
    let error = refused(
        &rides(50, 1),
        &RIDES_SPEC.replace("metric = \"mae\"", "metric = \"mea\""),
    );
    assert!(error.to_string().contains("mae"), "{error}");
}

#[test]
fn too_little_to_learn_from() {
    let one_row = rides(1, 1);
    assert!(refused(&one_row, RIDES_SPEC).to_string().contains("row"));
    let one_class = "a,b,label\n1,2,yes\n2,3,yes\n4,5,yes\n";
    let spec = "format = 1\n[problem]\ntask = \"binary\"\ntarget = \"label\"\n[[source]]\npath = \"data.csv\"\n";
    assert!(refused(one_class, spec).to_string().contains("one class"));
    let all_null = "a,label\n1,\n2,\n3,\n";
    let error = refused(all_null, &spec.replace("binary", "regression"));
    assert!(error.to_string().contains("no value"), "{error}");
}

#[test]
fn faults_in_the_spec_come_all_at_once() {
    let error = refused(
        &rides(50, 1),
        &RIDES_SPEC
            .replace("task = \"regression\"", "tsk = \"regression\"")
            .replace("folds = 3", "folds = \"three\""),
    );
    let text = error.to_string();
    assert!(text.contains("tsk") && text.contains("folds"), "{text}");
}

#[test]
fn a_bad_rule_is_a_row_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let spec = RIDES_SPEC.replace("? + ? * nullif(miles, 0)", "? * tips");
    let project = project(&folder.path().join("p"), &rides(300, 1), &spec);
    let evidence = benchmark::run(&project, &Progress::silent()).unwrap();
    let rule = evidence
        .baselines
        .iter()
        .find(|b| b.name == "tariff")
        .unwrap();
    assert!(
        rule.failed
            .as_ref()
            .unwrap()
            .contains("not known at prediction"),
        "{rule:?}"
    );
    assert!(evidence.best.is_some());
}

#[test]
fn a_project_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let error = Project::open(folder.path()).unwrap_err();
    assert!(error.fix.is_some(), "{error}");
}

#[test]
fn a_rule_named_like_a_baseline_hides_none() {
    let folder = tempfile::tempdir().unwrap();
    let spec = RIDES_SPEC.replace("name = \"tariff\"", "name = \"median\"");
    let project = project(&folder.path().join("p"), &rides(300, 1), &spec);
    let evidence = benchmark::run(&project, &Progress::silent()).unwrap();
    let named = |name: &str| evidence.baselines.iter().find(|b| b.name == name).unwrap();
    assert!(named("median").mean.is_some());
    assert!(
        named("median (rule 1)")
            .failed
            .as_ref()
            .unwrap()
            .contains("taken")
    );
}

/// A project of rides with these changes, and what a command says of it: exit code and document.
fn told(command: &str, changes: &[(&str, &str)]) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let mut spec = RIDES_SPEC.to_owned();
    for (from, to) in changes {
        assert!(spec.contains(from), "{from}");
        spec = spec.replace(from, to);
    }
    project(&root, &rides(60, 1), &spec);
    let output = Command::new(env!("CARGO_BIN_EXE_jalon"))
        .args([command, root.to_str().unwrap(), "--json"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let document = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code(), document)
}

/// Line and column of each error: the first and those found in the same go.
fn error_places(document: &Value) -> Vec<(Value, Value)> {
    let error = &document["error"];
    let others = error["others"].as_array().cloned().unwrap_or_default();
    std::iter::once(error)
        .chain(&others)
        .map(|e| (e["line"].clone(), e["column"].clone()))
        .collect()
}

#[test]
fn every_command_tells_the_same_mistakes() {
    let changes = [
        ("time = \"started_at\"", "time = \"started\""),
        ("metric = \"mae\"", "metric = \"mea\""),
        ("abs(prediction - fare)", "abs(prediction - fair)"),
        (
            "tips = { known_at_prediction = false }",
            "zone = { kind = \"number\" }",
        ),
        ("? + ? * nullif(miles, 0)", "? + ? * nullif(mils, 0"),
        ("strategy = \"time\"", "strategy = \"group\""),
        (
            "[split]",
            "[features]\nfar = \"miles >\"\n\n[[model]]\nfamily = \"rigde\"\n\n[split]",
        ),
    ];
    let (code, spec) = told("spec", &changes);
    assert_eq!(code, Some(1));
    let faults = spec["faults"].as_array().unwrap();
    let keys: Vec<&str> = faults.iter().map(|f| f["key"].as_str().unwrap()).collect();
    assert_eq!(
        keys,
        [
            "problem.time",
            "problem.metric",
            "value.cost",
            "columns.zone.kind",
            "rule.0.predict",
            "features.far",
            "model.0.family",
            "split.strategy"
        ]
    );
    let places: Vec<(Value, Value)> = faults
        .iter()
        .map(|f| (f["line"].clone(), f["column"].clone()))
        .collect();
    for command in ["run", "check", "benchmark", "train"] {
        let (code, document) = told(command, &changes);
        assert_eq!(code, Some(2), "{command}");
        assert_eq!(error_places(&document), places, "{command}: {document:#}");
    }
}

#[test]
fn what_only_a_stage_finds_comes_with_the_whole_list() {
    // The benchmark reads the cost and no rule stops it; the check needs neither.
    let changes = [
        ("abs(prediction - fare)", "abs(prediction - fair)"),
        ("nullif(miles, 0)", "nullif(mils, 0)"),
    ];
    assert_ne!(told("check", &changes).0, Some(2));
    for command in ["benchmark", "train", "run"] {
        let (code, document) = told(command, &changes);
        assert_eq!(code, Some(2), "{command}");
        assert_eq!(error_places(&document).len(), 2, "{command}: {document:#}");
    }
    // A rule spoils its own row only.
    assert_ne!(told("benchmark", &changes[1..]).0, Some(2));
}

#[test]
fn data_that_cannot_be_read_are_told_where_they_are_broken() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let spec = RIDES_SPEC.replace("metric = \"mae\"", "metric = \"mea\"");
    project(&root, "started_at,miles,fare\n2015-01-01,1,2\n1,2\n", &spec);
    let run = |command: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_jalon"))
            .args([command, root.to_str().unwrap(), "--json"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let document = run("spec");
    let keys: Vec<&Value> = document["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["key"])
        .collect();
    assert_eq!(keys, ["problem.metric", "source.0.path"]);
    let document = run("check");
    let broken = &document["error"]["others"][0];
    assert!(
        broken["file"].as_str().unwrap().ends_with("data.csv"),
        "{document:#}"
    );
    assert_eq!(broken["line"], 3);
}

#[test]
fn a_mistake_in_a_named_config_ends_in_2_with_every_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.toml");
    std::fs::write(&file, "theme = \"drak\"\n\nhangpu = \"stop\"\n").unwrap();
    let jalon = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_jalon"))
            .args(args)
            .arg("--config")
            .arg(&file)
            .output()
            .unwrap()
    };
    let ended = jalon(&["sample"]);
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!((ended.status.code(), ended.stdout.len()), (Some(2), 0));
    assert!(
        told.contains("c.toml:1:9: theme") && told.contains("'dark'"),
        "{told}"
    );
    assert!(
        told.contains("c.toml:3:1: hangpu") && told.contains("'hangup'"),
        "{told}"
    );
    let document: Value = serde_json::from_slice(&jalon(&["sample", "--json"]).stdout).unwrap();
    assert_eq!(document["error"]["line"], 1);
    assert_eq!(document["error"]["others"][0]["line"], 3);
}
