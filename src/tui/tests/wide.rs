//! A large screen is used: beside or below a list stands in full what its cursor is on.

use insta::assert_snapshot;

use super::{Person, shipping, watching};
use crate::tui::app::Msg;
use crate::tui::theme::Glyphs;

fn person() -> Person {
    Person::with_project(200, 60)
}

#[test]
fn a_column_is_told_beside_the_profile() {
    let mut person = person();
    person.press("2j");
    assert!(person.sees("of a constant's error") && person.sees("median") && person.sees("Findings"));
    assert_snapshot!("wide_data", person.screen());
    // What was found stands in its line, what would settle it below.
    person.press("<tab>");
    assert!(person.sees("when the ride ends") && person.sees("f: say that it is not known"));
    assert_snapshot!("wide_findings", person.screen());
}

#[test]
fn a_baseline_is_told_below_the_board() {
    let mut person = person();
    person.press("3");
    assert!(person.sees("Folds") && person.sees("Baseline tariff") && person.sees("fitted ?"));
    assert_snapshot!("wide_benchmark", person.screen());
}

#[test]
fn a_run_is_told_beside_its_charts_and_a_baseline_in_their_place() {
    let mut person = person();
    person.press("4");
    assert!(person.sees("Run 7 boosting") && person.sees("What counts in run 7"));
    assert_snapshot!("wide_train", person.screen());
    person.press("jj");
    assert!(person.sees("Baseline tariff") && !person.sees("t trains every family"));
}

#[test]
fn a_column_of_new_data_is_told_beside_the_list() {
    let mut person = person();
    person.tell(Msg::Facts(Box::new(Ok(watching::watched()))));
    person.press("6");
    assert!(person.sees("statistics") && person.sees("reference above"));
    assert_snapshot!("wide_drift", person.screen());
}

#[test]
fn a_version_is_told_below_the_list() {
    let mut person = person();
    person.tell(Msg::Facts(Box::new(Ok(shipping::shipped()))));
    person.press("5");
    assert!(person.sees("blake3") && person.sees("Gain in USD"));
    assert_snapshot!("wide_ship", person.screen());
}

#[test]
fn wide_screens_are_ascii_where_asked() {
    for keys in ["2", "2<tab>", "3", "4", "4jj", "5"] {
        let mut person = person();
        person.state.theme.glyphs = Glyphs::Ascii;
        person.press(keys);
        let screen = person.screen();
        assert!(screen.replace("漢字", "").is_ascii(), "{screen}");
    }
}

#[test]
fn steps_in_profile_and_findings_cost_few_bytes() {
    let mut person = Person::with_project(80, 24);
    person.press("2");
    for keys in ["j", "j", "j", "j", "k", "<tab>jk", "j", "j", "k"] {
        let (before, last) = keys.split_at(keys.len() - 1);
        person.press(before);
        let bytes = person.bytes(last);
        assert!(bytes > 0 && bytes < 180, "{keys} {bytes}");
    }
}

#[test]
fn the_foot_names_only_keys_that_do_something() {
    let mut person = Person::with_project(80, 24);
    // Nothing was compared yet, so that there is nothing to sort.
    person.press("6");
    assert!(!person.sees("sort"));
    person.press("s");
    assert!(person.sees("one order only"));
    // What is open is closed by Esc; a text that is seen whole does not scroll.
    person.press("3<enter>");
    assert!(person.sees("esc back") && !person.sees("enter open"));
    person.press("<esc>4J");
    assert!(person.sees("esc close") && !person.sees("scroll"));
    person.press("<esc>?");
    assert!(person.sees("down scroll"));
}
