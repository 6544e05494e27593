//! The dictionary of variables and the matrix of costs, by keys.

use insta::assert_snapshot;

use super::{Person, fixtures};
use crate::decisions::{self, Edit, Kind, Role};
use crate::project::edited;
use crate::spec::{ColumnRole, Variable};
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Facts, Msg, Overlay};

pub fn variable(name: &str, kind: Kind, role: Role, known: bool) -> Variable {
    Variable {
        column: ColumnRole {
            name: name.into(),
            kind,
            role,
            known_at_prediction: known,
            computed: false,
            reason: "numbers with decimals".into(),
            meaning: None,
            unit: None,
        },
        through: Vec::new(),
        followers: Vec::new(),
        first: ["12.45", "5.25", "44"].map(str::to_owned).to_vec(),
        source: "rides".into(),
    }
}

/// The columns of the taxi project.
pub fn variables() -> Vec<Variable> {
    let mut tips = variable("tips", Kind::Number, Role::Feature, false);
    tips.followers = vec!["tip_share".into()];
    let mut share = variable("tip_share", Kind::Number, Role::Feature, false);
    share.through = vec!["tips".into()];
    share.column.computed = true;
    share.source = "tips / fare".into();
    vec![
        variable("fare", Kind::Number, Role::Target, false),
        variable("trip_miles", Kind::Number, Role::Feature, true),
        variable("trip_seconds", Kind::Number, Role::Feature, false),
        variable("company \u{1b}[31mred", Kind::Category, Role::Feature, true),
        tips,
        variable("started_at", Kind::Date, Role::Time, true),
        share,
    ]
}

/// The taxi project after an edit, as the files thread gives it.
pub fn after(facts: &Facts, edit: &Edit) -> Facts {
    let mut facts = facts.clone();
    let (text, _) = edited(&facts.project.text, edit).unwrap();
    let parsed = decisions::parse(&text);
    facts.project.text = text;
    facts.project.decisions = parsed.decisions;
    facts.project.faults = parsed.faults;
    facts
}

/// What keys asked to be written since the last time, written.
pub fn written(person: &mut Person) -> Vec<Edit> {
    let effects = std::mem::take(&mut person.effects);
    let edits = effects.into_iter().filter_map(|effect| match effect {
        Effect::Edit(edit, _) => Some(edit),
        _ => None,
    });
    let edits: Vec<Edit> = edits.collect();
    for edit in &edits {
        let facts = after(person.state.facts().unwrap(), edit);
        person.tell(Msg::Facts(Box::new(Ok(facts))));
    }
    edits
}

#[test]
fn meanings_are_typed_one_after_the_other() {
    let mut person = Person::with_project(80, 24);
    person.press("1D");
    assert_eq!(person.state.screen, Screen::Dictionary);
    assert!(
        person.sees("7 of 7 meanings are missing"),
        "{}",
        person.screen()
    );
    person.press("<enter>what the ride costs<enter>on the meter<enter><esc>");
    assert_eq!(
        written(&mut person),
        [
            Edit::set_text("columns.fare.meaning", "what the ride costs"),
            Edit::set_text("columns.trip_miles.meaning", "on the meter"),
        ]
    );
    assert!(person.sees("5 of 7 meanings are missing"));
    person.press("gn");
    assert_eq!(person.state.variable().unwrap().column.name, "trip_seconds");
    person.press("gx");
    assert_eq!(written(&mut person), [Edit::remove("columns.fare.meaning")]);
    person.press("<esc>");
    assert_eq!(person.state.screen, Screen::Spec);
}

#[test]
fn each_cell_has_the_editor_of_its_field() {
    let mut person = Person::with_project(80, 24);
    person.press("2jD");
    assert_eq!(person.state.variable().unwrap().column.name, "trip_miles");
    person.press("<left><left><enter>");
    assert!(
        matches!(&person.state.overlay, Some(Overlay::Choose { title, .. }) if title.contains("kind"))
    );
    person.press("<esc><right><enter>");
    let Some(Overlay::Choose { choices, .. }) = &person.state.overlay else {
        panic!("roles are chosen");
    };
    let time = choices.iter().position(|c| c.label == "time").unwrap();
    person.press("g").press(&"j".repeat(time)).press("<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set_text("problem.time", "trip_miles")]
    );
    person.press("<right><right><right><enter>5<enter>");
    assert!(person.state.typing(), "a range has two ends");
    person.press("<ctrl-u>0, 200<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set("columns.trip_miles.range", "[0, 200]")]
    );
    person.press("<right><enter>j<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set("columns.trip_miles.known_at_prediction", "false")]
    );
    person.press("G");
    assert!(person.sees("no, through tips"), "{}", person.screen());
    person.press("<left><left><left><left><left><left><enter>");
    assert!(!person.state.typing() && person.sees("the name stands in the data"));
    person.press("<esc>");
    assert_eq!(person.state.screen, Screen::Data);
}

