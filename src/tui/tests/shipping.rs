//! Versions, promotion and rollback on screen, with versions and a history that are made up.

use super::{Person, fixtures};
use crate::project::Event;
use crate::road::{Iteration, Milestone, State};
use crate::ship;
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Facts, Msg, Outcome, Shipped, Task};

/// Three versions: a rule, the model that replaced it, and one that waits.
pub fn shipped() -> Facts {
    let record = |decision, against: &str, gain: f64, reason: &str| ship::Record {
        decision,
        against: against.into(),
        gain: Some(gain),
        interval: Some((gain - 0.2, gain + 0.2)),
        p_value: Some(0.001),
        reasons: vec![reason.into()],
        passed_with: String::new(),
        who: "ada".into(),
    };
    let version = |number: u32, name: &str, run, stage, score: f64, record| ship::Version {
        number,
        name: name.into(),
        run,
        hash: format!("{number}7ad3f1c8e2b").repeat(5),
        stage,
        metric: "mae".into(),
        score: Some(score),
        holdout: Some(score + 0.04),
        record,
        times: serde_json::from_str("{\"made\": \"2026-11-20T14:05:09Z\"}").unwrap(),
    };
    let rule = ship::Record {
        gain: None,
        interval: None,
        p_value: None,
        passed_with: "no model is wanted yet".into(),
        ..record(
            ship::Decision::Hold,
            "baseline tariff",
            0.0,
            "the verdict of training is GO, and it is of another contender",
        )
    };
    let model = record(
        ship::Decision::Promote,
        "version 1 tariff",
        1.92,
        "run 7 boosting beats version 1 tariff by 1.72 to 2.12 USD (p = 0.001), 10 000 rows on the rows of all folds, each predicted by a model that had not seen it",
    );
    let waits = record(
        ship::Decision::Hold,
        "version 2 boosting",
        0.05,
        "run 9 forest is not shown to beat version 2 boosting: its gain lies between -0.15 and 0.25 USD (p = 0.4)",
    );
    let since = |number: u32, changes: &[(&str, Option<&str>, Option<&str>)]| {
        let change = |(key, before, after): &(&str, Option<&str>, Option<&str>)| ship::Change {
            key: (*key).into(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        Some((number, Ok(changes.iter().map(change).collect())))
    };
    let first = version(1, "tariff", None, ship::Stage::Archived, 3.8, rule);
    let all = vec![
        Shipped {
            version: version(2, "boosting", Some(7), ship::Stage::Champion, 1.84, model),
            since: since(
                1,
                &[
                    ("features.log_miles", None, Some("\"ln(trip_miles + 1)\"")),
                    ("split.folds", Some("3"), Some("5")),
                ],
            ),
        },
        Shipped {
            version: version(3, "forest", Some(9), ship::Stage::Challenger, 1.79, waits),
            since: since(2, &[]),
        },
        Shipped {
            version: first.clone(),
            since: None,
        },
    ];
    let mut facts = fixtures::facts();
    facts.survey[Milestone::Ship as usize].state = State::Attention;
    facts.survey[Milestone::Ship as usize].reasons =
        vec!["version 3 forest is on HOLD: it is not shown to beat version 2 boosting".into()];
    Facts {
        shipped: all,
        back_to: Some(first),
        ..facts
    }
}

/// Two verdicts and what lies between them, one decision since.
pub fn history() -> Vec<Iteration> {
    let event = |event: &str, what: &str, score: f64| Event {
        time: String::new(),
        who: "ada".into(),
        event: event.into(),
        what: what.into(),
        why: String::new(),
        after: 0,
        score: Some(("mae".into(), score)),
    };
    let iteration = |time: &str, changes: &[&str], event, gain| Iteration {
        time: time.into(),
        changes: changes.iter().map(|c| (*c).to_owned()).collect(),
        event,
        gain,
        unit: "USD".into(),
    };
    vec![
        iteration(
            "2026-11-18T09:12:00Z",
            &["a new project"],
            Some(event("verdict", "USE THE RULE: tariff, mae 3.8 USD", 3.8)),
            None,
        ),
        iteration(
            "2026-11-20T14:02:41Z",
            &[
                "set features.log_miles to \"ln(trip_miles + 1)\"",
                "set split.folds to 5",
            ],
            Some(event(
                "verdict",
                "GO: run 7 boosting, mae 1.84 USD; boosting beats the tariff by 1.71 to 2.12 USD a ride (p = 0.001)",
                1.84,
            )),
            Some(1.96),
        ),
        iteration(
            "2026-11-21T08:00:00Z",
            &["set problem.metric to \"rmse\""],
            None,
            None,
        ),
    ]
}

/// What the last start asked to be promoted.
fn proposed(person: &Person) -> Option<ship::Options> {
    person.effects.iter().rev().find_map(|effect| match effect {
        Effect::Start(_, Task::Promote(options)) => Some(options.clone()),
        _ => None,
    })
}

fn promotion(decision: ship::Decision, version: Option<ship::Version>) -> Outcome {
    let contest = ship::Contest {
        decision,
        against: "version 2 boosting".into(),
        gain: Some(0.05),
        interval: Some((-0.15, 0.25)),
        p_value: Some(0.4),
        reasons: vec!["its gain lies between -0.15 and 0.25 USD (p = 0.4)".into()],
    };
    let promotion = ship::Promotion {
        contender: "run 3 ridge".into(),
        contest,
        version,
        warnings: vec!["rights.purpose is not stated".into()],
    };
    Outcome::Promoted(Some("3".into()), Box::new(promotion))
}

#[test]
fn what_is_selected_is_promoted_and_a_hold_asks_for_a_reason() {
    let mut person = Person::with_project(80, 24);
    person.press("4jp");
    assert_eq!(proposed(&person).unwrap().run.as_deref(), Some("3"));
    assert!(person.sees("starting"));
    person.press("p");
    assert!(person.sees("ctrl-c stops it"));
    person.effects.clear();
    person.end_job(Ok(promotion(ship::Decision::Hold, None)));
    assert!(person.state.screen == Screen::Ship && person.sees("between -0.15 and 0.25 USD"));
    person.press("<enter>");
    assert!(person.sees("type a reason") && proposed(&person).is_none());
    person.press(" it is simpler <enter>");
    let asked = proposed(&person).unwrap();
    assert_eq!(asked.run.as_deref(), Some("3"));
    assert_eq!(asked.reason.as_deref(), Some("it is simpler"));
    let champion = shipped().shipped.remove(0).version;
    person.end_job(Ok(promotion(ship::Decision::Hold, Some(champion))));
    assert!(person.sees("version 2 boosting runs now") && !person.state.typing());
    person.effects.clear();
    person.press("p");
    assert_eq!(
        proposed(&person),
        Some(ship::Options::default()),
        "the verdict's choice"
    );
}

#[test]
fn a_rollback_names_both_versions_and_asks() {
    let mut person = Person::with_project(80, 24);
    person.press("5R");
    assert!(person.sees("nothing to go back to"));
    person.tell(Msg::Facts(Box::new(Ok(shipped()))));
    person.press("R");
    assert!(person.sees("version 1 tariff") && person.sees("version 2 boosting"));
    person.effects.clear();
    person.press("n");
    assert!(person.effects.is_empty());
    person.press("Ry");
    assert!(matches!(person.effects[..], [Effect::RollBack]));
    let mut read_only = shipped();
    read_only.read_only = Some("read only: it is edited by ada".into());
    person
        .tell(Msg::Facts(Box::new(Ok(read_only))))
        .effects
        .clear();
    person.press("R");
    assert!(person.sees("edited by ada"));
    person.press("p");
    assert!(person.sees("edited by ada") && person.effects.is_empty());
}
