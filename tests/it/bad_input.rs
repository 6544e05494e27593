//! Bad input is refused with its place and a way out, never with a panic, and nothing is half-written.

use jalon::benchmark;
use jalon::error::Error;
use jalon::project::Project;
use jalon::road::{self, Options};
use jalon::work::Progress;

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
