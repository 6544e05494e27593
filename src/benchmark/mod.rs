//! Milestone 3, Benchmark: how far does a simple rule get? Naive baselines and the user's rules on the very folds
//! that models will see. A new baseline touches its file under `baselines/` and the list there.

pub mod baselines;
mod bench;
mod comparison;
mod diagnosis;
mod evidence;
mod fit;
mod goal;
mod judging;
mod money;
mod predictions;
mod scoring;
mod setup;
mod stage;
mod weigh;
mod worth;

pub use bench::{Bench, Part, Rival, TriedRule};
pub use comparison::{
    Comparison, Contest, PairedTest, Resampling, Worlds, fold_gains, score_intervals,
};
pub use diagnosis::{Diagnosis, UsualScore, diagnose, segments_of, usual_scores};
pub use evidence::{Baseline, Evidence, FoldNote, gate};
pub use goal::{must_reach, stated_goal};
pub use money::{
    Amount, Cost, Costing, FoldCosts, Gain, Money, Payback, Thresholds, Upkeep, gains,
};
pub use predictions::{OutOfFold, Pooled, ScoredRows, with_prediction};
pub use scoring::{FoldScores, holdout_scores};
pub use setup::{Setup, SetupInputs};
pub use stage::{fingerprint, fit_baseline, predictions_path, run};
pub use weigh::{Consideration, Side, Weighed, weigh};
pub use worth::{Point, Worth, known as known_worth, worth};

#[cfg(test)]
mod bench_tests;
#[cfg(test)]
mod lookup_tests;
#[cfg(test)]
mod naive_tests;
#[cfg(test)]
mod past_tests;
