//! The steps of one column of numbers, in this order: impute, clip, transform, scale.

use serde::{Deserialize, Serialize};

use super::{Feature, Needs};
use crate::error::{Error, Result};
use crate::text::number;

/// How a missing value is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fill {
    /// The middle value.
    Median,
    /// The arithmetic mean.
    Mean,
    /// The value that occurs most, the smallest of several.
    MostFrequent,
    /// 0.
    Zero,
}

impl Fill {
    const WORDS: [(&'static str, Fill); 4] = [
        ("median", Fill::Median),
        ("mean", Fill::Mean),
        ("most_frequent", Fill::MostFrequent),
        ("zero", Fill::Zero),
    ];

    fn word(self) -> &'static str {
        match self {
            Fill::Median => "median",
            Fill::Mean => "mean",
            Fill::MostFrequent => "most frequent",
            Fill::Zero => "zero",
        }
    }

    /// The value for a sorted list without NaN; 0 for an empty one.
    fn value(self, sorted: &[f64]) -> f64 {
        if sorted.is_empty() {
            return 0.0;
        }
        match self {
            Fill::Median => quantile(sorted, 0.5),
            Fill::Mean => mean(sorted),
            Fill::Zero => 0.0,
            Fill::MostFrequent => {
                let mut best = (0, sorted[0]);
                for run in sorted.chunk_by(|a, b| a == b) {
                    if run.len() > best.0 {
                        best = (run.len(), run[0]);
                    }
                }
                best.1
            }
        }
    }
}

/// A change of shape. Logarithm and root keep the sign, so that no value is out of their reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    /// sign(x) ln(1 + |x|).
    Log,
    /// x².
    Square,
    /// sign(x) √|x|.
    Sqrt,
}

impl Shape {
    const WORDS: [(&'static str, Shape); 3] = [
        ("log", Shape::Log),
        ("square", Shape::Square),
        ("sqrt", Shape::Sqrt),
    ];

    fn apply(self, x: f64) -> f64 {
        match self {
            Shape::Log => x.abs().ln_1p().copysign(x),
            Shape::Square => x * x,
            Shape::Sqrt => x.abs().sqrt().copysign(x),
        }
    }
}

/// The fitted steps of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Steps {
    /// Rule and value that fill what is missing; NaN stays where None.
    fill: Option<(Fill, f64)>,
    /// Whether a second column marks what was missing.
    indicator: bool,
    /// Lowest and highest value kept.
    clip: Option<(f64, f64)>,
    shape: Option<Shape>,
    /// Mean and deviation (n, not n - 1) taken out.
    scale: Option<(f64, f64)>,
}

impl Steps {
    /// Learns from the values of the training rows (NaN = missing).
    pub(super) fn fit(
        values: &[f64],
        feature: &Feature,
        default_fill: Fill,
        needs: Needs,
    ) -> Result<Steps> {
        let prepare = &feature.prepare;
        let mut present: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        present.sort_unstable_by(f64::total_cmp);

        let rule = match prepare.missing.as_deref() {
            None | Some("native") => needs.complete.then_some(default_fill),
            Some(word) => Some(chosen(word, "missing", &Fill::WORDS, &feature.name)?),
        };
        let mut steps = Steps {
            fill: rule.map(|rule| (rule, rule.value(&present))),
            indicator: needs.complete && present.len() < values.len(),
            clip: None,
            shape: prepare
                .transform
                .as_deref()
                .map(|word| chosen(word, "transform", &Shape::WORDS, &feature.name))
                .transpose()?,
            scale: None,
        };
        if let Some(share) = prepare.clip {
            if !(share > 0.0 && share < 1.0) || share == 0.5 {
                return Err(
                    Error::new(format!("'{share}' is not a quantile to clip at"))
                        .at_column(&feature.name)
                        .with_fix("give prepare.clip above 0.5 and below 1, such as 0.999"),
                );
            }
            let high = share.max(1.0 - share);
            steps.clip = (!present.is_empty())
                .then(|| (quantile(&present, 1.0 - high), quantile(&present, high)));
        }
        let scaled = match prepare.scale.as_deref() {
            None => needs.scaled,
            Some("standard") => true,
            Some("none") => false,
            Some(word) => return Err(unknown(word, "scale", &["standard", "none"], &feature.name)),
        };
        if scaled {
            let shaped: Vec<f64> = values
                .iter()
                .map(|&v| steps.shaped(v))
                .filter(|v| !v.is_nan())
                .collect();
            steps.scale = Some(moments(&shaped));
        }
        Ok(steps)
    }

