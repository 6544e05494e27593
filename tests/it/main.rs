//! Tests of the whole: the floors of the house, the walk from file to verdict, bad input.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
mod commands;
mod families;
mod fixture;
mod floors;
mod lags;
mod samples;
mod ship;
mod terminal;
mod walk;
