//! The program itself: one document on stdout, exit codes, threads, signals, a reader that goes away.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::fixture::{RIDES_SPEC, project, rides};

fn jalon(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jalon"));
    command.args(args).stdin(Stdio::null());
    command
}

fn done(args: &[&str]) -> Output {
    jalon(args).output().unwrap()
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let evidence = |threads: &str| {
        let root = folder.path().join(threads);
        project(&root, &rides(400, 3), RIDES_SPEC);
        let args = [
            "run",
            text(&root),
            "--threads",
            threads,
            "--family",
            "boosting",
            "--mode",
            "quick",
            "--json",
        ];
        let output = done(&args);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
        let mut kept: Vec<String> = ["data", "benchmark", "verdict"]
            .iter()
            .map(|name| {
                let file = root.join(format!("evidence/{name}.toml"));
                let text = std::fs::read_to_string(file).unwrap();
                text.split("[times]").next().unwrap().to_owned()
            })
            .collect();
        let mut shown = document(&output);
        for run in shown["train"]["runs"].as_array_mut().unwrap() {
            run["times"] = Value::Null;
        }
        shown["check"]["times"] = Value::Null;
        shown["project"] = Value::Null;
        kept.push(shown.to_string());
        kept
    };
    assert_eq!(evidence("1"), evidence("2"));
}

#[test]
fn an_error_is_on_both_streams_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("jalon.toml"), "format = 1\n[problem\n").unwrap();
    let output = done(&["check", text(folder.path()), "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let document = document(&output);
    assert_eq!(document["error"]["line"], 2);
    assert!(
        document["error"]["file"]
            .as_str()
            .unwrap()
            .ends_with("jalon.toml")
    );
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("jalon.toml:2"), "{told}");
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = jalon(&["help", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{output:?}");
}

/// Training that takes long, begun.
fn training(root: &Path) -> Child {
    project(root, &rides(6000, 4), RIDES_SPEC);
    let args = [
        "train",
        text(root),
        "--mode",
        "thorough",
        "--family",
        "boosting",
    ];
    let child = jalon(&args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !has_job(root, "train") {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "training did not begin"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

fn has_job(root: &Path, stage: &str) -> bool {
    let jobs = std::fs::read_dir(root.join(".jalon/jobs"))
        .into_iter()
        .flatten();
    jobs.flatten().any(|job| {
        let name = job.file_name().to_string_lossy().into_owned();
        name.ends_with(stage) && job.path().join("lock").exists()
    })
}

/// Waits, but not for ever.
fn ended(mut child: Child) -> Option<i32> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    panic!("it did not end");
}

#[test]
fn signals_end_a_job_with_their_code_and_leave_no_half_result() {
    for (signal, code) in [
        (rustix::process::Signal::INT, 130),
        (rustix::process::Signal::TERM, 143),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("p");
        let child = training(&root);
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, signal).unwrap();
        assert_eq!(ended(child), Some(code));
        assert!(!root.join("evidence/verdict.toml").exists());
        let runs = done(&["runs", text(&root), "--json"]);
        assert_eq!(runs.status.code(), Some(0), "{runs:?}");
    }
}

#[test]
fn a_running_job_is_cancelled_from_outside() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let child = training(&root);
    let busy = done(&["train", text(&root), "--family", "ridge"]);
    assert_eq!(busy.status.code(), Some(2), "{busy:?}");
    let output = done(&["cancel", text(&root), "--json"]);
    assert_eq!(
        document(&output)["cancelled"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(ended(child), Some(2));
}
