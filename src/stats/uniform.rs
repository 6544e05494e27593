//! Whether values are spread evenly.

use crate::stats::Sorted;
use crate::stats::drift::tails::chi_square;

/// p of the chi-squared test that values are spread evenly between the smallest and the largest, in equal bins after Sturges (1926). Near 1
/// where they are more even than chance would have them. `None` below 50 values, or where they do not vary.
pub fn uniform_p(sorted: &Sorted) -> Option<f64> {
    let (low, high) = (sorted.min()?, sorted.max()?);
    let n = sorted.len() as f64;
    if sorted.len() < 50 || low == high || !(high - low).is_finite() {
        return None;
    }
    let bins = n.log2().ceil() + 1.0;
    let mut counts = vec![0.0; bins as usize];
    let last = counts.len() - 1;
    for value in sorted.values() {
        let bin = ((value - low) / (high - low) * bins) as usize;
        counts[bin.min(last)] += 1.0;
    }
    let expected = n / bins;
    let chi2: f64 = counts
        .iter()
        .map(|c: &f64| (c - expected).powi(2) / expected)
        .sum();
    Some(chi_square(chi2, bins - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_even_and_a_bell_is_not() {
        let counter = Sorted::new(&(0..500).map(f64::from).collect::<Vec<_>>());
        assert!(uniform_p(&counter).unwrap() > 0.999);
        let bell: Vec<f64> = (0..500).map(|i| f64::from(i % 25 + i % 20)).collect();
        assert!(uniform_p(&Sorted::new(&bell)).unwrap() < 0.01);
        assert_eq!(uniform_p(&Sorted::new(&[1.0; 99])), None);
    }
}
