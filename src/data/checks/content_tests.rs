//! What the checks on content, leaks and persons find in small tables, and what they leave alone.

use crate::decisions::{Edit, Severity};
use crate::work::Progress;

use super::super::testing::{csv, decisions, evidence, of, project};
use super::super::{Evidence, Finding, run};

/// A number without pattern.
fn noise(row: usize, step: usize) -> usize {
    (row * step + row * row % 13) % 101
}

/// 300 rows: the cells of `more`, then a feature `x` and a target `y` that has little to do with it.
fn numbers(head: &str, more: impl Fn(usize) -> String) -> Evidence {
    let text = csv(&format!("{head},x,y"), 300, |row| {
        format!(
            "{},{},{}.5",
            more(row),
            noise(row, 7919),
            noise(row, 104_729)
        )
    });
    evidence(&decisions("regression", "y", ""), &text)
}

/// The same with two classes.
fn classes(head: &str, more: impl Fn(usize) -> String, class: impl Fn(usize) -> bool) -> Evidence {
    let text = csv(&format!("{head},x,y"), 300, |row| {
        let class = if class(row) { "yes" } else { "no" };
        format!("{},{},{class}", more(row), noise(row, 7919))
    });
    evidence(&decisions("binary", "y", ""), &text)
}

fn only<'a>(evidence: &'a Evidence, check: &str) -> &'a Finding {
    let found = of(evidence, check);
    assert_eq!(found.len(), 1, "{check}: {found:?}");
    found[0]
}

#[test]
fn the_answer_is_named_and_settled_by_one_step() {
    let text = csv("base,tip,tolls,x,fare", 400, |row| {
        let (base, tip, tolls) = (noise(row, 31), noise(row, 57), noise(row, 73));
        let fare = if row % 100 == 7 {
            1
        } else {
            base + tip + tolls
        };
        format!("{base}.25,{tip},{tolls},{},{fare}.25", noise(row, 7919))
    });
    let mut small = project(&decisions("regression", "fare", ""), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    let answer = only(&before, "answer").clone();
    assert_eq!(answer.severity, Severity::Error);
    assert!(
        answer
            .message
            .contains("'fare' = base + tip + tolls in 99.0 % of the rows"),
        "{}",
        answer.message
    );
    assert_eq!(answer.affected, 396);
    let Edit::All { edits } = &answer.fixes[0].edit else {
        panic!("{:?}", answer.fixes);
    };
    assert_eq!(edits.len(), 3);
    small
        .project
        .edit(&answer.fixes[0].edit, "test", "")
        .unwrap();
    let after = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&after, "answer").is_empty());
    assert!(super::super::is_fixed(&small.project, &answer));
}

#[test]
fn a_fee_that_is_there_in_one_class_only() {
    let fee = |row: usize| {
        if row.is_multiple_of(3) {
            format!("{}.5", noise(row, 31))
        } else {
            String::new()
        }
    };
    let found = classes("fee", fee, |row| row % 3 == 0);
    assert_eq!(
        only(&found, "missing_predicts").column.as_deref(),
        Some("fee")
    );
    assert!(
        only(&found, "answer")
            .message
            .contains("is 'yes' where fee is not null")
    );
    let chance = classes("fee", fee, |row| noise(row, 53) > 60);
    assert!(of(&chance, "missing_predicts").is_empty() && of(&chance, "answer").is_empty());
}

#[test]
fn rows_in_the_order_of_the_target() {
    let found = classes("id", |row| (row + 1).to_string(), |row| row > 180);
    let order = of(&found, "order_predicts");
    assert_eq!(order.len(), 2, "{order:?}");
    assert_eq!(
        (order[0].column.as_deref(), order[0].severity),
        (Some("id"), Severity::Warning)
    );
    let chance = classes("id", |row| (row + 1).to_string(), |row| noise(row, 53) > 60);
    assert!(of(&chance, "order_predicts").is_empty());
}

#[test]
fn texts_among_numbers_are_read_as_missing() {
    let text = csv("amount,share,x,y", 300, |row| {
        let amount = if row % 50 == 3 {
            "see note".to_owned()
        } else {
            format!("{}.5", noise(row, 31))
        };
        format!(
            "{amount},{}.{}%,{},{}.5",
            noise(row, 57),
            row % 10,
            noise(row, 7919),
            noise(row, 104_729)
        )
    });
    let mut small = project(&decisions("regression", "y", ""), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    let mixed: Vec<Finding> = of(&before, "mixed_types").into_iter().cloned().collect();
    assert_eq!(mixed.len(), 2, "{mixed:?}");
    assert_eq!((mixed[0].affected, mixed[0].rows[0]), (6, 3));
    for finding in &mixed {
        small
            .project
            .edit(&finding.fixes[0].edit, "test", "")
            .unwrap();
    }
    let after = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&after, "mixed_types").is_empty());
    let column = |name: &str| after.column(name).unwrap();
    assert_eq!(column("amount_clean").missing, 6);
    assert!(column("share_clean").max.unwrap() <= 1.02);
}

