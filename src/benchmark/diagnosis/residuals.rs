//! Predicted numbers against what came, and how far off they are.

use super::kept::{Kept, Numbers};
use crate::figures::{Distribution, Figure, Histogram, Measure, Scatter, Tails};

/// How far off a prediction is: above 0 where it is too large.
pub(super) fn residuals(numbers: &Numbers<'_>) -> Vec<f64> {
    let rows = numbers.predicted.iter().zip(numbers.truth);
    rows.map(|(predicted, truth)| predicted - truth).collect()
}

/// What residuals measure, in the unit of the target.
pub(super) fn measure(kept: &Kept<'_>) -> Measure {
    Measure::new("predicted less actual", unit(kept))
}

fn unit(kept: &Kept<'_>) -> String {
    kept.setup.problem.unit.clone()
}

/// Predicted against actual, residuals, residuals against predicted.
pub(super) fn charts(kept: &Kept<'_>, numbers: &Numbers<'_>) -> Vec<(&'static str, Figure)> {
    let named = |name: &str| Measure::new(name, unit(kept));
    let actual = named(&format!("actual {}", kept.setup.problem.target));
    let predicted = named("predicted");
    let off = residuals(numbers);
    let by_actual = Scatter::of(
        actual,
        predicted.clone(),
        (numbers.truth, numbers.predicted),
        true,
    );
    let by_predicted = Scatter::of(predicted, measure(kept), (numbers.predicted, &off), false);
    let distribution = Distribution {
        of: measure(kept),
        histogram: Histogram::of(&off, Tails::TrimHeavy),
        ends: None,
    };
    vec![
        ("predicted", Figure::Scatter(by_actual)),
        ("residuals", Figure::Histogram(distribution)),
        ("by predicted", Figure::Scatter(by_predicted)),
    ]
}
