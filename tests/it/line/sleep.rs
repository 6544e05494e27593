//! Ctrl-Z and the signals of job control: the shell gets its terminal back, and the screen comes back whole.

use rustix::process::Signal;

use super::Line;

/// An interactive shell, whose prompt is `ready:`.
fn shell(home: &std::path::Path) -> Line {
    let shell = "PS1=ready:; export PS1; PATH=$PATH; exec sh -i";
    let mut line = Line::run(home, &["sh".into(), "-c".into(), shell.into()]);
    line.wait_for("ready:");
    let start = "sh -c 'echo $$ > '$PID_FILE'; exec \"$0\"' ";
    line.press(&format!("{start}{}\r", env!("CARGO_BIN_EXE_jalon")));
    line.wait_for("taxi");
    line
}

/// The screen comes back whole, takes keys, and leaves a sane terminal.
fn wake(line: &mut Line) {
    line.press("stty -a\r");
    line.wait_for(" icanon");
    line.wait_for(" echo ");
    line.press("fg\r");
    line.wait_until("the whole screen", || {
        let text = line.text();
        text.contains("taxi") && text.contains("quit") && !text.contains("icanon")
    });
    line.press("?");
    line.wait_for("Keys");
    line.press("qq");
    line.wait_for("ready:");
}

#[test]
fn ctrl_z_gives_the_terminal_back_until_it_is_wanted_again() {
    let home = tempfile::tempdir().unwrap();
    let mut line = shell(home.path());
    line.press("\u{1a}");
    line.wait_for("jalon sleeps");
    wake(&mut line);
}

#[test]
fn stopped_by_a_signal_it_comes_back_too() {
    let home = tempfile::tempdir().unwrap();
    let mut line = shell(home.path());
    line.signal(Signal::TSTP);
    line.wait_for("jalon sleeps");
    wake(&mut line);
}

#[test]
fn stopped_so_that_it_cannot_know_it_sets_its_modes_again() {
    let home = tempfile::tempdir().unwrap();
    let mut line = shell(home.path());
    line.signal(Signal::STOP);
    line.wait_for("ready:");
    // The modes are still those of the screen: Enter is no line feed.
    line.press("stty sane; printf '\\033[2Jempty'\n");
    line.wait_for("emptyready:");
    line.press("fg\r");
    line.wait_until("the whole screen", || {
        let text = line.text();
        text.contains("taxi") && text.contains("quit") && !text.contains("empty")
    });
    line.press("?");
    line.wait_for("Keys");
}

#[test]
fn without_a_shell_to_wake_it_it_stays_awake() {
    let home = tempfile::tempdir().unwrap();
    let mut line = Line::open(home.path(), None);
    line.wait_for("taxi");
    line.press("\u{1a}");
    line.wait_for("no shell could wake it here");
    line.press("q");
    assert_eq!(line.ended(), 0);
}
