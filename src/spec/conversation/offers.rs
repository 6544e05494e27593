//! Answers to choose from: what the data propose, the words of a field, what is usual.

use super::Turn;
use super::answer::cost_of_errors;
use super::list::UNKNOWN;
use crate::decisions::{
    Decisions, Direction, Edit, Field, FieldType, Task, meaning, typed_as_toml,
};
use crate::metrics::Metric;
use crate::spec::{Proposals, default_metric};
use crate::spec::{metric_named, metrics_of};

/// Lead over the best baseline that is offered as a goal, percent; a usual least gain that pays the upkeep of a model.
const LEAD: &str = "10";

/// The answer that no column is meant; nothing is written for it.
const NONE: &str = "none of them";

/// An answer to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What one reads: `yes`, `stratified`.
    pub label: String,
    /// What it means, or why it is proposed; empty where the word says it.
    pub about: String,
    /// The value as it is written, without quotes.
    pub says: String,
    /// What choosing it writes.
    pub edits: Vec<Edit>,
}

/// What is decided of the problem, or proposed where nothing is.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub task: Option<Task>,
    pub target: Option<String>,
    pub metric: Option<Metric>,
    /// Metrics that can judge the task.
    pub metrics: Vec<Metric>,
}

impl Known {
    pub fn of(decisions: &Decisions, proposals: &Proposals) -> Self {
        let problem = &decisions.problem;
        let proposed = |key: &str| proposals.get(key).map(|p| p.value.as_str());
        let task = problem.task;
        let task = task.or_else(|| proposed("problem.task").and_then(Task::from_word));
        let target = problem.target.as_deref();
        let metric = problem.metric.as_deref().or(proposed("problem.metric"));
        let usual = || task.and_then(|task| default_metric(task).ok());
        Self {
            metrics: task.map_or_else(Vec::new, |task| metrics_of(decisions, Some(task))),
            task,
            target: target.or(proposed("problem.target")).map(str::to_owned),
            metric: metric
                .and_then(|name| metric_named(decisions, name))
                .or_else(usual),
        }
    }

    /// Where a score to reach is written: by the direction of the metric.
    pub fn success_key(&self) -> &'static str {
        match self.metric.map(Metric::direction) {
            Some(Direction::Maximise) => "problem.success.at_least",
            Some(Direction::Minimise) | None => "problem.success.at_most",
        }
    }

    /// An answer as somebody may give it, in words of this project where it can be.
    pub fn example(&self, field: &Field) -> String {
        match (field.path, self.task, self.target.as_deref()) {
            ("value.cost", Some(task), Some(_)) if task.is_classification() => {
                "5, the cost of one wrong answer; or an expression".into()
            }
            ("value.cost", Some(_), Some(target)) => {
                let cost = cost_of_errors("2", self.task, target);
                format!("2, the cost of one unit of error; or an expression: {cost}")
            }
            _ => field.example.to_owned(),
        }
    }
}

/// What can be chosen as an answer, the proposed one first; nothing twice.
pub(super) fn offers(known: &Known, turn: &Turn) -> Vec<Offer> {
    let mut all = Vec::new();
    if let Some(proposal) = &turn.proposal {
        let said = |label: &str, about: &str, edits: &[Edit]| Offer {
            says: value_of(edits, &turn.writes).unwrap_or_else(|| label.to_owned()),
            label: label.to_owned(),
            about: about.to_owned(),
            edits: edits.to_vec(),
        };
        all.push(said(&proposal.value, &proposal.reason, &proposal.edits));
        let others = proposal
            .others
            .iter()
            .filter(|(_, edits)| !edits.is_empty());
        all.extend(others.map(|(label, edits)| said(label, "", edits)));
    }
    all.extend(usual(known, turn));
    let may_be_none = match turn.field.path {
        "problem.time" => known.task != Some(Task::Forecast),
        path => path == "problem.group",
    };
    if may_be_none && turn.proposal.is_some() && turn.written.is_none() {
        all.push(Offer {
            label: NONE.to_owned(),
            about: match turn.field.path {
                "problem.time" => {
                    "when a row happened does not matter, or no column says it".into()
                }
                _ => "the rows do not belong together".to_owned(),
            },
            says: NONE.to_owned(),
            edits: Vec::new(),
        });
    }
    if turn.may_be_unknown {
        all.push(word(
            turn,
            UNKNOWN,
            UNKNOWN,
            "nobody knows it yet: it is flagged until shipping",
        ));
    }
    let mut kept: Vec<Offer> = Vec::new();
    for offer in all {
        let same = kept.iter_mut().find(|known| known.says == offer.says);
        match same {
            // The word of the list says what the data cannot.
            Some(known) if known.about.is_empty() => known.about = offer.about,
            Some(_) => {}
            None => kept.push(offer),
        }
    }
    for offer in kept
        .iter_mut()
        .filter(|_| turn.field.kind == FieldType::Flag)
    {
        offer.label = match offer.says.as_str() {
            "true" => "yes".into(),
            "false" => "no".into(),
            other => other.into(),
        };
    }
    kept
}

