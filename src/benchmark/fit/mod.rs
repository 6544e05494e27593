//! Fitting the open coefficients of a rule for the metric: least squares, a quantile, or a simplex search where the rule
//! is not linear in its coefficients or the metric is neither.

mod design;
mod parts;
mod quantile;
mod simplex;

pub use self::design::Design;
use self::quantile::Quantile;
pub use self::simplex::{Until, simplex};
use crate::error::{Error, Result};
use crate::metrics::{Metric, Prediction, Truth};

/// What the rule says for given coefficients.
type Predict<'a> = dyn Fn(&[f64]) -> Result<Vec<f64>> + 'a;
/// The score of a prediction of the rows to fit on.
type Score<'a> = dyn Fn(&Prediction) -> Option<f64> + 'a;

/// How far from 0 linearity is tried.
const PROBES: [f64; 4] = [1.0, -1.7, 1000.0, -1000.0];
/// When a search is over.
const SEARCHED: Until = Until {
    tolerance: 1e-10,
    steps: 400,
};

/// The rule as numbers, where it is linear in its coefficients: points on both sides, near and far, must lie where the first say.
pub fn linear(predict: &Predict<'_>, count: usize) -> Result<Option<Design>> {
    let design = Design::of(predict, count)?;
    for scale in PROBES {
        let probe: Vec<f64> = (0..count).map(|i| scale * (0.7 - 1.3 * i as f64)).collect();
        let said = predict(&probe)?;
        let agrees = said.iter().enumerate().all(|(row, said)| {
            let expected = design.at(row, &probe);
            (said.is_nan() && expected.is_nan())
                || (said - expected).abs() <= 1e-9 * (1.0 + expected.abs())
        });
        if !agrees {
            return Ok(None);
        }
    }
    Ok(Some(design))
}

/// What happened on the rows to fit on, and how much each counts (all alike where `None`).
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// What happened.
    pub truth: &'a Truth,
    /// One weight a row.
    pub weights: Option<&'a [f64]>,
    /// Scores a prediction in the metric, where that needs more of the rows than truth and prediction.
    pub score: Option<&'a Score<'a>>,
}

impl Known<'_> {
    fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |w| w[row])
    }
}

/// The best coefficients on these rows, all of which the rule answers: searched, where the rule is not linear.
pub fn fit(
    metric: Metric,
    known: Known<'_>,
    count: usize,
    linear: Option<Design>,
    predict: &Predict<'_>,
    prediction_of: &dyn Fn(Vec<f64>) -> Prediction,
) -> Result<Vec<f64>> {
    let values: Vec<f64> = match known.truth {
        Truth::Numbers(values) => values.clone(),
        Truth::Classes(codes, classes) => codes
            .iter()
            .map(|&c| f64::from(u8::from(Some(c as usize) == classes.positive)))
            .collect(),
    };
    let Some(design) = linear else {
        return search(metric, known, predict, prediction_of, vec![1.0; count]);
    };
    let weights: Vec<f64> = (0..values.len()).map(|row| known.weight(row)).collect();
    let squares = design.weighted_least_squares(&values, &weights)?;
    Ok(match Criterion::of(metric) {
        Criterion::Squares => squares,
        Criterion::Quantile(level) => {
            // A relative error weighs each row by its size.
            let weights = match metric.name() {
                "mape" => {
                    let sizes = values.iter().map(|v| v.abs().max(f64::EPSILON));
                    weights.iter().zip(sizes).map(|(w, s)| w / s).collect()
                }
                _ => weights,
            };
            Quantile {
                design: &design,
                truth: &values,
                weights: &weights,
                level,
            }
            .fit(squares)
        }
        Criterion::Other => return search(metric, known, predict, prediction_of, squares),
    })
}

/// What is to be least, so that the metric is at its best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Criterion {
    /// The sum of squared errors.
    Squares,
    /// The pinball loss at a level; at 0.5 the sum of absolute errors.
    Quantile(f64),
    /// None that is known in closed form: the metric itself is searched.
    Other,
}

impl Criterion {
    /// What makes a metric best, given the rows.
    pub fn of(metric: Metric) -> Criterion {
        match metric.name() {
            "rmse" | "mse" | "r2" | "tweedie_0" | "brier" => Criterion::Squares,
            "mae" | "mape" | "mase" | "mase_7" | "mase_12" | "pinball_0.5"
            | "d2_absolute_error" => Criterion::Quantile(0.5),
            "pinball_0.1" => Criterion::Quantile(0.1),
            "pinball_0.9" | "d2_pinball_0.9" => Criterion::Quantile(0.9),
            _ => Criterion::Other,
        }
    }
}

