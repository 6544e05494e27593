//! The list of questions: which fields are asked for, in which order, and when.

use super::offers::{Known, offers};
use super::{Proposals, Standing, Turn};
use crate::decisions::{
    Decisions, Direction, Fault, Field, FieldType, Section, Severity, Shown, Stage, Strategy, Task,
    field, path, section,
};
use crate::project::Project;
use crate::spec::placing::Placing;
use crate::spec::rights::{self, Question};

/// The word of an answer that is known to be missing.
pub(super) const UNKNOWN: &str = "unknown";

/// The sections in the order in which one asks: what the next stages compute with first, what only shipping needs later.
const CHAPTERS: &[&str] = &[
    "project", "problem", "columns", "split", "value", "source", "rights", "monitor", "retrain",
];

/// A question that several keys answer: the field that asks it, the name of the question, and the other keys.
struct Either {
    asked: &'static str,
    key: &'static str,
    others: &'static [&'static str],
    /// What is missing where none of them is stated; that of the field where empty.
    doc: &'static str,
}

const EITHER: &[Either] = &[
    Either {
        asked: "problem.success.at_most",
        key: "problem.success",
        others: &["problem.success.at_least", "problem.success.lead_percent"],
        doc: "the score, or the lead over the best baseline, that counts as success",
    },
    Either {
        asked: "value.cost",
        key: "value.cost",
        others: &["value.matrix"],
        doc: "what an error costs, so that the gain can be told in money",
    },
    Either {
        asked: "split.strategy",
        key: "split.strategy",
        others: &["split.fold_column"],
        doc: "",
    },
    Either {
        asked: "split.holdout.share",
        key: "split.holdout.share",
        others: &["split.holdout.from", "split.holdout.file"],
        doc: "",
    },
];

/// What the questions are asked of.
pub(super) struct Context<'a> {
    pub decisions: &'a Decisions,
    shown: Shown,
    faults: &'a [Fault],
    place: Placing<'a>,
    proposals: &'a Proposals,
    /// What is decided of the problem, or proposed.
    pub known: Known,
}

/// Every question of a project in order.
pub(super) fn turns(project: &Project, faults: &[Fault], proposals: &Proposals) -> Vec<Turn> {
    let decisions = &project.decisions;
    let context = Context {
        decisions,
        shown: Shown::of(decisions),
        faults,
        place: Placing::of(project),
        proposals,
        known: Known::of(decisions, proposals),
    };
    let sections = CHAPTERS.iter().filter_map(|path| section(path));
    sections
        .flat_map(|section| chapter(&context, section))
        .collect()
}

/// The questions of a section, entry by entry.
fn chapter(context: &Context<'_>, section: &'static Section) -> Vec<Turn> {
    let question_of = |field: &Field| rights::questions().iter().find(|q| q.key == field.path);
    let mut asked: Vec<(&'static Field, Option<&'static Question>)> = section
        .fields
        .iter()
        .map(|field| (field, question_of(field)))
        .filter(|(field, question)| !field.asks.is_empty() || question.is_some())
        .collect();
    // What kind of answer it is follows from the target.
    asked.sort_by_key(|(field, _)| {
        field.path.starts_with("problem.") && field.path != "problem.target"
    });
    if section.path == "rights" {
        asked.sort_by_key(|(_, question)| question.map(|q| q.step));
    }
    let mut turns = Vec::new();
    for (subject, entry) in entries(context, section) {
        for (field, question) in &asked {
            let key = match field.path.split_once("[].").or(field.path.split_once("*.")) {
                Some((_, rest)) => format!("{entry}.{rest}"),
                None => field.path.to_owned(),
            };
            turns.extend(turn(context, section, (field, *question), key, &subject));
        }
    }
    turns
}

