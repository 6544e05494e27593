//! The user's settings on screen: a mistake is told with its place, and what is saved holds at once.

use std::fs;

use super::Line;

#[test]
fn settings_hold_when_they_are_saved() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    fs::write(&file, "[keys]\nqiut = [\"Q\"]\n").unwrap();
    let mut line = Line::open(home.path(), None);
    line.wait_for("config.toml:2:1: ");
    line.wait_for("did you mean 'quit'?");
    fs::write(&file, "glyphs = \"ascii\"\n[keys]\nquit = [\"Q\"]\n").unwrap();
    line.wait_for("the settings were read again");
    line.press("q");
    line.wait_for("q: does nothing");
    fs::write(&file, "theme = \"drak\"\n[keys]\nquit = [\"Q\"]\n").unwrap();
    line.wait_for("config.toml:1:9: ");
    line.press("Q");
    assert_eq!(line.ended(), 0);
}
