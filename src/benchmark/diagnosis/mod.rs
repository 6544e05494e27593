//! Predictions looked at from several sides: charts and numbers of what a baseline or a run predicted out of fold.
//!
//! | file | what lives there |
//! |--|--|
//! | `kept` | the rows of all folds with what was predicted for them |
//! | `scores` | every usual metric |
//! | `confusion`, `roc`, `precision_recall`, `gain`, `probabilities`, `calibration` | charts of classes |
//! | `residuals`, `by_fold` | charts of numbers |
//! | `parts`, `segments` | rows cut by the values of a column, and their scores |
//! | `over_time` | scores by period |
//! | `worst` | the rows with the greatest loss |

mod by_fold;
mod calibration;
mod confusion;
mod gain;
mod kept;
mod over_time;
mod parts;
mod precision_recall;
mod probabilities;
mod residuals;
mod roc;
mod scores;
mod segments;
#[cfg(test)]
mod tests;
mod worst;

use std::collections::BTreeSet;

use super::{Evidence, OutOfFold, Setup, Thresholds, must_reach};
use crate::data::personal_columns_of;
use crate::error::Result;
use crate::figures::{Figure, Listing, OverTime, Segments};
use crate::project::Project;

use kept::Kept;
pub use parts::segments_of;
pub use scores::{UsualScore, usual_scores};

/// Charts are named by these where one is looked for.
const SEGMENTS: &str = "segments";
const OVER_TIME: &str = "over time";
const WORST: &str = "worst rows";

/// What there is to say about predictions of the rows of all folds.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// Every usual metric on the rows of all folds together, the one that decides first.
    pub scores: Vec<UsualScore>,
    /// Rows that were scored; a row in several repeats counts in each.
    pub rows: usize,
    /// Charts, each with what it is called beside the others.
    pub charts: Vec<(&'static str, Figure)>,
}

impl Diagnosis {
    /// The scores by segment.
    pub fn segments(&self) -> Option<&Segments> {
        self.charts.iter().find_map(|(_, figure)| match figure {
            Figure::Segments(segments) => Some(segments),
            _ => None,
        })
    }

    /// The scores by period, where there is time.
    pub fn over_time(&self) -> Option<&OverTime> {
        self.charts.iter().find_map(|(_, figure)| match figure {
            Figure::OverTime(over_time) => Some(over_time),
            _ => None,
        })
    }

    /// The rows with the greatest loss.
    pub fn worst(&self) -> Option<&Listing> {
        self.charts.iter().find_map(|(_, figure)| match figure {
            Figure::Listing(worst) => Some(worst),
            _ => None,
        })
    }
}

/// Looks at predictions of the test rows of every fold, two classes cut at these thresholds where there are any. Rows weigh as `problem.weight` says; values about persons are
/// not shown. Errors: data or costs that cannot be computed.
pub fn diagnose(
    project: &Project,
    setup: &Setup,
    predictions: &OutOfFold,
    thresholds: Option<&Thresholds>,
) -> Result<Diagnosis> {
    let kept = Kept::of(setup, predictions, thresholds);
    let personal: BTreeSet<String> = personal_columns_of(project, &setup.dataset)?;
    let mut charts = match kept.classes() {
        Some((truth, classes)) => {
            let by_class = kept.by_class(truth, classes);
            let confusion = confusion::chart(&kept, truth, classes);
            let charts = [
                Some(("confusion", Figure::Confusion(confusion))),
                roc::chart(&by_class).map(|c| ("ROC", Figure::Roc(c))),
                precision_recall::chart(&by_class)
                    .map(|c| ("precision-recall", Figure::PrecisionRecall(c))),
                gain::chart(&by_class).map(|c| ("gain", Figure::Gain(c))),
                probabilities::chart(&by_class).map(|c| ("probabilities", Figure::Mirror(c))),
                calibration::chart(&kept, truth, &by_class)
                    .map(|c| ("calibration", Figure::Calibration(c))),
            ];
            charts.into_iter().flatten().collect()
        }
        None => kept.numbers().map_or_else(Vec::new, |numbers| {
            let mut charts = residuals::charts(&kept, &numbers);
            charts.push(("by fold", Figure::Boxes(by_fold::chart(&kept, &numbers))));
            charts
        }),
    };
    if let Some(segments) = segments::chart(&kept, &personal)? {
        charts.push((SEGMENTS, Figure::Segments(segments)));
    }
    if let Some(over_time) = over_time::chart(&kept, levels(project, setup)?)? {
        charts.push((OVER_TIME, Figure::OverTime(over_time)));
    }
    if let Some(worst) = worst::list(project, &kept, &personal)? {
        charts.push((WORST, Figure::Listing(worst)));
    }
    Ok(Diagnosis {
        scores: usual_scores(setup, &kept.rows, &kept.prediction, &kept.decided),
        rows: kept.rows.len(),
        charts,
    })
}

/// What a score is held against: what counts as success, and the best baseline. Nothing of a benchmark in another metric.
fn levels(project: &Project, setup: &Setup) -> Result<Vec<(String, f64)>> {
    let evidence = project.evidence::<Evidence>("benchmark")?;
    let Some(evidence) = evidence.filter(|e| e.metric == setup.problem.metric.name()) else {
        return Ok(Vec::new());
    };
    let success = must_reach(&project.decisions, &evidence).map(|at| ("success".to_owned(), at));
    let best = evidence.best().and_then(|best| best.mean);
    let best = best.map(|at| ("best baseline".to_owned(), at));
    Ok(success.into_iter().chain(best).collect())
}
