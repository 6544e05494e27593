//! Pictures of every screen, at the smallest size, the design size and a larger one.

use insta::assert_snapshot;

use super::{Person, fixtures, looking, shipping, watching};
use crate::spec::{Proposal, TargetCandidate};
use crate::tui::app::Msg;
use crate::tui::theme::Glyphs;

const SIZES: [(u16, u16); 3] = [(60, 15), (80, 24), (120, 40)];

/// A picture of a screen of the open project after some keys, at every size.
fn pictures(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press(keys);
        assert_snapshot!(format!("{name}_{width}x{height}"), person.screen());
    }
}

#[test]
fn home() {
    for (width, height) in SIZES {
        let mut person = Person::new(width, height);
        let home = fixtures::home();
        person.tell(Msg::Home(home.clone()));
        for recent in home.recents {
            person.tell(Msg::Glanced(recent.path, recent.glance));
        }
        assert_snapshot!(format!("home_{width}x{height}"), person.screen());
    }
}

#[test]
fn spec() {
    pictures("spec", "1jj");
    pictures("spec_editing", "1jj<enter>!");
}

#[test]
fn data() {
    pictures("data", "2j");
    pictures("data_category", "2jjj");
    pictures("data_findings", "2<tab>j");
    pictures("data_fix", "2<tab>f");
}

#[test]
fn data_rows() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person
            .press("2<tab><enter>")
            .tell(Msg::Rows(Ok(fixtures::grid())));
        assert_snapshot!(format!("data_rows_{width}x{height}"), person.screen());
    }
}

#[test]
fn benchmark() {
    pictures("benchmark", "3");
    pictures("benchmark_detail", "3<enter>");
}

#[test]
fn train() {
    pictures("train", "4");
    pictures("train_run", "4<enter>");
    pictures("train_baseline", "4jj<enter>");
}

#[test]
fn pages_of_runs() {
    for (width, height) in SIZES {
        for (name, page) in looking::pages() {
            let mut person = looking::at_page(width, height, page);
            assert_snapshot!(format!("{name}_{width}x{height}"), person.screen());
            person.press("G");
            assert_snapshot!(format!("{name}_end_{width}x{height}"), person.screen());
        }
    }
    pictures("compare_choose", "4c");
}

#[test]
fn training() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press("4t").tell(Msg::Progress(fixtures::training()));
        assert_snapshot!(format!("training_{width}x{height}"), person.screen());
    }
}

#[test]
fn ship_and_drift() {
    pictures("ship", "5");
    pictures("drift", "6");
}

#[test]
fn drift_of_a_year() {
    let pictures = |name: &str, keys: &str| {
        for (width, height) in SIZES {
            let mut person = Person::with_project(width, height);
            person.tell(Msg::Facts(Box::new(Ok(watching::watched()))));
            person.press(keys);
            assert_snapshot!(format!("{name}_{width}x{height}"), person.screen());
        }
    };
    pictures("drift_chunks", "6");
    pictures("drift_category", "6j");
    pictures("drift_before", "6h");
    pictures("drift_column", "6<enter>");
    let mut person = Person::with_project(80, 24);
    person.state.theme.glyphs = Glyphs::Ascii;
    person.tell(Msg::Facts(Box::new(Ok(watching::watched()))));
    for keys in ["6", "j", "<enter>"] {
        person.press(keys);
        let screen = person.screen();
        assert!(screen.replace("漢字", "").is_ascii(), "{screen}");
    }
}

#[test]
fn ship() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.tell(Msg::Facts(Box::new(Ok(shipping::shipped()))));
        for (name, keys) in [
            ("ship_versions", "5"),
            ("ship_version", "5<enter>"),
            ("ship_first", "5G"),
            ("ship_roll_back", "5R"),
        ] {
            person.press(keys);
            assert_snapshot!(format!("{name}_{width}x{height}"), person.screen());
        }
    }
}

#[test]
fn over_the_screen() {
    pictures("history", "4J");
    pictures("weigh", "1W");
    pictures("help", "4?");
    pictures("guide", "4H");
    pictures("palette", "4:tr");
    pictures("quit", "4tq");
}

#[test]
fn ascii_everywhere() {
    for screen in ["1", "2", "2<tab>", "3", "4", "5", "4J", "4H", "4?"] {
        let mut person = Person::with_project(80, 24);
        person.state.theme.glyphs = Glyphs::Ascii;
        person.press(screen);
        assert!(person.screen().is_ascii(), "{}", person.screen());
    }
    let mut person = Person::with_project(80, 24);
    person.state.theme.glyphs = Glyphs::Ascii;
    person.press("4");
    assert_snapshot!("train_ascii_80x24", person.screen());
    for (name, page) in looking::pages() {
        let mut person = looking::at_page(80, 24, page);
        person.state.theme.glyphs = Glyphs::Ascii;
        assert!(person.screen().is_ascii(), "{}", person.screen());
        person.press("G");
        assert_snapshot!(format!("{name}_ascii_80x24"), person.screen());
    }
}

#[test]
fn new_project() {
    let candidate = |name: &str, likelihood: f64, reason: &str| TargetCandidate {
        name: name.into(),
        reason: reason.into(),
        likelihood,
    };
    let proposal = |subject: &str, value: &str, reason: &str, others: usize| Proposal {
        subject: subject.into(),
        value: value.into(),
        reason: reason.into(),
        edits: Vec::new(),
        others: vec![("other".into(), Vec::new()); others],
    };
    for (width, height) in SIZES {
        let mut person = Person::new(width, height);
        person.press("nrides.csv");
        assert_snapshot!(format!("new_file_{width}x{height}"), person.screen());
        let targets = vec![
            candidate("fare", 0.86, "its name says so"),
            candidate("trip_miles", 0.2, "a number with 812 different values"),
            candidate("company", 0.05, "56 classes are many"),
        ];
        person
            .press("<enter>")
            .tell(Msg::Preview(Ok((fixtures::grid(), targets))));
        assert_snapshot!(format!("new_target_{width}x{height}"), person.screen());
        let proposals = vec![
            proposal(
                "task",
                "regression",
                "the target is a number with many values",
                2,
            ),
            proposal(
                "metric",
                "mae",
                "in the unit of the target, and not ruled by a few outliers",
                5,
            ),
            proposal(
                "time",
                "started_at",
                "a date, and the rows are ordered by it",
                1,
            ),
            proposal(
                "split",
                "time, 20 % held out",
                "the past predicts the future",
                2,
            ),
            proposal(
                "tips",
                "not known at prediction",
                "its name says it is recorded afterwards",
                1,
            ),
        ];
        person.press("<enter>").tell(Msg::Proposed(Ok(proposals)));
        assert_snapshot!(format!("new_proposals_{width}x{height}"), person.screen());
        person.press("<enter><enter>2");
        assert_snapshot!(format!("new_questions_{width}x{height}"), person.screen());
        person.press("<enter><enter>");
        assert_snapshot!(format!("new_folder_{width}x{height}"), person.screen());
    }
}
