//! The process that holds the terminal: bytes from its standard input are keys, what the program writes goes to its
//! standard error, where the test runner writes nothing. With it the terminal goes.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// The command to run, as a JSON list, in the environment.
pub const COMMAND: &str = "JALON_TEST_COMMAND";
/// A byte that no key sends: columns and rows of the new size follow.
pub const RESIZE: u8 = 0;

fn size(columns: u8, rows: u8) -> PtySize {
    PtySize {
        rows: rows.into(),
        cols: columns.into(),
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// Not a test: what the other tests run as a process of its own.
#[test]
fn client() {
    let Ok(command) = std::env::var(COMMAND) else {
        return;
    };
    let command: Vec<String> = serde_json::from_str(&command).unwrap();
    let pair = native_pty_system().openpty(size(80, 24)).unwrap();
    let mut builder = CommandBuilder::new(&command[0]);
    builder.args(&command[1..]);
    builder.env("TERM", "xterm-256color");
    builder.env("LANG", "C.UTF-8");
    for name in ["SSH_CONNECTION", "SSH_TTY", "NO_COLOR", "ENV"] {
        builder.env_remove(name);
    }
    builder.cwd(std::env::var("JALON_HOME").unwrap());
    let mut child = pair.slave.spawn_command(builder).unwrap();
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().unwrap();
    std::thread::spawn(move || {
        let mut room = [0; 4096];
        let mut out = std::io::stderr();
        while let Ok(count @ 1..) = output.read(&mut room) {
            out.write_all(&room[..count]).unwrap();
            out.flush().unwrap();
        }
    });
    let master = pair.master;
    let mut keys = master.take_writer().unwrap();
    std::thread::spawn(move || {
        // A key of several bytes stays in one piece, as keyboards send it.
        let mut stdin = std::io::stdin();
        let mut room = [0; 4096];
        let mut pending = Vec::new();
        while let Ok(count @ 1..) = stdin.read(&mut room) {
            pending.extend_from_slice(&room[..count]);
            while let Some(at) = pending.iter().position(|byte| *byte == RESIZE) {
                let Some(&[_, columns, rows]) = pending.get(at..at + 3) else {
                    break;
                };
                keys.write_all(&pending[..at]).unwrap();
                master.resize(size(columns, rows)).unwrap();
                pending.drain(..at + 3);
            }
            if !pending.contains(&RESIZE) {
                keys.write_all(&std::mem::take(&mut pending)).unwrap();
            }
        }
        // Whoever pressed the keys closed the terminal.
        std::process::exit(0);
    });
    child.wait().unwrap();
    // What was written last is still on its way.
    std::thread::sleep(std::time::Duration::from_millis(200));
    std::process::exit(0);
}
