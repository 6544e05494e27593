//! Lags, horizon and kept rows on small projects.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use indexmap::IndexMap;

use super::{Dataset, History, Loaded, ToScore, review};
use crate::error::Column;
use crate::project::Project;
use crate::table::{Expression, Table};
use crate::work::Progress;

fn project(problem: &str, more: &str, csv: &str) -> (tempfile::TempDir, Project) {
    let folder = tempfile::tempdir().unwrap();
    let decisions = format!(
        "format = 1\n[problem]\ntask = \"regression\"\ntarget = \"y\"\n{problem}\n[[source]]\npath = \"data.csv\"\n{more}"
    );
    std::fs::write(folder.path().join("jalon.toml"), decisions).unwrap();
    std::fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    (folder, project)
}

fn load(project: &Project) -> crate::error::Result<Dataset> {
    Dataset::load(project, &Progress::silent())
}

/// A row a day: rain of the day, a forecast of it, the station's height, what was sold.
const DAYS: &str = "day,rain,forecast,height,y\n2015-01-01,1,1.5,80,10\n2015-01-02,2,1.5,80,20\n2015-01-03,3,1.5,80,30\n2015-01-04,4,2.5,80,40\n";

#[test]
fn what_is_made_of_the_past_is_known() {
    let features = "[features]\nsame_day = \"y * 2\"\nbefore = \"LAG(y)\"\nof_unknown = \"LAG(same_day)\"\nwith_now = \"sum(rain) OVER (ROWS 1 PRECEDING)\"\ntwo = \"before + of_unknown\"\n[columns]\nrain = { known_at_prediction = false }\n";
    let (_folder, project) = project("time = \"day\"", features, DAYS);
    let dataset = load(&project).unwrap();
    let known = |name: &str| dataset.column(name).unwrap().known_at_prediction;
    assert!(known("before") && known("of_unknown") && known("two"));
    assert!(!known("same_day") && !known("with_now") && !known("rain"));
    assert!(
        known("forecast"),
        "without a horizon nothing more is unknown"
    );
    let two = dataset.table.numbers("two").unwrap();
    assert!(two[0].is_nan());
    assert_eq!(two[1..], [30.0, 60.0, 90.0]);
}

#[test]
fn a_horizon_leaves_of_the_row_itself_what_does_not_change_and_what_is_decided() {
    let more = "[features]\nrain_before = \"LAG(rain)\"\nrain_twice = \"2 * rain\"\nmonth = \"month(day)\"\n[columns]\nforecast = { known_at_prediction = true }\n";
    let (_folder, project) = project("time = \"day\"\nhorizon = \"1d\"", more, DAYS);
    let dataset = load(&project).unwrap();
    let inputs: Vec<&str> = dataset.model_inputs().map(|c| c.name.as_str()).collect();
    assert_eq!(inputs, ["forecast", "height", "rain_before", "month"]);
    let loaded = Loaded::of(&project, &Progress::silent()).unwrap();
    let review = review(&project, Some(&loaded));
    let told: Vec<&str> = review.faults.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("a column is measured with the row") && told[0].ends_with(": rain"));
    assert!(review.gate.open || !review.gate.reasons.iter().any(|r| r.contains("rain")));
}

#[test]
fn what_differs_between_groups_only_is_known() {
    let csv = "day,shop,size,y\n1,a,5,1\n1,b,7,2\n2,a,5,3\n2,b,7,4\n3,b,,5\n";
    let (_folder, project) = project("time = \"day\"\ngroup = \"shop\"\nhorizon = \"1\"", "", csv);
    let dataset = load(&project).unwrap();
    assert!(dataset.column("size").unwrap().known_at_prediction);
}

