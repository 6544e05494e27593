//! Boosting: what it learns, keeps and adds up.

use super::tests::*;
use super::*;

#[test]
fn boosting_beats_the_mean_and_takes_missing_values() {
    let (mut x, y) = noise(600, 5, 9);
    for row in (0..600).step_by(7) {
        x.values[[row, 4]] = f64::NAN;
    }
    let half = |offset: usize| {
        let rows: Vec<usize> = (offset..600).step_by(2).collect();
        let part = Matrix {
            values: x.values.select(ndarray::Axis(0), &rows),
            names: x.names.clone(),
        };
        (part, rows.iter().map(|&r| y[r]).collect::<Vec<f64>>())
    };
    let ((x_train, y_train), (x_test, y_test)) = (half(0), half(1));
    let mean = y_train.iter().sum::<f64>() / 300.0;
    let of_mean: f64 = y_test.iter().map(|v| (v - mean).abs()).sum();
    for objective in [0.0, 1.0] {
        let params = Params::from([("objective".to_owned(), objective)]);
        let truth = Truth::Numbers(y_train.clone());
        let model = fit(&trees::Boosting, &x_train, &truth, &params).unwrap();
        let predicted = numbers(model.predict(&x_test).unwrap());
        let error: f64 = predicted
            .iter()
            .zip(&y_test)
            .map(|(p, v)| (p - v).abs())
            .sum();
        assert!(
            error < 0.4 * of_mean,
            "objective {objective}: {error} of {of_mean}"
        );
    }
}

#[test]
fn boosting_keeps_the_digits_of_a_far_target() {
    let (x, y) = noise(300, 3, 10);
    let far: Vec<f64> = y.iter().map(|v| 1e9 + v).collect();
    let predict = |y: Vec<f64>| {
        let model = fit(&trees::Boosting, &x, &Truth::Numbers(y), &quick()).unwrap();
        numbers(model.predict(&x).unwrap())
    };
    for (near, far) in predict(y.clone()).iter().zip(predict(far)) {
        assert!((far - 1e9 - near).abs() < 1e-2);
    }
}

#[test]
fn boosting_is_the_same_for_any_number_of_threads() {
    let (x, y) = noise(2000, 6, 11);
    for task in [Task::Regression, Task::Binary, Task::Multiclass] {
        let truth = truth_for(task, &y);
        let with = |threads: f64| {
            let mut params = quick();
            params.extend([
                ("threads".to_owned(), threads),
                ("subsample".to_owned(), 0.7),
                ("colsample".to_owned(), 0.5),
            ]);
            fit(&trees::Boosting, &x, &truth, &params).unwrap().save()
        };
        assert_eq!(with(1.0), with(3.0));
    }
}
