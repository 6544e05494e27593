//! Data that are not held say the same as data that are.

use std::fmt::Write as _;
use std::fs;

use super::Evidence;
use super::compute::{evidence, first_look, run, run_within};
use super::testing::{Small, project};
use crate::project::Project;
use crate::spec::Room;
use crate::work::Progress;

/// No room for the rows, and this many drawn.
fn room(rows: usize) -> Room {
    Room {
        bytes: 0,
        rows,
        ..Room::USUAL
    }
}

/// Rides of two shops day after day: numbers with gaps, words, dates, and features that look at the row and at the one before.
const DECISIONS: &str = r#"
format = 1
[problem]
target = "fare"
time = "day"
group = "shop"
[[source]]
path = "data.csv"
where = "miles > 1"
[features]
log_miles = "ln(miles + 1)"
before = "lag(fare, 1)"
"#;

fn rides() -> String {
    let mut text = String::from("day,shop,miles,fare,word\n");
    for n in 0..4000 {
        let (day, shop) = (n / 2, if n % 2 == 0 { "north" } else { "south" });
        let date = format!(
            "{}-{:02}-{:02}",
            2000 + day / 336,
            1 + day / 28 % 12,
            1 + day % 28
        );
        let miles = (n * 37 % 101) as f64 / 4.0;
        let gap = if n % 50 == 7 {
            "NA".into()
        } else {
            miles.to_string()
        };
        let fare = 3.0 + 2.5 * miles + (n % 7) as f64;
        let _ = writeln!(text, "{date},{shop},{gap},{fare},w{}", n % 13);
    }
    text
}

/// Rows that are held and rows that are not come to the same evidence.
fn profiled_alike(project: &Project) -> Evidence {
    let held = run(project, &Progress::silent()).unwrap();
    let all = run_within(project, room(1_000_000), &Progress::silent()).unwrap();
    let all = Evidence {
        times: held.times.clone(),
        ..all
    };
    for (all, held) in all.columns.iter().zip(&held.columns) {
        assert_eq!(all, held);
    }
    assert_eq!(all.findings, held.findings);
    assert_eq!(all, held, "every row was drawn");
    held
}

#[test]
fn whole_columns_are_profiled_alike() {
    let small = project(DECISIONS, &rides());
    let project = &small.project;
    let held = profiled_alike(project);
    let some = run_within(project, room(500), &Progress::silent()).unwrap();
    assert_eq!(some.rows_drawn, Some(500));
    assert_eq!((some.rows, some.rows_read), (held.rows, held.rows_read));
    for (some, held) in some.columns.iter().zip(&held.columns) {
        let mut exact = some.clone();
        exact.power = held.power;
        exact.semantic.clone_from(&held.semantic);
        exact.over_time.clone_from(&held.over_time);
        exact.against.clone_from(&held.against);
        exact.mutual_information = held.mutual_information;
        exact.kind = held.kind;
        exact.role = held.role;
        assert_eq!(&exact, held, "{}", some.name);
    }
    for finding in &some.findings {
        assert!(finding.rows.iter().all(|row| *row < held.rows));
    }
}

/// The decisions with zones joined to the shops; a shop without a zone is left out.
fn joined(how: &str) -> String {
    let join = format!("join = {{ source = \"zones\", on = [\"shop\"], how = \"{how}\" }}");
    let zones = "[[source]]\nname = \"zones\"\npath = \"zones.csv\"\njoin = { source = \"towns\", on = [\"town\"] }\n\
                 [[source]]\nname = \"towns\"\npath = \"towns.csv\"";
    DECISIONS
        .replace(
            "path = \"data.csv\"",
            &format!("path = \"data.csv\"\n{join}"),
        )
        .replace(
            "[features]",
            &format!("{zones}\n[features]\nper_head = \"fare / heads\""),
        )
}

fn with_zones(decisions: &str) -> Small {
    let data = rides()
        .replace(",south,", ",west,")
        .replacen(",west,", ",south,", 900);
    let small = project(decisions, &data);
    let root = &small.project.root;
    fs::write(
        root.join("zones.csv"),
        "shop,town,rate\nnorth,A,1.5\nsouth,B,2.5\n",
    )
    .unwrap();
    fs::write(
        root.join("towns.csv"),
        "town,heads,mayor\nA,1000,x\nB,250,y\nC,7,z\n",
    )
    .unwrap();
    small
}

