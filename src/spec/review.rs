//! The review of the spec: mistakes, gaps, and whether the gate is open.

use serde::Serialize;

use super::placing::Placing;
use super::rights::{self, Answer, forbidden};
use super::{Gate, Loaded, faults};
use crate::decisions::{Access, Fault, GateName, Severity, Stage, field};
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

/// What is not stated, in the order of the road.
fn gaps(project: &Project) -> Vec<Gap> {
    let decisions = &project.decisions;
    let (problem, value) = (&decisions.problem, &decisions.value);
    let source = decisions.source.first();
    let success = &problem.success;
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
    missing.extend(before_shipping(project, &place));
    missing
}

/// What is not stated about sources and rights, or stated to be unknown.
fn before_shipping(project: &Project, place: &Placing<'_>) -> Vec<Gap> {
    let decisions = &project.decisions;
    let sources = 0..decisions.source.len().max(1);
    let of_sources = sources.flat_map(|at| {
        let keys = ["access", "owner", "personal_data", "commercial_use"].into_iter();
        keys.map(move |key| format!("source.{at}.{key}"))
    });
    let stated = of_sources.map(|key| (rights::answer(decisions, &key), key));
    let asked = rights::asked(decisions).into_iter();
    let all = stated.chain(asked.map(|asked| (asked.answer, asked.key)));
    let open = all.filter(|(_, key)| !place.unsure(key));
    open.filter_map(|(answer, key)| {
        let doc = field(&key).map_or("", |field| field.doc);
        let message = match answer {
            Answer::Open => doc.to_owned(),
            Answer::Unknown => format!("{doc}; \"unknown\" so far"),
            Answer::Stated(word) if word == Access::Asked.word() && key.ends_with(".access") => {
                format!("{doc}; asked for, not granted yet")
            }
            Answer::Stated(_) => return None,
        };
        Some(Gap {
            key,
            needed_for: Stage::Ship.word().into(),
            message,
        })
    })
    .collect()
}
