//! The user: config file, recent projects, the samples inside the program.

mod config;
mod places;
mod recents;
mod samples;
mod settings;

pub use config::{Config, Loaded};
pub use places::UserFolders;
pub use recents::{Recent, recents, remember};
pub use samples::{Sample, open_sample, sample, samples, write_sample};
pub use settings::{Glyphs, Hangup, SETTINGS, Setting, Theme, example};
