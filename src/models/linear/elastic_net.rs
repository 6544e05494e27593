//! Lasso and elastic net: least squares with a penalty on the size of the coefficients, so that some become zero.
//!
//! Minimises 1/(2 Σv) Σ v (y - b - xw)² + alpha (l1_ratio ‖w‖₁ + (1 - l1_ratio)/2 ‖w‖²) with a free intercept, v the
//! weight of the row, as scikit-learn's `Lasso` (l1_ratio 1) and `ElasticNet` do. The useful values of alpha depend on
//! the unit of the target, so where none is given it is chosen inside the training rows, as `LassoCV` and
//! `ElasticNetCV` do: a path of alphas from the one that leaves no column downwards, each fit beginning at the last,
//! the one of least squared error on parts kept back in turn.

use ndarray::Array1;

use super::descent::{Penalty, descend, largest_alpha};
use super::model::Solution;
use super::moments::{Centre, Covariances, Moments, blocks};
use super::{LinearFamily, NUMBERS};
use crate::error::Result;
use crate::models::kept_back::parts;
use crate::models::saved::Answer;
use crate::models::training::{numbers, report};
use crate::models::{Parameter, Params, Training, parameters};

/// Lasso.
pub(in crate::models) const LASSO: LinearFamily = LinearFamily {
    name: "lasso",
    title: "lasso: a weighted sum of few columns",
    tasks: NUMBERS,
    parameters: &[ALPHA],
    trials: |count| vec![parameters::defaults(&[ALPHA]); count.min(1)],
    solve: |training, params| {
        let alpha = parameters::value(&[ALPHA], params, ALPHA.name);
        solve(training, alpha, 1.0)
    },
};

/// Elastic net.
pub(in crate::models) const ELASTIC_NET: LinearFamily = LinearFamily {
    name: "elastic_net",
    title: "elastic net: a weighted sum of few columns, alike ones together",
    tasks: NUMBERS,
    parameters: BOTH,
    trials: |count| {
        let mut sets = parameters::grid(L1_RATIO.name, &L1_RATIOS, count);
        for set in &mut sets {
            set.insert(ALPHA.name.to_owned(), ALPHA.default);
        }
        sets
    },
    solve: |training, params| {
        let alpha = parameters::value(BOTH, params, ALPHA.name);
        solve(
            training,
            alpha,
            parameters::value(BOTH, params, L1_RATIO.name),
        )
    },
};

const ALPHA: Parameter = Parameter::real(
    "alpha",
    0.0,
    (0.0, f64::MAX),
    "weight of the penalty, scikit-learn's alpha; 0 to choose it inside the training rows",
);

// The lower end of scikit-learn's advice: below it the path of alphas has no useful beginning.
const L1_RATIO: Parameter = Parameter::real(
    "l1_ratio",
    0.5,
    (0.01, 1.0),
    "share of the penalty on absolute coefficients, the rest on squared ones",
);

const BOTH: &[Parameter] = &[ALPHA, L1_RATIO];

/// The values tried, the default first; those that scikit-learn advises for `ElasticNetCV`.
const L1_RATIOS: [f64; 6] = [0.5, 0.9, 0.1, 0.95, 0.7, 0.99];

/// Alphas of the path, and the last as a share of the first: scikit-learn's.
const ALPHAS: usize = 100;
const LAST_ALPHA: f64 = 1e-3;
/// Parts kept back in turn to choose alpha.
const PARTS: usize = 5;

