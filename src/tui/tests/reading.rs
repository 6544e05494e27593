//! How the sources were read is seen and corrected.

use super::Person;
use crate::tui::actions::Screen;
use crate::tui::app::Msg;

/// The taxi project with zones joined to it, whose separator was decided.
fn at_reading(width: u16, height: u16) -> Person {
    let mut person = Person::with_project(width, height);
    let mut facts = person.state.facts().unwrap().clone();
    let zones =
        toml::from_str("name = \"zones\"\npath = \"far/zones.csv\"\nread = { delimiter = \";\" }");
    facts.project.decisions.source.push(zones.unwrap());
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    person.effects.clear();
    person.press("2F");
    person
}

#[test]
fn each_source_is_told_line_by_line() {
    let person = at_reading(80, 24);
    assert!(
        person.sees("How it was read") && person.sees("separator"),
        "{}",
        person.screen()
    );
    let lines = person.state.reading();
    let found = |label: &str| lines.iter().find(|line| line.label == label).cloned();
    assert!(found("decimal mark").is_some_and(|line| line.found == "'.'"));
    let key = found("encoding").and_then(|line| line.key);
    assert_eq!(key.as_deref(), Some("source.0.read.encoding"));
    assert!(found("zones").is_some_and(|line| line.found == "far/zones.csv"));
    assert!(
        lines
            .last()
            .is_some_and(|line| line.found.contains("not read yet"))
    );
}

#[test]
fn a_line_leads_to_the_key_that_corrects_it() {
    let mut person = at_reading(80, 24);
    person.press("<down><enter>");
    assert_eq!(person.state.screen, Screen::Spec);
    let row = person.state.spec_row().unwrap();
    assert_eq!(row.path, "source.0.read.delimiter", "{}", person.screen());
    assert!(
        person
            .state
            .open
            .as_ref()
            .is_some_and(|open| open.editing.is_some())
    );
    person.press("<esc>2F<esc>");
    assert_eq!(person.state.screen, Screen::Data);
}
