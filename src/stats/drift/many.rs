//! Many tests at once.

/// Adjusted p of Benjamini & Hochberg (1995), in the order given: the smallest rate of false discoveries at which each
/// would be called. A missing p (not-a-number) stays missing and does not count.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len())
        .filter(|&i| !p_values[i].is_nan())
        .collect();
    order.sort_by(|&a, &b| p_values[b].total_cmp(&p_values[a]));
    let count = order.len();
    let mut adjusted = vec![f64::NAN; p_values.len()];
    let mut least = 1.0_f64;
    for (from_largest, &i) in order.iter().enumerate() {
        let rank = (count - from_largest) as f64;
        least = least.min(p_values[i] * count as f64 / rank);
        adjusted[i] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_scipy_and_passes_over_the_missing() {
        // scipy.stats.false_discovery_control([0.01, 0.04, 0.03, 0.005])
        let found = benjamini_hochberg(&[0.01, f64::NAN, 0.04, 0.03, 0.005]);
        let expected = [0.02, 0.04, 0.04, 0.02];
        assert!(found[1].is_nan());
        for (at, value) in [0, 2, 3, 4].into_iter().zip(expected) {
            assert!((found[at] - value).abs() < 1e-15, "{found:?}");
        }
        assert!(benjamini_hochberg(&[]).is_empty());
        assert_eq!(benjamini_hochberg(&[1.0, 0.9]), [1.0, 1.0]);
    }
}
