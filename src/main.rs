//! Reads the command line and starts a face.

use jalon::cli::Ended;
use jalon::tui::{self, Homes, Look};
use jalon::user::{Loaded, UserFolders};

fn main() {
    std::process::exit(match jalon::cli::main() {
        Ended::Exit(code) => code,
        Ended::Workbench(start, settings) => {
            tui::run(start, &look(*settings)).unwrap_or_else(jalon::cli::fail)
        }
    });
}

/// What the user's settings say of the screen. Without a home nothing is remembered.
fn look(settings: Loaded) -> Look {
    let folders = UserFolders::of_environment().ok();
    Look {
        theme: settings.config.theme.word().to_owned(),
        glyphs: settings.config.glyphs.word().to_owned(),
        keys: settings.config.keys.into_iter().collect(),
        log: folders.as_ref().map(|f| f.state.join("jalon.log")),
        homes: Homes {
            folders,
            samples: settings.config.samples,
        },
    }
}
