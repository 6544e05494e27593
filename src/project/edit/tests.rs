use proptest::prelude::*;

use super::*;

const EXAMPLE: &str = include_str!("../../decisions/parse/example.toml");

fn set(text: &str, path: &str, value: &str) -> String {
    let change = apply(text, &Edit::set(path, value)).unwrap();
    assert_undone(text, &change);
    change.text
}

fn assert_undone(before: &str, change: &Change) {
    assert_eq!(apply(&change.text, &change.inverse).unwrap().text, before);
}

fn is_exact(change: &Change) -> bool {
    !matches!(change.inverse, Edit::Text { .. })
}

/// Lines of `new` that are not in `old`, and the other way round.
fn difference<'t>(old: &'t str, new: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let (a, b): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = (a.len().min(b.len())) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest);
    let tail = tail.take_while(|(x, y)| x == y).count();
    (
        a[head..a.len() - tail].to_vec(),
        b[head..b.len() - tail].to_vec(),
    )
}

#[test]
fn a_value_is_replaced_in_place_and_its_comment_stays() {
    let new = set(EXAMPLE, "problem.task", "\"forecast\"");
    assert_eq!(
        difference(EXAMPLE, &new).1,
        ["task    = \"forecast\"            # regression | binary | multiclass | forecast"]
    );
    let new = set(EXAMPLE, "problem.success.at_most", "1.5");
    assert_eq!(
        difference(EXAMPLE, &new).1,
        ["success = { at_most = 1.5, lead_percent = 10 }      # lead over the best baseline"]
    );
    let new = set(EXAMPLE, "source.0.access", "\"asked\"");
    assert_eq!(difference(EXAMPLE, &new).1.len(), 1);
    let new = set(EXAMPLE, "columns.trip_miles.range.1", "99");
    assert!(new.contains("range = [0, 99] }"));
}

