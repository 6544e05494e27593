//! Calls go down the floors of the house, never up; inside a floor to the left only.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folders of `src` from the ground up; inside a floor a folder may use those to its left.
const FLOORS: &[&[&str]] = &[
    &["error", "text", "work", "decisions"],
    &["table", "stats", "metrics", "figures"],
    &["split", "prepare", "models"],
    &["project", "user"],
    &["spec", "data", "benchmark", "train", "ship", "drift"],
    &["road"],
    &["fleet"],
    &["report", "serve", "cli", "tui"],
    &["main", "lib"],
];

/// Floor and place on it.
fn place(folder: &str) -> Option<(usize, usize)> {
    FLOORS.iter().enumerate().find_map(|(floor, folders)| {
        folders
            .iter()
            .position(|f| *f == folder)
            .map(|at| (floor, at))
    })
}

fn may_use(user: &str, used: &str) -> bool {
    // The ground floor is used by all, by itself too: errors are shown with escaped text.
    match (place(user), place(used)) {
        (Some(user), Some(used)) => {
            used.0 < user.0 || (used.0 == user.0 && used.1 <= user.1) || used.0 == 0
        }
        _ => false,
    }
}

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The text without comments and literals' worth of noise: line comments go, the rest is read as it is.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Folders named by `crate::folder`, `jalon::folder` and `crate::{folder, …}`.
fn folders_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in text
        .match_indices("crate::")
        .chain(text.match_indices("jalon::"))
    {
        let rest = &text[at..].split_once("::").unwrap().1;
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' | ':' if depth == 0 && !word.is_empty() => {
                        used.insert(std::mem::take(&mut word));
                    }
                    c if depth == 0 && (c.is_alphanumeric() || c == '_') => word.push(c),
                    _ => {}
                }
            }
            used.insert(word);
        } else {
            used.insert(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    used.retain(|folder| place(folder).is_some());
    used
}

/// Whether some `super::super::…` climbs out of the folder in `src` that the file belongs to.
fn leaves_folder(text: &str, depth_in_folder: usize) -> bool {
    let longest = text
        .match_indices("super::")
        .map(|(at, _)| {
            let mut count = 0;
            let mut rest = &text[at..];
            while let Some(next) = rest.strip_prefix("super::") {
                count += 1;
                rest = next;
            }
            count
        })
        .max()
        .unwrap_or(0);
    // A module of tests inside the file takes one step itself.
    longest > depth_in_folder + 1
}

#[test]
fn calls_go_down_the_house() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&src, &mut files);
    assert!(
        files.len() > 50,
        "the walk over src found only {} files",
        files.len()
    );
    let mut mistakes = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&src).unwrap();
        let parts: Vec<String> = relative
            .iter()
            .map(|p| p.to_string_lossy().replace(".rs", ""))
            .collect();
        let folder = parts[0].as_str();
        if place(folder).is_none() {
            mistakes.push(format!("{} is on no floor", relative.display()));
            continue;
        }
        let text = without_comments(&std::fs::read_to_string(&file).unwrap());
        for used in folders_used(&text) {
            if used != folder && folder != "lib" && !may_use(folder, &used) {
                mistakes.push(format!(
                    "{} uses {used}, which is above or to the right",
                    relative.display()
                ));
            }
        }
        let depth = parts.len() - 1 - usize::from(parts.last().is_some_and(|p| p == "mod"));
        if leaves_folder(&text, depth) {
            mistakes.push(format!(
                "{} leaves its folder by super::",
                relative.display()
            ));
        }
    }
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

/// What may stand beside `src`: anything else was left behind by accident.
const TOP: &[&str] = &[
    ".ci",
    ".git",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "benches",
    "config.example.toml",
    "src",
    "target",
    "tests",
];

#[test]
fn nothing_is_left_behind_at_the_top() {
    let strangers: Vec<_> = std::fs::read_dir(env!("CARGO_MANIFEST_DIR"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !TOP.contains(&name.as_str()))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

#[test]
fn the_rules_of_the_test_itself() {
    assert!(may_use("train", "benchmark") && may_use("tui", "road") && may_use("error", "text"));
    assert!(!may_use("benchmark", "train") && !may_use("stats", "split") && !may_use("cli", "tui"));
    let used =
        folders_used("use crate::{table::{Table, read}, stats};\nlet x = crate::tui::run();");
    assert_eq!(
        used.into_iter().collect::<Vec<_>>(),
        ["stats", "table", "tui"]
    );
    assert!(leaves_folder("super::super::super::x", 1) && !leaves_folder("super::super::x", 1));
}
