//! Every usual metric on some rows.

use crate::benchmark::Setup;
use crate::metrics::{Metric, Prediction, Unit};

/// A score of some rows.
#[derive(Debug, Clone, PartialEq)]
pub struct UsualScore {
    /// In which metric.
    pub metric: Metric,
    /// The score.
    pub value: f64,
    /// Its unit, empty where none.
    pub unit: String,
}

/// The metric of the problem and every usual one that is defined for a prediction of these rows, the one that decides
/// first. A metric of decisions judges `decided`, which differs where costs say where two classes are cut.
pub fn usual_scores(
    setup: &Setup,
    rows: &[usize],
    prediction: &Prediction,
    decided: &Prediction,
) -> Vec<UsualScore> {
    let decides = setup.problem.metric;
    let others = setup.metrics().iter().copied();
    let others = others.filter(|m| m.is_usual() && *m != decides);
    std::iter::once(decides)
        .chain(others)
        .filter_map(|metric| {
            Some(UsualScore {
                value: setup.score_in(metric, rows, metric.judged(prediction, decided))?,
                unit: unit(metric, &setup.problem.unit),
                metric,
            })
        })
        .collect()
}

/// The unit of a metric's scores, where that of the target is known.
fn unit(metric: Metric, target: &str) -> String {
    match metric.unit() {
        Unit::TargetSquared if !target.is_empty() => format!("{target}²"),
        named => named.in_words(target).to_owned(),
    }
}