#[test]
fn joined_sources_stand_beside_rows_that_are_not_held() {
    let small = with_zones(&joined("inner"));
    let evidence = profiled_alike(&small.project);
    assert_eq!(evidence.joined.len(), 2);
    assert!(evidence.joined[0].unmatched > 500);
    assert!(evidence.columns.iter().any(|c| c.name == "mayor"));
}

#[test]
fn what_is_wrong_with_a_join_is_said() {
    let keys = joined("inner").replace("where = \"miles > 1\"", "where = \"shop = 'west'\"");
    let same = joined("left").replace("zones.csv", "same.csv");
    for (decisions, why) in [
        (keys, "no row is left"),
        (same, "that the rows have too: 'word'"),
    ] {
        let small = with_zones(&decisions);
        let zones = "shop,town,word\nnorth,A,1.5\nsouth,B,2.5\n";
        fs::write(small.project.root.join("same.csv"), zones).unwrap();
        let error = run_within(&small.project, room(300), &Progress::silent()).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn rows_of_a_database_are_profiled_alike() {
    let decisions = DECISIONS.replace(
        "path = \"data.csv\"",
        "path = \"data.db\"\nquery = \"SELECT * FROM rides ORDER BY day, shop\"",
    );
    let small = project(&decisions, "");
    let connection = rusqlite::Connection::open(small.project.root.join("data.db")).unwrap();
    let made = "CREATE TABLE rides (day TEXT, shop TEXT, miles REAL, fare, word TEXT); BEGIN;";
    connection.execute_batch(made).unwrap();
    for line in rides().lines().skip(1) {
        let cells: Vec<Option<&str>> = line.split(',').map(|c| (c != "NA").then_some(c)).collect();
        let fare: f64 = cells[3].unwrap().parse().unwrap();
        let row = (cells[0], cells[1], cells[2], fare, cells[4]);
        connection
            .execute("INSERT INTO rides VALUES (?1, ?2, ?3, ?4, ?5)", row)
            .unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
    profiled_alike(&small.project);
}

#[test]
fn rows_are_stored_once_and_forgotten_when_the_file_changes() {
    let small = project(DECISIONS, &rides());
    let project = &small.project;
    let stored = || {
        let files = fs::read_dir(project.root.join(".jalon/rows")).unwrap();
        let mut names: Vec<_> = files.map(|f| f.unwrap().file_name()).collect();
        names.sort();
        names
    };
    run_within(project, room(100), &Progress::silent()).unwrap();
    let first = stored();
    assert_eq!(first.len(), 2);
    run_within(project, room(100), &Progress::silent()).unwrap();
    assert_eq!(stored(), first);
    fs::write(
        project.root.join("data.csv"),
        rides() + "2020-01-01,north,9,30,w1\n",
    )
    .unwrap();
    run_within(project, room(100), &Progress::silent()).unwrap();
    assert_eq!(stored().len(), 2);
    assert_ne!(stored(), first);
}

#[test]
fn what_is_wrong_with_the_filter_is_said() {
    let nothing = DECISIONS.replace("miles > 1", "miles > 1000");
    let small = project(&nothing, &rides());
    let project = &small.project;
    let error = run_within(project, room(100), &Progress::silent()).unwrap_err();
    assert!(
        error.to_string().contains("keeps none of 4000 rows"),
        "{error}"
    );
}

#[test]
fn the_first_rows_of_many_are_told_beforehand() {
    let decisions = "format = 1\n[problem]\ntarget = \"y\"\n[[source]]\npath = \"data.csv\"\nwhere = \"x <> 4\"\n";
    let small = project(decisions, "x,y,same\n1,2,a\n2,4,a\n");
    assert_eq!(
        first_look(&small.project, &Progress::silent()).unwrap(),
        None
    );
    let line = "1,2,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";
    let start = "x,y,same\n4,2,a\n3,1,a\n".to_owned();
    let large = project(decisions, &(start + &line.repeat((17 << 20) / line.len())));
    let seen = first_look(&large.project, &Progress::silent())
        .unwrap()
        .unwrap();
    assert_eq!((seen.rows, seen.rows_read), (19_999, 20_000));
    assert!(seen.findings.iter().any(|f| f.check == "constant"));
    assert_eq!((seen.signal, seen.columns.len()), (None, 3));
    assert!(
        evidence(&large.project).unwrap().is_none(),
        "nothing is kept"
    );
}
