//! Tests of the whole: the floors of the house, the walk from file to verdict, bad input, the screen at the end of a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod commands;
mod families;
mod fixture;
mod floors;
mod lags;
mod line;
mod samples;
mod ship;
mod walk;
