//! Charts, narrowed and sorted lists, fields of forms and picked files, by keys.

use insta::assert_snapshot;

use super::{Person, fixtures};
use crate::benchmark::{Diagnosis, UsualScore};
use crate::decisions::Edit;
use crate::error::Result;
use crate::figures::{
    Calibration, Confusion, Figure, ListedColumn, Listing, Measure, OverTime, Period, Roc,
    RocCurve, SegmentScore, Segments,
};
use crate::metrics::Metric;
use crate::project::jobs::Past;
use crate::road::Milestone;
use crate::tui::actions::Screen;
use crate::tui::app::{Asking, Effect, Item, JobView, List, Msg, Predictor, Shows, Tried};
use crate::tui::theme::Glyphs;
use crate::work::Live;

const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 40), (200, 60)];

/// What was found in predictions of two classes.
fn diagnosis() -> Result<Diagnosis> {
    Ok(Diagnosis {
        scores: vec![UsualScore {
            metric: Metric::named("roc_auc").unwrap(),
            value: 0.731,
            unit: String::new(),
        }],
        rows: 200,
        charts: curves().into_iter().chain(by_part()).collect(),
    })
}

/// Scores by segment and month, and the worst rows.
fn by_part() -> Vec<(&'static str, Figure)> {
    let segment = |column: &str, values: &str, rows, score, weighs| SegmentScore {
        column: column.into(),
        values: values.into(),
        rows,
        score,
        weighs,
    };
    let of = || Measure::new("mae", "USD");
    let period = |month: usize| Period {
        name: format!("2013-0{month}-01"),
        rows: 30 + month,
        score: (month != 4).then(|| 2.0 + (month * 7 % 5) as f64 / 2.0),
    };
    let column = |name: &str, unit: &str, numeric| ListedColumn {
        of: Measure::new(name, unit),
        numeric,
    };
    let row = |i: usize| {
        let loss = format!("{}.00", 90 - i);
        vec![
            format!("{}", 17 * i + 3),
            "bad".into(),
            loss,
            format!("Cab \u{1b}[31m{i}"),
        ]
    };
    vec![
        (
            "segments",
            Figure::Segments(Segments {
                of: of(),
                whole: 3.06,
                rows: 200,
                segments: vec![
                    segment("company", "Flash \u{1b}[31mCab", 60, 4.5, 0.43),
                    segment("trip_miles", "8.31 to 70.2", 50, 4.0, 0.24),
                    segment("company", "Taxi Affiliation Services", 90, 2.0, -0.48),
                ],
            }),
        ),
        (
            "over time",
            Figure::OverTime(OverTime {
                of: of(),
                every: "month".into(),
                periods: (1..=8).map(period).collect(),
                lines: vec![("success".into(), 2.0), ("best baseline".into(), 3.8)],
            }),
        ),
        (
            "worst rows",
            Figure::Listing(Listing {
                by: "absolute error".into(),
                among: 200,
                columns: vec![
                    column("row", "", true),
                    column("actual", "", false),
                    column("absolute error", "USD", true),
                    column("company", "", false),
                ],
                cells: (0..30).map(row).collect(),
                rows: (0..30).map(|i| 17 * i + 2).collect(),
                values: (0..30).map(|i| 90.0 - i as f64).collect(),
            }),
        ),
    ]
}

/// The charts of a run of two classes.
fn curves() -> Vec<(&'static str, Figure)> {
    let score = |i: usize| ((i * 37) % 200) as f64 / 199.0;
    let came = |i: usize| ((i * 53 + 17) % 100) as f64 / 100.0 < score(i) * 0.9;
    let scores: Vec<f64> = (0..200).map(score).collect();
    let positive: Vec<bool> = (0..200).map(came).collect();
    let classes = ["bad", "good"].map(str::to_owned);
    let truth: Vec<u32> = positive.iter().map(|p| u32::from(!p)).collect();
    let said: Vec<Option<u32>> = scores.iter().map(|s| Some(u32::from(*s < 0.5))).collect();
    let curve = RocCurve::of("bad", &scores, &positive, None).unwrap();
    let calibration = Calibration::of("bad", &scores, &positive, None, 10).unwrap();
    vec![
        (
            "confusion",
            Figure::Confusion(Confusion::of(&classes, &truth, &said, None)),
        ),
        (
            "ROC",
            Figure::Roc(Roc {
                curves: vec![curve],
            }),
        ),
        ("calibration", Figure::Calibration(calibration)),
    ]
}

