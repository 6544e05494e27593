//! The running job as the screen sees it.

use crate::road::Milestone;
use crate::work::Live;

/// News of a job, read at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobView {
    /// What is being done.
    pub step: String,
    /// Done so far, 0 to 1.
    pub fraction: f64,
    /// Seconds since it began.
    pub elapsed: f64,
    /// Seconds left, once they can be guessed.
    pub left: Option<f64>,
    /// What is computed, in the order it was begun.
    pub live: Vec<Live>,
    /// The stage in work.
    pub stage: Option<Milestone>,
    /// It was asked to stop.
    pub stopping: bool,
}

/// What a job brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Stages that were computed.
    pub ran: Vec<Milestone>,
}
