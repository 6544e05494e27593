//! What is written about the table of actions elsewhere: the keys of the README and of `config.example.toml` say what the
//! table says. `UPDATE=1` before the test writes them anew.

use std::fs;
use std::path::PathBuf;

use crate::tui::actions::{ANY, Group, PROJECT, Row, TABLE};
use crate::tui::keys::Keymap;
use crate::user::{Config, example};

const BEGIN: &str =
    "<!-- keys: written by the test `the_keys_of_the_readme_are_those_of_the_table` -->\n";
const END: &str = "<!-- end of keys -->\n";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares a file with what it should say, or writes it.
fn compare(name: &str, wanted: &str) {
    let file = file(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, wanted).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap();
    assert_eq!(found, wanted, "{name} is stale: run the test with UPDATE=1");
}

fn places(row: &Row) -> String {
    if row.on.len() == ANY.len() {
        return "everywhere".to_owned();
    }
    if row.on == PROJECT {
        return "in a project".to_owned();
    }
    let names: Vec<&str> = row.on.iter().map(|screen| screen.title()).collect();
    names.join(", ")
}

/// The table of keys as Markdown, a head for each group.
fn markdown() -> String {
    let mut out = String::from("| keys | action | does | where |\n|--|--|--|--|\n");
    for group in Group::ALL {
        for row in TABLE.iter().filter(|row| row.group == group) {
            let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
            let (keys, places) = (keys.join(" "), places(row));
            out.push_str(&format!(
                "| {keys} | {} | {} | {places} |\n",
                row.name, row.doc
            ));
        }
    }
    out
}

/// `[keys]` with every action and its own keys.
fn keys() -> String {
    let mut out = String::from(
        "\n# Keys: an action and the keys that start it, instead of these. A key is a character (q, ?, G), ctrl- and a letter,\n\
         # or one of enter, esc, tab, shift-tab, space, up, down, left, right, pageup, pagedown, home, end, backspace, delete,\n\
         # insert. With [] an action has no key and is found in the list of all actions.\n# [keys]\n",
    );
    for row in TABLE {
        let keys: Vec<String> = row.keys.iter().map(|key| format!("\"{key}\"")).collect();
        let line = format!("# {} = [{}]", row.name, keys.join(", "));
        out.push_str(&format!("{line:<32} # {}\n", row.doc));
    }
    out
}

#[test]
fn the_keys_of_the_readme_are_those_of_the_table() {
    let text = fs::read_to_string(file("README.md")).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    compare(
        "README.md",
        &[before, BEGIN, &markdown(), END, after].concat(),
    );
}

#[test]
fn the_example_of_the_config_is_that_of_the_tables() {
    compare("config.example.toml", &(example() + &keys()));
}

#[test]
fn the_example_is_valid_with_and_without_its_marks() {
    let text = example() + &keys();
    assert_eq!(Config::parse(&text), (Config::default(), vec![]));
    let bare: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(" = ") || *line == "# [keys]")
        .map(|line| line.trim_start_matches("# "))
        .collect();
    let (config, faults) = Config::parse(&bare.join("\n"));
    assert_eq!(faults, []);
    assert_eq!(config.keys.len(), TABLE.len());
    assert_eq!(config.samples.as_deref(), Some("/path/to/folder".as_ref()));
    let keys: Vec<_> = config.keys.into_iter().collect();
    let (map, faults) = Keymap::new(&keys);
    assert_eq!(faults, []);
    for row in TABLE {
        let shown: Vec<String> = map.keys(row.action).map(|key| key.to_string()).collect();
        assert_eq!(shown, row.keys);
    }
}
