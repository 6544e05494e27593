//! The verdict: GO, NOT YET or USE THE RULE, with its numbers and reasons.

use super::payoff::Payoff;
use super::{Decision, Run};
use crate::benchmark::{Baseline, Comparison, Evidence, Gain, Money, stated_goal};
use crate::decisions::{Decisions, Direction};
use crate::text;

/// Share of the best baseline's error below which a model is suspected to know the answer.
const TOO_GOOD: f64 = 0.01;

/// What is judged.
pub struct Case<'a> {
    /// The decisions: what was asked.
    pub decisions: &'a Decisions,
    /// The benchmark.
    pub benchmark: &'a Evidence,
    /// The best baseline.
    pub baseline: &'a Baseline,
    /// The chosen run, scored on the holdout where there is one.
    pub run: &'a Run,
    /// The paired comparison on the folds.
    pub comparison: &'a Comparison,
    /// Another baseline whose errors cost less than the best one's.
    pub cheaper: Option<&'a Baseline>,
    /// What the run saves over the cheapest baseline on the folds, where the cost of an error is stated.
    pub saved: Option<&'a Gain>,
}

/// The answer, whether what was asked is met, and the reasons, the weightiest first.
pub struct Judgement {
    /// The answer.
    pub decision: Decision,
    /// Whether what was asked is met; `None` where nothing was asked.
    pub meets_success: Option<bool>,
    /// Sentences.
    pub reasons: Vec<String>,
}

