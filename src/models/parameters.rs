//! Parameters of a family: one table from which defaults, checks and draws derive.

use rand::Rng as _;

use super::Params;
use crate::error::{Error, Result};
use crate::metrics::Metric;
use crate::text::escape;
use crate::work::Rng;

/// One parameter of a family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Name in files.
    pub name: &'static str,
    /// Value where nothing is said.
    pub default: f64,
    /// Lowest and highest valid value.
    pub range: (f64, f64),
    /// Whether it is a whole number.
    pub whole: bool,
    /// What it does.
    pub doc: &'static str,
}

impl Parameter {
    /// A real number.
    pub(super) const fn real(
        name: &'static str,
        default: f64,
        range: (f64, f64),
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            default,
            range,
            whole: false,
            doc,
        }
    }

    /// A whole number.
    pub(super) const fn whole(
        name: &'static str,
        default: f64,
        range: (f64, f64),
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            default,
            range,
            whole: true,
            doc,
        }
    }
}

/// Every parameter at its default.
pub(super) fn defaults(table: &[Parameter]) -> Params {
    table
        .iter()
        .map(|p| (p.name.to_owned(), p.default))
        .collect()
}

/// These parameters, what is left out at its default.
pub(super) fn completed(table: &[Parameter], params: &Params) -> Params {
    let mut all = defaults(table);
    all.extend(params.iter().map(|(name, value)| (name.clone(), *value)));
    all
}

/// The value of a parameter, its default where it is left out.
pub(super) fn value(table: &[Parameter], params: &Params, name: &str) -> f64 {
    let default = || table.iter().find(|p| p.name == name).map(|p| p.default);
    params
        .get(name)
        .copied()
        .or_else(default)
        .unwrap_or(f64::NAN)
}

/// Errors for the first unknown name or value out of range, the other mistakes beside it.
pub(super) fn check(family: &str, table: &[Parameter], params: &Params) -> Result<()> {
    let mut mistakes = params
        .iter()
        .filter_map(|(name, value)| mistake(family, table, name, *value));
    match mistakes.next() {
        None => Ok(()),
        Some(first) => Err(first.with_others(mistakes.collect())),
    }
}

fn mistake(family: &str, table: &[Parameter], name: &str, value: f64) -> Option<Error> {
    let Some(parameter) = table.iter().find(|p| p.name == name) else {
        let names = table.iter().map(|p| p.name);
        let fix = match crate::text::nearest(name, names.clone()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("use one of: {}", names.collect::<Vec<_>>().join(", ")),
        };
        return Some(
            Error::new(format!("{family} has no parameter '{}'", escape(name))).with_fix(fix),
        );
    };
    let (low, high) = parameter.range;
    let whole = if parameter.whole {
        "a whole number"
    } else {
        "a number"
    };
    if !(low..=high).contains(&value) || parameter.whole && value.fract() != 0.0 {
        let fix = if high == f64::MAX {
            format!("give {whole} of at least {low}")
        } else {
            format!("give {whole} from {low} to {high}")
        };
        return Some(
            Error::new(format!(
                "'{value}' is not a value of the parameter {name} of {family}"
            ))
            .with_fix(fix),
        );
    }
    None
}

/// One parameter over a list of values, the first being the default; at most `count` sets.
pub(super) fn grid(name: &str, values: &[f64], count: usize) -> Vec<Params> {
    values
        .iter()
        .take(count)
        .map(|&v| Params::from([(name.to_owned(), v)]))
        .collect()
}

/// A draw even on the scale of the logarithm.
pub(super) fn log_uniform(rng: &mut Rng, low: f64, high: f64) -> f64 {
    rng.random_range(low.ln()..=high.ln()).exp()
}

/// The parameter `objective` at absolute error where the metric counts errors by their size, else none.
pub(super) fn absolute_error(metric: Metric) -> Params {
    match metric.name() {
        "mae" | "mape" | "smape" | "mase" => Params::from([("objective".to_owned(), 1.0)]),
        _ => Params::new(),
    }
}

/// To three significant digits, so that a drawn parameter can be read and copied.
pub(super) fn short(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
