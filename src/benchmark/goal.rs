//! What a model must reach to be a success.

use super::Evidence;
use crate::decisions::{Decisions, Direction};

/// The decided score in the direction of the metric: `at_most` where less is better, else `at_least`.
pub fn stated_goal(decisions: &Decisions, direction: Direction) -> Option<f64> {
    match direction {
        Direction::Minimise => decisions.problem.success.at_most,
        Direction::Maximise => decisions.problem.success.at_least,
    }
}

/// The strictest of the decided score and of the decided lead over the best baseline; `None` where neither is decided.
pub fn must_reach(decisions: &Decisions, evidence: &Evidence) -> Option<f64> {
    let best = evidence.best().and_then(|b| b.mean);
    strictest(decisions, evidence.direction, best)
}

/// The same over a best score that is known otherwise.
pub(super) fn strictest(
    decisions: &Decisions,
    direction: Direction,
    best: Option<f64>,
) -> Option<f64> {
    let lead = decisions.problem.success.lead_percent;
    let by_lead = lead.zip(best).map(|(lead, best)| match direction {
        Direction::Minimise => best - best.abs() * lead / 100.0,
        Direction::Maximise => best + best.abs() * lead / 100.0,
    });
    let stated = stated_goal(decisions, direction);
    match (stated, by_lead) {
        (Some(a), Some(b)) if direction.better(b, a) => Some(b),
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::Baseline;

    fn evidence() -> Evidence {
        Evidence {
            fingerprint: String::new(),
            metric: "mae".into(),
            direction: Direction::Minimise,
            unit: "USD".into(),
            folds: vec![],
            holdout_rows: 0,
            best: Some("median".into()),
            perfection: None,
            baselines: vec![Baseline {
                name: "median".into(),
                mean: Some(4.0),
                ..Baseline::default()
            }],
        }
    }

    #[test]
    fn the_stricter_wish_counts() {
        let mut decisions = Decisions::default();
        assert_eq!(must_reach(&decisions, &evidence()), None);
        decisions.problem.success.lead_percent = Some(10.0);
        assert_eq!(must_reach(&decisions, &evidence()), Some(3.6));
        decisions.problem.success.at_most = Some(2.0);
        assert_eq!(must_reach(&decisions, &evidence()), Some(2.0));
    }
}
