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
/// first.
pub fn usual_scores(setup: &Setup, rows: &[usize], prediction: &Prediction) -> Vec<UsualScore> {
    let (truth, weights) = (setup.truth(rows), setup.weights(rows));
    let decides = setup.problem.metric;
    let others = Metric::of_task(setup.problem.task)
        .into_iter()
        .filter(|m| m.is_usual() && *m != decides);
    std::iter::once(decides)
        .chain(others)
        .filter_map(|metric| {
            Some(UsualScore {
                value: metric.score(&truth, prediction, weights.as_deref())?,
                unit: unit(metric, &setup.problem.unit),
                metric,
            })
        })
        .collect()
}

/// The unit of a metric's scores, where that of the target is known.
fn unit(metric: Metric, target: &str) -> String {
    match metric.unit() {
        Unit::Target => target.to_owned(),
        Unit::TargetSquared if !target.is_empty() => format!("{target}²"),
        Unit::TargetSquared | Unit::None => String::new(),
    }
}
