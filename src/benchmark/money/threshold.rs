//! The probability from which on a decision is for the positive class: where decisions would have cost least, looked for on rows that are not decided
//! with it.

use serde::{Deserialize, Serialize};

use super::stakes::Stakes;
use crate::benchmark::{OutOfFold, Setup};
use crate::metrics::{Prediction, Truth};

/// Rows of either class that a threshold is chosen on at least; with fewer the stated costs tell it better than the rows.
const FEWEST_OF_CLASS: usize = 30;
/// Costs that differ by less than this share are the same: sums of the same costs in another order.
const ROUNDING: f64 = 1e-12;

/// Where two classes are cut: the positive class is decided for from this probability on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// In each fold, chosen on the rows it learns from.
    pub folds: Vec<f64>,
    /// On rows outside the folds: the holdout and what comes later.
    pub last: f64,
}

impl Thresholds {
    /// The cheapest threshold for each fold and for all that comes after. A fold's is chosen by the out-of-fold predictions of the rows that it
    /// learns from, thus of other folds and, in time, of earlier ones. The threshold that the stated costs imply for calibrated probabilities
    /// (Elkan 2001) stands where fewer than [`FEWEST_OF_CLASS`] rows of a class have one.
    pub(super) fn choose(setup: &Setup, stakes: &Stakes, predictions: &OutOfFold) -> Thresholds {
        let positive = stakes.positive();
        let rows = setup.scored_rows();
        let ranked = Ranked::of(setup, stakes, &rows, predictions);
        let mut learned = vec![false; setup.dataset.table.rows()];
        let mut chosen = |train: &[usize]| {
            learned.fill(false);
            train.iter().for_each(|&row| learned[row] = true);
            let implied = stakes.implied(setup, train, positive);
            ranked
                .cheapest(|row| learned[row], implied)
                .unwrap_or(implied)
        };
        Thresholds {
            folds: setup.plan.folds.iter().map(|f| chosen(&f.train)).collect(),
            last: chosen(&setup.plan.development),
        }
    }
}

/// Rows by descending probability of the positive class.
struct Ranked(Vec<Ranking>);

struct Ranking {
    row: usize,
    share: f64,
    positive: bool,
    /// Cost of deciding for the positive class less that of deciding against it, times the weight of the row.
    change: f64,
}

impl Ranked {
    /// The scored rows; those without a prediction or a cost are left out, as they are decided in no way.
    fn of(setup: &Setup, stakes: &Stakes, rows: &[usize], predictions: &OutOfFold) -> Ranked {
        let positive = stakes.positive();
        let shares = predictions.folds.iter().flat_map(|fold| match fold {
            Prediction::Probabilities(shares) => shares.column(positive).to_vec(),
            Prediction::Numbers(_) => Vec::new(),
        });
        let weights = setup.weights(rows);
        let codes = match setup.truth(rows) {
            Truth::Classes(codes, _) => codes,
            Truth::Numbers(_) => Vec::new(),
        };
        let mut ranked: Vec<Ranking> = shares
            .zip(rows)
            .zip(codes)
            .enumerate()
            .map(|(at, ((share, &row), code))| {
                let [no, yes] = stakes.of(row);
                Ranking {
                    row,
                    share,
                    positive: code as usize == positive,
                    change: (yes - no) * weights.as_ref().map_or(1.0, |w| w[at]),
                }
            })
            .filter(|r| !r.share.is_nan() && !r.change.is_nan())
            .collect();
        ranked.sort_by(|a, b| b.share.total_cmp(&a.share));
        Ranked(ranked)
    }

