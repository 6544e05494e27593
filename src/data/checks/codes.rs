//! Numbers and dates that stand for something else, mostly for a value that is not there.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::stats::Sorted;
use crate::table::{Labels, Storage};
use crate::text;

use super::super::{Finding, fix};
use super::context::{name, value};
use super::{Check, Context, Found};

/// Numbers written where a value is not there: the shorter ones need the others to be positive.
const SMALL: &[f64] = &[-1.0, -8.0, -9.0];
/// Numbers of nines, which need to stand far from the others.
const LARGE: &[f64] = &[
    -99_999.0,
    -9_999.0,
    -999.0,
    -99.0,
    99.0,
    999.0,
    9_999.0,
    99_999.0,
    999_999.0,
    9_999_999.0,
];
/// First days of calendars of programs, and the last of some, as ISO 8601.
const DATES: &[&str] = &[
    "1753-01-01",
    "1899-12-30",
    "1899-12-31",
    "1900-01-01",
    "1900-01-02",
    "1904-01-01",
    "1970-01-01",
    "1980-01-01",
    "2099-12-31",
    "2999-12-31",
    "9999-12-31",
];
/// Rows with the code at least: fewer are outliers.
const ROWS: usize = 3;
/// Different other values at least: among a handful of values a code is one of them.
const DISTINCT: usize = 10;
/// Share of rows above which zero is a value of its own, not a gap.
const ZEROS: f64 = 0.25;
/// How often more than the usual a day must come.
const PILE: f64 = 5.0;

pub(super) static CHECK: Check = Check {
    name: "codes",
    doc: "A number or a date that comes often and stands apart from all others, such as 999, -1 or 1900-01-01, mostly means \
          that there is no value; a model takes it for a quantity.",
    thresholds: &[Threshold::CodeShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::CodeShare);
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let storage = context.data.table.column(&column.name)?.storage;
        let codes = match (column.kind, storage) {
            (Kind::Number, Storage::Integer | Storage::Number) => {
                numbers(&context.sample.table.numbers(&column.name)?, limit)
            }
            (Kind::Date, Storage::Date) => {
                let labels = context.sample.table.labels(&column.name)?;
                dates(&labels, limit)
            }
            _ => continue,
        };
        for code in codes {
            // The sample says which, the whole column how many.
            let table = &context.data.table;
            let rows: Vec<usize> = match &code {
                Code::Number(code) => positions(&table.numbers(&column.name)?, |v| v == code),
                Code::Date(day) => {
                    let labels = table.labels(&column.name)?;
                    positions(&labels.codes, |code| {
                        code.is_some_and(|c| labels.names[c as usize].starts_with(day))
                    })
                }
            };
            let share = rows.len() as f64 / (context.rows() - profile.missing).max(1) as f64;
            let message = format!(
                "column {} is {} in {} ({}), apart from all other values: it may be a code for 'no value'",
                name(&column.name),
                value(profile, &code.text()),
                text::counted(rows.len(), "row"),
                text::percent(share)
            );
            let mut found = Found::new(&CHECK, Severity::Warning, message)
                .column(&column.name)
                .measured(share, limit)
                .rows(rows);
            let key = fix::column(&column.name);
            found = match column.role {
                Role::Feature => {
                    let expression = format!("nullif({key}, {})", code.literal());
                    found.fix(fix::replaced(
                        context,
                        &column.name,
                        &expression,
                        "read it as missing",
                    ))
                }
                Role::Target => {
                    let condition = format!("{key} <> {}", code.literal());
                    found.fix(fix::keep_rows(
                        context.filter(),
                        &condition,
                        "leave these rows out",
                    ))
                }
                _ => found,
            };
            findings.push(found.done());
        }
    }
    Ok(findings)
}

/// A value that may be a code.
#[derive(Debug, PartialEq)]
enum Code {
    Number(f64),
    Date(&'static str),
}

impl Code {
    fn text(&self) -> String {
        match self {
            Code::Number(code) => code.to_string(),
            Code::Date(day) => (*day).to_owned(),
        }
    }

