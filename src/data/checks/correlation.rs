//! Features that say the same as another one.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::stats::{Contingency, pearson};
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found, wide};

/// Columns of which every pair is compared, in file order; of more, the pairs of numbers that some rows show to move together.
const COLUMNS: usize = 100;
/// Columns that have a finding each at most.
const NAMED: usize = 50;
/// Correlation from which two columns are the same but for rounding.
const SAME: f64 = 0.999_999;
/// Rows that both columns must have.
const ROWS: usize = 20;
/// Levels of a column that may be another one in other words at most.
const LEVELS: usize = 1000;

pub(super) static CHECK: Check = Check {
    name: "correlation",
    doc: "Of two features that move together one is enough: importance is divided between them by chance, and a linear model gives \
          them large opposite weights.",
    thresholds: &[Threshold::Correlation],
    run,
};

/// A column by what it is compared with.
enum Compared {
    Number(Vec<f64>),
    Levels(Vec<Option<u32>>),
}

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::Correlation);
    let table = &context.sample.table;
    let mut columns: Vec<(&str, Compared)> = Vec::new();
    for (column, profile) in context
        .inputs()
        .filter(|(c, p)| !c.computed && p.distinct > 1)
        .take(COLUMNS)
    {
        let compared = match column.kind {
            Kind::Number => table.numbers(&column.name).ok().map(Compared::Number),
            Kind::Category | Kind::Ordinal | Kind::Boolean if profile.distinct <= LEVELS => {
                Some(Compared::Levels(table.labels(&column.name)?.codes))
            }
            _ => None,
        };
        columns.extend(compared.map(|compared| (column.name.as_str(), compared)));
    }
    let mut findings = Vec::new();
    for (at, (column, values)) in columns.iter().enumerate() {
        let like = |(other, before): &(&str, Compared)| {
            Some((other.to_string(), likeness(before, values)?))
        };
        let nearest = columns[..at].iter().filter_map(like).reduce(|best, next| {
            if next.1.strength() > best.1.strength() {
                next
            } else {
                best
            }
        });
        let Some((other, likeness)) = nearest.filter(|(_, l)| l.strength() > limit) else {
            continue;
        };
        findings.push(finding(context, column, &other, likeness, limit));
    }
    findings.extend(further(context, limit)?);
    let unnamed = findings.len().saturating_sub(NAMED);
    if unnamed > 0 {
        findings.truncate(NAMED);
        let message = format!(
            "{} more go with an earlier one as closely{}",
            text::counted(unnamed, "column"),
            context.sample.note()
        );
        findings.push(
            Found::new(&CHECK, Severity::Info, message)
                .measured(unnamed as f64, 0.0)
                .done(),
        );
    }
    Ok(findings)
}

/// Numbers beyond the first columns that go with an earlier number.
fn further(context: &Context<'_>, limit: f64) -> Result<Vec<Finding>> {
    let inputs = || {
        context
            .inputs()
            .filter(|(c, p)| !c.computed && p.distinct > 1)
    };
    let is_number = |name: &str| context.sample.table.numbers(name).is_ok();
    let among_first = inputs()
        .take(COLUMNS)
        .filter(|(c, _)| c.kind == Kind::Number);
    let first = among_first.filter(|(c, _)| is_number(&c.name)).count();
    let columns: Vec<&str> = inputs()
        .filter(|(c, _)| c.kind == Kind::Number && is_number(&c.name))
        .map(|(c, _)| c.name.as_str())
        .collect();
    if columns.len() == first {
        return Ok(Vec::new());
    }
    let Some(rows) = wide::rows_for(columns.len()) else {
        let message = format!(
            "of {} only the first {COLUMNS} were compared with one another: they are too many",
            text::counted(columns.len(), "number")
        );
        return Ok(vec![Found::new(&CHECK, Severity::Info, message).done()]);
    };
    let table = &context.sample.table;
    let some = table.take(&context.sample.every(rows))?;
    let mut findings = Vec::new();
    for (column, other) in wide::candidates(&some, &columns, first, limit)? {
        let of = |at: usize| table.numbers(columns[at]).map(Compared::Number);
        let likeness = likeness(&of(other)?, &of(column)?);
        if let Some(likeness) = likeness.filter(|l| l.strength() > limit) {
            findings.push(finding(
                context,
                columns[column],
                columns[other],
                likeness,
                limit,
            ));
        }
    }
    Ok(findings)
}

/// How much two columns are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Likeness {
    /// Equal in every row.
    Equal,
    /// Each level of one goes with one level of the other.
    Renamed,
    /// Pearson's correlation.
    Correlated(f64),
    /// Cramér's V.
    Associated(f64),
}

