//! Folds as strips of parts.

/// What part a range of rows plays in a fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Learned from.
    Train,
    /// Scored.
    Test,
    /// Left out between.
    Gap,
    /// Set aside.
    Holdout,
    /// Not used.
    Unused,
}

/// Folds as strips: one a fold, each a list of parts with their share of all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Strips {
    /// Label and parts with share 0 to 1, from first to last row.
    pub strips: Vec<(String, Vec<(Part, f64)>)>,
}

/// What each row does in a fold, from first to last: `order` holds positions of rows (in order of time, or of the
/// file), the others the rows learned from, scored and set aside. A row that is none of these is a gap where it stands
/// between rows learned from and rows scored, else unused.
pub fn parts(order: &[usize], train: &[usize], test: &[usize], holdout: &[usize]) -> Vec<Part> {
    let rows = order.iter().map(|&row| row + 1).max().unwrap_or(0);
    let mut by_row = vec![Part::Unused; rows];
    for (list, part) in [
        (train, Part::Train),
        (test, Part::Test),
        (holdout, Part::Holdout),
    ] {
        for &row in list {
            if let Some(place) = by_row.get_mut(row) {
                *place = part;
            }
        }
    }
    let mut parts: Vec<Part> = order.iter().map(|&row| by_row[row]).collect();
    let mut from = 0;
    while from < parts.len() {
        let part = parts[from];
        let length = parts[from..].iter().take_while(|p| **p == part).count();
        let to = from + length;
        let before = from.checked_sub(1).map(|at| parts[at]);
        let between = matches!(
            (before, parts.get(to)),
            (Some(Part::Train), Some(Part::Test)) | (Some(Part::Test), Some(Part::Train))
        );
        if part == Part::Unused && between {
            parts[from..to].fill(Part::Gap);
        }
        from = to;
    }
    parts
}

/// Runs of equal parts with their share of all rows. Where parts change more than `most` times, as in a random split,
/// a strip of runs shows nothing: the totals are given instead, in the order train, gap, test, holdout, unused.
pub fn strip(parts: &[Part], most: usize) -> Vec<(Part, f64)> {
    let share = |rows: usize| rows as f64 / parts.len() as f64;
    let runs = || parts.chunk_by(|a, b| a == b);
    if runs().count() <= most + 1 {
        return runs().map(|run| (run[0], share(run.len()))).collect();
    }
    [
        Part::Train,
        Part::Gap,
        Part::Test,
        Part::Holdout,
        Part::Unused,
    ]
    .into_iter()
    .map(|part| (part, parts.iter().filter(|p| **p == part).count()))
    .filter(|(_, rows)| *rows > 0)
    .map(|(part, rows)| (part, share(rows)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Part::{Gap, Holdout, Test, Train, Unused};

    #[test]
    fn a_time_fold_in_order() {
        let order: Vec<usize> = (0..10).collect();
        let found = parts(&order, &[0, 1, 2, 3], &[5, 6], &[8, 9]);
        assert_eq!(found[4], Gap);
        assert_eq!(found[7], Unused);
        assert_eq!(
            strip(&found, 8),
            [
                (Train, 0.4),
                (Gap, 0.1),
                (Test, 0.2),
                (Unused, 0.1),
                (Holdout, 0.2)
            ]
        );
    }

    #[test]
    fn order_of_time_not_of_the_file() {
        let found = parts(&[3, 1, 0, 2], &[1, 3], &[0, 2], &[]);
        assert_eq!(found, [Train, Train, Test, Test]);
        assert_eq!(parts(&[], &[1], &[2], &[]), []);
        assert_eq!(parts(&[0], &[5], &[0], &[]), [Test]);
    }

    #[test]
    fn scattered_parts_are_summed() {
        let scattered: Vec<Part> = (0..100)
            .map(|i| if i % 5 == 0 { Test } else { Train })
            .collect();
        assert_eq!(strip(&scattered, 12), [(Train, 0.8), (Test, 0.2)]);
        assert_eq!(strip(&[], 3), []);
    }
}