#[test]
fn a_look_at_the_past_needs_time_and_every_row() {
    let lag = "[features]\nbefore = \"1 + LAG(y)\"\n";
    let (_folder, without) = project("", lag, DAYS);
    let error = load(&without).unwrap_err();
    assert_eq!(error.column, Some(Column::Position(15)), "{error}");
    assert!(error.to_string().contains("time = "));
    let (_folder, other) = project(
        "time = \"day\"",
        "[features]\nbefore = \"LAG(y) OVER (ORDER BY rain)\"\n",
        DAYS,
    );
    assert!(load(&other).unwrap_err().to_string().contains("'day'"));
    let (_folder, filter) = project("time = \"day\"", "where = \"LAG(y) > 1\"\n", DAYS);
    assert!(
        load(&filter)
            .unwrap_err()
            .to_string()
            .contains("sees one row")
    );
    let (_folder, sampled) = project("time = \"day\"", &format!("sample = 2\n{lag}"), DAYS);
    assert!(load(&sampled).unwrap_err().to_string().contains("`sample`"));
}

/// Rows of three groups at irregular times, some of them the same, some values missing.
fn irregular() -> String {
    let mut csv = "t,g,x,note,y\n".to_owned();
    let mut state = 7_u32;
    let mut draw = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut time = 0;
    for _ in 0..120 {
        time += draw(3);
        let group = ["a", "b", "c"][draw(3) as usize];
        let x = match draw(6) {
            0 => String::new(),
            _ => draw(100).to_string(),
        };
        writeln!(csv, "{time},{group},{x},n{},{}", draw(4), draw(50)).unwrap();
    }
    csv
}

const LOOKS: &[(&str, &str)] = &[
    ("last", "LAG(y)"),
    ("third", "LAG(x + y, 3)"),
    (
        "mean",
        "avg(x) OVER (ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING)",
    ),
    (
        "spread",
        "stddev(last) OVER (ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)",
    ),
    ("deep", "LAG(LAG(spread, 2)) - LAG(note = 'n1')"),
];

#[test]
fn rows_after_the_kept_ones_get_the_lags_they_would_have_had() {
    for horizon in ["0", "1", "4"] {
        for since in [None, Some(40)] {
            let features: IndexMap<String, String> = LOOKS
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect();
            let more: String = LOOKS
                .iter()
                .fold("[features]\n".to_owned(), |all, (name, text)| {
                    format!("{all}{name} = \"{text}\"\n")
                });
            let order = format!("time = \"t\"\ngroup = \"g\"\nhorizon = \"{horizon}\"");
            let (_folder, project) = project(&order, &more, &irregular());
            let whole = load(&project).unwrap();
            let raw = whole.without_computed().unwrap();
            let instants = raw.instants("t").unwrap();
            let cut = since.unwrap_or(90);
            let last = instants[raw.rows() - 1].unwrap();
            let (kept, later): (Vec<usize>, Vec<usize>) =
                (0..raw.rows()).partition(|&row| instants[row] < Some(cut));
            assert!(last > cut && kept.len() > 20 && later.len() > 20);
            // With `since` everything is there and only the rows from it on are asked for.
            let seen = if since.is_some() {
                raw.clone()
            } else {
                raw.take(&kept).unwrap()
            };
            let history = History::of(&project, &seen, &features, None, since)
                .unwrap()
                .unwrap();
            let json = serde_json::to_string(&history).unwrap();
            let history: History = serde_json::from_str(&json).unwrap();
            let file = raw.take(&later).unwrap();
            let needed: BTreeSet<String> = features.keys().cloned().collect();
            let read = ToScore::of(&project, Some(&history), &needed, file).unwrap();
            let rows: Vec<usize> = read.rows.clone().collect();
            assert_eq!(rows.len(), later.len());
            for (name, _) in LOOKS {
                let of = |table: &Table, rows: &[usize]| {
                    let all = table.numbers(name).unwrap();
                    rows.iter().map(|&r| all[r].to_bits()).collect::<Vec<_>>()
                };
                assert_eq!(
                    of(&read.dataset.table, &rows),
                    of(&whole.table, &later),
                    "{name}, horizon {horizon}, since {since:?}"
                );
            }
            let all = read.dataset.table.rows();
            assert!(
                since.is_some() || horizon != "0" || all < raw.rows(),
                "{all} rows are kept"
            );
        }
    }
}

