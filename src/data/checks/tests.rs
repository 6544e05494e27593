//! What the checks find in small tables, and that their fixes settle it.

use std::collections::BTreeSet;

use crate::decisions::{Decisions, Edit, Severity, Threshold};
use crate::work::Progress;

use super::super::testing::{csv, decisions, evidence, of, project};
use super::super::{Evidence, run};
use super::CHECKS;

/// A feature that helps a little and a target, both without pattern.
fn noisy(row: usize) -> (f64, f64) {
    let x = ((row * 7919) % 101) as f64;
    (x, x + ((row * 104_729) % 53) as f64)
}

/// 200 rows: the cells of `more`, then a feature `x` and a target `y`.
fn table(head: &str, more: impl Fn(usize) -> String) -> String {
    csv(&format!("{head},x,y"), 200, |row| {
        let (x, y) = noisy(row);
        format!("{},{x},{y}.5", more(row))
    })
}

fn found(csv: &str) -> Evidence {
    evidence(&decisions("regression", "y", ""), csv)
}

#[test]
fn missing_counts_its_rows_and_proposes_to_fill() {
    let found = found(&table("m", |row| {
        if row % 4 == 0 {
            String::new()
        } else {
            format!("{}.5", row % 9)
        }
    }));
    let missing = of(&found, "missing");
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].column.as_deref(), Some("m"));
    assert_eq!(missing[0].affected, 50);
    assert_eq!(missing[0].rows[..3], [0, 4, 8]);
    assert_eq!(missing[0].value, Some(0.25));
    assert_eq!(missing[0].fixes[0].line, "prepare.m.missing = \"median\"");
    assert!(
        missing[0].message.contains("50 of 200 rows (25 %)"),
        "{}",
        missing[0].message
    );
}

#[test]
fn empty_and_constant_columns_are_told_apart() {
    let found = found(&table("e,c,n", |row| {
        format!(",k,{}", if row == 7 { "b" } else { "a" })
    }));
    assert_eq!(of(&found, "empty")[0].column.as_deref(), Some("e"));
    assert!(of(&found, "missing").is_empty());
    let constant = of(&found, "constant");
    assert_eq!(constant.len(), 2);
    assert_eq!(
        (
            constant[1].column.as_deref(),
            constant[1].severity,
            constant[1].rows.as_slice()
        ),
        (Some("n"), Severity::Info, [7].as_slice())
    );
    assert_eq!(
        (constant[0].column.as_deref(), constant[0].severity),
        (Some("c"), Severity::Warning)
    );
    assert_eq!(constant[0].fixes[0].line, "columns.c.role = \"ignore\"");
}

#[test]
fn repeated_rows_are_counted_once_each() {
    let found = found(&csv("x,y", 200, |row| {
        let row = if row < 20 { row % 10 } else { row };
        format!("{row},{}.5", row * row)
    }));
    let again = of(&found, "duplicate_rows");
    assert_eq!(again[0].affected, 10);
    assert_eq!(again[0].rows, (10..20).collect::<Vec<_>>());
    assert_eq!(again[0].severity, Severity::Info);
}

#[test]
fn names_of_rows_are_found_and_quantities_are_not() {
    let found = found(&table("code,amount", |row| {
        format!("k{row:04},{}", 1000 + row * 37)
    }));
    let ids = of(&found, "identifier");
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(ids[0].column.as_deref(), Some("code"));
}

