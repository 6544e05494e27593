//! A second screen on one project: it follows what the first computes and decides, changes nothing, and can stop the job,
//! also after the first lost its line.

use std::process::Command;

use rustix::process::Signal;

use super::{Line, long_project, small_project};

/// A first screen that computes and lost its line, and a second that follows.
fn abandoned(home: &std::path::Path, root: &std::path::Path) -> (Line, Line) {
    let mut first = Line::project(home, root);
    first.press("2r");
    first.wait_until("a job", || !jalon::project::jobs::running(root).is_empty());
    first.signal_client(Signal::KILL);
    let second = first.another(root);
    (first, second)
}

fn process(line: &Line) -> String {
    format!("(process {})", line.process().as_raw_nonzero())
}

#[test]
fn a_job_without_a_line_is_followed_to_its_end() {
    let home = tempfile::tempdir().unwrap();
    let root = long_project(home.path());
    let (first, second) = abandoned(home.path(), &root);
    second.wait_for(&process(&first));
    assert_eq!(first.ended(), 129);
    second.wait_for("of the other process is done");
    assert!(root.join("evidence/verdict.toml").exists());
}

#[test]
fn a_job_without_a_line_is_stopped_from_another_screen() {
    let home = tempfile::tempdir().unwrap();
    let root = long_project(home.path());
    let (first, mut second) = abandoned(home.path(), &root);
    second.wait_for(&process(&first));
    second.press("\u{3}");
    assert_eq!(first.ended(), 129);
    second.wait_for("of the other process was stopped");
    second.press("q");
    assert_eq!(second.ended(), 0);
}

#[test]
fn a_job_without_a_line_is_stopped_by_a_command() {
    let home = tempfile::tempdir().unwrap();
    let root = long_project(home.path());
    let (first, second) = abandoned(home.path(), &root);
    let cancel = Command::new(env!("CARGO_BIN_EXE_jalon"))
        .arg("cancel")
        .arg(&root)
        .output()
        .unwrap();
    assert!(cancel.status.success());
    assert_eq!(first.ended(), 129);
    second.wait_for("of the other process was stopped");
}

#[test]
fn decisions_of_one_screen_are_seen_on_the_other_which_makes_none() {
    let home = tempfile::tempdir().unwrap();
    let root = small_project(home.path());
    let mut first = Line::project(home.path(), &root);
    first.press("1");
    first.wait_for(" answered");
    let mut second = first.another(&root);
    second.wait_for("read only");
    second.press("1");
    first.press("/owner\r\r");
    first.wait_for("empty the line");
    first.press("Ada\r");
    first.wait_for("written to jalon.toml");
    second.wait_for("another program changed jalon.toml");
    second.wait_for("Ada");
    second.press("u");
    second.wait_for("read only");
    // An editor is another program too.
    let file = root.join("jalon.toml");
    let text = std::fs::read_to_string(&file)
        .unwrap()
        .replace("Ada", "Grace");
    std::fs::write(&file, text).unwrap();
    first.wait_for("Grace");
    second.wait_for("Grace");
    first.press("q");
    assert_eq!(first.ended(), 0);
}
