//! Speed of the model families: a fit on 20,000 rows of 20 columns, and predicting them.

use std::hint::black_box;
use std::ops::ControlFlow;

use criterion::{Criterion, criterion_group, criterion_main};
use jalon::metrics::{Classes, Truth};
use jalon::models::{Params, Training, family};
use jalon::prepare::Matrix;
use jalon::work::rng;
use ndarray::Array2;
use rand::Rng;

const ROWS: usize = 20_000;
const COLUMNS: usize = 20;

/// Noise, and a number that depends on some of its columns.
fn data() -> (Matrix, Vec<f64>) {
    let mut draws = rng(1, &["bench"]);
    let values = Array2::from_shape_fn((ROWS, COLUMNS), |_| draws.random_range(-1.7..1.7));
    let y = values
        .rows()
        .into_iter()
        .map(|r| 3.0 * r[0] - 2.0 * r[1] + r[1] * r[2] + draws.random_range(-1.0..1.0))
        .collect();
    let names = (0..COLUMNS).map(|c| format!("x{c}")).collect();
    (Matrix { values, names }, y)
}

/// The number cut into classes of about equal size.
fn classes(y: &[f64], count: usize) -> Truth {
    let mut sorted = y.to_vec();
    sorted.sort_by(f64::total_cmp);
    let codes = y
        .iter()
        .map(|v| (sorted.partition_point(|s| s < v) * count / y.len()) as u32)
        .collect();
    let names = (0..count).map(|n| n.to_string()).collect();
    let positive = (count == 2).then_some(1);
    Truth::Classes(codes, Classes { names, positive })
}

fn models(criterion: &mut Criterion) {
    let (x, y) = data();
    let hundred = Params::from([("rounds".to_owned(), 100.0), ("patience".to_owned(), 0.0)]);
    let number = Truth::Numbers(y.clone());
    let (two, five) = (classes(&y, 2), classes(&y, 5));
    let cases = [
        ("ridge", "ridge", &number, Params::new()),
        ("logistic", "logistic", &two, Params::new()),
        ("softmax, 5 classes", "softmax", &five, Params::new()),
        (
            "boosting, number, 100 rounds",
            "boosting",
            &number,
            hundred.clone(),
        ),
        (
            "boosting, 2 classes, 100 rounds",
            "boosting",
            &two,
            hundred.clone(),
        ),
        (
            "boosting, 5 classes, 100 rounds",
            "boosting",
            &five,
            hundred,
        ),
    ];
    let mut group = criterion.benchmark_group("models, 20,000 x 20");
    group.sample_size(10);
    for (name, of, truth, params) in &cases {
        let training = Training::new(&x, truth, 1, &|_, _, _| ControlFlow::Continue(()));
        let fit = || family(of).and_then(|f| f.fit(&training, params));
        group.bench_function(format!("fit {name}"), |b| {
            b.iter(|| black_box(fit().is_ok()))
        });
        if let Ok(model) = fit() {
            group.bench_function(format!("predict {name}"), |b| {
                b.iter(|| black_box(model.predict(&x).is_ok()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, models);
criterion_main!(benches);
