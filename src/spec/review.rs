//! The review of the spec: mistakes, gaps, and whether the gate is open.

use serde::Serialize;

use super::expressions::{all, parse_at, refuse_unknown};
use super::{Dataset, Gate};
use crate::decisions::{Access, Direction, Fault, Role, Severity};
use crate::error::Error;
use crate::metrics::Metric;
use crate::models;
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

/// Reviews the decisions against themselves and the columns of the data (`None` where they cannot be read).
pub fn review(project: &Project, dataset: Option<&Dataset>) -> Review {
    let mut faults = project.faults.clone();
    faults.extend(expression_faults(project, dataset));
    faults.extend(name_faults(project, dataset));
    faults.extend(goal_faults(project));
    faults.extend(unused(project));
    faults.extend(dataset.and_then(|dataset| lagged_only(project, dataset)));
    let missing = gaps(project);
    let mut reasons: Vec<String> = faults
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| format!("{}: {}", f.key, f.message))
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

/// A goal in the direction in which the metric is worse.
fn goal_faults(project: &Project) -> Vec<Fault> {
    let problem = &project.decisions.problem;
    let Some(metric) = problem.metric.as_deref().and_then(Metric::named) else {
        return Vec::new();
    };
    let (wrong, key, right) = match metric.direction() {
        Direction::Minimise => (problem.success.at_least, "at_least", "at_most"),
        Direction::Maximise => (problem.success.at_most, "at_most", "at_least"),
    };
    let told = wrong.map(|_| {
        let message = format!(
            "'{key}' does not go with {}: {} is better",
            metric.name(),
            match metric.direction() {
                Direction::Minimise => "less",
                Direction::Maximise => "more",
            }
        );
        let error = Error::new(message).with_fix(format!("write `{right}`"));
        fault(project, &format!("problem.success.{key}"), &error)
    });
    told.into_iter().collect()
}

/// With a horizon, the columns that are taken as measured with their row because nothing else is decided: said, so that
/// nobody wonders where they went.
fn lagged_only(project: &Project, dataset: &Dataset) -> Option<Fault> {
    let decided = |name: &str| {
        let column = project.decisions.columns.get(name);
        column.is_some_and(|column| column.known_at_prediction.is_some())
    };
    let lagged: Vec<&str> = dataset
        .columns
        .iter()
        .filter(|c| c.role == Role::Feature && !c.known_at_prediction && !c.computed)
        .map(|c| c.name.as_str())
        .filter(|name| !decided(name))
        .collect();
    let first = crate::text::escape(lagged.first()?);
    let names: Vec<_> = lagged
        .iter()
        .map(|name| crate::text::escape(name))
        .collect();
    let message = format!(
        "with this horizon {} measured with the row and known of earlier rows only: {}",
        if lagged.len() == 1 {
            "a column is"
        } else {
            "columns are"
        },
        names.join(", ")
    );
    let error = Error::new(message).with_fix(format!(
        "give models their past, as in LAG({first}), or write `known_at_prediction` for each under `[columns]`: true for a forecast or a calendar"
    ));
    let mut told = fault(project, "problem.horizon", &error);
    told.severity = Severity::Warning;
    Some(told)
}

/// What is stated and nothing computes with yet: said, so that nobody relies on it.
fn unused(project: &Project) -> Vec<Fault> {
    let decisions = &project.decisions;
    let mut unused = Vec::new();
    let mut say = |stated: bool, key: &str, message: &str, fix: &str| {
        if stated {
            let mut told = fault(project, key, &Error::new(message).with_fix(fix));
            told.severity = Severity::Warning;
            unused.push(told);
        }
    };
    say(
        decisions.problem.weight.is_some(),
        "problem.weight",
        "weights are not used yet: every row counts alike",
        "repeat rows in the data, or take the key out",
    );
    say(
        decisions.source.iter().any(|s| s.join.is_some()),
        "source.1.join",
        "sources are not joined yet",
        "join the tables beforehand and name the result in the first source",
    );
    say(
        decisions.source.len() > 1,
        "source.1",
        "only the first source is read",
        "join the tables beforehand and name the result in the first source",
    );
    say(
        decisions.source.iter().any(|s| s.query.is_some()),
        "source.0.query",
        "queries are not run yet",
        "write the result of the query to a CSV or Parquet file and name it under `path`",
    );
    unused
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

fn expression_faults(project: &Project, dataset: Option<&Dataset>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (key, text) in all(project) {
        let checked = parse_at(project, &key, &text).and_then(|expression| match dataset {
            None => Ok(()),
            // A cost sees the prediction beside the columns.
            Some(dataset) if key == "value.cost" => {
                let seen = dataset
                    .table
                    .head(1)
                    .with_numbers(super::PREDICTION, &[0.0])?;
                refuse_unknown(project, &key, &expression, &seen)
            }
            Some(dataset) => refuse_unknown(project, &key, &expression, &dataset.table),
        });
        faults.extend(checked.err().map(|e| fault(project, &key, &e)));
    }
    faults
}

/// Names of columns and families that exist nowhere.
fn name_faults(project: &Project, dataset: Option<&Dataset>) -> Vec<Fault> {
    let decisions = &project.decisions;
    let mut faults = Vec::new();
    for (i, model) in decisions.model.iter().enumerate() {
        let unknown = models::family(&model.family).err();
        faults.extend(unknown.map(|e| fault(project, &format!("model.{i}.family"), &e)));
    }
    let Some(dataset) = dataset else {
        return faults;
    };
    let problem = &decisions.problem;
    let named = [
        ("problem.target", &problem.target),
        ("problem.time", &problem.time),
        ("problem.group", &problem.group),
        ("problem.id", &problem.id),
        ("problem.weight", &problem.weight),
        ("split.fold_column", &decisions.split.fold_column),
    ];
    for (key, name) in named {
        let unknown = name.as_ref().and_then(|n| dataset.table.column(n).err());
        faults.extend(unknown.map(|e| fault(project, key, &e)));
    }
    for name in decisions.columns.keys().chain(decisions.prepare.keys()) {
        let section = if decisions.columns.contains_key(name) {
            "columns"
        } else {
            "prepare"
        };
        if let Err(e) = dataset.table.column(name) {
            let mut warning = fault(project, &format!("{section}.{name}"), &e);
            warning.severity = Severity::Warning;
            faults.push(warning);
        }
    }
    if faults.is_empty() && problem.target.is_some() {
        faults.extend(
            dataset
                .problem(project)
                .err()
                .map(|e| fault(project, "problem", &e)),
        );
    }
    faults
}

/// An error as a fault of a key, placed where the key stands.
fn fault(project: &Project, key: &str, error: &Error) -> Fault {
    let place = project.place_of(key);
    let message = match &error.column {
        Some(crate::error::Column::Name(name)) => {
            format!("column '{}': {}", crate::text::escape(name), error.message)
        }
        // The key stands beside the message: it is not said twice.
        _ => {
            let message = error.message.strip_prefix(&format!("{key}: "));
            message.unwrap_or(&error.message).to_owned()
        }
    };
    Fault {
        key: key.to_owned(),
        line: place.map(|p| p.0),
        column: place.map(|p| p.1),
        severity: Severity::Error,
        message,
        fix: error.fix.clone(),
        source_line: place.and_then(|p| {
            project
                .text
                .lines()
                .nth(p.0.saturating_sub(1))
                .map(str::to_owned)
        }),
    }
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
    let mut missing = Vec::new();
    let mut need = |absent: bool, key: &str, needed_for: &str, message: &str| {
        if absent {
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
