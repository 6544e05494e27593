use ndarray::{Array2, array};

use super::*;

fn numbers(truth: &[f64], predicted: &[f64]) -> (Truth, Prediction) {
    (
        Truth::Numbers(truth.to_vec()),
        Prediction::Numbers(predicted.to_vec()),
    )
}

fn two_classes(truth: &[u32], positive: &[f64]) -> (Truth, Prediction) {
    let classes = Classes {
        names: vec!["no".into(), "yes".into()],
        positive: Some(1),
    };
    let p = Array2::from_shape_fn((positive.len(), 2), |(row, class)| match class {
        0 => 1.0 - positive[row],
        _ => positive[row],
    });
    (
        Truth::Classes(truth.to_vec(), classes),
        Prediction::Probabilities(p),
    )
}

fn several_classes(truth: &[u32], p: Array2<f64>) -> (Truth, Prediction) {
    let classes = Classes {
        names: (0..p.ncols()).map(|class| class.to_string()).collect(),
        positive: None,
    };
    (
        Truth::Classes(truth.to_vec(), classes),
        Prediction::Probabilities(p),
    )
}

fn score(name: &str, (truth, prediction): &(Truth, Prediction)) -> Option<f64> {
    Metric::named(name).unwrap().score(truth, prediction, None)
}