impl Turn {
    /// Which offer the data propose, where they do.
    pub fn proposed(&self) -> Option<usize> {
        self.proposal.as_ref().map(|_| 0)
    }

    /// Which offer holds already while nothing is stated: to choose it changes nothing.
    pub fn holding(&self) -> Option<usize> {
        let default = self.field.default;
        self.offers.iter().position(|offer| offer.says == default)
    }
}

/// What is usual: the words of a field, the metrics of the task, what holds while nothing is stated.
fn usual(known: &Known, turn: &Turn) -> Vec<Offer> {
    let written = |key: &str, value: &str, label: String, about: &str| Offer {
        label,
        about: about.to_owned(),
        says: value.to_owned(),
        edits: vec![Edit::set(key, value)],
    };
    match turn.field.path {
        "problem.metric" => {
            let offer = |metric: &Metric| word(turn, metric.name(), metric.name(), metric.title());
            known.metrics.iter().map(offer).collect()
        }
        "problem.success.at_most" | "problem.success.at_least" => vec![Offer {
            says: format!("lead_percent = {LEAD}"),
            ..written(
                "problem.success.lead_percent",
                LEAD,
                format!("{LEAD} % better than the best baseline"),
                "where no score is known yet",
            )
        }],
        "problem.horizon" => vec![word(turn, "0", "0", "every earlier row is known")],
        "value.cost" => {
            let (Some(task), Some(target)) = (known.task, known.target.as_deref()) else {
                return Vec::new();
            };
            let label = match task.is_classification() {
                true => "1 for each wrong answer",
                false => "1 for each unit of error",
            };
            let cost = cost_of_errors("1", Some(task), target);
            vec![word(
                turn,
                &cost,
                label,
                "where errors only need to be counted",
            )]
        }
        _ => {
            let words = turn.field.kind.words();
            let offer = |text: &&str| {
                let about = meaning(words, text).unwrap_or_default();
                word(turn, text, text, about)
            };
            let default = turn.field.default;
            let is_number = default.parse::<f64>().is_ok() && !words.contains(&default);
            let holds = is_number
                .then(|| word(turn, default, default, "holds while nothing else is stated"));
            words.iter().map(offer).chain(holds).collect()
        }
    }
}

/// An answer that writes one value; none is written where the field does not take it.
fn word(turn: &Turn, says: &str, label: &str, about: &str) -> Offer {
    let edit = typed_as_toml(turn.field, says).ok();
    Offer {
        label: label.to_owned(),
        about: about.to_owned(),
        says: says.to_owned(),
        edits: edit
            .map(|value| Edit::set(&turn.writes, value))
            .into_iter()
            .collect(),
    }
}

/// The value that edits write to a key, without quotes.
fn value_of(edits: &[Edit], key: &str) -> Option<String> {
    edits.iter().find_map(|edit| match edit {
        Edit::Set { path, value } if path == key => Some(value.trim_matches('"').to_owned()),
        _ => None,
    })
}
