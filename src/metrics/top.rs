//! Metrics of the rows with the highest probability of the positive class: what is found when only a share of the decisions can be acted on.

use super::ranking::Ranked;

/// The rows at the top of a ranking, as weights. A tie at the edge, and the row that the edge cuts, are taken in part: what is expected of any order among
/// equals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Top {
    /// Positive rows in it.
    pub(super) hits: f64,
    /// All rows in it.
    pub(super) taken: f64,
    /// Positive rows everywhere.
    pub(super) positives: f64,
    /// All rows.
    pub(super) all: f64,
}

impl Top {
    /// The best-ranked `share` of the rows, from 0 to 1.
    pub(super) fn of(ranked: &Ranked, weights: &[f64], share: f64) -> Top {
        let (positives, negatives) = ranked.totals(weights);
        let all = positives + negatives;
        let most = share * all;
        let (mut hits, mut taken) = (0.0, 0.0);
        ranked.ties(weights, |positive, negative| {
            let tie = positive + negative;
            let part = tie.min(most - taken).max(0.0);
            if tie > 0.0 {
                hits += positive * (part / tie);
                taken += part;
            }
        });
        Top {
            hits,
            taken,
            positives,
            all,
        }
    }
}

/// Share of all positive rows that is found in the top: recall there, the curve of cumulative gains. Undefined without a positive row.
pub(super) fn gain(top: &Top) -> Option<f64> {
    (top.positives > 0.0).then(|| top.hits / top.positives)
}

/// Share of positive rows among those in the top. Undefined where nothing is taken.
pub(super) fn precision(top: &Top) -> Option<f64> {
    (top.taken > 0.0).then(|| top.hits / top.taken)
}

/// How many times as frequent positive rows are in the top as among all. Undefined without a positive row, and where nothing is taken.
pub(super) fn lift(top: &Top) -> Option<f64> {
    let base = (top.positives > 0.0).then(|| top.positives / top.all)?;
    Some(precision(top)? / base)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten rows: two positive at 0.9, a tie of four (one positive) at 0.5, one positive and three negative below.
    fn ranked() -> Ranked {
        let share = [0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.3, 0.2, 0.1, 0.1];
        let positive = [0, 1, 4, 7];
        Ranked::new(&share, |row| positive.contains(&row))
    }

    #[test]
    fn a_tie_at_the_edge_is_taken_in_part() {
        let ranked = ranked();
        let alike = [1.0; 10];
        let top = |share: f64| Top::of(&ranked, &alike, share);
        // Both of the first two, then two of the four equals: half a positive row.
        assert_eq!(gain(&top(0.2)), Some(0.5));
        assert_eq!(gain(&top(0.4)), Some(2.5 / 4.0));
        assert_eq!(precision(&top(0.4)), Some(2.5 / 4.0));
        assert_eq!(lift(&top(0.4)), Some(2.5 / 4.0 / 0.4));
        // Half a row.
        assert_eq!(gain(&top(0.05)), Some(0.125));
        assert_eq!((gain(&top(1.0)), lift(&top(1.0))), (Some(1.0), Some(1.0)));
    }

    #[test]
    fn weights_count_rows_and_nothing_is_undefined() {
        let ranked = ranked();
        let mut weights = [1.0; 10];
        weights[0] = 3.0;
        // Twelve in all: the top quarter is the first row three times, of six positive ones.
        let top = Top::of(&ranked, &weights, 0.25);
        assert_eq!((top.taken, top.positives), (3.0, 6.0));
        assert_eq!(gain(&top), Some(0.5));
        assert_eq!(precision(&Top::of(&ranked, &weights, 0.0)), None);
        let mut none = [1.0; 10];
        [0, 1, 4, 7].into_iter().for_each(|row| none[row] = 0.0);
        let top = Top::of(&ranked, &none, 0.5);
        assert_eq!(
            (gain(&top), lift(&top), precision(&top)),
            (None, None, Some(0.0))
        );
    }
}