    fn literal(&self) -> String {
        match self {
            Code::Number(code) => code.to_string(),
            Code::Date(day) => format!("date '{day}'"),
        }
    }
}

fn positions<T>(values: &[T], is_code: impl Fn(&T) -> bool) -> Vec<usize> {
    (0..values.len())
        .filter(|&row| is_code(&values[row]))
        .collect()
}

/// The codes of a column of numbers, from the outermost: each must stand apart from what is left without those before it.
fn numbers(values: &[f64], limit: f64) -> Vec<Code> {
    let sorted = Sorted::new(values);
    let mut rest: &[f64] = sorted.values();
    let filled = rest.len();
    let mut codes = Vec::new();
    loop {
        let (Some(&low), Some(&high)) = (rest.first(), rest.last()) else {
            return codes;
        };
        let without_low = &rest[rest.partition_point(|v| *v <= low)..];
        let without_high = &rest[..rest.partition_point(|v| *v < high)];
        let enough = |others: &[f64]| {
            let count = rest.len() - others.len();
            count >= ROWS && count as f64 >= limit * filled as f64
        };
        let share = (rest.len() - without_low.len()) as f64 / filled as f64;
        if enough(without_high) && is_large_code(high, without_high) {
            codes.push(Code::Number(high));
            rest = without_high;
        } else if enough(without_low)
            && (is_large_code(low, without_low) || is_small_code(low, share, without_low))
        {
            codes.push(Code::Number(low));
            rest = without_low;
        } else {
            return codes;
        }
    }
}

/// Whether a number of nines lies farther from the others than they are spread.
fn is_large_code(code: f64, others: &[f64]) -> bool {
    let (Some(&low), Some(&high)) = (others.first(), others.last()) else {
        return false;
    };
    let gap = (low - code).max(code - high);
    LARGE.contains(&code) && varied(others) && gap > (high - low) / 2.0 && gap > 0.2 * code.abs()
}

/// Whether a small negative number is the only negative one, or zero lies far below numbers that are far above it.
fn is_small_code(code: f64, share: f64, others: &[f64]) -> bool {
    let Some(&low) = others.first() else {
        return false;
    };
    if !varied(others) {
        return false;
    }
    if code == 0.0 {
        let middle = others[others.len() / 2];
        let quarter = |part: usize| others[(others.len() - 1) * part / 4];
        // Zero belongs to numbers that have such a gap among themselves too.
        let alone = others.windows(2).all(|w| w[1] - w[0] < low);
        return share <= ZEROS
            && alone
            && low >= 0.25 * middle
            && low >= 0.5 * (quarter(3) - quarter(1));
    }
    let whole = others.iter().all(|v| v.fract() == 0.0);
    SMALL.contains(&code) && whole && low >= 0.0
}

fn varied(sorted: &[f64]) -> bool {
    sorted.chunk_by(|a, b| a == b).nth(DISTINCT - 1).is_some()
}

/// The codes of a column of dates: a first or last day of a calendar that comes far more often than a day usually does.
fn dates(labels: &Labels, limit: f64) -> Vec<Code> {
    let (counts, names) = (labels.counts(), &labels.names);
    let filled: usize = counts.iter().sum();
    if names.len() < DISTINCT {
        return Vec::new();
    }
    let usual = filled as f64 / names.len() as f64;
    let of_day = |day: &str| -> usize {
        let days = names
            .iter()
            .zip(&counts)
            .filter(|(name, _)| name.starts_with(day));
        days.map(|(_, count)| count).sum()
    };
    let piled = |day: &&&str| {
        let count = of_day(day);
        count >= ROWS && count as f64 >= (limit * filled as f64).max(PILE * usual)
    };
    DATES
        .iter()
        .filter(piled)
        .map(|day| Code::Date(day))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(code: f64) -> Vec<f64> {
        (0..200)
            .map(|i| {
                if i % 20 == 0 {
                    code
                } else {
                    20.0 + f64::from(i % 50)
                }
            })
            .collect()
    }

    #[test]
    fn numbers_that_stand_apart_are_codes() {
        for code in [-1.0, -9.0, -999.0, 999.0, 9_999.0, 0.0] {
            assert_eq!(numbers(&ages(code), 0.001), [Code::Number(code)], "{code}");
        }
        for value in [72.0, 18.0, -2.0, 1.0, 100.0] {
            assert_eq!(numbers(&ages(value), 0.001), [], "{value}");
        }
    }

    #[test]
    fn two_codes_are_both_found() {
        let mut values = ages(999.0);
        values[3] = 9_999.0;
        assert_eq!(
            numbers(&values, 0.001),
            [],
            "one row is an outlier, and hides what lies behind it"
        );
        values[5] = 9_999.0;
        values[7] = 9_999.0;
        assert_eq!(
            numbers(&values, 0.001),
            [Code::Number(9_999.0), Code::Number(999.0)]
        );
    }

    #[test]
    fn quantities_that_reach_such_values_have_no_code() {
        let signed: Vec<f64> = (0..300).map(|i| f64::from(i % 41) - 20.0).collect();
        assert_eq!(numbers(&signed, 0.001), []);
        let counts: Vec<f64> = (0..300).map(|i| f64::from(i % 1000)).collect();
        assert_eq!(numbers(&counts, 0.001), []);
        let flags: Vec<f64> = (0..300).map(|i| f64::from(i % 3) - 1.0).collect();
        assert_eq!(numbers(&flags, 0.001), []);
        let small: Vec<f64> = (0..300).map(|i| f64::from(i % 97 % 14)).collect();
        assert_eq!(numbers(&small, 0.001), []);
        let tips: Vec<f64> = (0..300)
            .map(|i| {
                if i % 2 == 0 {
                    0.0
                } else {
                    5.0 + f64::from(i % 17)
                }
            })
            .collect();
        assert_eq!(numbers(&tips, 0.001), []);
    }

    #[test]
    fn a_first_day_that_piles_up_is_a_code() {
        let names: Vec<String> = std::iter::once("1900-01-01".to_owned())
            .chain((1..=28).map(|day| format!("2024-03-{day:02}")))
            .collect();
        let labels = |piled: u32| Labels {
            codes: (0..290)
                .map(|i| Some(if i < piled { 0 } else { 1 + i % 28 }))
                .collect(),
            names: names.clone(),
        };
        assert_eq!(dates(&labels(60), 0.001), [Code::Date("1900-01-01")]);
        assert_eq!(dates(&labels(2), 0.001), []);
    }
}
