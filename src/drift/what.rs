//! How a drifted column changed, as a list of words and as a sentence.

use super::compare::{Levels, Watched};
use super::evidence::{Column, What};
use super::units;
use super::values::Values;
use crate::stats::drift::{distance, mann_whitney};
use crate::stats::{Sorted, mean};
use crate::table::Labels;
use crate::text;

/// p below which a shift or a spread is named as such.
const NAMED: f64 = 0.01;
/// Share of rows below which a single value or category is not worth a sentence.
const WORTH: f64 = 0.03;
/// Share of rows below which categories never seen before are the usual few of a long tail.
const WORTH_NEW: f64 = 0.01;
/// Share of the distance that a single value must explain to be named.
const SINGLE: f64 = 0.6;
/// New or lost categories named.
const LISTED: usize = 3;
/// Rows expected of a category whose absence is no chance: e^-5 is less than 1 %.
const EXPECTED: f64 = 5.0;

/// What changed between the reference and a chunk, and a sentence that says it with its numbers.
pub fn explain(
    watched: &Watched,
    column: &Column,
    current: &Values,
) -> (Vec<What>, Option<String>) {
    let mut what = Vec::new();
    let mut parts = Vec::new();
    let all_missing = current.missing() == current.rows();
    if all_missing && watched.values().missing() < watched.values().rows() {
        let sentence = format!("{}: every value is missing", watched.shown());
        return (vec![What::Missing], Some(sentence));
    }
    match (watched.values(), current) {
        (Values::Numbers(_), Values::Numbers(values)) => {
            numbers(watched, &Sorted::new(values), &mut what, &mut parts);
        }
        (Values::Labels(reference), Values::Labels(labels)) => {
            labels_changed(watched, reference, labels, &mut what, &mut parts);
        }
        _ => {}
    }
    let (before, now) = (column.missing_reference, column.missing);
    let speaks = column
        .tests
        .iter()
        .any(|t| t.test == "missing" && t.p_value.is_some_and(|p| p < NAMED));
    if (now - before).abs() >= WORTH || (speaks && parts.is_empty()) {
        what.push(What::Missing);
        parts.push(format!("missing {}", from_to(before, now)));
    }
    if what.is_empty() {
        what.push(What::Shape);
    }
    if parts.is_empty() {
        parts.push("its values are distributed otherwise".to_owned());
    }
    let sentence = format!("{}: {}", watched.shown(), parts.join("; "));
    (what, Some(sentence))
}

/// `rose from 3 % to 12 %`.
fn from_to(before: f64, now: f64) -> String {
    let verb = if now > before { "rose" } else { "fell" };
    format!(
        "{verb} from {} to {}",
        text::percent(before),
        text::percent(now)
    )
}

fn numbers(watched: &Watched, current: &Sorted, what: &mut Vec<What>, parts: &mut Vec<String>) {
    let reference = watched.sorted();
    let (Some(before), Some(now)) = (reference.median(), current.median()) else {
        return;
    };
    let apart = distance(reference, current).unwrap_or(0.0);
    if apart < WORTH {
        return;
    }
    if let Some(words) = units::explain(reference, current, apart) {
        what.push(What::Unit);
        parts.push(format!("the values are {words}"));
        return;
    }
    let single = (!watched.personal)
        .then(|| single_value(reference, current, apart))
        .flatten();
    let differs = |a: &Sorted, b: &Sorted| mann_whitney(a, b).is_some_and(|t| t.p_value < NAMED);
    if differs(reference, current) {
        what.push(What::Shift);
        parts.push(moved(watched, reference, current, before, now));
    }
    if differs(&around(reference, before), &around(current, now)) {
        what.push(What::Spread);
        if single.is_none() {
            parts.extend(spread(reference, current));
        }
    }
    if what.is_empty() {
        what.push(What::Shape);
    }
    parts.extend(single);
}

fn moved(watched: &Watched, reference: &Sorted, current: &Sorted, before: f64, now: f64) -> String {
    let (name, before, now) = if before == now {
        ("mean", mean(reference.values()), mean(current.values()))
    } else {
        ("median", before, now)
    };
    let verb = if now > before { "rose" } else { "fell" };
    if watched.personal {
        return format!("the {name} {verb}");
    }
    let unit = match watched.unit.as_str() {
        "" => String::new(),
        unit => format!(" {}", text::escape(unit)),
    };
    format!(
        "the {name} {verb} from {} to {}{unit}",
        text::short(before),
        text::short(now)
    )
}

