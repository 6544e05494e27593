//! The user: config file, recent projects, the samples inside the program.
