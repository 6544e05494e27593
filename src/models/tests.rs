use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use ndarray::Array2;
use rand::Rng as _;

use super::*;
use crate::work::rng;

/// Columns of noise and a number that depends on the first three and a little chance.
pub(super) fn noise(rows: usize, columns: usize, seed: u64) -> (Matrix, Vec<f64>) {
    let mut draws = rng(seed, &["test"]);
    let values = Array2::from_shape_fn((rows, columns), |_| draws.random_range(-1.7..1.7));
    let y = values
        .rows()
        .into_iter()
        .map(|r| 5.0 + 3.0 * r[0] - 2.0 * r[1] + r[1] * r[2] + draws.random_range(-0.5..0.5))
        .collect();
    let names = (0..columns).map(|c| format!("x{c}")).collect();
    (Matrix { values, names }, y)
}

/// A watcher that stops at a round.
pub(super) fn watching(stop_at: usize) -> impl Fn(usize, usize, f64) -> ControlFlow<()> + Sync {
    move |round, rounds, loss| {
        assert!(round >= 1 && round <= rounds && loss.is_finite());
        if round >= stop_at {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Classes by thirds or halves of the number, the last class of `names` never occurring when `unseen`.
pub(super) fn classes(y: &[f64], names: usize, unseen: bool) -> Truth {
    let occurring = names - usize::from(unseen);
    let mut sorted = y.to_vec();
    sorted.sort_by(f64::total_cmp);
    let codes = y
        .iter()
        .map(|v| {
            let rank = sorted.partition_point(|s| s < v);
            (rank * occurring / y.len()) as u32
        })
        .collect();
    Truth::Classes(
        codes,
        Classes {
            names: (0..names).map(|n| format!("class {n}")).collect(),
            positive: (names == 2).then_some(1),
        },
    )
}

pub(super) fn truth_for(task: Task, y: &[f64]) -> Truth {
    match task {
        Task::Regression | Task::Forecast => Truth::Numbers(y.to_vec()),
        Task::Binary => classes(y, 2, false),
        Task::Multiclass => classes(y, 3, false),
    }
}

pub(super) fn fit(
    family: &dyn Family,
    x: &Matrix,
    y: &Truth,
    params: &Params,
) -> Result<Box<dyn Model>> {
    family.fit(&Training::new(x, y, 11, &watching(usize::MAX)), params)
}

pub(super) fn probabilities(prediction: Prediction) -> Array2<f64> {
    match prediction {
        Prediction::Probabilities(p) => p,
        Prediction::Numbers(_) => panic!("numbers"),
    }
}

pub(super) fn numbers(prediction: Prediction) -> Vec<f64> {
    match prediction {
        Prediction::Numbers(v) => v,
        Prediction::Probabilities(_) => panic!("probabilities"),
    }
}

pub(super) fn accuracy(p: &Array2<f64>, truth: &Truth) -> f64 {
    let Truth::Classes(codes, _) = truth else {
        panic!("numbers")
    };
    let right = p
        .rows()
        .into_iter()
        .zip(codes)
        .filter(|(row, code)| row.iter().all(|&other| other <= row[**code as usize]))
        .count();
    right as f64 / codes.len() as f64
}

pub(super) fn quick() -> Params {
    Params::from([("rounds".to_owned(), 40.0)])
}

pub(super) fn params_of(family: &dyn Family) -> Params {
    match family.name() {
        "boosting" => quick(),
        "forest" => Params::from([("trees".to_owned(), 20.0)]),
        _ => Params::new(),
    }
}

#[test]
fn every_family_saves_and_loads_what_it_predicts() {
    let (x, y) = noise(240, 4, 3);
    for family in FAMILIES {
        for &task in family.tasks() {
            let truth = truth_for(task, &y);
            let model = fit(*family, &x, &truth, &params_of(*family)).unwrap();
            let text = serde_json::to_string(&model.save()).unwrap();
            let classes = match &truth {
                Truth::Classes(_, classes) => Some(classes),
                Truth::Numbers(_) => None,
            };
            let saved = serde_json::from_str(&text).unwrap();
            let loaded = family.load(&saved, classes).unwrap();
            let expected = model.predict(&x).unwrap();
            assert_eq!(loaded.predict(&x).unwrap(), expected, "{}", family.name());
            assert_eq!(loaded.save(), saved, "{}", family.name());
            // The same seed gives the same bytes.
            let again = fit(*family, &x, &truth, &params_of(*family)).unwrap();
            assert_eq!(serde_json::to_string(&again.save()).unwrap(), text);
            // The columns that matter count most.
            let importance = model.importance();
            assert_eq!(importance.len(), 4);
            assert!(importance[0].1 > importance[3].1 && importance[3].1 >= 0.0);
            if let Prediction::Probabilities(p) = expected {
                for row in p.rows() {
                    assert!((row.sum() - 1.0).abs() < 1e-12);
                }
            }
            if let Some(classes) = classes {
                let mut other = classes.clone();
                other.names[0] = "else".into();
                assert!(family.load(&saved, Some(&other)).is_err());
            }
        }
        assert!(
            family
                .load(&serde_json::json!({"columns": []}), None)
                .is_err()
        );
    }
}

#[test]
fn every_family_can_be_stopped() {
    let (x, y) = noise(300, 4, 4);
    for family in FAMILIES {
        for &task in family.tasks() {
            let calls = AtomicUsize::new(0);
            let stop = |_: usize, _: usize, _: f64| {
                calls.fetch_add(1, Ordering::Relaxed);
                ControlFlow::Break(())
            };
            let truth = truth_for(task, &y);
            let training = Training::new(&x, &truth, 1, &stop);
            let error = family.fit(&training, &Params::new()).unwrap_err();
            assert!(error.is_cancelled(), "{}: {error}", family.name());
            assert_eq!(calls.load(Ordering::Relaxed), 1, "{}", family.name());
        }
    }
}

#[test]
fn logistic_and_softmax_separate() {
    let (x, y) = noise(400, 4, 5);
    for (name, task) in [("logistic", Task::Binary), ("softmax", Task::Multiclass)] {
        let truth = truth_for(task, &y);
        let model = fit(family(name).unwrap(), &x, &truth, &Params::new()).unwrap();
        let right = accuracy(&probabilities(model.predict(&x).unwrap()), &truth);
        assert!(right > 0.8, "{name} {right}");
    }
}

#[test]
fn softmax_of_two_classes_is_logistic_with_half_the_penalty() {
    // With w and -w for the two classes, alpha/2 (w² + w²) at z = 2 w x is the penalty of alpha/2 on the log odds.
    let (x, y) = noise(300, 3, 6);
    let truth = classes(&y, 2, false);
    let with = |alpha: f64| Params::from([("alpha".to_owned(), alpha)]);
    let softmax = fit(family("softmax").unwrap(), &x, &truth, &with(2.0)).unwrap();
    let logistic = fit(family("logistic").unwrap(), &x, &truth, &with(1.0)).unwrap();
    let a = probabilities(softmax.predict(&x).unwrap());
    let b = probabilities(logistic.predict(&x).unwrap());
    let apart = (&a - &b).iter().fold(0.0_f64, |m, d| m.max(d.abs()));
    assert!(apart < 1e-4, "{apart}");
}

#[test]
fn logistic_does_not_depend_on_which_class_is_more_frequent() {
    let (x, y) = noise(300, 3, 7);
    let codes = |rare: bool| {
        let codes = y.iter().map(|v| u32::from((*v > 8.0) == rare)).collect();
        let names = vec!["a".to_owned(), "b".to_owned()];
        Truth::Classes(
            codes,
            Classes {
                names,
                positive: Some(1),
            },
        )
    };
    let predict = |truth: &Truth| {
        let model = fit(family("logistic").unwrap(), &x, truth, &Params::new()).unwrap();
        probabilities(model.predict(&x).unwrap())
    };
    let (rare, frequent) = (predict(&codes(true)), predict(&codes(false)));
    assert!(accuracy(&rare, &codes(true)) > 0.9);
    for (a, b) in rare.rows().into_iter().zip(frequent.rows()) {
        assert!((a[1] - b[0]).abs() < 1e-5);
    }
}

#[test]
fn separable_and_extreme_columns_still_fit() {
    let (mut x, y) = noise(200, 3, 8);
    x.values[[0, 2]] = 400.0;
    let separable: Vec<f64> = x.values.column(0).to_vec();
    for (name, count) in [("logistic", 2), ("softmax", 3)] {
        for target in [&separable, &y] {
            let truth = classes(target, count, false);
            let low = Params::from([("alpha".to_owned(), 1e-3)]);
            let model = fit(family(name).unwrap(), &x, &truth, &low).unwrap();
            let p = probabilities(model.predict(&x).unwrap());
            assert!(p.iter().all(|v| v.is_finite()));
            assert!(accuracy(&p, &truth) > 0.8, "{name}");
        }
    }
}

#[test]
fn a_class_without_training_rows_has_probability_zero() {
    let (x, y) = noise(200, 3, 12);
    for (name, present) in [
        ("softmax", 3),
        ("boosting", 3),
        ("boosting", 2),
        ("softmax", 2),
        ("forest", 3),
        ("tree", 2),
    ] {
        let truth = classes(&y, present + 1, true);
        let chosen = family(name).unwrap();
        let model = fit(chosen, &x, &truth, &params_of(chosen)).unwrap();
        let p = probabilities(model.predict(&x).unwrap());
        assert_eq!(p.ncols(), present + 1);
        assert!(p.column(present).iter().all(|&v| v == 0.0));
        assert!(p.rows().into_iter().all(|r| (r.sum() - 1.0).abs() < 1e-12));
    }
}

#[test]
fn one_class_is_an_error() {
    let (x, y) = noise(20, 3, 13);
    let truth = Truth::Classes(
        vec![1; y.len()],
        Classes {
            names: vec!["no".into(), "yes".into()],
            positive: Some(1),
        },
    );
    for name in ["logistic", "softmax", "tree", "forest", "boosting"] {
        let error = fit(family(name).unwrap(), &x, &truth, &Params::new()).unwrap_err();
        assert_eq!(error.message, "only one class in the training rows: 'yes'");
    }
}

#[test]
fn other_columns_and_gaps_are_errors() {
    let (x, y) = noise(60, 3, 14);
    let truth = Truth::Numbers(y);
    for name in ["ridge", "lasso", "tree", "boosting"] {
        let model = fit(family(name).unwrap(), &x, &truth, &Params::new()).unwrap();
        let mut renamed = x.clone();
        renamed.names.swap(0, 1);
        assert!(model.predict(&renamed).is_err());
    }
    let mut gap = x.clone();
    gap.values[[3, 1]] = f64::NAN;
    let error = fit(&linear::RIDGE, &gap, &truth, &Params::new()).unwrap_err();
    assert_eq!(error.column, Some(crate::error::Column::Name("x1".into())));
}

#[test]
fn small_and_constant_data_do_not_break() {
    for rows in [1, 2, 5] {
        let (x, y) = noise(rows, 3, 15);
        for family in of_task(Task::Regression) {
            let truth = Truth::Numbers(y.clone());
            let model = fit(family, &x, &truth, &params_of(family)).unwrap();
            assert!(
                numbers(model.predict(&x).unwrap())
                    .iter()
                    .all(|v| v.is_finite())
            );
            let constant = Truth::Numbers(vec![3.0; rows]);
            let model = fit(family, &x, &constant, &params_of(family)).unwrap();
            assert!(
                numbers(model.predict(&x).unwrap())
                    .iter()
                    .all(|v| (v - 3.0).abs() < 1e-9)
            );
        }
    }
}

#[test]
fn trials_begin_with_the_default_and_pass_the_check() {
    for family in FAMILIES {
        let draw = |count| family.trials(count, &mut rng(1, &["trials", family.name()]));
        let trials = draw(20);
        assert!(!trials.is_empty() && trials.len() <= 20);
        assert_eq!(draw(20), trials);
        assert_eq!(draw(1), trials[..1]);
        for parameter in family.parameters() {
            let first = trials[0].get(parameter.name).copied();
            assert_eq!(first.unwrap_or(parameter.default), parameter.default);
        }
        for (i, trial) in trials.iter().enumerate() {
            family.check(trial).unwrap();
            assert!(!trials[..i].contains(trial), "{trial:?} twice");
        }
    }
}

#[test]
fn names_and_parameters_are_checked() {
    assert!(
        family("rigde")
            .err()
            .unwrap()
            .fix
            .as_deref()
            .unwrap()
            .contains("'ridge'")
    );
    let names = |task| -> Vec<&str> { of_task(task).iter().map(|f| f.name()).collect() };
    assert_eq!(
        names(Task::Forecast),
        [
            "ridge",
            "lasso",
            "elastic_net",
            "tree",
            "forest",
            "boosting"
        ]
    );
    assert_eq!(
        names(Task::Binary),
        ["logistic", "tree", "forest", "boosting"]
    );
    let params = Params::from([("learnig_rate".to_owned(), 0.1), ("leaves".to_owned(), 2.5)]);
    let error = trees::Boosting.check(&params).unwrap_err();
    assert!(error.fix.as_deref().unwrap().contains("'learning_rate'"));
    assert!(error.others[0].message.contains("'2.5'"));
}

#[test]
fn forest_is_the_same_for_any_number_of_threads() {
    let (x, y) = noise(400, 4, 16);
    for task in [Task::Regression, Task::Binary, Task::Multiclass] {
        let truth = truth_for(task, &y);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                let forest = family("forest").unwrap();
                fit(forest, &x, &truth, &params_of(forest)).unwrap().save()
            })
        };
        assert_eq!(with(1), with(3));
    }
}