fn days(more: &str) -> (tempfile::TempDir, Project, History) {
    let features = format!("[features]\nbefore = \"LAG(y)\"\n{more}");
    let (folder, project) = project("time = \"day\"\nhorizon = \"1d\"", &features, DAYS);
    let dataset = load(&project).unwrap();
    let all = &project.decisions.features;
    let history = History::of(&project, &dataset.table, all, None, None).unwrap();
    (folder, project, history.unwrap())
}

fn score(project: &Project, history: &History, csv: &str) -> crate::error::Result<ToScore> {
    let needed = ["before".to_owned(), "height".to_owned()]
        .into_iter()
        .collect();
    ToScore::of(
        project,
        Some(history),
        &needed,
        Table::from_csv(csv).unwrap(),
    )
}

fn before(read: &ToScore) -> Vec<f64> {
    let values = read.dataset.table.numbers("before").unwrap();
    values[read.rows.clone()].to_vec()
}

#[test]
fn a_file_may_leave_out_what_is_read_in_the_past_and_may_repeat_it() {
    let (_folder, project, history) = days("");
    let tomorrow = score(&project, &history, "day,height\n2015-01-05,80\n").unwrap();
    assert_eq!(before(&tomorrow), [40.0]);
    let three = "day,height\n2015-01-07,80\n2015-01-05,80\n2015-01-06,80\n";
    let three = before(&score(&project, &history, three).unwrap());
    assert_eq!(three[1], 40.0);
    assert!(
        three[0].is_nan() && three[2].is_nan(),
        "nobody knows what comes between"
    );
    let repeated = "day,height,y\n2015-01-04,80,\n2015-01-05,80,\n";
    assert_eq!(
        before(&score(&project, &history, repeated).unwrap())[1],
        40.0
    );
    let own = "day,height,y\n2015-01-04,80,40\n2015-01-05,80,50\n2015-01-06,80,\n";
    assert_eq!(
        before(&score(&project, &history, own).unwrap())[1..],
        [40.0, 50.0]
    );
    let no_time = score(&project, &history, "height\n80\n").unwrap_err();
    assert!(no_time.to_string().contains("'day'"), "{no_time}");
    let no_height = score(&project, &history, "day,y\n2015-01-05,1\n");
    assert!(
        no_height.is_ok(),
        "the model itself says which columns it reads"
    );
}

#[test]
fn what_is_read_of_the_row_itself_must_be_there() {
    let (_folder, project, history) = days("both = \"height + LAG(height)\"\n");
    let needed = ["both".to_owned()].into_iter().collect();
    let file = Table::from_csv("day\n2015-01-05\n").unwrap();
    let error = ToScore::of(&project, Some(&history), &needed, file).unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("'height'") && shown.contains("'both'"),
        "{shown}"
    );
}

#[test]
fn only_what_lags_need_is_kept_and_nothing_of_persons() {
    let (_folder, project, history) = days("");
    let text = serde_json::to_string(&history).unwrap();
    assert!(text.contains("\"y\"") && !text.contains("rain"), "{text}");
    assert_eq!(text.matches("40").count(), 1);
    assert!(!text.contains("20.0") && !text.contains("[10"), "{text}");
    let table = load(&project).unwrap().table;
    let plain: IndexMap<String, String> = [("a".to_owned(), "y + 1".to_owned())].into();
    assert_eq!(
        History::of(&project, &table, &plain, None, None).unwrap(),
        None
    );
    let rule = Expression::parse("LAG(rain, 2)").unwrap();
    let of_rule = History::of(&project, &table, &plain, Some(&rule), None).unwrap();
    assert!(serde_json::to_string(&of_rule).unwrap().contains("rain"));
    let (_folder, project, history) = days("[columns]\ny = { personal = true }\n");
    let text = serde_json::to_string(&history).unwrap();
    assert!(!text.contains("40"), "{text}");
    let alone = score(&project, &history, "day,height\n2015-01-05,80\n").unwrap_err();
    assert!(alone.to_string().contains("'y'"), "{alone}");
}