fn with_charts(width: u16, height: u16) -> Person {
    let mut person = Person::with_project(width, height);
    person.press("4<enter>");
    assert!(matches!(
        person.effects.last(),
        Some(Effect::Diagnose(Predictor::Run(7)))
    ));
    person.tell(Msg::Diagnosed(Predictor::Run(7), Box::new(diagnosis())));
    person
}

#[test]
fn the_charts_of_a_run_take_turns() {
    for (width, height) in SIZES {
        let mut person = with_charts(width, height);
        for name in [
            "scores",
            "confusion",
            "roc",
            "calibration",
            "segments",
            "over_time",
            "worst",
        ] {
            assert_snapshot!(format!("run_{name}_{width}x{height}"), person.screen());
            person.press("<tab>");
        }
    }
}

#[test]
fn a_chart_is_read_for_few_bytes() {
    let mut person = with_charts(80, 24);
    person.press("<tab><tab>");
    assert!(person.sees("true positives"));
    for key in ["l", "l", "h", "<left>", "<right>"] {
        let bytes = person.bytes(key);
        assert!(bytes > 0 && bytes < 200, "{key} {bytes}");
    }
    person.press("<tab>");
    assert!(person.bytes("l") < 200);
    // The charts of another run are asked for once, and an answer that comes late is left.
    person.effects.clear();
    person.press("<esc>j<enter>");
    let asked = person.effects.iter();
    let asked = asked.filter(|e| matches!(e, Effect::Diagnose(Predictor::Run(3))));
    assert_eq!(asked.count(), 1);
    person.tell(Msg::Diagnosed(Predictor::Run(7), Box::new(diagnosis())));
    assert!(!person.sees("confusion"));
    person.tell(Msg::Diagnosed(
        Predictor::Run(3),
        Box::new(Err(crate::error::Error::new("gone"))),
    ));
    assert!(person.sees("no charts: gone"));
}

/// The best baseline is open on the benchmark, its predictions are read.
fn with_baseline(width: u16, height: u16) -> Person {
    let mut person = Person::with_project(width, height);
    person.press("3<enter>");
    let tariff = || Predictor::Baseline("tariff".into());
    assert!(matches!(person.effects.last(), Some(Effect::Diagnose(of)) if *of == tariff()));
    assert!(person.sees("reading the predictions") || width < 80);
    person.tell(Msg::Diagnosed(tariff(), Box::new(diagnosis())));
    person
}

#[test]
fn a_baseline_is_opened_in_full() {
    for (width, height) in SIZES {
        let mut person = with_baseline(width, height);
        assert_snapshot!(format!("baseline_{width}x{height}"), person.screen());
        person.press("<tab><tab><tab><tab>");
        assert_snapshot!(
            format!("baseline_segments_{width}x{height}"),
            person.screen()
        );
    }
    let mut person = with_baseline(80, 24);
    person.press("G");
    assert!(person.sees("Cab"), "the page ends with the worst rows");
    // The next baseline is asked for; the one that failed has nothing to ask for.
    person.effects.clear();
    person.press("g<right>");
    assert!(person.sees("Baseline median"));
    person.press("<right><right>");
    assert!(person.sees("Baseline last_value") && person.sees("there is no group column"));
    let asked = person
        .effects
        .iter()
        .filter(|e| matches!(e, Effect::Diagnose(_)));
    assert_eq!(asked.count(), 2);
}