impl Likeness {
    fn strength(self) -> f64 {
        match self {
            Likeness::Equal | Likeness::Renamed => 1.0,
            Likeness::Correlated(r) => r.abs(),
            // Levels that do not go one by one are never the same.
            Likeness::Associated(v) => v.min(SAME - 1e-9),
        }
    }
}

fn finding(
    context: &Context<'_>,
    column: &str,
    other: &str,
    likeness: Likeness,
    limit: f64,
) -> Finding {
    let (column_name, other_name, note) = (name(column), name(other), context.sample.note());
    let message = match likeness {
        Likeness::Equal => {
            format!("column {column_name} is equal to {other_name} in every row{note}")
        }
        Likeness::Renamed => format!("column {column_name} is {other_name} in other words{note}"),
        Likeness::Correlated(r) if r.abs() >= SAME => {
            format!(
                "column {column_name} is {other_name} in another unit (correlation {}){note}",
                text::number(r, 4)
            )
        }
        Likeness::Associated(v) => format!(
            "columns {column_name} and {other_name} go together (Cramér's V {}){note}",
            text::number(v, 3)
        ),
        Likeness::Correlated(r) => {
            format!(
                "columns {column_name} and {other_name} move together (correlation {}){note}",
                text::number(r, 3)
            )
        }
    };
    let severity = if likeness.strength() >= SAME {
        Severity::Warning
    } else {
        Severity::Info
    };
    Found::new(&CHECK, severity, message)
        .column(column)
        .measured(likeness.strength(), limit)
        .fix(fix::ignore(column))
        .done()
}

fn likeness(a: &Compared, b: &Compared) -> Option<Likeness> {
    match (a, b) {
        (Compared::Number(a), Compared::Number(b)) => {
            let equal = a
                .iter()
                .zip(b)
                .all(|(a, b)| a == b || a.is_nan() && b.is_nan());
            match equal {
                true => Some(Likeness::Equal),
                false => correlated(a, b).map(Likeness::Correlated),
            }
        }
        (Compared::Levels(a), Compared::Levels(b)) => match is_renamed(a, b) {
            true => Some(Likeness::Renamed),
            false if few_levels(a) && few_levels(b) => associated(a, b).map(Likeness::Associated),
            false => None,
        },
        _ => None,
    }
}

/// Pearson's correlation, of enough rows to tell.
fn correlated(a: &[f64], b: &[f64]) -> Option<f64> {
    pearson(a, b)
        .filter(|found| found.rows >= ROWS)
        .map(|found| found.value)
}

/// Cramér's V corrected for its bias, of enough rows to tell.
fn associated(a: &[Option<u32>], b: &[Option<u32>]) -> Option<f64> {
    let table = Contingency::of(a, b).filter(|table| table.rows >= ROWS)?;
    table.cramers_v_corrected()
}

/// Whether a table of counts of the levels is worth making.
fn few_levels(codes: &[Option<u32>]) -> bool {
    codes.iter().flatten().all(|code| *code < 50)
}

/// Whether levels of two columns go together one by one, each often enough to tell.
fn is_renamed(a: &[Option<u32>], b: &[Option<u32>]) -> bool {
    let mut pairs: Vec<(Option<u32>, Option<u32>)> =
        a.iter().copied().zip(b.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let count = |mut levels: Vec<Option<u32>>| {
        levels.sort_unstable();
        levels.dedup();
        levels.len()
    };
    let (of_a, of_b) = (
        count(pairs.iter().map(|p| p.0).collect()),
        count(pairs.iter().map(|p| p.1).collect()),
    );
    pairs.len() == of_a && of_a == of_b && of_a > 1 && of_a * 5 <= a.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_told_apart() {
        let x: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 89)).collect();
        let number = |of: &dyn Fn(f64) -> f64| Compared::Number(x.iter().map(|v| of(*v)).collect());
        let base = number(&|v| v);
        assert_eq!(likeness(&base, &number(&|v| v)), Some(Likeness::Equal));
        assert!(likeness(&base, &number(&|v| -10.0 * v)).unwrap().strength() > SAME);
        assert!(
            likeness(&base, &number(&|v| (v * 12.9).sin()))
                .unwrap()
                .strength()
                < 0.5
        );
        assert_eq!(likeness(&base, &number(&|_| 1.0)), None);
        let levels =
            |of: &dyn Fn(u32) -> u32| Compared::Levels((0..100).map(|i| Some(of(i % 7))).collect());
        assert_eq!(
            likeness(&levels(&|l| l), &levels(&|l| 6 - l)),
            Some(Likeness::Renamed)
        );
        let halved = likeness(&levels(&|l| l), &levels(&|l| l / 2)).unwrap();
        assert!(matches!(halved, Likeness::Associated(v) if v > 0.9) && halved.strength() < SAME);
    }
}
