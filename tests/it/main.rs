//! Tests of the whole: the floors of the house, the program from file to verdict.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod floors;
