//! What a run rests on and two contenders side by side, on screen, with findings that are made up.

use std::collections::BTreeMap;

use super::{Person, fixtures};
use crate::benchmark::Comparison;
use crate::decisions::Direction;
use crate::models::Scale;
use crate::train::{Duel, Effect as Moves, Explanation, Importance, Segment, Shap, Side};
use crate::tui::app::{Effect, Facts, Msg, Outcome, Page, Task};

/// What the boosting of the taxi project rests on.
pub fn explanation() -> Explanation {
    let columns = [
        ("trip_miles", 3.12, 4.51),
        ("pickup_community_area", 0.84, 1.02),
        ("dropoff_community_area", 0.41, 0.77),
        ("log_miles", 0.22, 0.95),
        ("company", 0.013, 0.08),
        ("no_miles", 0.0, 0.0),
    ];
    let importance = columns.map(|(column, loss, _)| Importance {
        column: column.into(),
        loss,
        std: loss / 20.0,
    });
    let sizes = columns.map(|(column, _, size)| (column.to_owned(), vec![size]));
    let miles = ["0", "0.4", "0.9", "1.5", "2.8", "6.1", "17.2"];
    let points = miles.iter().zip([9.1, 5.2, 6.3, 7.9, 11.0, 19.4, 41.2]);
    let areas = [("8", 10.4), ("32", 10.9), ("76", 33.5)];
    Explanation {
        title: "run 7 boosting".into(),
        metric: "mae".into(),
        direction: Direction::Minimise,
        unit: "USD".into(),
        rows: 1203,
        on_holdout: true,
        score: 1.88,
        importance: importance.to_vec(),
        shap: Some(Shap {
            rows: 500,
            scale: Scale::Answer,
            unit: "USD".into(),
            classes: Vec::new(),
            sizes: sizes.into_iter().collect(),
        }),
        class: None,
        effects: vec![
            Moves {
                column: "trip_miles".into(),
                points: points.map(|(v, mean)| ((*v).to_owned(), mean)).collect(),
            },
            Moves {
                column: "pickup_community_area".into(),
                points: areas.map(|(v, mean)| (v.to_owned(), mean)).to_vec(),
            },
        ],
    }
}

/// A forest for three classes.
fn by_class() -> Explanation {
    let importance = [
        ("precipitation", 0.21),
        ("temp_max", 0.05),
        ("wind", -0.002),
    ];
    let sizes = [
        ("precipitation".to_owned(), vec![0.02, 0.31, 0.28]),
        ("temp_max".to_owned(), vec![0.09, 0.05, 0.07]),
        ("wind".to_owned(), vec![0.01, 0.02, 0.02]),
    ];
    Explanation {
        title: "run 2 forest".into(),
        metric: "accuracy".into(),
        direction: Direction::Maximise,
        unit: String::new(),
        on_holdout: false,
        score: 0.84,
        importance: importance
            .map(|(column, loss)| Importance {
                column: column.into(),
                loss,
                std: 0.004,
            })
            .to_vec(),
        shap: Some(Shap {
            rows: 120,
            scale: Scale::Probability,
            unit: String::new(),
            classes: vec!["fog".into(), "rain".into(), "sun".into()],
            sizes: sizes.into_iter().collect(),
        }),
        effects: Vec::new(),
        ..explanation()
    }
}

/// The boosting of the taxi project against its tariff.
fn duel() -> Duel {
    let side = |title: &str, scores: [f64; 5], holdout| Side {
        title: title.into(),
        params: BTreeMap::new(),
        scores: scores.map(Some).to_vec(),
        mean: Some(scores.iter().sum::<f64>() / 5.0),
        holdout: Some(holdout),
        preparation: Vec::new(),
    };
    let mut a = side("run 7 boosting", [1.7, 1.8, 1.85, 1.9, 1.95], 1.88);
    a.params = BTreeMap::from([("learning_rate".into(), 0.1), ("leaves".into(), 31.0)]);
    let segment = |column: &str, values: &str, rows, a, b| Segment {
        column: column.into(),
        values: values.into(),
        rows,
        a,
        b,
        gain: b - a,
    };
    Duel {
        metric: "mae".into(),
        direction: Direction::Minimise,
        unit: "USD".into(),
        a,
        b: side("baseline tariff", [3.6, 3.7, 3.8, 3.9, 4.0], 3.95),
        comparison: Comparison {
            gain: 1.92,
            interval: Some((1.71, 2.12)),
            p_value: Some(0.001),
            tests: Vec::new(),
            worlds: None,
        },
        money: None,
        rows: 10_212,
        segments: vec![
            segment("trip_miles", "0 to 0.3", 2551, 2.4, 8.1),
            segment("pickup_community_area", "76", 612, 3.1, 6.2),
            segment("company", "Blue Ribbon Taxi Association Inc.", 45, 2.2, 1.9),
        ],
    }
}

