//! Milestone 1, Spec: what decision, for whom, and what counts as success? Also the project's table as
//! every later milestone sees it: rows kept, features added, each column with its kind and role.

mod afterwards;
mod column_names;
mod columns;
mod conversation;
mod dataset;
mod dictionary;
mod draft;
mod expressions;
mod faults;
mod features;
mod gate;
mod history;
mod joined;
mod joins;
mod loaded;
mod lookups;
mod metrics;
mod naming;
mod order;
mod placing;
mod problem;
mod propose;
mod resolve;
mod review;
mod rights;
mod stored;
mod targets;

pub use columns::{ColumnRole, guess_kind, without_meaning};
pub use conversation::{
    Conversation, Offer, Point, Pressing, Proposals, Standing, Stated, Turn, cost_of_errors,
};
pub use dataset::{Dataset, TableInputs, know_files, read_file, read_some};
pub use dictionary::{
    Variable, dictionary_csv, dictionary_edits, role_edits, role_is_decided, variables,
};
pub use draft::{NamedData, draft};
pub use expressions::{Columns, Purpose, expression_at, expression_typed};
pub use faults::{explained, faults, require};
pub use gate::Gate;
pub use history::{History, ToScore};
pub use joins::{JoinedRows, JoinedSource, Joins};
pub use loaded::Loaded;
pub use lookups::{lookup_table, refuse_values};
pub use metrics::{metric_named, metrics_of, refuse_absent};
pub use naming::named_in;
pub use order::Order;
pub use problem::{Problem, default_metric, guess_positive, guess_task};
pub use propose::{Proposal, Wishes, holdout_share, propose, propose_open};
pub use review::{Gap, Review, review};
pub use rights::{Answer, Asked, AskedWhen, Date, Question, asked, dates, questions};
pub use stored::{Origin, Room, Stored};
pub use targets::{TargetCandidate, target_candidates};

pub use crate::metrics::PREDICTION;
/// Seed of every draw where none is decided.
pub const DEFAULT_SEED: u64 = 42;

#[cfg(test)]
mod joins_tests;
#[cfg(test)]
mod past_tests;
