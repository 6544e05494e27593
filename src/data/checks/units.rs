//! Numbers written in two units.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::stats::Sorted;
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

/// How far apart two units may be: centimetres and metres, grams and kilograms, cents and euros.
const FACTORS: &[f64] = &[10.0, 100.0, 1000.0];
/// Largest share of the smaller group: beyond it both are how the column is spread.
const SPREAD: f64 = 0.2;
/// Different values of the smaller group at least: fewer are a code.
const DISTINCT: usize = 3;
/// How far the ratio of the medians may be from the factor, in powers of ten (a quarter more or less).
const NEAR: f64 = 0.1;
/// Values below which a group apart is chance.
const ROWS: usize = 50;

pub(super) static CHECK: Check = Check {
    name: "units",
    doc: "A few numbers lie in a group of their own, 10, 100 or 1000 times below or above the others: they were mostly written \
          in another unit.",
    thresholds: &[Threshold::UnitShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::UnitShare);
    let mut findings = Vec::new();
    for (column, profile) in context.used().filter(|(c, _)| c.kind == Kind::Number) {
        let Some(other) = other_unit(&context.sample.table.numbers(&column.name)?, limit) else {
            continue;
        };
        let values = context.data.table.numbers(&column.name)?;
        let rows: Vec<usize> = (0..values.len())
            .filter(|&row| other.holds(values[row]))
            .collect();
        let share = rows.len() as f64 / (context.rows() - profile.missing).max(1) as f64;
        let (line, than) = (
            text::short(other.edge),
            if other.small { "below" } else { "above" },
        );
        let message = format!(
            "column {} has {} {than} {} ({}) that lie about {} times {than} the others: they may be in another unit",
            name(&column.name),
            text::counted(rows.len(), "value"),
            value(profile, &line),
            text::percent(share),
            other.factor
        );
        let mut found = Found::new(&CHECK, Severity::Warning, message)
            .column(&column.name)
            .measured(share, limit)
            .rows(rows);
        let key = fix::column(&column.name);
        let (sign, times) = if other.small { ('<', '*') } else { ('>', '/') };
        if column.role == Role::Feature {
            let expression = format!(
                "case when {key} {sign} {} then {key} {times} {} else {key} end",
                other.edge, other.factor
            );
            found = found.fix(fix::replaced(
                context,
                &column.name,
                &expression,
                "bring them to the unit of the others",
            ));
        }
        findings.push(found.done());
    }
    Ok(findings)
}

/// The values that are in another unit.
#[derive(Debug, PartialEq)]
struct Other {
    /// How many times below or above the others they lie.
    factor: f64,
    /// Whether they lie below.
    small: bool,
    /// A round number between them and the others.
    edge: f64,
}

impl Other {
    fn holds(&self, value: f64) -> bool {
        value > 0.0
            && if self.small {
                value < self.edge
            } else {
                value > self.edge
            }
    }
}

/// Divides the positive values at their widest gap on a scale of ratios; the smaller part is in another unit where it repeats
/// the larger one, a factor below or above.
fn other_unit(values: &[f64], limit: f64) -> Option<Other> {
    let sorted = Sorted::new(values);
    let all = &sorted.values()[sorted.values().partition_point(|v| *v <= 0.0)..];
    if all.len() < ROWS {
        return None;
    }
    let ratio = |at: &usize| all[*at] / all[at - 1];
    let cut = (1..all.len()).max_by(|a, b| ratio(a).total_cmp(&ratio(b)))?;
    let (low, high) = all.split_at(cut);
    let small = low.len() < high.len();
    let (few, most) = if small { (low, high) } else { (high, low) };
    let share = few.len() as f64 / sorted.len() as f64;
    let distinct = few.chunk_by(|a, b| a == b).count();
    if share < limit || share > SPREAD || distinct < DISTINCT {
        return None;
    }
    let middle = |part: &[f64]| part[part.len() / 2];
    let apart = (middle(most) / middle(few)).log10().abs();
    let factor = *FACTORS.iter().find(|f| (f.log10() - apart).abs() <= NEAR)?;
    let moved = |v: f64| if small { v * factor } else { v / factor };
    let (first, last) = (most[0], most[most.len() - 1]);
    let inside = few
        .iter()
        .filter(|v| (first..=last).contains(&moved(**v)))
        .count();
    // Where the others are spread as widely as the factor, it explains nothing.
    let narrow = last / first < factor && ratio(&cut) > factor.sqrt();
    let (below, above) = (low[low.len() - 1], high[0]);
    (narrow && inside * 10 >= few.len() * 9).then(|| Other {
        factor,
        small,
        edge: round_between(below, above),
    })
}

/// The roundest number between two: few digits, near their geometric mean.
fn round_between(below: f64, above: f64) -> f64 {
    let middle = (below * above).sqrt();
    (1..=15)
        .filter_map(|digits| format!("{middle:.*e}", digits - 1).parse::<f64>().ok())
        .find(|round| below < *round && *round < above)
        .unwrap_or(middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heights(odd: impl Fn(f64) -> f64) -> Vec<f64> {
        let of = |i: i32| 150.0 + f64::from(i * 7 % 45);
        (0..200)
            .map(|i| if i % 20 == 0 { odd(of(i)) } else { of(i) })
            .collect()
    }

    #[test]
    fn metres_among_centimetres_are_found_with_a_round_edge() {
        let found = other_unit(&heights(|v| v / 100.0), 0.001).unwrap();
        assert_eq!((found.factor, found.small, found.edge), (100.0, true, 20.0));
        assert!(found.holds(1.7) && !found.holds(170.0) && !found.holds(0.0));
        let found = other_unit(&heights(|v| v * 10.0), 0.001).unwrap();
        assert_eq!((found.factor, found.small), (10.0, false));
    }

    #[test]
    fn other_groups_are_no_unit() {
        assert_eq!(other_unit(&heights(|v| v / 3.0), 0.001), None);
        assert_eq!(
            other_unit(&heights(|_| 1.7), 0.001),
            None,
            "one value is a code"
        );
        assert_eq!(other_unit(&heights(|v| v), 0.001), None);
        let incomes: Vec<f64> = (0..300).map(|i| (f64::from(i) / 30.0).exp()).collect();
        assert_eq!(other_unit(&incomes, 0.001), None);
        assert_eq!(other_unit(&[], 0.001), None);
    }
}
