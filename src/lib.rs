//! jalon leads a person from a business question to a monitored model, one milestone at a time.
//!
//! The house, floor by floor. Calls go down, never up; inside a floor a folder may use those to its left.
//!
//! | floor | folders | what lives there |
//! |--|--|--|
//! | 8 | `main.rs` | reads the command line, starts a face |
//! | 7 | [`cli`] [`tui`] | the faces: commands and the workbench |
//! | 5 | [`road`] | the milestones in order: state, next step, starting a stage |
//! | 4 | [`spec`] [`data`] [`benchmark`] [`train`] [`ship`] [`drift`] | one folder a milestone: inputs, computation, evidence, gate |
//! | 3 | [`project`] [`user`] | the project's folder; the user's config, recents, samples |
//! | 2 | [`split`] [`prepare`] [`models`] | folds; the fitted preparation; model families |
//! | 1 | [`table`] [`stats`] [`metrics`] [`figures`] | reading, typing, expressions; statistics; scores; charts as data |
//! | 0 | [`error`] [`text`] [`work`] [`decisions`] | errors; text made safe; background work; what a person decides |

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod benchmark;
pub mod cli;
pub mod data;
pub mod decisions;
pub mod drift;
pub mod error;
pub mod figures;
pub mod metrics;
pub mod models;
pub mod prepare;
pub mod project;
pub mod road;
pub mod ship;
pub mod spec;
pub mod split;
pub mod stats;
pub mod table;
pub mod text;
pub mod train;
pub mod tui;
pub mod user;
pub mod work;
