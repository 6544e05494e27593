//! Reads the command line and starts a face.

fn main() {}
