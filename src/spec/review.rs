//! The review of the spec: mistakes, gaps, and whether the gate is open.

use serde::Serialize;

use super::rights::forbidden;
use super::{Conversation, Gate, Loaded, Proposals, faults};
use crate::decisions::{Fault, GateName, Severity, Stage};
use crate::project::Project;

/// Something that is not stated and a stage needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Dotted key.
    pub key: String,
    /// First stage that needs it: `data`, `benchmark`, `train`, `ship`.
    pub needed_for: String,
    /// What to state and why it matters.
    pub message: String,
}

/// State of the first milestone.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Mistakes in the file, those of expressions and names included.
    pub faults: Vec<Fault>,
    /// What is not stated.
    pub missing: Vec<Gap>,
    /// Whether what the next stages compute with is stated and allowed.
    pub gate: Gate,
}

impl Review {
    /// Whether the next stages have what they compute with: no mistake, and no gap that they need filled.
    pub fn computes(&self) -> bool {
        let is_mistake = |fault: &Fault| fault.severity == Severity::Error;
        !self.faults.iter().any(is_mistake) && !self.missing.iter().any(Gap::stops)
    }
}

impl Gap {
    /// Whether the next stages cannot start without it.
    fn stops(&self) -> bool {
        self.needed_for == Stage::Data.word() || self.needed_for == Stage::Benchmark.word()
    }
}

/// Reviews the decisions against themselves and the data as far as they could be read (`None`: they were not looked at).
pub fn review(project: &Project, loaded: Option<&Loaded>) -> Review {
    let faults = faults(project, loaded);
    let missing = Conversation::of(project, &faults, &Proposals::new()).gaps();
    let mut reasons: Vec<String> = faults
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| match f.key.as_str() {
            "" => f.message.clone(),
            key => format!("{key}: {}", f.message),
        })
        .collect();
    reasons.extend(
        missing
            .iter()
            .filter(|g| g.stops())
            .map(|g| format!("{} is not stated: {}", g.key, g.message)),
    );
    reasons.extend(forbidden(&project.decisions));
    Review {
        faults,
        missing,
        gate: Gate::of(GateName::Spec, reasons, &project.decisions),
    }
}
