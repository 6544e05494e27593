//! The threads beside the one that owns the state: input, signals, terminal writer, files, changes and jobs of other
//! processes. They only pass messages.

mod changes;
mod eye;
mod files;
mod follow;
mod input;
mod pace;
mod signals;
mod writer;

pub use changes::Changes;
pub use files::Files;
pub use follow::Follower;
pub use input::listen;
pub use signals::{size, watch};
pub use writer::Screen;

use std::thread::JoinHandle;

use crate::error::{Error, Result};

/// Starts a thread with a name.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|e| {
            Error::new(format!("cannot start a thread: {e}"))
                .with_fix("close other programs and try again")
        })
}
