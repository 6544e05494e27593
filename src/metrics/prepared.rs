//! How a metric is computed, and a metric prepared on some rows: what does not depend on weights is done once.

use ndarray::{Array2, ArrayView1};

use crate::metrics::labels::{self, Counts};
use crate::metrics::ranking::Ranked;
use crate::metrics::regression::{self, Numbers};
use crate::metrics::shares::Shares;
use crate::metrics::summed::Summed;
use crate::metrics::top::Top;
use crate::metrics::{Classes, Prediction, Truth};
use crate::stats::{sum, weighted_mean_of_all, weighted_median_sorted};
use crate::table::{Summary, Table};

/// The shape of a metric's computation with the function that fills it.
pub(super) enum How {
    /// Mean of a loss of true and predicted number, then a function of the mean.
    NumberLoss(fn(f64, f64) -> f64, fn(f64) -> f64),
    /// A function of all numbers and weights.
    Numbers(fn(&Numbers, &[f64]) -> Option<f64>),
    /// Median of the absolute errors.
    ErrorMedian,
    /// Mean of a loss of true and predicted class, then a function of the mean.
    LabelLoss(fn(u32, u32) -> f64, fn(f64) -> f64),
    /// A function of how often classes are true and predicted.
    Labels(fn(&Counts) -> Option<f64>),
    /// Mean of a loss of a row of probabilities, the true class and the positive one, then a function of the mean.
    ClassLoss(
        fn(ArrayView1<'_, f64>, usize, Option<usize>) -> f64,
        fn(f64) -> f64,
    ),
    /// A function of the rows in order of a probability and their weights.
    Ranking(fn(&Ranked, &[f64]) -> Option<f64>),
    /// A function of all probabilities and weights.
    Shares(fn(&Shares, &[f64]) -> Option<f64>),
    /// A function of the best-ranked rows, which are this share of all.
    Top(f64, fn(&Top) -> Option<f64>),
    /// An expression over the rows of the table.
    Summary(Summary),
    /// Mean of the costs of the rows, which are known elsewhere.
    Cost,
}

/// A metric on some rows, ready to be scored for many weight vectors.
#[derive(Debug, Clone)]
pub struct Prepared {
    rows: usize,
    /// Rows that cannot be judged, ascending: no score while one of them counts.
    unanswered: Vec<usize>,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Mean {
        losses: Vec<f64>,
        finish: fn(f64) -> f64,
    },
    Numbers {
        numbers: Numbers,
        judge: fn(&Numbers, &[f64]) -> Option<f64>,
    },
    ErrorMedian {
        /// Absolute error and row, ascending.
        errors: Vec<(f64, u32)>,
    },
    Labels {
        truth: Vec<u32>,
        labels: Vec<u32>,
        classes: usize,
        positive: Option<usize>,
        judge: fn(&Counts) -> Option<f64>,
    },
    Ranking {
        classes: Vec<Ranked>,
        judge: fn(&Ranked, &[f64]) -> Option<f64>,
    },
    Shares {
        shares: Shares,
        judge: fn(&Shares, &[f64]) -> Option<f64>,
    },
    Top {
        ranked: Ranked,
        share: f64,
        judge: fn(&Top) -> Option<f64>,
    },
    Summary(Summed),
}

impl Prepared {
    pub(super) fn new(
        how: &'static How,
        truth: &Truth,
        prediction: &Prediction,
        rows: Option<&Table>,
    ) -> Option<Prepared> {
        match (truth, prediction) {
            (Truth::Numbers(truth), Prediction::Numbers(predicted)) => {
                of_numbers(how, truth, predicted, rows)
            }
            (Truth::Classes(truth, classes), Prediction::Probabilities(probabilities)) => {
                of_classes(how, truth, classes, probabilities, rows)
            }
            _ => None,
        }
    }

    /// The mean of the losses of the rows; one of them that is not a number is a row without an answer.
    pub fn of_losses(losses: Vec<f64>) -> Prepared {
        Prepared {
            rows: losses.len(),
            unanswered: positions(losses.iter().map(|loss| loss.is_nan())),
            form: Form::Mean {
                losses,
                finish: |mean| mean,
            },
        }
    }

    /// The score with one weight a row; 0 leaves the row out. `None` where it is undefined, where a row that counts has
    /// no answer, and where weights are not one a row, finite, none negative and not all 0.
    pub fn score(&self, weights: &[f64]) -> Option<f64> {
        // Looked at to the end, which is quicker than to stop at the first that is wrong.
        let (valid, any) = weights.iter().fold((true, false), |(valid, any), &w| {
            (valid & (w.is_finite() & (w >= 0.0)), any | (w > 0.0))
        });
        if weights.len() != self.rows || !valid || !any {
            return None;
        }
        if self.unanswered.iter().any(|&row| weights[row] > 0.0) {
            return None;
        }
        let score = match &self.form {
            Form::Mean { losses, finish } => finish(weighted_mean_of_all(losses, weights)),
            Form::Numbers { numbers, judge } => judge(numbers, weights)?,
            Form::ErrorMedian { errors } => weighted_median_sorted(
                errors
                    .iter()
                    .map(|&(error, row)| (error, weights[row as usize])),
            )?,
            Form::Labels {
                truth,
                labels,
                classes,
                positive,
                judge,
            } => {
                let rows = truth.iter().zip(labels).zip(weights);
                let counted = rows.map(|((&truth, &label), &weight)| (truth, label, weight));
                judge(&Counts::new(counted, *classes, *positive))?
            }
            Form::Ranking { classes, judge } => {
                let scores: Option<Vec<f64>> = classes
                    .iter()
                    .map(|ranked| judge(ranked, weights))
                    .collect();
                sum(scores?) / classes.len() as f64
            }
            Form::Shares { shares, judge } => judge(shares, weights)?,
            Form::Top {
                ranked,
                share,
                judge,
            } => judge(&Top::of(ranked, weights, *share))?,
            Form::Summary(summed) => summed.value(weights)?,
        };
        score.is_finite().then_some(score)
    }

