//! The findings about a model's performance as sentences.

use super::evidence::{Bias, Column, Estimate, Performance, Score};
use super::performance::is_below_zero;
use super::reference::Reference;
use crate::metrics::Metric;
use crate::project::Project;
use crate::text::{escape, number, percent};

/// Significant digits of a score.
const DIGITS: usize = 3;
/// Share of rows moved from which a column that the model goes by is no longer the same.
const STRANGE: f64 = 0.3;

/// What is to be said of a chunk's performance, the weightiest first.
pub fn of_performance(
    project: &Project,
    reference: &Reference,
    columns: &[Column],
    found: &Performance,
) -> Vec<String> {
    let on = found.promised_on.as_deref().unwrap_or("training");
    let scores = found.score.iter().chain(&found.in_unit);
    let (unmoved, moved): (Vec<&Score>, Vec<&Score>) = scores.partition(|s| is_chance(s));
    let mut sentences: Vec<String> = moved.into_iter().map(|s| score(s, on)).collect();
    sentences.extend(
        found
            .bias
            .as_ref()
            .and_then(|b| bias(project, reference, columns, b)),
    );
    sentences.extend(found.rival.as_ref().and_then(|r| {
        let gain = r.gain.filter(is_below_zero)?;
        Some(format!(
            "{} does better on these rows: {} against {}, {} apart",
            r.name,
            number(r.realised, DIGITS),
            number(found.score.as_ref()?.realised.value, DIGITS),
            range(&gain.negated(), "")
        ))
    }));
    sentences.extend(unmoved.into_iter().map(|s| score(s, on)));
    sentences.extend(found.note.clone());
    sentences
}

/// Whether the score is no further from what training promised than by chance.
fn is_chance(score: &Score) -> bool {
    let covers_zero =
        |c: &Estimate| c.low.is_none_or(|l| l <= 0.0) && c.high.is_none_or(|h| h >= 0.0);
    score.change.as_ref().is_some_and(covers_zero)
}

/// `mean absolute error rose from 1.89 on the holdout to 2.51 USD: 0.62 USD a row more, 33 % (interval 0.41 to 0.83)`.
fn score(score: &Score, on: &str) -> String {
    let title = match Metric::named(&score.metric) {
        Some(metric) => metric.title(),
        None => score.metric.as_str(),
    };
    let unit = spaced(&score.unit);
    let now = number(score.realised.value, DIGITS);
    let (Some(reference), Some(change)) = (score.reference, score.change) else {
        return format!("{title} {now}{unit}; training promised nothing to compare it with");
    };
    let before = number(reference.value, DIGITS);
    if is_chance(score) {
        return format!("{title} {now}{unit}, on the {on} {before}: no more apart than by chance");
    }
    let (verb, word, amount) = if change.value > 0.0 {
        ("rose", "more", change)
    } else {
        ("fell", "less", change.negated())
    };
    let a_row = if score.unit.is_empty() { "" } else { " a row" };
    let interval = match (amount.low, amount.high) {
        (Some(low), Some(high)) => {
            format!(
                " (interval {} to {})",
                number(low, DIGITS),
                number(high, DIGITS)
            )
        }
        _ => String::new(),
    };
    let share = match reference.value {
        0.0 => String::new(),
        before => format!(", {}", percent((change.value / before).abs())),
    };
    format!(
        "{title} {verb} from {before} on the {on} to {now}{unit}: {}{a_row} {word}{share}{interval}",
        measured(amount.value, &score.unit)
    )
}

/// `fare came out 1.32 USD (1.02 to 1.61) above the prediction at the same trip_miles; on the holdout 0.05`.
fn bias(
    project: &Project,
    reference: &Reference,
    columns: &[Column],
    bias: &Bias,
) -> Option<String> {
    let before = bias.reference?;
    if bias.p_value.is_none_or(|p| p > 0.05) {
        return None;
    }
    let target = reference.target.as_ref()?.shown();
    let leading = reference.model.as_ref()?.leading_columns(project);
    // Where the model reads something else than it knew, a bias says nothing of what the features bring.
    let same = columns
        .iter()
        .all(|c| !leading.contains(&c.name) || c.effect.is_none_or(|effect| effect < STRANGE));
    let names: Vec<String> = leading.iter().map(|c| escape(c).into_owned()).collect();
    let same = match (same, names.is_empty()) {
        (false, _) => None,
        (true, true) => Some("features".to_owned()),
        (true, false) => Some(names.join(" and ")),
    };
    let at = same
        .as_ref()
        .map_or(String::new(), |same| format!(" at the same {same}"));
    let so = same.map_or("", |_| ": what the features bring has changed");
    let above = bias.realised.value > 0.0;
    let size = if above {
        bias.realised
    } else {
        bias.realised.negated()
    };
    let side = if above { "more" } else { "less" };
    Some(match &bias.class {
        None => {
            let unit = &reference.setup.as_ref()?.problem.unit;
            format!(
                "{target} is {} {side} than predicted{at} (on the holdout {}){so}",
                range(&size, unit),
                number(before.value, DIGITS.min(2)),
            )
        }
        Some(class) => format!(
            "'{}' comes {} points {side} often than predicted{at} (on the holdout {}){so}",
            escape(class),
            range(&size.scaled(100.0), ""),
            number(before.value * 100.0, 2),
        ),
    })
}

/// `0.62 USD (0.41 to 0.83)`.
fn range(estimate: &Estimate, unit: &str) -> String {
    let value = measured(estimate.value, unit);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => {
            format!(
                "{value} ({} to {})",
                number(low, DIGITS),
                number(high, DIGITS)
            )
        }
        _ => value,
    }
}

fn measured(value: f64, unit: &str) -> String {
    format!("{}{}", number(value, DIGITS), spaced(unit))
}

fn spaced(unit: &str) -> String {
    match unit {
        "" => String::new(),
        unit => format!(" {}", escape(unit)),
    }
}