#[test]
fn the_worst_rows_are_walked_through_and_looked_at() {
    let mut person = with_baseline(80, 24);
    person.press("<tab><tab><tab><tab><tab><tab>");
    assert!(person.state.lists_rows());
    let bytes = person.bytes("j");
    assert!(bytes > 0 && bytes < 200, "{bytes}");
    assert_eq!(person.state.lists.at(List::Figure), 1);
    person.press("<enter>");
    let Some(Effect::View(
        _,
        Asking::Open(Shows::Project {
            rows: Some((name, rows)),
            ..
        }),
    )) = person.effects.last()
    else {
        panic!("{:?}", person.effects.last());
    };
    assert_eq!(
        (name.as_str(), rows.len(), rows[1]),
        ("greatest absolute error", 30, 19)
    );
    assert_eq!(person.state.screen, Screen::View);
    // Back where they were listed.
    person.press("<esc>");
    assert_eq!(person.state.screen, Screen::Benchmark);
    assert!(person.state.lists_rows() && person.state.lists.at(List::Figure) == 1);
    // From the numbers too, by the key of rows; not while nothing is open.
    person.press("<esc>v");
    assert_eq!(person.state.screen, Screen::Benchmark);
    assert!(person.sees("enter opens a row"));
    person.press("<enter>v");
    assert_eq!(person.state.screen, Screen::View);
}

/// Two baselines are scored, one is being, one waits, one failed.
fn scoring() -> JobView {
    let live = |name: &str, scores: &[f64]| Live {
        name: name.into(),
        done: scores.len(),
        total: 5,
        scores: scores.to_vec(),
        ..Live::default()
    };
    let failed = Live {
        failed: Some("there is no group column".into()),
        ..live("last_value", &[])
    };
    JobView {
        step: "scoring tariff".into(),
        fraction: 0.5,
        stage: Some(Milestone::Benchmark),
        live: vec![
            live("mean", &[7.0, 7.1, 7.2, 7.3, 7.4]),
            live("median", &[5.8, 5.9, 6.0, 6.1, 6.1]),
            live("tariff", &[3.6, 3.7]),
            failed,
            live("group_median", &[]),
        ],
        ..JobView::default()
    }
}

#[test]
fn baselines_stand_on_the_axis_as_they_come() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press("3r");
        person.tell(Msg::Progress(scoring()));
        assert_snapshot!(format!("scoring_{width}x{height}"), person.screen());
        person.press("<enter>");
        assert!(!person.state.detail);
    }
}

#[test]
fn an_interval_is_told_from_the_folds() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut person = Person::with_project(width, height);
        let mut facts = fixtures::facts();
        let baselines = facts.benchmark.iter_mut().flat_map(|b| &mut b.baselines);
        for baseline in baselines {
            baseline.interval = baseline.mean.map(|m| (m - 0.6, m + 0.7));
        }
        person.tell(Msg::Facts(Box::new(Ok(facts))));
        person.press("3");
        assert!(person.sees("95 %") && person.sees("folds"));
        assert_snapshot!(format!("interval_{width}x{height}"), person.screen());
        assert!(person.bytes("j") < 200 || width > 80);
    }
}

#[test]
fn other_evidence_asks_for_other_charts() {
    let mut person = with_baseline(80, 24);
    let mut facts = fixtures::facts();
    if let Some(benchmark) = &mut facts.benchmark {
        benchmark.baselines[0].mean = Some(3.7);
    }
    person.effects.clear();
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    let asked = person.effects.iter();
    assert_eq!(
        asked.filter(|e| matches!(e, Effect::Diagnose(_))).count(),
        1
    );
}

#[test]
fn a_column_is_opened_and_read() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press("2j<enter>");
        assert_snapshot!(format!("column_{width}x{height}"), person.screen());
    }
    let mut person = Person::with_project(80, 24);
    person.press("2j<enter>");
    assert!(person.bytes("l") < 200);
    person.press("y");
    let copied = person.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    assert!(copied.unwrap().contains("rows"));
    person.press("<esc>");
    assert!(person.sees("Findings"));
}

