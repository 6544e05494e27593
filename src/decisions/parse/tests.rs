use proptest::prelude::*;

use super::*;
use crate::decisions::{Access, Kind, Strategy as SplitStrategy, Task, field};

/// The example of the design, every section once.
pub(crate) const EXAMPLE: &str = include_str!("example.toml");

fn faults(text: &str) -> Vec<(String, usize, usize, String, String)> {
    parse(text)
        .faults
        .into_iter()
        .map(|f| {
            (
                f.key,
                f.line.unwrap(),
                f.column.unwrap(),
                f.message,
                f.fix.unwrap_or_default(),
            )
        })
        .collect()
}

fn only(text: &str) -> (String, usize, usize, String, String) {
    let mut all = faults(&format!("format = 1\n{text}"));
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn the_example_parses_without_fault() {
    let parsed = parse(EXAMPLE);
    assert_eq!(parsed.faults, []);
    let d = parsed.decisions;
    assert_eq!(d.problem.task, Some(Task::Regression));
    assert_eq!(d.problem.success.at_most, Some(2.0));
    assert_eq!(d.source[0].access, Some(Access::Granted));
    assert_eq!(d.source[0].filter.as_deref(), Some("fare > 0"));
    assert_eq!(d.columns["trip_miles"].kind, Some(Kind::Number));
    assert_eq!(d.columns["trip_miles"].range, Some([0.0, 200.0]));
    assert_eq!(
        d.columns.keys().collect::<Vec<_>>(),
        ["trip_miles", "trip_seconds", "tips", "company"]
    );
    assert_eq!(d.split.strategy, Some(SplitStrategy::Time));
    assert_eq!(d.split.holdout.from.as_deref(), Some("2015-10-01"));
    assert_eq!(d.model[0].tune.trials, Some(40));
    assert_eq!(d.prepare["trip_miles"].clip, Some(0.999));
}

#[test]
fn a_mistake_has_its_key_place_value_and_way_out() {
    let (key, line, column, message, fix) = only("[problem]\ntaget = \"fare\"\n");
    assert_eq!((key.as_str(), line, column), ("problem.taget", 3, 1));
    assert_eq!(message, "unknown key 'taget' in [problem]");
    assert_eq!(fix, "did you mean 'target'?");

    let (key, line, column, message, fix) = only("[problem]\ntask = \"regresion\"  # é\n");
    assert_eq!((key.as_str(), line, column), ("problem.task", 3, 8));
    assert_eq!(message, "'regresion' is not one of its values");
    assert!(fix.starts_with("did you mean 'regression'?"), "{fix}");

    let (key, _, column, message, _) = only("[columns]\n\"é b\" = { knd = \"number\" }\n");
    assert_eq!((key.as_str(), column), (r#"columns."é b".knd"#, 11));
    assert!(message.contains("'knd'"));

    let (_, _, _, message, fix) = only("[split]\nfolds = 1\n");
    assert_eq!(message, "'1' is out of range");
    assert_eq!(fix, "write a whole number from 2 to 100");
    assert_eq!(
        only("[split]\nfolds = 2.5").3,
        "'2.5' is not a whole number"
    );
    assert_eq!(only("[retrain]\nevery_at_most = 5").3, "'5' has no unit");
    assert_eq!(only("[split]\ngap = -5").3, "'-5' is not a length of time");
    assert_eq!(
        only("[split]\ngap = \"5 dogs\"").3,
        "'5 dogs' is not a length of time"
    );
    assert_eq!(
        only("[checks]\nmissing_shar = 0.1").4,
        "did you mean 'missing_share'?"
    );
    assert_eq!(
        only("[project]\ntarget = \"x\"").4,
        "'target' belongs in [problem]"
    );
    assert_eq!(
        only("[rule]\nname = \"a\"").4,
        "write [[rule]] with two brackets"
    );
    assert!(only("problem = 3").3.contains("'3' is not a table"));
    assert_eq!(only("[columns]\nx = { range = [3, 1] }").4, "write [1, 3]");
    assert_eq!(
        only("[columns]\nx = { levels = \"low\" }").4,
        "write a list of values: [\"low\"]"
    );
}

#[test]
fn an_entry_without_what_it_needs_is_a_mistake() {
    let (key, line, _, message, _) = only("[[rule]]\nname = \"a\"\n");
    assert_eq!((key.as_str(), line), ("rule.0.predict", 2));
    assert!(message.starts_with("'predict' is missing"));
}

#[test]
fn keys_are_read_together() {
    let both = only("[problem]\nsuccess = { at_most = 1, at_least = 2 }");
    assert_eq!((both.0.as_str(), both.1), ("problem.success.at_least", 3));
    let twice =
        only("[[rule]]\nname = \"a\"\npredict = \"1\"\n[[rule]]\nname = \"a\"\npredict = \"2\"");
    assert_eq!((twice.0.as_str(), twice.1), ("rule.1.name", 6));
    assert!(twice.3.contains("'a'"));
    assert_eq!(
        only("[split]\nholdout = { share = 0.2, file = \"t.csv\" }").0,
        "split.holdout.file"
    );
}

#[test]
fn all_mistakes_come_at_once_and_the_rest_lands() {
    let text = "format = 1\n[problem]\ntask = regression\ntarget = \"fare\"\nmetric = \"mae\nunit = \"USD\"\n\
                [split]\nfolds = \"five\"\nseed = 7\n[splitt]\nx = 1\n";
    let parsed = parse(text);
    let lines: Vec<_> = parsed.faults.iter().filter_map(|f| f.line).collect();
    assert_eq!(lines, [3, 5, 8, 10], "{:?}", parsed.faults);
    assert!(parsed.faults[0].message.contains("'regression'"));
    let d = parsed.decisions;
    assert_eq!(d.problem.task, None);
    assert_eq!(d.problem.target.as_deref(), Some("fare"));
    assert_eq!(d.problem.unit.as_deref(), Some("USD"));
    assert_eq!((d.split.folds, d.split.seed), (None, Some(7)));
}

#[test]
fn one_slip_is_one_mistake() {
    // What stands under a broken head or after an open list is not blamed for it.
    let lines = |text: &str| {
        let found = faults(&format!("format = 1\n{text}"));
        found.iter().map(|f| f.1).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("[split\nfolds = 3\nx = 1\n[checks]\npowr = 1\n"),
        [2, 6]
    );
    assert_eq!(
        lines("[problem]\nclasses = [\"a\", \"b\"\nunit = \"x\"\n[split]\nfolds = 3\n"),
        [3]
    );
}

#[test]
fn syntax_mistakes_name_the_line_people_look_at() {
    for (text, line) in [
        ("[problem]\ntarget =\n", 3),
        ("[problem]\ntarget = \"a\"\ntarget = \"b\"\n", 4),
        ("[problem\ntarget = \"a\"\n", 2),
        ("[problem]\nclasses = [\"a\", \n", 3),
        ("[problem]\nsuccess = { at_most = 1\n", 3),
        ("just words\n", 2),
    ] {
        let found = faults(&format!("format = 1\n{text}"));
        assert_eq!(found[0].1, line, "{text:?}: {found:?}");
        assert!(!found[0].4.is_empty());
    }
}

#[test]
fn the_format_is_checked() {
    let newer = parse("format = 2\nfuture = true\n[problem]\ntarget = \"x\"");
    assert!(newer.is_newer());
    assert_eq!(newer.faults.len(), 1);
    assert!(newer.faults[0].message.contains("'2' is newer"));
    assert_eq!(newer.decisions.problem.target.as_deref(), Some("x"));

    let none = parse("");
    assert_eq!(none.faults[0].severity, Severity::Warning);
    assert_eq!(none.faults[0].line, Some(1));
    assert!(!none.is_newer());
}

#[test]
fn labels_and_instants_may_be_written_bare() {
    let d = parse(
        "format = 1\n[problem]\npositive = 1\nclasses = [true, 2, \"x\", 1.5]\n\
         [split]\ngap = 0\nholdout = { from = 2015-10-01 }\n[monitor]\nchunk = 500",
    );
    assert_eq!(d.faults, []);
    assert_eq!(d.decisions.problem.positive.as_deref(), Some("1"));
    assert_eq!(d.decisions.problem.classes, ["true", "2", "x", "1.5"]);
    assert_eq!(
        d.decisions.split.holdout.from.as_deref(),
        Some("2015-10-01")
    );
    assert_eq!(d.decisions.split.gap.as_deref(), Some("0"));
    assert_eq!(d.decisions.monitor.chunk.as_deref(), Some("500"));
}

#[test]
fn a_base_holds_where_the_file_is_silent() {
    let base = parse(
        "format = 1\n[problem]\nmetric = \"mae\"\nunit = \"USD\"\nsuccess = { at_most = 1 }\n\
         [[rule]]\nname = \"a\"\npredict = \"1\"",
    );
    let mut own = parse("format = 1\n[problem]\nmetric = \"rmse\"\nsuccess = { lead_percent = 5 }");
    own.extend(&base.written);
    let d = own.decisions;
    assert_eq!(d.problem.metric.as_deref(), Some("rmse"));
    assert_eq!(d.problem.unit.as_deref(), Some("USD"));
    assert_eq!(d.problem.success.at_most, None);
    assert_eq!(d.rule[0].name, "a");
}

/// Every key that the types know, as patterns: what no field describes is a hole in the table, and the other way round.
#[test]
fn types_and_field_table_agree_both_ways() {
    use crate::decisions::*;
    let one = |name: &str| name.to_owned();
    let full = Decisions {
        value: Value {
            matrix: Some([(one("a"), [(one("b"), 1.0)].into())].into()),
            ..Value::default()
        },
        source: vec![Source {
            join: Some(Join::default()),
            // These are written only where something is said.
            read: Read {
                quote: Some(one("\"")),
                thousands: Some(one(" ")),
                comment: Some(one("#")),
                skip: Some(1),
                footer: Some(1),
                ragged: Some(Ragged::Fill),
                text: Some(Vec::new()),
                ..Read::default()
            },
            ..Source::default()
        }],
        columns: [(one("x"), Column::default())].into_iter().collect(),
        metric: vec![StatedMetric::default()],
        rule: vec![Rule {
            predict: one("1"),
            lookup: Some(LookupTable::default()),
            ..Rule::default()
        }],
        features: [(one("x"), one("1"))].into_iter().collect(),
        prepare: [(one("x"), Prepare::default())].into_iter().collect(),
        model: vec![Model {
            params: [(one("x"), 1.0)].into(),
            ..Model::default()
        }],
        accepted: vec![Accepted::default()],
        passed: vec![Passed::default()],
        checks: Threshold::ALL
            .iter()
            .map(|t| (t.word().to_owned(), t.default_value()))
            .collect(),
        ..Decisions::default()
    };
    let mut known = Vec::new();
    leaves(
        &serde_json::to_value(&full).unwrap(),
        &mut Vec::new(),
        &mut known,
    );
    let mut patterns: Vec<&str> = known
        .iter()
        .map(|keys| {
            let written = path::join(keys);
            field(&written)
                .unwrap_or_else(|| panic!("no field for '{written}'"))
                .path
        })
        .collect();
    patterns.sort_unstable();
    patterns.dedup();
    let mut table: Vec<&str> = fields().map(|f| f.path).collect();
    table.sort_unstable();
    assert_eq!(patterns, table);
}

fn leaves(value: &serde_json::Value, keys: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                keys.push(key.clone());
                leaves(value, keys, found);
                keys.pop();
            }
        }
        serde_json::Value::Array(list) if !list.is_empty() => {
            keys.push("0".into());
            leaves(&list[0], keys, found);
            keys.pop();
        }
        _ => found.push(keys.clone()),
    }
}

