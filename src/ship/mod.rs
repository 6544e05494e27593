//! Milestone 5, Ship: what exactly runs in production? Numbered, hashed versions; a challenger becomes champion after a
//! paired test; new rows are scored with what is in use.

mod changes;
mod contest;
mod in_use;
mod predict;
mod promote;
mod rollback;
mod versions;

pub use changes::{Change, changes};
pub use contest::{Contest, Decision};
pub use in_use::{InUse, artifact_of, in_use};
pub use predict::{Scored, Unseen, predict};
pub use promote::{Options, Promotion, promote};
pub use rollback::rollback;
pub use versions::{Record, Stage, Version, Versions, gate};
