//! The same answer for every row: mean, median, most frequent class, shares of the classes.

use super::{Fitted, Predictor, mean, median};
use crate::benchmark::Setup;
use crate::error::Result;

#[derive(Debug, Clone, Copy)]
enum Constant {
    Mean,
    Median,
    MostFrequent,
    Prior,
}

pub(in crate::benchmark) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
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
        let answer = match self {
            Constant::Mean | Constant::Prior => mean(setup, train),
            Constant::Median => median(setup, train),
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
