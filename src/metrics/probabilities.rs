//! Losses of one row of probabilities.

use ndarray::ArrayView1;

/// -ln of the probability given to the true class, kept off 0 and 1 by the smallest step from 1, as scikit-learn does.
pub(super) fn log_loss(row: ArrayView1<'_, f64>, truth: usize, _positive: Option<usize>) -> f64 {
    -row[truth].clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln()
}

/// Squared error of the positive class's probability where there are two classes (0 to 1); else the squared errors
/// of all classes summed (0 to 2), as Brier (1950) wrote it.
pub(super) fn brier(row: ArrayView1<'_, f64>, truth: usize, positive: Option<usize>) -> f64 {
    let squared = |class: usize| {
        let error = row[class] - f64::from(u8::from(class == truth));
        error * error
    };
    match positive {
        Some(class) => squared(class),
        None => (0..row.len()).map(squared).sum(),
    }
}

/// 1 where the true class is not the most probable one, of equals the last, as scikit-learn takes it.
pub(super) fn not_first(row: ArrayView1<'_, f64>, truth: usize, _positive: Option<usize>) -> f64 {
    beyond(1, row, truth)
}

/// 1 where the true class is not among the two most probable.
pub(super) fn not_in_two(row: ArrayView1<'_, f64>, truth: usize, _positive: Option<usize>) -> f64 {
    beyond(2, row, truth)
}

/// 1 where the true class is not among the three most probable.
pub(super) fn not_in_three(
    row: ArrayView1<'_, f64>,
    truth: usize,
    _positive: Option<usize>,
) -> f64 {
    beyond(3, row, truth)
}

fn beyond(most: usize, row: ArrayView1<'_, f64>, truth: usize) -> f64 {
    let before =
        |(class, p): &(usize, &f64)| **p > row[truth] || (**p == row[truth] && *class > truth);
    let rank = row.iter().enumerate().filter(before).count();
    f64::from(u8::from(rank >= most))
}
