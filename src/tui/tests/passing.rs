//! Going on past a closed gate.

use super::Person;
use crate::decisions::Edit;
use crate::tui::app::Effect;

#[test]
fn a_closed_gate_is_passed_with_a_reason_that_stands_beside_what_closed_it() {
    let mut person = Person::with_project(80, 24);
    let refused = person.press("1P").screen();
    assert!(refused.contains("the gate is not closed"), "{refused}");
    let open = person.state.open.as_mut().unwrap();
    open.change(|facts| {
        let project = &mut facts.project;
        project.text = project
            .text
            .replace("access = \"granted\"", "access = \"refused\"");
        project.decisions = crate::decisions::parse(&project.text).decisions;
        facts.review = crate::spec::review(&facts.project, None);
        facts.survey[0] = crate::road::Status::of_spec(&facts.review);
    });
    assert!(person.sees("ccess to rides was refused"));
    let asked = person.press("P").screen();
    assert!(
        asked.contains("The gate of spec is closed. Why go on?"),
        "{asked}"
    );
    person.press("<enter>");
    assert!(person.sees("type a reason"));
    person.press("trial<enter>");
    let mut edits = person.effects.iter().filter_map(|effect| match effect {
        Effect::Edit(Edit::Insert { path, value, .. }, _) => Some((path, value)),
        _ => None,
    });
    let (path, value) = edits.next_back().unwrap();
    assert_eq!(path, "passed");
    for part in [
        "gate = \"spec\"",
        "reason = \"trial\"",
        "access to rides was refused",
    ] {
        assert!(value.contains(part), "{value}");
    }
}
