//! Formulas that give a number.

use crate::stats::{median, std};

use super::{Answer, Best, Input, linear, named, short};

/// Columns combined at most, in their order.
const PAIRED: usize = 60;
/// Columns of which three are combined at most.
const IN_THREES: usize = 30;
/// Columns in a longer sum at most.
const LONGEST: usize = 10;
/// Rows on which a formula is tried first.
const FIRST: usize = 64;
/// Share of them in which it must hold to be tried on all.
const PROMISING: f64 = 0.8;
/// How far a value may lie from the formula, as a share of the target's deviation: what rounding may explain.
const ROUNDING: f64 = 0.005;
/// How far two equal numbers may lie apart, relative.
const EQUAL: f64 = 1e-9;
/// How near a whole number a coefficient must be.
const WHOLE: f64 = 0.02;
/// Decimals of the target looked for.
const DECIMALS: i32 = 6;
/// Different values below which the target is a handful of codes.
const DISTINCT: usize = 10;

/// The formula that gives the numbers `y` (none missing) in at least `limit` of the rows, where there is one.
pub(in crate::data) fn numbers(inputs: &[Input], y: &[f64], limit: f64) -> Option<Answer> {
    let mut sorted = y.to_vec();
    sorted.sort_by(f64::total_cmp);
    let runs = || sorted.chunk_by(|a, b| a == b);
    let common = runs().max_by_key(|run| run.len())?[0];
    if runs().count() < DISTINCT {
        return None;
    }
    let columns: Vec<(&str, &[f64])> = inputs
        .iter()
        .filter_map(|input| Some((input.name.as_str(), input.numbers.as_deref()?)))
        .take(PAIRED)
        .collect();
    let mut search = Search {
        columns,
        y,
        tolerance: tolerance(y),
        first: first(y.len()),
        best: Best::new(y.iter().map(|v| *v == common).collect(), limit),
    };
    search.single();
    if !search.best.is_settled() {
        search.pairs();
    }
    if !search.best.is_settled() {
        search.threes();
        search.sums();
    }
    search.best.found
}

/// Rows evenly spread over all.
fn first(rows: usize) -> Vec<usize> {
    let step = rows.div_ceil(FIRST).max(1);
    (0..rows).step_by(step).collect()
}

/// How far a formula may be off: half of the last decimal of the target, but far less than its deviation.
fn tolerance(y: &[f64]) -> f64 {
    let whole = |decimals: i32| {
        let scale = 10_f64.powi(decimals);
        y.iter()
            .all(|v| ((v * scale).round() - v * scale).abs() <= 1e-6 * (v * scale).abs().max(1.0))
    };
    let resolution = (0..=DECIMALS)
        .find(|d| whole(*d))
        .map_or(0.0, |d| 10_f64.powi(-d));
    (0.5 * resolution * (1.0 + 1e-6)).min(ROUNDING * std(y))
}

#[derive(Debug)]
struct Search<'a> {
    columns: Vec<(&'a str, &'a [f64])>,
    y: &'a [f64],
    tolerance: f64,
    first: Vec<usize>,
    best: Best,
}

