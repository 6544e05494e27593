//! The review of the spec: mistakes, gaps, and whether the gate is open.

use serde::Serialize;

use super::placing::Placing;
use super::{Gate, Loaded, faults};
use crate::decisions::{Access, Fault, Severity};
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

/// Reviews the decisions against themselves and the data as far as they could be read (`None`: they were not looked at).
pub fn review(project: &Project, loaded: Option<&Loaded>) -> Review {
    let faults = faults(project, loaded);
    let missing = gaps(project);
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
            .filter(|g| g.needed_for == "data" || g.needed_for == "benchmark")
            .map(|g| format!("{} is not stated: {}", g.key, g.message)),
    );
    reasons.extend(forbidden(project));
    Review {
        faults,
        missing,
        gate: Gate::closed_by(reasons),
    }
}

/// Sources whose use somebody refused.
fn forbidden(project: &Project) -> Vec<String> {
    let mut reasons = Vec::new();
    for (i, source) in project.decisions.source.iter().enumerate() {
        let name = source
            .name
            .clone()
            .unwrap_or_else(|| format!("source {}", i + 1));
        if source.access == Some(Access::Refused) {
            reasons.push(format!(
                "access to {name} was refused: find another source or ask again"
            ));
        }
        if source.scraped == Some(true) && source.commercial_use == Some(false) {
            reasons.push(format!(
                "{name} was scraped and may not be used commercially: find another source"
            ));
        }
    }
    reasons
}

/// What is not stated, in the order of the road.
fn gaps(project: &Project) -> Vec<Gap> {
    let decisions = &project.decisions;
    let (problem, value, rights) = (&decisions.problem, &decisions.value, &decisions.rights);
    let source = decisions.source.first();
    let success = &problem.success;
    let personal = decisions
        .source
        .iter()
        .any(|s| s.personal_data != Some(false));
    let place = Placing::of(project);
    let mut missing = Vec::new();
    let mut need = |absent: bool, key: &str, needed_for: &str, message: &str| {
        if absent && !place.unsure(key) {
            missing.push(Gap {
                key: key.into(),
                needed_for: needed_for.into(),
                message: message.into(),
            });
        }
    };
    need(
        source.is_none_or(|s| s.path.is_none()),
        "source.0.path",
        "data",
        "the file with the data",
    );
    need(
        problem.target.is_none(),
        "problem.target",
        "data",
        "the column to predict",
    );
    need(
        decisions.project.question.is_none(),
        "project.question",
        "train",
        "the business question, so that the verdict answers something",
    );
    need(
        decisions.project.decision.is_none(),
        "project.decision",
        "train",
        "what is decided with a prediction",
    );
    need(
        success.at_most.is_none() && success.at_least.is_none() && success.lead_percent.is_none(),
        "problem.success",
        "train",
        "the score, or the lead over the best baseline, that counts as success",
    );
    need(
        value.cost.is_none() && value.matrix.is_none(),
        "value.cost",
        "train",
        "what an error costs, so that the gain can be told in money",
    );
    need(
        (value.cost.is_some() || value.matrix.is_some()) && value.decisions_per_year.is_none(),
        "value.decisions_per_year",
        "train",
        "how often the decision is taken in a year",
    );
    need(
        source.is_none_or(|s| matches!(s.access, None | Some(Access::Unknown))),
        "source.0.access",
        "ship",
        "whether access is granted",
    );
    need(
        source.is_none_or(|s| s.owner.is_none()),
        "source.0.owner",
        "ship",
        "who owns the data",
    );
    need(
        source.is_none_or(|s| s.licence.is_none()),
        "source.0.licence",
        "ship",
        "under which licence the data may be used",
    );
    need(
        source.is_none_or(|s| s.personal_data.is_none()),
        "source.0.personal_data",
        "ship",
        "whether the data are about persons",
    );
    need(
        is_open(rights.purpose.as_ref()),
        "rights.purpose",
        "ship",
        "why the data are processed",
    );
    need(
        personal && is_open(rights.legal_basis.as_ref()),
        "rights.legal_basis",
        "ship",
        "the legal basis (GDPR art. 6)",
    );
    need(
        personal && is_open(rights.retention.as_ref()),
        "rights.retention",
        "ship",
        "how long the data are kept",
    );
    missing
}

fn is_open(answer: Option<&String>) -> bool {
    answer.is_none_or(|a| a == "unknown")
}
