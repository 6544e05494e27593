//! Labels that rows like them contradict, levels, the order of rows and steps of time, as whole checks find them in small tables.

use crate::decisions::Severity;

use super::super::testing::{csv, decisions, evidence, of};

/// Two classes told by two inputs; `wrong` says which rows have the other label.
fn labelled(wrong: impl Fn(usize) -> bool) -> String {
    csv("key,a,b,c,y", 400, |row| {
        let is_red = row * 7919 % 400 < 200;
        let (a, b) = match is_red {
            true => (row * 31 % 97, 300 + row * 17 % 89),
            false => (200 + row * 31 % 97, row * 17 % 89),
        };
        let y = match is_red != wrong(row) {
            true => "red",
            false => "blue",
        };
        format!("k{row:03},{a}.5,{b}.25,{},{y}", ["u", "v", "w"][row % 3])
    })
}

#[test]
fn exchanged_labels_are_found_and_ranked() {
    let wrong = [13, 77, 200, 201, 350];
    let text = labelled(|row| wrong.contains(&row));
    let found = evidence(&decisions("binary", "y", ""), &text);
    let labels = of(&found, "label_errors");
    assert_eq!(labels.len(), 1);
    let mut rows = labels[0].rows.clone();
    rows.sort_unstable();
    assert_eq!(rows, wrong);
    assert_eq!(
        (labels[0].affected, labels[0].severity),
        (5, Severity::Warning)
    );
    assert!(
        labels[0].message.contains("may be mislabelled"),
        "{}",
        labels[0].message
    );
    assert!(
        labels[0].fixes[0]
            .line
            .starts_with("source.0.where = \"key not in ('k"),
        "{}",
        labels[0].fixes[0].line
    );
    let clean = evidence(&decisions("binary", "y", ""), &labelled(|_| false));
    assert_eq!(
        of(&clean, "label_errors"),
        Vec::<&super::super::Finding>::new()
    );
}

#[test]
fn a_fix_for_mislabelled_rows_can_be_computed() {
    let text = labelled(|row| row == 77 || row == 13);
    let more = "where = \"key not in ('k013', 'k077')\"\n";
    let found = evidence(&decisions("binary", "y", more), &text);
    assert_eq!(found.rows, 398);
    assert!(of(&found, "label_errors").is_empty());
}

