//! The same answer for every row: mean, median, most frequent class, shares of the classes.

use super::{Fitted, Predictor, class_shares};
use crate::benchmark::Setup;
use crate::error::Result;
use crate::metrics::Truth;
use crate::stats;

#[derive(Debug, Clone, Copy)]
enum Constant {
    Mean,
    Median,
    MostFrequent,
    Prior,
}

pub(super) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let fitting: &[Constant] = if setup.problem.task.is_classification() {
        &[Constant::MostFrequent, Constant::Prior]
    } else {
        &[Constant::Mean, Constant::Median]
    };
    fitting
        .iter()
        .map(|c| Box::new(*c) as Box<dyn Predictor>)
        .collect()
}

impl Predictor for Constant {
    fn name(&self) -> &str {
        match self {
            Constant::Mean => "mean",
            Constant::Median => "median",
            Constant::MostFrequent => "most_frequent",
            Constant::Prior => "prior",
        }
    }

    fn description(&self) -> String {
        match self {
            Constant::Mean => "the mean of the training rows, always",
            Constant::Median => "the median of the training rows, always",
            Constant::MostFrequent => "the most frequent class, always",
            Constant::Prior => "each class with its share in the training rows",
        }
        .into()
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let answer = match (self, &setup.truth(train)) {
            (Constant::Mean, Truth::Numbers(values)) => vec![stats::mean(values)],
            (_, Truth::Numbers(values)) => vec![stats::median(values)],
            (Constant::MostFrequent, Truth::Classes(codes, classes)) => {
                let shares = class_shares(codes, classes.names.len());
                let most = (0..shares.len())
                    .fold(0, |best, i| if shares[i] > shares[best] { i } else { best });
                (0..shares.len())
                    .map(|i| f64::from(u8::from(i == most)))
                    .collect()
            }
            (_, Truth::Classes(codes, classes)) => class_shares(codes, classes.names.len()),
        };
        Ok(Fitted::Constant { answer })
    }
}