#[test]
fn a_missing_target_can_be_filtered_out() {
    let text = csv("x,y", 200, |row| {
        let (x, y) = noisy(row);
        if row < 30 {
            format!("{x},")
        } else {
            format!("{x},{y}.5")
        }
    });
    let mut small = project(&decisions("regression", "y", "where = \"x >= 0\"\n"), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    let missing = of(&before, "target_missing")[0].clone();
    assert_eq!(
        (missing.affected, missing.severity),
        (30, Severity::Warning)
    );
    let Edit::Set { path, value } = &missing.fixes[0].edit else {
        panic!("{:?}", missing.fixes);
    };
    assert_eq!(
        (path.as_str(), value.as_str()),
        ("source.0.where", "\"(x >= 0) and y is not null\"")
    );
    small
        .project
        .edit(&missing.fixes[0].edit, "test", "")
        .unwrap();
    let after = run(&small.project, &Progress::silent()).unwrap();
    assert_eq!(after.rows, 170);
    assert!(of(&after, "target_missing").is_empty());
}

#[test]
fn far_out_values_lead_with_the_farthest() {
    let found = found(&table("a", |row| match row {
        5 => "900.5".into(),
        9 => "-4000.5".into(),
        _ => format!("{}.5", row % 20),
    }));
    let far = of(&found, "outliers");
    assert_eq!(far.len(), 1);
    assert_eq!(far[0].rows, [9, 5]);
    assert_eq!(far[0].severity, Severity::Warning);
    assert_eq!(far[0].fixes[0].line, "prepare.a.clip = 0.99");
}

#[test]
fn a_copy_of_the_target_closes_the_gate_until_it_is_not_known() {
    let text = csv("x,copy,y", 200, |row| {
        let (x, y) = noisy(row);
        format!("{x},{},{y}.5", y * 3.0)
    });
    let mut small = project(&decisions("regression", "y", ""), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    let leak = of(&before, "power")[0].clone();
    assert_eq!(
        (leak.column.as_deref(), leak.severity),
        (Some("copy"), Severity::Error)
    );
    assert_eq!(
        before.best_input.as_ref().map(|s| s.0.as_str()),
        Some("copy")
    );
    assert!(!super::super::gate(&Decisions::default(), &before).open);
    assert_eq!(
        leak.fixes[0].line,
        "columns.copy.known_at_prediction = false"
    );
    small.project.edit(&leak.fixes[0].edit, "test", "").unwrap();
    let after = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&after, "power").is_empty());
    assert_eq!(
        of(&after, "not_known_at_prediction")[0].column.as_deref(),
        Some("copy")
    );
    assert!(super::super::gate(&Decisions::default(), &after).open);
}

#[test]
fn accepting_takes_no_new_computation() {
    let text = csv("x,copy,y", 200, |row| {
        let (x, y) = noisy(row);
        format!("{x},{},{y}.5", y * 3.0)
    });
    let mut small = project(&decisions("regression", "y", ""), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    for check in ["power", "answer"] {
        let accept = of(&before, check)[0].fixes.last().unwrap().edit.clone();
        small.project.edit(&accept, "test", "").unwrap();
    }
    assert_eq!(
        super::super::fingerprint(&small.project).unwrap(),
        before.fingerprint
    );
    let now = super::super::evidence(&small.project).unwrap().unwrap();
    assert!(super::super::gate(&Decisions::default(), &now).open);
}

#[test]
fn a_date_after_the_rows_time_is_suspected() {
    let text = table("began,ended", |row| {
        let day = row % 28 + 1;
        format!(
            "2024-03-{day:02} 10:00:00,2024-03-{day:02} 10:{:02}:00",
            row % 59 + 1
        )
    });
    let found = evidence(
        &decisions("regression", "y", "").replace("task =", "time = \"began\"\ntask ="),
        &text,
    );
    let later = of(&found, "not_known_at_prediction");
    assert_eq!(later.len(), 1);
    assert_eq!(
        (later[0].column.as_deref(), later[0].affected),
        (Some("ended"), 200)
    );
}

#[test]
fn one_class_and_rare_classes() {
    let of_classes = |class: &dyn Fn(usize) -> &'static str| {
        let text = csv("x,y", 200, |row| format!("{}.5,{}", row % 17, class(row)));
        let found = evidence(&decisions("multiclass", "y", ""), &text);
        of(&found, "classes")
            .into_iter()
            .cloned()
            .collect::<Vec<_>>()
    };
    let one = of_classes(&|_| "same");
    assert_eq!(one[0].severity, Severity::Error);
    let rare = of_classes(&|row| match row {
        0..3 => "it's",
        row if row % 2 == 0 => "a",
        _ => "b",
    });
    assert_eq!(
        (rare[0].severity, rare[0].affected, rare[0].value),
        (Severity::Warning, 3, Some(3.0))
    );
    assert_eq!(rare[0].fixes[0].line, "source.0.where = \"y <> 'it''s'\"");
}

#[test]
fn few_rows_are_a_warning_and_too_few_an_error() {
    let of_rows = |rows: usize| {
        let found = evidence(
            &decisions("regression", "y", ""),
            &csv("x,y", rows, |r| format!("{r}.5,{}.5", r * 3)),
        );
        of(&found, "few_rows").first().map(|f| f.severity)
    };
    assert_eq!(of_rows(150), None);
    assert_eq!(of_rows(60), Some(Severity::Warning));
    assert_eq!(of_rows(1), Some(Severity::Error));
}