/// What the questions of a section are asked of: the section itself, each source, each column that is spoken of.
fn entries(context: &Context<'_>, section: &Section) -> Vec<(String, String)> {
    let decisions = context.decisions;
    match section.path {
        "source" => {
            let name = |at: usize| decisions.source.get(at).and_then(|s| s.name.clone());
            let subject = |at: usize| match decisions.source.len() {
                0 | 1 => String::new(),
                _ => name(at).unwrap_or_else(|| format!("source {}", at + 1)),
            };
            let all = 0..decisions.source.len().max(1);
            all.map(|at| (subject(at), format!("source.{at}")))
                .collect()
        }
        "columns" => {
            let stated = decisions.columns.keys().cloned();
            let proposed = context.proposals.keys().filter_map(|key| {
                let keys = path::split(key)?;
                (keys.first()? == "columns").then(|| keys.get(1).cloned())?
            });
            let mut names: Vec<String> = stated.collect();
            for name in proposed {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let entry = |name: String| {
                let key = format!("columns.{}", path::quote(&name));
                (name, key)
            };
            names.into_iter().map(entry).collect()
        }
        path => vec![(String::new(), path.to_owned())],
    }
}

/// One question; none where a column gives no reason to ask it.
fn turn(
    context: &Context<'_>,
    section: &'static Section,
    (asked, question): (&'static Field, Option<&'static Question>),
    path: String,
    subject: &str,
) -> Option<Turn> {
    let either = EITHER.iter().find(|either| either.asked == asked.path);
    let key = either.map_or(path.clone(), |either| either.key.to_owned());
    let mut keys = vec![path.clone()];
    keys.extend(
        either
            .iter()
            .flat_map(|e| e.others.iter().map(|k| (*k).to_owned())),
    );
    if asked.path == "source[].path" {
        // A query of a server says where the data are, too.
        keys.push(path.replace(".path", ".query"));
    }
    let writes = match asked.path {
        "problem.success.at_most" => context.known.success_key().to_owned(),
        _ => path,
    };
    let proposal = context.proposals.get(&key).cloned();
    let answer = answer(context, &keys, &writes);
    if section.path == "columns" && answer.is_none() && proposal.is_none() {
        return None;
    }
    let doubt = context.place.doubt(&writes).filter(|_| answer.is_none());
    let doc = either.map_or("", |either| either.doc);
    let doc = if doc.is_empty() { asked.doc } else { doc };
    let lacks = match doubt {
        Some(_) => None,
        None => Turn::lacking(&key, answer.as_deref(), doc),
    };
    let is_unclear = doubt.is_some_and(|fault| fault.key.is_empty() || fault.key == "extends");
    let field = field(&writes).unwrap_or(asked);
    let mut turn = Turn {
        stands: Standing::Open,
        written: context.shown.text(&writes),
        is_asked: answer.is_some()
            || (!is_unclear && is_asked(context, asked, question, &proposal)),
        needed_for: needed_for(context, asked),
        may_be_unknown: may_be_unknown(asked),
        chapter: section.title,
        subject: subject.to_owned(),
        asks: question.map_or(asked.asks, |q| q.text.as_str()),
        why: question.map_or(asked.why, |q| q.why.as_str()),
        source: question.map_or("", |q| q.source.as_str()),
        example: context.known.example(asked),
        unit: unit(context, asked, field),
        offers: Vec::new(),
        key,
        keys,
        writes,
        field,
        proposal,
        lacks,
    };
    turn.offers = offers(&context.known, &turn);
    let fault = doubt.filter(|_| !is_unclear);
    turn.stands = match (fault.or_else(|| mistake(context, &turn)), answer) {
        (Some(fault), _) => Standing::Wrong(fault.clone()),
        (None, None) => Standing::Open,
        (None, Some(word)) if word == UNKNOWN => Standing::Unknown,
        (None, Some(said)) => Standing::Stated(said),
    };
    Some(turn)
}

/// What is stated: under the key that is written to, else under another that answers it as well.
fn answer(context: &Context<'_>, keys: &[String], writes: &str) -> Option<String> {
    let plain = context.shown.text(writes);
    let other = || {
        let stated = keys.iter().find(|key| context.shown.has(key))?;
        let name = stated.rsplit('.').next().unwrap_or(stated);
        Some(match context.shown.text(stated) {
            Some(text) => format!("{name} = {text}"),
            None => format!("a {name}"),
        })
    };
    plain.or_else(other).filter(|text| !text.trim().is_empty())
}

/// The mistake in an answer.
fn mistake<'a>(context: &Context<'a>, turn: &Turn) -> Option<&'a Fault> {
    let errors = context.faults.iter();
    errors
        .filter(|fault| fault.severity == Severity::Error)
        .find(|fault| turn.is_about(&fault.key))
}

/// Whether a field wants an answer, as far as the other answers tell.
fn is_asked(
    context: &Context<'_>,
    field: &Field,
    question: Option<&Question>,
    proposal: &Option<crate::spec::Proposal>,
) -> bool {
    let problem = &context.decisions.problem;
    let is_class = context.known.task.is_some_and(Task::is_classification);
    match (field.path, question) {
        (_, Some(question)) => rights::is_asked(context.decisions, question.asked),
        ("problem.positive", _) => context.known.task == Some(Task::Binary),
        ("problem.unit", _) => !is_class,
        ("problem.horizon", _) => problem.time.is_some(),
        // Where no column fits, or the folds are stated without one, there is nothing to answer.
        ("problem.time", _) => {
            let by_time = [Strategy::Time, Strategy::GroupTime];
            let is_series = context.known.task == Some(Task::Forecast);
            proposal.is_some() && (is_series || splits_by(context, &by_time))
        }
        ("problem.group", _) => {
            let by_group = [Strategy::Group, Strategy::GroupTime];
            proposal.is_some() && splits_by(context, &by_group)
        }
        _ => true,
    }
}

/// Whether the folds are made in one of these ways, or may still be.
fn splits_by(context: &Context<'_>, ways: &[Strategy]) -> bool {
    let split = context.decisions.split.strategy;
    split.is_none_or(|split| ways.contains(&split))
}

/// The first stage that misses the answer.
fn needed_for(context: &Context<'_>, field: &Field) -> Option<Stage> {
    let value = &context.decisions.value;
    match field.path {
        "value.decisions_per_year" if value.cost.is_some() || value.matrix.is_some() => {
            Some(Stage::Train)
        }
        _ => field.needed_for,
    }
}

/// Whether one may say that nobody knows yet: of rights, and of who owns a source.
fn may_be_unknown(field: &Field) -> bool {
    let says_so = field.kind.words().contains(&UNKNOWN);
    let is_text = matches!(field.kind, FieldType::Text | FieldType::LongText);
    says_so || field.path.starts_with("rights.") || (field.path.starts_with("source[].") && is_text)
}

/// What stands beside the answer.
fn unit(context: &Context<'_>, asked: &Field, field: &Field) -> String {
    let currency = context.decisions.value.currency.as_deref();
    let currency = currency.unwrap_or("of your currency");
    if asked.path == "problem.success.at_most" {
        let Some(metric) = context.known.metric else {
            return String::new();
        };
        let unit = context.decisions.problem.unit.as_deref().unwrap_or("");
        let unit = metric.unit().in_words(unit);
        let way = match metric.direction() {
            Direction::Minimise => "or less",
            Direction::Maximise => "or more",
        };
        let name = metric.title();
        return format!("{unit} {way} ({name})").trim_start().to_owned();
    }
    match field.unit {
        "currency" if field.kind == FieldType::Expression => String::new(),
        unit => unit.replace("currency", currency),
    }
}
