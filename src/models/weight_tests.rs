//! Weights of rows in every family.

use super::tests::{classes, noise, probabilities, truth_for, watching};
use super::*;

#[test]
fn a_row_that_counts_twice_is_two_rows() {
    let (x, y) = noise(90, 3, 17);
    let times: Vec<usize> = (0..90).map(|row| row % 3).collect();
    let repeated: Vec<usize> = (0..90).flat_map(|row| vec![row; times[row]]).collect();
    let twice = Matrix {
        values: x.values.select(ndarray::Axis(0), &repeated),
        names: x.names.clone(),
    };
    let weights: Vec<f64> = times.iter().map(|&n| n as f64).collect();
    let watch = watching(usize::MAX);
    // Without draws, so that both learn the same.
    let params = |name: &str| match name {
        "boosting" => Params::from([
            ("rounds".to_owned(), 10.0),
            ("patience".to_owned(), 0.0),
            ("colsample".to_owned(), 1.0),
        ]),
        "lasso" | "elastic_net" => Params::from([("alpha".to_owned(), 0.05)]),
        _ => Params::new(),
    };
    for family in FAMILIES.iter().filter(|f| f.name() != "forest") {
        assert!(family.can().weights);
        for &task in family.tasks() {
            let truth = truth_for(task, &y);
            let weighted = Training {
                weights: Some(&weights),
                ..Training::new(&x, &truth, 1, &watch)
            };
            let counted = truth.take(&repeated);
            let counted = Training::new(&twice, &counted, 1, &watch);
            let fit = |training| family.fit(training, &params(family.name())).unwrap();
            let of = |model: Box<dyn Model>| match model.predict(&x).unwrap() {
                Prediction::Numbers(v) => v,
                Prediction::Probabilities(p) => p.into_iter().collect(),
            };
            for (a, b) in of(fit(&weighted)).iter().zip(of(fit(&counted))) {
                assert!((a - b).abs() < 1e-3, "{} {task}: {a} {b}", family.name());
            }
        }
    }
}

#[test]
fn a_forest_gives_frequencies_and_weights_move_them() {
    let (x, y) = noise(300, 3, 18);
    let truth = classes(&y, 2, false);
    let weights: Vec<f64> = match &truth {
        Truth::Classes(codes, _) => codes
            .iter()
            .map(|&c| if c == 1 { 1.8 } else { 0.2 })
            .collect(),
        Truth::Numbers(_) => panic!("numbers"),
    };
    let watch = watching(usize::MAX);
    let forest = family("forest").unwrap();
    let params = Params::from([("trees".to_owned(), 20.0), ("min_rows".to_owned(), 30.0)]);
    let mean = |weights| {
        let training = Training {
            weights,
            ..Training::new(&x, &truth, 1, &watch)
        };
        let model = forest.fit(&training, &params).unwrap();
        let p = probabilities(model.predict(&x).unwrap());
        p.column(1).sum() / 300.0
    };
    let (plain, weighted) = (mean(None), mean(Some(weights.as_slice())));
    assert!((plain - 0.5).abs() < 0.05, "{plain}");
    assert!(weighted > 0.75, "{weighted}");
}