fn solve(training: &Training<'_>, alpha: f64, l1_ratio: f64) -> Result<Solution> {
    let y = numbers(training)?;
    let x = &training.x.values;
    let centre = Centre::of(x, y, training.weights);
    let summed = Summed::of(training, y, &centre, if alpha > 0.0 { 1 } else { PARTS })?;
    let all = summed.all.covariances();
    let path = path(largest_alpha(&all, l1_ratio));
    let alpha = if alpha > 0.0 {
        alpha
    } else {
        summed.best_alpha(training, &path, l1_ratio)?
    };
    let mut coefficients = Array1::zeros(x.ncols());
    let warmer = path.into_iter().filter(|&larger| larger > alpha);
    for alpha in warmer.chain([alpha]) {
        descend(&all, Penalty { alpha, l1_ratio }, &mut coefficients);
    }
    let intercept = all.intercept(&coefficients);
    let rounds = summed.rounds();
    report(
        training,
        rounds,
        rounds,
        summed.all.error(&coefficients, intercept),
    )?;
    Ok(Solution {
        answer: Answer::Number,
        intercepts: vec![centre.y + intercept - centre.x.dot(&coefficients)],
        coefficients: vec![coefficients.to_vec()],
        settled: Params::from([(ALPHA.name.to_owned(), alpha)]),
    })
}

/// Alphas even on the scale of the logarithm, largest first; one alpha where no column says anything.
fn path(largest: f64) -> Vec<f64> {
    if largest <= 0.0 {
        return vec![1.0];
    }
    (0..ALPHAS)
        .map(|i| largest * LAST_ALPHA.powf(i as f64 / (ALPHAS - 1) as f64))
        .collect()
}

/// The training rows summed up, all together and in the parts that are kept back in turn.
struct Summed {
    all: Moments,
    /// Empty where alpha is given or the rows are too few to be parted.
    parts: Vec<Moments>,
}

impl Summed {
    fn of(training: &Training<'_>, y: &[f64], centre: &Centre, count: usize) -> Result<Summed> {
        let x = &training.x.values;
        let mut summed = Summed {
            all: Moments::zero(x.ncols()),
            parts: Vec::new(),
        };
        for rows in parts(training, count) {
            let values = x.select(ndarray::Axis(0), &rows);
            let targets: Vec<f64> = rows.iter().map(|&row| y[row]).collect();
            let weights: Option<Vec<f64>> = training
                .weights
                .map(|weights| rows.iter().map(|&row| weights[row]).collect());
            let mut part = Moments::zero(x.ncols());
            for block in 0..blocks(rows.len()) {
                part.add_block(block, values.view(), &targets, weights.as_deref(), centre);
            }
            summed.all = summed.all.plus(&part);
            summed.parts.push(part);
        }
        // A part whose rows count nothing can neither teach nor judge.
        summed.parts.retain(|part| part.weight > 0.0);
        if summed.parts.len() < 2 {
            summed.parts.clear();
        }
        Ok(summed)
    }

    /// Rounds in all: one an alpha where it is chosen, and the last fit.
    fn rounds(&self) -> usize {
        if self.parts.is_empty() { 1 } else { ALPHAS + 1 }
    }

