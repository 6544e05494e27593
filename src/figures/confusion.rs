//! The confusion matrix: how often each class is called what.

use crate::figures::Heat;

/// Classes as they were (rows) against classes as predicted (columns).
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    /// The classes.
    pub classes: Vec<String>,
    /// Weight of the rows of a class that are called another, row by row; rows where no weights are given.
    pub counts: Vec<Vec<f64>>,
    /// Rows in it.
    pub rows: usize,
    /// Rows for which nothing was said; they stand in no cell.
    pub unanswered: usize,
}

impl Confusion {
    /// Counts rows by their true class and by what was said, each row with its weight (1 where none are given). Classes are
    /// numbers below the count of names; a row with another is left out.
    pub fn of(
        classes: &[String],
        truth: &[u32],
        said: &[Option<u32>],
        weights: Option<&[f64]>,
    ) -> Confusion {
        let mut counts = vec![vec![0.0; classes.len()]; classes.len()];
        let (mut rows, mut unanswered) = (0, 0);
        for (row, (truth, said)) in truth.iter().zip(said).enumerate() {
            let Some(said) = said else {
                unanswered += 1;
                continue;
            };
            let cell = counts.get_mut(*truth as usize);
            if let Some(cell) = cell.and_then(|c| c.get_mut(*said as usize)) {
                *cell += weights.map_or(1.0, |w| w[row]);
                rows += 1;
            }
        }
        Confusion {
            classes: classes.to_vec(),
            counts,
            rows,
            unanswered,
        }
    }

    /// Share of a class that is called by its name; not-a-number where it has no row.
    pub fn recall(&self, class: usize) -> f64 {
        let all: f64 = self.counts[class].iter().sum();
        self.counts[class][class] / all
    }

    /// Share of what is called a class that is one; not-a-number where nothing is called so.
    pub fn precision(&self, class: usize) -> f64 {
        let all: f64 = self.counts.iter().map(|row| row[class]).sum();
        self.counts[class][class] / all
    }

    /// Share of all that is called by its name; not-a-number where there is none.
    pub fn accuracy(&self) -> f64 {
        let all: f64 = self.counts.iter().flatten().sum();
        let right: f64 = (0..self.classes.len()).map(|c| self.counts[c][c]).sum();
        right / all
    }

    /// The same as numbers to shade.
    pub fn heat(&self) -> Heat {
        Heat {
            of: "rows".into(),
            unit: String::new(),
            rows: self.classes.clone(),
            columns: self.classes.clone(),
            values: self.counts.clone(),
            n: Some(self.rows),
            told: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUTH: [u32; 8] = [0, 1, 2, 2, 1, 0, 1, 2];
    const SAID: [u32; 8] = [0, 2, 2, 1, 1, 0, 0, 2];

    fn classes() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).to_vec()
    }

    #[test]
    fn as_scikit_learn_counts() {
        // confusion_matrix(truth, said), and with sample_weight.
        let said = SAID.map(Some);
        let plain = Confusion::of(&classes(), &TRUTH, &said, None);
        assert_eq!(plain.counts, [[2., 0., 0.], [1., 1., 1.], [0., 1., 2.]]);
        let weights = [1.0, 2.0, 1.0, 0.5, 1.0, 1.0, 3.0, 1.0];
        let weighted = Confusion::of(&classes(), &TRUTH, &said, Some(&weights));
        assert_eq!(weighted.counts, [[2., 0., 0.], [3., 1., 2.], [0., 0.5, 2.]]);
        assert_eq!((plain.accuracy(), plain.rows), (0.625, 8));
        assert_eq!(
            (plain.recall(2), plain.precision(0)),
            (2.0 / 3.0, 2.0 / 3.0)
        );
    }

    #[test]
    fn rows_without_an_answer_are_counted_apart() {
        let said = [Some(0), None, Some(9)];
        let found = Confusion::of(&classes(), &[0, 1, 1], &said, None);
        assert_eq!((found.rows, found.unanswered), (1, 1));
        assert!(found.recall(1).is_nan() && found.precision(2).is_nan());
        assert_eq!(found.heat().value(0, 0), 1.0);
    }
}
