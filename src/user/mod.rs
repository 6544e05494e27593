//! The user: config file, recent projects, a new project that was begun, the samples inside the program.

mod config;
mod places;
mod recents;
mod samples;
mod settings;
mod started;

pub use config::{Config, Loaded};
pub use places::UserFolders;
pub use recents::{Recent, recents, remember};
pub use samples::{Sample, open_sample, sample, samples, write_sample};
pub use settings::{Glyphs, Hangup, SETTINGS, Setting, Theme, example};
pub use started::{Started, forget_started, keep_started, started};