#[test]
fn the_dictionary_goes_out_and_comes_in_by_a_question() {
    let mut person = Person::with_project(80, 24);
    person.press("1DE<ctrl-u>d.csv<enter>");
    assert!(
        matches!(person.effects.last(), Some(Effect::ExportDictionary(file)) if file.ends_with("d.csv"))
    );
    person.press("I<enter>");
    assert!(matches!(
        person.effects.last(),
        Some(Effect::ImportDictionary(_))
    ));
}

#[test]
fn two_thousand_columns_are_a_slice() {
    let mut facts = fixtures::facts();
    let one = variables().remove(1);
    facts.variables = (0..2000)
        .map(|at| {
            let mut variable = one.clone();
            variable.column.name = format!("sensor_{at:04}");
            variable
        })
        .collect();
    let mut person = Person::new(80, 24);
    person
        .tell(Msg::Facts(Box::new(Ok(facts))))
        .press("1D/1234<enter>");
    assert!(
        person.sees("sensor_1234") && person.sees("2 000 of 2 000") || person.sees("2000 of 2000")
    );
    assert_eq!(person.state.variable().unwrap().column.name, "sensor_1234");
    person.press("<esc>D&99<enter>G");
    assert_eq!(person.state.variable().unwrap().column.name, "sensor_1999");
    let bytes = person.bytes("k");
    assert!(bytes < 200, "{bytes}");
}

#[test]
fn cursor_moves_cost_little() {
    let mut person = Person::with_project(80, 24);
    person.press("1D");
    // Beyond the meaning another page of columns begins.
    for keys in ["j", "j", "k", "<left>", "<left>", "j", "<right>", "j"] {
        let bytes = person.bytes(keys);
        assert!(bytes < 200, "{keys}: {bytes}");
    }
}

/// A question of two classes.
fn risk() -> Person {
    let mut facts = fixtures::facts();
    let edits = Edit::all(vec![
        Edit::set("problem.task", "\"binary\""),
        Edit::set("problem.classes", "[\"good\", \"bad\"]"),
    ]);
    facts = after(&facts, &edits);
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    person
}

#[test]
fn costs_are_typed_into_a_grid() {
    let mut person = risk();
    person.press("1/matrix<enter><enter>");
    assert_eq!(person.state.screen, Screen::Matrix);
    person.press("j<enter>5<enter>");
    assert!(
        matches!(&person.state.overlay, Some(Overlay::Choose { .. })),
        "one of two ways"
    );
    person.press("<enter>");
    let edits = written(&mut person);
    assert_eq!(
        edits,
        [Edit::all(vec![
            Edit::remove("value.cost"),
            Edit::set("value.matrix.bad.good", "5"),
        ])]
    );
    let text = &person.state.facts().unwrap().project.text;
    assert!(text.contains("matrix = { bad = { good = 5 } }"), "{text}");
    person.press("k<right><enter>1<enter>");
    assert_eq!(
        written(&mut person),
        [Edit::set("value.matrix.good.bad", "1")]
    );
    assert_snapshot!("matrix_80x24", person.screen());
    person.press("x");
    assert_eq!(
        written(&mut person),
        [Edit::remove("value.matrix.good.bad")]
    );
    person.press("<esc>g/cost<enter><enter>1<enter>");
    let Some(Overlay::Choose { choices, .. }) = &person.state.overlay else {
        panic!("the matrix is asked about");
    };
    assert!(choices[0].label.contains("the matrix goes"));
}

#[test]
fn pictures() {
    for (width, height) in [(60, 15), (80, 24), (120, 40)] {
        let mut person = Person::with_project(width, height);
        person.press("1Djjj");
        assert_snapshot!(format!("dictionary_{width}x{height}"), person.screen());
        person.press("<enter>who drives");
        assert_snapshot!(
            format!("dictionary_typing_{width}x{height}"),
            person.screen()
        );
    }
}
