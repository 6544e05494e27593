//! Where each milestone stands: computed from evidence and fingerprints, never set by hand. No table is read.

use super::Milestone;
use crate::benchmark;
use crate::data;
use crate::decisions::Severity;
use crate::drift;
use crate::error::Result;
use crate::project::Project;
use crate::ship;
use crate::spec::{self, Gate, Review};
use crate::train;

/// Where a milestone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was computed.
    ToDo,
    /// A job works on it.
    Running,
    /// The gate is open.
    Passed,
    /// The gate is closed, or something wants a look.
    Attention,
    /// Computed from other inputs than the present ones.
    Stale,
}

impl State {
    /// Its word on screen.
    pub fn word(self) -> &'static str {
        match self {
            State::ToDo => "to do",
            State::Running => "running",
            State::Passed => "passed",
            State::Attention => "attention",
            State::Stale => "stale",
        }
    }
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
    /// Why somebody passed it although it is closed.
    pub passed: Option<String>,
}

impl Status {
    /// Whether the road goes on here: what wants a look and closes no gate does not hold it up.
    pub fn holds_up(&self) -> bool {
        match self.state {
            State::Passed => false,
            State::Attention => !self.reasons.is_empty() && self.passed.is_none(),
            State::ToDo | State::Running | State::Stale => true,
        }
    }

    fn todo(milestone: Milestone) -> Self {
        Self {
            milestone,
            state: State::ToDo,
            count: 0,
            reasons: Vec::new(),
            passed: None,
        }
    }

    /// Of the spec, which nothing is computed for.
    pub fn of_spec(review: &Review) -> Self {
        Self::of_gate(Milestone::Spec, review.gate.clone(), 0)
    }

    /// Of evidence that is up to date.
    fn of_gate(milestone: Milestone, gate: Gate, count: usize) -> Self {
        let state = if gate.open && count == 0 {
            State::Passed
        } else {
            State::Attention
        };
        let count = count.max(gate.reasons.len());
        Self {
            milestone,
            state,
            count,
            reasons: gate.reasons,
            passed: gate.passed,
        }
    }

    fn stale(milestone: Milestone) -> Self {
        Self {
            milestone,
            state: State::Stale,
            count: 0,
            reasons: Vec::new(),
            passed: None,
        }
    }
}

/// Where each milestone stands, in order.
pub fn survey(project: &Project) -> Result<Vec<Status>> {
    look(project, Inputs::Compared)
}

/// The same as the evidence tells it: whether its inputs are still the present ones is not looked at, so that no data
/// file is touched.
pub fn glance(project: &Project) -> Result<Vec<Status>> {
    look(project, Inputs::Trusted)
}

fn look(project: &Project, inputs: Inputs) -> Result<Vec<Status>> {
    Ok(vec![
        Status::of_spec(&spec::review(project, None)),
        data_status(project, inputs)?,
        benchmark_status(project, inputs)?,
        train_status(project, inputs)?,
        ship_status(project),
        drift_status(project, inputs)?,
    ])
}

/// What is taken of the inputs of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inputs {
    /// They are compared with those of now.
    Compared,
    /// They are taken to be those of now.
    Trusted,
}

impl Inputs {
    /// Whether evidence was computed from the present inputs. Inputs that cannot be read (a file is gone) make it stale.
    fn are_current(
        self,
        project: &Project,
        kept: &str,
        fingerprint: fn(&Project) -> Result<String>,
    ) -> bool {
        self == Inputs::Trusted || fingerprint(project).is_ok_and(|now| now == kept)
    }
}

fn data_status(project: &Project, inputs: Inputs) -> Result<Status> {
    let evidence = match data::evidence(project) {
        Ok(Some(evidence)) => evidence,
        Ok(None) => return Ok(Status::todo(Milestone::Data)),
        // What cannot be read is computed again.
        Err(_) => return Ok(Status::stale(Milestone::Data)),
    };
    if !inputs.are_current(project, &evidence.fingerprint, data::fingerprint) {
        return Ok(Status::stale(Milestone::Data));
    }
    let open = evidence
        .open()
        .filter(|f| f.severity >= Severity::Warning && !data::is_fixed(project, f))
        .count();
    Ok(Status::of_gate(
        Milestone::Data,
        data::gate(&project.decisions, &evidence),
        open,
    ))
}

fn benchmark_status(project: &Project, inputs: Inputs) -> Result<Status> {
    let evidence = match project.evidence::<benchmark::Evidence>("benchmark") {
        Ok(Some(evidence)) => evidence,
        Ok(None) => return Ok(Status::todo(Milestone::Benchmark)),
        // What cannot be read is computed again.
        Err(_) => return Ok(Status::stale(Milestone::Benchmark)),
    };
    if !inputs.are_current(project, &evidence.fingerprint, benchmark::fingerprint) {
        return Ok(Status::stale(Milestone::Benchmark));
    }
    let failed = evidence
        .baselines
        .iter()
        .filter(|b| b.failed.is_some())
        .count();
    Ok(Status::of_gate(
        Milestone::Benchmark,
        benchmark::gate(&project.decisions, &evidence),
        failed,
    ))
}

fn ship_status(project: &Project) -> Status {
    match ship::Versions::read(project) {
        Ok(versions) if versions.list.is_empty() => Status::todo(Milestone::Ship),
        Ok(versions) => {
            let unstated = spec::review(project, None).missing.len();
            Status::of_gate(Milestone::Ship, ship::gate(&versions), unstated)
        }
        // A list that cannot be read wants a look.
        Err(error) => Status::of_gate(
            Milestone::Ship,
            Gate::closed_by(vec![error.message.clone()]),
            0,
        ),
    }
}

fn train_status(project: &Project, inputs: Inputs) -> Result<Status> {
    let verdict = match project.evidence::<train::Verdict>("verdict") {
        Ok(Some(verdict)) => verdict,
        Ok(None) => return Ok(Status::todo(Milestone::Train)),
        // What cannot be read is computed again.
        Err(_) => return Ok(Status::stale(Milestone::Train)),
    };
    if !inputs.are_current(project, &verdict.fingerprint, train::fingerprint) {
        return Ok(Status::stale(Milestone::Train));
    }
    let board = train::Board {
        verdict: Some(verdict),
        ..train::Board::default()
    };
    Ok(Status::of_gate(
        Milestone::Train,
        train::gate(&project.decisions, &board),
        0,
    ))
}

fn drift_status(project: &Project, inputs: Inputs) -> Result<Status> {
    let history = match drift::history(project) {
        Ok(history) if history.chunks.is_empty() => return Ok(Status::todo(Milestone::Drift)),
        Ok(history) => history,
        // What cannot be read is computed again.
        Err(_) => return Ok(Status::stale(Milestone::Drift)),
    };
    if inputs == Inputs::Compared && !drift::is_fresh(project, &history).unwrap_or(false) {
        return Ok(Status::stale(Milestone::Drift));
    }
    let gate = drift::gate(&history.advice(project));
    Ok(Status::of_gate(Milestone::Drift, gate, 0))
}
