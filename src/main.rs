//! Reads the command line and starts a face.

use jalon::cli::Ended;
use jalon::tui::{self, Look};
use jalon::user::{Loaded, UserFolders};

fn main() {
    std::process::exit(match jalon::cli::main() {
        Ended::Exit(code) => code,
        Ended::Workbench(start, settings) => {
            tui::run(start, look(*settings)).unwrap_or_else(jalon::cli::fail)
        }
    });
}

/// The user's settings and where they stand. Without a home nothing is remembered.
fn look(loaded: Loaded) -> Look {
    let folders = UserFolders::of_environment().ok();
    let own = || folders.as_ref().map(UserFolders::config_file);
    Look {
        file: loaded.file.clone().or_else(own),
        loaded,
        folders,
    }
}
