//! Decisions among several classes.

use ndarray::ArrayView1;

/// The class of least expected cost (Elkan 2001), by cost of true class, then predicted class; the first of equals. A rule that is certain of a
/// class keeps to it.
pub(super) fn cheapest(matrix: &[Vec<f64>], shares: ArrayView1<'_, f64>) -> usize {
    if let Some(certain) = shares.iter().position(|share| *share == 1.0) {
        return certain;
    }
    let expected = |said: usize| -> f64 {
        let costs = shares.iter().zip(matrix);
        costs.map(|(share, row)| share * row[said]).sum()
    };
    (0..matrix.len()).fold(0, |best, said| {
        if expected(said) < expected(best) {
            said
        } else {
            best
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dear_mistakes_are_avoided_early() {
        // Truth down, decision across: calling the first one anything else costs 5.
        let matrix = [
            vec![0.0, 5.0, 5.0],
            vec![1.0, 0.0, 1.0],
            vec![1.0, 1.0, 0.0],
        ];
        let said = |shares: [f64; 3]| cheapest(&matrix, ndarray::aview1(&shares));
        // Expected: 0.95 against 0.25 + 0.4 and 0.25 + 0.55.
        assert_eq!(said([0.05, 0.55, 0.4]), 1);
        assert_eq!(said([0.2, 0.5, 0.3]), 0);
        assert_eq!(said([0.0, 0.0, 1.0]), 2);
    }
}