#[test]
fn spellings_are_merged_by_the_fix() {
    let text = csv("region,x,y", 300, |row| {
        let region = match row % 20 {
            0 => "NORTH",
            1 => "Noorth",
            row if row % 2 == 0 => "North",
            _ => "South",
        };
        format!("{region},{},{}.5", noise(row, 7919), noise(row, 104_729))
    });
    let mut small = project(&decisions("regression", "y", ""), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    let spelling = only(&before, "spelling").clone();
    assert_eq!(spelling.affected, 30);
    assert!(
        spelling.message.contains("1 category"),
        "{}",
        spelling.message
    );
    small
        .project
        .edit(&spelling.fixes[0].edit, "test", "")
        .unwrap();
    let after = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&after, "spelling").is_empty());
    assert_eq!(after.column("region_clean").unwrap().distinct, 2);
}

#[test]
fn words_for_no_value_beside_gaps() {
    let found = numbers("city", |row| match row % 30 {
        0 => "?".into(),
        1 => "Unknown".into(),
        2 => String::new(),
        row => format!("city {}", row % 5),
    });
    let nulls = only(&found, "mixed_nulls");
    assert_eq!((nulls.affected, nulls.value), (20, Some(3.0)));
    let chosen = numbers("city", |row| {
        if row % 30 == 0 {
            "unknown".into()
        } else {
            format!("city {}", row % 5)
        }
    });
    assert!(of(&chosen, "mixed_nulls").is_empty());
}

#[test]
fn same_inputs_and_another_class() {
    let coarse = |row: usize| format!("{},{}", row % 3, (row / 3) % 2);
    let text = |odd: usize| {
        csv("a,b,c,y", 300, |row| {
            let class = if (row % 3 == 0) != (row == odd) {
                "yes"
            } else {
                "no"
            };
            format!("{},{},{class}", coarse(row), (row / 6) % 2)
        })
    };
    let of_odd = |odd: usize| evidence(&decisions("binary", "y", ""), &text(odd));
    assert!(of(&of_odd(999), "conflicting_labels").is_empty());
    let found = of_odd(4);
    let conflict = only(&found, "conflicting_labels");
    // All rows with the inputs of row 4.
    assert_eq!(conflict.affected, 25);
    // The inputs are coarse: it is said, and no more.
    assert_eq!(conflict.severity, Severity::Info);
}

#[test]
fn shapes_of_columns() {
    let found = numbers("many,zero,skewed", |row| {
        let zero = if row % 3 == 0 { noise(row, 57) + 1 } else { 0 };
        format!(
            "k{}.a,{zero},{}.5",
            row % 60,
            if row == 5 { 900_000_000 } else { 1 + row % 9 }
        )
    });
    assert_eq!(only(&found, "cardinality").column.as_deref(), Some("many"));
    assert_eq!(
        only(&found, "cardinality").fixes[0].line,
        "prepare.many.encode = \"target\""
    );
    assert_eq!(
        only(&found, "zeros").fixes[0].line,
        "features.zero_is_zero = \"zero = 0\""
    );
    assert!(
        found.column("skewed").unwrap().skewness.unwrap() < 20.0
            || !of(&found, "skewness").is_empty()
    );
    let rare = classes("a", |row| noise(row, 31).to_string(), |row| row % 20 == 3);
    assert_eq!(only(&rare, "imbalance").value, Some(15.0 / 285.0));
}

#[test]
fn persons_are_found_and_none_of_their_values_is_kept() {
    let text = csv("contact,born,zip,x,y", 300, |row| {
        let (x, y) = (noise(row, 7919), noise(row, 104_729));
        format!(
            "zaphod{}@example.org,19{:02}-03-{:02},{},{x},{y}.5",
            row % 90,
            40 + row % 50,
            row % 28 + 1,
            10_000 + row % 70
        )
    });
    let text = text.replacen("born", "birth_date", 1);
    let mut small = project(&decisions("regression", "y", ""), &text);
    let before = run(&small.project, &Progress::silent()).unwrap();
    let personal: Vec<_> = of(&before, "personal")
        .iter()
        .filter_map(|f| f.column.clone())
        .collect();
    assert_eq!(personal, ["contact", "birth_date", "zip"]);
    let kept = std::fs::read_to_string(small.folder.path().join("evidence/data.toml")).unwrap();
    assert!(!kept.contains("zaphod") && !kept.contains("1940-03"));
    for finding in of(&before, "personal") {
        small
            .project
            .edit(&finding.fixes[0].edit, "test", "")
            .unwrap();
    }
    let after = run(&small.project, &Progress::silent()).unwrap();
    assert!(of(&after, "personal").is_empty());
}

#[test]
fn what_a_person_says_is_not_personal_is_shown() {
    let text = csv("mail,x,y", 300, |row| {
        format!(
            "box{}@example.org,{},{}.5",
            row % 9,
            noise(row, 7919),
            noise(row, 104_729)
        )
    });
    let found = evidence(
        &decisions(
            "regression",
            "y",
            "[columns]\nmail = { personal = false }\n",
        ),
        &text,
    );
    assert!(of(&found, "personal").is_empty());
    assert_eq!(found.column("mail").unwrap().top.len(), 9);
}

#[test]
fn odd_characters_and_columns_that_go_together() {
    let found = numbers("note,a,b", |row| {
        let note = if row % 60 == 0 { "=1+1" } else { "fine" };
        format!("{note},{},{}", noise(row, 31), 10 * noise(row, 31))
    });
    assert_eq!(only(&found, "characters").affected, 5);
    let together = only(&found, "correlation");
    assert_eq!(
        (together.column.as_deref(), together.severity),
        (Some("b"), Severity::Warning)
    );
}
