//! A year of chunks of new data, made up but plausible.

use super::fixtures::facts;
use crate::decisions::Kind;
use crate::drift::{self, Advice, Figure, Level, What};
use crate::figures::Histogram;
use crate::tui::app::Facts;

/// A year of chunks: dearer rides, fewer of 0 miles.
pub fn watched() -> Facts {
    let estimate = |value: f64| drift::Estimate {
        value,
        low: Some(value - 0.3),
        high: Some(value + 0.3),
    };
    let column = |name: &str, kind: Kind, level: Level, effect: f64| {
        drift::Column {
        name: name.into(),
        kind,
        level,
        drift: level > Level::None,
        effect: Some(effect),
        p_value: Some(0.0004),
        p_adjusted: Some(0.0016),
        missing_reference: 0.1,
        missing: 0.12,
        note: None,
        what: match level {
            Level::None => vec![],
            _ => vec![What::Shift],
        },
        sentence: (level > Level::None)
            .then(|| format!("{name}: the median rose from 0.99 to 1.3 mile; the share of 0 fell from 28 % to 13 %")),
        tests: vec![drift::Test {
            test: "ks".into(),
            statistic: Some(effect),
            p_value: Some(0.0004),
            threshold: Some(0.05),
        }],
        figure: Some(Figure::Numbers {
            reference: Histogram {
                edges: (0..=12).map(f64::from).collect(),
                counts: vec![410, 380, 300, 200, 120, 90, 60, 40, 22, 15, 9, 3],
                ..Histogram::default()
            },
            current: Histogram {
                edges: (0..=12).map(f64::from).collect(),
                counts: vec![20, 38, 32, 25, 14, 9, 8, 5, 2, 2, 1, 1],
                ..Histogram::default()
            },
        }),
    }
    };
    let chunk = |name: &str, level: Level, mae: f64| {
        let mut company = column("company \u{1b}[31mred", Kind::Category, Level::Watch, 0.07);
        company.what = vec![What::NewCategory, What::Shift];
        company.figure = Some(Figure::Levels(vec![
            ("Taxi Affiliation Services".into(), 0.35, 0.22),
            ("Blue Diamond 漢字".into(), 0.12, 0.14),
            (String::new(), 0.2, 0.3),
        ]));
        let score = drift::Score {
            metric: "mae".into(),
            unit: "USD".into(),
            realised: estimate(mae),
            reference: Some(estimate(1.88)),
            change: Some(estimate(mae - 1.88)),
            p_value: Some(0.001),
        };
        drift::Chunk {
            name: name.into(),
            rows: 201,
            reference_rows: 14_142,
            from: Some(name.into()),
            to: Some("2016-12-30".into()),
            level,
            drifted: level > Level::None,
            columns: vec![
                column("trip_miles", Kind::Number, level, 0.16),
                company,
                column("pickup_area", Kind::Category, Level::None, 0.01),
            ],
            target: Some(column("fare", Kind::Number, Level::None, 0.05)),
            performance: Some(drift::Performance {
                labelled: 201,
                level,
                worse: true,
                loss_percent: Some(33.0),
                p_adjusted: Some(0.002),
                promised_on: Some("holdout".into()),
                promised: Some(estimate(1.88)),
                score: Some(score),
                in_unit: None,
                bias: None,
                rival: None,
                note: None,
                sentences: vec![
                    "mean absolute error rose from 1.88 on the holdout to 2.51 USD: 0.63 USD a row more, 33 %".into(),
                ],
            }),
            ..drift::Chunk::default()
        }
    };
    let chunks = vec![
        chunk("2016-01-01", Level::None, 1.9),
        chunk("2016-04-01", Level::Watch, 2.3),
        chunk("2016-07-01", Level::Alert, 2.51),
    ];
    let reasons = chunks[2].found();
    let mut facts = facts();
    facts.project.decisions.monitor.current = Some("rides-2016.csv".into());
    Facts {
        advice: Some(Advice {
            action: drift::Action::Retrain,
            reasons,
        }),
        drift: drift::History { chunks },
        ..facts
    }
}