/// Distances from the middle.
fn around(values: &Sorted, middle: f64) -> Sorted {
    let distances: Vec<f64> = values.values().iter().map(|v| (v - middle).abs()).collect();
    Sorted::new(&distances)
}

fn spread(reference: &Sorted, current: &Sorted) -> Option<String> {
    let (before, now) = (
        reference.interquartile_range()?,
        current.interquartile_range()?,
    );
    if before == 0.0 || now == before {
        return None;
    }
    let change = now / before - 1.0;
    let word = if change > 0.0 { "wider" } else { "narrower" };
    Some(format!(
        "the middle half is {} {word}",
        text::percent(change.abs())
    ))
}

/// The value whose share changed most, where it explains most of the distance: `the share of 0 fell from 26 % to 17 %`.
fn single_value(reference: &Sorted, current: &Sorted, apart: f64) -> Option<String> {
    let share = |values: &Sorted, value: f64| {
        let values = values.values();
        let count =
            values.partition_point(|v| *v <= value) - values.partition_point(|v| *v < value);
        count as f64 / values.len() as f64
    };
    let mut best: Option<(f64, f64, f64)> = None;
    for sample in [reference, current] {
        for group in sample.values().chunk_by(|a, b| a == b) {
            if (group.len() as f64) < WORTH * sample.len() as f64 {
                continue;
            }
            let (r, c) = (share(reference, group[0]), share(current, group[0]));
            if best.is_none_or(|(_, before, now)| (c - r).abs() > (now - before).abs()) {
                best = Some((group[0], r, c));
            }
        }
    }
    let (value, before, now) = best?;
    ((now - before).abs() >= SINGLE * apart).then(|| {
        format!(
            "the share of {} {}",
            text::short(value),
            from_to(before, now)
        )
    })
}

fn labels_changed(
    watched: &Watched,
    reference: &Labels,
    current: &Labels,
    what: &mut Vec<What>,
    parts: &mut Vec<String>,
) {
    let levels = Levels::of(reference, current);
    let rows = levels.rows();
    let share = |count: u64, of: u64| count as f64 / of.max(1) as f64;
    let named = |names: &[(String, f64)]| {
        let shown = names
            .iter()
            .take(LISTED)
            .map(|(name, share)| format!("'{}' {}", text::escape(name), text::percent(*share)));
        let mut list = shown.collect::<Vec<_>>().join(", ");
        if names.len() > LISTED {
            list.push_str(&format!(" and {} more", names.len() - LISTED));
        }
        list
    };
    let sorted = |mut names: Vec<(String, f64)>| {
        names.sort_by(|a, b| b.1.total_cmp(&a.1));
        names
    };
    let new = sorted(
        (levels.levels.iter())
            .filter(|(_, r, _)| *r == 0)
            .map(|(name, _, c)| (name.clone(), share(*c, rows.1)))
            .collect(),
    );
    let lost = sorted(
        (levels.levels.iter())
            .filter(|(_, r, c)| *c == 0 && share(*r, rows.0) * rows.1 as f64 >= EXPECTED)
            .map(|(name, r, _)| (name.clone(), share(*r, rows.0)))
            .collect(),
    );
    if new.iter().map(|(_, share)| share).sum::<f64>() >= WORTH_NEW {
        what.push(What::NewCategory);
        let count = text::counted(new.len(), "new category").replace("categorys", "categories");
        parts.push(match watched.personal {
            true => count,
            false => format!("new: {}", named(&new)),
        });
    }
    if !lost.is_empty() {
        what.push(What::LostCategory);
        parts.push(match watched.personal {
            true => format!("{} no longer come", lost.len()),
            false => format!("no longer there: {}", named(&lost)),
        });
    }
    let known = levels.levels.iter().filter(|(_, r, c)| *r > 0 && *c > 0);
    let most = known
        .map(|(name, r, c)| (name, share(*r, rows.0), share(*c, rows.1)))
        .max_by(|a, b| (a.2 - a.1).abs().total_cmp(&(b.2 - b.1).abs()));
    if let Some((name, before, now)) = most
        && ((now - before).abs() >= WORTH || what.is_empty())
    {
        what.push(What::Shift);
        if !watched.personal {
            parts.push(format!("'{}' {}", text::escape(name), from_to(before, now)));
        } else {
            parts.push("its categories are as frequent no more".to_owned());
        }
    }
}
