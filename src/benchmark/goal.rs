//! What a model must reach: the decided success, and the score from which it pays its cost.

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
    let success = &decisions.problem.success;
    let best = evidence.best().and_then(|b| b.mean);
    let by_lead = success
        .lead_percent
        .zip(best)
        .map(|(lead, best)| match evidence.direction {
            Direction::Minimise => best - best.abs() * lead / 100.0,
            Direction::Maximise => best + best.abs() * lead / 100.0,
        });
    let stated = stated_goal(decisions, evidence.direction);
    match (stated, by_lead) {
        (Some(a), Some(b)) if evidence.direction.better(b, a) => Some(b),
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

/// The score from which a model pays building and running it within a year, taking the cost to move in proportion to
/// an error in the target's unit. `None` where money is not stated or the metric is no such error.
pub fn break_even(decisions: &Decisions, evidence: &Evidence) -> Option<f64> {
    let best = evidence.best()?;
    let score = best.mean?;
    let yearly = best.money?.folds.per_year?;
    let value = &decisions.value;
    let needed = value.build_cost.unwrap_or(0.0) + value.run_cost_per_year.unwrap_or(0.0);
    let proportional = matches!(evidence.metric.as_str(), "mae" | "rmse");
    let even =
        (proportional && yearly > 0.0 && needed > 0.0).then(|| score * (1.0 - needed / yearly));
    // Where all errors together cost less, no score pays within a year.
    even.filter(|score| *score > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::{Baseline, Cost, Money};

    fn evidence() -> Evidence {
        let money = Money {
            folds: Cost {
                per_decision: Some(4.0),
                per_year: Some(4000.0),
            },
            holdout: None,
        };
        Evidence {
            fingerprint: String::new(),
            metric: "mae".into(),
            direction: Direction::Minimise,
            unit: "USD".into(),
            folds: vec![],
            holdout_rows: 0,
            best: Some("median".into()),
            baselines: vec![Baseline {
                name: "median".into(),
                mean: Some(4.0),
                money: Some(money),
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

    #[test]
    fn break_even_pays_building_and_running() {
        let mut decisions = Decisions::default();
        assert_eq!(break_even(&decisions, &evidence()), None);
        decisions.value.build_cost = Some(600.0);
        decisions.value.run_cost_per_year = Some(400.0);
        assert_eq!(break_even(&decisions, &evidence()), Some(3.0));
    }
}