#[test]
fn numbers_that_rows_like_them_contradict_are_named() {
    let text = csv("a,b,y", 400, |row| {
        let (a, b) = (row * 7919 % 401, row * 104_729 % 97);
        let y = match row {
            40 => 9_000,
            _ => 10 * a + b % 7,
        };
        format!("{a}.5,{b}.5,{y}.25")
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    let labels = of(&found, "label_errors");
    assert_eq!(
        (labels[0].rows.as_slice(), labels[0].severity),
        (&[40][..], Severity::Info)
    );
    assert!(
        labels[0].message.starts_with("1 row"),
        "{}",
        labels[0].message
    );
}

#[test]
fn rare_levels_are_merged_by_a_line() {
    let text = csv("c,x,y", 600, |row| {
        let level = match row {
            5 | 9 => "teal",
            7 => "mauve",
            _ => ["red", "green", "blue"][row % 3],
        };
        format!("{level},{}.5,{}.25", row * 31 % 97, row * 7919 % 601)
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    let rare = of(&found, "rare_levels");
    assert_eq!((rare.len(), rare[0].affected), (1, 3));
    assert!(
        rare[0].fixes[0]
            .line
            .contains("case when c in ('mauve', 'teal') then 'other' else c end"),
        "{}",
        rare[0].fixes[0].line
    );
}

/// One row a month from 2000 on, at the month that `at` gives for the row.
fn monthly(rows: usize, at: impl Fn(usize) -> usize) -> String {
    csv("d,x,y", rows, |row| {
        let month = at(row);
        let date = format!("{}-{:02}-01", 2000 + month / 12, 1 + month % 12);
        format!("{date},{}.5,{}.25", row * 31 % 97, row * 7919 % 601)
    })
}

fn timed(task: &str) -> String {
    decisions(task, "y", "").replace("[problem]\n", "[problem]\ntime = \"d\"\n")
}

#[test]
fn a_month_left_out_is_counted_in_months() {
    let text = monthly(120, |row| row + usize::from(row > 60));
    let found = evidence(&timed("regression"), &text);
    let steps = of(&found, "time_steps");
    assert!(
        steps[0].message.contains("leaves out 1 step of 1 month"),
        "{}",
        steps[0].message
    );
    let whole = evidence(&timed("regression"), &monthly(120, |row| row));
    assert!(of(&whole, "time_steps").is_empty());
}

#[test]
fn steps_that_change_are_told() {
    let text = monthly(120, |row| match row {
        ..60 => row,
        _ => 60 + 3 * (row - 60),
    });
    let found = evidence(&timed("regression"), &text);
    let steps = of(&found, "time_steps");
    assert_eq!(steps[0].severity, Severity::Info);
    assert!(
        steps[0].message.contains("3 months in") && steps[0].message.contains("1 month in"),
        "{}",
        steps[0].message
    );
}

#[test]
fn rows_that_share_an_instant_are_told_where_something_looks_back() {
    let text = monthly(200, |row| row / 2);
    let plain = evidence(&timed("regression"), &text);
    assert!(of(&plain, "time_steps").is_empty());
    let looks_back = format!("{}[features]\nbefore = \"lag(x)\"\n", timed("regression"));
    let found = evidence(&looks_back, &text);
    let steps = of(&found, "time_steps");
    assert_eq!(
        (steps[0].affected, steps[0].severity),
        (100, Severity::Warning)
    );
}

#[test]
fn rows_collected_in_parts_are_told_and_rows_by_chance_are_not() {
    let text = |sorted: bool| {
        csv("a,b,c,y", 300, |row| {
            let at = match sorted {
                true => row,
                false => row * 7919 % 300,
            };
            let (a, b) = (at * 3 + row % 5, 1_000 - at * 2 + row % 7);
            format!("{a}.5,{b}.5,{}.5,{}.25", row * 31 % 97, row * 104_729 % 601)
        })
    };
    let sorted = evidence(&decisions("regression", "y", ""), &text(true));
    let order = of(&sorted, "row_order");
    assert_eq!((order.len(), order[0].severity), (1, Severity::Info));
    let mixed = evidence(&decisions("regression", "y", ""), &text(false));
    assert!(of(&mixed, "row_order").is_empty());
}

#[test]
fn infinite_numbers_and_uneven_levels_are_told() {
    let text = csv("c,x,y", 200, |row| {
        let x = match row {
            3 | 50 | 99 => "inf".to_owned(),
            _ => format!("{}.5", row * 31 % 97),
        };
        let c = if row % 40 == 0 { "rare" } else { "usual" };
        format!("{c},{x},{}.25", row * 7919 % 601)
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    let infinite = of(&found, "infinite");
    assert_eq!(
        (infinite.len(), infinite[0].severity),
        (1, Severity::Warning)
    );
    assert!(
        infinite[0].message.contains("3 infinite numbers"),
        "{}",
        infinite[0].message
    );
    let uneven = of(&found, "imbalance");
    assert_eq!(uneven[0].column.as_deref(), Some("c"));
    assert!(
        uneven[0].message.contains("'usual' in 98 %"),
        "{}",
        uneven[0].message
    );
}

#[test]
fn in_wide_tables_numbers_that_move_together_are_found() {
    let names: Vec<String> = (0..108).map(|at| format!("x{at}")).collect();
    let text = csv(&format!("{},y", names.join(",")), 60, |row| {
        let noise = |at: usize| (row * (7919 + 2 * at) + row * row % (13 + at)) % 101;
        let cells: Vec<String> = (0..108)
            .map(|at| match at {
                105 => format!("{}.25", 3 * noise(7)),
                _ => format!("{}.5", noise(at)),
            })
            .collect();
        format!("{},{}.5", cells.join(","), row * 31 % 97)
    });
    let found = evidence(&decisions("regression", "y", ""), &text);
    let together = of(&found, "correlation");
    let columns: Vec<_> = together.iter().map(|f| f.column.as_deref()).collect();
    assert!(columns.contains(&Some("x105")), "{columns:?}");
}
