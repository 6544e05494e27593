//! What each of two decisions costs in each row.

use super::read_by;
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::metrics::{Truth, with_class};
use crate::table::Expression;

/// Two classes: the cost of saying either, by row of the table. Not-a-number where the stated expression has no answer.
#[derive(Debug, Clone)]
pub(super) struct Stakes {
    /// Position of the positive class.
    positive: usize,
    /// Of saying the negative and the positive class.
    of_row: Vec<[f64; 2]>,
}

impl Stakes {
    /// From costs by true class, then predicted class.
    pub(super) fn of_matrix(setup: &Setup, matrix: &[Vec<f64>], positive: usize) -> Result<Stakes> {
        let all: Vec<usize> = (0..setup.dataset.table.rows()).collect();
        let Truth::Classes(codes, _) = setup.truth(&all) else {
            return Err(Error::new("a matrix of costs needs a target of classes"));
        };
        let of = |code: &u32| {
            let row = &matrix[*code as usize];
            [row[1 - positive], row[positive]]
        };
        let of_row = codes.iter().map(of).collect();
        Ok(Stakes { positive, of_row })
    }

    /// From an expression of the columns and `prediction`, computed for either class in every row.
    pub(super) fn of_expression(
        setup: &Setup,
        expression: &Expression,
        positive: usize,
    ) -> Result<Stakes> {
        let table = read_by(setup, expression)?;
        let target = setup.problem.target.as_str();
        let names = setup.problem.classes.iter().flat_map(|c| &c.names);
        let names: Vec<&String> = names.collect();
        let saying = |class: usize| {
            let said = vec![names.get(class).map(|name| (*name).clone()); table.rows()];
            expression.numbers(&with_class(table.clone(), target, &said)?, &[])
        };
        let (no, yes) = (saying(1 - positive)?, saying(positive)?);
        let of_row = no.into_iter().zip(yes).map(|(no, yes)| [no, yes]).collect();
        Ok(Stakes { positive, of_row })
    }

    /// Position of the positive class.
    pub(super) fn positive(&self) -> usize {
        self.positive
    }

    /// Cost of saying the negative and the positive class in a row of the table.
    pub(super) fn of(&self, row: usize) -> [f64; 2] {
        self.of_row[row]
    }

    /// Cost of the decision in a row whose positive class has the probability `share`, which decides for it from `threshold` on.
    pub(super) fn cost(&self, row: usize, share: f64, threshold: f64) -> f64 {
        match share.is_nan() {
            true => f64::NAN,
            false => self.of_row[row][usize::from(share >= threshold)],
        }
    }

    /// The probability from which on deciding for the positive class is expected to cost less (Elkan 2001): what a false alarm costs beyond a right no,
    /// over that and what a miss costs beyond a right yes, each on average over these rows of the table. With costs of 5 to 1 a sixth is enough. From above 0
    /// to 1, so that a rule that names a class keeps to it; 0.5 where the rows do not tell.
    pub(super) fn implied(&self, setup: &Setup, rows: &[usize], positive: usize) -> f64 {
        let Truth::Classes(codes, _) = setup.truth(rows) else {
            return 0.5;
        };
        let weights = setup.weights(rows);
        // Cost of the wrong decision less that of the right one, and weight, in negative and in positive rows.
        let mut sums = [(0.0, 0.0); 2];
        for (at, (&row, &code)) in rows.iter().zip(&codes).enumerate() {
            let is_positive = usize::from(code as usize == positive);
            let [no, yes] = self.of_row[row];
            let dearer = if is_positive == 1 { no - yes } else { yes - no };
            if !dearer.is_nan() {
                let weight = weights.as_ref().map_or(1.0, |w| w[at]);
                sums[is_positive].0 += weight * dearer;
                sums[is_positive].1 += weight;
            }
        }
        let [alarm, miss] = sums.map(|(sum, weight)| sum / weight);
        let threshold = alarm / (alarm + miss);
        match alarm + miss > 0.0 {
            true => threshold.clamp(f64::MIN_POSITIVE, 1.0),
            false => 0.5,
        }
    }
}
