//! The list of milestones: where each stands, what is next and why, and starting a stage as a job.

use crate::error::Result;
use crate::project::Project;
use crate::train::Mode;
use crate::work::Progress;

/// A milestone of the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// What decision, for whom, and what counts as success?
    Spec,
    /// Can these data answer it?
    Data,
    /// How far does a simple rule get?
    Benchmark,
    /// Does a model beat it, and does it stand up?
    Train,
    /// What exactly runs in production?
    Ship,
    /// Does it still hold?
    Drift,
}

/// Where a milestone stands; computed, never set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was computed.
    ToDo,
    /// A job works on it.
    Running,
    /// The gate is open.
    Passed,
    /// The gate is closed or findings are open.
    Attention,
    /// Computed from other inputs than the present ones.
    Stale,
}

/// A milestone with its state.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Which.
    pub milestone: Milestone,
    /// Where it stands.
    pub state: State,
    /// Number of things that want attention.
    pub count: usize,
    /// Why the gate is closed; empty when it is open.
    pub reasons: Vec<String>,
}

/// What to do next and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// Where.
    pub milestone: Milestone,
    /// One sentence: what to do and why.
    pub sentence: String,
}

/// Which stages to run and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Only these; every stage that has a computation where empty.
    pub only: Vec<Milestone>,
    /// Also what is up to date.
    pub force: bool,
    /// Families to train; see [`crate::train::Options`].
    pub families: Vec<String>,
    /// How much training tries.
    pub mode: Mode,
}

/// Where each milestone stands, in order. Reads evidence and fingerprints only, no table.
pub fn survey(project: &Project) -> Result<Vec<Status>> {
    let _ = project;
    todo!()
}

/// What to do next and why.
pub fn next(project: &Project, survey: &[Status]) -> Next {
    let _ = (project, survey);
    todo!()
}

/// Runs the stages asked for in order, those whose evidence is not up to date; says which it ran.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Vec<Milestone>> {
    let _ = (project, options, progress);
    todo!()
}