    /// Everything but scaling.
    fn shaped(&self, value: f64) -> f64 {
        let mut x = value;
        if let (true, Some((_, fill))) = (x.is_nan(), self.fill) {
            x = fill;
        }
        if let Some((low, high)) = self.clip
            && !x.is_nan()
        {
            x = x.clamp(low, high);
        }
        self.shape.map_or(x, |shape| shape.apply(x))
    }

    /// The column and, where fitted, its indicator.
    pub(super) fn apply(&self, values: Vec<f64>) -> Vec<Vec<f64>> {
        let indicator = self
            .indicator
            .then(|| values.iter().map(|v| f64::from(v.is_nan())).collect());
        let column = values
            .into_iter()
            .map(|v| {
                let x = self.shaped(v);
                self.scale.map_or(x, |(mean, std)| (x - mean) / std)
            })
            .collect();
        std::iter::once(column).chain(indicator).collect()
    }

    pub(super) fn names(&self, name: String) -> Vec<String> {
        let indicator = self.indicator.then(|| format!("{name} missing"));
        std::iter::once(name).chain(indicator).collect()
    }

    pub(super) fn describe(&self) -> String {
        let mut parts = Vec::new();
        if let Some((rule, value)) = self.fill
            && self.indicator
        {
            parts.push(format!(
                "{} {} where missing, with an indicator",
                rule.word(),
                number(value, 4)
            ));
        } else if let Some((rule, value)) = self.fill {
            parts.push(format!(
                "{} {} where missing",
                rule.word(),
                number(value, 4)
            ));
        }
        if let Some((low, high)) = self.clip {
            parts.push(format!("cut at {} and {}", number(low, 4), number(high, 4)));
        }
        match self.shape {
            Some(Shape::Log) => parts.push("logarithm of 1 + size, with its sign".into()),
            Some(Shape::Square) => parts.push("squared".into()),
            Some(Shape::Sqrt) => parts.push("root of size, with its sign".into()),
            None => {}
        }
        if let Some((mean, std)) = self.scale {
            parts.push(format!(
                "mean {} and deviation {} taken out",
                number(mean, 4),
                number(std, 4)
            ));
        }
        parts.join(", ")
    }
}

fn chosen<T: Copy>(word: &str, key: &str, words: &[(&str, T)], column: &str) -> Result<T> {
    words
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
            unknown(word, key, &names, column)
        })
}

/// The error for a word that is none of those allowed.
pub(super) fn unknown(word: &str, key: &str, words: &[&str], column: &str) -> Error {
    Error::new(format!(
        "'{}' is not a value of prepare.{key} for this column",
        crate::text::escape(word)
    ))
    .at_column(column)
    .with_fix(format!("use one of: {}", words.join(", ")))
}

/// Linear quantile (Hyndman and Fan 7) of a sorted list that is not empty.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let place = q * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Mean and deviation with n; deviation 1 where there is none, so that a constant becomes 0.
fn moments(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 1.0);
    }
    let centre = mean(values);
    let variance = values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / values.len() as f64;
    let std = variance.sqrt();
    // Below this the deviation is rounding of the mean, not spread.
    let least = centre.abs() * f64::EPSILON * 8.0;
    (centre, if std > least { std } else { 1.0 })
}