    /// The losses of a metric that is a mean over rows.
    pub(super) fn into_losses(self) -> Option<Vec<f64>> {
        match self.form {
            Form::Mean { losses, .. } => Some(losses),
            Form::Summary(summed) => summed.into_means(),
            _ => None,
        }
    }
}

fn of_numbers(
    how: &'static How,
    truth: &[f64],
    predicted: &[f64],
    rows: Option<&Table>,
) -> Option<Prepared> {
    if truth.len() != predicted.len() {
        return None;
    }
    let pairs = || truth.iter().copied().zip(predicted.iter().copied());
    let form = match how {
        How::NumberLoss(loss, finish) => Form::Mean {
            losses: pairs().map(|(y, f)| loss(y, f)).collect(),
            finish: *finish,
        },
        How::Numbers(judge) => Form::Numbers {
            numbers: Numbers {
                truth: truth.to_vec(),
                predicted: predicted.to_vec(),
            },
            judge: *judge,
        },
        How::ErrorMedian => {
            let mut errors: Vec<(f64, u32)> = pairs()
                .zip(0..)
                .map(|((y, f), row)| (regression::absolute(y, f), row))
                .collect();
            errors.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            Form::ErrorMedian { errors }
        }
        How::LabelLoss(..)
        | How::Labels(_)
        | How::ClassLoss(..)
        | How::Ranking(_)
        | How::Shares(_)
        | How::Top(..)
        | How::Cost => return None,
        How::Summary(summary) => Form::Summary(summed(summary, truth.len(), rows)?),
    };
    Some(Prepared {
        rows: truth.len(),
        unanswered: positions(pairs().map(|(y, f)| y.is_nan() || f.is_nan())),
        form,
    })
}

/// The values of an expression on the rows, where they are there.
fn summed(summary: &'static Summary, rows: usize, table: Option<&Table>) -> Option<Summed> {
    let table = table.filter(|table| table.rows() == rows)?;
    Summed::of(summary, table).ok()
}

fn of_classes(
    how: &'static How,
    truth: &[u32],
    classes: &Classes,
    probabilities: &Array2<f64>,
    rows: Option<&Table>,
) -> Option<Prepared> {
    let count = classes.names.len();
    let known = truth.iter().all(|&class| (class as usize) < count);
    if probabilities.dim() != (truth.len(), count) || !known {
        return None;
    }
    let positive = classes.binary();
    let labels: Vec<Option<u32>> = probabilities
        .rows()
        .into_iter()
        .map(|row| labels::label(row, classes))
        .collect();
    let mut unanswered = positions(labels.iter().map(Option::is_none));
    let form = match how {
        How::LabelLoss(loss, finish) => Form::Mean {
            losses: truth
                .iter()
                .zip(&labels)
                .map(|(&truth, label)| label.map_or(f64::NAN, |label| loss(truth, label)))
                .collect(),
            finish: *finish,
        },
        How::Labels(judge) => Form::Labels {
            truth: truth.to_vec(),
            // A row without a label never counts: it is among the unanswered.
            labels: labels.iter().map(|label| label.unwrap_or(0)).collect(),
            classes: count,
            positive,
            judge: *judge,
        },
        How::ClassLoss(loss, finish) => Form::Mean {
            losses: truth
                .iter()
                .zip(probabilities.rows())
                .zip(&labels)
                .map(|((&truth, row), label)| match label {
                    Some(_) => loss(row, truth as usize, positive),
                    None => f64::NAN,
                })
                .collect(),
            finish: *finish,
        },
        How::Ranking(judge) => {
            if positive.is_none() {
                unanswered = positions(probabilities.rows().into_iter().map(|row| !is_whole(row)));
            }
            let ranked = match positive {
                Some(class) => class..class + 1,
                None => 0..count,
            };
            Form::Ranking {
                classes: ranked
                    .map(|class| {
                        let scores = probabilities.column(class).to_vec();
                        Ranked::new(&scores, |row| truth[row] as usize == class)
                    })
                    .collect(),
                judge: *judge,
            }
        }
        How::Shares(judge) => Form::Shares {
            shares: Shares {
                truth: truth.to_vec(),
                probabilities: probabilities.clone(),
                positive,
            },
            judge: *judge,
        },
        How::Top(share, judge) => {
            let class = positive?;
            let scores = probabilities.column(class).to_vec();
            Form::Top {
                ranked: Ranked::new(&scores, |row| truth[row] as usize == class),
                share: *share,
                judge: *judge,
            }
        }
        How::Summary(summary) => Form::Summary(summed(summary, truth.len(), rows)?),
        How::NumberLoss(..) | How::Numbers(_) | How::ErrorMedian | How::Cost => return None,
    };
    Some(Prepared {
        rows: truth.len(),
        unanswered,
        form,
    })
}

/// Whether probabilities sum to one, within what scikit-learn forgives. Rankings of several classes compare rows by
/// them and mean nothing otherwise.
pub(super) fn is_whole(row: ArrayView1<'_, f64>) -> bool {
    (row.sum() - 1.0).abs() <= 1e-5 + 1e-8
}

fn positions(flags: impl Iterator<Item = bool>) -> Vec<usize> {
    flags
        .enumerate()
        .filter_map(|(row, flag)| flag.then_some(row))
        .collect()
}
