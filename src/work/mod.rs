//! A job's side of background work: progress that is shown latest-wins, cancellation, a thread that
//! turns a panic into an error, seeds that depend on names and not on order.

mod job;
mod priority;
mod progress;
mod seed;

pub use job::{Job, guarded, panic_message};
pub use priority::give_way;
pub use progress::{Curve, Live, Progress, Snapshot};
pub use seed::{Rng, rng};
