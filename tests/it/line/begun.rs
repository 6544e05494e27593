//! A new project that is not yet written when the line is lost: it is offered when the program is opened again.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::process::Signal;

use super::Line;
use crate::fixture::rides;

fn data(home: &Path) -> PathBuf {
    let file = home.join("rides.csv");
    fs::write(&file, rides(300, 7)).unwrap();
    file
}

/// As far as the questions, with another split and a score typed.
fn begin(home: &Path, file: &Path) -> Line {
    let mut line = Line::open(home, Some(file));
    line.wait_for("likely");
    line.press("/fare\r\r");
    line.wait_for("about");
    line.press("/split\r\x1b[C");
    line.wait_for("will stand in jalon.toml");
    line.press("j\r");
    line.wait_for("your choice");
    line.press("\r");
    line.wait_for("Score to reach");
    line.press("\x1b[B1.75");
    line.wait_for("1.75");
    let kept = || fs::read_to_string(home.join("state/new.toml")).unwrap_or_default();
    line.wait_until("the step is on disk", || kept().contains("questions"));
    line
}

/// The rows without blanks at their ends, which no one sees.
fn written(screen: &str) -> Vec<&str> {
    screen.lines().map(str::trim_end).collect()
}

#[test]
fn what_was_chosen_and_typed_is_offered_again() {
    for way in [Signal::HUP, Signal::TERM, Signal::KILL] {
        let home = tempfile::tempdir().unwrap();
        let file = data(home.path());
        let line = begin(home.path(), &file);
        let chosen = line.text();
        line.signal(way);
        line.ended();
        let mut again = Line::open(home.path(), None);
        again.wait_for("Go on with the new project from rides.csv?");
        again.press("y");
        again.wait_for("Score to reach");
        // After `kill -9` the step is there, not what was typed in it.
        if way != Signal::KILL {
            again.wait_for("1.75");
            assert_eq!(written(&again.text()), written(&chosen));
        }
        again.press("\x1b");
        again.wait_for("your choice");
    }
}

#[test]
fn it_is_offered_no_more_once_it_is_thrown_away() {
    let home = tempfile::tempdir().unwrap();
    let file = data(home.path());
    let line = begin(home.path(), &file);
    line.signal(Signal::TERM);
    line.ended();
    let kept = home.path().join("state/new.toml");
    assert!(kept.exists());
    // It is also offered where the same file is named again.
    let mut again = Line::open(home.path(), Some(&file));
    again.wait_for("Go on with the new project from rides.csv?");
    again.press("n");
    again.wait_until("nothing chosen is kept", || {
        !fs::read_to_string(&kept)
            .unwrap_or_default()
            .contains("1.75")
    });
    again.wait_for("What do you want to predict?");
    drop(again);
    // Leaving it in good order throws it away as well.
    let mut line = begin(home.path(), &file);
    assert!(kept.exists());
    line.press("\x1b");
    line.wait_for("your choice");
    line.press("0");
    line.wait_for("not written yet");
    line.press("y");
    line.wait_until("nothing is kept", || !kept.exists());
}
