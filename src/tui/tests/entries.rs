//! Entries of the form are added, taken out, moved and named anew by keys.

use insta::assert_snapshot;

use super::dictionary::{after, written};
use super::{Person, fixtures};
use crate::decisions::Edit;
use crate::project::Shared;
use crate::tui::app::{Msg, Overlay, Part};

fn at(person: &Person) -> String {
    person.state.spec_row().unwrap().path
}

/// Goes to the row of a label.
fn go(person: &mut Person, label: &str) {
    person.press("g/").press(label).press("<enter>");
}

#[test]
fn a_rule_is_added_whole_and_the_cursor_is_on_it() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    go(&mut person, "add a rule");
    person.press("<enter>tariff<enter>");
    assert!(person.sees("is there already"), "{}", person.screen());
    person.press("<ctrl-u><enter>");
    assert!(person.state.typing(), "a rule has a name");
    person.press("flat<enter>");
    assert!(
        written(&mut person).is_empty(),
        "half a rule is not written"
    );
    person.press("trip_m<tab> * 2<enter>");
    let edits = written(&mut person);
    assert_eq!(
        edits,
        [Edit::Insert {
            path: "rule".into(),
            at: None,
            value: "{ name = \"flat\", predict = \"trip_miles * 2\" }".into(),
        }]
    );
    assert_eq!(at(&person), "rule.1");
    assert!(person.sees("rule 2: flat"));
    person.press("afirst<enter><esc>");
    assert!(written(&mut person).is_empty() && !person.state.typing());
}

#[test]
fn an_entry_moves_and_goes_after_a_question() {
    let mut facts = fixtures::facts();
    let rule = "{ name = \"flat\", predict = \"9\" }";
    let edit = Edit::Insert {
        path: "rule".into(),
        at: None,
        value: rule.into(),
    };
    facts = after(&facts, &edit);
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts)))).press("1");
    go(&mut person, "rule 2");
    person.press("<ctrl-n>");
    assert!(person.sees("it is the last one already"));
    person.press("j<ctrl-p>");
    let path = "rule.1".to_owned();
    assert_eq!(written(&mut person), [Edit::Move { path, to: 0 }]);
    assert_eq!(at(&person), "rule.0.name");
    person.press("kx");
    assert!(person.sees("Take rule 1: flat out"), "{}", person.screen());
    person.press("n");
    assert!(written(&mut person).is_empty());
    person.press("xy");
    assert_eq!(written(&mut person), [Edit::remove("rule.0")]);
    assert!(person.sees("rule 1: tariff"));
    go(&mut person, "question");
    person.press("<ctrl-n>");
    assert!(person.sees("only the entries of a list have an order"));
}

#[test]
fn a_column_is_offered_with_every_field_and_written_with_the_first() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    go(&mut person, "add a column");
    person.press("<enter>pickup<enter>");
    assert_eq!(at(&person), "columns.pickup_latitude.kind");
    assert!(written(&mut person).is_empty());
    person.press("/meaning<enter><enter>where it begins<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set_text(
            "columns.pickup_latitude.meaning",
            "where it begins"
        )]
    );
    assert!(person.sees("column pickup_latitude"));
    // What is written of an entry is shown; Enter on its head offers the rest.
    go(&mut person, "column trip_miles");
    let rows = person.state.spec_rows().len();
    person.press("<enter>");
    assert_eq!(person.state.spec_rows().len(), rows + 7);
    person.press("<enter>");
    assert_eq!(person.state.spec_rows().len(), rows);
    person.press("R<ctrl-u>miles<enter>");
    let edit = Edit::Rename {
        path: "columns.trip_miles".into(),
        to: "miles".into(),
    };
    assert_eq!(written(&mut person), [edit]);
    assert_eq!(at(&person), "columns.miles");
}

