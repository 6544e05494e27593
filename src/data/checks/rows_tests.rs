//! What the checks on rows, time and folds find in small tables, and what they leave alone.

use crate::decisions::Severity;
use crate::work::Progress;

use super::super::testing::{csv, decisions, evidence, of, project};
use super::super::{Evidence, Finding, run};

/// A number without pattern.
fn noise(row: usize, step: usize) -> usize {
    (row * step + row * row % 13) % 101
}

fn only<'a>(evidence: &'a Evidence, check: &str) -> &'a Finding {
    let found = of(evidence, check);
    assert_eq!(found.len(), 1, "{check}: {found:?}");
    found[0]
}

/// The day of a row, one day a row.
fn day(row: usize) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    (day + chrono::Duration::days(row as i64)).to_string()
}

#[test]
fn dates_written_in_several_ways_are_shown_one_by_one() {
    let text = csv("d,x,y", 200, |row| {
        let (day, month) = (row % 28 + 1, row % 12 + 1);
        let date = match row % 4 {
            0 => format!("{day:02}/{month:02}/2021"),
            _ => format!("2021-{month:02}-{day:02}"),
        };
        format!("{date},{},{}.5", noise(row, 7919), noise(row, 31))
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    let mixed = only(&found, "mixed_dates");
    assert!(
        mixed.message.contains("2 ways: 150 like '2021-"),
        "{}",
        mixed.message
    );
    assert_eq!((mixed.affected, mixed.severity), (50, Severity::Warning));
    assert_eq!(mixed.fixes[0].line, "columns.d.role = \"ignore\"");
}

#[test]
fn steps_left_out_and_taken_twice_are_counted() {
    let text = csv("d,x,y", 200, |row| {
        let at = if row == 50 {
            49
        } else {
            row + 3 * usize::from(row > 120)
        };
        format!("{},{},{}.5", day(at), noise(row, 7919), noise(row, 31))
    });
    let more = "[problem]\ntime = \"d\"\n";
    let spec = decisions("regression", "y", "").replace("[problem]\n", more);
    let found = evidence(&spec, &text);
    let steps = only(&found, "time_steps");
    assert!(
        steps.message.contains("leaves out 4 steps of 1 day"),
        "{}",
        steps.message
    );
    assert!(
        steps.message.contains("comes twice in 1 row"),
        "{}",
        steps.message
    );
    assert_eq!(steps.rows[0], 50);
    let weekdays = csv("d,x,y", 200, |row| {
        format!(
            "{},{},{}.5",
            day(row / 5 * 7 + row % 5),
            noise(row, 7919),
            noise(row, 31)
        )
    });
    assert!(of(&evidence(&spec, &weekdays), "time_steps").is_empty());
}

#[test]
fn a_walk_over_time_is_told_and_a_split_by_chance_is_not_good_for_it() {
    let text = csv("d,x,y", 300, |row| {
        let season = [0, 30, 50, 30, 10, 90, 80][row % 7];
        format!("{},{},{}.5", day(row), noise(row, 7919), 4 * row + season)
    });
    let spec = decisions("regression", "y", "[split]\nstrategy = \"random\"\n");
    let found = evidence(
        &spec.replace("[problem]\n", "[problem]\ntime = \"d\"\n"),
        &text,
    );
    let series = only(&found, "series");
    assert!(
        series.message.contains("follows the row before"),
        "{}",
        series.message
    );
    assert!(
        series.message.contains("comes back every 7 rows"),
        "{}",
        series.message
    );
    assert_eq!(series.fixes[0].line, "split.strategy = \"time\"");
    assert!(
        series.fixes[1].line.contains("lag(y, 7)"),
        "{}",
        series.fixes[1].line
    );
    let folds = only(&found, "folds");
    assert!(
        folds.message.contains("rows of the future"),
        "{}",
        folds.message
    );
    assert_eq!(folds.fixes[0].line, "split.strategy = \"time\"");
}

#[test]
fn names_that_come_again_are_kept_together() {
    let text = csv("who,x,y", 200, |row| {
        format!("p{:03},{},{}.5", row / 4, noise(row, 7919), noise(row, 31))
    });
    let spec = decisions("regression", "y", "[columns]\nwho = { kind = \"id\" }\n");
    let folds_of = |spec: &str| {
        of(&evidence(spec, &text), "folds")
            .first()
            .map(|f| f.message.clone())
    };
    assert!(
        folds_of(&spec)
            .unwrap()
            .contains("names 50 things in 200 rows")
    );
    let grouped = spec.replace("[problem]\n", "[problem]\ngroup = \"who\"\n");
    assert_eq!(folds_of(&grouped), None);
}

#[test]
fn rows_that_are_nearly_another_are_found() {
    let text = csv("id,town,size,x,y", 200, |row| {
        let from = if row % 20 == 19 { row - 1 } else { row };
        let town = ["Lyon", "Nice", "Metz"][from % 3];
        let town = if row % 40 == 39 {
            town.to_uppercase()
        } else {
            town.to_owned()
        };
        format!(
            "k{row:03},{town},{from}.25,{},{}.5",
            noise(from, 7919),
            noise(from, 31)
        )
    });
    let spec = decisions("regression", "y", "[columns]\nid = { kind = \"id\" }\n");
    let found = evidence(&spec, &text);
    let near = of(&found, "near_duplicates");
    assert_eq!(near.len(), 2, "{near:?}");
    assert_eq!((near[0].affected, near[0].rows[0]), (5, 39));
    assert_eq!((near[1].affected, near[1].rows[0]), (5, 19));
    assert!(of(&found, "duplicate_rows").is_empty());
}

#[test]
fn odd_rows_and_odd_lengths_are_found() {
    // Size and price go together, but for rows whose values are all usual.
    let text = csv("code,size,price,y", 300, |row| {
        let size = 20 + noise(row, 7919);
        let price = 10 * size + noise(row, 57);
        let (size, price) = match row {
            100 => (118, 260),
            150 => (22, 1100),
            _ => (size, price),
        };
        let code = if row == 7 {
            "K17".to_owned()
        } else {
            format!("K{:05}", row % 60)
        };
        format!("{code},{size}.5,{price},{}.5", noise(row, 31))
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    let odd = only(&found, "outlier_rows");
    assert_eq!(
        (odd.rows.as_slice(), odd.severity),
        ([100, 150].as_slice(), Severity::Info)
    );
    let length = only(&found, "length");
    assert!(
        length
            .message
            .contains("6 characters, but for 1 row, such as 'K17'"),
        "{}",
        length.message
    );
}

#[test]
fn a_counter_is_spread_too_evenly() {
    let text = csv("n,x,y", 400, |row| {
        format!(
            "{}.5,{},{}.5",
            (row * 7919) % 400,
            noise(row, 7919),
            noise(row, 31)
        )
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    assert_eq!(only(&found, "uniform").column.as_deref(), Some("n"));
}

#[test]
fn a_holdout_that_is_not_new_is_found() {
    let line = |row: usize| {
        let town = ["Lyon", "Nice", "Metz"][row % 3];
        format!(
            "{},{town},{}.25,{}.5",
            day(row),
            noise(row, 7919) + row,
            noise(row, 31)
        )
    };
    let small = project(
        &decisions(
            "regression",
            "y",
            "[split]\nholdout = { file = \"test.csv\" }\n",
        )
        .replace("[problem]\n", "[problem]\ntime = \"d\"\n"),
        &csv("d,town,x,y", 200, line),
    );
    let held = csv("d,town,x,y", 40, |row| match row {
        0..10 => line(row),
        10 => line(300).replace("Lyon", "Brest"),
        13 => line(303).replace("Lyon", "LYON "),
        _ => line(300 + row),
    });
    std::fs::write(small.folder.path().join("test.csv"), held).unwrap();
    let found = run(&small.project, &Progress::silent()).unwrap();
    let messages: Vec<&str> = of(&found, "holdout")
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    assert_eq!(messages.len(), 4, "{messages:?}");
    assert!(
        messages[0].starts_with("10 of the 40 rows of the holdout are also learned from"),
        "{messages:?}"
    );
    assert!(
        messages
            .iter()
            .any(|m| m.contains("10 rows of the holdout lie at or before the last 'd'")),
        "{messages:?}"
    );
    assert!(
        messages
            .iter()
            .any(|m| m.contains("column 'town' is 'Brest', 'LYON '")
                && m.contains("1 of these is a known one")),
        "{messages:?}"
    );
    assert!(
        messages
            .iter()
            .any(|m| m.contains("the holdout has 40 rows")),
        "{messages:?}"
    );
    assert_eq!(found.rows, 200);
}

#[test]
fn what_nobody_explained_is_named_once() {
    let text = csv("a,b,y", 120, |row| {
        format!(
            "{},{},{}.5",
            noise(row, 7919),
            noise(row, 57),
            noise(row, 31)
        )
    });
    let spec = decisions("regression", "y", "[columns]\na = { meaning = \"age\" }\n");
    let found = evidence(&spec, &text);
    let meaning = only(&found, "meaning");
    assert!(
        meaning.message.contains("of 2 in 3 columns"),
        "{}",
        meaning.message
    );
}
