//! Commands from their arguments to exit code and streams, in this process.

mod projects;
mod view;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use super::{Ended as Left, Start, run};

/// What a command did.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}

fn jalon(args: &[&str]) -> Ended {
    let args: Vec<OsString> = std::iter::once("jalon")
        .chain(args.iter().copied())
        .map(OsString::from)
        .collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let left = run(&args, &mut out, &mut err);
    Ended {
        code: code_of(&left),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn code_of(left: &Left) -> i32 {
    match left {
        Left::Exit(code) => *code,
        Left::Workbench(start, _) => panic!("opens the workbench: {start:?}"),
    }
}

/// A folder with a data file whose target follows `x` with some noise.
fn folder(decisions: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut csv = String::from("x,shop,y\n");
    for row in 0_u64..240 {
        let x = (row * 7919) % 101;
        csv.push_str(&format!(
            "{x},s{},{}.5\n",
            row % 3,
            3 * x + (row * 104_729) % 53
        ));
    }
    std::fs::write(folder.path().join("data.csv"), csv).unwrap();
    if let Some(decisions) = decisions {
        std::fs::write(folder.path().join("jalon.toml"), decisions).unwrap();
    }
    folder
}

const DECISIONS: &str = "format = 1\n\n[problem]\ntask = \"regression\"\ntarget = \"y\"\nunit = \"USD\"\nmetric = \"mae\"\n\n[[source]]\npath = \"data.csv\"\n";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every key of a document, at any depth but under free keys.
fn keys(document: &Value, into: &mut Vec<String>) {
    const FREE: [&str; 5] = ["params", "settled", "holdout", "gates", "shap_by_class"];
    match document {
        Value::Object(fields) => {
            for (key, value) in fields {
                into.push(key.clone());
                if !FREE.contains(&key.as_str()) {
                    keys(value, into);
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| keys(entry, into)),
        _ => {}
    }
}

/// The document of a command, all of whose keys must stand in `jalon help json`.
fn documented(args: &[&str]) -> (i32, Value) {
    let ended = jalon(&[args, &["--json"]].concat());
    let document = ended.json();
    let help = jalon(&["help", "json"]).out;
    let mut found = Vec::new();
    keys(&document, &mut found);
    for key in found {
        assert!(help.contains(&key), "{args:?}: '{key}' is not documented");
    }
    (ended.code, document)
}

#[test]
fn a_run_is_explained_class_by_class() {
    let decisions = "format = 1\n\n[problem]\ntask = \"multiclass\"\ntarget = \"shop\"\n\n[[source]]\npath = \"data.csv\"\n";
    let folder = folder(Some(decisions));
    let project = text(folder.path());
    let train = ["train", project, "--family", "tree", "--mode", "quick"];
    assert!(jalon(&train).code < 2);
    let (code, found) = documented(&["explain", project, "--run", "1"]);
    assert_eq!(code, 0);
    assert_eq!(found["shap"]["scale"], "probability");
    assert!(found["shap"]["rows"].as_u64().unwrap() >= 20);
    for entry in found["importance"].as_array().unwrap() {
        let classes = entry["shap_by_class"].as_object().unwrap();
        assert_eq!(classes.keys().collect::<Vec<_>>(), ["s0", "s1", "s2"]);
        let sum: f64 = classes.values().map(|v| v.as_f64().unwrap()).sum();
        assert!((entry["shap"].as_f64().unwrap() - sum / 3.0).abs() < 1e-12);
    }
    let told = jalon(&["explain", project, "--run", "1"]).out;
    for word in ["mean |SHAP|", "s2", "moves the probability of a class"] {
        assert!(told.contains(word), "{told}");
    }
}

#[test]
fn bad_usage_ends_in_2_with_one_document() {
    for args in [
        &["check"][..],
        &["check", "--no-such-flag", "."],
        &["train", ".", "--mode", "slow"],
        &["predict", ".", "--in", "a"],
        &["new", "d", "--data", "x.csv", "--task", "guess"],
        &["check", ".", "--threads", "0"],
    ] {
        let ended = jalon(args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(
            ended.out.is_empty() && ended.err.starts_with("jalon: "),
            "{}",
            ended.err
        );
        let document = jalon(&[args, &["--json"]].concat()).json();
        for key in ["file", "line", "column", "message", "fix"] {
            assert!(document["error"].get(key).is_some(), "{args:?} {key}");
        }
        assert!(document["error"]["message"].is_string());
    }
}

#[test]
fn help_and_version_end_in_0() {
    for args in [
        &["--help"][..],
        &["--version"],
        &["help"],
        &["help", "train"],
        &["help", "json"],
        &["help", "config"],
        &["check", "--help"],
    ] {
        let ended = jalon(args);
        assert_eq!(ended.code, 0, "{args:?}");
        assert!(!ended.out.is_empty() && ended.err.is_empty());
        assert!(jalon(&[args, &["--json"]].concat()).json()["help"].is_string());
    }
    let ended = jalon(&["help", "trian"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("jalon help train"), "{}", ended.err);
}

#[test]
fn an_absent_project_is_named() {
    let ended = jalon(&["check", "/no/such/project", "--json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("/no/such/project"));
    let file = ended.json()["error"]["file"].as_str().map(str::to_owned);
    assert!(file.is_some_and(|f| f.starts_with("/no/such/project")));
}

#[test]
fn mistakes_in_the_spec_are_all_shown_with_their_place() {
    let folder = folder(Some(
        "format = 1\n[problem]\ntask = \"regresion\"\nmetrc = \"mae\"\ntarget = \"y\"\n[[source]]\npath = \"data.csv\"\n",
    ));
    let (code, document) = documented(&["spec", text(folder.path())]);
    assert_eq!(code, 1);
    let faults = document["faults"].as_array().unwrap();
    assert!(faults.len() >= 2, "{faults:?}");
    assert_eq!(faults[0]["line"], 3);
    assert!(faults[0]["fix"].as_str().unwrap().contains("regression"));
    assert_eq!(document["gate"]["open"], false);
    let shown = jalon(&["spec", text(folder.path())]).out;
    assert!(
        shown.contains("jalon.toml:3:") && shown.contains('^'),
        "{shown}"
    );
}

#[test]
fn a_spec_shows_problem_and_columns() {
    let folder = folder(Some(DECISIONS));
    let (code, document) = documented(&["spec", text(folder.path())]);
    assert_eq!(code, 0, "{document}");
    assert_eq!(document["problem"]["metric"], "mae");
    let names: Vec<_> = document["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["name"].clone())
        .collect();
    assert_eq!(names, ["x", "shop", "y"]);
}

#[test]
fn a_check_computes_once_and_says_so() {
    let folder = folder(Some(DECISIONS));
    let (code, document) = documented(&["check", text(folder.path())]);
    assert_eq!(code, 0, "{document}");
    assert_eq!(document["rows"], 240);
    for key in [
        "mean", "std", "min", "q25", "median", "q75", "max", "skewness", "kurtosis",
    ] {
        assert!(document["columns"][0][key].is_f64(), "{key}");
        assert_eq!(document["columns"][1].get(key), Some(&Value::Null), "{key}");
    }
    let kept = || {
        let text = std::fs::read_to_string(folder.path().join("evidence/data.toml")).unwrap();
        let (found, times) = text.split_once("[times]").unwrap();
        assert!(times.contains("signal = "), "{times}");
        found.to_owned()
    };
    let first = kept();
    let again = jalon(&["check", text(folder.path())]);
    assert!(again.err.contains("nothing was computed"), "{}", again.err);
    assert!(again.out.contains("240 rows"));
    jalon(&["check", text(folder.path()), "--force"]);
    assert!(kept() == first, "the same was found");
}

#[test]
fn another_seed_is_another_computation() {
    let folder = folder(Some(DECISIONS));
    jalon(&["check", text(folder.path())]);
    let other = jalon(&["check", text(folder.path()), "--seed", "7"]);
    assert!(!other.err.contains("nothing was computed"));
    assert!(
        !std::fs::read_to_string(folder.path().join("jalon.toml"))
            .unwrap()
            .contains("seed")
    );
}

#[test]
fn a_whole_run_ends_with_a_verdict_and_scores_a_file() {
    let folder = folder(Some(DECISIONS));
    let project = text(folder.path());
    let (code, document) = documented(&["run", project, "--family", "ridge", "--mode", "quick"]);
    assert!(code == 0 || code == 1, "{document}");
    let decision = document["verdict"]["decision"].as_str().unwrap();
    assert_eq!(
        code == 0,
        decision == "GO" && document["gate"]["open"] == true
    );
    documented(&["benchmark", project]);
    let (code, found) = documented(&["benchmark", project, "--baseline", "mean"]);
    assert_eq!((code, found["of"].as_str()), (0, Some("baseline mean")));
    let worst = found["worst_rows"]["rows"].as_array().unwrap();
    let losses: Vec<f64> = worst
        .iter()
        .map(|row| row["value"].as_f64().unwrap())
        .collect();
    assert!(losses.is_sorted_by(|a, b| a >= b) && losses.len() > 10);
    assert!(
        found["segments"]["segments"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    let told = jalon(&["benchmark", project, "--baseline", "mean"]).out;
    assert!(
        told.contains("all rows") && told.contains("worst row"),
        "{told}"
    );
    assert_eq!(jalon(&["benchmark", project, "--baseline", "meen"]).code, 2);
    documented(&["train", project]);
    let (code, found) = documented(&["runs", project, "--run", "1"]);
    assert_eq!((code, found["of"].as_str()), (0, Some("run 1 ridge")));
    let (_, log) = documented(&["runs", project]);
    assert_eq!(log["runs"][0]["family"], "ridge");
    let out = folder.path().join("scored.csv");
    let data = folder.path().join("data.csv");
    let (code, scored) =
        documented(&["predict", project, "--in", text(&data), "--out", text(&out)]);
    assert_eq!((code, scored["rows"].as_u64()), (0, Some(240)));
    assert!(
        std::fs::read_to_string(out)
            .unwrap()
            .starts_with("x,shop,y,prediction\n")
    );
}

#[test]
fn drift_tells_its_chunks_and_what_to_do() {
    let folder = folder(Some(DECISIONS));
    let project = text(folder.path());
    let data = folder.path().join("data.csv");
    let other = folder.path().join("other.csv");
    let rows = std::fs::read_to_string(&data).unwrap();
    let shifted: Vec<String> = rows.lines().map(|l| l.replacen(',', "9,", 1)).collect();
    std::fs::write(&other, shifted.join("\n").replacen("x9,", "x,", 1)).unwrap();
    let (code, document) = documented(&["drift", project, "--current", text(&data)]);
    assert_eq!((code, document["action"].as_str()), (0, Some("nothing")));
    assert!(document["chunks"][0]["performance"].is_null());
    let both = [
        "drift",
        project,
        "--current",
        text(&data),
        "--current",
        text(&other),
    ];
    let (code, document) = documented(&both);
    assert_eq!((code, document["chunks"].as_array().unwrap().len()), (1, 2));
    let x = &document["chunks"][1]["columns"][0];
    assert_eq!(
        (x["name"].as_str(), x["drift"].as_bool()),
        (Some("x"), Some(true))
    );
    let said = jalon(&both);
    assert!(
        said.out.contains("Action: watch") && said.err.contains("nothing was computed"),
        "{}",
        said.out
    );
    let missing = jalon(&["drift", project, "--current", "no.csv"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("no such file"), "{}", missing.err);
}

#[test]
fn nothing_runs_so_nothing_is_cancelled() {
    let folder = folder(Some(DECISIONS));
    let (code, document) = documented(&["cancel", text(folder.path())]);
    assert_eq!(
        (code, document["cancelled"].as_array().map(Vec::len)),
        (0, Some(0))
    );
    assert_eq!(
        jalon(&["cancel", text(folder.path()), "0001-train"]).code,
        2
    );
}

/// A reader that went away.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    for args in [&["help", "json"][..], &["--help"], &["check", "--json"]] {
        let args: Vec<OsString> = std::iter::once("jalon")
            .chain(args.iter().copied())
            .map(OsString::from)
            .collect();
        let code = code_of(&run(&args, &mut Closed, &mut Closed));
        assert_eq!(
            code,
            if args.len() == 3 && args[1] == "check" {
                2
            } else {
                0
            }
        );
    }
}

#[test]
fn without_a_command_the_workbench_opens() {
    let folder = folder(Some(DECISIONS));
    let left = |args: &[&str]| {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        run(&args, &mut Vec::new(), &mut Vec::new())
    };
    assert_eq!(
        left(&["jalon"]),
        Left::Workbench(Start::Home, Box::default())
    );
    let project = folder.path().to_owned();
    assert_eq!(
        left(&["jalon", text(&project)]),
        Left::Workbench(Start::Project(project.clone()), Box::default())
    );
    let data = project.join("data.csv");
    assert_eq!(
        left(&["jalon", text(&data)]),
        Left::Workbench(Start::New(data.clone()), Box::default())
    );
    assert_eq!(left(&["jalon", "/no/such"]), Left::Exit(2));
    assert_eq!(left(&["jalon", text(&project), "--json"]), Left::Exit(2));
}
