//! The guide beside the screen and over it, turned, scrolled and searched.

use super::Person;
use crate::tui::app::Overlay;

#[test]
fn beside_the_screen_it_leaves_the_keys_to_the_screen() {
    let mut person = Person::with_project(140, 40);
    person.press("2").press("H");
    assert!(person.state.overlay.is_none() && person.sees("Guide: Data"));
    insta::assert_snapshot!("guide_beside", person.screen());
    let (first, wide) = (person.screen(), person.bytes("<down>"));
    assert!(person.screen() != first && wide < 300, "{wide} bytes");
    // Another screen has another page.
    person.press("6");
    assert!(person.sees("Guide: Drift"));
    // What lies over the screen leaves the guide to be read.
    person.press(":");
    assert!(person.sees("All actions") && person.sees("Guide: Drift"));
}

#[test]
fn a_second_press_gives_it_the_keys_and_a_third_closes_it() {
    let mut person = Person::with_project(140, 40);
    person.press("4HH");
    assert!(matches!(person.state.overlay, Some(Overlay::Guide)));
    let before = person.screen();
    person.press("<down><down>");
    assert!(person.screen() != before);
    person.press("<esc>");
    assert!(person.state.overlay.is_none() && person.sees("Guide: Train"));
    person.press("HH");
    assert!(!person.sees("Guide"));
}

#[test]
fn a_word_is_found_on_every_page_and_marked() {
    let mut person = Person::with_project(80, 24);
    person.press("2H/psi");
    assert!(!person.sees("Guide: Drift"));
    person.press("<esc>/kolmogorov");
    assert!(person.sees("Guide: Drift") && person.sees("Kolmogorov"));
    person.press("<enter>");
    assert!(person.sees("1 of 1"));
    insta::assert_snapshot!("guide_found", person.screen());
    // From match to match, over the pages, and around.
    person.press("/baseline<enter>");
    let pages: std::collections::BTreeSet<_> = (0..60)
        .map(|_| person.press("N").state.guide_page())
        .collect();
    assert!(pages.len() > 3, "{pages:?}");
    person.press("/no such word<enter>");
    assert!(person.sees("on no page"));
    person.press("<esc>");
    assert!(person.state.overlay.is_none());
}

#[test]
fn on_a_narrow_screen_it_lies_over_it() {
    let mut person = Person::with_project(100, 30);
    person.press("H");
    assert!(matches!(person.state.overlay, Some(Overlay::Guide)));
    person.press("3");
    assert!(person.sees("Guide: Benchmark"));
    person.press("H");
    assert!(person.state.overlay.is_none());
}
