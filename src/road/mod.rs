//! The list of milestones: where each stands, what is next and why, and running the stages that are stale.

mod history;
mod milestone;
mod next;
mod run;
mod survey;

pub use history::{Iteration, history};
pub use milestone::Milestone;
pub use next::{Next, next, next_at};
pub use run::{Options, is_due, require, run};
pub use survey::{State, Status, glance, survey};