/// A person who looks at a page.
pub fn at_page(width: u16, height: u16, page: Page) -> Person {
    let mut person = Person::with_project(width, height);
    person.press("4e");
    person.end_job(Ok(Outcome::Found(page)));
    person
}

pub fn pages() -> [(&'static str, Page); 3] {
    [
        ("explain", Page::Explained(Box::new(explanation()))),
        ("explain_classes", Page::Explained(Box::new(by_class()))),
        ("compare", Page::Compared(Box::new(duel()))),
    ]
}

fn started(person: &Person) -> Option<&Task> {
    person.effects.iter().rev().find_map(|effect| match effect {
        Effect::Start(_, task) => Some(task),
        _ => None,
    })
}

#[test]
fn a_run_is_explained_by_a_job_and_read_to_its_end() {
    let mut person = Person::with_project(80, 24);
    person.press("4e");
    assert_eq!(started(&person), Some(&Task::Explain(7)));
    assert!(person.sees("starting"));
    person.end_job(Ok(Outcome::Found(Page::Explained(Box::new(explanation())))));
    assert!(person.sees("What run 7 boosting rests on"));
    assert!(person.sees("mae rises by 3.12 USD when trip_miles is shuffled"));
    assert!(!person.sees("41.2"));
    person.press("G");
    assert!(person.sees("33.5"));
    // One step up moves the page at once, however far it was scrolled.
    let end = person.screen();
    person.press("jk");
    assert_ne!(person.screen(), end);
    person.press("<esc>");
    assert!(person.sees("best baseline") && !person.sees("rests on"));
}

#[test]
fn baselines_and_failures_are_not_explained() {
    let mut person = Person::with_project(80, 24);
    person.press("4jje");
    assert!(
        person.sees("a baseline is what it says"),
        "{}",
        person.screen()
    );
    person.press("Ge");
    assert!(
        person.sees("there is nothing to explain"),
        "{}",
        person.screen()
    );
    assert_eq!(started(&person), None);
    person.press("c");
    assert!(person.sees("there is nothing to compare"));
}

#[test]
fn a_contender_is_compared_with_the_one_chosen() {
    let mut person = Person::with_project(80, 24);
    // The best is compared with the best baseline unless another is chosen.
    person.press("4c");
    assert!(
        person.sees("Compare run 7 boosting with"),
        "{}",
        person.screen()
    );
    person.press("<enter>");
    assert_eq!(
        started(&person),
        Some(&Task::Compare("7".into(), "tariff".into()))
    );
    person.end_job(Ok(Outcome::Found(Page::Compared(Box::new(duel())))));
    assert!(person.sees("run 7 boosting against baseline tariff"));
    person.press("<esc>jjc");
    let tariff = Some(&Task::Compare("tariff".into(), "7".into()));
    person.press("<enter>");
    assert_eq!(started(&person), tariff);
}

#[test]
fn a_long_run_is_read_to_its_end_and_the_next_one_lies_beside() {
    let mut person = Person::with_project(80, 24);
    let open = person.state.open.as_mut().unwrap();
    let run = &mut open.facts.board.as_mut().unwrap().runs[0];
    let columns = (0..60).map(|i| (format!("column_{i}"), "as it is".to_owned()));
    run.preparation = columns.collect();
    person.press("4<enter>");
    assert!(person.sees("Run 7 boosting") && person.sees("column_0"));
    assert!(!person.sees("column_59"), "{}", person.screen());
    person.press("G");
    assert!(person.sees("column_59"), "{}", person.screen());
    person.press("<right>");
    assert!(person.sees("Run 3 ridge"), "{}", person.screen());
    person.press("<left><esc>");
    assert!(!person.sees("Run 7 boosting"));
}

#[test]
fn first_rows_are_shown_while_all_are_read() {
    let mut person = Person::with_project(80, 24);
    let facts = fixtures::facts();
    let seen = facts.data.clone().unwrap();
    let root = facts.project.root.clone();
    let bare = Facts {
        data: None,
        fixed: Vec::new(),
        ..facts
    };
    person.tell(Msg::Facts(Box::new(Ok(bare))));
    person.press("2");
    assert!(person.sees("Every column is profiled"));
    let first = |rows| {
        Box::new(crate::data::Evidence {
            rows,
            ..seen.clone()
        })
    };
    person.tell(Msg::FirstLook("elsewhere".into(), first(7)));
    assert!(person.sees("Every column is profiled"));
    person.tell(Msg::FirstLook(root.clone(), first(20_000)));
    let screen = person.screen();
    assert!(screen.contains("4 open in the first 20"), "{screen}");
    assert!(screen.contains("The first 20"), "{screen}");
    // What all rows say is never replaced.
    person.tell(Msg::Facts(Box::new(Ok(fixtures::facts()))));
    person.tell(Msg::FirstLook(root, first(20_000)));
    assert!(person.sees("Findings: 4 open") && !person.sees("in the first"));
}
