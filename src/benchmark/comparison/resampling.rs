//! Draws of the rows that scores and costs are told from, as the split says what hangs together: single rows, groups, or blocks
//! of time.

use crate::benchmark::Setup;
use crate::decisions::Strategy;
use crate::error::Result;
use crate::stats::{Resampler, Unit, block_length};

/// Replicates up to [`MANY_ROWS`] rows.
const REPLICATES: usize = 2000;
/// Rows beyond which fewer replicates are drawn, so that the whole stays within seconds.
const MANY_ROWS: usize = 50_000;
/// Replicates at the least.
const FEWEST_REPLICATES: usize = 400;

/// Draws of some rows of the table.
pub struct Resampling {
    resampler: Resampler,
    own: Option<Vec<f64>>,
    rows: usize,
}

impl Resampling {
    /// Draws of these rows, each of which may stand several times: it is drawn with all of them or not at all. An error where there is no row.
    pub fn of(setup: &Setup, rows: &[usize]) -> Result<Resampling> {
        let by_group = matches!(setup.strategy, Strategy::Group | Strategy::GroupTime);
        let by_time = matches!(setup.strategy, Strategy::Time | Strategy::GroupTime);
        let groups = setup.groups(rows).filter(|_| by_group);
        let axis = setup.axis.as_ref().filter(|_| by_time);
        let order = axis.map(|axis| {
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by_key(|&i| (axis.instants[rows[i]], i));
            order
        });
        let row_ids: Vec<u32> = rows.iter().map(|&r| r as u32).collect();
        let unit = match (&groups, &order) {
            (Some(groups), _) => Unit::Group(groups),
            (None, Some(order)) => Unit::Block {
                order,
                length: block_rows(setup, rows),
            },
            (None, None) if is_distinct(rows, setup.dataset.table.rows()) => Unit::Row,
            (None, None) => Unit::Group(&row_ids),
        };
        Ok(Resampling {
            resampler: Resampler::new(rows.len(), unit, setup.seed)?,
            own: setup.weights(rows),
            rows: rows.len(),
        })
    }

    /// How much each row counts as it is.
    pub fn whole(&self) -> Vec<f64> {
        self.own.clone().unwrap_or_else(|| vec![1.0; self.rows])
    }

    /// How many units a replicate draws: rows, groups or blocks.
    pub fn units(&self) -> usize {
        self.resampler.units()
    }

    /// Something of each replicate, from how much each row counts in it: how often it was drawn, times its own weight. In the order of
    /// the replicates, whatever the number of threads; fewer replicates for many rows.
    pub fn replicates<T: Send>(&self, of: impl Fn(&[f64]) -> T + Sync + Send) -> Vec<T> {
        let count = (REPLICATES * MANY_ROWS / self.rows.max(MANY_ROWS)).max(FEWEST_REPLICATES);
        self.some_replicates(count, of)
    }

    /// The same for so many replicates.
    pub fn some_replicates<T: Send>(
        &self,
        count: usize,
        of: impl Fn(&[f64]) -> T + Sync + Send,
    ) -> Vec<T> {
        self.resampler.replicates(count, |times| match &self.own {
            None => of(times),
            Some(own) => {
                let weights: Vec<f64> = own
                    .iter()
                    .zip(times)
                    .map(|(own, times)| own * times)
                    .collect();
                of(&weights)
            }
        })
    }
}

/// Whether no row stands twice.
fn is_distinct(rows: &[usize], all: usize) -> bool {
    let mut seen = vec![false; all];
    rows.iter()
        .all(|&row| !std::mem::replace(&mut seen[row], true))
}

/// Rows of a block: the block length is a count of instants, and many rows may share one.
fn block_rows(setup: &Setup, rows: &[usize]) -> usize {
    let instants = setup
        .axis
        .as_ref()
        .map(|axis| rows.iter().map(|&r| axis.instants[r]));
    let mut distinct: Vec<Option<i64>> = instants.into_iter().flatten().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let distinct = distinct.len().max(1);
    block_length(distinct) * rows.len().div_ceil(distinct)
}
