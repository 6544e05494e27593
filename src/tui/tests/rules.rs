//! Rules while they are written.

use insta::assert_snapshot;

use super::Person;
use crate::benchmark::{Baseline, Cost, Money, Rival, TriedRule};
use crate::tui::app::{Effect, List, Msg, Scored, Tried};

fn tried() -> TriedRule {
    TriedRule {
        found: Baseline {
            scores: [3.71, 3.85, 3.9, 3.76, 3.81].map(Some).to_vec(),
            mean: Some(3.806),
            std: Some(0.074),
            coefficients: vec![2.25, 1.8],
            unanswered: 0.021,
            money: Some(Money {
                folds: Cost {
                    per_decision: Some(3.8),
                    per_year: None,
                },
                holdout: None,
            }),
            ..Baseline::default()
        },
        metric: "mae",
        unit: "USD".into(),
        currency: "USD".into(),
        rows: 20_000,
        of: 1_000_000,
        rival: Some(Rival {
            name: "group_mean".into(),
            mean: 3.96,
            lead: Some(0.0389),
        }),
    }
}

/// The rule of the project is opened and typed anew.
fn typing(person: &mut Person, text: &str) -> String {
    person.press("1");
    let rows = person.state.spec_rows();
    let at = rows.iter().position(|row| row.path == "rule.0.predict");
    person.state.lists.put(List::Spec, at.unwrap());
    person.press("<enter><ctrl-u>");
    person.press(text);
    let asked = person.effects.iter().rev().find_map(|effect| match effect {
        Effect::Score(draft) => Some(draft.clone()),
        _ => None,
    });
    let draft = asked.expect("the rule is scored");
    assert_eq!(draft.name, "tariff");
    draft.text
}

#[test]
fn a_rule_is_scored_while_it_is_typed() {
    let mut person = Person::with_project(80, 24);
    let text = typing(&mut person, "? + ? * 7");
    let values = Ok((vec!["8".to_owned(), "8".to_owned()], String::new()));
    person.tell(Msg::Tried(Tried {
        text: text.clone(),
        values,
    }));
    assert!(person.sees("scoring on the folds"));
    let scored = |found| {
        Msg::Scored(Box::new(Scored {
            text: text.clone(),
            found,
        }))
    };
    person.tell(scored(Ok(tried())));
    assert_snapshot!("rule_scored_80x24", person.screen());
    for told in ["3.9 % better", "2.1 % of the rows", "20 000 of 1 000 000"] {
        assert!(person.sees(told), "{told}: {}", person.screen());
    }
    // Scores of another text are of no use.
    person.press(" + 1");
    assert!(!person.sees("3.9 % better"));
    person.tell(scored(Ok(tried())));
    assert!(!person.sees("3.9 % better"));
}

#[test]
fn a_decision_list_is_edited_line_by_line() {
    let mut person = Person::with_project(80, 24);
    // A rule of one line becomes the decision for all rows.
    typing(&mut person, "2 * trip_miles");
    person.press("<ctrl-o><up><ctrl-u>");
    person.press("trip_miles > 10 THEN 25<enter>ELSE ? * trip_miles");
    let scored = |person: &Person| {
        let asked = person.effects.iter().rev().find_map(|effect| match effect {
            Effect::Score(draft) => Some(draft.text.clone()),
            _ => None,
        });
        asked.unwrap()
    };
    let whole = "CASE WHEN trip_miles > 10 THEN 25 ELSE ? * trip_miles END";
    assert_eq!(scored(&person), whole);
    let found = Ok(tried());
    let text = whole.to_owned();
    person.tell(Msg::Tried(Tried {
        text: text.clone(),
        values: Ok((vec!["25".to_owned()], String::new())),
    }));
    person.tell(Msg::Scored(Box::new(Scored { text, found })));
    assert!(person.sees("3.9 % better"), "{}", person.screen());
    assert_snapshot!("rule_decisions_80x24", person.screen());
    // A line in the making is told what it lacks.
    person.press("<enter>trip_seconds < 60");
    assert!(person.sees("THEN"), "{}", person.screen());
    person.press(" THEN 3<ctrl-p>");
    assert_eq!(
        scored(&person),
        "CASE WHEN trip_miles > 10 THEN 25 WHEN trip_seconds < 60 THEN 3 ELSE ? * trip_miles END"
    );
    person.press("<ctrl-o>");
    assert!(
        person.sees("THEN 3 ELSE ? * trip_miles END") && !person.sees("first that holds"),
        "{}",
        person.screen()
    );
}

#[test]
fn a_rule_is_reached_from_its_score() {
    let mut person = Person::with_project(80, 24);
    person.press("3");
    let baselines = &person
        .state
        .facts()
        .unwrap()
        .benchmark
        .as_ref()
        .unwrap()
        .baselines;
    let at = |name: &str| baselines.iter().position(|b| b.name == name).unwrap();
    let (rule, other) = (at("tariff"), at("mean"));
    person.state.lists.put(List::Baselines, other);
    person.press("e");
    assert!(person.sees("no rule of yours"), "{}", person.screen());
    person.state.lists.put(List::Baselines, rule);
    person.press("e");
    let editing = |person: &Person| {
        let open = person.state.open.as_ref().unwrap();
        open.editing
            .as_ref()
            .map(|editing| editing.row.path.clone())
    };
    assert_eq!(editing(&person).as_deref(), Some("rule.0.predict"));
    person.press("<esc>3a");
    assert!(editing(&person).is_some_and(|path| path.starts_with("rule")));
    assert!(person.sees("name"), "{}", person.screen());
}
