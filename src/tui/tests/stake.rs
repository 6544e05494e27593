//! What a project is worth and what was weighed, made up.

use crate::benchmark::{self, Side};
use crate::decisions::Direction;
use crate::tui::app::Stake;

pub fn stake() -> Stake {
    let point = |score, cost_per_year| benchmark::Point {
        score,
        cost_per_year,
    };
    let worth = benchmark::Worth {
        currency: "USD".into(),
        metric: "mae".into(),
        unit: "USD".into(),
        direction: Direction::Minimise,
        build_cost: 40_000.0,
        run_cost_per_year: 12_000.0,
        without: "tariff".into(),
        measured: true,
        baseline: point(3.8, 760_000.0),
        perfection: point(0.0, 0.0),
        success: Some(2.0),
    };
    let consideration = |subject, side, sentence: &str| benchmark::Consideration {
        subject,
        side,
        sentence: sentence.into(),
    };
    let considerations = vec![
        consideration(
            "rows",
            Side::Model,
            "14 999 rows for 4 columns: enough to learn from",
        ),
        consideration(
            "rules",
            Side::Rule,
            "the simplest rule, tariff, reads 1 column and has no case to tell apart: a person keeps it right",
        ),
        consideration(
            "changes",
            Side::Open,
            "state how often the world changes its ways (problem.changes)",
        ),
    ];
    Stake {
        worth: Some(worth),
        weighed: benchmark::Weighed {
            considerations,
            leaning: Side::Open,
            enough: vec!["a model whose lead over the best rule is within chance".into()],
        },
    }
}