    /// The alpha with the least mean error over the parts, each judged by the fit on the others.
    fn best_alpha(&self, training: &Training<'_>, path: &[f64], l1_ratio: f64) -> Result<f64> {
        let mut best = (f64::INFINITY, path[0]);
        let mut fits: Vec<(Covariances, &Moments, Array1<f64>)> = Vec::new();
        for (kept, judge) in self.parts.iter().enumerate() {
            let others = self.parts.iter().enumerate().filter(|(i, _)| *i != kept);
            let zero = Moments::zero(judge.x.len());
            let learn = others.fold(zero, |sum, (_, part)| sum.plus(part));
            fits.push((learn.covariances(), judge, Array1::zeros(judge.x.len())));
        }
        for (round, &alpha) in path.iter().enumerate() {
            let mut error = 0.0;
            for (learn, judge, coefficients) in &mut fits {
                descend(learn, Penalty { alpha, l1_ratio }, coefficients);
                error += judge.error(coefficients, learn.intercept(coefficients));
            }
            let error = error / fits.len().max(1) as f64;
            if error < best.0 {
                best = (error, alpha);
            }
            if !fits.is_empty() {
                report(training, round + 1, self.rounds(), error)?;
            }
        }
        Ok(best.1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Fitted;
    use super::*;
    use crate::metrics::Truth;
    use crate::models::tests::{noise, watching};
    use crate::models::{Family, NewRows, saved};

    fn fit(family: &LinearFamily, training: &Training<'_>, params: &[(&str, f64)]) -> Fitted {
        let params = params.iter().map(|(name, v)| ((*name).to_owned(), *v));
        let model = family.fit(training, &params.collect()).unwrap();
        saved::read(&model.save()).unwrap()
    }

    #[test]
    fn the_conditions_of_the_minimum_hold() {
        let (mut x, y) = noise(300, 6, 3);
        // Two columns that say nearly the same, and one that never varies.
        let copy = &x.values.column(0).to_owned() + &(&x.values.column(4) * 0.05);
        x.values.column_mut(3).assign(&copy);
        x.values.column_mut(5).fill(2.0);
        let truth = Truth::Numbers(y.clone());
        let watch = watching(usize::MAX);
        let weights: Vec<f64> = (0..300).map(|row| f64::from(row % 3)).collect();
        let training = Training {
            weights: Some(&weights),
            ..Training::new(&x, &truth, 1, &watch)
        };
        for (family, alpha, l1_ratio) in [(&LASSO, 0.2, 1.0), (&ELASTIC_NET, 0.5, 0.3)] {
            let mut params = vec![("alpha", alpha)];
            if family.name() == "elastic_net" {
                params.push(("l1_ratio", l1_ratio));
            }
            let fitted = fit(family, &training, &params);
            let w = Array1::from_vec(fitted.coefficients[0].clone());
            let weights = Array1::from_vec(weights.clone());
            let errors = Array1::from_vec(y.clone()) - (x.values.dot(&w) + fitted.intercepts[0]);
            let weighed = &errors * &weights;
            assert!(weighed.sum().abs() < 1e-9);
            let pulls = x.values.t().dot(&weighed) / weights.sum();
            let mut zeros = 0;
            for (pull, w) in pulls.iter().zip(&w) {
                let pull = pull - alpha * (1.0 - l1_ratio) * w;
                if *w == 0.0 {
                    zeros += 1;
                    assert!(pull.abs() <= alpha * l1_ratio + 1e-6);
                } else {
                    assert!(
                        (pull - alpha * l1_ratio * w.signum()).abs() < 1e-4,
                        "{pull}"
                    );
                }
            }
            assert!((1..5).contains(&zeros), "{zeros}");
        }
    }

    #[test]
    fn a_penalty_too_large_leaves_the_mean() {
        let (x, y) = noise(100, 4, 4);
        let truth = Truth::Numbers(y.clone());
        let watch = watching(usize::MAX);
        let fitted = fit(
            &LASSO,
            &Training::new(&x, &truth, 1, &watch),
            &[("alpha", 1e6)],
        );
        assert!(fitted.coefficients[0].iter().all(|w| *w == 0.0));
        let mean = y.iter().sum::<f64>() / 100.0;
        assert!((fitted.intercepts[0] - mean).abs() < 1e-9);
    }

    #[test]
    fn a_chosen_alpha_drops_columns_of_chance_and_keeps_the_others() {
        let (x, y) = noise(200, 30, 5);
        let truth = Truth::Numbers(y);
        let watch = watching(usize::MAX);
        let instants: Vec<i64> = (0..200).collect();
        for new_rows in [NewRows::Alike, NewRows::Later(&instants)] {
            let training = Training {
                new_rows,
                ..Training::new(&x, &truth, 1, &watch)
            };
            let fitted = fit(&LASSO, &training, &[]);
            let w = &fitted.coefficients[0];
            assert!(
                (w[0] - 3.0).abs() < 0.3 && (w[1] + 2.0).abs() < 0.3,
                "{w:?}"
            );
            let dropped = w[3..].iter().filter(|w| **w == 0.0).count();
            assert!(dropped > 5, "{dropped} of 27");
        }
    }
}
