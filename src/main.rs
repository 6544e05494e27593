//! Reads the command line and starts a face.

use jalon::cli::Ended;
use jalon::tui::{self, Look};

fn main() {
    std::process::exit(match jalon::cli::main() {
        Ended::Exit(code) => code,
        Ended::Workbench(start) => {
            tui::run(start, &Look::default()).unwrap_or_else(jalon::cli::fail)
        }
    });
}
