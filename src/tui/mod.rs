//! The workbench: one screen a milestone, driven from the keyboard.
//!
//! `app` holds the state and its one `update`; `actions` is the table of everything a key can do; `screens` and `widgets`
//! draw the state; `effects` carries out what touches files; `threads` and `terminal` are the way to the person.

mod actions;
mod app;
mod effects;
mod frame;
mod keys;
mod runner;
mod screens;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod threads;
mod widgets;

pub use effects::Homes;
pub use runner::{Look, run};
