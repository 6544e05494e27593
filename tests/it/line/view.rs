//! The table viewer at the other end of a line: it opens a file, scrolls, is quiet, and goes.

use std::time::Duration;

use super::{Line, SHELL};
use crate::fixture::rides;

/// The viewer on a file.
pub(super) fn view(home: &std::path::Path, path: &std::path::Path) -> Line {
    let program = env!("CARGO_BIN_EXE_jalon");
    let path = path.to_string_lossy();
    let command = ["sh", "-c", SHELL, "sh", program, "view", &path];
    Line::run(home, &command.map(str::to_owned))
}

#[test]
fn a_file_is_looked_at_without_a_project() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("rides.csv");
    std::fs::write(&file, rides(5_000, 7)).unwrap();
    let mut line = view(home.path(), &file);
    line.wait_for("1 of 5000");
    line.press("G");
    line.wait_for("5000 of 5000");
    let before = line.bytes();
    line.press("k");
    line.wait_for("4999 of 5000");
    let step = line.bytes() - before;
    assert!(step < 100, "a step took {step} bytes");
    line.press("ffare > 1e9\r");
    line.wait_for("no row is let through");
    line.press("\x1b");
    line.wait_for("of 5000;");
    // With nothing going on nothing is written.
    std::thread::sleep(Duration::from_millis(500));
    let before = line.bytes();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(line.bytes(), before);
    line.press("q");
    assert_eq!(line.ended(), 0);
}
