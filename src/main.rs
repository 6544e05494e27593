//! Reads the command line and starts a face.

use jalon::cli::Ended;

fn main() {
    std::process::exit(match jalon::cli::main() {
        Ended::Exit(code) => code,
        Ended::Workbench(start) => {
            jalon::tui::run(start, &jalon::tui::Look::default()).unwrap_or_else(jalon::cli::fail)
        }
    });
}