#[test]
fn models_features_sources_and_limits_are_added() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    go(&mut person, "add a model");
    person.press("<enter>fore<enter>");
    let value = "{ family = \"forest\" }".to_owned();
    let path = "model".to_owned();
    assert_eq!(
        written(&mut person),
        [Edit::Insert {
            path,
            at: None,
            value
        }]
    );
    assert_eq!(at(&person), "model.0");
    person.press("a");
    assert!(
        !person
            .state
            .picks_shown()
            .iter()
            .any(|pick| pick.word == "forest")
    );
    person.press("<esc>");
    go(&mut person, "add a feature");
    person.press("<enter>log_miles<enter>ln(trip_miles + 1)<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set_text("features.log_miles", "ln(trip_miles + 1)")]
    );
    assert_eq!(at(&person), "features.log_miles");
    person.press("x");
    assert!(person.sees("Take log_miles out"));
    person.press("y");
    assert_eq!(written(&mut person), [Edit::remove("features.log_miles")]);
    go(&mut person, "add a source");
    person.press("<enter>zones<enter>zones.csv<enter>");
    assert_eq!(written(&mut person).len(), 1);
    assert!(person.sees("source 2: zones"));
    go(&mut person, "missing_share");
    person.press("apower<enter>0.9<enter>");
    assert_eq!(written(&mut person), [Edit::set("checks.power", "0.9")]);
    go(&mut person, "Accepted findings");
    person.press("a");
    assert!(person.sees("a finding is accepted on Data"));
}

#[test]
fn what_another_file_says_is_shown_with_its_name_and_edited_here() {
    let mut facts = fixtures::facts();
    facts.project.shared = vec![Shared {
        name: "../base.toml".into(),
        text: String::new(),
        written:
            "[project]\nowner = \"pricing\"\n[[model]]\nfamily = \"forest\"\n[checks]\npower = 0.9"
                .parse()
                .unwrap(),
    }];
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts)))).press("1");
    go(&mut person, "owner");
    assert!(
        person.sees("pricing from ../base.toml"),
        "{}",
        person.screen()
    );
    person.press("x");
    assert!(person.sees("it stands in ../base.toml"));
    person.press("<enter><ctrl-u>sales<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set_text("project.owner", "sales")]
    );
    assert!(!person.sees("pricing from"));
    person.press("x");
    written(&mut person);
    assert!(person.sees("pricing from ../base.toml"));
    go(&mut person, "class_weight");
    assert!(person.sees("model 1: forest"), "{}", person.screen());
    person.press("<enter>j<enter>");
    let edits = written(&mut person);
    assert!(
        matches!(&edits[..], [Edit::All { edits }] if edits.len() == 2),
        "{edits:?}"
    );
}

#[test]
fn every_section_that_grows_shows_its_head_and_how_it_grows() {
    let person = Person::with_project(80, 24);
    let rows = person.state.spec_rows();
    for title in [
        "Sources",
        "Rules",
        "Columns",
        "Features",
        "Preparation",
        "Models",
    ] {
        let head = rows.iter().find(|row| row.label == title).unwrap();
        let adds =
            |row: &&crate::tui::app::SpecRow| row.part == Part::Add && row.section == head.section;
        assert!(rows.iter().any(|row| adds(&row)), "{title}");
    }
    assert!(rows.iter().any(|row| row.label == "Accepted findings"));
}

#[test]
fn pictures() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut person = Person::with_project(width, height);
        person.press("1");
        go(&mut person, "tariff");
        assert_snapshot!(format!("spec_entries_{width}x{height}"), person.screen());
        person.press("aflat<enter>trip");
        assert_snapshot!(format!("spec_adding_{width}x{height}"), person.screen());
        person.press("<esc>");
        go(&mut person, "add a column");
        person.press("<enter>p");
        assert!(matches!(person.state.overlay, Some(Overlay::Pick { .. })));
        assert_snapshot!(format!("spec_picking_{width}x{height}"), person.screen());
    }
}

#[test]
fn cursor_moves_over_entries_cost_little() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    go(&mut person, "source 1");
    let first = |person: &Person| person.screen().lines().nth(4).map(str::to_owned);
    for _ in 0..30 {
        let before = first(&person);
        let bytes = person.bytes("j");
        assert!(
            bytes < 200 || first(&person) != before,
            "{} {bytes}",
            at(&person)
        );
    }
}
