//! Statistics without a subject: sums, moments, quantiles, the t-test over folds, the bootstrap; `drift` compares two
//! samples.
//!
//! Everywhere a not-a-number value is a missing one and is skipped. Sums are compensated and run in the order
//! of the values, so a result is the same whatever the number of threads.

mod bootstrap;
mod distinct;
pub mod drift;
mod moments;
mod quantile;
mod sum;
mod t_test;

#[cfg(test)]
mod golden;

pub use bootstrap::{Resampler, Unit, block_length, interval, two_sided_p};
pub use distinct::distinct_estimate;
pub use moments::{Moments, mean, moments, std, weighted_mean};
pub use quantile::{Fences, Sorted, median, weighted_median, weighted_median_sorted};
pub use sum::{Sum, sum};
pub use t_test::{TTest, corrected_t, paired_t};
