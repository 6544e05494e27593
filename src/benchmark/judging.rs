//! How predictions of the rows are judged: in any metric of the project, with what it reads of the rows and what their errors cost.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{OutOfFold, Setup};
use crate::error::Result;
use crate::metrics::{Classes, Metric, Prediction, Prepared, with_prediction};
use crate::table::Table;

impl Setup {
    /// The metrics that can judge the problem, those that the project states among them.
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// Score of a prediction of these rows in the problem's metric, each row with its weight; `None` where undefined.
    pub fn score(&self, rows: &[usize], prediction: &Prediction) -> Option<f64> {
        self.score_in(self.problem.metric, rows, prediction)
    }

    /// The same in another metric.
    pub fn score_in(&self, metric: Metric, rows: &[usize], prediction: &Prediction) -> Option<f64> {
        let weights = self.weights(rows).unwrap_or_else(|| vec![1.0; rows.len()]);
        self.prepared(metric, rows, prediction)?.score(&weights)
    }

    /// A metric on a prediction of these rows, ready for any weights; `None` where it does not go with the problem.
    pub fn prepared(
        &self,
        metric: Metric,
        rows: &[usize],
        prediction: &Prediction,
    ) -> Option<Prepared> {
        if metric.is_cost() {
            let costs = self.costing.as_ref()?.per_row(self, rows, prediction);
            return costs.ok().map(Prepared::of_losses);
        }
        let truth = self.truth(rows);
        match metric.reads() {
            Some(reads) => {
                let judged = self.judged_rows(&reads, rows, prediction).ok()?;
                metric.prepared_on(&truth, prediction, &judged)
            }
            None => metric.prepared(&truth, prediction),
        }
    }

    /// Loss of each of these rows in a metric, as [`Metric::losses_of`] tells it; `None` where it does not divide into rows.
    pub fn losses(
        &self,
        metric: Metric,
        rows: &[usize],
        prediction: &Prediction,
    ) -> Option<Vec<f64>> {
        metric.losses_of(self.prepared(metric, rows, prediction)?)
    }

    /// What a metric reads of these rows, with their prediction.
    fn judged_rows(
        &self,
        reads: &BTreeSet<&str>,
        rows: &[usize],
        prediction: &Prediction,
    ) -> Result<Table> {
        let target = self.problem.target.as_str();
        let table = &self.dataset.table;
        // A column of the table may be called as what is put beside it; one that is not there is.
        let read = reads
            .iter()
            .copied()
            .filter(|name| *name != target && table.has(name));
        let names: Vec<&str> = read.chain([target]).collect();
        let rows = table.select(&names)?.take(rows)?;
        with_prediction(rows, target, prediction, self.problem.classes.as_ref())
    }

    /// What the metric judges on the folds: the predictions, or the decisions where it judges decisions between two classes whose errors have a stated cost. These are cut
    /// where they cost least on rows that are not judged.
    pub fn judged<'a>(&self, predictions: &'a OutOfFold) -> Cow<'a, OutOfFold> {
        let two = self.problem.classes.as_ref().and_then(Classes::binary);
        let thresholds = self
            .costing
            .as_ref()
            .and_then(|c| c.thresholds(self, predictions));
        match (thresholds, two) {
            (Some(thresholds), Some(positive)) => {
                Cow::Owned(predictions.decided(&thresholds, positive))
            }
            _ => Cow::Borrowed(predictions),
        }
    }
}