#[test]
fn the_charts_of_an_open_column_take_turns() {
    let mut person = Person::with_project(80, 24);
    person.press("2j<enter>");
    assert!(person.sees("next chart") && !person.sees("whiskers"));
    person.press("<tab>");
    assert!(person.sees("whiskers within 1.5 IQR") && person.sees("41 beyond"));
    assert_snapshot!("column_box_80x24", person.screen());
    person.press("<tab>");
    assert!(!person.sees("whiskers"));
}

#[test]
fn a_list_is_narrowed_and_sorted() {
    let mut person = Person::with_project(80, 24);
    person.press("2&trip<enter>");
    assert!(person.sees("2 of 6 hold 'trip'") && !person.sees("tips"));
    person.press("G");
    assert_eq!(person.state.lists.at(List::Columns), 2);
    person.press("<esc>");
    assert!(person.sees("tips"));
    person.press("s");
    assert!(person.sees("sorted by column"));
    let first = person.state.shown(List::Columns)[0];
    assert_eq!(person.state.columns()[first].name, "company \u{1b}[31mred");
    person.press("ssss");
    let powers: Vec<_> = person
        .state
        .shown(List::Columns)
        .into_iter()
        .map(|row| person.state.columns()[row].power.unwrap_or(-1.0))
        .collect();
    assert!(person.state.order(List::Columns) == "skew" || powers.is_sorted_by(|a, b| a >= b));
    person.press("4s&r<enter>");
    assert!(person.sees("ridge") && !person.sees("1.84"));
    person.press("<enter>");
    assert!(person.sees("Run 3 ridge"));
}

#[test]
fn a_list_is_typed_element_by_element() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    let rows = person.state.spec_rows();
    let at = rows
        .iter()
        .position(|row| row.path == "problem.classes")
        .unwrap();
    person.state.lists.put(List::Spec, at);
    person.press("<enter>good, really<enter>bad");
    assert!(person.sees("good, really") && person.sees("ctrl-n ctrl-p move"));
    assert_snapshot!("spec_list_80x24", person.screen());
    person.press("<enter><enter>");
    let saved = person.effects.iter().find_map(|effect| match effect {
        Effect::Edit(edit, _) => Some(edit.clone()),
        _ => None,
    });
    let wanted = Edit::set("problem.classes", r#"["good, really", "bad"]"#.to_owned());
    assert_eq!(saved, Some(wanted));
}

#[test]
fn an_expression_is_completed_and_tried() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    let rows = person.state.spec_rows();
    let at = rows
        .iter()
        .position(|row| row.path == "value.cost")
        .unwrap();
    person.state.lists.put(List::Spec, at);
    person.press("<enter><ctrl-u>trip_m");
    assert!(person.sees("trip_miles") && person.sees("tab completes"));
    person.press("<tab>");
    let Some(Effect::Try(text)) = person.effects.last().cloned() else {
        panic!("the expression is tried");
    };
    assert_eq!(text, "trip_miles");
    let values = Ok((vec!["1.5".to_owned(), "2".to_owned()], String::new()));
    person.tell(Msg::Tried(Tried { text, values }));
    assert_snapshot!("spec_expression_80x24", person.screen());
    assert!(person.sees("first values: 1.5  2"));
    person.press(" +");
    assert!(!person.sees("first values"));
    person.press("<enter>");
    assert!(
        person.state.typing(),
        "a slip of the pen stays in the field"
    );
}

fn item(name: &str, bytes: u64) -> Item {
    Item {
        name: name.into(),
        is_folder: bytes == 0,
        is_data: name.ends_with(".csv"),
        bytes,
        when: "2 days ago".into(),
    }
}

