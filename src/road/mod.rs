//! The list of milestones: where each stands, what is next and why, and starting a stage as a job.

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
