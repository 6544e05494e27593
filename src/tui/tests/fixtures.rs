//! A project that was walked to a verdict, made up but plausible.

mod data;
mod models;
mod predictions;

use std::path::PathBuf;

use crate::decisions;
use crate::project::Project;
use crate::road::{Milestone, Next, State, Status};
use crate::spec::{self, Conversation, Proposals};
use crate::train::Decision;
use crate::tui::app::{Facts, Glance, Grid, HomeFacts, JobView, Recent, Sample};
use crate::work::{Curve, Live};
pub use predictions::diagnosis;

const DECISIONS: &str = r#"format = 1

[project]
name = "taxi-fares"
question = "What will this ride cost, before it starts?"
product = "the price shown on the booking screen"

[problem]
task = "regression"
target = "fare"
unit = "USD"
time = "started_at"
metric = "mae"
success = { at_most = 2.0, lead_percent = 10 }

[value]
currency = "USD"
cost = "abs(prediction - fare)"
decisions_per_year = 200000

[[source]]
name = "rides"
path = "rides.csv"
access = "granted"

[columns]
trip_miles = { kind = "number", unit = "mile" }
trip_seconds = { unit = "s" }

[[rule]]
name = "tariff"
predict = "? + ? * nullif(trip_miles, 0)"

[split]
strategy = "time"
folds = 5
"#;

pub fn facts() -> Facts {
    let parsed = decisions::parse(DECISIONS);
    let project = Project {
        root: PathBuf::from("/home/ada/taxi"),
        text: DECISIONS.to_owned(),
        shared: Vec::new(),
        decisions: parsed.decisions,
        faults: parsed.faults,
        read_only: false,
    };
    let review = spec::review(&project, None);
    Facts {
        conversation: Conversation::of(&project, &review.faults, &Proposals::new()),
        proposals: Proposals::new(),
        review,
        survey: survey(),
        next: next(Milestone::Train),
        next_at: Milestone::ALL.into_iter().map(next).collect(),
        variables: super::dictionary::variables(),
        data: Some(data::data()),
        first_rows: None,
        benchmark: Some(models::benchmark()),
        board: Some(models::board()),
        fixed: vec![false; 4],
        advice: None,
        drift: crate::drift::History::default(),
        shipped: Vec::new(),
        back_to: None,
        history: super::shipping::history(),
        left: None,
        stake: Some(super::stake::stake()),
        told: None,
        is_edited: false,
        read_only: None,
        project,
    }
}

fn next(milestone: Milestone) -> Next {
    let sentence = match milestone {
        Milestone::Spec => "State rights.purpose: why the data are processed (needed for ship).",
        Milestone::Data => "Settle the data: trip_seconds is known only when the ride has ended.",
        _ => "Promote run 7, or see where it fails: long rides at night.",
    };
    Next {
        milestone: milestone.min(Milestone::Train),
        sentence: sentence.into(),
    }
}

fn survey() -> Vec<Status> {
    let states = [
        (State::Passed, 0),
        (State::Attention, 3),
        (State::Passed, 0),
        (State::Passed, 0),
        (State::ToDo, 0),
        (State::ToDo, 0),
    ];
    Milestone::ALL
        .into_iter()
        .zip(states)
        .map(|(milestone, (state, count))| Status {
            milestone,
            state,
            count,
            reasons: Vec::new(),
            passed: None,
        })
        .collect()
}

pub fn home() -> HomeFacts {
    let recent = |name: &str, path: &str, when: &str| Recent {
        name: name.into(),
        path: PathBuf::from(path),
        when: when.into(),
        glance: None,
    };
    let standing = |milestone, state, verdict| Glance {
        open: Some(Status {
            milestone,
            state,
            count: 0,
            reasons: Vec::new(),
            passed: None,
        }),
        verdict,
    };
    let samples = crate::user::samples().iter().map(|sample| Sample {
        name: sample.name.into(),
        about: sample.line.into(),
    });
    HomeFacts {
        started: None,
        recents: vec![
            Recent {
                glance: Some(standing(Milestone::Ship, State::ToDo, Some(Decision::Go))),
                ..recent("taxi-fares", "/home/ada/taxi", "12 minutes ago")
            },
            Recent {
                glance: Some(standing(
                    Milestone::Benchmark,
                    State::Attention,
                    Some(Decision::UseTheRule),
                )),
                ..recent("churn", "/srv/projects/telecom/churn-2026", "3 days ago")
            },
            recent("new", "/home/ada/new", "2 months ago"),
        ],
        samples: samples.collect(),
    }
}

pub fn grid() -> Grid {
    let cell = |text: &str| (text != "-").then(|| text.to_owned());
    let row = |cells: [&str; 4]| cells.map(cell).to_vec();
    Grid {
        columns: ["fare", "trip_miles", "company", "started_at"]
            .map(str::to_owned)
            .to_vec(),
        numeric: vec![true, true, false, false],
        numbers: vec![4, 15, 160],
        cells: vec![
            row([
                "12.45",
                "0.0",
                "Chicago Elite Cab Corp.",
                "2014-05-16T19:00:00",
            ]),
            row(["5.25", "1.1", "漢字 \u{1b}[2J", "2014-05-17T08:15:00"]),
            row(["44", "-", "-", "2014-06-01T00:00:00"]),
        ],
        total: 15_002,
    }
}

pub fn training() -> JobView {
    let done = Live {
        name: "ridge".into(),
        done: 5,
        total: 5,
        scores: vec![2.7, 2.8, 2.9, 3.0, 3.25],
        ..Live::default()
    };
    let working = Live {
        name: "boosting".into(),
        done: 2,
        total: 5,
        scores: vec![1.7, 1.8],
        curve: Curve {
            points: (0..40)
                .map(|i| (f64::from(i), 10.0 / f64::from(i + 2)))
                .collect(),
        },
        failed: None,
    };
    JobView {
        step: "boosting: fold 3 of 5".into(),
        fraction: 0.634,
        left: Some(12.2),
        live: vec![done, working],
        stage: Some(Milestone::Train),
        stopping: false,
        elsewhere: None,
    }
}
