//! Reads the command line and starts a face.

use jalon::cli::Ended;
use jalon::tui::{self, Look};
use jalon::user::Loaded;

fn main() {
    std::process::exit(match jalon::cli::main() {
        Ended::Exit(code) => code,
        Ended::Workbench(start, settings) => {
            tui::run(start, &look(*settings)).unwrap_or_else(jalon::cli::fail)
        }
    });
}

/// What the user's settings say of the screen.
fn look(settings: Loaded) -> Look {
    Look {
        theme: settings.config.theme.word().to_owned(),
        glyphs: settings.config.glyphs.word().to_owned(),
        keys: settings.config.keys.into_iter().collect(),
        log: None,
    }
}
