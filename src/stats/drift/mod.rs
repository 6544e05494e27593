//! Whether two samples are of one distribution, and how far apart they are: two-sample tests, distances of shares, the
//! correction for many tests. The first sample is the reference, the second what is looked at.
//!
//! `ks` and `kolmogorov` compare distribution functions, `ranks` and `means` places, `transport` measures how far values
//! moved, `tables` compares counts of categories and `shares` their distances, `many` corrects, `tails` holds the
//! probabilities of the tails. Values equal those of scipy 1.17 (`tests/golden/drift`).

mod kolmogorov;
mod ks;
mod many;
mod means;
mod ranks;
mod shares;
mod tables;
pub(super) mod tails;
mod transport;

#[cfg(test)]
mod golden_tests;

pub use ks::{distance, ks};
pub use many::benjamini_hochberg;
pub use means::{t_pooled, t_welch, z_of_means};
pub use ranks::{anderson_darling, cramer_von_mises, mann_whitney};
pub use shares::{
    bin_counts, decile_edges, hellinger, jensen_shannon, kullback_leibler, psi, total_variation,
    variation_by_chance,
};
pub use tables::{TableFound, TableTest, chi2, fisher, g_test, table_test, z_proportions};
pub use transport::{energy, wasserstein, wasserstein_normed};

/// Outcome of a two-sample test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// The statistic.
    pub statistic: f64,
    /// Probability of such a statistic or one further out where both samples are of one distribution.
    pub p_value: f64,
}
