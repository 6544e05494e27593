//! The leaderboard as data: runs and baselines with their place against the best baseline.

use crate::decisions::Direction;
use crate::figures::{Bar, Bars};
use crate::text;
use crate::tui::app::{Entrant, Facts};
use crate::tui::theme::Tone;
use crate::tui::widgets::BoardRow;

/// The axis with its lines, and a row an entrant.
pub(super) fn board(
    facts: &Facts,
    entrants: &[Entrant],
) -> Option<(Bars, Vec<BoardRow>, Direction)> {
    let benchmark = facts.benchmark.as_ref()?;
    let direction = benchmark.direction;
    let best = benchmark.best();
    let best_rule = benchmark.baselines.iter();
    // The best first: a rule that is not the best baseline itself has its own line.
    let best_rule = best_rule
        .filter(|b| b.kind == "rule" && b.mean.is_some())
        .take(1)
        .find(|b| Some(&b.name) != benchmark.best.as_ref());
    let best_mean = best.and_then(|b| b.mean);
    let goal = facts.must_reach();
    let lines = goal
        .map(|g| ("goal".to_owned(), g))
        .into_iter()
        .chain(best_mean.map(|m| ("best baseline".to_owned(), m)))
        .chain(best_rule.and_then(|b| Some(("best rule".to_owned(), b.mean?))))
        .collect();
    let bars = entrants
        .iter()
        .map(|e| Bar {
            label: e.name.clone(),
            value: e.mean.unwrap_or(f64::NAN),
            interval: e.interval.or_else(|| range(&e.scores)),
        })
        .collect();
    let rows = entrants
        .iter()
        .map(|e| BoardRow {
            id: e.run.map_or_else(|| "-".into(), |id| id.to_string()),
            folds: e.scores.iter().copied().flatten().collect(),
            interval: e.interval,
            versus: match best.map(|b| &b.name) == Some(&e.name) && e.run.is_none() {
                true => ("best baseline".into(), Tone::Baseline),
                false => versus(e.mean, best_mean, direction),
            },
            fit: e.fit.map_or_else(String::new, |s| text::decimal(s, 1)),
            failed: e.failed.clone(),
        })
        .collect();
    let bars = Bars {
        axis: benchmark.metric.clone(),
        unit: benchmark.unit.clone(),
        bars,
        lines,
        from_zero: false,
    };
    Some((bars, rows, direction))
}

/// Worst and best fold.
fn range(scores: &[Option<f64>]) -> Option<(f64, f64)> {
    let finite = || scores.iter().copied().flatten().filter(|s| s.is_finite());
    Some((finite().reduce(f64::min)?, finite().reduce(f64::max)?))
}

/// How much better or worse than the best baseline, in percent of it.
fn versus(mean: Option<f64>, best: Option<f64>, direction: Direction) -> (String, Tone) {
    let (Some(mean), Some(best)) = (mean, best) else {
        return (String::new(), Tone::Plain);
    };
    let gain = direction.gain(mean, best);
    if !gain.is_finite() || best == 0.0 {
        return (String::new(), Tone::Plain);
    }
    let percent = text::percent((gain / best).abs());
    match gain {
        g if g > 0.0 => (format!("{percent} better"), Tone::Good),
        g if g < 0.0 => (format!("{percent} worse"), Tone::Dim),
        _ => ("alike".into(), Tone::Plain),
    }
}
