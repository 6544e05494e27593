//! Every way to lose the line, while each stage computes and while a decision is typed: what DESIGN says of it holds.

use std::fs;
use std::path::Path;

use jalon::project::{Project, jobs};
use rustix::process::Signal;

use super::{Line, long_project, small_project};

/// How a line is lost.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// The client is killed: its terminal goes with it.
    ClientKilled,
    /// The client closes the terminal in good order.
    Closed,
    /// SIGHUP from the system, the terminal still there.
    Hangup,
    /// SIGTERM.
    Terminate,
    /// `kill -9` of the program itself.
    Kill,
}

impl Way {
    fn lose(self, line: &mut Line) {
        match self {
            Way::ClientKilled => line.signal_client(Signal::KILL),
            Way::Closed => line.keys = None,
            Way::Hangup => line.signal(Signal::HUP),
            Way::Terminate => line.signal(Signal::TERM),
            Way::Kill => line.signal(Signal::KILL),
        }
    }

    fn code(self) -> i32 {
        match self {
            Way::ClientKilled | Way::Closed | Way::Hangup => 129,
            Way::Terminate => 143,
            Way::Kill => 137,
        }
    }
}

/// What is computed when the line is lost.
const STAGES: [&str; 4] = ["check", "benchmark", "train", "drift"];

/// Starts the job and waits until the stage is about to be computed or is.
fn begin(line: &mut Line, root: &Path, stage: &str) {
    if stage == "drift" {
        line.press("6");
        line.wait_for("w compare");
        line.press("w");
    } else {
        line.press("2r");
    }
    let before = match stage {
        "benchmark" => Some("evidence/data.toml"),
        "train" => Some("evidence/benchmark.toml"),
        _ => None,
    };
    match before {
        Some(file) => line.wait_until(stage, || root.join(file).exists()),
        None => line.wait_until(stage, || ran(root).is_some()),
    }
}

/// The newest job of the project.
fn ran(root: &Path) -> Option<String> {
    let folders = fs::read_dir(root.join(".jalon/jobs")).ok()?.flatten();
    let mut names: Vec<String> = folders
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names.pop()
}

/// How the newest job ended; none where it was cut off.
fn ending(root: &Path) -> Option<String> {
    jobs::ended(root, &ran(root)?)?.ended
}

/// The project is whole: it opens without a fault, nobody edits it, no job runs.
fn is_whole(root: &Path) {
    let project = Project::open(root).unwrap();
    assert_eq!(project.faults, []);
    assert!(jobs::running(root).is_empty());
    assert!(project.hold(false).is_ok());
    project.journal().unwrap();
}

fn lose_it_in_every_stage(way: Way) {
    for stage in STAGES {
        let home = tempfile::tempdir().unwrap();
        let root = small_project(home.path());
        let mut line = Line::project(home.path(), &root);
        begin(&mut line, &root, stage);
        way.lose(&mut line);
        assert_eq!(line.ended(), way.code(), "{way:?} in {stage}");
        is_whole(&root);
        let ending = ending(&root);
        match way {
            Way::ClientKilled | Way::Closed | Way::Hangup => {
                assert_eq!(ending.as_deref(), Some("done"), "{way:?} in {stage}");
                let last = match stage {
                    "drift" => "evidence/drift",
                    _ => "evidence/verdict.toml",
                };
                assert!(root.join(last).exists(), "{way:?} in {stage}");
            }
            Way::Terminate => assert!(ending.is_some(), "{stage}: nobody was told"),
            Way::Kill => {}
        }
    }
}

#[test]
fn a_killed_client_loses_no_work() {
    lose_it_in_every_stage(Way::ClientKilled);
}

#[test]
fn a_closed_terminal_loses_no_work() {
    lose_it_in_every_stage(Way::Closed);
}

#[test]
fn a_hangup_loses_no_work() {
    lose_it_in_every_stage(Way::Hangup);
}

#[test]
fn asked_to_end_the_job_stops_at_its_next_unit() {
    lose_it_in_every_stage(Way::Terminate);
}

#[test]
fn killed_at_any_moment_the_project_opens() {
    lose_it_in_every_stage(Way::Kill);
}

#[test]
fn a_client_that_reads_nothing_holds_up_no_work() {
    let home = tempfile::tempdir().unwrap();
    let root = small_project(home.path());
    let mut line = Line::project(home.path(), &root);
    begin(&mut line, &root, "check");
    line.signal_client(Signal::STOP);
    // Each wake paints the whole screen: far more than a terminal holds that nobody reads.
    for _ in 0..60 {
        line.signal(Signal::CONT);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    line.wait_until("the end of the job", || ending(&root).is_some());
    assert_eq!(ending(&root).as_deref(), Some("done"));
    // It answers again when it is read again, and ends when asked although nobody reads.
    line.signal_client(Signal::CONT);
    line.press("4");
    line.wait_for("Verdict");
    line.signal_client(Signal::STOP);
    for _ in 0..60 {
        line.signal(Signal::CONT);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    line.signal(Signal::TERM);
    assert_eq!(line.ended(), 143);
    is_whole(&root);
}

/// A decision that was written is there however the line is lost right after; one that was only typed leaves the file as
/// it was.
#[test]
fn a_decision_is_written_before_the_line_is_lost_or_not_at_all() {
    let ways = [
        Way::ClientKilled,
        Way::Closed,
        Way::Hangup,
        Way::Terminate,
        Way::Kill,
    ];
    for way in ways {
        let home = tempfile::tempdir().unwrap();
        let root = small_project(home.path());
        let mut line = Line::project(home.path(), &root);
        line.press("1/owner\r\r");
        line.wait_for("empty the line");
        line.press("the pricing team\r");
        line.wait_for("written to jalon.toml");
        line.press("\r!");
        line.wait_for("the pricing team!");
        way.lose(&mut line);
        assert_eq!(line.ended(), way.code(), "{way:?}");
        is_whole(&root);
        let text = fs::read_to_string(root.join("jalon.toml")).unwrap();
        assert!(
            text.contains("owner = \"the pricing team\"\n"),
            "{way:?}: {text}"
        );
    }
}

#[test]
fn the_config_can_have_jobs_stop_with_the_line() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("config.toml"), "hangup = \"stop\"\n").unwrap();
    let root = long_project(home.path());
    let mut line = Line::project(home.path(), &root);
    begin(&mut line, &root, "train");
    Way::ClientKilled.lose(&mut line);
    assert_eq!(line.ended(), 129);
    assert_eq!(ending(&root).as_deref(), Some("cancelled"));
    is_whole(&root);
}
