//! A threshold that falls over scores: what was called positive by then, rightly and wrongly.

/// The rows called positive from each different score on, the highest score first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sweep {
    /// Score, weight of the positive rows from it on, weight of the others.
    pub steps: Vec<(f64, f64, f64)>,
    /// Weight of all positive rows.
    pub hits: f64,
    /// Weight of all others.
    pub misses: f64,
    /// Positive rows.
    pub positives: usize,
    /// All others.
    pub negatives: usize,
}

impl Sweep {
    /// Each row with its weight (1 where none are given); rows with equal scores are one step. Rows without a score are
    /// left out. `None` unless both kinds of rows weigh something.
    pub fn of(scores: &[f64], positive: &[bool], weights: Option<&[f64]>) -> Option<Sweep> {
        let weight = |row: usize| weights.map_or(1.0, |w| w[row]);
        let mut rows: Vec<usize> = (0..scores.len().min(positive.len()))
            .filter(|&row| !scores[row].is_nan())
            .collect();
        rows.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        let (mut hits, mut misses) = (0.0, 0.0);
        let ties = rows.chunk_by(|&a, &b| scores[a] == scores[b]);
        let steps: Vec<(f64, f64, f64)> = ties
            .map(|tie| {
                for &row in tie {
                    match positive[row] {
                        true => hits += weight(row),
                        false => misses += weight(row),
                    }
                }
                (scores[tie[0]], hits, misses)
            })
            .collect();
        let positives = rows.iter().filter(|&&row| positive[row]).count();
        (hits > 0.0 && misses > 0.0).then_some(Sweep {
            steps,
            hits,
            misses,
            positives,
            negatives: rows.len() - positives,
        })
    }

    /// The steps after one at which nothing is called positive yet.
    pub fn with_start(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        std::iter::once((f64::INFINITY, 0.0, 0.0)).chain(self.steps.iter().copied())
    }
}

/// At most `most` (2 or more) of the points, evenly along a quantity that rises from 0 to 1; the first and the last stay.
pub(super) fn thinned<P: Copy + PartialEq>(
    points: &[P],
    most: usize,
    along: impl Fn(&P) -> f64,
) -> Vec<P> {
    let steps = most.max(2) - 1;
    let mut kept: Vec<P> = Vec::new();
    for step in 0..=steps {
        let wanted = step as f64 / steps as f64;
        let at = points.partition_point(|p| along(p) < wanted);
        let point = points.get(at).or(points.last());
        if let Some(point) = point
            && kept.last() != Some(point)
        {
            kept.push(*point);
        }
    }
    kept
}