impl Case<'_> {
    /// Judges the chosen run.
    pub fn judge(&self) -> Judgement {
        let shown = self.comparison.is_better() && !self.is_too_small();
        let meets_success = self.meets_success();
        let held = self.holdout_gain().is_none_or(|gain| gain > 0.0);
        let payoff = self.payoff();
        let pays = payoff.as_ref().is_none_or(Payoff::is_shown);
        let decision = match (shown, meets_success != Some(false) && held && pays) {
            (false, _) => Decision::UseTheRule,
            (true, true) => Decision::Go,
            (true, false) => Decision::NotYet,
        };
        let success = self.success_sentence(meets_success);
        let holdout = self.holdout_sentence();
        let money = payoff.map(|payoff| payoff.sentence());
        let missed = match decision {
            Decision::NotYet if meets_success == Some(false) => success.clone(),
            Decision::NotYet if !held => holdout.clone(),
            Decision::NotYet => money.clone(),
            _ => None,
        };
        let mut reasons: Vec<String> = missed.clone().into_iter().collect();
        let (family, rule) = (&self.run.family, &self.baseline.name);
        reasons.push(self.comparison.sentence(family, rule, &self.benchmark.unit));
        let others = [
            self.suspicion_sentence(),
            self.too_small_sentence(),
            success,
            holdout,
            money,
            self.worlds_sentence(),
            self.tests_sentence(),
        ];
        reasons.extend(
            others
                .into_iter()
                .flatten()
                .filter(|r| Some(r) != missed.as_ref()),
        );
        Judgement {
            decision,
            meets_success,
            reasons,
        }
    }

    fn direction(&self) -> Direction {
        self.benchmark.direction
    }

    fn with_unit(&self, value: f64) -> String {
        text::with_unit(value, &self.benchmark.unit)
    }

    /// The score that success is judged by: the holdout's where there is one, else the folds' mean.
    fn final_score(&self) -> Option<f64> {
        on_holdout(self.run.holdout.as_ref(), &self.benchmark.metric).or(self.run.mean)
    }

    fn final_baseline(&self) -> Option<f64> {
        on_holdout(self.baseline.holdout.as_ref(), &self.benchmark.metric).or(self.baseline.mean)
    }

    fn holdout_gain(&self) -> Option<f64> {
        let metric = &self.benchmark.metric;
        let (run, rule) = (
            on_holdout(self.run.holdout.as_ref(), metric)?,
            on_holdout(self.baseline.holdout.as_ref(), metric)?,
        );
        Some(self.direction().gain(run, rule))
    }

    fn meets_success(&self) -> Option<bool> {
        let success = &self.decisions.problem.success;
        let score = self.final_score().unwrap_or(f64::NAN);
        let mut asked = Vec::new();
        asked.extend(
            stated_goal(self.decisions, self.direction())
                .map(|goal| self.direction().gain(score, goal) >= 0.0),
        );
        if let Some(lead) = success.lead_percent {
            let rule = self.final_baseline().unwrap_or(f64::NAN);
            asked.push(self.direction().gain(score, rule) >= rule.abs() * lead / 100.0);
        }
        (!asked.is_empty()).then(|| asked.into_iter().all(|met| met))
    }

    /// Whether all that the interval allows lies within the decided region of practical equivalence.
    fn is_too_small(&self) -> bool {
        let rope = self.decisions.problem.success.rope;
        let most = self.comparison.interval.map(|(_, high)| high);
        rope.zip(most).is_some_and(|(rope, most)| most <= rope)
    }

    fn too_small_sentence(&self) -> Option<String> {
        let rope = self
            .decisions
            .problem
            .success
            .rope
            .filter(|_| self.is_too_small())?;
        Some(format!(
            "that is too small to be felt: up to {} makes no difference",
            self.with_unit(rope)
        ))
    }

    fn worlds_sentence(&self) -> Option<String> {
        let worlds = self.comparison.worlds?.sentence(&self.benchmark.unit);
        let family = text::escape(&self.run.family);
        Some(format!("{family} is {worlds}"))
    }

    fn tests_sentence(&self) -> Option<String> {
        let tests = self.comparison.tests_sentence()?;
        Some(format!("tests in pairs: {tests}"))
    }

    /// A score with hardly any error left is more often a leak than a feat.
    fn suspicion_sentence(&self) -> Option<String> {
        let (run, rule) = (self.run.mean?, self.baseline.mean?);
        let error_left = match self.direction() {
            Direction::Minimise => run / rule,
            Direction::Maximise => (1.0 - run) / (1.0 - rule),
        };
        let columns = self.run.importance.iter().take(2);
        let names: Vec<String> = columns
            .map(|(name, _)| format!("'{}'", text::escape(name)))
            .collect();
        (error_left < TOO_GOOD).then(|| {
            format!(
                "only {} of the baseline's error is left: look whether {} already knew the answer",
                text::percent(error_left.max(0.0)),
                names.join(" and ")
            )
        })
    }

    fn success_sentence(&self, met: Option<bool>) -> Option<String> {
        let success = &self.decisions.problem.success;
        let met = met?;
        let place = if self.run.holdout.is_some() {
            "on the holdout"
        } else {
            "on the folds"
        };
        let score = self.with_unit(self.final_score()?);
        let mut asked = Vec::new();
        asked.extend(
            success
                .at_most
                .map(|v| format!("at most {}", self.with_unit(v))),
        );
        asked.extend(
            success
                .at_least
                .map(|v| format!("at least {}", self.with_unit(v))),
        );
        asked.extend(
            success
                .lead_percent
                .map(|v| format!("{v} % better than {}", text::escape(&self.baseline.name))),
        );
        let asked = asked.join(" and ");
        Some(if met {
            format!(
                "it keeps the goal {place}: {} {score}",
                self.benchmark.metric
            )
        } else {
            format!(
                "it misses the goal {place}: {} {score}, asked is {asked}",
                self.benchmark.metric
            )
        })
    }

    fn holdout_sentence(&self) -> Option<String> {
        let gain = self.holdout_gain()?;
        let rule = self.with_unit(self.final_baseline()?);
        let name = text::escape(&self.baseline.name);
        Some(if gain > 0.0 {
            format!(
                "on the holdout {name} scores {rule}, {} worse",
                self.with_unit(gain)
            )
        } else {
            format!(
                "on the holdout {name} scores {rule} and is not beaten: what was learned may not last"
            )
        })
    }

    fn payoff(&self) -> Option<Payoff<'_>> {
        let yearly = |money: Option<Money>| money?.holdout?.per_year;
        let cheapest = self.cheaper.unwrap_or(self.baseline);
        let both = yearly(cheapest.money).zip(yearly(self.run.money));
        Some(Payoff {
            saved: self.saved?,
            over: self.cheaper.map(|baseline| baseline.name.as_str()),
            on_holdout: both.map(|(baseline, run)| baseline - run),
            value: &self.decisions.value,
        })
    }
}

fn on_holdout(
    scores: Option<&std::collections::BTreeMap<String, f64>>,
    metric: &str,
) -> Option<f64> {
    scores?.get(metric).copied().filter(|s| s.is_finite())
}
