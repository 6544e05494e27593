//! What there is to say about one row of a board: a run or a baseline.

use std::collections::BTreeMap;

use crate::benchmark::{Baseline, Gain, Money, Thresholds};
use crate::text;
use crate::tui::app::State;
use crate::tui::widgets::Line;

/// Scores by fold, mean and deviation, what it costs, how it does on the holdout: lines of a run or a baseline.
pub(super) fn score_lines(state: &State, scored: &Scored<'_>) -> Vec<Line> {
    let Some((facts, benchmark)) = state.facts().and_then(|f| Some((f, f.benchmark.as_ref()?)))
    else {
        return Vec::new();
    };
    let unit = |text: String| format!("{text} {}", benchmark.unit).trim_end().to_owned();
    let score = |s: &Option<f64>| s.map_or_else(|| "-".into(), |s| text::number(s, 3));
    let mut lines = Vec::new();
    if let Some(why) = scored.failed {
        lines.push(("failed", why.to_owned()));
    }
    if scored.mean.is_some() {
        let mean = unit(format!("{} {}", benchmark.metric, score(&scored.mean)));
        let interval = scored.interval.map_or_else(String::new, |(low, high)| {
            format!(
                ", 95 % {} to {}",
                text::number(low, 3),
                text::number(high, 3)
            )
        });
        let std = score(&scored.std);
        let text = format!("{mean}{interval}, deviation {std} over the folds");
        lines.push(("score", text));
    }
    if !scored.scores.is_empty() {
        let scores: Vec<String> = scored.scores.iter().map(score).collect();
        lines.push(("by fold", scores.join("  ")));
    }
    if let Some(holdout) = scored.holdout {
        let decides = holdout.get_key_value(&benchmark.metric);
        let others = holdout
            .iter()
            .filter(|(name, _)| **name != benchmark.metric);
        let all: Vec<String> = decides
            .into_iter()
            .chain(others)
            .map(|(name, value)| format!("{name} {}", text::number(*value, 3)))
            .collect();
        lines.push(("holdout", all.join(", ")));
    }
    if let Some(cost) = scored.money.map(|m| m.folds) {
        let currency = facts.project.decisions.value.currency.clone();
        let currency = currency.unwrap_or_default();
        let amount = |value: f64| format!("{} {currency}", text::number(value, 3));
        let each = cost
            .per_decision
            .map(|v| format!("{} a decision", amount(v)));
        let year = cost.per_year.map(|v| format!("{} a year", amount(v)));
        let said: Vec<String> = each.into_iter().chain(year).collect();
        if !said.is_empty() {
            lines.push(("errors cost", said.join(", ")));
        }
    }
    if let Some(thresholds) = scored.thresholds {
        let of_folds: Vec<String> = thresholds
            .folds
            .iter()
            .map(|t| text::number(*t, 2))
            .collect();
        let text = format!(
            "probability {}, by fold {}",
            text::number(thresholds.last, 2),
            of_folds.join("  ")
        );
        lines.push(("yes from", text));
    }
    if let Some(saved) = scored.saved {
        let currency = facts.project.decisions.value.currency.as_deref();
        let told = saved.sentences(currency.unwrap_or_default());
        lines.push(("against best", told.join("; ")));
    }
    lines
}

/// What a run and a baseline have in common.
pub(super) struct Scored<'a> {
    pub mean: Option<f64>,
    pub std: Option<f64>,
    pub interval: Option<(f64, f64)>,
    pub scores: &'a [Option<f64>],
    pub holdout: Option<&'a BTreeMap<String, f64>>,
    pub money: Option<Money>,
    pub thresholds: Option<&'a Thresholds>,
    pub saved: Option<&'a Gain>,
    pub failed: Option<&'a str>,
}

/// Lines of a baseline: what it predicts, then its scores.
pub(super) fn baseline_lines(state: &State, baseline: &Baseline) -> Vec<Line> {
    let mut lines = vec![("predicts", baseline.description.clone())];
    let coefficients: Vec<String> = baseline
        .coefficients
        .iter()
        .map(|c| text::number(*c, 4))
        .collect();
    if !coefficients.is_empty() {
        lines.push(("fitted ?", coefficients.join("  ")));
    }
    lines.extend(score_lines(
        state,
        &Scored {
            mean: baseline.mean,
            std: baseline.std,
            interval: baseline.interval,
            scores: &baseline.scores,
            holdout: baseline.holdout.as_ref(),
            money: baseline.money,
            thresholds: baseline.thresholds.as_ref(),
            saved: baseline.gain.as_ref(),
            failed: baseline.failed.as_deref(),
        },
    ));
    if baseline.unanswered > 0.0 {
        let share = text::percent(baseline.unanswered);
        let text = format!("for {share} of the rows; the fallback answers there");
        lines.push(("no answer", text));
    }
    lines.retain(|(_, text)| !text.is_empty());
    lines
}
