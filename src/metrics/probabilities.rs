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
