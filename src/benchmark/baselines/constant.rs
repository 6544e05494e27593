//! The same answer for every row: mean, median, the quantile that the metric asks for, most frequent class, shares of the classes; and
//! classes drawn by chance, as often as they come or all alike.

use super::{Fitted, Predictor, mean, median};
use crate::benchmark::Setup;
use crate::error::Result;
use crate::metrics::Truth;
use crate::stats::weighted_quantile;

/// Share of rows from which a value stands among the baselines.
const OFTEN: f64 = 0.1;

#[derive(Debug, Clone, Copy)]
enum Constant {
    Mean,
    Median,
    /// In tenths.
    Quantile(u8),
    /// 0.
    Zero,
    MostFrequent,
    Prior,
    Stratified,
    Uniform,
}

pub(in crate::benchmark) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let fitting: &[Constant] = if setup.problem.task.is_classification() {
        &[
            Constant::MostFrequent,
            Constant::Prior,
            Constant::Stratified,
            Constant::Uniform,
        ]
    } else {
        match setup.problem.metric.name() {
            "pinball_0.1" => &[Constant::Mean, Constant::Median, Constant::Quantile(1)],
            "pinball_0.9" | "d2_pinball_0.9" => {
                &[Constant::Mean, Constant::Median, Constant::Quantile(9)]
            }
            _ => &[Constant::Mean, Constant::Median],
        }
    };
    let zero = is_often_zero(setup).then_some(&Constant::Zero);
    fitting
        .iter()
        .chain(zero)
        .map(|c| Box::new(*c) as Box<dyn Predictor>)
        .collect()
}

impl Predictor for Constant {
    fn name(&self) -> &str {
        match self {
            Constant::Mean => "mean",
            Constant::Median => "median",
            Constant::Quantile(_) => "quantile",
            Constant::Zero => "constant",
            Constant::MostFrequent => "most_frequent",
            Constant::Prior => "prior",
            Constant::Stratified => "stratified",
            Constant::Uniform => "uniform",
        }
    }

    fn description(&self) -> String {
        match self {
            Constant::Mean => "the mean of the training rows, always",
            Constant::Median => "the median of the training rows, always",
            Constant::Quantile(tenths) => {
                return format!("the 0.{tenths} quantile of the training rows, always");
            }
            Constant::Zero => "0, always: many rows are",
            Constant::MostFrequent => "the most frequent class, always",
            Constant::Stratified => {
                "a class drawn by chance, as often as it is in the training rows"
            }
            Constant::Uniform => "a class drawn by chance, each as often",
            Constant::Prior => "each class with its share in the training rows",
        }
        .into()
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let answer = match self {
            Constant::Mean | Constant::Prior => mean(setup, train),
            Constant::Median => median(setup, train),
            Constant::Quantile(tenths) => quantile(setup, train, f64::from(*tenths) / 10.0),
            Constant::Zero => vec![0.0],
            Constant::Stratified => return Ok(drawn(setup, mean(setup, train))),
            Constant::Uniform => {
                let classes = mean(setup, train).len();
                return Ok(drawn(setup, vec![1.0 / classes as f64; classes]));
            }
            Constant::MostFrequent => {
                let shares = mean(setup, train);
                let most = (0..shares.len())
                    .fold(0, |best, i| if shares[i] > shares[best] { i } else { best });
                (0..shares.len())
                    .map(|i| f64::from(u8::from(i == most)))
                    .collect()
            }
        };
        Ok(Fitted::Constant { answer })
    }
}

/// Whether 0 is a value of its own among the rows outside the holdout, and not their median, which says it already.
fn is_often_zero(setup: &Setup) -> bool {
    let Truth::Numbers(values) = setup.truth(&setup.plan.development) else {
        return false;
    };
    let zeros = values.iter().filter(|v| **v == 0.0).count() as f64;
    zeros >= OFTEN * values.len() as f64 && zeros > 0.0 && crate::stats::median(&values) != 0.0
}

fn drawn(setup: &Setup, shares: Vec<f64>) -> Fitted {
    Fitted::Drawn {
        shares,
        seed: setup.seed,
    }
}

/// The value that a share of these rows lies below, each with its weight.
pub(super) fn quantile(setup: &Setup, rows: &[usize], share: f64) -> Vec<f64> {
    let Truth::Numbers(values) = setup.truth(rows) else {
        return mean(setup, rows);
    };
    let weights = setup
        .weights(rows)
        .unwrap_or_else(|| vec![1.0; values.len()]);
    let value = weighted_quantile(&values, &weights, share);
    vec![value.unwrap_or(f64::NAN)]
}