#[test]
fn the_stated_range_is_watched() {
    let text = table("a", |row| format!("{}.5", row % 20));
    let found = evidence(
        &decisions(
            "regression",
            "y",
            "[columns]\na = { range = [0, 18], unit = \"km\" }\n",
        ),
        &text,
    );
    let outside = of(&found, "range");
    assert_eq!(outside[0].affected, 20);
    assert!(
        outside[0].message.contains("0 to 18 km"),
        "{}",
        outside[0].message
    );
}

#[test]
fn a_changed_kind_is_a_finding_until_it_is_decided() {
    let mut small = project(
        &decisions("regression", "y", ""),
        &table("a", |row| format!("{}.5", row % 20)),
    );
    run(&small.project, &Progress::silent()).unwrap();
    let changed = table("a", |row| format!("word{}", row % 20));
    std::fs::write(small.folder.path().join("data.csv"), changed).unwrap();
    for _ in 0..2 {
        let now = run(&small.project, &Progress::silent()).unwrap();
        let schema = of(&now, "schema");
        assert_eq!(schema.len(), 1);
        assert!(schema[0].message.contains("number") && schema[0].message.contains("category"));
    }
    let now = run(&small.project, &Progress::silent()).unwrap();
    small
        .project
        .edit(&of(&now, "schema")[0].fixes[1].edit.clone(), "test", "")
        .unwrap();
    let settled = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&settled, "schema").is_empty());
    assert_eq!(
        super::super::fingerprint(&small.project).unwrap(),
        settled.fingerprint
    );
}

#[test]
fn other_values_of_the_target_never_turn_the_question_silently() {
    let classes = |names: &[&str]| {
        csv("x,y", 200, |row| {
            format!("{},{}", noisy(row).0, names[row % names.len()])
        })
    };
    let text = "format = 1\n[problem]\ntarget = \"y\"\n[[source]]\npath = \"data.csv\"\n";
    let mut small = project(text, &classes(&["red", "red", "blue"]));
    let first = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&first, "schema").is_empty());
    let now = |names: &[&str]| {
        std::fs::write(small.folder.path().join("data.csv"), classes(names)).unwrap();
        run(&small.project, &Progress::silent()).unwrap()
    };
    let turned = now(&["red", "blue", "blue"]);
    let found = of(&turned, "schema");
    assert!(found[0].message.contains("was 'blue'") && found[0].message.contains("is 'red' now"));
    assert!(!super::super::gate(&Decisions::default(), &turned).open);
    let third = now(&["red", "blue", "green"]);
    let found = of(&third, "schema");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.contains("asked for binary"),
        "{}",
        found[0].message
    );
    let edit = found[0].fixes[0].edit.clone();
    small.project.edit(&edit, "test", "").unwrap();
    let settled = run(&small.project, &Progress::silent()).unwrap();
    let found = of(&settled, "schema");
    assert!(found.iter().all(|f| f.severity == Severity::Warning));
    assert!(
        found.iter().any(|f| f.message.contains("green")),
        "{found:?}"
    );
}

#[test]
fn no_value_of_a_personal_column_is_kept() {
    let text = table("born,name", |row| match row {
        3 => "987654.5,Zaphod".into(),
        row => format!("{}.5,n{}", row % 20 + 1950, row % 3),
    });
    let more = "[columns]\nborn = { personal = true }\nname = { personal = true }\n";
    let small = project(&decisions("regression", "y", more), &text);
    run(&small.project, &Progress::silent()).unwrap();
    let kept = std::fs::read_to_string(small.folder.path().join("evidence/data.toml")).unwrap();
    assert!(!kept.contains("Zaphod") && !kept.contains("987654") && !kept.contains("987 654"));
    assert!(kept.contains("born"));
}

#[test]
fn names_are_unique_and_every_limit_is_read() {
    let names: BTreeSet<_> = CHECKS.iter().map(|c| c.name).collect();
    assert_eq!(names.len(), CHECKS.len());
    let read: BTreeSet<_> = CHECKS.iter().flat_map(|c| c.thresholds).collect();
    let unread: Vec<_> = Threshold::ALL
        .iter()
        .filter(|t| !read.contains(t))
        .collect();
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn the_field_table_knows_every_check_by_name() {
    let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    let field = crate::decisions::field("accepted.0.check").unwrap();
    assert_eq!(field.kind.words(), names);
}
