//! Project files as a stranger's editor may leave them: thousands of mutated ones, read and reviewed. None panics, and each
//! mistake names its line. `JALON_FILES` says how many are tried.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;

use super::tests::{DATA, LABELS, RIDES};
use super::*;
use crate::spec::review;
use crate::work::{Progress, Rng, rng};

/// Complete specs to start from.
const SEEDS: &[&str] = &[
    include_str!("../../decisions/parse/example.toml"),
    include_str!("../../../assets/samples/taxi/jalon.toml"),
    include_str!("../../../assets/samples/credit/jalon.toml"),
    include_str!("../../../assets/samples/spam/jalon.toml"),
];
/// Specs of the data at hand, with a little of everything.
const SMALL: &[&str] = &[RIDES, LABELS];
/// What is put into a line: pieces of TOML, words that mean something elsewhere, numbers out of every range.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\r\n",
    "\t",
    "\\",
    "\u{1b}",
    "é",
    "\u{202e}",
    "true",
    "unknown",
    "-1",
    "1e999",
    "nan",
    "99999999999999999999",
    "0.0",
    "[[source]]",
    "[problem]",
    "metric",
    "\"time\"",
    "\"fare\"",
    "columns.\"a b\"",
    "2015-01-01",
    "?",
    "LAG(fare)",
    "path",
    "where = \"fare >\"",
    "\"\"\"",
    "null",
];

/// Cuts, repeats, swaps and puts in, a few times.
fn mutate(text: &str, rng: &mut Rng) -> String {
    let mut text = text.to_owned();
    for _ in 0..rng.random_range(1..6) {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let (a, b) = (
            rng.random_range(0..lines.len()),
            rng.random_range(0..lines.len()),
        );
        match rng.random_range(0..6) {
            0 => lines.swap(a, b),
            1 => {
                lines.remove(a);
            }
            2 => lines.insert(b, lines[a].clone()),
            3 => {
                let value = lines[b].split_once('=').map(|(_, value)| value.to_owned());
                let key = lines[a].split_once('=').map(|(key, _)| key.to_owned());
                if let (Some(key), Some(value)) = (key, value) {
                    lines[a] = format!("{key}={value}");
                }
            }
            _ => {
                let mut chars: Vec<char> = lines[a].chars().collect();
                let at = rng.random_range(0..=chars.len());
                let end = (at + rng.random_range(0..4)).min(chars.len());
                let piece = PIECES.choose(rng).unwrap_or(&"");
                chars.splice(at..end, piece.chars());
                lines[a] = chars.into_iter().collect();
            }
        }
        text = lines.join("\n");
    }
    text
}

/// Every mistake of the file stands at a line of it.
fn assert_placed(text: &str, faults: &[Fault]) {
    let lines = text.split('\n').count();
    for fault in faults {
        let is_placed = fault.line.is_some_and(|line| (1..=lines).contains(&line));
        assert!(is_placed || fault.cause.is_some(), "{fault:?}\n{text}");
        let shown = [Some(&fault.message), fault.fix.as_ref()];
        let plain = |text: &&String| !text.chars().any(char::is_control);
        assert!(
            shown.into_iter().flatten().all(|text| plain(&text)),
            "{fault:?}"
        );
    }
}

#[test]
fn mutated_project_files_are_reviewed_without_a_panic_and_each_mistake_has_its_line() {
    let files = std::env::var("JALON_FILES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data.csv"), DATA).unwrap();
    let file = folder.path().join("jalon.toml");
    let mut rng = rng(7, &["mutated project files"]);
    for at in 0..files {
        // Reading data takes longer than all the rest.
        let reads = at % 20 == 0;
        let seeds = if reads { SMALL } else { SEEDS };
        let text = mutate(seeds.choose(&mut rng).unwrap(), &mut rng);
        std::fs::write(&file, &text).unwrap();
        let Ok(project) = Project::open(folder.path()) else {
            continue;
        };
        let loaded = reads.then(|| Loaded::of(&project, &Progress::silent()));
        let loaded = loaded.and_then(|loaded| loaded.ok());
        assert_placed(&text, &review(&project, loaded.as_ref()).faults);
    }
}
