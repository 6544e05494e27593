//! The workbench at the other end of a line: a client, which is a process of its own, holds the terminal and passes keys
//! and pictures on, as `ssh` does. It can be cut, stopped and resized.

mod begun;
mod client;
mod lost;
mod random;
mod second;
mod settings;
mod sleep;
mod view;
mod walk;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::fixture::{RIDES_SPEC, project, rides};

/// How long anything may take before a test gives up; a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(90);

/// Starts the program so that its process and its exit code can be read, also after its line is gone. The shell ignores
/// the hang-up; the program has its own mind.
const SHELL: &str = r#"trap '' HUP
sh -c 'echo $$ > "$0.new"; mv "$0.new" "$0"; exec "$@"' "$PID_FILE" "$@"
echo $? > "$CODE_FILE.new"; mv "$CODE_FILE.new" "$CODE_FILE""#;

/// The program at the other end of a line.
struct Line {
    client: Child,
    keys: Option<ChildStdin>,
    screen: Arc<Mutex<vt100::Parser>>,
    bytes: Arc<AtomicUsize>,
    home: PathBuf,
    marks: tempfile::TempDir,
}

impl Line {
    /// The workbench on a project, or its home screen; `home` holds the user's files.
    fn open(home: &Path, project: Option<&Path>) -> Self {
        let mut command = vec![env!("CARGO_BIN_EXE_jalon").to_owned()];
        command.extend(project.map(|p| p.to_string_lossy().into_owned()));
        let mut whole = ["sh", "-c", SHELL, "sh"].map(str::to_owned).to_vec();
        whole.extend(command);
        Self::run(home, &whole)
    }

    /// Any program.
    fn run(home: &Path, command: &[String]) -> Self {
        let marks = tempfile::tempdir().unwrap();
        let mut client = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "line::client::client", "--nocapture", "-q"])
            .env(client::COMMAND, serde_json::to_string(command).unwrap())
            .env("PID_FILE", marks.path().join("pid"))
            .env("CODE_FILE", marks.path().join("code"))
            .env("JALON_HOME", home)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(24, 80, 0)));
        let bytes = Arc::new(AtomicUsize::new(0));
        let mut output = client.stderr.take().unwrap();
        let (parser, counter) = (screen.clone(), bytes.clone());
        std::thread::spawn(move || {
            let mut room = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut room) {
                parser.lock().unwrap().process(&room[..count]);
                counter.fetch_add(count, Ordering::Relaxed);
            }
        });
        Self {
            keys: client.stdin.take(),
            client,
            screen,
            bytes,
            home: home.to_owned(),
            marks,
        }
    }

    /// The workbench on a project, once it is open.
    fn project(home: &Path, project: &Path) -> Self {
        let line = Self::open(home, Some(project));
        line.wait_for("6 Drift");
        line
    }

    /// Another line to the same project, of the same person.
    fn another(&self, project: &Path) -> Self {
        Self::project(&self.home, project)
    }

    fn press(&mut self, keys: &str) {
        self.send(keys.as_bytes());
    }

    fn resize(&mut self, columns: u8, rows: u8) {
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(u16::from(rows), u16::from(columns));
        // A program that has ended has no size.
        let _ = self.try_send(&[client::RESIZE, columns, rows]);
    }

    fn send(&mut self, bytes: &[u8]) {
        self.try_send(bytes).unwrap();
    }

    /// Fails where the client went with the program.
    fn try_send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes)?;
        keys.flush()
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Bytes the program has written.
    fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    fn wait_for(&self, part: &str) {
        self.wait_until(part, || self.text().contains(part));
    }

    fn wait_until(&self, what: &str, done: impl Fn() -> bool) {
        let begun = Instant::now();
        while !done() {
            assert!(
                begun.elapsed() < PATIENCE,
                "'{what}' never came:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The program's process, once it runs.
    fn process(&self) -> Pid {
        let file = self.marks.path().join("pid");
        self.wait_until("a process", || file.exists());
        let id = fs::read_to_string(file).unwrap().trim().parse().unwrap();
        Pid::from_raw(id).unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.process(), signal).unwrap();
    }

    fn signal_client(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.client), signal).unwrap();
    }

    /// The exit code, once the program has ended.
    fn ended(&self) -> i32 {
        let file = self.marks.path().join("code");
        self.wait_until("an exit code", || file.exists());
        fs::read_to_string(file).unwrap().trim().parse().unwrap()
    }

    fn has_ended(&self) -> bool {
        self.marks.path().join("code").exists()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Nothing of a test goes on after it; most of this is gone already where the test went well.
        if let Ok(text) = fs::read_to_string(self.marks.path().join("pid"))
            && !self.has_ended()
            && let Some(process) = text.trim().parse().ok().and_then(Pid::from_raw)
        {
            let _ = kill_process(process, Signal::KILL);
        }
        let _ = self.client.kill();
        let _ = self.client.wait();
    }
}

/// A project of small data, with new data to compare. It trains what is quick.
fn small_project(folder: &Path) -> PathBuf {
    let models = ["ridge", "tree"].map(|family| format!("\n[[model]]\nfamily = \"{family}\"\n"));
    project_of(folder, &models.concat())
}

/// The same with every family of models: its training goes on while another screen is opened.
fn long_project(folder: &Path) -> PathBuf {
    project_of(folder, "")
}

fn project_of(folder: &Path, models: &str) -> PathBuf {
    let spec = format!("{RIDES_SPEC}\n[monitor]\ncurrent = \"data.csv\"\n{models}");
    project(&folder.join("rides"), &rides(900, 7), &spec).root
}