#[test]
fn a_file_is_picked() {
    let items = || {
        Ok(vec![
            item("..", 0),
            item("archive", 0),
            item("notes.md", 812),
            item("rides 漢字.csv", 1_850_000),
            item("rides.csv", 12_340_000),
        ])
    };
    for (width, height) in SIZES {
        let mut person = Person::new(width, height);
        person.press("n").tell(Msg::Around(".".into(), items()));
        assert_snapshot!(format!("pick_{width}x{height}"), person.screen());
    }
    let mut person = Person::new(80, 24);
    person.press("n").tell(Msg::Around(".".into(), items()));
    assert!(!person.sees("notes.md"));
    person.press("<ctrl-o>");
    assert!(person.sees("notes.md"));
    person.press("arch<enter>");
    assert!(matches!(person.effects.last(), Some(Effect::LookAround(f)) if f.ends_with("archive")));
    person
        .press("<ctrl-u>")
        .tell(Msg::Around(".".into(), items()));
    person.press("rides.<enter>");
    assert!(matches!(person.effects.last(), Some(Effect::Preview(f)) if f.ends_with("rides.csv")));
}

#[test]
fn activity_tells_what_runs_and_what_ended() {
    let mut person = Person::with_project(80, 24);
    person.press("4t").tell(Msg::Progress(fixtures::training()));
    person.press("A");
    assert!(matches!(person.effects.last(), Some(Effect::Activity(_))));
    let past = |id: &str, how: &str| Past {
        id: id.into(),
        what: "run".into(),
        began: "2026-11-22T23:02:11Z".into(),
        seconds: Some(33.4),
        how: Some(how.into()),
    };
    person.tell(Msg::Past(vec![
        past("0001-run", "done"),
        past("0002-run", "cancelled"),
    ]));
    assert_snapshot!("activity_80x24", person.screen());
    person.press("<ctrl-c>");
    assert!(person.effects.iter().any(|e| matches!(e, Effect::StopJob)));
}

#[test]
fn a_console_and_ascii_show_every_chart() {
    for glyphs in [Glyphs::Blocks, Glyphs::Ascii] {
        let mut person = with_charts(80, 24);
        person.state.theme.glyphs = glyphs;
        let mut screens = Vec::new();
        for key in [
            "<tab>", "<tab>", "<tab>", "<tab>", "<esc>", "1", "2", "3", "5", "6", "J",
        ] {
            person.press(key);
            screens.push(person.screen());
        }
        let seen = screens.concat();
        match glyphs {
            Glyphs::Ascii => assert!(seen.is_ascii(), "{seen}"),
            _ => {
                let strange = |c: &char| !c.is_ascii() && !"─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓•▲▼►◄".contains(*c);
                let found: Vec<char> = seen.chars().filter(strange).collect();
                assert!(found.is_empty(), "{found:?}");
            }
        }
    }
}

#[test]
fn the_map_of_associations_is_read_cell_by_cell() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press("2m");
        assert_snapshot!(format!("map_{width}x{height}"), person.screen());
    }
    let mut person = Person::with_project(80, 24);
    person.press("2m");
    assert!(person.sees("fare and trip_miles go together strongly"));
    assert!(person.sees("Spearman's 0.91"));
    person.press("jl");
    assert!(person.sees("trip_miles and trip_seconds go together strongly"));
    assert!(person.bytes("j") < 400);
    // Enter opens the column of the row; esc leads back to the profile.
    person.press("k<enter>");
    assert!(person.sees("trip_miles  number"));
    person.press("<esc>m<esc>");
    assert!(person.sees("Findings"));
    person.press("m<tab>");
    assert!(person.sees("Which columns go together"));
}

#[test]
fn an_open_column_stands_beside_the_target_and_over_time() {
    let mut person = Person::with_project(80, 24);
    person.press("2j<enter><tab><tab>");
    assert_snapshot!("column_target_80x24", person.screen());
    assert!(person.sees("by trip_miles") && person.sees("7.75 to 9.3"));
    person.press("<tab>");
    assert!(person.sees("mean trip_miles"));
    assert_snapshot!("column_over_time_80x24", person.screen());
    person.press("<tab>");
    assert!(person.sees("missing"));
}

#[test]
fn signal_and_learning_curve_are_a_key_away() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press("2S");
        assert_snapshot!(format!("signal_{width}x{height}"), person.screen());
    }
    let mut person = Person::with_project(80, 24);
    person.press("2S<esc>");
    assert!(!person.screen().contains("learned from"));
}
