//! A project that was walked to a verdict, made up but plausible.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::benchmark::{self, Baseline, Cost, FoldNote, Money};
use crate::data::{
    self, Against, Arranged, Associations, ColumnProfile, Finding, Fix, Learned, MoreRows,
    OverTime, Pair, Periods, Schema, Semantic, Signal,
};
use crate::decisions::{self, Direction, Edit, Kind, Role, Severity};
use crate::figures::{Histogram, Whiskers};
use crate::project::Project;
use crate::road::{Milestone, Next, State, Status};
use crate::spec::{self, Conversation, Proposals};
use crate::train::{Board, Decision, Run, Times, Verdict};
use crate::tui::app::{Facts, Glance, Grid, HomeFacts, JobView, Recent, Sample};
use crate::work::{Curve, Live};

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
        data: Some(data()),
        first_rows: None,
        benchmark: Some(benchmark()),
        board: Some(board()),
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

fn number(name: &str, missing: usize, mean: f64, power: f64) -> ColumnProfile {
    ColumnProfile {
        name: name.into(),
        kind: Some(Kind::Number),
        role: Some(Role::Feature),
        known_at_prediction: true,
        missing,
        distinct: 812,
        mean: Some(mean),
        std: Some(mean * 0.8),
        min: Some(0.0),
        q25: Some(mean * 0.4),
        median: Some(mean * 0.7),
        q75: Some(mean * 1.2),
        zeros: Some(4),
        negatives: Some(0),
        outliers: Some((0, 41)),
        mutual_information: (power > 0.0).then_some(power / 2.0),
        semantic: Some(Semantic {
            name: if name == "pickup_latitude" {
                "latitude"
            } else {
                "quantity"
            }
            .into(),
            share: if name == "pickup_latitude" { 0.98 } else { 1.0 },
        }),
        over_time: Some(OverTime {
            of: "mean".into(),
            values: (0..8)
                .map(|i| (i, mean * (0.9 + 0.05 * i as f64)))
                .collect(),
            missing: if missing > 0 {
                vec![0, 0, 1, 2, 0, 3, 3, 3]
            } else {
                Vec::new()
            },
        }),
        against: (power > 0.0).then(|| Against {
            edges: (0..=6).map(|i| f64::from(i) * mean / 2.0).collect(),
            missing: missing > 0,
            rows: vec![2500; if missing > 0 { 7 } else { 6 }],
            means: (0..if missing > 0 { 7 } else { 6 })
                .map(|i| 4.0 + 3.5 * f64::from(i))
                .collect(),
            ..Against::default()
        }),
        whiskers: Some(Whiskers {
            low: 0.0,
            high: mean * 2.4,
            below: 0,
            above: 41,
        }),
        max: Some(mean * 9.0),
        skewness: Some(2.31),
        power: Some(power),
        histogram: Some(Histogram {
            edges: (0..=12).map(|i| f64::from(i) * mean / 4.0).collect(),
            counts: vec![20, 410, 980, 700, 390, 240, 160, 90, 40, 22, 9, 3],
            ..Histogram::default()
        }),
        ..ColumnProfile::default()
    }
}

fn data() -> data::Evidence {
    let mut fare = number("fare", 0, 12.41, 0.0);
    fare.role = Some(Role::Target);
    fare.power = None;
    let mut seconds = number("trip_seconds", 3, 755.0, 0.71);
    seconds.known_at_prediction = false;
    let company = ColumnProfile {
        name: "company \u{1b}[31mred".into(),
        kind: Some(Kind::Category),
        role: Some(Role::Feature),
        known_at_prediction: true,
        missing: 4121,
        distinct: 56,
        power: Some(0.02),
        top: vec![
            ("Taxi Affiliation Services".into(), 4302),
            ("Blue Diamond 漢字".into(), 1210),
            ("Chicago Elite Cab Corp.".into(), 655),
        ],
        ..ColumnProfile::default()
    };
    data::Evidence {
        fingerprint: "f".into(),
        rows: 15_002,
        rows_read: 15_002,
        format: Default::default(),
        joined: Vec::new(),
        times: Default::default(),
        best_input: Some(("trip_miles".into(), 0.62)),
        signal: Some(Signal {
            rows: 4_812,
            inputs: 7,
            saved: 0.71,
            error: 0.01,
            orders: 399,
            arranged: Arranged::Time,
            p_value: 0.005,
            curve: (0..6)
                .map(|i| Learned {
                    rows: 120 << i,
                    saved: 0.71 - 0.2 / f64::from(1 << i),
                    error: 0.01,
                })
                .collect(),
            more_rows: MoreRows::Help { gain: 0.005 },
        }),
        rows_drawn: None,
        power_rows: None,
        schema: Schema::default(),
        periods: Some(Periods {
            time: "started_at".into(),
            every: "month".into(),
            starts: (1..=8).map(|m| format!("2015-0{m}-01")).collect(),
            rows: vec![1875; 8],
        }),
        associations: associations(),
        columns: vec![
            fare,
            number("trip_miles", 12, 3.1, 0.62),
            seconds,
            company,
            number("pickup_latitude", 4001, 41.88, 0.11),
            number("tips", 0, 1.3, 0.3),
        ],
        findings: vec![
            finding("not_known", Some("trip_seconds"), Severity::Error, 14_999),
            finding("missing", Some("pickup_latitude"), Severity::Warning, 4001),
            finding("duplicates", None, Severity::Warning, 18),
            finding("outliers", Some("fare"), Severity::Info, 201),
        ],
    }
}

