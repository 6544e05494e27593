//! The workbench in a real terminal: it paints, answers keys, leaves the terminal as it was, and ends with a lost line.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a screen may take before a test gives up; a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program in a terminal of 80x24.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    screen: Arc<Mutex<vt100::Parser>>,
    _home: tempfile::TempDir,
}

impl Terminal {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_jalon"));
        command.env("JALON_HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(24, 80, 0)));
        let mut output = pair.master.try_clone_reader().unwrap();
        let parser = screen.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                parser.lock().unwrap().process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self {
            child,
            master: Some(pair.master),
            keys: Some(keys),
            screen,
            _home: home,
        }
    }

    fn press(&mut self, keys: &str) {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn wait_for(&self, part: &str) {
        let begun = Instant::now();
        while !self.text().contains(part) {
            assert!(
                begun.elapsed() < PATIENCE,
                "'{part}' never came:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The exit code, once the program has ended.
    fn ended(&mut self) -> u32 {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "it never ended:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Already gone where the test went well.
        let _ = self.child.kill();
    }
}

#[test]
fn a_stranger_opens_the_sample_walks_and_leaves() {
    let mut terminal = Terminal::start();
    terminal.wait_for("taxi");
    terminal.press("\r");
    terminal.wait_for("What will this ride cost");
    terminal.press("2");
    terminal.wait_for("Can these data answer the question?");
    terminal.press("?");
    terminal.wait_for("Keys");
    terminal.press("\u{1b}");
    // Sent in one breath, Esc and q would be Alt-q.
    terminal.wait_for("Can these data answer the question?");
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
    let parser = terminal.screen.lock().unwrap();
    let screen = parser.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
}

#[test]
fn a_lost_line_ends_the_program() {
    let mut terminal = Terminal::start();
    terminal.wait_for("taxi");
    terminal.keys = None;
    terminal.master = None;
    // The reader's copy keeps the terminal open until the child is told: the hang-up is what a dropped line sends.
    let id = terminal.child.process_id().unwrap();
    let killed = std::process::Command::new("kill")
        .args(["-HUP", &id.to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    assert_eq!(terminal.ended(), 129);
}
