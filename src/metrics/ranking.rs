//! Metrics of the order that probabilities put rows in. Sorted once, scored for any weights in one pass.
//!
//! For several classes each is ranked against the rest, and the score is the mean over classes.

/// Rows in descending order of their probability of one class.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    row: u32,
    positive: bool,
    /// Whether the next row has another probability.
    ends_tie: bool,
}

impl Ranked {
    /// Ranks rows by `score`; `positive` says which belong to the class.
    pub(super) fn new(score: &[f64], positive: impl Fn(usize) -> bool) -> Ranked {
        let mut rows: Vec<u32> = (0..score.len() as u32).collect();
        let of = |row: u32| score[row as usize];
        // Equal scores stand together in any order: a tie is scored as one step.
        rows.sort_unstable_by(|&a, &b| of(b).total_cmp(&of(a)).then(a.cmp(&b)));
        let places = rows
            .iter()
            .enumerate()
            .map(|(at, &row)| Place {
                row,
                positive: positive(row as usize),
                ends_tie: rows.get(at + 1).is_none_or(|&next| of(next) != of(row)),
            })
            .collect();
        Ranked { places }
    }

    /// Weight of positive and negative rows of each tie, highest probability first.
    pub(super) fn ties(&self, weights: &[f64], mut visit: impl FnMut(f64, f64)) {
        let (mut positive, mut negative) = (0.0, 0.0);
        for place in &self.places {
            let weight = weights[place.row as usize];
            if place.positive {
                positive += weight;
            } else {
                negative += weight;
            }
            if place.ends_tie {
                visit(positive, negative);
                (positive, negative) = (0.0, 0.0);
            }
        }
    }

    /// Weight of all positive and all negative rows.
    pub(super) fn totals(&self, weights: &[f64]) -> (f64, f64) {
        let (mut positive, mut negative) = (0.0, 0.0);
        self.ties(weights, |p, n| {
            positive += p;
            negative += n;
        });
        (positive, negative)
    }
}

/// Area under the ROC curve: the share of pairs of a positive and a negative row in the right order, ties counting half.
/// Undefined unless there are rows of both kinds.
pub(super) fn roc_auc(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (mut above, mut negatives, mut pairs) = (0.0, 0.0, 0.0);
    ranked.ties(weights, |positive, negative| {
        pairs += negative * (above + positive / 2.0);
        above += positive;
        negatives += negative;
    });
    (above > 0.0 && negatives > 0.0).then(|| pairs / (above * negatives))
}

/// Twice the area under the ROC curve, less one.
pub(super) fn gini(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    Some(2.0 * roc_auc(ranked, weights)? - 1.0)
}

/// Mean precision over the steps of recall, without interpolation; 0 where there is no positive row.
pub(super) fn average_precision(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (mut hits, mut misses, mut area) = (0.0, 0.0, 0.0);
    ranked.ties(weights, |positive, negative| {
        hits += positive;
        misses += negative;
        if positive > 0.0 {
            area += positive * (hits / (hits + misses));
        }
    });
    Some(if hits > 0.0 { area / hits } else { 0.0 })
}

/// Largest distance between the distributions of the probability in positive and negative rows.
/// Undefined unless there are rows of both kinds.
pub(super) fn ks_stat(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (positives, negatives) = ranked.totals(weights);
    if positives <= 0.0 || negatives <= 0.0 {
        return None;
    }
    let (mut hits, mut misses, mut widest) = (0.0, 0.0, 0.0_f64);
    ranked.ties(weights, |positive, negative| {
        hits += positive;
        misses += negative;
        widest = widest.max((hits / positives - misses / negatives).abs());
    });
    Some(widest)
}

/// Area under the curve of precision by recall, straight between its points: too friendly, and therefore rarely the better choice than
/// [`average_precision`] (Davis & Goadrich 2006). Where there is no positive row recall is taken to be 1, as scikit-learn does.
pub(super) fn pr_auc_trapezoid(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (positives, _) = ranked.totals(weights);
    let (mut hits, mut misses, mut area) = (0.0, 0.0, 0.0);
    let (mut recall, mut precision) = (0.0, 1.0);
    ranked.ties(weights, |positive, negative| {
        hits += positive;
        misses += negative;
        if hits + misses <= 0.0 {
            return;
        }
        let to = if positives > 0.0 {
            hits / positives
        } else {
            1.0
        };
        let at = hits / (hits + misses);
        area += (to - recall) * (at + precision) / 2.0;
        (recall, precision) = (to, at);
    });
    Some(area)
}

/// Share of false positives up to which [`partial_roc_auc`] looks.
const FALSE_POSITIVES: f64 = 0.1;

/// Area under the ROC curve up to a tenth of false positives, on a scale where 0.5 is chance and 1 perfect (McClish 1989).
/// Undefined unless there are rows of both kinds.
pub(super) fn partial_roc_auc(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (positives, negatives) = ranked.totals(weights);
    if positives <= 0.0 || negatives <= 0.0 {
        return None;
    }
    let (mut area, mut from, mut height) = (0.0, 0.0, 0.0);
    ranked.ties(weights, |positive, negative| {
        let to = from + negative / negatives;
        let rise = positive / positives;
        if from < FALSE_POSITIVES {
            let end = to.min(FALSE_POSITIVES);
            // Straight between two points of the curve, as far as it is looked at.
            let part = if to > from {
                (end - from) / (to - from)
            } else {
                0.0
            };
            area += (end - from) * (height + rise * part / 2.0);
        }
        (from, height) = (to, height + rise);
    });
    let (least, most) = (FALSE_POSITIVES * FALSE_POSITIVES / 2.0, FALSE_POSITIVES);
    Some((1.0 + (area - least) / (most - least)) / 2.0)
}

/// Share of the rows that [`gain_10`] and [`lift_10`] take.
const TOP: f64 = 0.1;

/// Share of all positive rows that is among the tenth of the rows with the highest probability, equal ones in the order of the rows. Undefined
/// where no row is positive.
pub(super) fn gain_10(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (positives, _) = ranked.totals(weights);
    (positives > 0.0).then(|| hits_in_top(ranked, weights).0 / positives)
}

/// How many times as frequent positive rows are among the tenth with the highest probability as among all.
pub(super) fn lift_10(ranked: &Ranked, weights: &[f64]) -> Option<f64> {
    let (positives, negatives) = ranked.totals(weights);
    let (hits, rows) = hits_in_top(ranked, weights);
    (positives > 0.0).then(|| (hits / rows) / (positives / (positives + negatives)))
}

/// Weight of the positive rows in the top, and of all rows there: at least the share [`TOP`], in whole rows.
fn hits_in_top(ranked: &Ranked, weights: &[f64]) -> (f64, f64) {
    let all: f64 = weights.iter().sum();
    let most = (TOP * all).ceil();
    let (mut left, mut hits) = (most, 0.0);
    for place in &ranked.places {
        let weight = weights[place.row as usize].min(left);
        left -= weight;
        hits += if place.positive { weight } else { 0.0 };
    }
    (hits, most)
}