fn associations() -> Associations {
    let pair = |a, b, value| Pair {
        a,
        b,
        value,
        rows: 15_002,
    };
    let columns = [
        "fare",
        "trip_miles",
        "trip_seconds",
        "company \u{1b}[31mred",
        "pickup_latitude",
        "tips",
    ];
    Associations {
        columns: columns.map(str::to_owned).to_vec(),
        pearson: vec![
            pair(0, 1, 0.87),
            pair(0, 2, 0.74),
            pair(1, 2, 0.69),
            pair(0, 4, -0.12),
            pair(1, 4, -0.31),
            pair(0, 5, 0.52),
            pair(1, 5, 0.44),
        ],
        spearman: vec![pair(0, 1, 0.91)],
        correlation_ratio: vec![pair(0, 3, 0.13), pair(1, 3, 0.09)],
        ..Associations::default()
    }
}

fn finding(check: &str, column: Option<&str>, severity: Severity, affected: usize) -> Finding {
    let key = format!("columns.{}.known_at_prediction", column.unwrap_or("x"));
    Finding {
        check: check.into(),
        column: column.map(str::to_owned),
        severity,
        value: Some(0.27),
        threshold: Some(0.05),
        message: "It saves 71 % of a constant's error and is written down when the ride ends"
            .into(),
        affected,
        rows: vec![3, 14, 159],
        accepted: None,
        fixes: vec![Fix {
            label: "say that it is not known at prediction".into(),
            line: format!("{key} = false"),
            edit: Edit::set(key, "false"),
        }],
    }
}

fn baseline(name: &str, kind: &str, scores: [f64; 5]) -> Baseline {
    let mean = scores.iter().sum::<f64>() / 5.0;
    let cost = Cost {
        per_decision: Some(mean),
        per_year: Some(mean * 200_000.0),
    };
    Baseline {
        name: name.into(),
        kind: kind.into(),
        description: "the number fitted for the metric".into(),
        scores: scores.map(Some).to_vec(),
        mean: Some(mean),
        std: Some(0.21),
        money: Some(Money {
            folds: cost,
            holdout: None,
        }),
        ..Baseline::default()
    }
}

fn benchmark() -> benchmark::Evidence {
    let folds = (0..5_usize).map(|i| FoldNote {
        name: format!("{}", i + 1),
        train: 2000 * (i + 1),
        test: 2000,
        span: Some((format!("2013-0{}", i + 1), format!("2013-0{}", i + 2))),
    });
    let tariff = Baseline {
        coefficients: vec![4.1, 2.25],
        unanswered: 0.25,
        holdout: Some(BTreeMap::from([("mae".into(), 3.9), ("rmse".into(), 6.1)])),
        description: "? + ? * nullif(trip_miles, 0)".into(),
        ..baseline("tariff", "rule", [3.6, 3.7, 3.8, 3.9, 4.0])
    };
    let last = Baseline {
        name: "last_value".into(),
        failed: Some("there is no group column".into()),
        ..Baseline::default()
    };
    benchmark::Evidence {
        perfection: None,
        fingerprint: "f".into(),
        metric: "mae".into(),
        direction: Direction::Minimise,
        unit: "USD".into(),
        holdout_rows: 3002,
        best: Some("tariff".into()),
        folds: folds.collect(),
        baselines: vec![
            tariff,
            baseline("median", "naive", [5.8, 5.9, 6.0, 6.1, 6.1]),
            baseline("mean", "naive", [7.0, 7.1, 7.2, 7.3, 7.4]),
            last,
        ],
    }
}

fn run(id: u32, family: &str, scores: [f64; 5], fit: f64) -> Run {
    Run {
        id,
        family: family.into(),
        metric: "mae".into(),
        trials: 8,
        scores: scores.map(Some).to_vec(),
        mean: Some(scores.iter().sum::<f64>() / 5.0),
        std: Some(0.11),
        preparation: vec![("trip_miles".into(), "median 1.9 where missing".into())],
        importance: vec![
            ("trip_miles".into(), 0.71),
            ("pickup_latitude".into(), 0.18),
            ("company".into(), 0.06),
        ],
        curve: (0..60)
            .map(|i| (f64::from(i), 2.0 + 9.0 * (-0.1 * f64::from(i)).exp()))
            .collect(),
        params: BTreeMap::from([("learning_rate".into(), 0.1), ("leaves".into(), 31.0)]),
        times: Times {
            fit_seconds: fit,
            predict_us: 20.0,
        },
        ..Run::default()
    }
}

fn board() -> Board {
    let mut boosting = run(7, "boosting", [1.7, 1.8, 1.85, 1.9, 1.95], 3.1);
    boosting.holdout = Some(BTreeMap::from([("mae".into(), 1.88), ("r2".into(), 0.84)]));
    let logistic = Run {
        id: 8,
        family: "logistic".into(),
        failed: Some("it predicts classes, the target is a number".into()),
        ..Run::default()
    };
    Board {
        runs: vec![
            boosting,
            run(3, "ridge", [2.7, 2.8, 2.9, 3.0, 3.25], 0.1),
            logistic,
        ],
        verdict: Some(Verdict {
            complete: true,
            fingerprint: "f".into(),
            decision: Decision::Go,
            run: Some(7),
            compared: vec![3, 7],
            baseline: "tariff".into(),
            gain: Some(1.92),
            interval: Some((1.71, 2.12)),
            p_value: Some(0.001),
            corrected_t_p: None,
            meets_success: Some(true),
            reasons: vec![
                "boosting beats the tariff by 1.71 to 2.12 USD a ride (p = 0.001)".into(),
                "it keeps the goal on the holdout: 1.88 USD".into(),
            ],
            holdout_openings: 1,
        }),
        stale: false,
    }
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
