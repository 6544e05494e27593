//! Milestone 6, Drift: does it still hold? Current data in chunks against the rows of training: columns, predictions,
//! target, and the realised score against what training promised; the action that follows.
//!
//! | file | what lives there |
//! |--|--|
//! | `stage` | the computation and what it computes from |
//! | `reference`, `model` | training rows, the model in use, what it was promised to do |
//! | `current`, `files`, `chunks` | the new data: files, labels, pieces |
//! | `compare`, `statistics`, `values` | one column: its statistics, its tests, how far it moved |
//! | `what`, `units`, `words` | how it changed, in words |
//! | `performance`, `promised`, `sampling` | realised and promised scores with their errors |
//! | `correct` | correction for many tests, levels |
//! | `action`, `history`, `evidence` | what to do, the chunks on disk |

mod action;
mod chunks;
mod compare;
mod correct;
mod current;
mod evidence;
mod history;
mod model;
mod performance;
mod promised;
mod reference;
mod sampling;
mod stage;
mod statistics;
mod units;
mod values;
mod what;
mod words;

#[cfg(test)]
mod tests;

pub use action::{Action, Advice, gate};
pub use evidence::{
    Bias, Chunk, Column, Estimate, Figure, Level, Performance, Rival, Score, Test, What,
};
pub use history::{History, history};
pub use stage::{Options, fingerprint, has_data, is_current, is_fresh, run};
