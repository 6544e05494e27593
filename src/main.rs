//! Reads the command line and starts a face.

fn main() {
    std::process::exit(jalon::cli::main());
}
