//! A panic, wherever it happens, gives the terminal back and leaves a report. Each is tried in a process of its own, in a
//! terminal of its own.

use std::io::Read as _;
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread::Builder;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::buffer::Buffer;

use crate::tui::panic::guard;
use crate::tui::terminal::{Quiet, Terminal};
use crate::tui::threads::Screen;
use crate::work::guarded;

/// Which thread panics, in the environment of the process that is to break.
const THREAD: &str = "JALON_TEST_THREAD";
/// Where its report goes.
const LOG: &str = "JALON_TEST_LOG";

/// Not a test: what the tests below run as a process of its own.
#[test]
fn break_off() {
    let (Ok(thread), Ok(log)) = (std::env::var(THREAD), std::env::var(LOG)) else {
        return;
    };
    let quiet = Quiet::new(Some(Path::new(&log))).unwrap();
    let (to, _messages) = channel();
    let screen = Screen::open(Terminal::find().unwrap(), to).unwrap();
    let restored = screen.clone();
    guard(Some(log.into()), quiet.before(), move |name| {
        restored.restore(name);
    });
    screen.show(Buffer::with_lines(["this is the screen"]));
    while screen.last_frame() == 0 {
        std::thread::yield_now();
    }
    let broken = move || guarded::<()>(|| panic!("no \u{1b}[31mluck"));
    let outcome = Builder::new().name(thread).spawn(broken).unwrap().join();
    let error = outcome.unwrap().unwrap_err();
    screen.leave();
    drop(quiet);
    println!("it went on: {error}");
    std::process::exit(7);
}

/// What the terminal shows after a panic on this thread, then its modes and the exit code; and the report.
fn after_a_panic_on(thread: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("state/jalon.log");
    let size = PtySize {
        rows: 40,
        cols: 200,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new("sh");
    let run =
        "\"$0\" --exact tui::tests::breaking::break_off --nocapture -q; echo \"code $?\"; stty -a";
    command.args(["-c", run]);
    command.arg(std::env::current_exe().unwrap());
    command.env(THREAD, thread);
    command.env(LOG, &log);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().unwrap();
    let reader = std::thread::spawn(move || {
        let mut screen = vt100::Parser::new(40, 200, 0);
        let mut room = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut room) {
            screen.process(&room[..count]);
        }
        let screen = screen.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        assert!(!screen.bracketed_paste());
        screen.contents()
    });
    child.wait().unwrap();
    let text = reader.join().unwrap();
    (text, std::fs::read_to_string(log).unwrap())
}

#[test]
fn a_panic_of_the_screen_gives_the_terminal_back_and_says_where_the_report_is() {
    for thread in ["main", "terminal", "input", "signals"] {
        let (text, report) = after_a_panic_on(thread);
        assert!(
            text.contains("this should not have happened: no \\u{1b}[31mluck"),
            "{text}"
        );
        assert!(
            text.contains("what was decided is saved; the report is in"),
            "{text}"
        );
        assert!(text.contains("code 101"), "{text}");
        assert!(
            text.contains(" icanon") && text.contains(" echo "),
            "{text}"
        );
        assert!(!text.contains("this is the screen"), "{text}");
        assert!(
            report.contains(&format!("panicked on thread '{thread}'")),
            "{report}"
        );
        assert!(report.contains("breaking.rs"), "{report}");
    }
}

#[test]
fn a_panic_of_a_job_is_its_failure() {
    let (text, report) = after_a_panic_on("job");
    assert!(
        text.contains("it went on: the computation broke off: no "),
        "{text}"
    );
    assert!(text.contains("code 7"), "{text}");
    assert!(report.contains("panicked on thread 'job'"), "{report}");
}
