//! What was read from the data when the project was first profiled: the kinds of the columns and what is asked of the target. What
//! nobody decided follows from the data; what was recorded tells when other data would turn it.

use serde::{Deserialize, Serialize};

use crate::decisions::{Kind, Task};
use crate::error::Result;
use crate::project::{self, Project};
use crate::spec::{Dataset, Problem};

/// A column as it was read when the project was first profiled: a later change is a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its name.
    pub name: String,
    /// What its values were.
    pub kind: Kind,
}

/// What is asked of the target, as its values were when they were first read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The target.
    pub target: String,
    /// The kind of question.
    pub task: Task,
    /// The class that counts as positive, of two; never that of a personal column.
    #[serde(default)]
    pub positive: Option<String>,
    /// The classes; never those of a personal column.
    #[serde(default)]
    pub classes: Vec<String>,
}

/// The columns as first read under the present reading decisions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    /// Hash of the decisions on reading and filtering: when they change, columns may change too.
    pub reading: String,
    /// The columns in file order.
    pub columns: Vec<Recorded>,
    /// What is asked of the target, where one is stated.
    pub question: Option<Question>,
}

impl Schema {
    /// As first read: what was recorded stays, but for what was decided since. It is recorded anew when the decisions on reading
    /// change, and what is asked of the target when that is another one.
    pub(super) fn record(
        project: &Project,
        before: Option<Schema>,
        data: &Dataset,
        problem: Option<&Problem>,
    ) -> Result<Self> {
        let reading = match project.decisions.source.as_slice() {
            [first, others @ ..] if !others.is_empty() => {
                let others = others.iter().map(|s| (&s.read, &s.filter, &s.join));
                let others: Vec<_> = others.collect();
                project::fingerprint(&(&first.read, &first.filter, &first.join, others))?
            }
            only => project::fingerprint(&only.first().map(|s| (&s.read, &s.filter)))?,
        };
        let kept = before.filter(|schema| schema.reading == reading);
        let (columns, question) = kept.map_or((None, None), |s| (Some(s.columns), s.question));
        Ok(Self {
            reading,
            columns: match columns {
                Some(columns) => decided_kinds(project, columns),
                None => first_kinds(data),
            },
            question: match question.filter(|q| is_about(project, q)) {
                Some(question) => Some(decided_question(project, question)),
                None => problem.map(|problem| Question::of(project, problem)),
            },
        })
    }
}

impl Question {
    /// As the problem says it now.
    pub(super) fn of(project: &Project, problem: &Problem) -> Self {
        let column = project.decisions.columns.get(&problem.target);
        let is_personal = column.is_some_and(|c| c.personal == Some(true));
        let classes = problem.classes.as_ref().filter(|_| !is_personal);
        let positive = classes.and_then(|c| Some(c.names[c.binary()?].clone()));
        Self {
            target: problem.target.clone(),
            task: problem.task,
            positive,
            classes: classes.map_or_else(Vec::new, |c| c.names.clone()),
        }
    }
}

fn first_kinds(data: &Dataset) -> Vec<Recorded> {
    let read = data.columns.iter().filter(|c| !c.computed);
    read.map(|c| Recorded {
        name: c.name.clone(),
        kind: c.kind,
    })
    .collect()
}

fn decided_kinds(project: &Project, recorded: Vec<Recorded>) -> Vec<Recorded> {
    let decided = |name: &str| project.decisions.columns.get(name).and_then(|c| c.kind);
    let kept = recorded.into_iter().map(|r| Recorded {
        kind: decided(&r.name).unwrap_or(r.kind),
        name: r.name,
    });
    kept.collect()
}

fn is_about(project: &Project, question: &Question) -> bool {
    project.decisions.problem.target.as_ref() == Some(&question.target)
}

fn decided_question(project: &Project, recorded: Question) -> Question {
    let decided = &project.decisions.problem;
    let classes = match decided.classes.is_empty() {
        true => recorded.classes,
        false => decided.classes.clone(),
    };
    Question {
        task: decided.task.unwrap_or(recorded.task),
        positive: decided.positive.clone().or(recorded.positive),
        classes,
        target: recorded.target,
    }
}