#[test]
fn defaults_of_checks_are_those_of_the_table() {
    use crate::decisions::{Threshold, fields};
    for threshold in Threshold::ALL {
        let field = field(&format!("checks.{threshold}")).unwrap();
        assert_eq!(field.default, threshold.default_value().to_string());
    }
    assert_eq!(
        fields().filter(|f| f.path.starts_with("checks.")).count(),
        Threshold::ALL.len()
    );
}

fn sound(text: &str) {
    for fault in parse(text).faults {
        let line = fault.line.unwrap();
        assert!(line >= 1 && line <= text.split('\n').count());
        assert!(fault.column.unwrap() >= 1);
        assert_eq!(
            fault.source_line.unwrap(),
            text.split('\n')
                .nth(line - 1)
                .unwrap()
                .trim_end_matches('\r')
        );
        assert!(
            !fault.message.chars().any(char::is_control),
            "{}",
            fault.message
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        sound(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_toml_signs_never_panic(text in "[\\[\\]{}=\"'.,#a-c0-9\\-+_ \n\r\t\\\\]{0,200}") {
        sound(&text);
    }

    #[test]
    fn a_mutated_example_never_panics(
        cuts in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..6, "[\\[\\]{}=\"'.,#a-z0-9 \n]{0,4}"), 1..6)
    ) {
        let mut chars: Vec<char> = EXAMPLE.chars().collect();
        for (at, length, put) in cuts {
            let at = at.index(chars.len());
            let end = (at + length).min(chars.len());
            chars.splice(at..end, put.chars());
        }
        sound(&chars.into_iter().collect::<String>());
    }
}