impl Search<'_> {
    fn holds_at(&self, row: usize, value: f64) -> bool {
        (self.y[row] - value).abs() <= self.tolerance.max(EQUAL * self.y[row].abs())
    }

    /// Tries a formula on the first rows and, where it is promising, on all.
    fn offer(
        &mut self,
        columns: &[&str],
        at: impl Fn(usize) -> f64,
        formula: impl FnOnce() -> String,
    ) {
        let held = self
            .first
            .iter()
            .filter(|&&row| self.holds_at(row, at(row)))
            .count();
        if (held as f64) < PROMISING * self.first.len() as f64 {
            return;
        }
        let holds = (0..self.y.len())
            .map(|row| self.holds_at(row, at(row)))
            .collect();
        self.best.offer(columns, holds, formula);
    }

    /// A copy, a multiple, a shift, and the same of a few functions of one column.
    fn single(&mut self) {
        for at in 0..self.columns.len() {
            let (name, x) = self.columns[at];
            let shown = named(name);
            self.offer(&[name], |row| x[row], || format!("= {shown}"));
            for (function, of) in FUNCTIONS {
                let Some((slope, shift)) = self.line(|row| of(x[row])) else {
                    continue;
                };
                let inner = function.replace('x', &shown);
                let formula = || {
                    let times = match slope {
                        1.0 => inner.clone(),
                        -1.0 => format!("-{inner}"),
                        slope => format!("{} * {inner}", short(slope)),
                    };
                    match shift {
                        0.0 => format!("= {times}"),
                        shift if shift < 0.0 => format!("= {times} - {}", short(-shift)),
                        shift => format!("= {times} + {}", short(shift)),
                    }
                };
                self.offer(&[name], |row| slope * of(x[row]) + shift, formula);
            }
        }
    }

    /// The line through most of the first rows: median slope between neighbours, median shift.
    fn line(&self, x: impl Fn(usize) -> f64) -> Option<(f64, f64)> {
        let slopes: Vec<f64> = self
            .first
            .iter()
            .zip(self.first.iter().skip(1))
            .map(|(&a, &b)| (self.y[a] - self.y[b]) / (x(a) - x(b)))
            .filter(|slope| slope.is_finite() && *slope != 0.0)
            .collect();
        let slope = rounded(median(&slopes), 9);
        let shifts: Vec<f64> = self
            .first
            .iter()
            .map(|&row| self.y[row] - slope * x(row))
            .collect();
        let shift = median(&shifts);
        let shift = if shift.abs() <= self.tolerance {
            0.0
        } else {
            shift
        };
        (slope.is_finite() && shift.is_finite()).then_some((slope, shift))
    }

    /// Sum, difference, product and ratio of two columns, times a constant.
    fn pairs(&mut self) {
        for a in 0..self.columns.len() {
            for b in 0..self.columns.len() {
                let ((left, x), (right, z)) = (self.columns[a], self.columns[b]);
                for &(sign, symmetric, of) in OPERATORS {
                    if a == b || (symmetric && b < a) {
                        continue;
                    }
                    let at = |row: usize| of(x[row], z[row]);
                    let factors = match sign {
                        '+' | '-' => vec![1.0],
                        _ => vec![1.0, rounded(self.factor(at), 2), self.factor(at)],
                    };
                    for factor in factors {
                        let formula = || {
                            let plain = format!("{} {sign} {}", named(left), named(right));
                            match factor {
                                1.0 => format!("= {plain}"),
                                factor => format!("= {} * {plain}", short(factor)),
                            }
                        };
                        self.offer(&[left, right], |row| factor * at(row), formula);
                    }
                }
            }
        }
    }

    /// By how much the target is larger, in most of the first rows.
    fn factor(&self, at: impl Fn(usize) -> f64) -> f64 {
        let ratios: Vec<f64> = self
            .first
            .iter()
            .map(|&row| self.y[row] / at(row))
            .collect();
        let finite: Vec<f64> = ratios.into_iter().filter(|r| r.is_finite()).collect();
        rounded(median(&finite), 9)
    }

    /// Sums of three columns, each added or taken away.
    fn threes(&mut self) {
        let n = self.columns.len().min(IN_THREES);
        for a in 0..n {
            for b in a + 1..n {
                for c in b + 1..n {
                    for signs in [
                        [1.0, 1.0, 1.0],
                        [1.0, 1.0, -1.0],
                        [1.0, -1.0, 1.0],
                        [-1.0, 1.0, 1.0],
                        [1.0, -1.0, -1.0],
                        [-1.0, 1.0, -1.0],
                        [-1.0, -1.0, 1.0],
                    ] {
                        self.sum(&[(a, signs[0]), (b, signs[1]), (c, signs[2])]);
                    }
                }
            }
        }
    }

    /// Longer sums: least squares says which columns, with which sign.
    fn sums(&mut self) {
        let columns = self.columns.clone();
        let complete = |row: &usize| columns.iter().all(|(_, x)| !x[*row].is_nan());
        let rows: Vec<usize> = (0..self.y.len()).filter(complete).take(2_000).collect();
        let values: Vec<&[f64]> = columns.iter().map(|(_, x)| *x).collect();
        let Some(fitted) = linear::trimmed(&values, self.y, &rows) else {
            return;
        };
        let terms: Vec<(usize, f64)> = fitted
            .iter()
            .enumerate()
            .map(|(at, c)| (at, c.round(), (c - c.round()).abs()))
            .filter(|(_, whole, off)| *off <= WHOLE && whole.abs() == 1.0)
            .map(|(at, whole, _)| (at, whole))
            .collect();
        if (3..=LONGEST).contains(&terms.len()) {
            self.sum(&terms);
        }
    }

    fn sum(&mut self, terms: &[(usize, f64)]) {
        let parts: Vec<(&str, &[f64], f64)> = terms
            .iter()
            .map(|&(at, sign)| (self.columns[at].0, self.columns[at].1, sign))
            .collect();
        let names: Vec<&str> = parts.iter().map(|(name, _, _)| *name).collect();
        let formula = || {
            let mut out = String::from("=");
            for (at, (name, _, sign)) in parts.iter().enumerate() {
                let mark = match (at, *sign < 0.0) {
                    (0, false) => "",
                    (0, true) => "-",
                    (_, false) => "+ ",
                    (_, true) => "- ",
                };
                out.push_str(&format!(" {mark}{}", named(name)));
            }
            out
        };
        self.offer(
            &names,
            |row| parts.iter().map(|(_, x, sign)| sign * x[row]).sum(),
            formula,
        );
    }
}

