//! The functions there are, by name.

use super::Mistake;
use super::window;
use crate::text::{counted, escape, nearest};

/// A function of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    Sign,
    Round,
    Floor,
    Ceil,
    Trunc,
    Sqrt,
    Exp,
    Expm1,
    Ln,
    Log,
    Log10,
    Log2,
    Log1p,
    Power,
    Mod,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Atan2,
    Radians,
    Degrees,
    Pi,
    Greatest,
    Least,
    Coalesce,
    NullIf,
    Lower,
    Upper,
    Length,
    Substring,
    Left,
    Right,
    Trim,
    LeftTrim,
    RightTrim,
    Concat,
    Replace,
    StartsWith,
    EndsWith,
    Position,
    MakeDate,
    Part(Part),
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    DayOfYear,
    /// Sunday is 0.
    DayOfWeek,
    /// Monday is 1, Sunday 7.
    IsoDayOfWeek,
    Hour,
    Minute,
    /// With its fraction.
    Second,
    /// Seconds since 1970.
    Epoch,
}

/// Name, function, least and most arguments (no bound where the most is 0 and the least is not).
type Entry = (&'static str, Function, usize, usize);

/// Every function. `log` takes a base, as `log(x, 10)`: alone it is base 10 in some databases and natural in others.
const FUNCTIONS: &[Entry] = &[
    ("abs", Function::Abs, 1, 1),
    ("sign", Function::Sign, 1, 1),
    ("round", Function::Round, 1, 2),
    ("floor", Function::Floor, 1, 1),
    ("ceil", Function::Ceil, 1, 1),
    ("ceiling", Function::Ceil, 1, 1),
    ("trunc", Function::Trunc, 1, 1),
    ("sqrt", Function::Sqrt, 1, 1),
    ("exp", Function::Exp, 1, 1),
    ("expm1", Function::Expm1, 1, 1),
    ("ln", Function::Ln, 1, 1),
    ("log", Function::Log, 2, 2),
    ("log10", Function::Log10, 1, 1),
    ("log2", Function::Log2, 1, 1),
    ("log1p", Function::Log1p, 1, 1),
    ("pow", Function::Power, 2, 2),
    ("power", Function::Power, 2, 2),
    ("mod", Function::Mod, 2, 2),
    ("sin", Function::Sin, 1, 1),
    ("cos", Function::Cos, 1, 1),
    ("tan", Function::Tan, 1, 1),
    ("asin", Function::Asin, 1, 1),
    ("acos", Function::Acos, 1, 1),
    ("atan", Function::Atan, 1, 1),
    ("atan2", Function::Atan2, 2, 2),
    ("radians", Function::Radians, 1, 1),
    ("degrees", Function::Degrees, 1, 1),
    ("pi", Function::Pi, 0, 0),
    ("greatest", Function::Greatest, 1, 0),
    ("least", Function::Least, 1, 0),
    ("coalesce", Function::Coalesce, 1, 0),
    ("ifnull", Function::Coalesce, 2, 2),
    ("nullif", Function::NullIf, 2, 2),
    ("lower", Function::Lower, 1, 1),
    ("upper", Function::Upper, 1, 1),
    ("length", Function::Length, 1, 1),
    ("char_length", Function::Length, 1, 1),
    ("character_length", Function::Length, 1, 1),
    ("substr", Function::Substring, 2, 3),
    ("substring", Function::Substring, 2, 3),
    ("left", Function::Left, 2, 2),
    ("right", Function::Right, 2, 2),
    ("trim", Function::Trim, 1, 1),
    ("ltrim", Function::LeftTrim, 1, 1),
    ("rtrim", Function::RightTrim, 1, 1),
    ("concat", Function::Concat, 1, 0),
    ("replace", Function::Replace, 3, 3),
    ("starts_with", Function::StartsWith, 2, 2),
    ("ends_with", Function::EndsWith, 2, 2),
    ("strpos", Function::Position, 2, 2),
    ("make_date", Function::MakeDate, 1, 3),
    ("make_timestamp", Function::MakeDate, 3, 6),
    ("year", Function::Part(Part::Year), 1, 1),
    ("quarter", Function::Part(Part::Quarter), 1, 1),
    ("month", Function::Part(Part::Month), 1, 1),
    ("week", Function::Part(Part::Week), 1, 1),
    ("isoweek", Function::Part(Part::Week), 1, 1),
    ("day", Function::Part(Part::Day), 1, 1),
    ("doy", Function::Part(Part::DayOfYear), 1, 1),
    ("dayofyear", Function::Part(Part::DayOfYear), 1, 1),
    ("dow", Function::Part(Part::DayOfWeek), 1, 1),
    ("dayofweek", Function::Part(Part::DayOfWeek), 1, 1),
    ("isodow", Function::Part(Part::IsoDayOfWeek), 1, 1),
    ("hour", Function::Part(Part::Hour), 1, 1),
    ("minute", Function::Part(Part::Minute), 1, 1),
    ("second", Function::Part(Part::Second), 1, 1),
    ("epoch", Function::Part(Part::Epoch), 1, 1),
];

/// Functions over many rows that are not computed.
const OVER_ROWS: &[&str] = &[
    "mean",
    "median",
    "mode",
    "std",
    "variance",
    "var",
    "quantile",
    "corr",
    "first",
    "last",
    "first_value",
    "last_value",
    "nth_value",
    "row_number",
    "rank",
    "dense_rank",
    "ntile",
];

/// Every function with its arguments, as it is written.
pub(super) fn signatures() -> impl Iterator<Item = (&'static str, String)> {
    FUNCTIONS.iter().map(|(name, _, least, most)| {
        let letters = ["x", "y", "z", "u", "v", "w"]
            .iter()
            .map(|l| (*l).to_owned());
        let needed: Vec<String> = letters.clone().take(*least).collect();
        let more = letters.skip(*least).take(most.saturating_sub(*least));
        let mut written = needed.join(", ");
        for letter in more {
            written.push_str(&format!("[, {letter}]"));
        }
        if *most == 0 && *least > 0 {
            written.push_str(", …");
        }
        (*name, written)
    })
}

impl Function {
    /// The part of a date by its name in lower case, in the singular or the plural; nothing where there is none.
    pub(super) fn part(name: &str) -> Option<Self> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        FUNCTIONS
            .iter()
            .find(|(known, function, ..)| {
                matches!(function, Function::Part(_)) && (*known == name || *known == singular)
            })
            .map(|(_, function, ..)| *function)
    }

    /// The function of this name, in any case, with so many arguments.
    pub(super) fn find(name: &str, arguments: usize, position: usize) -> Result<Self, Mistake> {
        let lower = name.to_lowercase();
        let Some((known, function, least, most)) =
            FUNCTIONS.iter().find(|(known, ..)| *known == lower)
        else {
            return Err(unknown(name, &lower, position));
        };
        let most = if *least > 0 && *most == 0 {
            usize::MAX
        } else {
            *most
        };
        if (*least..=most).contains(&arguments) {
            return Ok(*function);
        }
        if *function == Function::Log {
            return Err(Mistake::new(position, "'log' takes a number and a base")
                .with_fix("write ln(x), log10(x) or log(x, base)"));
        }
        let wanted = match (*least, most) {
            (least, most) if least == most => counted(least, "argument"),
            (least, usize::MAX) => format!("at least {}", counted(least, "argument")),
            (least, most) => format!("{least} to {}", counted(most, "argument")),
        };
        Err(Mistake::new(
            position,
            format!("'{known}' takes {wanted}, not {arguments}"),
        ))
    }
}

fn unknown(name: &str, lower: &str, position: usize) -> Mistake {
    let shown = escape(name);
    if let Some(mistake) = window::without_over(lower, &shown, position) {
        return mistake;
    }
    if lower == "lead" {
        return Mistake::new(
            position,
            format!("'{shown}' looks at later rows, which are not known"),
        )
        .with_fix("LAG(x) looks at the row before");
    }
    if OVER_ROWS.contains(&lower) {
        return Mistake::new(position, format!("'{shown}' looks at more than one row")).with_fix(
            "over the past there are LAG, avg, sum, min, max, count and stddev; compute others in the data file",
        );
    }
    let mistake = Mistake::new(position, format!("unknown function '{shown}'"));
    match nearest(lower, FUNCTIONS.iter().map(|(known, ..)| *known)) {
        Some(near) => mistake.with_fix(format!("did you mean {near}?")),
        None => mistake.with_fix(
            "there are abs, round, sqrt, exp, ln, log10, power, greatest, least, coalesce, nullif, lower, length, concat, year, month, hour and more",
        ),
    }
}
