//! Milestone 4, Train: does a model beat the best baseline, and does it stand up? Families are tuned on the very folds
//! of the benchmark, the best is compared with the best baseline row by row, then both meet the holdout.

mod artifact;
mod asked;
mod choose;
mod contender;
mod content;
mod duel;
mod entrant;
mod evidence;
mod explain;
mod judge;
mod lesson;
mod options;
mod payoff;
mod rival;
mod search;
mod shap;
mod stage;
mod store;
mod verdict;

pub use artifact::{Artifact, Input, pack_baseline, path as artifact_path, read as read_artifact};
pub use asked::{cut_short, due};
pub use contender::Contender;
pub use duel::{Duel, Segment, Side, duel};
pub use evidence::{Board, Decision, Run, Times, Verdict, gate};
pub use explain::{Effect, Explanation, Importance, explain};
pub use options::{Mode, Options};
pub use shap::Shap;
pub use stage::{fingerprint, is_of_present_inputs, run};
pub use store::{board, predictions_path, runs};
