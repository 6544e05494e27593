//! The workbench: one screen a milestone, driven from the keyboard.
//!
//! `app` holds the state and its one `update`; `actions` is the table of everything a key can do; `screens` and `widgets`
//! draw the state; `effects` carries out what touches files, `review` looks at the spec beside its data, `settings` at the
//! user's config; `threads`, `frame` and `terminal` are the way to the person.

mod actions;
mod app;
mod clipboard;
mod effects;
mod frame;
mod homes;
mod job;
mod keys;
mod left;
mod panic;
mod review;
mod runner;
mod scorer;
mod screens;
mod scroll;
mod settings;
mod sleep;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod threads;
mod viewer;
mod widgets;

pub use runner::run;
pub use settings::Look;
