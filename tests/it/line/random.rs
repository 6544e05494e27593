//! Random keys and sizes at the real program with real jobs: it never panics, always draws, and leaves a whole project; the
//! table viewer also where the file changes or goes meanwhile. `JALON_KEYS` says how many keys, `JALON_SEED` which.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use jalon::project::{Project, jobs};

use super::view::view;
use super::{Line, small_project};
use crate::fixture::{Draw, rides};

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

/// What a person may press in the table viewer.
const VIEWED: &[&str] = &[
    "j",
    "k",
    "h",
    "l",
    "g",
    "G",
    "\r",
    "\u{1b}",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "f fare > 5\r",
    "fzone = 'south' or miles < 2\r",
    "f\u{15}\r",
    "f) é\r",
    "s",
    "v",
    "i",
    "/south\r",
    "/É漢\r",
    "N",
    "p",
    "r4999\r",
    "r1\r",
    "cfare\r",
    "z",
    "x",
    "X",
    "<",
    ">",
    "M",
    "y",
    "Y",
    "?",
    "\u{c}",
    "\u{7f}",
];

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// Keys of a breath; Esc ends it, since what follows it at once would be Alt.
fn breath(draw: &mut Draw, pressed: &[&str]) -> String {
    let mut keys = String::new();
    for _ in 0..BREATH {
        let key = pressed[(draw.uniform() * pressed.len() as f64) as usize];
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

/// As [`helps_out`]; the project is whole in any case.
fn answers(line: &mut Line, root: &Path) -> bool {
    let runs = helps_out(line);
    let project = Project::open(root).unwrap();
    assert_eq!(project.faults, []);
    project.journal().unwrap();
    runs
}

/// Whether it still runs: then it draws and answers, whatever was pressed: Esc leads out of it and the help comes when it
/// is asked for.
fn helps_out(line: &mut Line) -> bool {
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
        let keys = breath(&mut draw, PRESSED);
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
    no_panic(home.path());
}

fn no_panic(home: &Path) {
    let told = fs::read_to_string(home.join("state/jalon.log")).unwrap_or_default();
    assert!(!told.contains("panicked"), "{told}");
}

/// The file cut off, longer, with other rows in the same room, of another form, gone, and as it was.
fn change(draw: &mut Draw, path: &Path, text: &str) {
    let _ = match (draw.uniform() * 6.0) as usize {
        0 => fs::write(path, &text[..text.len() / 3]),
        1 => fs::write(path, text.repeat(2)),
        2 => fs::write(path, text.replace(',', "\n")),
        3 => fs::write(path, "{\"a\": 1}\n"),
        4 => fs::remove_file(path),
        _ => fs::write(path, text),
    };
}

#[test]
fn random_keys_on_a_file_that_changes_never_break_the_viewer() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("rides.csv");
    let text = rides(5_000, 7);
    fs::write(&file, &text).unwrap();
    let mut draw = Draw::new(number("JALON_SEED", 1) as u64);
    let keys = number("JALON_KEYS", KEYS);
    let mut line = view(home.path(), &file);
    line.wait_for("of 5000");
    let mut pressed = 0;
    while pressed < keys {
        let keys = breath(&mut draw, VIEWED);
        pressed += keys.chars().count();
        press(&mut line, &keys);
        if draw.uniform() < 0.3 {
            change(&mut draw, &file, &text);
        }
        if draw.uniform() < 0.2 {
            let (columns, rows) = (draw.uniform() * 200.0, draw.uniform() * 70.0);
            line.resize(columns as u8 + 1, rows as u8 + 1);
        }
    }
    assert!(helps_out(&mut line), "no key here ends it");
    press(&mut line, "q");
    assert_eq!(line.ended(), 0);
    no_panic(home.path());
}