    /// The threshold at which decisions on the kept rows cost least: half-way between two neighbouring probabilities, or `implied` where that lies between
    /// them; of equal ones the nearest to `implied`. Always above 0 and at most 1: what is certain is never decided otherwise. `None` where too few
    /// rows are kept.
    fn cheapest(&self, keep: impl Fn(usize) -> bool, implied: f64) -> Option<f64> {
        let kept: Vec<&Ranking> = self.0.iter().filter(|r| keep(r.row)).collect();
        let positives = kept.iter().filter(|r| r.positive).count();
        if positives.min(kept.len() - positives) < FEWEST_OF_CLASS {
            return None;
        }
        let size: f64 = kept.iter().map(|r| r.change.abs()).sum();
        // Against deciding for the negative class everywhere.
        let mut cost = 0.0;
        let mut best: Option<(f64, f64)> = None;
        let mut offer = |cost: f64, above: f64, from: f64| {
            let middle = (above + from) / 2.0;
            let threshold = if above < implied && implied <= from {
                implied
            } else if above < middle {
                middle
            } else {
                from
            };
            let far = |threshold: f64| (threshold - implied).abs();
            let is_better = best.is_none_or(|(least, known)| {
                cost < least - ROUNDING * size
                    || (cost <= least + ROUNDING * size && far(threshold) < far(known))
            });
            if is_better {
                best = Some((cost, threshold));
            }
        };
        let highest = kept.first().map_or(0.0, |r| r.share);
        if highest < 1.0 {
            offer(cost, highest, 1.0);
        }
        for (at, ranking) in kept.iter().enumerate() {
            if ranking.share <= 0.0 {
                break;
            }
            cost += ranking.change;
            let next = kept.get(at + 1).map_or(0.0, |r| r.share);
            if next < ranking.share {
                offer(cost, next.max(0.0), ranking.share);
            }
        }
        best.map(|(_, threshold)| threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a probability, a truth and a weight, a false alarm costing 1 and a miss 5.
    fn ranked(rows: &[(f64, bool)]) -> Ranked {
        let of = |(row, &(share, positive)): (usize, &(f64, bool))| Ranking {
            row,
            share,
            positive,
            change: if positive { -5.0 } else { 1.0 },
        };
        let mut all: Vec<Ranking> = rows.iter().enumerate().map(of).collect();
        all.sort_by(|a, b| b.share.total_cmp(&a.share));
        Ranked(all)
    }

    fn many(parts: &[(usize, f64, bool)]) -> Vec<(f64, bool)> {
        let repeat = |&(times, share, positive)| std::iter::repeat_n((share, positive), times);
        parts.iter().flat_map(repeat).collect()
    }

    #[test]
    fn the_cut_is_where_decisions_cost_least() {
        // For 0.1: 10 misses of 5 against 40 alarms of 1; for 0.05: 1 miss of 5 against 100 alarms.
        let rows = many(&[
            (20, 0.6, true),
            (5, 0.6, false),
            (10, 0.1, true),
            (40, 0.1, false),
            (1, 0.05, true),
            (100, 0.05, false),
        ]);
        let ranked = ranked(&rows);
        let cut = ranked.cheapest(|_| true, 1.0 / 6.0).unwrap();
        assert!((cut - 0.075).abs() < 1e-12, "{cut}");
        // The implied threshold itself where it lies between the two neighbours.
        assert_eq!(ranked.cheapest(|_| true, 0.07), Some(0.07));
        // Half of the positive rows is too few.
        assert_eq!(ranked.cheapest(|row| row % 2 == 0, 0.5), None);
    }

    #[test]
    fn what_is_certain_keeps_its_class() {
        // Certain of the wrong class: no threshold from above 0 to 1 changes that.
        let rows = many(&[(50, 0.0, true), (50, 1.0, false)]);
        let cut = ranked(&rows).cheapest(|_| true, 1.0 / 6.0).unwrap();
        assert!(cut > 0.0 && cut <= 1.0, "{cut}");
        // One probability for all: misses are dearer, so all are called positive.
        let rows = many(&[(50, 0.3, true), (50, 0.3, false)]);
        let cut = ranked(&rows).cheapest(|_| true, 1.0 / 6.0).unwrap();
        assert!((cut - 1.0 / 6.0).abs() < 1e-12, "{cut}");
    }
}