#[test]
fn a_new_key_stands_where_the_reference_has_it_in_the_style_of_its_neighbours() {
    let new = set(EXAMPLE, "problem.group", "\"company\"");
    let (gone, come) = difference(EXAMPLE, &new);
    assert_eq!((gone, come), (vec![], vec!["group   = \"company\""]));
    let time = new.find("time    =").unwrap();
    assert!(time < new.find("group   =").unwrap());
    assert!(new.find("group   =").unwrap() < new.find("horizon =").unwrap());

    let new = set(EXAMPLE, "columns.tips.meaning", "\"after the ride\"");
    assert!(new.contains(
        "tips         = { known_at_prediction = false, meaning = \"after the ride\" }\n"
    ));
    let new = set(EXAMPLE, r#"columns."a b".kind"#, "\"text\"");
    assert!(
        new.contains("since\" }\n\"a b\"        = { kind = \"text\" }\n# kinds:"),
        "{new}"
    );
    let new = set("[split]\nfolds = 5\n", "format", "1");
    assert_eq!(new, "format = 1\n[split]\nfolds = 5\n");
    let new = set("[split]\nfolds = 5", "split.seed", "1");
    assert_eq!(new, "[split]\nfolds = 5\nseed = 1");
    let new = set(
        "[value.matrix]\na = { b = 1 }\n",
        "value.currency",
        "\"EUR\"",
    );
    assert_eq!(
        new,
        "[value.matrix]\na = { b = 1 }\n\n[value]\ncurrency = \"EUR\"\n"
    );
    let new = set(
        "[problem]\nsuccess.at_most = 1\nx = 2\n",
        "problem.success.lead_percent",
        "3",
    );
    assert_eq!(
        new,
        "[problem]\nsuccess.at_most = 1\nsuccess.lead_percent = 3\nx = 2\n"
    );
}

#[test]
fn a_missing_section_is_made_at_its_place_and_goes_again() {
    let text =
        "format = 1\n# a base\n\n[problem]\ntarget = \"y\"\n\n# the folds\n[split]\nfolds = 5\n";
    let change = apply(text, &Edit::set("columns.x.kind", "\"number\"")).unwrap();
    assert_eq!(
        change.text,
        "format = 1\n# a base\n\n[problem]\ntarget = \"y\"\n\n[columns]\nx = { kind = \"number\" }\n\n# the folds\n[split]\nfolds = 5\n"
    );
    assert!(is_exact(&change));
    assert_undone(text, &change);
    let change = apply(text, &Edit::set("project.name", "\"n\"")).unwrap();
    assert!(
        change
            .text
            .starts_with("format = 1\n# a base\n\n[project]\nname = \"n\"\n\n[problem]")
    );
    assert!(is_exact(&change));
    assert_eq!(
        set("", "project.name", "\"n\""),
        "[project]\nname = \"n\"\n"
    );
    assert_eq!(
        set("", "source.0.path", "\"a.csv\""),
        "[[source]]\npath = \"a.csv\"\n"
    );
}

#[test]
fn list_entries_come_and_go() {
    let rule = "{ name = \"twice\", predict = \"2 * a\" }";
    let insert = |at| Edit::Insert {
        path: "rule".into(),
        at,
        value: rule.into(),
    };
    let change = apply(EXAMPLE, &insert(None)).unwrap();
    assert!(is_exact(&change));
    assert_undone(EXAMPLE, &change);
    let (gone, come) = difference(EXAMPLE, &change.text);
    assert!(gone.is_empty());
    assert_eq!(come.iter().filter(|l| !l.is_empty()).count(), 3);
    assert!(
        change
            .text
            .contains("\n\n[[rule]]\nname    = \"twice\"\npredict = \"2 * a\"\n\n[features]")
    );

    let change = apply(EXAMPLE, &insert(Some(0))).unwrap();
    assert_undone(EXAMPLE, &change);
    assert!(change.text.find("twice").unwrap() < change.text.find("tariff").unwrap());
    assert!(apply(EXAMPLE, &insert(Some(2))).is_err());
    assert!(
        apply(
            EXAMPLE,
            &Edit::Insert {
                path: "rule".into(),
                at: None,
                value: "3".into()
            }
        )
        .is_err()
    );

    let change = apply(
        EXAMPLE,
        &Edit::Remove {
            path: "rule.0".into(),
        },
    )
    .unwrap();
    assert!(!change.text.contains("tariff"));
    assert!(change.text.contains("sound, id\n\n[features]"));
    assert_undone(EXAMPLE, &change);
    let change = apply("", &insert(None)).unwrap();
    assert_eq!(
        change.text,
        "[[rule]]\nname    = \"twice\"\npredict = \"2 * a\"\n"
    );
    assert_undone("", &change);
    let text = "[problem]\nclasses = [\"a\", \"c\"]\n";
    let edit = Edit::Insert {
        path: "problem.classes".into(),
        at: Some(1),
        value: "\"b\"".into(),
    };
    assert_eq!(
        apply(text, &edit).unwrap().text,
        "[problem]\nclasses = [\"a\", \"b\", \"c\"]\n"
    );
}

#[test]
fn what_is_left_empty_goes_too() {
    let text = "[problem]\ntarget = \"y\"\nsuccess = { at_most = 1 } # goal\n\n[columns]\nx = { kind = \"id\" }\n\n[split]\n# note\nseed = 1\n";
    let gone = |path: &str| {
        let change = apply(text, &Edit::Remove { path: path.into() }).unwrap();
        assert_undone(text, &change);
        change.text
    };
    assert!(!gone("problem.success.at_most").contains("success"));
    assert!(!gone("columns.x.kind").contains("columns"));
    assert!(gone("split.seed").contains("[split]\n# note\n"));
    assert!(!gone("problem").contains("target"));
    assert!(
        apply(
            text,
            &Edit::Remove {
                path: "problem.metric".into()
            }
        )
        .is_err()
    );
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason() {
    let refused = |text: &str, edit: Edit| apply(text, &edit).unwrap_err();
    assert!(
        refused(EXAMPLE, Edit::set("problem.metric.x", "1"))
            .message
            .contains("holds a value")
    );
    assert!(
        refused(EXAMPLE, Edit::set("rule.7.name", "\"x\""))
            .message
            .contains("no entry '7'")
    );
    for value in ["", "mae", "1 2", "1 # x", "1\nseed = 2", "\"a", "{ a = 1"] {
        let error = refused(EXAMPLE, Edit::set("problem.metric", value));
        assert!(error.message.contains("is not a value"), "{value}");
    }
    assert!(
        refused(EXAMPLE, Edit::set("a..b", "1"))
            .message
            .contains("is not a key")
    );
    let error = refused(
        "[problem]\ntarget = \n",
        Edit::set("problem.metric", "\"mae\""),
    );
    assert_eq!(error.line, Some(2));
}

#[test]
fn other_line_ends_and_a_mark_at_the_start_stay() {
    let text = "\u{feff}format = 1\r\n\r\n[split]\r\nfolds = 5 # five\r\n";
    let new = set(text, "split.seed", "7");
    assert_eq!(
        new,
        "\u{feff}format = 1\r\n\r\n[split]\r\nfolds = 5 # five\r\nseed = 7\r\n"
    );
    let new = set(&new, "split.folds", "6");
    assert!(new.contains("folds = 6 # five\r\n"));
}

fn edits() -> impl Strategy<Value = Edit> {
    let path = prop::sample::select(vec![
        "format",
        "extends",
        "project.name",
        "project.owner",
        "problem.target",
        "problem.group",
        "problem.success.at_most",
        "problem.success.at_least",
        "problem.budget.predict_ms",
        "value.matrix.bad.good",
        "value.cost",
        "source.0.access",
        "source.0.read.missing",
        "source.0.read.header",
        "source.0.sample",
        "source.1.path",
        "rights.dpia",
        "columns.tips.known_at_prediction",
        "columns.tips.kind",
        "columns.\"a b\".unit",
        "columns.company",
        "rule.0",
        "rule.0.predict",
        "rule.1.name",
        "features.\"x.y\"",
        "features.log_miles",
        "prepare.trip_miles.clip",
        "split.holdout.from",
        "split.holdout.share",
        "split.gap",
        "model.0.params.depth",
        "model.0.tune.trials",
        "accepted.0.reason",
        "checks.power",
        "monitor.tests",
        "retrain.when.0",
        "retrain.window",
        "problem",
        "columns",
        "rule",
        "source.0.read",
    ]);
    let value = prop::sample::select(vec![
        "1",
        "0.5",
        "true",
        "\"text\"",
        "\"é # ] }\"",
        "[\"a\", \"b\"]",
        "[]",
        "{ a = 1, b = { c = 2 } }",
        "{}",
        "'''\nlong\n'''",
        "[\n  1, # one\n  2,\n]",
    ]);
    let at = prop::option::of(0usize..3);
    (0..4, path, value, at).prop_map(|(kind, path, value, at)| match kind {
        0 | 1 => Edit::set(path, value),
        2 => Edit::Remove { path: path.into() },
        _ => Edit::Insert {
            path: path.into(),
            at,
            value: value.into(),
        },
    })
}

/// What a reader of the text sees at a path, `None` where nothing stands.
fn seen(text: &str, path: &str) -> Option<toml::Value> {
    let mut now = toml::Value::Table(toml::from_str(text).unwrap());
    for key in path::split(path).unwrap() {
        now = match now {
            toml::Value::Table(mut table) => table.remove(&key)?,
            toml::Value::Array(mut list) => {
                let at: usize = key.parse().ok()?;
                (at < list.len()).then(|| list.remove(at))?
            }
            _ => return None,
        };
    }
    Some(now)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_in_a_row_say_what_they_mean_and_are_taken_back_to_the_byte(
        edits in prop::collection::vec(edits(), 1..8), crlf: bool, open: bool
    ) {
        let mut text = if crlf { EXAMPLE.replace('\n', "\r\n") } else { EXAMPLE.to_owned() };
        if open {
            text.truncate(text.trim_end().len());
        }
        for edit in edits {
            let Ok(change) = apply(&text, &edit) else { continue };
            prop_assert!(toml::from_str::<toml::Table>(&change.text).is_ok(), "{edit:?}\n{}", change.text);
            let back = apply(&change.text, &change.inverse).unwrap();
            prop_assert_eq!(&back.text, &text, "{:?}", edit);
            match &edit {
                Edit::Set { path, value } => {
                    let value: toml::Table = toml::from_str(&format!("v = {value}")).unwrap();
                    prop_assert_eq!(seen(&change.text, path), value.get("v").cloned(), "{:?}", edit);
                }
                Edit::Remove { path } if !path.ends_with(char::is_numeric) => {
                    prop_assert_eq!(seen(&change.text, path), None, "{:?}", edit);
                }
                _ => {}
            }
            text = change.text;
        }
    }

    #[test]
    fn one_edit_changes_only_its_line(edit in edits()) {
        if let Ok(change) = apply(EXAMPLE, &edit) {
            let (gone, come) = difference(EXAMPLE, &change.text);
            match &edit {
                _ if change.text == EXAMPLE => {}
                Edit::Set { path, value } if seen(EXAMPLE, path).is_some_and(|v| !v.is_table() && !v.is_array()) => {
                    prop_assert_eq!(gone.len(), 1);
                    prop_assert_eq!(come.len(), value.lines().count());
                }
                // A section made anew comes with its head and a blank line.
                Edit::Set { path, value } if seen(EXAMPLE, path).is_none() => {
                    prop_assert!(gone.len() <= 1, "{:?}", gone);
                    prop_assert!(come.len() <= 2 + value.lines().count() + 1);
                }
                _ => {}
            }
        }
    }
}
