//! The list of milestones: where each stands, what is next and why, and running the stages that are stale.

mod milestone;
mod next;
mod run;
mod survey;

pub use milestone::Milestone;
pub use next::{Next, next};
pub use run::{Options, is_due, run};
pub use survey::{State, Status, survey};
