//! Random keys and sizes at the real program with real jobs: it never panics, always draws, and leaves a whole project.
//! `JALON_KEYS` says how many keys, `JALON_SEED` which.

use std::path::Path;
use std::time::{Duration, Instant};

use jalon::project::{Project, jobs};

use super::{Line, small_project};
use crate::fixture::Draw;

/// Keys of a usual run; long ones are asked for by the variable.
const KEYS: usize = 400;
/// How often the help is asked for.
const TRIES: usize = 20;
/// Keys sent in one breath.
const BREATH: usize = 40;

/// What a person may press; `q` and Ctrl-C leave, and are pressed at the end.
const PRESSED: &[&str] = &[
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "j",
    "k",
    "h",
    "l",
    "g",
    "G",
    "\t",
    "\r",
    "\r",
    "\u{1b}",
    "\u{1b}[A",
    "\u{1b}[B",
    "\u{1b}[C",
    "\u{1b}[D",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}[Z",
    " ",
    "/",
    "N",
    ":",
    "?",
    "H",
    "J",
    "r",
    "t",
    "m",
    "f",
    "a",
    "s",
    "x",
    "u",
    "\u{12}",
    "w",
    "p",
    "R",
    "e",
    "c",
    "n",
    "y",
    "\u{7f}",
    "é",
    "漢",
    "0",
    "\u{c}",
    "\u{15}",
    "\u{1b}[200~pasted\n\u{1b}[201~",
    "\u{1b}[I",
    "\u{1b}[O",
];

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// Keys of a breath; Esc ends it, since what follows it at once would be Alt.
fn breath(draw: &mut Draw) -> String {
    let mut keys = String::new();
    for _ in 0..BREATH {
        let key = PRESSED[(draw.uniform() * PRESSED.len() as f64) as usize];
        keys.push_str(key);
        if key == "\u{1b}" {
            break;
        }
    }
    keys
}

/// Presses keys; one of them may have been the end.
fn press(line: &mut Line, keys: &str) {
    let _ = line.try_send(keys.as_bytes());
}

/// Whether it still runs: then it draws and answers, whatever was pressed: Esc leads out of it and the help comes when it
/// is asked for. The project is whole in any case.
fn answers(line: &mut Line, root: &Path) -> bool {
    line.resize(80, 24);
    let helps = |line: &Line| line.text().contains("─ Keys");
    // What was asked for before may still arrive and take the screen: then the help is asked for again.
    for _ in 0..TRIES {
        // Out of every field and dialog, one step at a time.
        for _ in 0..6 {
            press(line, "\u{1b}");
            std::thread::sleep(Duration::from_millis(60));
        }
        press(line, "?");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(2) && !helps(line) && !line.has_ended() {
            std::thread::sleep(Duration::from_millis(10));
        }
        if helps(line) || line.has_ended() {
            break;
        }
    }
    line.wait_until("the help", || helps(line) || line.has_ended());
    let project = Project::open(root).unwrap();
    assert_eq!(project.faults, []);
    project.journal().unwrap();
    if line.has_ended() {
        return false;
    }
    press(line, "\u{1b}");
    line.wait_until("the screen below the help", || !helps(line));
    true
}

#[test]
fn random_keys_and_sizes_never_break_it() {
    let home = tempfile::tempdir().unwrap();
    let root = small_project(home.path());
    let mut line = Line::project(home.path(), &root);
    let mut draw = Draw::new(number("JALON_SEED", 1) as u64);
    let keys = number("JALON_KEYS", KEYS);
    let (mut pressed, mut breaths) = (0, 0);
    while pressed < keys {
        let keys = breath(&mut draw);
        pressed += keys.chars().count();
        breaths += 1;
        press(&mut line, &keys);
        if draw.uniform() < 0.2 {
            let (columns, rows) = (draw.uniform() * 200.0, draw.uniform() * 70.0);
            line.resize(columns as u8 + 1, rows as u8 + 1);
        }
        // The list of all actions has `quit` and `cancel` too.
        if (breaths % 25 == 0 && !answers(&mut line, &root)) || line.has_ended() {
            assert!(
                matches!(line.ended(), 0 | 130),
                "exit code {}",
                line.ended()
            );
            line = line.another(&root);
        }
    }
    if !answers(&mut line, &root) {
        line = line.another(&root);
    }
    // Twice ends it whatever runs: what is in flight stops with it.
    press(&mut line, "\u{3}\u{3}");
    assert_eq!(line.ended(), 130);
    assert!(jobs::running(&root).is_empty());
    let log = home.path().join("state/jalon.log");
    let told = std::fs::read_to_string(log).unwrap_or_default();
    assert!(!told.contains("panicked"), "{told}");
}
