//! Baselines on the benchmark: as they are scored, one in full, the rows it predicts worst.

use insta::assert_snapshot;

use super::{Person, fixtures};
use crate::road::Milestone;
use crate::tui::actions::Screen;
use crate::tui::app::{Asking, Effect, JobView, List, Msg, Predictor, Shows};
use crate::work::Live;

const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 40), (200, 60)];

/// The best baseline is open on the benchmark, its predictions are read.
fn with_baseline(width: u16, height: u16) -> Person {
    let mut person = Person::with_project(width, height);
    person.press("3<enter>");
    let tariff = || Predictor::Baseline("tariff".into());
    assert!(matches!(person.effects.last(), Some(Effect::Diagnose(of)) if *of == tariff()));
    assert!(person.sees("reading the predictions") || width < 80);
    person.tell(Msg::Diagnosed(tariff(), Box::new(fixtures::diagnosis())));
    person
}

#[test]
fn a_baseline_is_opened_in_full() {
    for (width, height) in SIZES {
        let mut person = with_baseline(width, height);
        assert_snapshot!(format!("baseline_{width}x{height}"), person.screen());
        person.press("<tab><tab><tab><tab>");
        assert_snapshot!(
            format!("baseline_segments_{width}x{height}"),
            person.screen()
        );
    }
    let mut person = with_baseline(80, 24);
    person.press("G");
    assert!(person.sees("Cab"), "the page ends with the worst rows");
    // The next baseline is asked for; the one that failed has nothing to ask for.
    person.effects.clear();
    person.press("g<right>");
    assert!(person.sees("Baseline median"));
    person.press("<right><right>");
    assert!(person.sees("Baseline last_value") && person.sees("there is no group column"));
    let asked = person
        .effects
        .iter()
        .filter(|e| matches!(e, Effect::Diagnose(_)));
    assert_eq!(asked.count(), 2);
}

#[test]
fn the_worst_rows_are_walked_through_and_looked_at() {
    let mut person = with_baseline(80, 24);
    person.press("<tab><tab><tab><tab><tab><tab>");
    assert!(person.state.lists_rows());
    let bytes = person.bytes("j");
    assert!(bytes > 0 && bytes < 200, "{bytes}");
    assert_eq!(person.state.lists.at(List::Figure), 1);
    person.press("<enter>");
    let Some(Effect::View(
        _,
        Asking::Open(Shows::Project {
            rows: Some((name, rows)),
            ..
        }),
    )) = person.effects.last()
    else {
        panic!("{:?}", person.effects.last());
    };
    assert_eq!(
        (name.as_str(), rows.len(), rows[1]),
        ("greatest absolute error", 30, 19)
    );
    assert_eq!(person.state.screen, Screen::View);
    // Back where they were listed.
    person.press("<esc>");
    assert_eq!(person.state.screen, Screen::Benchmark);
    assert!(person.state.lists_rows() && person.state.lists.at(List::Figure) == 1);
    // From the numbers too, by the key of rows; not while nothing is open.
    person.press("<esc>v");
    assert_eq!(person.state.screen, Screen::Benchmark);
    assert!(person.sees("enter opens a row"));
    person.press("<enter>v");
    assert_eq!(person.state.screen, Screen::View);
}

/// Two baselines are scored, one is being, one waits, one failed.
fn scoring() -> JobView {
    let live = |name: &str, scores: &[f64]| Live {
        name: name.into(),
        done: scores.len(),
        total: 5,
        scores: scores.to_vec(),
        ..Live::default()
    };
    let failed = Live {
        failed: Some("there is no group column".into()),
        ..live("last_value", &[])
    };
    JobView {
        step: "scoring tariff".into(),
        fraction: 0.5,
        stage: Some(Milestone::Benchmark),
        live: vec![
            live("mean", &[7.0, 7.1, 7.2, 7.3, 7.4]),
            live("median", &[5.8, 5.9, 6.0, 6.1, 6.1]),
            live("tariff", &[3.6, 3.7]),
            failed,
            live("group_median", &[]),
        ],
        ..JobView::default()
    }
}

#[test]
fn baselines_stand_on_the_axis_as_they_come() {
    for (width, height) in SIZES {
        let mut person = Person::with_project(width, height);
        person.press("3r");
        person.tell(Msg::Progress(scoring()));
        assert_snapshot!(format!("scoring_{width}x{height}"), person.screen());
        person.press("<enter>");
        assert!(!person.state.detail);
    }
}

#[test]
fn an_interval_is_told_from_the_folds() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut person = Person::with_project(width, height);
        let mut facts = fixtures::facts();
        let baselines = facts.benchmark.iter_mut().flat_map(|b| &mut b.baselines);
        for baseline in baselines {
            baseline.interval = baseline.mean.map(|m| (m - 0.6, m + 0.7));
        }
        person.tell(Msg::Facts(Box::new(Ok(facts))));
        person.press("3");
        assert!(person.sees("95 %") && person.sees("folds"));
        assert_snapshot!(format!("interval_{width}x{height}"), person.screen());
        assert!(person.bytes("j") < 200 || width > 80);
    }
}

#[test]
fn other_evidence_asks_for_other_charts() {
    let mut person = with_baseline(80, 24);
    let mut facts = fixtures::facts();
    if let Some(benchmark) = &mut facts.benchmark {
        benchmark.baselines[0].mean = Some(3.7);
    }
    person.effects.clear();
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    let asked = person.effects.iter();
    assert_eq!(
        asked.filter(|e| matches!(e, Effect::Diagnose(_))).count(),
        1
    );
}