#[test]
fn names_are_unique_and_found() {
    let names: Vec<_> = Metric::all().map(Metric::name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    for name in names {
        assert_eq!(Metric::named(name).map(Metric::name), Some(name));
    }
    assert_eq!(Metric::named("MAE"), None);
}

#[test]
fn the_default_of_a_task_comes_first() {
    for (task, default) in [
        (Task::Regression, "mae"),
        (Task::Forecast, "mae"),
        (Task::Binary, "roc_auc"),
        (Task::Multiclass, "accuracy"),
    ] {
        let metrics = Metric::of_task(task);
        assert_eq!(metrics[0].name(), default);
        assert_eq!(metrics.iter().filter(|m| m.name() == default).count(), 1);
        assert!(metrics.len() > 8);
    }
    let has = |task, name| Metric::of_task(task).iter().any(|m| m.name() == name);
    assert!(has(Task::Forecast, "mase") && !has(Task::Regression, "mase"));
    assert!(has(Task::Binary, "gini") && !has(Task::Multiclass, "gini"));
}

#[test]
fn units_and_directions() {
    let of = |name| Metric::named(name).unwrap();
    assert_eq!(of("rmse").unit(), Unit::Target);
    assert_eq!(of("mse").unit(), Unit::TargetSquared);
    assert_eq!(of("r2").unit(), Unit::None);
    assert_eq!(of("log_loss").direction(), Direction::Minimise);
    assert_eq!(of("roc_auc").direction(), Direction::Maximise);
}

/// The direction agrees with what is perfect and what is not, for every metric.
#[test]
fn a_perfect_prediction_is_better_in_the_direction() {
    let truth: Vec<f64> = (1..20).map(|n| f64::from(n * n)).collect();
    let backward: Vec<f64> = truth.iter().rev().map(|v| v + 1.0).collect();
    let (good, bad) = (numbers(&truth, &truth), numbers(&truth, &backward));
    let sure = two_classes(&[0, 1, 1, 0], &[0.1, 0.9, 0.8, 0.2]);
    let unsure = two_classes(&[0, 1, 1, 0], &[0.7, 0.4, 0.6, 0.3]);
    let clear = array![
        [0.7, 0.1, 0.1, 0.1],
        [0.1, 0.6, 0.2, 0.1],
        [0.2, 0.2, 0.5, 0.1],
        [0.1, 0.1, 0.2, 0.6],
    ];
    let unclear = array![
        [0.1, 0.2, 0.2, 0.5],
        [0.5, 0.1, 0.2, 0.2],
        [0.3, 0.4, 0.1, 0.2],
        [0.2, 0.3, 0.4, 0.1],
    ];
    let (clear, unclear) = (
        several_classes(&[0, 1, 2, 3], clear),
        several_classes(&[0, 1, 2, 3], unclear),
    );
    for metric in Metric::all() {
        let (best, worse) = match metric.0.tasks {
            tasks if tasks.contains(&Task::Forecast) => (&good, &bad),
            [Task::Multiclass] => (&clear, &unclear),
            _ => (&sure, &unsure),
        };
        let best = metric.score(&best.0, &best.1, None).unwrap();
        let worse = metric.score(&worse.0, &worse.1, None).unwrap();
        assert!(metric.direction().better(best, worse), "{metric:?}");
    }
}

#[test]
fn a_row_without_an_answer_leaves_no_score_unless_it_has_no_weight() {
    let values: Vec<f64> = (1..20).map(f64::from).collect();
    let mut said: Vec<f64> = values.iter().map(|v| v + 0.5).collect();
    said[1] = f64::NAN;
    let (truth, prediction) = numbers(&values, &said);
    let (labels, probabilities) = two_classes(&[0, 1, 1, 0], &[0.2, f64::NAN, 0.9, 0.1]);
    for metric in Metric::all() {
        let (t, p) = if metric.0.tasks.contains(&Task::Forecast) {
            (&truth, &prediction)
        } else {
            (&labels, &probabilities)
        };
        assert_eq!(metric.score(t, p, None), None, "{metric:?}");
        let mut weights = vec![1.0; t.len()];
        weights[1] = 0.0;
        assert!(metric.score(t, p, Some(&weights)).is_some(), "{metric:?}");
    }
}

#[test]
fn weights_repeat_rows() {
    let truth = [3.0, 1.0, 2.0, 7.0];
    let predicted = [2.5, 1.5, 4.0, 6.0];
    let classes = [0, 1, 1, 0];
    let positive = [0.3, 0.6, 0.3, 0.7];
    let times = [2, 1, 0, 3];
    let rows: Vec<usize> = (0..4).flat_map(|row| vec![row; times[row]]).collect();
    let weights = times.map(|n| n as f64);
    let (regression, binary) = (
        numbers(&truth, &predicted),
        two_classes(&classes, &positive),
    );
    let in_time = |m: &Metric| m.0.tasks == [Task::Forecast];
    for metric in Metric::all().filter(|m| !in_time(m)) {
        let (t, p) = if metric.0.tasks.contains(&Task::Regression) {
            &regression
        } else {
            &binary
        };
        let repeated = metric.score(&t.take(&rows), &p.take(&rows), None).unwrap();
        let weighted = metric.score(t, p, Some(&weights)).unwrap();
        assert!((repeated - weighted).abs() < 1e-12, "{metric:?}");
    }
}

#[test]
fn weights_that_are_none_give_no_score() {
    let (truth, prediction) = numbers(&[1.0, 2.0], &[1.0, 2.5]);
    let mae = Metric::named("mae").unwrap();
    let with = |weights: &[f64]| mae.score(&truth, &prediction, Some(weights));
    assert_eq!(with(&[1.0, 1.0]), Some(0.25));
    assert_eq!(with(&[0.0, 0.0]), None);
    assert_eq!(with(&[1.0]), None);
    assert_eq!(with(&[2.0, -1.0]), None);
    assert_eq!(with(&[1.0, f64::NAN]), None);
}

#[test]
fn what_does_not_fit_gives_no_score() {
    let regression = numbers(&[1.0], &[1.0]);
    let binary = two_classes(&[1], &[0.5]);
    assert_eq!(score("mae", &binary), None);
    assert_eq!(score("accuracy", &regression), None);
    assert_eq!(
        score("mae", &(regression.0.clone(), binary.1.clone())),
        None
    );
    assert_eq!(score("mae", &numbers(&[1.0, 2.0], &[1.0])), None);
    assert_eq!(score("accuracy", &two_classes(&[2], &[0.5])), None);
    assert_eq!(score("mae", &numbers(&[], &[])), None);
    assert_eq!(score("accuracy", &two_classes(&[], &[])), None);
    assert_eq!(score("rmse", &numbers(&[1.0], &[f64::INFINITY])), None);
}

#[test]
fn labels_cut_at_a_half_and_take_the_first_of_equals() {
    let (truth, prediction) = two_classes(&[1, 0], &[0.5, 0.49]);
    let Truth::Classes(_, classes) = &truth else {
        panic!("classes")
    };
    assert_eq!(prediction.labels(classes), [Some(1), Some(0)]);
    let p = array![[0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [0.1, f64::NAN, 0.9]];
    let (truth, prediction) = several_classes(&[0, 1, 2], p);
    let Truth::Classes(_, classes) = &truth else {
        panic!("classes")
    };
    assert_eq!(prediction.labels(classes), [Some(0), Some(1), None]);
}

#[test]
fn the_positive_class_may_be_the_first() {
    let (mut truth, prediction) = two_classes(&[0, 1, 0, 1], &[0.1, 0.5, 0.6, 0.9]);
    if let Truth::Classes(_, classes) = &mut truth {
        classes.positive = Some(0);
    }
    // Probabilities of the positive class: 0.9, 0.5, 0.4, 0.1; labels yes, yes, no, no.
    let of = |name: &str| {
        Metric::named(name)
            .unwrap()
            .score(&truth, &prediction, None)
    };
    assert_eq!(of("precision"), Some(0.5));
    assert_eq!(of("recall"), Some(0.5));
    assert_eq!(of("roc_auc"), Some(0.75));
    assert!((of("brier").unwrap() - (0.01 + 0.25 + 0.36 + 0.01) / 4.0).abs() < 1e-15);
}

#[test]
fn average_precision_of_several_classes_is_the_mean_of_each_against_the_rest() {
    let p = array![
        [0.7, 0.2, 0.1],
        [0.2, 0.5, 0.3],
        [0.4, 0.35, 0.25],
        [0.1, 0.3, 0.6]
    ];
    // Class a: rows 0, 2, ... right first: 1. Class b: row 1 first, row 2 second of true b = {1, 2}: 1.
    // Class c: row 3 first: 1.
    assert_eq!(
        score(
            "average_precision",
            &several_classes(&[0, 1, 1, 2], p.clone())
        ),
        Some(1.0)
    );
    // Class b now {1, 3}: places 1 and 3: (1 + 2/3) / 2; class c {2}: place 3: 1/3; class a {0}: 1.
    let found = score("average_precision", &several_classes(&[0, 1, 2, 1], p)).unwrap();
    assert!((found - (1.0 + 5.0 / 6.0 + 1.0 / 3.0) / 3.0).abs() < 1e-15);
}

#[test]
fn losses_divide_into_rows() {
    let of = |name: &str, (truth, prediction): &(Truth, Prediction)| {
        let metric = Metric::named(name).unwrap();
        metric.losses_of(metric.prepared(truth, prediction)?)
    };
    let regression = numbers(&[1.0, 2.0, 5.0], &[2.0, 2.0, f64::NAN]);
    let absolute = of("mae", &regression).unwrap();
    assert_eq!(absolute[..2], [1.0, 0.0]);
    assert!(absolute[2].is_nan());
    assert_eq!(of("rmse", &numbers(&[1.0], &[4.0])), Some(vec![9.0]));
    assert_eq!(of("r2", &regression), None);
    let binary = two_classes(&[1, 0], &[0.4, 0.4]);
    assert_eq!(of("accuracy", &binary), Some(vec![1.0, 0.0]));
    assert_eq!(of("roc_auc", &binary), None);
    let log = of("log_loss", &binary).unwrap();
    assert!((log[0] + 0.4_f64.ln()).abs() < 1e-15 && (log[1] + 0.6_f64.ln()).abs() < 1e-15);
}

#[test]
fn prepared_scores_as_often_as_asked() {
    let (truth, prediction) = two_classes(&[0, 1, 0, 1], &[0.2, 0.4, 0.4, 0.9]);
    let prepared = Metric::named("roc_auc")
        .unwrap()
        .prepared(&truth, &prediction)
        .unwrap();
    assert_eq!(prepared.score(&[1.0; 4]), Some(0.875));
    assert_eq!(prepared.score(&[1.0, 1.0, 1.0, 0.0]), Some(0.75));
    assert_eq!(prepared.score(&[1.0, 0.0, 1.0, 0.0]), None);
    assert_eq!(prepared.score(&[1.0; 4]), Some(0.875));
}
