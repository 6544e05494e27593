//! SHAP values of the families that give them: they add up to the answer, and those that matter are the largest.

use super::tests::*;
use super::*;

/// Families of trees with a few values missing.
fn each(look: impl Fn(&dyn Family, &Matrix, &Contributions, Prediction)) {
    let (mut x, y) = noise(300, 4, 21);
    for row in (0..300).step_by(9) {
        x.values[[row, 3]] = f64::NAN;
    }
    for name in ["tree", "forest", "boosting"] {
        let family = family(name).unwrap();
        for task in [Task::Regression, Task::Binary, Task::Multiclass] {
            let truth = truth_for(task, &y);
            let model = fit(family, &x, &truth, &params_of(family)).unwrap();
            assert!(model.contribution_cost() > 0);
            let found = model.contributions(&x).unwrap().unwrap();
            look(family, &x, &found, model.predict(&x).unwrap());
        }
    }
}

#[test]
fn contributions_add_up_to_the_answer() {
    each(|family, x, found, answer| {
        let boosting = family.name() == "boosting";
        for row in 0..x.values.nrows() {
            let sums: Vec<f64> = found
                .told
                .iter()
                .map(|told| told.base + told.values.row(row).sum())
                .collect();
            match &answer {
                Prediction::Numbers(answers) => {
                    assert_eq!(found.scale, Scale::Answer);
                    let close = if boosting { 1e-4 } else { 1e-9 };
                    assert!((sums[0] - answers[row]).abs() < close);
                }
                Prediction::Probabilities(p) if boosting => {
                    assert_eq!(found.scale, Scale::LogOdds);
                    // Log odds against the first of two classes; of three, scores before softmax.
                    let weights: Vec<f64> = match sums.len() {
                        1 => vec![1.0, sums[0].exp()],
                        _ => sums.iter().map(|s| s.exp()).collect(),
                    };
                    let sum: f64 = weights.iter().sum();
                    for (code, weight) in weights.iter().enumerate() {
                        assert!((p[[row, code]] - weight / sum).abs() < 1e-5);
                    }
                }
                Prediction::Probabilities(p) => {
                    assert_eq!(found.scale, Scale::Probability);
                    for (told, sum) in found.told.iter().zip(&sums) {
                        let code = told.class.unwrap() as usize;
                        assert!((p[[row, code]] - sum).abs() < 1e-6);
                    }
                }
            }
        }
    });
}

#[test]
fn columns_that_matter_contribute_most() {
    each(|family, _, found, _| {
        let size = |column: usize| -> f64 {
            let each = found
                .told
                .iter()
                .map(|told| told.values.column(column).mapv(f64::abs));
            each.map(|sizes| sizes.sum()).sum()
        };
        assert!(
            size(0) > size(1) && size(1) > 4.0 * size(3),
            "{}",
            family.name()
        );
    });
}