/// A number without the noise of its last digits: this many are kept behind the first.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.digits$e}").parse().unwrap_or(value)
}

type Operator = (char, bool, fn(f64, f64) -> f64);

/// Sign, whether the order is of no matter, what it does.
const OPERATORS: &[Operator] = &[
    ('+', true, |a, b| a + b),
    ('-', false, |a, b| a - b),
    ('*', true, |a, b| a * b),
    ('/', false, |a, b| a / b),
];

type Function = (&'static str, fn(f64) -> f64);

/// Functions of one column, `x` standing for it.
const FUNCTIONS: &[Function] = &[
    ("x", |v| v),
    ("ln(x)", f64::ln),
    ("ln(x + 1)", f64::ln_1p),
    ("sqrt(x)", f64::sqrt),
    ("power(x, 2)", |v| v * v),
    ("1 / x", f64::recip),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, seed: usize) -> Input {
        let value = |row: usize| ((row * (seed * 37 + 11) + seed * seed) % 997) as f64 / 10.0 + 1.0;
        Input {
            name: name.into(),
            numbers: Some((0..400).map(value).collect()),
            levels: None,
        }
    }

    fn inputs() -> Vec<Input> {
        ["base", "tip", "tolls", "tax", "Miles"]
            .iter()
            .enumerate()
            .map(|(i, n)| column(n, i + 1))
            .collect()
    }

    fn formula(of: impl Fn(&[f64]) -> f64) -> Option<String> {
        let inputs = inputs();
        let row = |row: usize| {
            inputs
                .iter()
                .map(|i| i.numbers.as_ref().unwrap()[row])
                .collect::<Vec<_>>()
        };
        let y: Vec<f64> = (0..400)
            .map(|r| if r % 100 == 99 { 7.77 } else { of(&row(r)) })
            .collect();
        numbers(&inputs, &y, 0.95).map(|a| {
            assert!((a.share - 0.99).abs() < 1e-9, "{a:?}");
            a.formula
        })
    }

    #[test]
    fn formulas_are_named() {
        let found = |of: fn(&[f64]) -> f64| formula(of).unwrap_or_default();
        assert_eq!(found(|x| x[1]), "= tip");
        assert_eq!(found(|x| 2.5 * x[4]), "= 2.5 * \"Miles\"");
        assert_eq!(found(|x| 1.8 * x[0] + 32.0), "= 1.8 * base + 32");
        assert_eq!(found(|x| x[2].ln()), "= ln(tolls)");
        assert_eq!(found(|x| x[0] + x[1]), "= base + tip");
        assert_eq!(found(|x| x[3] - x[1]), "= tax - tip");
        assert_eq!(found(|x| x[0] / x[4]), "= base / \"Miles\"");
        assert_eq!(found(|x| 0.2 * x[0] * x[2]), "= 0.2 * base * tolls");
        assert_eq!(found(|x| x[0] + x[1] - x[3]), "= base + tip - tax");
        assert_eq!(
            found(|x| x[0] + x[1] + x[2] + x[3]),
            "= base + tip + tolls + tax"
        );
        assert_eq!(
            found(|x| (100.0 * x[0] / x[4]).round() / 100.0),
            "= base / \"Miles\""
        );
    }

    #[test]
    fn what_is_only_near_is_no_answer() {
        assert_eq!(formula(|x| x[0] + 0.3 * x[1]), None);
        assert_eq!(formula(|x| x[0] + (x[1] * 7.0).sin()), None);
        assert_eq!(formula(|_| 3.0), None);
    }

    #[test]
    fn zeros_that_agree_are_no_answer() {
        let mostly = |n: usize| {
            (0..400)
                .map(|r| {
                    if r % n == 0 {
                        (r % 83) as f64 + 1.0
                    } else {
                        0.0
                    }
                })
                .collect::<Vec<_>>()
        };
        let input = Input {
            name: "x".into(),
            numbers: Some(mostly(29)),
            levels: None,
        };
        assert_eq!(numbers(&[input], &mostly(31), 0.9), None);
    }
}
