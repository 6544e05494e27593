//! What the functions compute.

use std::borrow::Cow;

use super::Mistake;
use super::dates::{date_part, make_date};
use super::functions::Function;
use super::values::{Text, Values, at, common, zip};

/// The arguments of a call, each with its place.
pub(super) type Given<'a> = Vec<(Values<'a>, usize)>;

/// Computes a function. The number of arguments was checked before.
pub(super) fn call(function: Function, given: Given<'_>) -> Result<Values<'_>, Mistake> {
    match function {
        Function::Coalesce => coalesce(given),
        Function::NullIf => null_if(given),
        Function::Greatest => extreme(given, f64::max),
        Function::Least => extreme(given, f64::min),
        Function::Pi => Ok(Values::Number(vec![std::f64::consts::PI])),
        Function::Part(part) => date_part(part, given),
        Function::MakeDate => make_date(given),
        Function::Round => round(given),
        _ => match (of_one(function), of_two(function)) {
            (Some(compute), _) => {
                let [value] = numbers(given)?;
                let values = value.into_iter().map(|v| finite(compute(v)));
                Ok(Values::Number(values.collect()))
            }
            (_, Some(compute)) => {
                let [a, b] = numbers(given)?;
                Ok(Values::Number(zip(&a, &b, |a, b| finite(compute(*a, *b)))))
            }
            _ => text(function, given),
        },
    }
}

/// An undefined result is missing.
pub(super) fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// The remainder with the sign of the divisor: `-1 % 24` is 23.
pub(super) fn remainder(a: f64, b: f64) -> f64 {
    finite(a - b * (a / b).floor())
}

fn of_one(function: Function) -> Option<fn(f64) -> f64> {
    Some(match function {
        Function::Abs => f64::abs,
        Function::Sign => |v| if v == 0.0 { 0.0 } else { v.signum() },
        Function::Floor => f64::floor,
        Function::Ceil => f64::ceil,
        Function::Trunc => f64::trunc,
        Function::Sqrt => f64::sqrt,
        Function::Exp => f64::exp,
        Function::Expm1 => f64::exp_m1,
        Function::Ln => f64::ln,
        Function::Log10 => f64::log10,
        Function::Log2 => f64::log2,
        Function::Log1p => f64::ln_1p,
        Function::Sin => f64::sin,
        Function::Cos => f64::cos,
        Function::Tan => f64::tan,
        Function::Asin => f64::asin,
        Function::Acos => f64::acos,
        Function::Atan => f64::atan,
        Function::Radians => f64::to_radians,
        Function::Degrees => f64::to_degrees,
        _ => return None,
    })
}

fn of_two(function: Function) -> Option<fn(f64, f64) -> f64> {
    Some(match function {
        Function::Power => f64::powf,
        Function::Log => |v, base| v.ln() / base.ln(),
        Function::Mod => remainder,
        Function::Atan2 => f64::atan2,
        _ => return None,
    })
}

/// The arguments as numbers, as many as the caller takes.
fn numbers<const N: usize>(given: Given<'_>) -> Result<[Vec<f64>; N], Mistake> {
    let mut out = [const { Vec::new() }; N];
    for (place, (values, position)) in out.iter_mut().zip(given) {
        *place = values.into_numbers(position)?;
    }
    Ok(out)
}

/// To so many decimals, halves away from zero; without decimals to a whole number.
fn round(given: Given<'_>) -> Result<Values<'_>, Mistake> {
    let has_digits = given.len() == 2;
    let [values, digits] = numbers(given)?;
    if !has_digits {
        return Ok(Values::Number(values.into_iter().map(f64::round).collect()));
    }
    Ok(Values::Number(zip(&values, &digits, |value, digits| {
        let scale = 10_f64.powf(digits.trunc());
        let scaled = value * scale;
        // Beyond the reach of a double there are no decimals left to round.
        if scaled.is_finite() {
            finite(scaled.round() / scale)
        } else {
            finite(*value)
        }
    })))
}

fn coalesce(given: Given<'_>) -> Result<Values<'_>, Mistake> {
    let lists = Values::alike(given)?;
    let nulls: Vec<Vec<bool>> = lists.iter().map(Values::nulls).collect();
    let rows = common(nulls.iter().map(Vec::len));
    let first = |row| nulls.iter().position(|null| !at(null, row));
    let chosen: Vec<Option<usize>> = (0..rows).map(first).collect();
    Ok(Values::pick(&lists, &chosen))
}

/// The first argument, null where it equals the second.
fn null_if(given: Given<'_>) -> Result<Values<'_>, Mistake> {
    let [(a, _), (b, _)] = given.as_slice() else {
        return Ok(Values::Null);
    };
    let kept = a.clone();
    if *a == Values::Null || *b == Values::Null {
        return Ok(kept);
    }
    let position = given[1].1;
    let Ok(alike) = Values::alike(given) else {
        return Err(
            Mistake::new(position, "nullif compares values of two types")
                .with_fix("give both the same type"),
        );
    };
    let equal = match alike.as_slice() {
        [Values::Number(a), Values::Number(b)] => zip(a, b, |a, b| a == b),
        [Values::Text(a), Values::Text(b)] => zip(a, b, |a, b| a == b),
        [Values::Boolean(a), Values::Boolean(b)] => zip(a, b, |a, b| a == b),
        [Values::Integer(a), Values::Integer(b)] | [Values::Date(a), Values::Date(b)] => {
            zip(a, b, |a, b| a == b)
        }
        _ => Vec::new(),
    };
    let chosen: Vec<Option<usize>> = equal.iter().map(|e| (!e).then_some(0)).collect();
    Ok(Values::pick(&[kept], &chosen))
}

/// The largest or smallest of each row, missing ones left out.
fn extreme(given: Given<'_>, better: fn(f64, f64) -> f64) -> Result<Values<'_>, Mistake> {
    let mut lists = Vec::with_capacity(given.len());
    for (values, position) in given {
        lists.push(values.into_numbers(position)?);
    }
    let rows = common(lists.iter().map(Vec::len));
    // The maximum of a number and NaN is the number.
    let one = |row| {
        lists
            .iter()
            .fold(f64::NAN, |best, list| better(best, *at(list, row)))
    };
    Ok(Values::Number((0..rows).map(one).collect()))
}

/// Functions of texts.
fn text(function: Function, given: Given<'_>) -> Result<Values<'_>, Mistake> {
    if function == Function::Concat {
        let lists: Vec<Vec<Text<'_>>> = given.into_iter().map(|(v, _)| v.into_texts()).collect();
        let rows = common(lists.iter().map(Vec::len));
        let one = |row| {
            let parts = lists.iter().filter_map(|list| at(list, row).as_deref());
            Some(Cow::Owned(parts.collect::<String>()))
        };
        return Ok(Values::Text((0..rows).map(one).collect()));
    }
    let mut given = given.into_iter();
    let Some((first, position)) = given.next() else {
        return Ok(Values::Null);
    };
    let texts = texts(first, position)?;
    let rest: Vec<(Values<'_>, usize)> = given.collect();
    match function {
        Function::Lower => Ok(each(texts, |t| t.to_lowercase())),
        Function::Upper => Ok(each(texts, |t| t.to_uppercase())),
        Function::Trim => Ok(each(texts, |t| t.trim().to_owned())),
        Function::LeftTrim => Ok(each(texts, |t| t.trim_start().to_owned())),
        Function::RightTrim => Ok(each(texts, |t| t.trim_end().to_owned())),
        Function::Length => Ok(Values::Integer(
            texts
                .iter()
                .map(|t| {
                    t.as_ref()
                        .and_then(|t| i64::try_from(t.chars().count()).ok())
                })
                .collect(),
        )),
        Function::Substring | Function::Left | Function::Right => slice(function, &texts, rest),
        _ => with_texts(function, &texts, rest),
    }
}

fn texts(values: Values<'_>, position: usize) -> Result<Vec<Text<'_>>, Mistake> {
    match values {
        Values::Null => Ok(vec![None]),
        Values::Text(texts) => Ok(texts),
        other => Err(Mistake::new(
            position,
            format!("a text is needed here, this is {}", other.storage().noun()),
        )
        .with_fix("write cast(x as text)")),
    }
}

fn each<'a>(texts: Vec<Text<'_>>, compute: impl Fn(&str) -> String) -> Values<'a> {
    let one = |text: Text<'_>| text.map(|text| Cow::Owned(compute(&text)));
    Values::Text(texts.into_iter().map(one).collect())
}

/// Parts of texts by position: `substring(x, 2, 3)` begins at the second character.
fn slice<'a>(
    function: Function,
    list: &[Text<'_>],
    rest: Vec<(Values<'_>, usize)>,
) -> Result<Values<'a>, Mistake> {
    let mut bounds = Vec::with_capacity(2);
    for (values, position) in rest {
        bounds.push(values.into_numbers(position)?);
    }
    let rows = common(bounds.iter().map(Vec::len).chain([list.len()]));
    let one = |row| -> Text<'a> {
        let text = at(list, row).as_deref()?;
        let bound = |place: usize| bounds.get(place).map(|values| *at(values, row));
        if bounds.iter().any(|values| at(values, row).is_nan()) {
            return None;
        }
        let length = text.chars().count() as f64;
        let (from, to) = match (function, bound(0)?) {
            (Function::Left, count) => (0.0, count),
            (Function::Right, count) => (length - count, length),
            (_, start) => (start - 1.0, bound(1).map_or(length, |n| start - 1.0 + n)),
        };
        // A cast from a negative number gives 0.
        let (from, to) = (from as usize, to as usize);
        let taken = text.chars().take(to).skip(from);
        Some(Cow::Owned(taken.collect()))
    };
    Ok(Values::Text((0..rows).map(one).collect()))
}

/// Functions of a text and other texts.
fn with_texts<'a>(
    function: Function,
    list: &[Text<'_>],
    rest: Vec<(Values<'_>, usize)>,
) -> Result<Values<'a>, Mistake> {
    let mut others = Vec::with_capacity(2);
    for (values, position) in rest {
        others.push(texts(values, position)?);
    }
    let rows = common(others.iter().map(Vec::len).chain([list.len()]));
    let pair = |row| {
        let other = others.first()?;
        Some((at(list, row).as_deref()?, at(other, row).as_deref()?))
    };
    let truth = |test: fn(&str, &str) -> bool| {
        let one = |row| pair(row).map(|(a, b)| test(a, b));
        Values::Boolean((0..rows).map(one).collect())
    };
    Ok(match function {
        Function::StartsWith => truth(|a, b| a.starts_with(b)),
        Function::EndsWith => truth(|a, b| a.ends_with(b)),
        Function::Position => {
            let one = |row| {
                let (a, b) = pair(row)?;
                let before = a.find(b).map_or(0, |at| a[..at].chars().count() + 1);
                i64::try_from(before).ok()
            };
            Values::Integer((0..rows).map(one).collect())
        }
        _ => {
            let one = |row| -> Text<'a> {
                let (text, old) = pair(row)?;
                let new = at(others.get(1)?, row).as_deref()?;
                Some(Cow::Owned(if old.is_empty() {
                    text.to_owned()
                } else {
                    text.replace(old, new)
                }))
            };
            Values::Text((0..rows).map(one).collect())
        }
    })
}

/// Whether a text is like a pattern, in which `%` stands for any characters and `_` for one.
pub(super) fn like(text: &str, pattern: &[char], any_case: bool) -> bool {
    let fold = |c: char| match any_case {
        true => c.to_lowercase().next().unwrap_or(c),
        false => c,
    };
    let text: Vec<char> = text.chars().map(fold).collect();
    let (mut at, mut place) = (0, 0);
    // Where the last % was met: its place after it, and the character it has eaten up to.
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(place) {
            Some('%') => {
                place += 1;
                retry = Some((place, at));
            }
            Some('_') => {
                at += 1;
                place += 1;
            }
            Some(c) if fold(*c) == text[at] => {
                at += 1;
                place += 1;
            }
            _ => match retry {
                Some((after, eaten)) => {
                    at = eaten + 1;
                    place = after;
                    retry = Some((after, at));
                }
                None => return false,
            },
        }
    }
    pattern[place..].iter().all(|c| *c == '%')
}
