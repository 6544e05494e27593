//! Milestone 2, Data: can these data answer the question? Profile of every column, checks, findings.
//!
//! [`run`] computes and keeps the [`Evidence`], [`first_look`] tells beforehand what the first rows show, [`evidence`] reads it with what was accepted since, [`gate`] judges it.
//! [`CHECKS`] lists what is looked for; one file a check in `checks/`.

mod answer;
mod associations;
mod checks;
mod compute;
mod evidence;
mod fix;
#[cfg(test)]
mod fix_tests;
mod fold;
mod glance;
mod inputs;
mod look;
mod mask;
mod power;
mod privacy;
mod profile;
mod sample;
mod schema;
mod semantic;
mod signal;
#[cfg(test)]
mod testing;
mod unseen;
mod whole;
#[cfg(test)]
mod whole_tests;

pub use associations::{Associations, Measure, Pair};
pub use checks::{CHECKS, Check};
pub use compute::{evidence, fingerprint, first_look, run};
pub use evidence::{ColumnProfile, Evidence, Finding, Fix, gate};
pub use fix::is_fixed;
pub use glance::{file_to_look_at, glance, rows_to_look_at};
pub use mask::{personal_columns, personal_columns_of, personal_in};
pub use profile::{Against, Bin, Calendar, Monotonic, OverTime, Periods};
pub use schema::{Question, Recorded, Schema};
pub use semantic::Semantic;
pub use signal::{Arranged, Learned, MoreRows, Signal};
