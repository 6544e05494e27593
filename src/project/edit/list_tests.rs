//! Entries of lists come, go and change places; names change: on files as people leave them.

use proptest::prelude::*;

use super::*;

const EXAMPLE: &str = include_str!("../../decisions/parse/example.toml");

/// Comments in odd places, dotted keys, inline tables, arrays over several lines, a key nobody knows.
const MESSY: &str = "# mine
format = 1
source = [
  # the rides
  { name = \"rides\", path = 'a # b.csv' }, # big
  {name=\"zones\",path=\"z.csv\"},
  { name = \"weather\" } # last
]
[columns] # dictionary
trip.kind = \"number\"   # a number
trip.unit = \"mile\"
\"a b\" = { meaning = \"x\", odd = true } # keep
[columns.tips]
meaning = '''
# no comment
'''
# tight
[[rule]]
name = \"one\"
predict = \"1\"
# about two
# in two lines
[[rule]] # two
predict.x = 1
name = \"two\"
[rule.more]
a = 1
# below more

[features]
f = \"trip + 1\"
[[rule]]
name = \"three\"
predict = \"3\"
[checks]
power = 0.8";

/// The rules stand side by side.
const TIDY: &str = "# one\n[[rule]]\nname = \"a\"\n\n# about b\n[[rule]]\nname = \"b\" # b\n\n[[rule]]\nname = \"c\"";

fn changed(text: &str, edit: &Edit) -> String {
    let change = apply(text, edit).unwrap();
    let back = apply(&change.text, &change.inverse).unwrap();
    assert_eq!(back.text, text, "{edit:?}");
    change.text
}

fn moved(text: &str, path: &str, to: usize) -> String {
    let path = path.to_owned();
    changed(text, &Edit::Move { path, to })
}

fn renamed(text: &str, path: &str, to: &str) -> String {
    let edit = Edit::Rename {
        path: path.to_owned(),
        to: to.to_owned(),
    };
    changed(text, &edit)
}

#[test]
fn an_entry_moves_with_the_comments_above_it() {
    assert_eq!(
        moved(TIDY, "rule.1", 0),
        "# about b\n[[rule]]\nname = \"b\" # b\n\n# one\n[[rule]]\nname = \"a\"\n\n[[rule]]\nname = \"c\""
    );
    assert_eq!(
        moved(TIDY, "rule.2", 0),
        "[[rule]]\nname = \"c\"\n\n# one\n[[rule]]\nname = \"a\"\n\n# about b\n[[rule]]\nname = \"b\" # b"
    );
    assert_eq!(moved(TIDY, "rule.1", 1), TIDY);
    let marked = format!("\u{feff}{}", TIDY.replace('\n', "\r\n"));
    let new = moved(&marked, "rule.0", 2);
    assert!(new.starts_with("\u{feff}# about b\r\n") && new.ends_with("[[rule]]\r\nname = \"a\""));
}

#[test]
fn elements_of_an_array_keep_their_lines_and_the_commas_their_place() {
    let new = moved(MESSY, "source.2", 0);
    assert!(
        new.contains(
            "source = [\n  { name = \"weather\" }, # last\n  # the rides\n  { name = \"rides\", path = 'a # b.csv' }, # big\n  {name=\"zones\",path=\"z.csv\"}\n]"
        ),
        "{new}"
    );
    assert_eq!(moved("a = [1, 2, 3]", "a.0", 2), "a = [2, 3, 1]");
    let gone = changed(MESSY, &Edit::remove("source.0"));
    assert!(
        gone.contains("source = [\n  {name=\"zones\",path=\"z.csv\"},\n"),
        "{gone}"
    );
}

#[test]
fn what_cannot_move_says_why() {
    let refused = |text: &str, path: &str, to: usize| {
        let path = path.to_owned();
        apply(text, &Edit::Move { path, to })
            .unwrap_err()
            .message
            .clone()
    };
    assert!(refused(TIDY, "rule.1", 3).contains("no entry '3'"));
    assert!(refused(TIDY, "rule.7", 0).contains("nothing is written"));
    assert!(refused(MESSY, "columns.trip", 0).contains("no entry of a list"));
    let apart =
        "[[rule]]\nname = \"a\"\n[split]\nfolds = 5\n[rule.x]\ny = 1\n[[rule]]\nname = \"b\"\n";
    assert!(refused(apart, "rule.0", 1).contains("stand apart"));
}

#[test]
fn a_name_changes_wherever_it_is_spelled() {
    let new = renamed(MESSY, "columns.trip", "way");
    assert!(new.contains("way.kind = \"number\"   # a number\nway.unit = \"mile\""));
    let new = renamed(MESSY, "columns.tips", "a.b");
    assert!(new.contains("[columns.\"a.b\"]\nmeaning"));
    let new = renamed(MESSY, "columns.\"a b\".meaning", "unit");
    assert!(new.contains("\"a b\" = { unit = \"x\", odd = true } # keep"));
    assert!(renamed(MESSY, "features.f", "g").contains("\ng = \"trip + 1\""));
    let heads = "[ columns . \"x y\" ]\nkind = \"id\"\n[columns.\"x y\".more]\na = 1\n";
    assert_eq!(
        renamed(heads, "columns.\"x y\"", "z"),
        "[ columns . z ]\nkind = \"id\"\n[columns.z.more]\na = 1\n"
    );
    let refused = |path: &str, to: &str| {
        let edit = Edit::Rename {
            path: path.to_owned(),
            to: to.to_owned(),
        };
        apply(MESSY, &edit).unwrap_err().message.clone()
    };
    assert!(refused("columns.trip", "tips").contains("there already"));
    assert!(refused("columns.trip", " ").contains("empty"));
    assert!(refused("rule.0", "x").contains("entry of a list"));
    assert!(refused("columns.none", "x").contains("nothing is written"));
}

#[test]
fn several_edits_are_one_step() {
    let edit = Edit::All {
        edits: vec![
            Edit::set("value.cost", "\"1\""),
            Edit::remove("rule.0"),
            Edit::set("value.cost", "\"2\""),
        ],
    };
    let new = changed(TIDY, &edit);
    assert!(new.contains("cost = \"2\"") && !new.contains("# one"));
    let wrong = Edit::All {
        edits: vec![Edit::set("value.cost", "\"1\""), Edit::remove("rule.9")],
    };
    assert!(apply(TIDY, &wrong).is_err());
}

fn edits() -> impl Strategy<Value = Edit> {
    let entry = prop::sample::select(vec![
        "source.0",
        "source.1",
        "source.2",
        "rule.0",
        "rule.1",
        "rule.2",
        "model.0",
        "accepted.0",
    ]);
    let named = prop::sample::select(vec![
        "columns.trip",
        "columns.tips",
        "columns.\"a b\"",
        "columns.trip_miles",
        "features.f",
        "features.log_miles",
        "prepare.trip_miles",
        "checks.power",
    ]);
    let list = prop::sample::select(vec!["source", "rule", "model", "accepted"]);
    let name = prop::sample::select(vec!["x", "é è", "tips", "\"", "a.b"]);
    let entry_of = (list, prop::option::of(0usize..3));
    (0..7, entry, named, entry_of, (0usize..3, name)).prop_map(
        |(kind, entry, named, (list, at), (to, name))| {
            let (entry, named) = (entry.to_owned(), named.to_owned());
            match kind {
                0 | 1 => Edit::Move { path: entry, to },
                2 => Edit::Rename {
                    path: named,
                    to: name.to_owned(),
                },
                3 => Edit::remove(entry),
                4 => Edit::remove(named),
                5 => Edit::Insert {
                    path: list.to_owned(),
                    at,
                    value: "{ name = \"new\", predict = '''\nlong\n''' }".to_owned(),
                },
                _ => Edit::All {
                    edits: vec![
                        Edit::set(named, "{ kind = \"id\" }"),
                        Edit::Move { path: entry, to },
                    ],
                },
            }
        },
    )
}

/// What a reader of the text sees.
fn read(text: &str) -> toml::Table {
    toml::from_str(text.trim_start_matches('\u{feff}')).unwrap()
}

/// The same change made on what a reader sees; `None` where this test does not know what it means.
fn meant(mut table: toml::Table, edit: &Edit) -> Option<toml::Table> {
    let list_of = |table: &mut toml::Table, path: &str| -> Option<(usize, Vec<toml::Value>)> {
        let (list, at) = path.split_once('.')?;
        let list = table.get(list)?.as_array()?.clone();
        Some((at.parse().ok()?, list))
    };
    let parent = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    match edit {
        Edit::Move { path, to } => {
            let (at, mut list) = list_of(&mut table, path)?;
            let entry = list.remove(at);
            list.insert(*to, entry);
            table.insert(parent(path), toml::Value::Array(list));
        }
        Edit::Remove { path } => {
            let keys = path::split(path)?;
            match table.get_mut(&keys[0])? {
                toml::Value::Array(list) => {
                    list.remove(keys[1].parse().ok()?);
                    if list.is_empty() {
                        return None;
                    }
                }
                toml::Value::Table(section) => {
                    section.remove(&keys[1]);
                    if section.is_empty() {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        Edit::Rename { path, to } => {
            let keys = path::split(path)?;
            let section = table.get_mut(&keys[0])?.as_table_mut()?;
            let value = section.remove(&keys[1])?;
            section.insert(to.clone(), value);
        }
        Edit::Insert { path, at, value } => {
            let value: toml::Table = toml::from_str(&format!("v = {value}")).unwrap();
            let list = table.get_mut(path)?.as_array_mut()?;
            let at = at.unwrap_or(list.len());
            list.insert(at, value.get("v")?.clone());
        }
        _ => return None,
    }
    Some(table)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_in_a_row_mean_what_they_say_and_touch_nothing_else(
        start in 0usize..3, edits in prop::collection::vec(edits(), 1..8), crlf: bool, open: bool
    ) {
        let mut text = [EXAMPLE, MESSY, TIDY][start].to_owned();
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        match open {
            true => text.truncate(text.trim_end().len()),
            false => text.push_str(if crlf { "\r\n" } else { "\n" }),
        }
        for edit in edits {
            let Ok(change) = apply(&text, &edit) else { continue };
            let now = read(&change.text);
            if let Some(wanted) = meant(read(&text), &edit) {
                prop_assert_eq!(&now, &wanted, "{:?}\n{}\n--\n{}", edit, text, change.text);
            }
            let back = apply(&change.text, &change.inverse).unwrap();
            prop_assert_eq!(&back.text, &text, "{:?}", edit);
            // What moves or is named anew loses no line, and every other line stays as it is.
            if matches!(edit, Edit::Move { .. } | Edit::Rename { .. }) {
                let sorted = |text: &str| {
                    let words = text.split_whitespace().map(|w| w.trim_end_matches(',').to_owned());
                    let mut words: Vec<String> = words.collect();
                    words.sort();
                    words
                };
                prop_assert_eq!(text.lines().count(), change.text.lines().count());
                if let Edit::Move { .. } = edit {
                    prop_assert_eq!(sorted(&text), sorted(&change.text));
                }
            }
            text = change.text;
        }
    }
}
