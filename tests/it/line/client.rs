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
        let mut bytes = std::io::stdin().bytes().map_while(Result::ok);
        while let Some(byte) = bytes.next() {
            if byte == RESIZE {
                let (columns, rows) = (bytes.next().unwrap(), bytes.next().unwrap());
                master.resize(size(columns, rows)).unwrap();
            } else {
                keys.write_all(&[byte]).unwrap();
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