/// The coefficients with the best score, each moved by a tenth of itself from `start` on.
fn search(
    metric: Metric,
    known: Known<'_>,
    predict: &Predict<'_>,
    prediction_of: &dyn Fn(Vec<f64>) -> Prediction,
    start: Vec<f64>,
) -> Result<Vec<f64>> {
    let loss = |coefficients: &[f64]| {
        let prediction = prediction_of(predict(coefficients)?);
        let score = match known.score {
            Some(score) => score(&prediction),
            None => metric.score(known.truth, &prediction, known.weights),
        };
        // An undefined score is worse than any other.
        Ok(score.map_or(f64::MAX, |s| -metric.direction().gain(s, 0.0)))
    };
    let tenth = |c: f64| if c == 0.0 { 0.1 } else { c * 0.1 };
    simplex(&loss, start, tenth, &SEARCHED).map_err(|error| {
        Error::new(format!(
            "the coefficients of the rule could not be fitted: {error}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x: &[f64]) -> impl Fn(&[f64]) -> Result<Vec<f64>> + '_ {
        move |c| Ok(x.iter().map(|x| c[0] + c[1] * x).collect())
    }

    fn alike(truth: &Truth) -> Known<'_> {
        Known {
            truth,
            weights: None,
            score: None,
        }
    }

    fn metric(name: &str) -> Metric {
        Metric::named(name).unwrap()
    }

    #[test]
    fn least_squares_is_the_regression_line() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let y: Vec<f64> = x
            .iter()
            .enumerate()
            .map(|(i, x)| 2.0 + 3.0 * x + if i % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        let predict = line(&x);
        assert!(super::linear(&predict, 2).unwrap().is_some());
        let c = fit(
            metric("rmse"),
            alike(&Truth::Numbers(y)),
            2,
            Some(Design::of(&predict, 2).unwrap()),
            &predict,
            &|v| Prediction::Numbers(v),
        )
        .unwrap();
        assert!(
            (c[1] - 3.0).abs() < 1e-2 && (c[0] - 2.0).abs() < 0.1,
            "{c:?}"
        );
    }

    #[test]
    fn least_absolute_ignores_outliers_and_passes_through_rows() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let mut y: Vec<f64> = x.iter().map(|x| 2.0 + 3.0 * x).collect();
        y[7] = 900.0;
        y[30] = -500.0;
        let c = fit(
            metric("mae"),
            alike(&Truth::Numbers(y)),
            2,
            Some(Design::of(&line(&x), 2).unwrap()),
            &line(&x),
            &|v| Prediction::Numbers(v),
        )
        .unwrap();
        assert!(
            (c[0] - 2.0).abs() < 1e-9 && (c[1] - 3.0).abs() < 1e-10,
            "{c:?}"
        );
    }

    /// Coefficients and least losses by metric, of scikit-learn 1.9's `QuantileRegressor(alpha=0, solver="highs")` with
    /// `sample_weight`, on the same rows.
    const QUANTILES: [(&str, [f64; 3], f64); 4] = [
        (
            "pinball_0.1",
            [2.9923652694610774, 0.29895209580838317, -0.9913173652694607],
            0.7195021357285428,
        ),
        (
            "pinball_0.5",
            [3.4596528704939917, 0.511935914552737, -1.0728170894526035],
            1.7846001780151313,
        ),
        (
            "pinball_0.9",
            [1.7624309392265187, 0.7167955801104973, -0.9558011049723755],
            0.5754490607734805,
        ),
        (
            "mae",
            [3.4596528704939917, 0.511935914552737, -1.0728170894526035],
            3.5692003560302625,
        ),
    ];

    #[test]
    fn quantiles_are_those_of_a_linear_program() {
        let rows = 0..60u32;
        let x: Vec<f64> = rows.clone().map(|i| f64::from(i * 37 % 61)).collect();
        let z: Vec<f64> = rows.clone().map(|i| f64::from(i * i % 17)).collect();
        let y: Vec<f64> = rows
            .clone()
            .map(|i| {
                let noise = f64::from(i * 53 % 23) - 11.0;
                let (x, z) = (x[i as usize], z[i as usize]);
                3.0 + 0.5 * x - z + 0.02 * x * noise
            })
            .collect();
        let weights: Vec<f64> = rows.map(|i| f64::from(1 + i % 4)).collect();
        let predict = |c: &[f64]| Ok((0..60).map(|i| c[0] + c[1] * x[i] + c[2] * z[i]).collect());
        let truth = Truth::Numbers(y);
        for (name, expected, loss) in QUANTILES {
            let known = Known {
                truth: &truth,
                score: None,
                weights: Some(&weights),
            };
            let prediction = |v| Prediction::Numbers(v);
            let c = fit(
                metric(name),
                known,
                3,
                Some(Design::of(&predict, 3).unwrap()),
                &predict,
                &prediction,
            )
            .unwrap();
            let near = c.iter().zip(expected).all(|(c, e)| (c - e).abs() < 1e-8);
            assert!(near, "{name}: {c:?}");
            let said = Prediction::Numbers(predict(&c).unwrap());
            let score = metric(name).score(&truth, &said, Some(&weights)).unwrap();
            assert!((score - loss).abs() < 1e-9 * loss, "{name}: {score}");
        }
    }

    #[test]
    fn many_rows_have_the_quantile_of_all_of_them() {
        let count = 3 * parts::FEW / 2;
        let part = |row: usize, by: usize| ((row * by) % 1009) as f64 / 1009.0;
        let x: Vec<f64> = (0..count).map(|row| 10.0 * part(row, 367)).collect();
        let truth: Vec<f64> = (0..count)
            .map(|row| 2.0 + 3.0 * x[row] + (part(row, 811) - 0.4).powi(5) * 1e3 + part(row, 17))
            .collect();
        let weights: Vec<f64> = (0..count).map(|row| (row % 3) as f64).collect();
        let design = Design::of(&line(&x), 2).unwrap();
        for level in [0.1, 0.5] {
            let all = Quantile {
                design: &design,
                truth: &truth,
                weights: &weights,
                level,
            };
            let start = design.weighted_least_squares(&truth, &weights).unwrap();
            let at_once = all.fit_at_once(start.clone());
            let by_parts = parts::fit(&all, start).expect("few rows lie near");
            let mut pairs = at_once.iter().zip(&by_parts);
            assert!(
                pairs.all(|(a, b)| (a - b).abs() < 1e-9),
                "{at_once:?} {by_parts:?}"
            );
        }
    }

    #[test]
    fn rows_that_are_there_many_times_have_a_quantile_too() {
        let x: Vec<f64> = (0..900).map(|i| f64::from(i / 300)).collect();
        let y: Vec<f64> = (0..900).map(|i| f64::from(i / 300 * 10 + i % 10)).collect();
        let predict = line(&x);
        let prediction = |v| Prediction::Numbers(v);
        let truth = Truth::Numbers(y);
        let c = fit(
            metric("pinball_0.9"),
            alike(&truth),
            2,
            Some(Design::of(&predict, 2).unwrap()),
            &predict,
            &prediction,
        )
        .unwrap();
        assert!(
            (c[1] - 10.0).abs() < 1e-9 && (8.0..=9.0).contains(&c[0]),
            "{c:?}"
        );
    }

    #[test]
    fn other_rules_are_searched() {
        let x: Vec<f64> = (1..60).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| 4.0 * x.powf(0.5)).collect();
        let predict = |c: &[f64]| Ok(x.iter().map(|x| c[0] * x.powf(c[1])).collect());
        assert!(super::linear(&predict, 2).unwrap().is_none());
        let c = fit(
            metric("mae"),
            alike(&Truth::Numbers(y)),
            2,
            None,
            &predict,
            &|v| Prediction::Numbers(v),
        )
        .unwrap();
        assert!(
            (c[0] - 4.0).abs() < 0.01 && (c[1] - 0.5).abs() < 0.001,
            "{c:?}"
        );
    }

    #[test]
    fn coefficients_that_say_the_same_are_refused() {
        let x = [1.0, 2.0, 3.0];
        let predict = |c: &[f64]| Ok(x.iter().map(|x| (c[0] + c[1]) * x).collect());
        assert!(
            fit(
                metric("rmse"),
                alike(&Truth::Numbers(vec![1.0, 2.0, 3.0])),
                2,
                Some(Design::of(&predict, 2).unwrap()),
                &predict,
                &|v| Prediction::Numbers(v)
            )
            .is_err()
        );
    }

    #[test]
    fn a_row_that_counts_twice_is_two_rows() {
        let (x, y) = ([1.0, 2.0, 3.0, 4.0, 6.0], [2.0, 1.0, 5.0, 3.0, 9.0]);
        let weights = [1.0, 2.0, 1.0, 3.0, 1.0];
        let repeated: Vec<usize> = vec![0, 1, 1, 2, 3, 3, 3, 4];
        let take = |v: &[f64]| -> Vec<f64> { repeated.iter().map(|&r| v[r]).collect() };
        for (name, linear) in [
            ("rmse", true),
            ("mae", true),
            ("mape", true),
            ("mae", false),
        ] {
            let fitted = |x: &[f64], truth: Truth, weights: Option<&[f64]>| {
                let known = Known {
                    truth: &truth,
                    weights,
                    score: None,
                };
                let prediction = |v| Prediction::Numbers(v);
                {
                    let design = linear.then(|| Design::of(&line(x), 2).unwrap());
                    fit(metric(name), known, 2, design, &line(x), &prediction)
                }
                .unwrap()
            };
            let weighted = fitted(&x, Truth::Numbers(y.to_vec()), Some(&weights));
            let counted = fitted(&take(&x), Truth::Numbers(take(&y)), None);
            // Absolute errors may have many best lines: their score is what must agree.
            let score = |c: &[f64]| {
                let said = Prediction::Numbers(line(&x)(c).unwrap());
                let truth = Truth::Numbers(y.to_vec());
                metric(name).score(&truth, &said, Some(&weights)).unwrap()
            };
            let (a, b) = (score(&weighted), score(&counted));
            assert!((a - b).abs() < 1e-3 * a, "{name}: {a} {b}");
        }
    }
}
