//! Charts, narrowed and sorted lists, fields of forms and picked files, by keys.

use insta::assert_snapshot;

use super::{Person, fixtures};
use crate::decisions::Edit;
use crate::project::jobs::Past;
use crate::tui::app::{Effect, Item, List, Msg, Predictor, Tried};
use crate::tui::theme::Glyphs;

const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 40), (200, 60)];

fn with_charts(width: u16, height: u16) -> Person {
    let mut person = Person::with_project(width, height);
    person.press("4<enter>");
    assert!(matches!(
        person.effects.last(),
        Some(Effect::Diagnose(Predictor::Run(7)))
    ));
    person.tell(Msg::Diagnosed(
        Predictor::Run(7),
        Box::new(fixtures::diagnosis()),
    ));
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
    person.tell(Msg::Diagnosed(
        Predictor::Run(7),
        Box::new(fixtures::diagnosis()),
    ));
    assert!(!person.sees("confusion"));
    person.tell(Msg::Diagnosed(
        Predictor::Run(3),
        Box::new(Err(crate::error::Error::new("gone"))),
    ));
    assert!(person.sees("no charts: gone"));
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
