//! Statistics without a subject: sums, moments, quantiles, association, mutual information, paired tests over rows and folds, the bootstrap and what it
//! tells of one chosen among several;
//! `drift` compares two samples.
//!
//! Everywhere a not-a-number value is a missing one and is skipped. Sums are compensated and run in the order
//! of the values, so a result is the same whatever the number of threads.

mod association;
mod bootstrap;
mod chosen;
mod distinct;
pub mod drift;
mod information;
mod local_outliers;
mod moments;
mod paired;
mod quantile;
mod series;
mod sum;
mod t_test;
mod uniform;

#[cfg(test)]
mod golden_tests;

pub use association::{Association, Contingency, correlation_ratio, pearson, ranks, spearman};
pub use bootstrap::{Resampler, Unit, block_length, interval, two_sided_p};
pub use chosen::{Chosen, chosen_gain, widening};
pub use distinct::distinct_estimate;
pub use information::{information_of_class, information_of_number};
pub use local_outliers::outlier_probabilities;
pub use moments::{Moments, mean, moments, std, weighted_mean, weighted_mean_of_all};
pub use paired::{Tested, Worlds, diebold_mariano, mcnemar, wilcoxon, worlds};
pub use quantile::{
    Fences, Sorted, median, weighted_median, weighted_median_sorted, weighted_quantile,
    weighted_quantile_sorted,
};
pub use series::{autocorrelation, unit_root_p};
pub use sum::{Sum, sum};
pub use t_test::{TTest, corrected_t, paired_t};
pub use uniform::uniform_p;
